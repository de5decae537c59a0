"""One plugin's process as the service holds it: started when it is needed, asked one thing at a time, ended when idle."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from officebot.core.problems import DutyFault, Problem, Unavailable, UserError
from officebot.core.text import Text, say
from officebot.isolation import sandbox, wire
from officebot.isolation.sandbox import Limits, Means, Place
from officebot.isolation.shapes import from_json
from officebot.isolation.words import BadShape, clean, places_in
from officebot.sdk import OfficeFacts

log = logging.getLogger("officebot.plugins")

#: Answers a question of the plugin: the method, its arguments by place and by name; a frame to send back.
Answer: TypeAlias = Callable[[str, list[Any], dict[str, Any]], Mapping[str, Any]]
#: More questions than these in one call are a fault of the plugin.
_MOST_QUESTIONS = 2_000
_MOST_ANSWERED = 128_000_000
#: What it writes to its standard error is kept so far, and listened to so long.
_KEPT_NOISE, _MOST_NOISE = 16_000, 256_000
_START_SECONDS = 30.0


class PluginFault(DutyFault):
    """A duty that failed by its own fault: `kind` is "raised", "late", "memory", "ended", "garbage", "flood" or "wrong"."""

    def __init__(self, kind: str, what: Text) -> None:
        super().__init__(what)
        self.kind = kind


@cache
def _starter() -> ThreadPoolExecutor:
    # A process that is to die with its parent dies with the thread that started it (prctl(2)): the thread of a run ends
    # after some seconds, this one with the service.
    return ThreadPoolExecutor(1, thread_name_prefix="plugins")


class Child:
    """A process for one duty. One thread asks it at a time; `close` may come from any."""

    def __init__(self, duty: str, place: Place, means: Means, limits: Limits) -> None:
        self._duty = duty
        self._place = place
        self._means = means
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._noise = bytearray()
        self._heard = 0
        self._number = 0
        self._facts: OfficeFacts | None = None
        self.last_use = time.monotonic()
        self._ending = threading.Lock()
        #: The processes that stand still between calls.
        self._resting: Sequence[int] = ()

    @property
    def is_alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def processes(self) -> Sequence[int]:
        """Its process and those below it, each below the one before; none where it does not run."""
        return tuple(_family(self._process.pid)) if self._process is not None and self.is_alive else ()

    def call(self, do: str, seconds: float, answer: Answer, facts: OfficeFacts | None, **values: Any) -> Any:
        """What the process says to this, as JSON that was not looked at yet. Raises PluginFault, UserError, Unavailable.

        `values` are JSON. The facts are told where the process does not know them yet.
        """
        deadline = time.monotonic() + seconds
        self._number += 1
        self._wake()
        frame: dict[str, Any] = {"id": self._number, "do": do, **values}
        try:
            if not self.is_alive:
                self._begin()
            if facts is not None and facts is not self._facts:
                from officebot.isolation.answering import facts_for

                frame["facts"] = facts_for(facts)
            self._write(frame, deadline)
            if facts is not None:
                self._facts = facts
            return self._until_said(deadline, answer)
        except wire.Broken as broken:
            raise self._broken(broken.why, seconds) from None
        except (PluginFault, UserError, Unavailable):
            raise
        except BaseException:
            # It still waits for an answer that nobody gives any more: the next call would be taken for it.
            self.close()
            raise
        finally:
            self.last_use = time.monotonic()

    def rest(self) -> None:
        """Let the process stand still until it is asked again: what it does unasked is nobody's wish, and costs nothing."""
        with self._ending:
            # It can make no others; what is above its own process is bubblewrap.
            self._resting = tuple(self.processes)
            for one in self._resting:
                with suppress(OSError):
                    os.kill(one, signal.SIGSTOP)

    def _wake(self) -> None:
        with self._ending:
            resting, self._resting = self._resting, ()
            for one in resting if self.is_alive else ():
                with suppress(OSError):
                    os.kill(one, signal.SIGCONT)

    def kill(self) -> None:
        """End the process; whoever asks it just now finds it ended, and closes it."""
        with self._ending:
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """End the process, and let go of its pipes."""
        with self._ending:
            process, self._process = self._process, None
            self._resting = ()
        self._facts = None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout, process.stderr):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        process.wait()

    # ── one call ──────────────────────────────────────────────────────────────────────────────────────────

    def _until_said(self, deadline: float, answer: Answer) -> Any:
        """Answer what it asks, until it says what was wanted."""
        answered = 0
        for _ in range(_MOST_QUESTIONS):
            frame = self._read(deadline)
            if frame.get("id") != self._number:
                raise wire.Broken("garbage")
            if "ask" not in frame:
                return self._said(frame)
            name, args, named = frame["ask"], frame.get("args"), frame.get("named")
            if type(name) is not str or type(args) is not list or type(named) is not dict:
                raise wire.Broken("garbage")
            reply = wire.packed(dict(answer(name, args, named)))
            answered += len(reply)
            if answered > _MOST_ANSWERED:
                break
            self._write_bytes(reply, deadline)
        raise wire.Broken("flood")

    def _said(self, frame: wire.Frame) -> Any:
        match frame.get("failed"):
            case None:
                return frame.get("said")
            case "user":
                raise UserError(_problems(frame.get("problems")))
            case "unavailable":
                raise Unavailable(clean(str(frame.get("source"))[:200]), from_json(Text, frame.get("what")))
            case "large":
                raise wire.Broken("large")
        name = str(frame.get("name"))
        name = name if name.isidentifier() and len(name) <= 80 else "error"
        log.error(
            "plugin failed", extra={"duty": self._duty, "error": name, "places": places_in(frame.get("places"))}
        )
        if name == "MemoryError":
            raise self._broken("memory", 0)
        sentence = say("The duty “{duty}” failed ({error}): its log says more.", duty=self._duty, error=name)
        raise PluginFault("raised", sentence)

    def _broken(self, why: str, seconds: float) -> PluginFault:
        """End the process, and say why in a sentence."""
        noise = self._last_words()
        self.close()
        if why in ("ended", "memory") and (why == "memory" or b"MemoryError" in noise or b"memory" in noise.lower()):
            why = "memory"
        log.error("plugin ended", extra={"duty": self._duty, "error": why})
        sentences = {
            "late": say("The duty “{duty}” did not finish within {seconds} seconds: its process was ended.",
                        duty=self._duty, seconds=max(int(seconds), 1)),
            "memory": say("The duty “{duty}” needed more than {size} MB of memory: its process was ended.",
                          duty=self._duty, size=self._limits.memory // 1_000_000),
            "ended": say("The process of the duty “{duty}” ended by itself: its log says more.", duty=self._duty),
            "large": say("The duty “{duty}” said more at once than is listened to: its process was ended.",
                         duty=self._duty),
            "flood": say("The duty “{duty}” asked for more than is answered in one run: its process was ended.",
                         duty=self._duty),
        }  # fmt: skip
        garbage = say("The duty “{duty}” said what nobody understands: its process was ended.", duty=self._duty)
        return PluginFault(why, sentences.get(why, garbage))

    # ── the process ───────────────────────────────────────────────────────────────────────────────────────

    def _begin(self) -> None:
        self.close()
        self._noise.clear()
        self._heard = 0
        process = _starter().submit(self._start).result()
        for pipe in (process.stdin, process.stdout, process.stderr):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)
        self._process = process
        self._write(sandbox.first_frame(self._place, self._means, self._limits), time.monotonic() + _START_SECONDS)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            sandbox.command(self._place, self._means), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, close_fds=True, env=sandbox.environment(), cwd="/", start_new_session=True,
            bufsize=0,
        )  # fmt: skip

    def _write(self, frame: wire.Frame, deadline: float) -> None:
        self._write_bytes(wire.packed(frame), deadline)

    def _write_bytes(self, data: bytes, deadline: float) -> None:
        process = self._process
        if process is None or process.stdin is None:
            raise wire.Broken("ended")
        wire.send(process.stdin.fileno(), data, deadline, self._aside())

    def _read(self, deadline: float) -> wire.Frame:
        process = self._process
        if process is None or process.stdout is None:
            raise wire.Broken("ended")
        return wire.receive(process.stdout.fileno(), deadline, self._aside())

    def _aside(self) -> wire.Aside | None:
        process = self._process
        if process is None or process.stderr is None or process.stderr.closed:
            return None
        return process.stderr.fileno(), self._hear

    def _hear(self) -> bool:
        """Read what it writes to its standard error, as far as it is kept; False once nobody listens any more."""
        process = self._process
        if process is None or process.stderr is None:
            return False
        try:
            words = os.read(process.stderr.fileno(), 65_536)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self._heard += len(words)
        self._noise += words
        del self._noise[:-_KEPT_NOISE]
        if words and self._heard <= _MOST_NOISE:
            return True
        # Whoever screams on is not listened to: its writing fails, and is its own affair.
        process.stderr.close()
        return False

    def _last_words(self) -> bytes:
        process = self._process
        if process is not None and process.stderr is not None and not process.stderr.closed:
            self._hear()
        return bytes(self._noise)


def _family(pid: int) -> Iterator[int]:
    """A process and all below it, itself first; it alone where the system does not say."""
    yield pid
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for one in below:
        yield from _family(int(one))


def _problems(told: Any) -> list[Problem]:
    if type(told) is not list or not told:
        raise BadShape("no problems")
    return [Problem(where=clean(str(where)[:200]), what=from_json(Text, what)) for where, what in told[:20]]
