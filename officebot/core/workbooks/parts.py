"""Which tables of a workbook are the parts that somebody looks for, and which of their columns are what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from officebot.core.problems import Problem
from officebot.core.text import Text, say
from officebot.core.workbooks.meanings import columns_meaning
from officebot.core.workbooks.tables import Table

#: Two tables whose likeness differs by less could both be it.
_NEAR = 0.5
#: How much a table is a part, by how sure its columns are; nought where it lacks what makes one.
Score: TypeAlias = Callable[[Mapping[str, float]], float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with the columns that are known: field → heading. `sureness` is between 0 and 1 for each."""

    table: str
    sheet: str
    columns: Mapping[str, str]
    sureness: Mapping[str, float]

    def of(self, tables: Sequence[Table]) -> Table | None:
        """The table itself, among these; None where it is not there any more."""
        return next((one for one in tables if (one.name, one.sheet) == (self.table, self.sheet)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is looked for: its name for people, what each of its columns may be called, and what makes a table it."""

    name: Text
    words: Mapping[str, Sequence[str]]
    score: Score


def find_parts(
    tables: Sequence[Table],
    wanted: Mapping[str, Part],
    chosen: Mapping[str, str] | None = None,
    but: Collection[tuple[str, str]] = (),
) -> tuple[dict[str, Sheet], list[Problem]]:
    """The parts that were found, in the order in which they are asked for, and what a person must be asked.

    A table is one part's at most, and none that `but` names as (sheet, table). `chosen` are tables' names by part.
    """
    chosen = chosen or {}
    parts: dict[str, Sheet] = {}
    problems: list[Problem] = []
    taken = set(but)
    for name, part in wanted.items():
        free = [one for one in tables if (one.sheet, one.name) not in taken]
        found = _ranked(part, free, chosen.get(name, ""))
        if not found:
            continue
        (score, sheet, doubts), *others = found
        rival = next((other for other in others if other[0] > score - _NEAR), None)
        if rival is not None and name not in chosen:
            what = say(
                "“{one}” and “{other}” both look like {part}: say which.",
                one=sheet.table, other=rival[1].table, part=part.name,
            )  # fmt: skip
            problems.append(Problem(where=sheet.sheet, what=what))
            continue
        parts[name] = sheet
        taken.add((sheet.sheet, sheet.table))
        problems += doubts
    problems += [
        Problem(where=name, what=say("There is no table of this name that could be {part}.", part=wanted[part].name))
        for part, name in chosen.items()
        if part in wanted and part not in parts
    ]
    return parts, problems


def _ranked(part: Part, tables: Sequence[Table], name: str) -> list[tuple[float, Sheet, tuple[Problem, ...]]]:
    found = []
    for table in tables:
        if name and table.name.casefold() != name.casefold():
            continue
        meant = columns_meaning(table, part.words)
        sure = {field: one.sureness for field, one in meant.columns.items()}
        score = part.score(sure)
        if score > 0:
            titles = {field: one.title for field, one in meant.columns.items()}
            found.append((score, Sheet(table.name, table.sheet, titles, sure), meant.doubts))
    return sorted(found, key=lambda one: -one[0])
