"""YAML as it is written: text, lists and mappings with the line of each, and nothing that YAML would guess.

Every scalar stays the text of the file (`NO` is no boolean, 01004 no octal number). Anchors, aliases, tags and
several documents are refused, so that a short file cannot mean a huge one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec
import yaml

from restitution.errors import WrongUse

MAX_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 12
NO_ANCHOR: Final = (
    "ancre ou renvoi YAML (& ou *) refusé ; écrivez la valeur en toutes lettres, "
    "entre guillemets si elle commence par ce signe"
)
SAVE_AS_UTF8: Final = "enregistrez-le en « UTF-8 » dans votre éditeur de texte"
UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


class Scalar(msgspec.Struct, frozen=True):
    """A text, as written; `empty` when nothing is written (`titre:`)."""

    text: str
    line: int
    empty: bool = False


class Sequence(msgspec.Struct, frozen=True):
    """A list."""

    items: list[Node]
    line: int


class Entry(msgspec.Struct, frozen=True):
    """A key of a mapping, its line, its value."""

    key: str
    line: int
    value: Node


class Mapping(msgspec.Struct, frozen=True):
    """A mapping, in the order of the file; a key may come twice."""

    entries: list[Entry]
    line: int


Node = Scalar | Sequence | Mapping


def read(data: bytes, name: str) -> Node:
    """The content of a YAML file. Raises `WrongUse` with the line of what cannot be read."""
    text = _decoded(data, name)
    try:
        events = list(_refuse_tricks(yaml.parse(text, Loader=yaml.SafeLoader), name))
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, text, name) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else 1
        told = "caractère invisible interdit ; effacez-le et retapez la ligne"
        raise WrongUse(f"{at(name, line)} : {told}") from error
    content = iter(event for event in events if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent))
    root = _node(content)
    if root is None:
        raise WrongUse(_empty(name))
    return root


def at(name: str, line: int) -> str:
    """« restitution.yaml, ligne 12 »."""
    return f"{name}, ligne {line}"


def _empty(name: str) -> str:
    return f"{name} est vide ; écrivez au moins projet et territoires (« restitution init » en donne un modèle)"


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise WrongUse(f"{name} dépasse un million d’octets : ce ne sont pas des réglages")
    if data.startswith(UTF16_MARKS) or b"\0" in data[:200]:
        raise WrongUse(f"{name} est enregistré en UTF-16 ; {SAVE_AS_UTF8}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        likely = data[error.start : error.start + 1].decode("cp1252", "replace")
        raise WrongUse(
            f"{at(name, line)} : « {likely} » n’est pas en UTF-8, mais dans un ancien codage de Windows ; "
            f"{SAVE_AS_UTF8}"
        ) from error
    if not text.strip():
        raise WrongUse(_empty(name))
    return text


def _refuse_tricks(events: Iterator[yaml.Event], name: str) -> Iterator[yaml.Event]:
    """The events, as long as they are plain."""
    depth = documents = 0
    for event in events:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise WrongUse(f"{at(name, line)} : {NO_ANCHOR}")
        if tag := getattr(event, "tag", None):
            raise WrongUse(f"{at(name, line)} : étiquette YAML « {tag} » refusée ; écrivez la valeur sans « ! »")
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise WrongUse(f"{at(name, line)} : second document YAML refusé ; retirez la ligne « --- »")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise WrongUse(f"{at(name, line)} : trop de niveaux imbriqués ; vérifiez crochets et accolades")
        yield event


def _syntax(error: yaml.MarkedYAMLError, text: str, name: str) -> WrongUse:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    lines = text.splitlines()
    written = lines[line - 1] if line <= len(lines) else ""
    if re.match(r"\s*\t", written):
        return WrongUse(f"{at(name, line)} : tabulation en début de ligne ; remplacez-la par des espaces")
    return WrongUse(f"{at(name, line)} : {_told(error, name)}")


def _told(error: yaml.MarkedYAMLError, name: str) -> str:
    problem, context = error.problem or "", error.context or ""
    if "mapping values are not allowed" in problem:
        return "deux-points inattendus ; mettez la valeur entre guillemets, ou revoyez le retrait de la ligne"
    if context.endswith(("an alias", "an anchor")):
        return NO_ANCHOR
    if "flow" in context or "flow" in problem:
        opened = f" ouvert(e) à la ligne {error.context_mark.line + 1}" if error.context_mark else ""
        return f"crochet ou accolade{opened} : il manque une virgule ou le signe qui ferme"
    if "quoted scalar" in context:
        return "guillemet ouvert et jamais fermé"
    if "simple key" in context or "could not find expected ':'" in problem:
        return "il manque les deux-points après la clé"
    if "cannot start any token" in problem:
        return "la valeur commence par un signe réservé ; mettez-la entre guillemets"
    if "block" in context:
        return "retrait incohérent ; alignez la ligne sur ses voisines, avec des espaces"
    return f"écriture YAML incorrecte ; comparez à l’exemple de docs/reglages.md pour {name}"


def _node(events: Iterator[yaml.Event]) -> Node | None:
    """What the next events tell; None at the end of a collection, or of the file."""
    event = next(events, None)
    if event is None or isinstance(event, yaml.CollectionEndEvent):
        return None
    line = _line(event)
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(event.value, line, empty=not event.value and not event.style)
    items: list[Node] = []
    while (item := _node(events)) is not None:
        items.append(item)
    if isinstance(event, yaml.SequenceStartEvent):
        return Sequence(items, line)
    return Mapping([_entry(key, value) for key, value in zip(items[::2], items[1::2], strict=True)], line)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _entry(key: Node, value: Node) -> Entry:
    return Entry(key.text if isinstance(key, Scalar) else "[…]", key.line, value)
