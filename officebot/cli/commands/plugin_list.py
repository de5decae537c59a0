"""`officebot plugin list` and `show`: which plugins there are, where each came from, what it may do, how it does."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.opening import opened
from officebot.cli.output import Column, clean, emit, heading, local, table, tell
from officebot.cli.table import PLUGIN
from officebot.cli.words import argument, command, language, option
from officebot.core.text import Text, quoted, say

if TYPE_CHECKING:
    from officebot.plugins.listing import State

_GRADES = {"bronze": say("bronze"), "silver": say("silver"), "gold": say("gold"), "none": say("no grade")}
_RUNS = {"sandbox": say("in a sandbox"), "process": say("in its own process"), "trusted": say("as trusted")}


@command("list", PLUGIN["list"][1])
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def list_plugins(as_json: bool) -> None:
    from officebot.plugins.listing import states

    with opened() as app:
        found, zone = states(app), app.facts.working_time.tz
    if as_json:
        for one in found:
            emit(_fact(one, zone))
        return
    if not found:
        tell(say("No plugin is installed: officebot has its own duties only."))
        return
    reader = language()
    table([Column(say("Plugin"), fixed=True), Column(say("Version"), fixed=True), Column(say("Duties")),
           Column(say("Runs"), fixed=True), Column(say("Rights"), detail=True), Column(say("Origin"), detail=True),
           Column(say("Grade"), fixed=True), Column(say("Health"))],
          [[one.plugin.distribution, one.plugin.version, ", ".join(one.plugin.duties), _RUNS[one.runs].render(reader),
            _rights(one), one.plugin.origin(check=False).sentence().render(reader), _grade(one).render(reader),
            clean(one.health().render(reader))] for one in found])  # fmt: skip
    for one in found:
        _advise(one)


@command("show", PLUGIN["show"][1])
@argument("name", metavar="NAME")
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def show_plugin(name: str, as_json: bool) -> None:
    from officebot.plugins.listing import named, state

    with opened() as app:
        one, zone = state(app, named(name)), app.facts.working_time.tz
        stopped = [(app.title_of(duty), breaker) for duty, breaker in one.stopped.items()]
    if as_json:
        emit({**_fact(one, zone), **_whole_origin(one)})
        return
    heading(quoted(f"{one.plugin.distribution} {one.plugin.version}"))
    for sentence in _told(one):
        click.echo(clean(sentence.render(language())))
    for title, breaker in stopped:
        click.echo(clean(say("The duty “{duty}” is stopped: {why}", duty=title, why=breaker.why).render(language())))
    _advise(one)


def _told(one: State) -> list[Text]:
    origin = one.plugin.origin()
    said = [origin.sentence(), origin.check(), say("It lies in {folder}.", folder=origin.folder)]
    if (warning := origin.warning()) is not None:
        said.insert(0, warning)
    if origin.author:
        said.append(say("It was written by {author}.", author=origin.author))
    if origin.report_to:
        said.append(say("Report its faults to {address}.", address=origin.report_to))
    said += [say("It brings the duties: {duties}.", duties=list(one.plugin.duties)),
             say("It runs {how}.", how=_RUNS[one.runs])]  # fmt: skip
    if one.consent is not None:
        said += [right.sentence() for right in one.consent.rights.only(one.declared)]
    return [*said, say("Grade: {grade}.", grade=_grade(one)), say("Health: {health}.", health=one.health())]


def _advise(one: State) -> None:
    if (sentence := one.sentence()) is not None:
        tell(sentence)
    if one.changed_from and one.enabled:
        tell(say("“{name}” was {before} when it was added, and is {now} now.", name=one.plugin.name,
                 before=one.changed_from, now=one.plugin.version))  # fmt: skip


def _grade(one: State) -> Text:
    return _GRADES.get(one.grade, say("not checked"))


def _rights(one: State) -> str:
    return ", ".join(one.consent.rights.only(one.declared).written()) if one.consent is not None else ""


def _fact(one: State, zone: tzinfo) -> dict[str, Any]:
    origin = one.plugin.origin(check=False)
    return {
        "distribution": one.plugin.distribution, "version": one.plugin.version, "source": origin.source,
        "address": origin.address, "duties": list(one.plugin.duties), "enabled": list(one.enabled),
        "agreed": one.consent is not None, "runs": one.runs,
        "rights": one.consent.rights.only(one.declared).written() if one.consent is not None else [],
        "new_rights": one.new.written(), "grade": one.grade or None, "last_run": local(one.last, zone) or None,
        "stopped": sorted(one.stopped), "failures": max((each.failures for each in one.stopped.values()), default=0),
        "health": one.health().render(language()),
    }  # fmt: skip


def _whole_origin(one: State) -> dict[str, Any]:
    origin = one.plugin.origin()
    changed = list(origin.changed) if origin.changed is not None else None
    return {"author": origin.author, "summary": origin.summary, "report_to": origin.report_to, "folder": origin.folder,
            "editable": origin.is_editable, "changed_files": changed}  # fmt: skip
