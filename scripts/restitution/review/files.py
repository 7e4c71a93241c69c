"""The small files of decisions and of the editor's own corrections: one gesture each, in French keys.

    remarque: R-014                  passage: src_0a1b2c3d4e
    cle: 3f2a9c0d1e5b7a86            base: Le pays compte douze communes.
    decision: accepter               texte: Le pays compte treize communes.
    reponse: Merci, c'est repris.    par: Marie Rieu
    le: 2026-10-12T09:30:00Z         le: 2026-10-12T09:41:00Z

A file is never changed after it was written, and its name ends with a hash of its content: two machines share a
name only for the same bytes. A copy that a synchroniser made (« R-014_x (1).yaml ») is one more file, counted once
when it says the same. A person may write such a file by hand: accents, capitals, other words are read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import structs

from restitution import store
from restitution.errors import WrongUse
from restitution.messages import expected, folded, listed
from restitution.model import Finding
from restitution.remarks import Decision, Fix, Verdict

if TYPE_CHECKING:
    from restitution.settings.marked_yaml import Node

HOME: Final = Path("sources", "relectures")
DECISIONS: Final = HOME / "decisions"
FIXES: Final = HOME / "corrections"
ENDINGS: Final = (".yaml", ".yml")
HASH: Final = 8
"""Hex of the hash of a file's content in its name."""
DECISION_KEYS: Final = {
    "remarque": "number",
    "cle": "key",
    "decision": "verdict",
    "reponse": "answer",
    "motif": "why",
    "passage": "passage",
    "annule": "undoes",
    "fil": "seen",
    "par": "by",
    "le": "at",
}
FIX_KEYS: Final = {
    "passage": "passage",
    "base": "base",
    "texte": "text",
    "motif": "why",
    "par": "by",
    "le": "at",
}
"""Key of a file -> attribute of its record."""
VERDICTS: Final[dict[str, Verdict]] = {
    **dict.fromkeys(("accepter", "accepte", "acceptee", "accept", "accepted", "oui"), "accepter"),
    **dict.fromkeys(
        ("rejeter", "rejete", "rejetee", "ecarter", "ecartee", "reject", "rejected", "non"), "rejeter"
    ),
    **dict.fromkeys(("resoudre", "resolu", "resolue", "resolve", "resolved", "regle", "reglee"), "resoudre"),
    **dict.fromkeys(("rouvrir", "rouvert", "rouverte", "reopen", "reopened"), "rouvrir"),
    **dict.fromkeys(("repondre", "repondu", "repondue", "answer", "answered", "reply"), "repondre"),
    **dict.fromkeys(("placer", "place", "placee", "placed"), "placer"),
    **dict.fromkeys(("annuler", "annule", "annulee", "undo", "undone"), "annuler"),
}
"""A word, folded -> what it decides."""
NAMES: Final = {"decision": "Décision illisible", "correction": "Correction illisible"}
NEXT: Final = {
    "decision": "corrigez ce fichier, ou décidez de nouveau (restitution review decide)",
    "correction": "corrigez ce fichier, ou écrivez-la de nouveau (restitution fix)",
}
_SAFE: Final = re.compile(r"[^\w-]+", re.ASCII)


def verdict_of(word: str) -> Verdict | None:
    """What a word decides, in French or English; None when it decides nothing."""
    return VERDICTS.get(folded(word))


# --- writing -----------------------------------------------------------------------------------


def decision_file(decision: Decision) -> tuple[str, bytes]:
    """Name and content of the file of a decision: the same for the same decision, on any machine."""
    return _file(decision.number or decision.key, _written(decision, DECISION_KEYS))


def fix_file(fix: Fix) -> tuple[str, bytes]:
    """Name and content of the file of a correction of the editor's own; an empty `texte` withdraws the passage."""
    return _file(fix.passage, _written(fix, FIX_KEYS, always=("base", "text")))


def keep_decision(project: Path, decision: Decision) -> Path:
    """Write a decision in the project; its path."""
    return _kept(project / DECISIONS, *decision_file(decision))


def keep_fix(project: Path, fix: Fix) -> Path:
    """Write a correction in the project; its path."""
    return _kept(project / FIXES, *fix_file(fix))


def moment(after: Iterable[str] = ()) -> str:
    """Now, to the second, as the files say it; later than each of `after`: what is said last wins."""
    now = datetime.now(UTC).replace(microsecond=0)
    latest = max((instant(at) for at in after), default=0.0)
    return datetime.fromtimestamp(max(now.timestamp(), latest + 1), UTC).isoformat().replace("+00:00", "Z")


def instant(at: str) -> float:
    """Seconds since 1970 of a moment as the files say it; without a zone it is UTC's; 0 for what is no moment."""
    try:
        said = datetime.fromisoformat(at)
    except ValueError:
        return 0.0
    return (said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp()


def _kept(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    if not path.is_file() or path.read_bytes() != data:
        store.write(path, data)
    return path


def _file(subject: str, data: bytes) -> tuple[str, bytes]:
    return f"{_SAFE.sub('-', subject)[:40]}_{hashlib.sha256(data).hexdigest()[:HASH]}.yaml", data


def _written(record: msgspec.Struct, keys: Mapping[str, str], always: tuple[str, ...] = ()) -> bytes:
    import yaml  # noqa: PLC0415 60 ms, and only where a person decides

    said = {key: getattr(record, attribute) for key, attribute in keys.items()}
    filled = {key: text for key, text in said.items() if text or keys[key] in always}
    lines = yaml.dump(filled, Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=1 << 30)
    return str(lines).encode()


def _dumper() -> type[Any]:
    """YAML's own writer, but for texts of several lines: as they are, one below the other."""
    import yaml  # noqa: PLC0415

    class Dumper(yaml.SafeDumper):
        pass

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        odd = {"\x85", "\u2028", "\u2029"}.intersection(value)  # read back as other ends of lines
        style = "|" if "\n" in value.strip("\n") and not odd else '"' if odd else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    return Dumper


# --- reading -----------------------------------------------------------------------------------


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of decisions or corrections below a folder, by its path there: conflict copies too."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


def read_decisions(files: Mapping[str, bytes]) -> tuple[list[Decision], list[Finding]]:
    """The decisions of some files (name -> content), each once, the earliest first, and what could not be read.

    `key` is empty where a person wrote the number of the remark only.
    """
    decisions, found = _read_each(files, DECISION_KEYS, "decision", _decision)
    return sorted(decisions, key=lambda one: (instant(one.at), one.key, msgspec.json.encode(one))), found


def read_fixes(files: Mapping[str, bytes]) -> tuple[list[Fix], list[Finding]]:
    """The same of the editor's own corrections."""
    fixes, found = _read_each(files, FIX_KEYS, "correction", _fix)
    return sorted(fixes, key=lambda one: (instant(one.at), one.passage, msgspec.json.encode(one))), found


def _read_each(
    files: Mapping[str, bytes], keys: Mapping[str, str], code: str, made: Any
) -> tuple[list[Any], list[Finding]]:
    records: dict[Any, None] = {}
    found: list[Finding] = []
    folder = (DECISIONS if code == "decision" else FIXES).relative_to("sources").as_posix()
    for name, data in sorted(files.items()):
        path = f"{folder}/{name}"
        try:
            cells, unknown = _cells(data, keys, name)
            records[made(cells)] = None
        except WrongUse as error:
            message = f"{NAMES[code]}, les autres sont suivies : {error.message.rstrip('.')} ; {NEXT[code]}."
            found.append(Finding(code=code, level="warning", message=message, path=path))
            continue
        found += (Finding(code=code, level="warning", message=line, path=path) for line in _odd(cells, unknown))
    return list(records), found


def _odd(cells: Mapping[str, str], unknown: list[str]) -> Iterator[str]:
    """What a file that was read says in vain."""
    if unknown:
        yield f"Clé inconnue, laissée de côté : {listed(unknown)}."
    if not cells["at"]:
        yield "La date manque (« le: ») : toute autre décision sur le même sujet l'emporte."
    elif not instant(cells["at"]):
        yield (
            f"La date « {cells['at']} » n'est pas comprise, écrivez-la comme 2026-10-12T09:30:00 : d'ici là, "
            "toute autre décision sur le même sujet l'emporte."
        )


def _cells(data: bytes, keys: Mapping[str, str], name: str) -> tuple[dict[str, str], list[str]]:
    """Attribute -> text, and the keys that are none of ours. Raises `WrongUse`."""
    from restitution.settings.marked_yaml import Mapping as Marked  # noqa: PLC0415 it imports yaml
    from restitution.settings.marked_yaml import read  # noqa: PLC0415

    if not data.strip():
        raise WrongUse("le fichier est vide")
    node = read(data, name)
    if not isinstance(node, Marked):
        raise WrongUse(f"il ne dit rien sous la forme « {next(iter(keys))}: … »")
    cells, unknown = dict.fromkeys(keys.values(), ""), list[str]()
    for entry in node.entries:
        key = folded(entry.key)
        if key not in keys:
            unknown.append(entry.key)
            continue
        text = _text(entry.value, entry.key)
        if cells[keys[key]] not in {"", text}:
            raise WrongUse(f"« {entry.key} » y est dit deux fois, de deux façons")
        cells[keys[key]] = text
    return cells, unknown


def _text(value: Node, key: str) -> str:
    from restitution.settings.marked_yaml import Scalar  # noqa: PLC0415

    if not isinstance(value, Scalar):
        raise WrongUse(f"« {key} » attend un texte, non une liste")
    return value.text


def _decision(cells: dict[str, str]) -> Decision:
    if not cells["key"] and not cells["number"]:
        raise WrongUse("il ne dit pas sur quelle remarque (« remarque: R-014 »)")
    verdict = verdict_of(cells["verdict"])
    if verdict is None:
        right = expected(cells["verdict"], list(dict.fromkeys(VERDICTS.values())))
        said = f"« {cells['verdict']} » n'est pas une décision" if cells["verdict"] else "la décision manque"
        raise WrongUse(f"{said} ; attendu : {right}")
    if verdict == "placer" and not cells["passage"]:
        raise WrongUse("« placer » sans « passage »")
    if verdict == "annuler" and not cells["undoes"]:
        raise WrongUse("« annuler » sans « annule » (le moment de la décision qui ne tient plus)")
    return structs.replace(Decision(key="", verdict=verdict), **cells | {"verdict": verdict})


def _fix(cells: dict[str, str]) -> Fix:
    if not cells["passage"]:
        raise WrongUse("il ne dit pas quel passage il corrige (« passage: src_… »)")
    if not cells["base"]:
        raise WrongUse("il ne dit pas quel texte il corrige (« base: … »)")
    return Fix(**cells)
