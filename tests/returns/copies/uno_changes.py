"""Run by a Python that has LibreOffice's `uno`: accepts or refuses all changes of files, tells what is left.

Arguments: a profile's address, then of each file: its path, « accept » or « reject », where its paragraphs go.
"""

import json
import subprocess
import sys
import time
import uuid
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def value(name, said):
    made = PropertyValue()
    made.Name, made.Value = name, said
    return made


def desktop(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
        else:
            return context, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise SystemExit("LibreOffice does not answer")


def texts(document):
    found = []
    paragraphs = document.Text.createEnumeration()
    while paragraphs.hasMoreElements():
        one = paragraphs.nextElement()
        if one.supportsService("com.sun.star.text.Paragraph"):
            found.append(one.String)
        else:
            found += [one.getCellByName(name).String for name in one.CellNames]
    return [
        text for text in found if text.strip()
    ]  # LibreOffice adds an empty one above a first table with a comment


def remarks(document):
    found = []
    fields = document.TextFields.createEnumeration()
    while fields.hasMoreElements():
        field = fields.nextElement()
        if field.supportsService("com.sun.star.text.TextField.Annotation"):
            found.append([field.Author, field.Content])
    return sorted(found)


def main(profile, *jobs):
    pipe = f"restitution-{uuid.uuid4().hex}"
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo"]
    office = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"])
    try:
        context, loader = desktop(pipe)
        dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        for path, fate, out in zip(jobs[::3], jobs[1::3], jobs[2::3], strict=True):
            url = uno.systemPathToFileUrl(path)
            document = loader.loadComponentFromURL(url, "_blank", 0, (value("Hidden", True),))
            said = remarks(document)
            name = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}[fate]
            dispatcher.executeDispatch(document.CurrentController.Frame, name, "", 0, ())
            told = {"texts": texts(document), "remarks": said}
            Path(out).write_text(json.dumps(told, ensure_ascii=False), "utf-8")
            document.close(True)
        loader.terminate()
    finally:
        try:
            office.wait(30)
        except subprocess.TimeoutExpired:
            office.kill()


main(*sys.argv[1:])
