"""Regular expressions that are made when they are first used: a command pays for those it needs, not for those it reads past."""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast

_OF_COMPILED = (
    "search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split", "scanner", "flags", "groups", "groupindex",
)  # fmt: skip


class Expression(Generic[AnyStr]):
    """Stands for a compiled expression until somebody looks for something with it; from then on it costs nothing more."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _OF_COMPILED:
            raise AttributeError(name)
        made = re.compile(self.pattern, self._flags)
        # The compiled one's own methods stand here now, so that no later use comes by this way.
        for one in _OF_COMPILED:
            setattr(self, one, getattr(made, one))
        return self.__dict__[name]

    def __repr__(self) -> str:
        return f"expression({self.pattern!r})"


def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, but made at its first use: what is wrong with it is told then (`tests/core/test_expressions.py`).

    For expressions that a module holds; what a function makes for a text of the moment it compiles at once.
    """
    return cast("re.Pattern[AnyStr]", Expression(pattern, flags))
