"""The worker's side: reads calls from standard input, answers on standard output, under its own limits.

It ends when standard input does, so it never outlives the process it works for.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from officebot.connectors.packing import pack

_LENGTH = struct.Struct(">Q")


def main() -> None:
    """Serve calls until there are no more."""
    # Ctrl-C in a terminal is for the process we work for, which then ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    calls = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a parser prints must not get between the answers.
    os.dup2(2, 1)
    _limit_memory(int(sys.argv[1]))
    # Mails hold no cycles: looking for some after each few hundred objects would find none.
    gc.set_threshold(100_000, 10, 10)
    if sys.argv[2]:
        import_module(sys.argv[2])
    while head := calls.read(_LENGTH.size):
        (length,) = _LENGTH.unpack(head)
        function, payloads, then = pickle.loads(calls.read(length))  # noqa: S301 - from the process we work for
        answer = pack(list(_results(_named(function), payloads, then)))
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _results(function: Callable[[Any], Any], payloads: list[Any], then: tuple[str, Any] | None) -> Iterator[Any]:
    from officebot.connectors.workers import WorkerFault

    for payload in payloads:
        try:
            found = function(payload)
            yield found if then is None else _named(then[0])(found, then[1])
        except (Exception, RecursionError, MemoryError) as error:  # noqa: BLE001 - one item's fault is its own
            yield WorkerFault(type(error).__name__)


@cache
def _named(function: str) -> Callable[..., Any]:
    """The function "module:name"."""
    module, _, name = function.partition(":")
    named: Callable[..., Any] = getattr(import_module(module), name)
    return named


def _limit_memory(more: int) -> None:
    """Let this process use so many bytes of address space more than it has now."""
    with open("/proc/self/statm") as statm:  # noqa: PTH123 - pathlib costs an import at each start
        now = int(statm.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now + more, hard))


if __name__ == "__main__":
    main()
