"""Limits on how long a duty may take: what hangs is left behind, the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Thread
from typing import TypeVar

from officebot.core.problems import UserError
from officebot.core.text import say

T = TypeVar("T")
R = TypeVar("R")


def within(seconds: float, work: Callable[[], T], name: str) -> T:
    """What `work` returns, if it does so in time; a thread that hangs is left behind, its result thrown away."""
    box: list[T] = []
    fault: list[BaseException] = []

    def inside() -> None:
        try:
            box.append(work())
        except BaseException as error:  # noqa: BLE001 - handed to the caller below
            fault.append(error)

    thread = Thread(target=inside, name=f"run {name}", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        sentence = "The duty “{duty}” did not finish within {seconds} seconds: its run was given up."
        raise UserError(say(sentence, duty=name, seconds=int(seconds)))
    if fault and not isinstance(fault[0], Exception):
        # `sys.exit` in a duty may not end the whole service.
        raise RuntimeError(type(fault[0]).__name__) from fault[0]
    if fault:
        raise fault[0]
    return box[0]


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
    return out[:reached] if thread.is_alive() else out
