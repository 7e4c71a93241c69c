"""What a project says when those who speak in its recordings agreed."""

from __future__ import annotations

from pathlib import Path


def agreed(project: Path, *files: str) -> None:
    """Keep the agreement to recordings, paths below `sources/`, as the editor would."""
    folder = project / "sources" / "_confidentiel" / "accords"
    folder.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(files):
        said = f'fichier: "{file}"\nle: 2026-03-03\npar: Équipe du projet\n'
        (folder / f"2026-03-03_{number}_{Path(file).stem}.yaml").write_text(said, "utf-8")
