"""`restitution.yaml` -> `Settings`, or one message with every mistake of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from restitution.errors import WrongUse
from restitution.settings.types import Settings

SETTINGS_FILE: Final = "restitution.yaml"
HINT = "Corrigez, puis relancez la commande ; chaque clé est expliquée, avec un exemple, dans docs/reglages.md."


def read_settings(data: bytes, name: str = SETTINGS_FILE) -> Settings:
    """The settings that a file's bytes say. Raises `WrongUse`: one line a mistake, all of them, in order."""
    # They import yaml, 60 ms: a stage, which gets its settings as JSON, must not pay for it.
    from restitution.settings.checks import check  # noqa: PLC0415
    from restitution.settings.conform import Conformed  # noqa: PLC0415
    from restitution.settings.marked_yaml import at, read  # noqa: PLC0415

    conformed = Conformed(read(data, name), Settings)
    if isinstance(conformed.values, dict):
        check(conformed)
    if conformed.troubles:
        told = dict.fromkeys(f"{at(name, line)} : {text}" for line, text in sorted(conformed.troubles))
        raise WrongUse("\n".join(told), HINT)
    return msgspec.convert(conformed.values, Settings)


def load_settings(path: Path) -> Settings:
    """The settings of a file. Raises `WrongUse` when it is missing, cannot be read or says something wrong."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        folder = path.parent.resolve()
        raise WrongUse(
            f"{path.name} est introuvable dans le dossier « {folder.name} »."
            if folder.is_dir()
            else f"Le dossier « {folder} » n'existe pas.",
            "Lancez la commande depuis le dossier du projet, ou créez-en un par « restitution init DOSSIER ».",
        ) from error
    except OSError as error:
        raise WrongUse(
            f"{path.name} ne peut pas être lu dans le dossier « {path.parent.resolve().name} »",
            "Vérifiez que c’est un fichier et que vous avez le droit de le lire.",
        ) from error
    return read_settings(data, path.name)
