"""Asks a plugin something in a process of its own, with limits and, where bwrap is there, without network or home."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from officebot.core.text import Text, say
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


#: What a process told, or that it told nothing.
Answer: TypeAlias = Mapping[str, Any] | NoAnswer


def ask(subject: Subject, question: str, *, seconds: float = SECONDS, seed: str = "0", **more: Any) -> Answer:
    """The answer of a fresh process to one question about the plugin: see `probe`."""
    asked = {"ask": question, "root": str(subject.root), "scratch": str(subject.scratch), **more}
    return _asked(subject, asked, seconds, seed, subject.scratch)


def confined(command: Sequence[str], subject: Subject, scratch: Path) -> list[str]:
    """The command so that it sees the machine read-only, no home and no network, where bwrap is there to see to it.

    Only `scratch` can be written. Without bwrap the command is as it was: the limits hold all the same.
    """
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        return list(command)
    code = [sys.prefix, sys.base_prefix, *(one for one in sys.path if one and Path(one).is_dir())]
    shown = dict.fromkeys([str(subject.folder), *code])
    hidden = [tempfile.gettempdir(), str(Path.home())]
    return [
        bwrap, "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
        *(part for place in hidden for part in ("--tmpfs", place)),
        *(part for place in shown for part in ("--ro-bind", place, place)),
        "--bind", str(scratch), str(scratch), "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
        "--", *command,
    ]  # fmt: skip


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
    try:
        child.communicate(question, timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return NoAnswer(say("It did not end within {seconds} seconds.", seconds=int(seconds)))
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


def _all_of(reader: int) -> bytes:
    got = bytearray()
    while len(got) <= MOST_ANSWER and (piece := os.read(reader, 1 << 16)):
        got += piece
    return bytes(got)
