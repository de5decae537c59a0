"""A workbook that a command names: its tables as they are read, shown as a map, and taken into the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.cli.asking import is_yes
from officebot.cli.opening import called
from officebot.cli.output import Column, heading, table, tell
from officebot.cli.words import language
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say

if TYPE_CHECKING:
    from officebot.core.workbooks.parts import Sheet
    from officebot.core.workbooks.tables import Found


def tables_in(file: str) -> Found:
    """The tables of a workbook, found in a worker. Raises UserError where it cannot be read."""
    from officebot.connectors.workbooks.apart import find_tables_apart
    from officebot.connectors.workers import WORKBOOK_BYTES, WorkerPool

    path = Path(file)
    with WorkerPool(memory_bytes=WORKBOOK_BYTES) as workers:
        return find_tables_apart(path, path.name, workers)


def named(chosen: Mapping[str, str | None]) -> dict[str, str]:
    """The tables that were named by options."""
    return {part: name for part, name in chosen.items() if name}


def nothing_found(file: str, problems: Iterable[Problem]) -> UserError:
    """What is said of a workbook that is not what it was taken for."""
    return UserError([Problem(where=one.where or Path(file).name, what=one.what) for one in problems])


# ── the map ───────────────────────────────────────────────────────────────────────────────────────────────


def map_fact(parts: Mapping[str, Sheet], problems: tuple[Problem, ...]) -> dict[str, Any]:
    """The map as `--json` gives it."""
    told = {
        part: {"table": one.table, "sheet": one.sheet, "columns": dict(one.columns), "sureness": dict(one.sureness)}
        for part, one in parts.items()
    }
    return {**told, "problems": problems_of(problems)}


def show_map(
    sheets: Iterable[tuple[str, Sheet]],
    problems: tuple[Problem, ...],
    names: Mapping[str, Text],
    field_names: Mapping[str, Text],
) -> None:
    """The map for people: each part with its columns."""
    for part, one in sheets:
        heading(say("{part}: “{table}” on the sheet “{sheet}”", part=names[part], table=one.table, sheet=one.sheet))
        rows = [
            (field_names[field].render(language()), title, f"{round(100 * one.sureness[field])} %")
            for field, title in one.columns.items()
        ]
        table([Column(say("What")), Column(say("Column")), Column(say("How sure"), fixed=True)], rows)
    tell_problems(problems)


def is_confirmed() -> bool:
    """Whether a person says that the map is right. Raises UserError where nobody is there."""
    return is_yes(say("Is all of it right?"), say("Nobody is there to be asked: add --yes, if all of it is right."))


def take_in(file: str, name: str, chosen: Mapping[str, object], *, may_write: bool) -> None:
    """Write the workbook and its duty into office.toml, both under this name; with it the settings that were chosen."""
    from officebot.app.installed import Installed
    from officebot.settings.adding import add_tables

    office = Path(called().folder)
    path = Path(file).resolve()
    inside = path.is_relative_to(office.resolve())
    where = path.relative_to(office.resolve()).as_posix() if inside else str(path)
    add_tables(
        office,
        {
            "workbooks": {name: {"path": where, "write": may_write}},
            "duties": {name: {"enabled": True, **{setting: value for setting, value in chosen.items() if value}}},
        },
        Installed(office),
    )


# ── problems ──────────────────────────────────────────────────────────────────────────────────────────────


def problems_of(problems: Iterable[Problem]) -> list[str]:
    """The problems as sentences, each after its cell."""
    return [one.render(language()) for one in problems]


def tell_problems(problems: Iterable[Problem]) -> None:
    """The problems on standard error."""
    for one in problems:
        tell(say("{where}: {what}", where=one.where, what=one.what) if one.where else one.what)
