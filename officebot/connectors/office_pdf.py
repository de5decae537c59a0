"""Word documents and workbooks made of the office's own templates, and turned into PDF by LibreOffice where it is.

LibreOffice runs with a profile of its own that it leaves nothing behind in, follows no link to the network, runs no
macro, and is ended with all it started when it takes too long.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from officebot.connectors.rendering import LARGEST, Kept
from officebot.core.problems import UserError
from officebot.core.text import say

#: How long one document may take, in seconds; LibreOffice needs some of them to start.
SECONDS = 60.0
_PROGRAMS = ("soffice", "libreoffice")
_OFFICE = "/org.openoffice.Office"
#: Tags and PDF/UA (ISO 14289-1); the document's title in the window, bookmarks of headings.
_PDF = {
    name: {"type": "boolean", "value": "true"}
    for name in ("UseTaggedPDF", "PDFUACompliance", "DisplayPDFDocumentTitle", "ExportBookmarks")
}
#: (path, property, value): no macros; no links out of a document followed; a way to the network that leads nowhere.
_SETTINGS = (
    (f"{_OFFICE}.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_OFFICE}.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{_OFFICE}.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)


def document(template: Kept, data: Mapping[str, Any], suffix: str) -> bytes:
    """The template filled in, as a file of its own kind or as a PDF. Raises UserError."""
    own = PurePosixPath(template.template).suffix.lower().replace(".dotx", ".docx")
    if suffix not in (own, ".pdf"):
        sentence = "The template “{template}” makes a document that ends in {own} or .pdf, not in “{suffix}”."
        raise UserError(say(sentence, template=template.template, own=own, suffix=suffix))
    if suffix == ".pdf" and program() is None:
        raise UserError(
            say("A PDF of “{template}” needs LibreOffice, which is not installed here: install it, or use a template that "
                "ends in .typ; “order/order.typ” comes with officebot.", template=template.template)
        )  # fmt: skip
    made = template.office_file(data)
    return made if suffix == own else pdf(made, own, template.template)


def program() -> str | None:
    """LibreOffice's program, where it is installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def pdf(content: bytes, suffix: str, template: str, seconds: float = SECONDS) -> bytes:
    """A Word document or a workbook as a PDF. Raises UserError where LibreOffice does not make one in time."""
    with tempfile.TemporaryDirectory(prefix="officebot-") as folder:
        source, profile = Path(folder, f"document{suffix}"), Path(folder, "profile")
        source.write_bytes(content)
        _write_profile(profile)
        _run(source, profile, Path(folder), seconds)
        made = source.with_suffix(".pdf")
        if not made.exists() or not 0 < made.stat().st_size <= LARGEST:
            raise UserError(
                say(
                    "LibreOffice made no PDF of “{template}”: see whether it opens it; a part of it may be missing.",
                    template=template,
                )
            )
        return made.read_bytes()


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    place = profile / "user" / "registrymodifications.xcu"
    place.parent.mkdir(parents=True)
    place.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">\n{items}</oor:items>\n',
        "utf-8",
    )


def _run(source: Path, profile: Path, folder: Path, seconds: float) -> None:
    command = [program() or _PROGRAMS[0], f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless"]
    command += [
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        _ways(source.suffix),
        "--outdir",
        str(folder),
        str(source),
    ]
    nowhere = "http://127.0.0.1:9"
    # Its home is the folder that goes: nothing of it stays.
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "TMPDIR": str(folder),
                   "LANG": "C.UTF-8", "http_proxy": nowhere, "https_proxy": nowhere}  # fmt: skip
    # A session of its own: what `soffice` starts is ended with it.
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
        start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise UserError(say("LibreOffice took too long to make a PDF: nothing was written. Try it again.")) from None
    finally:
        _end_group(process)


def _ways(suffix: str) -> str:
    """How LibreOffice is to write the PDF: with tags, so that a screen reader knows headings, tables and their order."""
    kind = "calc" if suffix == ".xlsx" else "writer"
    return f"pdf:{kind}_pdf_Export:{json.dumps(_PDF)}"


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End what it started and left behind, too."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
