"""The front matter of a Markdown note: fields, read by us only, every value a string.

YAML when it is YAML (one mapping; no alias, anchor, tag or duplicate key); otherwise repaired line by line, as a
person would read it, with a finding: a tabulation must not cost a writer her note.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec
import yaml

from restitution.errors import UnreadableSource
from restitution.model import GENERATED, Block, Finding, NotTaken, NotTakenReason
from restitution.pandoc import ast

REFERRING: Final = (
    "L'en-tête de cette note renvoie à lui-même (signes & et *, ligne {}), ce qui peut le multiplier sans fin : "
    "récrivez-le sans renvoi."
)
LARGEST: Final = 64_000
DEEPEST: Final = 12

_FENCED: Final = re.compile(
    r"\A((?:[ \t]*\n)*)---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_KEY_LINE: Final = re.compile(r"^([ \t]*)([^\W\d_][^:\n#\"'{}\[\],]{0,59}?)[ \t]*:(?=[ \t]|$)[ \t]*(.*)$")
_ITEM_LINE: Final = re.compile(r"^[ \t]*-(?:[ \t]+(.*))?$")
_ESCAPE: Final = re.compile(r"\\[\w\n]")
"""A letter that YAML would read as a sign of command: the writer meant « C:\\temp »."""
_REFUSED: Final = (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken, yaml.DirectiveToken)


class FrontMatter(msgspec.Struct, kw_only=True):
    """What stands at the head of a note, and the rest of the note with its line numbers unchanged."""

    body: str
    fields: dict[str, str] = {}
    blocks: list[Block] = []
    """Nothing, or one bullet list « clé : valeur »."""
    not_taken: list[NotTaken] = []
    findings: list[Finding] = []


class _Entry(msgspec.Struct):
    """One field: its value may come in several pieces."""

    key: str
    line: int
    values: list[str]


class _Head(msgspec.Struct):
    """The fields found, in order, and the words that are not values."""

    entries: list[_Entry] = []
    not_taken: list[NotTaken] = []

    def leave(self, reason: NotTakenReason, text: str, line: int) -> None:
        """List words of the head that are no value."""
        if re.search(r"\w", text):
            self.not_taken.append(NotTaken(reason=reason, text=text, where=f"ligne {line}"))

    def add(self, key: str, value: str, line: int) -> None:
        """A value of the last field, or of one that begins (again) here, so that all keep their order."""
        if not self.entries or self.entries[-1].key != key:
            self.entries.append(_Entry(key, line, []))
        if value:
            self.entries[-1].values.append(value)

    def fields(self) -> dict[str, str]:
        """All values of each key, joined."""
        values: dict[str, list[str]] = {}
        for entry in self.entries:
            values.setdefault(entry.key, []).extend(entry.values)
        return {key: ", ".join(said) for key, said in values.items()}


class _Unfit(ValueError):
    """This is not the YAML that we take; the message says why, in French."""


def split(text: str, path: str) -> FrontMatter:
    """The head and the body of a note. A text that only begins with a rule has no head."""
    found = _FENCED.match(text)
    if found is None:
        return FrontMatter(body=text)
    raw, first = found.group(2), found.group(1).count("\n") + 2
    findings: list[Finding] = []
    try:
        head = _from_yaml(raw, first)
    except _Unfit as trouble:
        head = _from_lines(raw, first)
        where = f"ligne {_place(trouble, first)}"
        findings.append(
            Finding(
                code="entete_repare",
                level="warning",
                message=f"{trouble.args[0]} : l'en-tête a été lu ligne à ligne, vérifiez ses champs.",
                path=path,
                where=where,
            )
        )
    if head is None:
        return FrontMatter(body=text)
    return FrontMatter(
        body="\n" * found.group().count("\n") + text[found.end() :],
        fields=head.fields(),
        blocks=_bullets(head.entries),
        not_taken=head.not_taken,
        findings=findings,
    )


def _place(trouble: _Unfit, first: int) -> int:
    line = trouble.args[1] if len(trouble.args) > 1 else first
    return int(line)


def _bullets(entries: list[_Entry]) -> list[Block]:
    items = [[_item(entry)] for entry in entries if entry.values]
    return [{"t": "BulletList", "c": items}] if items else []


def _item(entry: _Entry) -> Block:
    label = ast.string(f"{entry.key} :" if entry.key else "")
    prefix: ast.Inlines = [{"t": "Span", "c": [ast.attributes("", [GENERATED]), label]}, {"t": "Space"}]
    value = ast.string(re.sub(r"[ \t\n]+", " ", ", ".join(entry.values)).strip(" "))
    inlines = [*prefix, *value] if entry.key else value
    return {"t": "Plain", "c": ast.leaf(inlines, f"ligne {entry.line}", classes=("field",))}


def _from_yaml(raw: str, first: int) -> _Head | None:
    """Fields of a YAML mapping; None when it is one plain text (then it is not a head). Raises `_Unfit`."""
    if len(raw) > LARGEST:
        raise _Unfit("L'en-tête dépasse 64 000 signes", first)
    if "\t" in raw:
        line = first + raw[: raw.index("\t")].count("\n")
        raise _Unfit(f"L'en-tête contient une tabulation, ligne {line}", line)
    head = _Head()
    try:
        _check_tokens(raw, first, head)
        node = yaml.compose(raw, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first + (mark.line if mark else 0)
        raise _Unfit(f"L'en-tête n'est pas du YAML correct, ligne {line}", line) from error
    if node is None:
        return head
    if not isinstance(node, yaml.MappingNode):
        return None if isinstance(node, yaml.ScalarNode) else _from_lines(raw, first)
    _read_mapping(node, "", first, head)
    return head


def _check_tokens(raw: str, first: int, head: _Head) -> None:
    """Refuses what could expand or recurse; lists comments, which stand between tokens."""
    depth, end = 0, 0
    anchors = dict[str, int]()
    for token in yaml.scan(raw, yaml.SafeLoader):
        line = first + token.start_mark.line
        if isinstance(token, yaml.AliasToken) and token.value in anchors:
            raise UnreadableSource(REFERRING.format(line))
        if isinstance(token, yaml.AnchorToken):
            anchors[token.value] = line
        elif isinstance(token, _REFUSED):
            raise _reserved(line)
        opens = isinstance(
            token,
            yaml.BlockMappingStartToken
            | yaml.BlockSequenceStartToken
            | yaml.FlowMappingStartToken
            | yaml.FlowSequenceStartToken,
        )
        closes = isinstance(token, yaml.BlockEndToken | yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken)
        depth += opens - closes
        if depth > DEEPEST:
            raise _Unfit(f"L'en-tête est trop imbriqué, ligne {line}", line)
        _list_comments(raw, end, token.start_mark.index, first, head)
        written = raw[token.start_mark.index : token.end_mark.index]
        if isinstance(token, yaml.ScalarToken) and token.style == '"' and _ESCAPE.search(written):
            raise _Unfit(f"L'en-tête emploie une barre oblique inverse entre guillemets, ligne {line}", line)
        if isinstance(token, yaml.ScalarToken) and token.style in {"|", ">"}:
            header = raw[token.start_mark.index :].split("\n", 1)[0]
            head.leave("champ technique", header, line)
        end = max(end, token.end_mark.index)
    if anchors:
        raise _reserved(min(anchors.values()))
    _list_comments(raw, end, len(raw), first, head)


def _reserved(line: int) -> _Unfit:
    return _Unfit(f"L'en-tête emploie un signe réservé (&, *, ! ou %), ligne {line}", line)


def _list_comments(raw: str, start: int, end: int, first: int, head: _Head) -> None:
    for found in re.finditer(r"#[^\n]*", raw[start:end]):
        line = first + raw.count("\n", 0, start + found.start())
        head.leave("commentaire", found.group(), line)


def _read_mapping(node: yaml.MappingNode, prefix: str, first: int, head: _Head) -> None:
    seen: set[str] = set()
    for key, value in node.value:
        line = first + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise _Unfit(f"Une clé de l'en-tête n'est pas un mot, ligne {line}", line)
        if key.value in seen:
            raise _Unfit(f"La clé « {key.value} » de l'en-tête est donnée deux fois, ligne {line}", line)
        seen.add(key.value)
        head.leave("champ technique", key.value, line)
        _read_value(value, prefix + key.value, first, head)


def _read_value(node: yaml.Node, key: str, first: int, head: _Head) -> None:
    line = first + node.start_mark.line
    if isinstance(node, yaml.ScalarNode):
        head.add(key, node.value.strip(), line)
    elif isinstance(node, yaml.MappingNode):
        _read_mapping(node, f"{key}.", first, head)
    elif all(isinstance(item, yaml.ScalarNode) for item in node.value):
        head.add(key, "", line)
        for item in node.value:
            head.add(key, item.value.strip(), line)
    else:
        for number, item in enumerate(node.value, start=1):
            _read_value(item, f"{key}.{number}", first, head)


def _from_lines(raw: str, first: int) -> _Head | None:
    """Fields of a broken head, a line at a time; None when most lines are prose (then it is not a head)."""
    head = _Head()
    key = ""
    prose = keyed = 0
    for line, text in enumerate(raw.rstrip("\n").split("\n"), start=first):
        if found := _KEY_LINE.match(text):
            key, keyed = found.group(2).strip(), keyed + 1
            head.leave("champ technique", key, line)
            head.add(key, _bare(found.group(3)), line)
        elif text.lstrip().startswith("#"):
            head.leave("commentaire", text.strip(), line)
        elif found := _ITEM_LINE.match(text):
            head.add(key, _bare(found.group(1) or ""), line)
        else:
            prose += bool(text.strip()) and not text.startswith((" ", "\t"))
            head.add(key, _bare(text), line)
    return head if keyed > prose else None


def _bare(value: str) -> str:
    """A value without the quotes or brackets that are around it."""
    value = value.strip()
    for opening, closing in ('""', "''", "[]"):
        if len(value) > 1 and value[0] == opening and value[-1] == closing:
            return value[1:-1].strip()
    return value
