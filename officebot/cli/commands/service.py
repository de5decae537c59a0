"""run, once, pause, resume, status, duties: the office at work."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from officebot.cli.opening import called, opened
from officebot.cli.output import Column, clean, emit, local, moment, table, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import argument, command, language, option
from officebot.core.proposals import state_name
from officebot.core.text import Text, counted, quoted, say

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    from officebot.app import App
    from officebot.app.once import Once
    from officebot.core.facts import OfficeFacts
    from officebot.engine.record.views import DutyState
    from officebot.web.server import Dashboard

_JSON = say("One JSON object a line.")


@command("once", COMMANDS["once"][1])
@argument("names", nargs=-1, metavar="[DUTY]...")
@option("--at", "at", metavar="TIME", spoken=say("Live at this local time instead of now."))
@option("--dry-run", is_flag=True, spoken=say("Show what would be proposed; nothing is written or done."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def once(names: tuple[str, ...], at: str | None, dry_run: bool, as_json: bool) -> None:
    from officebot.app.once import Once

    with opened("once", at or "") as app:
        work = Once(app, names, told=_counting(), slow=_tell_slow)
        if dry_run:
            for would in work.dry_run():
                title = would.title.render(language())
                if as_json:
                    emit({"duty": would.duty, "title": title, "verdict": would.verdict, "actions": list(would.kinds)})
                else:
                    click.echo(f"{would.duty}: {clean(title)} [{would.verdict}]")
            return
        failed = False
        for ran in work.run():
            failed |= ran.state == "failed"
            if as_json:
                emit({"run": ran.id, "duty": ran.duty, "trigger": ran.trigger, "state": ran.state,
                      "proposals": list(ran.proposals)})  # fmt: skip
            elif ran.problem is not None:
                tell(say("{duty}: {problem}", duty=ran.duty, problem=ran.problem))
        for problem in work.problems:
            tell(problem)
        if not as_json:
            tell(_summary(work))
    sys.exit(1 if failed or work.problems else 0)


@command("run", COMMANDS["run"][1])
def run() -> None:
    from officebot.app.service import serve

    with opened("run") as app:
        sys.exit(serve(app, _page))


def serve_with_page(folder: Path) -> int:
    """Run the service for the office in this folder, as `officebot run` does; the exit code."""
    from officebot.app import App
    from officebot.app.service import serve

    with App(folder, role="run") as app:
        return serve(app, _page)


def _page(app: App) -> Dashboard:
    """The office's page, whose address is told; again, when the settings were read anew."""
    from officebot.web.server import Dashboard

    page = Dashboard(app)
    tell(say("{office} is looked after. Its page: {address} (Ctrl-C ends.)", office=app.facts.name,
             address=page.address))  # fmt: skip
    return page


@command("pause", COMMANDS["pause"][1])
def pause() -> None:
    with opened() as app:
        app.pause(app.answer(called().principal), True)
    tell(say("Paused: nothing is done until “officebot resume”. Mail is still read, proposals are still made."))


@command("resume", COMMANDS["resume"][1])
def resume() -> None:
    with opened() as app:
        app.pause(app.answer(called().principal), False)
    tell(say("The office acts again."))


@command("status", COMMANDS["status"][1])
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def status(as_json: bool) -> None:
    from officebot.engine import health
    from officebot.engine.record import views

    with opened() as app:
        lost = {place: why.render(language()) for place, why in health.lost(app.ledger).items()}
        service = health.service(app.ledger)
        found = {
            **views.status(app.ledger, app.reader(language())),
            "service": {**service, "lost": lost} if service else None,
            **app.totals(),
        }
        stopped = {one.name: _stopped(one, app.facts) for one in _states(app) if one.stopped} | _held(app)
        found["stopped"] = {name: why.render(language()) for name, why in stopped.items()}
    if as_json:
        emit(found)
        return
    tell(
        say("The service runs (process {pid}).", pid=service["pid"]) if service else say("The service does not run.")
    )
    for place, why in lost.items():
        is_plugin = place.startswith(health.PLUGIN)
        tell(quoted(why) if is_plugin else say("Out of reach: {place}. {why}", place=place, why=why))
    for sentence in stopped.values():
        tell(sentence)
    if found["paused"]:
        tell(say("The office is paused: “officebot resume” lets it act again."))
    tell(say("Received {received}: handled {handled}, waiting {waiting}, listed {listed}.",
             received=found["received"], handled=found["handled"], waiting=found["waiting"], listed=found["listed"]))  # fmt: skip


@command("duties", COMMANDS["duties"][1])
@option("--try-again", metavar="DUTY", spoken=say("Let this duty, which was stopped, try again."))
@option("--leave-off", metavar="DUTY", spoken=say("Leave this duty, which was stopped, off."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def duties(try_again: str | None, leave_off: str | None, as_json: bool) -> None:
    if try_again or leave_off:
        _decide(try_again, leave_off)
        return
    with opened() as app:
        facts, zone = app.facts, app.facts.working_time
        found, held = _states(app), _held(app)
        disabled = sorted(set(app.installed) - set(app.duties))
    reader = language()
    if as_json:
        for one in found:
            emit({"duty": one.name, "enabled": True, "title": one.title.render(reader), "triggers": list(one.triggers),
                  "next": local(one.next, zone.tz) or None, "last": local(one.last, zone.tz) or None,
                  "last_state": one.last_state, "stopped": one.stopped is not None})  # fmt: skip
        for name in disabled:
            emit({"duty": name, "enabled": False})
        return
    table([Column(say("Duty"), fixed=True), Column(say("What")), Column(say("When"), detail=True),
           Column(say("Next"), fixed=True), Column(say("Last"), detail=True)],
          [[one.name, one.title.render(reader), "; ".join(one.triggers), moment(local(one.next, zone.tz)),
            _last(one, zone.tz)] for one in found])  # fmt: skip
    for one in found:
        if (why := held.get(one.name)) is not None:
            tell(why)
        elif one.stopped is not None:
            tell(_stopped(one, facts))
    if disabled:
        tell(say("Installed but not enabled: {names}.", names=disabled))


def _decide(try_again: str | None, leave_off: str | None) -> None:
    with opened() as app:
        who = app.answer(called().principal)
        if try_again:
            app.try_again(who, try_again)
            tell(say("“{duty}” is tried again as soon as it is due.", duty=app.title_of(try_again)))
        if leave_off:
            app.leave_off(who, leave_off)
            tell(say("“{duty}” is left off.", duty=app.title_of(leave_off)))


def _states(app: App) -> list[DutyState]:
    from officebot.engine.record.views import duty_states

    return duty_states(app.ledger, app.duties, app.facts.working_time, app.clock.now())


def _held(app: App) -> dict[str, Text]:
    """The duties that must not run until another version of them comes, each with the sentence why."""
    return {name: one.held for name, one in app.duties.items() if one.held is not None}


def _stopped(one: DutyState, facts: OfficeFacts) -> Text:
    """What happened to a duty that was stopped, and what one may do about it."""
    from officebot.core.breaker_words import becomes, happened

    assert one.stopped is not None
    return say(
        "The duty “{duty}” is stopped. {happened} {becomes} “officebot duties --try-again {name}” lets it try at once.",
        duty=one.title,
        happened=happened(one.stopped, facts.working_time.local),
        becomes=becomes(one.stopped, facts.working_time.local, facts.people),
        name=one.name,
    )


def _tell_slow(duty: str, so_far: float, at_most: float) -> None:
    tell(
        say("{duty}: still at work after {so_far} seconds; after {at_most} its run is ended.", duty=duty,
            so_far=int(so_far), at_most=int(at_most))
    )  # fmt: skip


def _counting() -> Callable[[int], None] | None:
    """Shows on a terminal how many mails were read so far; nothing where nobody watches."""
    if not sys.stderr.isatty():
        return None
    return lambda count: click.echo(
        f"\r{counted('{count} mail read', '{count} mails read', count).render(language())} ", err=True, nl=False
    )


def _last(one: DutyState, zone: tzinfo) -> str:
    """When a duty ran last, and how that ended, where it did not end well."""
    ended = "" if one.last_state in (None, "done") else f" ({state_name(one.last_state or '').render(language())})"
    return f"{moment(local(one.last, zone))}{ended}"


def _summary(work: Once) -> Text:
    return say(
        "Done: {runs}, {done}, {waiting}.",
        runs=counted("{count} run", "{count} runs", work.runs),
        done=counted("{count} thing done", "{count} things done", work.done),
        waiting=counted("{count} waits for you", "{count} wait for you", work.waiting),
    )
