"""What LibreOffice is asked to show, in its own Python: opens a document, goes to words, waits, closes.

Arguments: the name of its pipe, the address of the document, the words. It prints « ready » when they are on the
screen, and ends when a line comes in.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import uno

PATIENCE_S = 90
LAYOUT_S = 5
"""A document of a hundred pages is laid out while it is shown; comments come last."""


def connected(pipe: str) -> Any:
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    for _ in range(PATIENCE_S):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 it is not there yet, whatever it says
            time.sleep(1)
    sys.exit("LibreOffice does not answer.")


def show(office: Any, document: Any, words: str) -> None:
    view = document.CurrentController
    orders = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", office)
    for order in (".uno:Marks", ".uno:ViewBounds", ".uno:Sidebar"):
        orders.executeDispatch(view.Frame, order, "", 0, ())
    wanted = document.createSearchDescriptor()
    wanted.SearchString = words
    found = document.findFirst(wanted)
    for _ in range(2):
        view.ViewCursor.gotoRange(found.Start, False)
        time.sleep(LAYOUT_S)
    view.ViewCursor.goDown(6, False)
    time.sleep(LAYOUT_S)


def main(pipe: str, address: str, words: str) -> None:
    office = connected(pipe)
    desk = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
    document = desk.loadComponentFromURL(address, "_blank", 0, ())
    show(office, document, words)
    print("ready", flush=True)
    sys.stdin.readline()
    document.close(True)
    desk.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
