"""A process in the sandbox that is asked one question after the other, from outside: see `forking`."""

from __future__ import annotations

import os
import select
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, TypeAlias

import orjson

from officebot.core.text import Text, say
from officebot.plugins.checking.bounding import MOST_PROCESSES, few_processes
from officebot.plugins.checking.patience import patience

#: The most that an answer may hold, in bytes.
MOST_ANSWER = 16 << 20
#: How often it is looked whether the process is still there.
_LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The plugin's process gave no answer: why, in a sentence."""

    why: Text


#: What a process told, or that it told nothing.
Answer: TypeAlias = Mapping[str, Any] | NoAnswer


class Held:
    """One process, begun at the first question, ended when it is late, and begun anew at the next one.

    It dies with the thread that asks it first (prctl(2), PR_SET_PDEATHSIG): one thread asks.
    """

    def __init__(
        self, command: Callable[[int], Sequence[str]], cwd: str, env: Mapping[str, str], limits: Callable[[], None]
    ) -> None:
        """`command` is given the descriptor to which the answers go; `limits` is called in the child before it runs."""
        self._command = command
        self._cwd = cwd
        self._env = env
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._answers = -1
        self._heard = bytearray()
        self._number = 0
        self._printed: IO[bytes] | None = None

    def ask(self, question: Mapping[str, Any], seconds: float) -> Answer:
        """What is answered to the question within this time, as `patience` reckons it."""
        seconds = patience(seconds)
        process = self._process
        if process is None:
            process = self._begin()
        self._number += 1
        with few_processes(process.pid) as too_many:
            found = self._asked(process, question, time.monotonic() + seconds)
        words = self.last_words()
        if found is None or isinstance(found, NoAnswer) or too_many.is_set() or process.poll() is not None:
            self.close()
        if too_many.is_set():
            return NoAnswer(say("It began more than {most} processes, and was ended.", most=MOST_PROCESSES))
        if isinstance(found, NoAnswer):
            return found
        if found is None:
            return NoAnswer(say("It did not end within {seconds} seconds.", seconds=int(seconds)))
        if "ended" in found:
            return NoAnswer(
                say("Its process ended without an answer (exit {code}). {words}", code=found["ended"], words=words)
            )
        return found

    def last_words(self) -> str:
        """The last line that was printed there; "" where nothing was."""
        if self._printed is None:
            return ""
        size = os.fstat(self._printed.fileno()).st_size
        lines = os.pread(self._printed.fileno(), 2000, max(size - 2000, 0)).decode("utf-8", "replace").splitlines()
        return next((line.strip()[-200:] for line in reversed(lines) if line.strip()), "")

    def close(self) -> None:
        """End the process with all that it began."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        process.wait()
        os.close(self._answers)
        if self._printed is not None:
            self._printed.close()
            self._printed = None

    # ── one question ──────────────────────────────────────────────────────────────────────────────────────

    def _begin(self) -> subprocess.Popen[bytes]:
        reader, writer = os.pipe()
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        try:
            process = subprocess.Popen(
                self._command(writer), stdin=subprocess.PIPE, stdout=self._printed, stderr=self._printed,
                pass_fds=(writer,), env=dict(self._env), cwd=self._cwd, preexec_fn=self._limits, bufsize=0,
            )  # fmt: skip
        except BaseException:
            os.close(reader)
            raise
        finally:
            os.close(writer)
        assert process.stdin is not None
        os.set_blocking(process.stdin.fileno(), False)
        self._answers = reader
        self._heard.clear()
        self._process = process
        return process

    def _asked(self, process: subprocess.Popen[bytes], question: Mapping[str, Any], until: float) -> Answer | None:
        """The answer, or how the process ended; None where it is late. Both leave a process that may be asked again."""
        assert process.stdin is not None
        unsent = memoryview(orjson.dumps({**question, "number": self._number}) + b"\n")
        while (left := until - time.monotonic()) > 0:
            can_read, can_write, _ = select.select(
                [self._answers], [process.stdin] if unsent else [], [], min(left, _LOOK_SECONDS)
            )
            if can_write:
                try:
                    unsent = unsent[os.write(process.stdin.fileno(), unsent) :]
                except BrokenPipeError:
                    unsent = unsent[:0]
            if not can_read:
                # A child may outlive the process that it is of, and keep the pipe open.
                if (code := process.poll()) is not None:
                    return {"ended": code}
                continue
            piece = os.read(self._answers, 1 << 16)
            if not piece:
                return {"ended": process.wait()}
            self._heard += piece
            if b"\n" in piece and (found := self._answer()) is not None:
                return found
            if len(self._heard) > MOST_ANSWER:
                return NoAnswer(say("What its process answered cannot be read."))
        return None

    def _answer(self) -> Mapping[str, Any] | None:
        """The answer to this question, if it came whole; what is none is passed over."""
        *lines, rest = bytes(self._heard).split(b"\n")
        self._heard[:] = rest
        for line in lines:
            with suppress(ValueError):
                told = orjson.loads(line)
                if isinstance(told, dict) and told.get("number") == self._number:
                    return told
        return None
