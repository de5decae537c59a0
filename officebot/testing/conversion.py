"""LibreOffice as another reader of workbooks: it opens files, reckons them anew if asked, and saves them in another kind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

#: Reckoning on loading: 0 is always (of Excel's files, then of its own), 1 never, 2 by asking.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>{mode}</value></prop></item>
</oor:items>
"""


def is_installed() -> bool:
    """Whether LibreOffice is here."""
    return shutil.which("soffice") is not None


def converted(
    files: Sequence[Path], into: Path, kind: str = "xlsx", *, is_reckoned: bool = False, seconds: float = 120
) -> Mapping[Path, Path]:
    """The files as LibreOffice saves them anew, for those that it opens; their names must differ.

    `kind` is as `--convert-to` has it; `is_reckoned` for all formulas reckoned anew. One process with a profile
    of its own; a file on which it stays is given up after `seconds`, with those behind it taken one by one.
    """
    into.mkdir(parents=True, exist_ok=True)
    profile = into / ".profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(_SETTINGS.format(mode=0 if is_reckoned else 1))
    if not _run(files, into, kind, profile, seconds) and len(files) > 1:
        for one in files:
            if not _made(one, into, kind).exists():
                _run([one], into, kind, profile, seconds)
    return {one: made for one in files if (made := _made(one, into, kind)).exists()}


def _made(file: Path, into: Path, kind: str) -> Path:
    return into / f"{file.stem}.{kind.partition(':')[0]}"


def _run(files: Sequence[Path], into: Path, kind: str, profile: Path, seconds: float) -> bool:
    command = ["soffice", f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", kind, "--outdir", str(into), *map(str, files)]
    # A session of its own: what `soffice` starts is ended with it.
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False
