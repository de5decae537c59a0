"""queue, show, approve, reject, settle, undo, why, delegate: what an assistant does all day."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.opening import called, opened
from officebot.cli.output import Column, clean, emit, heading, local, moment, table, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import Day, ProposalNumber, argument, command, language, option
from officebot.core.problems import Problem, UserError
from officebot.core.proposals import OPEN_STATES, state_name
from officebot.core.text import counted, quoted, say

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.engine.deciding.approvals import Answer
    from officebot.engine.record.views import ProposalView

_JSON = say("One JSON object a line.")


@command("queue", COMMANDS["queue"][1])
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def queue(as_json: bool) -> None:
    from officebot.engine.record import views

    with opened() as app:
        waiting = views.queue(app.ledger)
        reads, titles = app.reader(language()), app.title_of
        zone = app.facts.working_time.tz
    if as_json:
        for one in waiting:
            emit(one.to_json(reads))
        return
    if not waiting:
        tell(say("Nothing waits for you."))
        return
    reader = language()
    table(
        [
            Column(say("No."), fixed=True),
            Column(say("What")),
            Column(say("Why"), detail=True),
            Column(say("Duty"), detail=True),
            Column(say("Until"), fixed=True),
        ],
        [
            [
                str(one.id),
                one.title.render(reader),
                one.reason.render(reader),
                titles(one.duty).render(reader),
                moment(local(one.expires, zone)),
            ]
            for one in waiting
        ],
    )
    tell(say("“officebot show NUMBER” shows one whole; “officebot approve NUMBER” says yes."))


@command("show", COMMANDS["show"][1])
@argument("number", type=ProposalNumber())
@option(
    "--save",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    spoken=say("Put what it holds there as files."),
)
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def show(number: int, folder: Path | None, as_json: bool) -> None:
    from officebot.app.reading import as_read
    from officebot.engine.record import views

    with opened() as app:
        one = views.proposal(app.ledger, number)
        content = views.content(app.ledger, number)
        reads, clock = app.reader(language()), app.facts.working_time.tz
    if folder is not None:
        _save(folder, number, content)
    if as_json:
        whole = {place: data.decode("utf-8", "replace") for place, data in content.items()}
        emit({**one.to_json(reads), "content": whole})
        return
    _print(one, app)
    for place, data in content.items():
        if place.endswith("/frame"):
            continue  # what the mail is made of, which is shown whole
        heading(say("What it holds ({place}):", place=place))
        click.echo(clean(as_read(place, data, clock).render(language())))


def _save(folder: Path, number: int, content: Mapping[str, bytes]) -> None:
    """Write what a proposal holds into a folder, to be opened in its own program; nothing there is overwritten."""
    from officebot.app.reading import ending

    folder.mkdir(parents=True, exist_ok=True)
    for place, data in content.items():
        target = folder / f"{number}-{place.replace('/', '-')}{ending(place, data)}"
        try:
            with target.open("xb") as file:
                file.write(data)
        except FileExistsError:
            raise UserError(say("“{file}” exists: choose another folder.", file=str(target))) from None
        tell(quoted(str(target)))


@command("approve", COMMANDS["approve"][1])
@argument("numbers", type=ProposalNumber(), nargs=-1, required=True)
@option(
    "--hash", "shown", metavar="HASH", spoken=say("Only if this is still its hash: what you saw is what is done.")
)
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def approve(numbers: tuple[int, ...], shown: str | None, as_json: bool) -> None:
    with opened() as app:
        who = app.answer(called().principal)
        _are_there(app, numbers)
        answers = [(number, app.approve(who, number, shown)) for number in dict.fromkeys(numbers)]
        if any(answer.took for _, answer in answers):
            _act(app)
        _report(app, answers, as_json)


@command("reject", COMMANDS["reject"][1])
@argument("numbers", type=ProposalNumber(), nargs=-1, required=True)
@option("--because", required=True, metavar="TEXT", spoken=say("The reason: it is kept, and the duty stays silent."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def reject(numbers: tuple[int, ...], because: str, as_json: bool) -> None:
    with opened() as app:
        who = app.answer(called().principal)
        _are_there(app, numbers)
        if not because.strip():
            raise UserError(say("Say why after --because: the reason is kept."))
        _report(app, [(number, app.reject(who, number, because)) for number in dict.fromkeys(numbers)], as_json)


@command("settle", COMMANDS["settle"][1])
@argument("number", type=ProposalNumber())
@option("--happened/--did-not-happen", required=True, spoken=say("What you found out."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def settle(number: int, happened: bool, as_json: bool) -> None:
    with opened() as app:
        who = app.answer(called().principal)
        answer = app.settle(who, number, happened)
        if answer.took:
            _act(app)
        _report(app, [(number, answer)], as_json)


@command("undo", COMMANDS["undo"][1])
@argument("numbers", type=ProposalNumber(), nargs=-1, required=True)
@option("--as-far-as-possible", is_flag=True, spoken=say("Take back what can be, and leave what cannot."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def undo(numbers: tuple[int, ...], as_far_as_possible: bool, as_json: bool) -> None:
    failed = False
    with opened() as app:
        who = app.answer(called().principal)
        _are_there(app, numbers)
        for number in dict.fromkeys(numbers):
            state, sentence = app.undo(who, number, as_far_as_possible=as_far_as_possible)
            failed |= state != "undone"
            if as_json:
                emit({"id": number, "state": str(state), "said": sentence.render(language())})
            else:
                tell(say("{id}: {sentence}", id=number, sentence=sentence))
    sys.exit(int(failed))


@command("why", COMMANDS["why"][1])
@argument("number", type=ProposalNumber())
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def why(number: int, as_json: bool) -> None:
    from officebot.engine.record import views

    with opened() as app:
        found = views.why(app.ledger, number, app.reader(language()))
        one = views.proposal(app.ledger, number)
    if as_json:
        emit(found)
        return
    _print(one, app)
    _print_reasons(found, app)


@command("delegate", COMMANDS["delegate"][1])
@option("--to", "to", required=True, metavar="NAME", spoken=say("Who may act for you: an address or a name."))
@option("--until", type=Day(), metavar="DATE", spoken=say("The last day; without it, until you say otherwise."))
def delegate(to: str, until: date | None) -> None:
    from officebot.engine.deciding import approvals

    with opened() as app:
        who = app.answer(None)
        person = app.loaded.people.named(to)
        if person is None:
            raise UserError(say("“{name}” is nobody in people.csv: use an address or a name from it.", name=to))
        now = app.clock.now()
        end = _end_of(until, app) if until else None
        if end is not None and end <= now:
            raise UserError(say("{day} is past: name a day from today on.", day=until))
        approvals.delegate(app.ledger, who.person, person, now, end, now)
        tell(say("{person} may act for you.", person=person.name))


def _end_of(day: date, app: App) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), app.facts.working_time.tz)


def _are_there(app: App, numbers: tuple[int, ...]) -> None:
    """Raise UserError for every number that no proposal has, before anything is said to any of the others."""
    from officebot.engine.record import views

    wrong: list[Problem] = []
    for number in numbers:
        try:
            views.proposal(app.ledger, number)
        except UserError as error:
            wrong += error.problems
    if wrong:
        raise UserError(wrong)


def _act(app: App) -> None:
    """Carry out at once what was just approved; what is held is waited for, unless a service will see to it."""
    import time

    from officebot.engine import health

    work = app.act()
    if work.kept is not None:
        tell(work.kept)
    until = app.held_until()
    if until is None or health.service(app.ledger) is not None:
        return
    left = (until - app.clock.now()).total_seconds()
    if left > 60:
        return
    tell(
        counted(
            "Held for {count} second: Ctrl-C keeps it back until the next “officebot run”.",
            "Held for {count} seconds: Ctrl-C keeps it back until the next “officebot run”.",
            int(left) + 1,
        )
    )
    time.sleep(max(left, 0) + 0.05)
    app.act()


def _report(app: App, answers: list[tuple[int, Answer]], as_json: bool) -> None:
    from officebot.engine.record import views

    ended_badly = False
    for number, answer in answers:
        now = views.proposal(app.ledger, number)
        problems = [one.problem for one in now.actions if one.problem is not None]
        ended_badly |= now.state in ("failed", "partly-done", "uncertain")
        if as_json:
            emit({"id": number, "took": answer.took, "state": now.state, "said": answer.said.render(language()),
                  "problems": [problem.render(language()) for problem in problems]})  # fmt: skip
            continue
        tell(say("{id}: {sentence} ({state})", id=number, sentence=answer.said, state=state_name(now.state)))
        for one in now.actions:
            if one.problem is not None:
                tell(one.problem)
            elif one.not_before is not None:
                until = local(one.not_before, app.facts.working_time.tz)
                tell(say("Held until {until}: “officebot undo {id}” takes it back before.", until=until, id=number))
    sys.exit(0 if all(answer.took for _, answer in answers) and not ended_badly else 1)


def _print(one: ProposalView, app: App) -> None:
    reader = language()
    created = moment(local(one.created, app.facts.working_time.tz))
    click.secho(f"{one.id}  {clean(one.title.render(reader))}", bold=True)
    state = state_name(one.state).render(reader)
    click.echo(f"    {app.title_of(one.duty).render(reader)} · {state} · {created} · {one.hash[:12]}")
    if one.reason.source:
        click.echo(f"    {clean(one.reason.render(reader))}")
    for action in one.actions:
        state = state_name(action.state).render(reader)
        # Of what will not be done any more, no action is on its way.
        told = "" if action.state == "pending" and one.state not in OPEN_STATES else f"  [{state}]"
        click.echo(f"  → {clean(action.preview.render(reader))}{told}")
        if action.problem is not None:
            click.echo(f"      {clean(action.problem.render(reader))}")
    for consequence in one.consequences:
        click.echo(f"  ! {clean(consequence.render(reader))}")
    if one.because.source:
        click.echo(f"    {clean(one.because.render(reader))}")


def _print_reasons(found: dict[str, Any], app: App) -> None:
    from officebot.engine.record import happenings, views

    reader, counted = language(), views.counted_once(found)
    if found["mail"]:
        mail = found["mail"]
        heading(say("The mail"))
        click.echo(f"  {clean(mail['sender'])} · {clean(mail['subject'])} · {moment(mail['received'])}")
    heading(say("What counted"))
    if not counted:
        click.echo(f"  {say('Nothing in particular.').render(reader)}")
    for reason, duty in counted:
        quote = f" « {clean(reason['quote'])} »" if reason["quote"] else ""
        weight = f" ({reason['weight']:+g})" if reason["weight"] else ""
        click.echo(f"  · {clean(reason['what'])}{quote}{weight}{_by(duty, found['duty'], app)}")
    heading(say("What happened"))
    for entry in found["story"]:
        what = happenings.in_words(entry["what"]).render(reader)
        click.echo(f"  {entry['seq']:>6}  {moment(entry['at'])}  {clean(entry['who'])}  {clean(what)}")


def _by(duty: str, own: str, app: App) -> str:
    """Which other duty a reason came from, in its own words."""
    return "" if duty == own else f" — {app.title_of(duty).render(language())}"
