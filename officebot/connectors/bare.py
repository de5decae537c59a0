"""What a process that reads hostile bytes may know of our environment: nothing that could be a secret."""

from __future__ import annotations

import os

_NAMES = frozenset({"PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "SYSTEMROOT"})
_FAMILIES = ("LC_", "PYTHON", "COVERAGE_", "FONTCONFIG_", "XDG_", "LD_LIBRARY_")


def bare_environment() -> dict[str, str]:
    """The variables that such a process needs, by name; a password that was put into another is not among them."""
    return {name: value for name, value in os.environ.items() if name in _NAMES or name.startswith(_FAMILIES)}
