"""Asks a plugin something in a process of its own, with limits and, where bwrap is there, without network or home."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import orjson

import officebot
from officebot.core.text import Text, say
from officebot.isolation.sandbox import bubblewrap
from officebot.plugins.checking.bounding import MOST_PROCESSES, few_processes
from officebot.plugins.checking.subject import Subject

SECONDS = 30.0
#: Address space of a probe, in bytes.
MEMORY = 1 << 30
#: The most that an answer may hold, in bytes.
MOST_ANSWER = 16 << 20


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The plugin's process gave no answer: why, in a sentence."""

    why: Text


#: Of the system's settings, those that Python and its libraries read.
_ETC = ("ld.so.cache", "localtime", "timezone", "passwd", "group", "hosts", "nsswitch.conf", "mime.types", "fonts", "ssl",
        "alternatives")  # fmt: skip

#: What a process told, or that it told nothing.
Answer: TypeAlias = Mapping[str, Any] | NoAnswer


def ask(subject: Subject, question: str, *, seconds: float = SECONDS, seed: str = "0", **more: Any) -> Answer:
    """The answer of a fresh process to one question about the plugin: see `probe`."""
    asked = {"ask": question, "root": str(subject.root), "scratch": str(subject.scratch), **more}
    return _asked(subject, asked, seconds, seed, subject.scratch)


def confined(command: Sequence[str], subject: Subject, scratch: Path) -> list[str]:
    """The command so that it sees Python, its packages and the project alone, and no network, where bwrap sees to it.

    Only `scratch` can be written. No folder of the machine is shown besides: in some of them lie sockets, by which a program
    outside would do what the plugin says. Without bwrap the command is as it was: the limits hold all the same.
    """
    bwrap = bubblewrap()
    if not bwrap:
        return list(command)
    shown = dict.fromkeys([*_libraries(), sys.base_prefix, sys.prefix, *_importable(), str(subject.folder)])
    links = [one for one in map(Path, ("/bin", "/lib", "/lib64", "/lib32", "/sbin")) if one.is_symlink()]
    return [
        bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--dev", "/dev", "--proc", "/proc",
        "--tmpfs", "/tmp",  # noqa: S108 - the sandbox's own
        *(part for one in links for part in ("--symlink", str(one.readlink()), str(one))),
        *(part for one in shown for part in ("--ro-bind-try", one, one)),
        "--bind", str(scratch), str(scratch), "--", *command,
    ]  # fmt: skip


def is_confined() -> bool:
    """Whether what is checked is kept from the person's files and from the network here."""
    return bool(bubblewrap())


def _libraries() -> Iterator[str]:
    yield "/usr"
    yield from (one for one in ("/bin", "/lib", "/lib64", "/lib32", "/sbin") if not Path(one).is_symlink())
    yield from (f"/etc/{name}" for name in _ETC)


def _importable() -> Iterator[str]:
    """Where Python imports from; not the folder in which somebody stands, nor one that holds it or their home."""
    here = (Path.cwd(), Path.home())
    yield str(Path(officebot.__file__).parent)
    for one in map(Path, sys.path):
        if one.is_absolute() and one.is_dir() and not any(place.is_relative_to(one) for place in here):
            yield str(one)


def environment(subject: Subject, scratch: Path, seed: str = "0") -> dict[str, str]:
    """The few variables that a plugin's process gets: none of the office's or the person's."""
    return {
        "PATH": os.defpath, "HOME": str(scratch), "TMPDIR": str(scratch), "LANG": "C.UTF-8", "TZ": "UTC",
        "PYTHONPATH": os.pathsep.join([str(subject.root), *(p for p in sys.path if p)]),
        "PYTHONPYCACHEPREFIX": str(scratch / "compiled"), "PYTHONHASHSEED": seed, "COLUMNS": "100",
    }  # fmt: skip


def limits() -> None:
    """Called in the child before it becomes Python: memory, file size, no core."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20, 64 << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _asked(subject: Subject, question: Mapping[str, Any], seconds: float, seed: str, scratch: Path) -> Answer:
    reader, writer = os.pipe()
    command = [sys.executable, "-P", "-m", "officebot.plugins.checking.probe", str(writer)]
    try:
        with (scratch / "printed").open("wb") as printed:
            child = subprocess.Popen(
                confined(command, subject, scratch), stdin=subprocess.PIPE, stdout=printed, stderr=printed,
                pass_fds=(writer,), env=environment(subject, scratch, seed), cwd=scratch, preexec_fn=limits,
            )  # fmt: skip
            os.close(writer)
            writer = -1
            return _heard(child, reader, orjson.dumps(question), seconds, scratch / "printed")
    finally:
        os.close(reader)
        if writer >= 0:
            os.close(writer)


def _heard(child: subprocess.Popen[bytes], reader: int, question: bytes, seconds: float, printed: Path) -> Answer:
    box: list[bytes] = []
    listening = threading.Thread(target=lambda: box.append(_all_of(reader)), daemon=True)
    listening.start()
    with few_processes(child.pid) as too_many:
        try:
            child.communicate(question, timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            return NoAnswer(say("It did not end within {seconds} seconds.", seconds=int(seconds)))
    if too_many.is_set():
        return NoAnswer(began_too_many())
    listening.join(5)
    if not box or not box[0]:
        words = printed.read_bytes()[-300:].decode("utf-8", "replace").strip().splitlines()
        return NoAnswer(say("Its process ended without an answer (exit {code}). {words}", code=child.returncode,
                            words=words[-1] if words else ""))  # fmt: skip
    with suppress(ValueError):
        found = orjson.loads(box[0])
        if isinstance(found, dict):
            return found
    return NoAnswer(say("What its process answered cannot be read."))


def began_too_many() -> Text:
    """That a process was ended since it had too many children."""
    return say("It began more than {most} processes, and was ended.", most=MOST_PROCESSES)


def _all_of(reader: int) -> bytes:
    got = bytearray()
    while len(got) <= MOST_ANSWER and (piece := os.read(reader, 1 << 16)):
        got += piece
    return bytes(got)
