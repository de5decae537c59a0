"""A person at LibreOffice, for sweeps: run by Debian's own Python, which has UNO; told by lines what to do.

    open FILE    → ok | refused
    edit A7 TEXT → ok
    save         → ok | refused
    close        → ok
    quit

It starts a LibreOffice of its own, with a profile and a pipe of its own, and ends that one only.
"""

# Debian's Python has this file's imports; the project's has not. Nothing of the project is imported here.

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue

_OFFICE = "/usr/lib/libreoffice/program/soffice.bin"
#: What LibreOffice ends with when it has made its profile and wants to be started again.
_AGAIN = 81


def start(profile: Path, pipe: str) -> subprocess.Popen:
    return subprocess.Popen(
        [_OFFICE, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
         f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def connect(profile: Path, pipe: str):
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    office = start(profile, pipe)
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return office, there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
        except Exception:  # noqa: BLE001  (UNO raises what it likes)
            if office.poll() == _AGAIN:
                office = start(profile, pipe)
            time.sleep(0.1)
    office.kill()
    raise SystemExit("LibreOffice did not start")


def hidden() -> PropertyValue:
    found = PropertyValue()
    found.Name, found.Value = "Hidden", True
    return found


def main() -> None:
    office, desktop = connect(Path(sys.argv[1]), sys.argv[2])
    document = None
    print("ready", flush=True)
    try:
        for line in sys.stdin:
            word, _, rest = line.rstrip("\n").partition(" ")
            answer = "ok"
            if word == "quit":
                break
            try:
                if word == "open":
                    document = desktop.loadComponentFromURL(Path(rest).as_uri(), "_blank", 0, (hidden(),))
                    answer = "refused" if document is None or document.isReadonly() else "ok"
                elif word == "edit":
                    cell, _, text = rest.partition(" ")
                    document.Sheets.getByIndex(0).getCellRangeByName(cell).String = text
                elif word == "save":
                    document.store()
                elif word == "close" and document is not None:
                    document.close(True)
                    document = None
            except Exception as error:  # noqa: BLE001  (told to whoever asked)
                answer = f"refused {type(error).__name__}"
            print(answer, flush=True)
    finally:
        try:
            desktop.terminate()
        except Exception:  # noqa: BLE001  (UNO raises what it likes)
            office.terminate()
        office.wait(30)


if __name__ == "__main__":
    main()
