"""What a reviewer does in LibreOffice. Run by a Python that has UNO: PORT < jobs > what became of each.

A job: `source`, `target` (nothing is saved without), `operations`.

It imports nothing of the project: it is another program's user.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from com.sun.star.util import DateTime

FILTERS = {".docx": "MS Word 2007 XML", ".odt": "writer8"}
ANNOTATION = "com.sun.star.text.textfield.Annotation"
START_S = 60.0
LONG_AGO = [2026, 11, 2, 9, 30]
Operation = dict[str, Any]


class NotThere(LookupError):
    """What an operation speaks of is not in the document."""


def values(**said: Any) -> tuple[Any, ...]:
    """UNO's named arguments."""
    made = []
    for name, value in said.items():
        one = PropertyValue()
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


def connect(port: str) -> Any:
    """The office that listens on a port, as soon as it does."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + START_S
    while True:
        try:
            return resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


class Reviewer:
    """One person before one open document."""

    def __init__(self, context: Any, document: Any) -> None:
        self._context = context
        self._document = document
        self._controller = document.CurrentController
        self._dispatcher = self._service("com.sun.star.frame.DispatchHelper")

    def do(self, operation: Operation) -> Any:
        """Does one operation, what it tells; what it changes is tracked unless it says `tracked: false`."""
        self._sign(operation.get("author", ""))
        self._document.setPropertyValue("RecordChanges", operation.get("tracked", True))
        act: Callable[[Operation], Any] = getattr(self, operation["do"])
        return act(operation)

    # comments

    def comment(self, asked: Operation) -> None:
        """`text`, `on` words; `to`: the last ones; `paragraph`: all of it; `point`: the place before them.

        `picture` instead of `on`: the n-th. `date`: year, month, day, hour, minute; now without it.
        """
        if "picture" in asked:
            self._around(self._picture(asked["picture"]), asked)
            return
        cursor = self._cursor(self._find(asked["on"], asked.get("nth", 0)))
        if asked.get("point"):
            cursor.collapseToStart()
        elif "to" in asked:
            cursor.gotoRange(self._find(asked["to"]).getEnd(), True)
        elif asked.get("paragraph"):
            cursor = self._paragraph(asked["on"], asked.get("nth", 0))
        self._annotate(cursor, asked)

    def reply(self, asked: Operation) -> None:
        """`to`: the words of the comment that is answered, and `text`."""
        note = self._note(asked["to"])
        answer = self._annotate(self._cursor(note.Anchor), asked)
        if answer.getPropertySetInfo().hasPropertyByName("ParentName"):
            answer.ParentName = note.Name  # before 7.5 nothing ties it but that it stands right behind

    def resolve(self, asked: Operation) -> None:
        """`of`: the words of the comment."""
        self._note(asked["of"]).Resolved = True

    def remove_comment(self, asked: Operation) -> None:
        """`of`: the words of the comment."""
        note = self._note(asked["of"])
        note.Anchor.getText().removeTextContent(note)

    # words

    def insert(self, asked: Operation) -> None:
        """`text`, `before` or `after` words."""
        found = self._find(asked.get("before") or asked["after"], asked.get("nth", 0))
        cursor = self._cursor(found.getStart() if "before" in asked else found.getEnd())
        cursor.setString(asked["text"])

    def delete(self, asked: Operation) -> None:
        """`on`: words; `to`: the last ones."""
        cursor = self._cursor(self._find(asked["on"], asked.get("nth", 0)))
        if "to" in asked:
            cursor.gotoRange(self._find(asked["to"]).getEnd(), True)
        cursor.setString("")

    def retype(self, asked: Operation) -> None:
        """`text` in place of the words `on`, or, with `paragraph`, of the whole paragraph that holds them."""
        nth = asked.get("nth", 0)
        whole = asked.get("paragraph")
        cursor = self._paragraph(asked["on"], nth) if whole else self._cursor(self._find(asked["on"], nth))
        cursor.setString(asked["text"])

    def bold(self, asked: Operation) -> None:
        """`on`: words."""
        self._find(asked["on"], asked.get("nth", 0)).setPropertyValue("CharWeight", 150.0)

    def center(self, asked: Operation) -> None:
        """The paragraph of the words `on`."""
        self._controller.select(self._paragraph(asked["on"], asked.get("nth", 0)))
        self._dispatch("CenterPara")

    # paragraphs

    def split(self, asked: Operation) -> None:
        """The paragraph in two, `before` words."""
        cursor = self._cursor(self._find(asked["before"], asked.get("nth", 0)).getStart())
        cursor.getText().insertControlCharacter(cursor, PARAGRAPH_BREAK, False)

    def merge(self, asked: Operation) -> None:
        """The paragraph of the words `on` with the next one."""
        cursor = self._paragraph(asked["on"], asked.get("nth", 0))
        cursor.collapseToEnd()
        cursor.goRight(1, True)
        cursor.setString("")

    def add_paragraph(self, asked: Operation) -> None:
        """A paragraph with `text` behind that of the words `after`."""
        cursor = self._paragraph(asked["after"], asked.get("nth", 0))
        cursor.collapseToEnd()
        cursor.getText().insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.collapseToEnd()
        cursor.setString(asked["text"])

    def remove_paragraph(self, asked: Operation) -> None:
        """The paragraph of the words `on`, with its end."""
        self._with_end(self._paragraph(asked["on"], asked.get("nth", 0))).setString("")

    def move(self, asked: Operation) -> None:
        """The paragraph of the words `on`, cut and pasted `before` that of others; or `steps` down (less: up)."""
        cursor = self._paragraph(asked["on"], asked.get("nth", 0))
        if "steps" in asked:
            cursor.collapseToStart()
            self._controller.select(cursor)
            for _ in range(abs(asked["steps"])):
                self._dispatch("MoveDown" if asked["steps"] > 0 else "MoveUp")
            return
        self._controller.select(self._with_end(cursor))
        self._dispatch("Cut")
        self._paste(asked["before"])

    def copy(self, asked: Operation) -> None:
        """The paragraph of the words `on`, copied `before` that of others."""
        self._controller.select(self._with_end(self._paragraph(asked["on"], asked.get("nth", 0))))
        self._dispatch("Copy")
        self._paste(asked["before"])

    # tables

    def add_row(self, asked: Operation) -> None:
        """A row below that of the words `on`."""
        self._controller.select(self._find(asked["on"], asked.get("nth", 0)).getStart())
        self._dispatch("InsertRowsAfter")

    def remove_row(self, asked: Operation) -> None:
        """The row of the words `on`."""
        self._controller.select(self._find(asked["on"], asked.get("nth", 0)).getStart())
        self._dispatch("DeleteRows")

    # what was tracked

    def accept(self, asked: Operation) -> None:
        """The change that the words `on` are part of."""
        self._controller.select(self._cursor(self._find(asked["on"], asked.get("nth", 0))))
        self._dispatch("AcceptTrackedChange")

    def refuse(self, asked: Operation) -> None:
        """As `accept`."""
        self._controller.select(self._cursor(self._find(asked["on"], asked.get("nth", 0))))
        self._dispatch("RejectTrackedChange")

    def accept_all(self, _: Operation) -> None:
        """Every change of the file."""
        self._dispatch("AcceptAllTrackedChanges")

    def refuse_all(self, _: Operation) -> None:
        """As `accept_all`."""
        self._dispatch("RejectAllTrackedChanges")

    # what is there

    def texts(self, _: Operation) -> list[str]:
        """Tells the paragraphs and cells with words: the office adds an empty one above a table with a comment."""
        found, paragraphs = [], self._document.Text.createEnumeration()
        while paragraphs.hasMoreElements():
            one = paragraphs.nextElement()
            is_text = one.supportsService("com.sun.star.text.Paragraph")
            found += [one.String] if is_text else [one.getCellByName(name).String for name in one.CellNames]
        return [text for text in found if text.strip()]

    def remarks(self, _: Operation) -> list[list[str]]:
        """Tells author and words of each comment, in an order of ours."""
        return sorted([note.Author, note.Content] for note in self._notes())

    # means

    def _service(self, name: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def _dispatch(self, command: str, **said: Any) -> None:
        self._dispatcher.executeDispatch(self._controller.Frame, f".uno:{command}", "", 0, values(**said))

    def _sign(self, author: str) -> None:
        """Who makes the changes that follow, as the office's own settings say it."""
        provider = self._service("com.sun.star.configuration.ConfigurationProvider")
        node = values(nodepath="/org.openoffice.UserProfile/Data")
        data = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationUpdateAccess", node)
        first, _, last = author.partition(" ")
        data.setPropertyValue("givenname", first)
        data.setPropertyValue("sn", last)
        data.commitChanges()

    def _find(self, words: str, nth: int = 0) -> Any:
        asked = self._document.createSearchDescriptor()
        asked.SearchString, asked.SearchCaseSensitive = _pattern(words), True
        asked.SearchRegularExpression = True
        found = self._document.findAll(asked)
        if found.getCount() <= nth:
            raise NotThere(f"Not in the document: {words!r}")
        return found.getByIndex(nth)

    def _cursor(self, place: Any) -> Any:
        return place.getText().createTextCursorByRange(place)

    def _paragraph(self, words: str, nth: int = 0) -> Any:
        cursor = self._cursor(self._find(words, nth).getStart())
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        return cursor

    def _with_end(self, paragraph: Any) -> Any:
        paragraph.goRight(1, True)
        return paragraph

    def _paste(self, before: str) -> None:
        cursor = self._paragraph(before)
        cursor.collapseToStart()
        self._controller.select(cursor)
        self._dispatch("Paste")

    def _picture(self, number: int) -> Any:
        pictures = self._document.getGraphicObjects()
        if pictures.getCount() <= number:
            raise NotThere(f"No picture {number}")
        cursor = self._cursor(pictures.getByIndex(number).Anchor)
        if cursor.isCollapsed():
            cursor.goRight(1, True)
        return cursor

    def _notes(self) -> list[Any]:
        fields, found = self._document.getTextFields().createEnumeration(), []
        while fields.hasMoreElements():
            field = fields.nextElement()
            if field.supportsService(ANNOTATION):
                found.append(field)
        return found

    def _note(self, text: str) -> Any:
        for field in self._notes():
            if field.Content == text:
                return field
        raise NotThere(f"No such comment: {text!r}")

    def _around(self, cursor: Any, asked: Operation) -> None:
        """A comment on a picture, which the office's own command does not take for words."""
        self._document.setPropertyValue("RecordChanges", False)  # it fails half-way otherwise
        note = self._document.createInstance(ANNOTATION)
        note.Author, note.Content = asked.get("author", ""), asked["text"]
        cursor.getText().insertTextContent(cursor, note, True)
        note.DateTimeValue = _moment(asked.get("date", LONG_AGO))

    def _annotate(self, place: Any, asked: Operation) -> Any:
        """A comment as the office's own command makes it; another than now when a `date` is asked for.

        Behind another comment the command takes it for an answer and quotes that one: the text is set again.
        """
        known = Counter(note.Content for note in self._notes())
        self._controller.select(place)
        self._dispatch("InsertAnnotation", Text=asked["text"], Author=asked.get("author", ""))
        made = [note for note in self._notes() if not _is_taken(known, note.Content)]
        if not made:
            raise NotThere("The office made no comment")
        note = made[-1]
        note.Content = asked["text"]
        if "date" in asked:
            note.DateTimeValue = _moment(asked["date"])
        return note


def _moment(date: list[int]) -> Any:
    year, month, day, hour, minute = date
    return DateTime(0, 0, minute, hour, day, month, year, False)


def _is_taken(known: Counter[str], text: str) -> bool:
    known[text] -= 1
    return known[text] >= 0


def _pattern(words: str) -> str:
    """Words as the office looks for them: whatever space stands between them."""
    return "[ \\u00a0\\u202f]".join(re.sub(r"([^\w\s])", r"\\\1", word) for word in words.split(" "))


def done(context: Any, desktop: Any, job: dict[str, Any]) -> list[Any]:
    """Opens, does each operation, saves, closes; « ok », what was told, or why not, in the order asked."""
    document = desktop.loadComponentFromURL(Path(job["source"]).as_uri(), "_blank", 0, values(Hidden=False))
    if document is None:
        raise SystemExit(f"LibreOffice does not open {job['source']}")
    told: list[Any] = []
    try:
        reviewer = Reviewer(context, document)
        for operation in job["operations"]:
            try:
                said = reviewer.do(operation)
                told.append("ok" if said is None else said)
            except Exception as error:  # noqa: BLE001 whatever the office raises is told to the test
                told.append(f"{type(error).__name__}: {error}"[:300])
        if target := job["target"]:
            document.storeToURL(Path(target).as_uri(), values(FilterName=FILTERS[Path(target).suffix]))
    finally:
        document.close(True)
    return told


def main() -> None:
    """Does each job; without any, the office ends."""
    context = connect(sys.argv[1])
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    jobs = json.load(sys.stdin)
    if not jobs:
        desktop.terminate()
        return
    json.dump([done(context, desktop, job) for job in jobs], sys.stdout)


main()
