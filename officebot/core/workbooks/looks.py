"""How a sheet looks beside what it holds: indents, bold letters, shares; and the formulas behind its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from officebot.core.workbooks.cells import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """A sheet's indents (how many steps), bold cells, cells shown as per cent, and formulas without their equals sign."""

    indents: Mapping[Cell, int] = field(default_factory=dict)
    bold: frozenset[Cell] = frozenset()
    percents: frozenset[Cell] = frozenset()
    formulas: Mapping[Cell, str] = field(default_factory=dict)


PLAIN = Looks()
