"""Has templates from trusted folders filled in by a process of their own, within limits of time and size."""

from __future__ import annotations

import atexit
import json
import struct
import subprocess
import sys
import threading
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO, Any

from officebot.connectors.bare import bare_environment
from officebot.core.documents.fields import Needs
from officebot.core.problems import Problem, UserError
from officebot.core.text import LANGUAGES, Text, say

#: How long one document may take, in seconds; beyond it, its process is ended and a new one serves the next.
SECONDS = 5.0
#: The same of a Word document or a workbook.
OFFICE_SECONDS = 20.0
#: The longest text of a document, in characters.
LARGEST = 20_000_000
#: The largest template that is kept with a proposal, with its pictures and fonts, in bytes.
LARGEST_KEPT = 10_000_000
#: How files of pictures end, and how large one may be, in bytes.
PICTURE_ENDINGS, LARGEST_PICTURE = (".png", ".jpg", ".jpeg", ".gif", ".svg"), 10_000_000
#: Files of Office that are templates themselves.
OFFICE_ENDINGS = (".docx", ".dotx", ".xlsx")
#: How long the processor may work on one document of an Office file, in seconds.
WORK_SECONDS = 5.0
_LENGTH = struct.Struct(">I")


def pdf(
    template: str, data: Mapping[str, Any], language: str, folders: Sequence[Path], seconds: float = SECONDS
) -> bytes:
    """The same of a template that typst sets (`.typ`), as a PDF; the values reach it as data, never as markup.

    Raises UserError also where typst is not installed: it is an extra.
    """
    return _bytes_in(template, _asked(template, data, language, folders, seconds), "pdf")


def render(
    template: str, data: Mapping[str, Any], language: str, folders: Sequence[Path], seconds: float = SECONDS
) -> str:
    """The text of a template with these values, in the reader's language.

    `template`, and what it includes, is looked for in each of `folders` in turn: in its folder of the language,
    then in itself. Raises UserError where it is missing, wrong, too slow or too large.
    """
    answer = _asked(template, data, language, folders, seconds)
    if "text" in answer:
        return str(answer["text"])
    raise _refusal(template, answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A template as it was at one time, with all the files it is made of, by their names."""

    template: str
    files: Mapping[str, bytes]
    language: str = "en"

    def to_blob(self) -> bytes:
        """As it is kept and hashed."""
        files = {name: b64encode(data).decode() for name, data in self.files.items()}
        told = {"template": self.template, "files": files, "language": self.language}
        return json.dumps(told, sort_keys=True).encode()

    @classmethod
    def from_blob(cls, data: bytes) -> Kept:
        """The template that was kept."""
        told = json.loads(data)
        files = {name: b64decode(content) for name, content in told["files"].items()}
        return cls(template=told["template"], files=files, language=told.get("language", "en"))

    def pdf(self, data: Mapping[str, Any]) -> bytes:
        """As `pdf`, of this very template."""
        return _bytes_in(self.template, self._asked(data, SECONDS), "pdf")

    def render(self, data: Mapping[str, Any]) -> str:
        """As `render`, of this very template."""
        answer = self._asked(data, SECONDS)
        if "text" in answer:
            return str(answer["text"])
        raise _refusal(self.template, answer)

    def office_file(self, data: Mapping[str, Any]) -> bytes:
        """A Word document or an Excel workbook, of a template that is one."""
        return _bytes_in(self.template, self._asked(data, OFFICE_SECONDS), "office")

    def needs(self) -> Needs:
        """What the template needs of its data, and what is wrong in it. Raises UserError where that takes too long."""
        answer = _WORKER.ask({**self._told(), "inspect": True}, OFFICE_SECONDS)
        if "needs" in answer:
            return Needs.from_json(answer["needs"])
        raise _refusal(self.template, answer)

    def _asked(self, data: Mapping[str, Any], seconds: float) -> Mapping[str, Any]:
        return _WORKER.ask({**self._told(), "data": dict(data), "largest": LARGEST}, seconds)

    def _told(self) -> dict[str, Any]:
        files = {name: b64encode(content).decode() for name, content in self.files.items()}
        return {"template": self.template, "files": files, "language": self.language}


def keep(template: str, language: str, folders: Sequence[Path], largest: int = LARGEST_KEPT) -> Kept:
    """A template with all that it is made of: what it includes; of typst's, what lies in its folder.

    Raises UserError where it is missing, or too large to be kept.
    """
    asked = {"template": template, "folders": _places(language, folders), "keep": largest}
    answer = _WORKER.ask(asked, SECONDS)
    if "files" not in answer:
        raise _refusal(template, answer)
    files = {name: b64decode(data) for name, data in answer["files"].items()}
    return Kept(template=template, files=files, language=language)


def with_pictures(data: Mapping[str, Any], folders: Sequence[Path]) -> dict[str, Any]:
    """The data, in which a picture named by its file, `{"picture": "logo.png"}`, is its bytes in base64.

    A file is looked for in the folders, and nowhere else. Raises UserError where it is not there, or too large.
    """
    return {name: _pictured(value, folders) for name, value in data.items()}


def _pictured(value: Any, folders: Sequence[Path]) -> Any:
    if isinstance(value, Mapping):
        made = {name: _pictured(one, folders) for name, one in value.items()}
        named = made.get("picture")
        if isinstance(named, str) and len(named) < 300 and named.lower().endswith(PICTURE_ENDINGS):
            made["picture"] = b64encode(_picture_file(named, folders)).decode()
        return made
    return [_pictured(one, folders) for one in value] if isinstance(value, list) else value


def _picture_file(name: str, folders: Sequence[Path]) -> bytes:
    for folder in folders:
        place = _within(folder, name)
        if place is not None:
            if place.stat().st_size > LARGEST_PICTURE:
                size = round(place.stat().st_size / 1e6)
                raise UserError(
                    say("The picture “{name}” has {size} MB: make it smaller than 10 MB first.", name=name, size=size)
                )
            return place.read_bytes()
    raise UserError(say("The picture “{name}” lies neither beside the template nor beside the data.", name=name))


def _within(folder: Path, name: str) -> Path | None:
    """The file of a folder with this name; None for what lies elsewhere, is none, or has a name that no file can have."""
    try:
        place = (folder / name).resolve()
        return place if place.is_file() and place.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError, RuntimeError):
        return None


def _bytes_in(template: str, answer: Mapping[str, Any], kind: str) -> bytes:
    if kind in answer:
        return b64decode(str(answer[kind]))
    raise _refusal(template, answer)


def _asked(
    template: str, data: Mapping[str, Any], language: str, folders: Sequence[Path], seconds: float
) -> Mapping[str, Any]:
    places = _places(language, folders)
    asked = {"template": template, "data": dict(data), "folders": places, "largest": LARGEST, "language": language}
    return _WORKER.ask(asked, seconds)


def _places(language: str, folders: Sequence[Path]) -> list[str]:
    own = [language] if language in LANGUAGES else []
    return [str(folder / name) for folder in folders for name in (*own, "")]


def _refusal(template: str, answer: Mapping[str, Any]) -> UserError:
    """What is wrong, each thing in its sentence."""
    said = [Text.from_json(one) for one in answer.get("said", ())]
    errors: Sequence[Text | str] = said or [str(answer.get("error", ""))[:300]]
    return UserError([Problem(where="", what=_complaint(template, answer, one)) for one in errors])


def _complaint(template: str, answer: Mapping[str, Any], error: Text | str) -> Text:
    match answer.get("fault"):
        case "missing":
            sentence = "There is no template “{template}”: put it into the folder templates, or name another."
        case "no typst":
            return say("A PDF needs a part that is not installed: install officebot[pdf].")
        case "no documents":
            return say("Word templates need a part that is not installed: install officebot[documents].")
        case "limit":
            sentence = "The template “{template}” makes a document that is too large or takes too long."
        case "kept":
            sentence = "The template “{template}” and what lies beside it are too large: make its pictures smaller."
        case _:
            sentence = "The template “{template}” cannot be filled in: {error}"
    return say(sentence, template=template, error=error)


def _offline() -> dict[str, str]:
    """The environment with a way to the network that leads nowhere: a template of typst fetches no packages."""
    nowhere = dict.fromkeys(
        ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"
    )
    return {**bare_environment(), **nowhere, "NO_PROXY": "", "no_proxy": ""}


class _Worker:
    """A process that renders, started when it is first needed and again after it was ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def ask(self, request: Mapping[str, Any], seconds: float) -> Mapping[str, Any]:
        """The process's answer; a process that takes too long, or dies, has met a limit."""
        with self._lock:
            process = self._running()
            watch = threading.Timer(seconds, process.kill)
            watch.start()
            try:
                work = min(seconds, WORK_SECONDS) if "files" in request or "inspect" in request else seconds
                answer = _talk(process, json.dumps({**request, "seconds": work}).encode())
            finally:
                watch.cancel()
            if answer is None:
                self._end()
                return {"fault": "limit"}
            return answer

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            command = [sys.executable, "-I", "-m", "officebot.connectors.rendering_worker"]
            self._process = subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_offline())
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.wait()


def _talk(process: subprocess.Popen[bytes], request: bytes) -> Mapping[str, Any] | None:
    """The answer to a request; None from a process that is no more."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        send(process.stdin, request)
    except BrokenPipeError:
        return None
    answer = receive(process.stdout)
    if answer is None:
        return None
    found: Mapping[str, Any] = json.loads(answer)
    return found


def send(pipe: IO[bytes], message: bytes) -> None:
    """Write one message, its length before it."""
    pipe.write(_LENGTH.pack(len(message)) + message)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """Read one message; None at the end."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    body = pipe.read(size)
    return body if len(body) == size else None


_WORKER = _Worker()
atexit.register(_WORKER.close)
