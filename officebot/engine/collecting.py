"""Fewer looks for cyclic garbage while many small objects come and go that hold no cycles."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: Between two looks at the youngest objects; Python's own 700 means three looks at each mail.
_SELDOM = (50_000, 20, 20)

_LOCK = threading.Lock()
_BEFORE: list[tuple[int, int, int]] = []


@contextmanager
def seldom() -> Iterator[None]:
    """Let the collector rest inside; may be nested, and used by several threads at once."""
    with _LOCK:
        if not _BEFORE:
            # What is there now stays: the program itself need not be looked at again.
            gc.freeze()
        _BEFORE.append(gc.get_threshold())
        gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        with _LOCK:
            gc.set_threshold(*_BEFORE.pop())
            if not _BEFORE:
                gc.unfreeze()
