"""Where results are kept, with which key, and how much: the account's own folder, or one that is shared."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from restitution.cache.results import Cache, Held, why
from restitution.errors import RestitutionError, WrongUse
from restitution.messages import folded
from restitution.store import TEMPORARY

FOLDER_VARIABLE: Final = "RESTITUTION_CACHE"
KEY_VARIABLE: Final = "RESTITUTION_CACHE_CLE"
MOST_VARIABLE: Final = "RESTITUTION_CACHE_MAX"
OFF: Final = "non"
MOST: Final = "2 Go"
"""What is kept at most where nobody says otherwise."""
KEY: Final = "cle"
KEY_BYTES, SHORTEST_KEY = 32, 16
UNITS: Final = {"": 1, "o": 1, "k": 10**3, "ko": 10**3, "m": 10**6, "mo": 10**6, "g": 10**9, "go": 10**9}
SIZE: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]*)")


class Unusable(RestitutionError):
    """The place cannot be used: results are kept elsewhere, or not at all."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where results are kept."""

    folder: Path
    key: Path
    most: int
    """Bytes."""
    own: Path | None = None
    """The folder that must be this account's alone: of the results, or of the key to those that are shared."""

    @property
    def is_shared(self) -> bool:
        """Whether others may keep theirs in the same folder."""
        return self.folder != self.own


def usual_place(environ: Mapping[str, str] = os.environ) -> Place | None:
    """Where this account keeps results, as its environment says; None: nowhere. Raises `WrongUse`."""
    from platformdirs import user_cache_path  # noqa: PLC0415 most stages keep nothing

    said = environ.get(FOLDER_VARIABLE, "").strip()
    if folded(said) == OFF:
        return None
    if said and not Path(said).is_absolute():
        raise WrongUse(
            f"{FOLDER_VARIABLE} : « {said} » n'est pas un chemin entier.",
            f"Donnez le dossier depuis la racine du disque, ou « {OFF} ».",
        )
    key = environ.get(KEY_VARIABLE, "").strip()
    own = user_cache_path("restitution", appauthor=False) / "lectures"
    return Place(
        folder=Path(said) if said else own,
        key=Path(key) if key else own / KEY,
        most=size_of(environ.get(MOST_VARIABLE, "").strip() or MOST),
        own=None if said and key else own,
    )


def size_of(text: str) -> int:
    """Bytes of « 500 Mo », « 2,5 Go », « 0 ». Raises `WrongUse`."""
    found = SIZE.fullmatch(text.strip().lower())
    if found is None or found[2] not in UNITS:
        raise WrongUse(f"« {text} » n'est pas une taille.", "Écrivez par exemple 500 Mo, 2 Go ou 0.")
    return int(float(found[1].replace(",", ".")) * UNITS[found[2]])


def opened(place: Place, *, to_keep: bool = True) -> Cache:
    """The results of a place, made ready where it is not, unless only `to_keep` none. Raises `Unusable`."""
    try:
        if place.own:
            _keep_private(place.own)
        cache = Cache(place.folder, _key(place), place.most)
        if to_keep:
            cache.begin()
    except OSError as error:
        raise Unusable(
            f"Le dossier des lectures gardées « {place.folder} » ne peut pas servir : {why(error)}.",
            f"Vérifiez qu'il est là et que vous pouvez y écrire, ou donnez-en un autre par {FOLDER_VARIABLE}.",
        ) from error
    return cache


def held_in(place: Place) -> Held:
    """What a place holds, found without making anything there. Raises `Unusable`."""
    return opened(place).held() if place.key.is_file() and place.folder.is_dir() else Held()


def _keep_private(folder: Path) -> None:
    """A folder that nobody else reads or writes. Raises `PermissionError` for one that is somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "posix":
        return  # Windows closes an account's own folders to the others
    known = folder.stat()
    if known.st_uid != os.getuid():
        raise PermissionError
    if known.st_mode & 0o077:
        folder.chmod(0o700)


def _key(place: Place) -> bytes:
    if not place.key.exists():
        _make_key(place.key)
    said = place.key.read_bytes()
    if len(said) < SHORTEST_KEY:
        raise Unusable(
            f"La clé des lectures gardées « {place.key} » est trop courte.",
            f"Mettez-y {KEY_BYTES} octets tirés au hasard, ou supprimez-la : elle sera refaite.",
        )
    return sha256(said).digest()


def _make_key(path: Path) -> None:
    """A key that is there whole or not at all, closed to others, and that a second process does not replace."""
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        made.touch(mode=0o600)
        made.write_bytes(secrets.token_bytes(KEY_BYTES))
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        except OSError:  # a disk without links
            made.replace(path)
    finally:
        made.unlink(missing_ok=True)
