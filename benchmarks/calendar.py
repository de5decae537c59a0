"""Runs `calendars.py`, and stands aside for the standard library's module of the same name.

A script's folder comes first where Python looks for modules: without this, each benchmark that reads mail would find
this file when it imports `calendar`.
"""

from __future__ import annotations

import sys
from pathlib import Path

_HERE = Path(__file__).parent


def _is_here(folder: str) -> bool:
    return Path(folder or ".").resolve() == _HERE.resolve()


_paths = list(sys.path)
sys.path[:] = [folder for folder in _paths if not _is_here(folder)]
sys.modules.pop("calendar", None)
import calendar as _real  # noqa: E402, F401 - the standard library's, which takes this one's place in sys.modules

sys.path[:] = _paths

if __name__ == "__main__":
    from calendars import main

    sys.exit(main(sys.argv[1:]))
