"""What is said in an RTF text: runs and paragraphs of the stories, words taken aside, pictures, findings."""

from __future__ import annotations

from collections import Counter
from typing import Final

from restitution.charset import clean
from restitution.model import Block, Finding, Inline, Level, NotTaken, NotTakenReason, Reading
from restitution.pandoc import ast
from restitution.readers import rich, rtf_words
from restitution.readers.rtf_state import (
    Picture,
    Shape,
    State,
    Style,
    describe,
    heading_level,
    image_of,
    picture_data,
)
from restitution.readers.rtf_story import Paragraph, Places, Story

PICTURE: Final = (
    "Une image d'un ancien format de Windows ou de Mac ({kind}) n'est pas reprise : insérez-la au format PNG."
)
BROKEN_PICTURE: Final = "Une image abîmée n'est pas reprise : insérez-la de nouveau."
CONTROLS: Final = "Des signes de commande invisibles ont été retirés."
DAMAGED: Final = "Des signes de ce fichier sont illisibles (encodage abîmé), ils sont remplacés par « \ufffd »."
TITLE_SIZE: Final = 1.2
LONGEST_TITLE: Final = 25


class Telling:
    """Takes what the groups say, as their state tells to take it."""

    def __init__(self, path: str) -> None:
        self.reading = Reading()
        self._path = path
        self._state = State()
        self._places = Places()
        self._stories = [Story(self._places)]
        self._styles: dict[int, Style] = {}
        self._mark: str | None = None
        self._aside: list[str] = []
        self._aside_reason: NotTakenReason | None = None
        self._aside_where = ""
        self._sizes = Counter[int]()
        self._first_size = 0

    def _say_text(self, text: str) -> None:
        state = self._state
        if "\ufffd" in text:
            self._find_once("signes-illisibles", DAMAGED)
        if state.deleted or state.hidden:
            self._tell_aside("texte supprimé" if state.deleted else "texte masqué", text)
            return
        self._flush_aside()
        if text.strip() and len(self._stories) == 1:
            self._sizes[state.size] += len(text)
            if not self._places.paragraphs and not self._places.tables:
                self._first_size = min(self._first_size or state.size, state.size)
        kept, found = clean(text, self._path)
        if found:
            self._find_once("signes_invisibles", CONTROLS)
        self._stories[-1].runs.append(rich.Run(kept, look=state.look, href=state.href))

    def _tell_aside(self, reason: NotTakenReason | None, text: str) -> None:
        if reason != self._aside_reason:
            self._flush_aside()
            self._aside_reason = reason
            self._aside_where = self._stories[-1].where
        self._aside.append(text)

    def _flush_aside(self) -> None:
        text = " ".join(clean("".join(self._aside), self._path)[0].split())
        if text and self._aside_reason:
            self.reading.not_taken.append(NotTaken(reason=self._aside_reason, text=text, where=self._aside_where))
        self._aside, self._aside_reason = [], None

    def _end_line(self, word: str) -> None:
        """The end of a paragraph, or of a line of one."""
        state = self._state
        if state.destination == "text" and word == "par":
            self._end_paragraph()
        elif state.destination == "text" and not (state.hidden or state.deleted):
            self._flush_aside()
            self._stories[-1].runs.append(rich.Run(inline={"t": "LineBreak"}))
        elif state.destination in {"text", "aside"}:
            self._aside.append(" ")

    def _end_paragraph(self, state: State | None = None, depth: int | None = None) -> None:
        state = state or self._state
        self._flush_aside()
        style = self._styles.get(state.style, Style())
        heading = heading_level(style, state.outline)
        mark = self._mark if self._mark is not None else "" if state.list else None
        inside = max(state.depth, 1) if state.in_table or state.depth else 0
        self._stories[-1].end_paragraph(
            Paragraph(
                heading=heading,
                is_quote=rtf_words.QUOTE.fullmatch(style.name) is not None,
                depth=inside if depth is None else depth,
                level=state.level,
                mark=None if heading else mark,
            )
        )
        self._mark = None

    def _titled(self, blocks: list[Block]) -> list[Block]:
        """WordPad has no styles: a short first paragraph in larger letters than the text is the title."""
        usual = max(self._sizes, key=lambda size: self._sizes[size], default=0)
        if not blocks or blocks[0]["t"] != "Para" or self._first_size < usual * TITLE_SIZE:
            return blocks
        if len(ast.text(blocks[0]).split()) > LONGEST_TITLE:
            return blocks
        plain = ast.map_leaves(blocks[:1], lambda inner: ast.map_inlines(inner, _without_bold))
        return [ast.header(1, plain[0]["c"]), *blocks[1:]]

    def _end_picture(self, picture: Picture, shape: Shape | None) -> None:
        if picture.kind not in {"png", "jpg"}:
            self._find("image-format", PICTURE.format(kind=picture.kind or "WMF"))
            return
        data = picture_data(picture.pieces)
        if data is None:
            self._find("image-abimee", BROKEN_PICTURE)
            return
        name = next((n for n, known in self.reading.media.items() if known == data), "")
        name = name or f"image-{len(self.reading.media) + 1}.{picture.kind}"
        self.reading.media[name] = data
        image = image_of(picture, name)
        if shape is not None:
            shape.images.append(image)
            describe(shape, shape.alternative)
        self._stories[-1].runs.append(rich.Run(inline=image))

    def _find(self, code: str, message: str) -> None:
        where = self._stories[-1].where
        level: Level = "info" if message == CONTROLS else "warning"
        self.reading.findings.append(
            Finding(code=code, level=level, message=message, path=self._path, where=where)
        )

    def _find_once(self, code: str, message: str) -> None:
        if all(finding.code != code for finding in self.reading.findings):
            self._find(code, message)


def _without_bold(inline: Inline) -> ast.Inlines:
    return list(inline["c"]) if inline["t"] == "Strong" else [inline]
