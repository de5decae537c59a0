"""Limits on what a duty may take in officebot's own process: what hangs or grows is left behind, the rest goes on.

What can be promised here, and what cannot. A run that takes too long or too much memory is given up, and its result
thrown away. Its thread cannot be ended from outside as a process can: an exception is raised inside it, which ends
whatever runs in Python and does not catch everything; a call that never comes back from below stays. So no second run
of a duty begins while one of its threads is left behind: at most one a duty can hang. Memory that is taken faster than
it is looked at can still end the process; only a process of its own (`officebot/isolation`) has a limit that holds.
"""

from __future__ import annotations

import ctypes
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import TypeVar

from officebot.core.problems import DutyFault
from officebot.core.text import say

T = TypeVar("T")
R = TypeVar("R")

#: By so much officebot may grow while one run goes on: the largest workbooks and mails are read in processes of their own.
MOST_GROWTH_BYTES = 1 << 30
#: How often a run that goes on is looked at.
_LOOK_SECONDS = 0.25
_STATM = Path("/proc/self/statm")
_PAGE_BYTES = os.sysconf("SC_PAGESIZE")
_LEFT_BEHIND = "left behind: "


class GivenUp(BaseException):
    """Raised inside a run that was given up, so that it ends."""


def within(
    seconds: float,
    work: Callable[[], T],
    name: str,
    most_growth: int = MOST_GROWTH_BYTES,
    resident: Callable[[], int] | None = None,
) -> T:
    """What `work` returns, if it does so in time; what hangs or makes the process grow too much is left behind.

    Raises DutyFault then, and while an earlier one of that name is still there.
    """
    if hangs(name):
        sentence = (
            "An earlier run of the duty “{duty}” still hangs: it does not run again until officebot is restarted."
        )
        raise DutyFault(say(sentence, duty=name))
    box: list[T] = []
    fault: list[BaseException] = []

    def inside() -> None:
        try:
            box.append(work())
        except BaseException as error:  # noqa: BLE001 - handed to the caller below
            fault.append(error)

    thread = Thread(target=inside, name=f"run {name}", daemon=True)
    _wait(thread, seconds, name, most_growth, resident or resident_bytes)
    if fault and not isinstance(fault[0], Exception):
        # `sys.exit` in a duty may not end the whole service.
        raise RuntimeError(type(fault[0]).__name__) from fault[0]
    if fault:
        raise fault[0]
    return box[0]


def _wait(thread: Thread, seconds: float, name: str, most_growth: int, resident: Callable[[], int]) -> None:
    """Run the thread to its end. Raises DutyFault where it is given up before."""
    at_first, deadline = resident(), time.monotonic() + seconds
    thread.start()
    while thread.is_alive() and (left := deadline - time.monotonic()) > 0:
        thread.join(min(left, _LOOK_SECONDS))
        if thread.is_alive() and resident() - at_first > most_growth:
            _give_up(thread, name)
            sentence = "The duty “{duty}” took more than {megabytes} MB in one run: its run was given up."
            raise DutyFault(say(sentence, duty=name, megabytes=most_growth // 1_000_000))
    if thread.is_alive():
        _give_up(thread, name)
        sentence = "The duty “{duty}” did not finish within {seconds} seconds: its run was given up."
        raise DutyFault(say(sentence, duty=name, seconds=int(seconds)))


def hangs(name: str) -> bool:
    """Whether a run of that name was given up and is still there."""
    return any(thread.name == f"{_LEFT_BEHIND}{name}" for thread in threading.enumerate())


def _give_up(thread: Thread, name: str) -> None:
    """Leave the thread behind under a name that says so, with an exception raised at its next step in Python."""
    thread.name = f"{_LEFT_BEHIND}{name}"
    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(GivenUp))


def resident_bytes() -> int:
    """How much memory this process holds; 0 where the system does not say."""
    try:
        return int(_STATM.read_text().split()[1]) * _PAGE_BYTES
    except (OSError, ValueError, IndexError):
        return 0


def each_in_time(work: Sequence[T], one: Callable[[T], R], give_up: Callable[[T], R], seconds: float) -> list[R]:
    """`one` of each, in order; `give_up` of whichever takes longer than `seconds`, at most twice that."""
    done: list[R] = []
    while len(done) < len(work):
        done.extend(_as_far_as_in_time(work[len(done) :], one, seconds))
        if len(done) < len(work):
            done.append(give_up(work[len(done)]))
    return done


def _as_far_as_in_time(work: Sequence[T], one: Callable[[T], R], seconds: float) -> list[R]:
    # One thread for all of them: starting one for each would cost a tenth of the intake's speed.
    out: list[R] = []
    fault: list[BaseException] = []

    def inside() -> None:
        try:
            for each in work:
                out.append(one(each))
        except BaseException as error:  # noqa: BLE001 - raised again below
            fault.append(error)

    thread = Thread(target=inside, name="intake", daemon=True)
    thread.start()
    reached = -1
    while thread.is_alive() and reached < len(out):
        reached = len(out)
        thread.join(seconds)
    if fault:
        raise fault[0]
    if thread.is_alive():
        _give_up(thread, "intake")
        return out[:reached]
    return out
