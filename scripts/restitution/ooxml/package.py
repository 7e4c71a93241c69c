"""Opens and writes a package: real inflated bytes are counted, declared sizes never trusted."""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from lxml import etree

from restitution import limits
from restitution.errors import UnreadableSource

Wanted = Callable[[str], object]
"""Whether a part is to be read, by its name."""
AGAIN = "Ouvrez-le et enregistrez-le à nouveau, puis remplacez-le dans le dossier."
BROKEN = f"Ce fichier est incomplet ou abîmé. {AGAIN}"
DOCTYPE = f"Ce fichier contient une déclaration DOCTYPE interdite. {AGAIN}"
BOMB = f"Ce fichier se déploie démesurément une fois ouvert ; il n'a pas été lu. {AGAIN}"


def open_ours(data: bytes, only: Wanted = bool) -> dict[str, bytes]:
    """As `open_package`, of one that we wrote: it is as large as its project, which nobody else's file may be."""
    with limits.lifted():
        return open_package(data, only)


def open_package(data: bytes, only: Wanted = bool) -> dict[str, bytes]:
    """Parts of a zip package by name; `only`: those whose name it accepts.

    Raises `UnreadableSource` when it is broken, encrypted, too large once inflated, or has two parts of one name
    (readers differ on which one they show).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _inflate(package, only)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        raise UnreadableSource(BROKEN) from error


def _inflate(package: zipfile.ZipFile, only: Wanted) -> dict[str, bytes]:
    members = [m for m in package.infolist() if not m.is_dir()]
    names = {unicodedata.normalize("NFC", m.filename).casefold() for m in members}
    if len(members) > limits.now().members:
        raise UnreadableSource(BOMB)
    if len(names) != len(members):
        raise UnreadableSource(BROKEN)
    parts: dict[str, bytes] = {}
    left = limits.now().package
    for member in (member for member in members if only(member.filename)):
        parts[member.filename] = part = _read_part(package, member, left)
        left -= len(part)
    return parts


def _read_part(package: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    limit = min(limits.now().part, left)
    with package.open(member) as stream:
        part = stream.read(limit + 1)
    ratio = len(part) / max(member.compress_size, 1)
    if len(part) > limit or (len(part) > limits.RATIO_FLOOR and ratio > limits.now().ratio):
        raise UnreadableSource(BOMB)
    return part


def parse(part: bytes) -> etree._Element:
    """Root element of an XML part: no entity resolved, no network, no DOCTYPE. Raises `UnreadableSource`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(BROKEN) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableSource(DOCTYPE)
    return root


def write_package(
    parts: Mapping[str, bytes],
    long: Mapping[str, Iterable[bytes]] = MappingProxyType({}),
    epoch: tuple[int, int, int] = (1980, 1, 1),
) -> bytes:
    """A zip package of `parts`, byte-identical for equal parts: sorted, fixed dates, no trace of the system.

    `long`: more parts, each a piece after the other.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted({*parts, *long}, key=_package_order):
            info = zipfile.ZipInfo(name, (*epoch, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            if name in parts:
                package.writestr(info, parts[name])
                continue
            with package.open(info, "w") as file:
                for piece in long[name]:
                    file.write(piece)
    return buffer.getvalue()


def _package_order(name: str) -> tuple[bool, bool, bool, str]:
    """The first entries are the ones that readers look for first (ODF 1.3 part 2 §3.3; OPC)."""
    return name != "mimetype", name != "[Content_Types].xml", not name.startswith("_rels/"), name
