"""Run by a Python that has `uno`: accept or refuse every change of files in LibreOffice, and save them.

settle_in_office.py PIPE (accept|refuse|save) IN OUT [(accept|refuse|save) IN OUT]…
"""

from __future__ import annotations

import contextlib
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

COMMANDS = {"accept": ".uno:AcceptAllTrackedChanges", "refuse": ".uno:RejectAllTrackedChanges"}
TRIES = 120


def said(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


def connected(pipe):
    """The office's own context, as soon as it listens."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(TRIES):
        with contextlib.suppress(NoConnectException):
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        time.sleep(0.5)
    sys.exit("LibreOffice does not answer.")


def main(pipe, *jobs):
    """Settle each file, then end the office."""
    context = connected(pipe)
    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    dispatcher = make("com.sun.star.frame.DispatchHelper", context)
    for what, source, target in zip(jobs[::3], jobs[1::3], jobs[2::3], strict=True):
        document = desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(source), "_blank", 0, (said("Hidden", True),)
        )
        if what in COMMANDS:
            frame = document.getCurrentController().getFrame()
            dispatcher.executeDispatch(frame, COMMANDS[what], "", 0, ())
        document.storeToURL(uno.systemPathToFileUrl(target), (said("FilterName", "MS Word 2007 XML"),))
        document.close(True)
    with contextlib.suppress(Exception):
        desktop.terminate()


main(*sys.argv[1:])
