"""`officebot plugin check`: a plugin's sources graded, with a reason for each rule."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officebot.cli.output import Column, clean, emit, heading, table
from officebot.cli.table import PLUGIN
from officebot.cli.words import argument, command, language, option
from officebot.core.text import Text, say

if TYPE_CHECKING:
    from officebot.plugins.checking.model import Report, Rule, Verdict

_GRADES = ("bronze", "silver", "gold")
_AT_LEAST = say("Exit 1 where the grade is lower.")
_AS_YOU = say(
    "bubblewrap is missing here: the plugin's code and its tests run as you, and can do all that you can. Install bubblewrap "
    "before you check what somebody else wrote."
)
_COLUMNS = (Column(say("Grade"), fixed=True), Column(say("Rule"), fixed=True), Column(say("What is asked")))
_MARKS = {"passed": say("yes"), "failed": say("no"), "not-applicable": say("–")}


@command("check", PLUGIN["check"][1])
@argument("path", required=False, default=".", metavar="[PATH]", type=click.Path(path_type=Path))
@option(
    "--rule", "only", multiple=True, metavar="ID", spoken=say("Look at this rule only; may be given several times.")
)
@option(
    "--rules", "is_list", is_flag=True, spoken=say("List the rules with what each asks and why, and check nothing.")
)
@option("--at-least", type=click.Choice(_GRADES), default="bronze", show_default=True, spoken=_AT_LEAST)
@option("--keep", is_flag=True, spoken=say("Keep the grade in the office, for “officebot plugin list”."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def check_plugin(path: Path, only: tuple[str, ...], is_list: bool, at_least: str, keep: bool, as_json: bool) -> None:
    if is_list:
        _list_rules(as_json)
        return
    from officebot.plugins.checking import grading, probing
    from officebot.plugins.checking.model import Grade

    if not probing.is_confined():
        click.echo(_AS_YOU.render(language()), err=True)
    report = grading.check(path, only, None if as_json else _progress)
    if keep:
        from officebot.cli.opening import opened

        with opened() as app:
            grading.keep(report, app.folder / "state", app.clock.now())
    (_emit if as_json else _show)(report, is_whole=not only)
    if any(one.is_broken for one in report.verdicts) if only else report.grade.rank < Grade(at_least).rank:
        sys.exit(1)


def _progress(rule: Rule) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{rule.asks.render(language())[:78]}", err=True, nl=False)


def _show(report: Report, is_whole: bool) -> None:
    reader = language()
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    columns = [*_COLUMNS[:2], Column(say("Kept"), fixed=True), _COLUMNS[2]]
    rows = [
        [one.rule.grade.spoken, Text(one.rule.id), _MARKS[str(one.found.outcome)], one.rule.asks]
        for one in report.verdicts
    ]
    table(columns, [[cell.render(reader) for cell in row] for row in rows])
    for one in report.verdicts:
        if one.is_broken:
            _explain(one)
    if not is_whole:
        return
    heading(say("{distribution} {version}: {grade}.", distribution=report.distribution, version=report.version,
                grade=report.grade.spoken))  # fmt: skip


def _explain(one: Verdict) -> None:
    heading(Text(one.rule.id))
    for line in (one.rule.why, *(say("- {words}", words=evidence) for evidence in one.found.evidence), one.rule.mend):
        click.echo(clean(line.render(language())))


def _emit(report: Report, is_whole: bool) -> None:
    for one in report.verdicts:
        emit(one.to_json(language()))
    if is_whole:
        emit({"distribution": report.distribution, "version": report.version, "grade": str(report.grade)})


def _list_rules(as_json: bool) -> None:
    from officebot.plugins.checking.rules import RULES

    reader = language()
    if as_json:
        for one in RULES:
            emit({"rule": one.id, "grade": str(one.grade), "asks": one.asks.render(reader), "why": one.why.render(reader),
                  "mend": one.mend.render(reader)})  # fmt: skip
        return
    rows = [[one.grade.spoken, Text(one.id), one.asks, one.why] for one in RULES]
    table([*_COLUMNS, Column(say("Why"))], [[cell.render(reader) for cell in row] for row in rows])
