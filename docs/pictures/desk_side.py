"""What LibreOffice is asked to show, in its own Python: opens a file, shows a view of it, waits, ends.

Arguments: the name of its pipe, the address of the file, the view (a name of `VIEWS`) and its words. It prints
« ready » when they are on the screen, and ends when a line comes in.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, Final

import uno

PATIENCE_S = 90
LAYOUT_S = 5
"""A document of a hundred pages is laid out while it is shown; comments come last."""
OF_OURS: Final = "59,34,76,1,,1036,false,true,false"
"""How our tables are read: semicolon, quotes, UTF-8, from the first line, French numbers."""
WIDEST: Final = 4300
"""Of a column, in hundredths of a millimetre."""


def connected(pipe: str) -> Any:
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    for _ in range(PATIENCE_S):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 it is not there yet, whatever it says
            time.sleep(1)
    sys.exit("LibreOffice does not answer.")


def service(office: Any, name: str) -> Any:
    return office.ServiceManager.createInstanceWithContext(f"com.sun.star.{name}", office)


def told(office: Any, document: Any, *orders: str) -> None:
    for order in orders:
        service(office, "frame.DispatchHelper").executeDispatch(
            document.CurrentController.Frame, f".uno:{order}", "", 0, ()
        )


def found(document: Any, words: str) -> Any:
    wanted = document.createSearchDescriptor()
    wanted.SearchString = words
    return document.findFirst(wanted)


def page(office: Any, document: Any, words: str) -> None:
    """The page that holds the words, comments beside."""
    told(office, document, "Marks", "ViewBounds", "Sidebar")
    cursor = document.CurrentController.ViewCursor
    for _ in range(2):
        cursor.gotoRange(found(document, words).Start, False)
        time.sleep(LAYOUT_S)
    cursor.goDown(6, False)


def selected(office: Any, document: Any, words: str) -> None:
    """The same, the words selected, as somebody does who is about to comment on them."""
    told(office, document, "ViewBounds", "Sidebar")
    for _ in range(2):
        document.CurrentController.ViewCursor.gotoRange(found(document, words), False)
        time.sleep(LAYOUT_S)


def sheet(office: Any, document: Any, words: str) -> None:
    """A table, the columns of a CSV widened; `words`: the chosen cell, and how many columns are past."""
    cell, past = words.split()
    told(office, document, "Sidebar")
    if document.URL.endswith(".csv"):  # which says nothing of widths
        for number in range(26):
            column = document.Sheets.getByIndex(0).Columns.getByIndex(number)
            column.OptimalWidth = True
            column.Width = min(column.Width, WIDEST)
    document.CurrentController.select(document.Sheets.getByIndex(0).getCellRangeByName(cell))
    if int(past):
        document.CurrentController.setFirstVisibleColumn(int(past))


def pictured(office: Any, document: Any, _words: str) -> None:
    """The first picture, selected."""
    told(office, document, "Sidebar")
    time.sleep(LAYOUT_S)
    document.CurrentController.select(document.GraphicObjects.getByIndex(0))


def close(office: Any, document: Any, words: str) -> None:
    """The page, from near."""
    document.CurrentController.ViewSettings.ZoomType = 3
    document.CurrentController.ViewSettings.ZoomValue = 170
    page(office, document, words)


VIEWS: Final[dict[str, Callable[[Any, Any, str], None]]] = {
    "page": page,
    "selected": selected,
    "sheet": sheet,
    "pictured": pictured,
    "close": close,
}


def properties(address: str) -> tuple[Any, ...]:
    if not address.endswith(".csv"):
        return ()
    said = {"FilterName": "Text - txt - csv (StarCalc)", "FilterOptions": OF_OURS}
    return tuple(uno.createUnoStruct("com.sun.star.beans.PropertyValue", Name=n, Value=v) for n, v in said.items())


def main(pipe: str, address: str, view: str, words: str) -> None:
    office = connected(pipe)
    desk = service(office, "frame.Desktop")
    document = desk.loadComponentFromURL(address, "_blank", 0, properties(address))
    VIEWS[view](office, document, words)
    time.sleep(LAYOUT_S)
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])
