"""Runs in the sandbox: one process that has imported what everybody needs, and a child of it for each question.

A Python that imports the SDK or pytest takes seconds; a child that finds them imported takes none. No child is touched by
what another one did in its own memory.

The questions come as lines of JSON on the standard input, and the answers go to a descriptor of their own: lines of JSON, each
with the number of its question. Of a child that ended without an answer its end is told.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Mapping
from typing import Any

import orjson


def next_question(out: int) -> Mapping[str, Any]:
    """A question, in a process of its own. The process that calls this ends when no more questions come."""
    # What is there already is not looked through in each child, and stays shared.
    gc.collect()
    gc.freeze()
    for line in sys.stdin.buffer:
        question: Mapping[str, Any] = orjson.loads(line)
        child = os.fork()
        if not child:
            # The next questions are not this child's to read.
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            os.close(nothing)
            importlib.invalidate_caches()
            return question
        _, status = os.waitpid(child, 0)
        tell(out, {"number": question["number"], "ended": os.waitstatus_to_exitcode(status)})
    os._exit(0)


def tell(out: int, answer: Mapping[str, Any]) -> None:
    """Send an answer on its way, whole."""
    left = memoryview(orjson.dumps(answer, default=str) + b"\n")
    while left:
        left = left[os.write(out, left) :]
