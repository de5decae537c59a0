"""How long is waited for what is checked: bounds are told for a machine that has nothing else to do."""

from __future__ import annotations

import os

#: However busy the machine is, nobody waits longer than so many times the bound.
_MOST = 8.0


def patience(seconds: float) -> float:
    """The seconds to wait where this many are enough for who has a processor for themselves.

    Where more programs want to work than there are processors, each gets its share, and takes so much longer.
    """
    try:
        waiting = os.getloadavg()[0] / (os.cpu_count() or 1)
    except OSError:
        return seconds
    return seconds * min(max(waiting, 1.0), _MOST)
