"""A reviewer who drives LibreOffice: run by the Python that has its bridge, never imported.

    python3 office_reviewer.py PIPE IN.docx OUT.odt

Prints, as JSON, what was done: of each comment its text and the words it is about, of each change its words.
"""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from com.sun.star.util import DateTime

PIPE, SOURCE, TARGET = sys.argv[1:4]
LONG = 60
"""Letters of the paragraphs that are worked on."""


def connected():
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 the bridge has its own, known once it stands
            time.sleep(0.25)
    raise SystemExit("LibreOffice ne répond pas.")


CONTEXT = connected()
DESKTOP = CONTEXT.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", CONTEXT)
HELPER = CONTEXT.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", CONTEXT)
FILE = DESKTOP.loadComponentFromURL(uno.systemPathToFileUrl(SOURCE), "_blank", 0, ())
VIEW = FILE.CurrentController
DONE = []


def asked(name):
    HELPER.executeDispatch(VIEW.Frame, f".uno:{name}", "", 0, ())


def paragraphs():
    walk = FILE.Text.createEnumeration()
    while walk.hasMoreElements():
        one = walk.nextElement()
        if one.supportsService("com.sun.star.text.Paragraph") and len(one.String) > LONG:
            yield one


LEFT = paragraphs()


def words(start, end, paragraph=None):
    paragraph = paragraph or next(LEFT)
    cursor = paragraph.Text.createTextCursorByRange(paragraph.Start)
    cursor.goRight(start, False)
    cursor.goRight(end - start, True)
    return cursor


def comment(about, text, author, *, resolved=False):
    DONE.append({"kind": "comment", "text": text, "quote": about.String})
    note = FILE.createInstance("com.sun.star.text.textfield.Annotation")
    note.Author, note.Content, note.Resolved = author, text, resolved
    note.DateTimeValue = DateTime(0, 0, 30, 9, 2, 11, 2026, False)
    about.Text.insertTextContent(about, note, bool(about.String))


def change(kind, cursor, text):
    DONE.append({"kind": kind, "text": text or cursor.String})
    cursor.String = text


def break_at(cursor, text=""):
    DONE.append({"kind": "paragraph_insertion", "text": text})
    cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    if text:
        cursor.collapseToEnd()
        cursor.String = text


def whole(paragraph):
    cursor = paragraph.Text.createTextCursorByRange(paragraph.Start)
    cursor.gotoEndOfParagraph(True)
    cursor.goRight(1, True)
    return cursor


def bold(cursor):
    DONE.append({"kind": "format", "text": cursor.String})
    cursor.CharWeight = 150.0


def row(number, order, kind):
    table = FILE.TextTables.getByIndex(number)
    VIEW.select(table.getCellByName("A2"))
    DONE.append({"kind": kind})
    asked(order)


def review(turn):
    FILE.RecordChanges = False
    comment(words(4, 20), f"Sur des mots {turn}\nen deux lignes", "Élise Martin")
    comment(words(9, 9), f"Sur un point {turn}", "Paul Roux")
    comment(words(2, 12), f"Réglé {turn}", "Paul Roux", resolved=True)
    FILE.RecordChanges = True
    change("insertion", words(15, 15), f"AJOUT{turn} ")
    change("deletion", words(6, 18), "")
    break_at(words(10, 10))
    end = next(LEFT)
    break_at(end.Text.createTextCursorByRange(end.End), f"Nouveau paragraphe {turn}.")
    gone = whole(next(LEFT))
    change("paragraph_deletion", gone, "")
    bold(words(3, 14))


for turn in range(3):
    review(turn)
FILE.RecordChanges = True
if FILE.TextTables.Count > 1:
    row(0, "DeleteRows", "row_deletion")
    row(1, "InsertRowsAfter", "row_insertion")
FILE.storeToURL(uno.systemPathToFileUrl(TARGET), (PropertyValue("FilterName", 0, "writer8", 0),))
FILE.close(True)
sys.stdout.write(json.dumps(DONE))
DESKTOP.terminate()
