"""The duties: when each is due, how it ran, and what who looks after the office may do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from officebot.app.once import DryRun
from officebot.core.panels import is_seen_by
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.schedule import Kind
from officebot.core.schedule_words import schedule_in_words
from officebot.core.text import Text, say
from officebot.engine.record import journal, views
from officebot.engine.record.journal import Note
from officebot.web.frame import Frame, away
from officebot.web.repairs import asking, repairs
from officebot.web.rights import looks_after, need_right

if TYPE_CHECKING:
    from officebot.web.visit import Visit

#: So much of a dry run is shown: more is counted.
_MOST_SHOWN = 50
_SET_OFF_BY: Mapping[str, Text] = {
    Kind.CALENDAR: say("by its hour"), Kind.INTERVAL: say("by its interval"), Kind.MAIL: say("by a mail"),
    Kind.ARRIVALS: say("by mails"), Kind.FILE: say("by a file"), Kind.START: say("by the start"),
    "manual": say("by hand"),
}  # fmt: skip


class DutyPages:
    """Draws them, and does what is asked there."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def page(
        self, visit: Visit, told: Text | None = None, tried: tuple[str, list[DryRun], int] | None = None,
        status: int = 200,
    ) -> Response:  # fmt: skip
        """All duties: the enabled ones with their schedules and runs, the others by name."""
        app = visit.app
        states = views.duty_states(app.ledger, app.duties, app.facts.working_time, app.clock.now())
        schedules = {name: [schedule_in_words(one) for one in duty.schedules] for name, duty in app.duties.items()}
        asleep = sorted(set(app.installed) - set(app.duties))
        return self._frame.page(
            visit, "duties.html", "duties", status=status, states=states, schedules=schedules,
            runs=views.last_runs(app.ledger, app.duties), asleep={name: app.installed.title(name) for name in asleep},
            paused=views.status(app.ledger, app.reader("en"))["paused"], may=looks_after(visit.who.person),
            told=told, tried=tried, set_off_by=_SET_OFF_BY, repairs=repairs(app), asking=asking(app),
            plugin_of={name: app.installed.plugin_of(name) for name in app.installed},
        )  # fmt: skip

    def pause(self, visit: Visit) -> Response:
        """Stop all acting; mail is still read and proposals are still made."""
        need_right(visit)
        visit.app.pause(visit.who, True)
        return away("/duties")

    def resume(self, visit: Visit) -> Response:
        """Let the office act again."""
        need_right(visit)
        visit.app.pause(visit.who, False)
        visit.app.nudge()
        return away("/duties")

    def run(self, visit: Visit) -> Response:
        """Run one duty as soon as the service's worker is free."""
        need_right(visit)
        app, name = visit.app, _known(visit)
        now = app.clock.now()
        if name in app.breakers.stopped(now):
            app.try_again(visit.who, name)
        number = app.engine.runner.fire(name, "manual", f"manual:{now.isoformat()}")
        with app.ledger.writing() as tx:
            journal.write(tx, now, [Note(visit.who.person.name, "run.asked-for", f"duty:{name}", {"run": number})])
        app.nudge()
        return self.page(visit, say("“{duty}” runs as soon as the service is free.", duty=app.title_of(name)))

    def try_again(self, visit: Visit) -> Response:
        """Let a stopped duty try once more."""
        need_right(visit)
        name = _known(visit)
        visit.app.try_again(visit.who, name)
        return self.page(visit, say("“{duty}” is tried again as soon as it is due.", duty=visit.app.title_of(name)))

    def leave_off(self, visit: Visit) -> Response:
        """Leave a stopped duty off until somebody says otherwise."""
        need_right(visit)
        name = _known(visit)
        visit.app.leave_off(visit.who, name)
        return self.page(visit, say("“{duty}” is left off.", duty=visit.app.title_of(name)))

    def dry_run(self, visit: Visit) -> Response:
        """What a duty would propose now, as far as this person may see it; nothing is written or done."""
        need_right(visit)
        app, name, person = visit.app, _known(visit), visit.who.principal
        try:
            found = app.engine.runner.dry_run(name)
        except Unavailable as lost:
            return self.page(visit, lost.what, status=503)
        seen = [one for one in found if is_seen_by(person, _word(one.row, "circle"), _word(one.row, "owner"))]
        shown = [
            DryRun(duty=name, title=one.title, verdict=str(one.row["ruling"]["verdict"]),
                   kinds=tuple(action.kind for action in one.actions))
            for one in seen[:_MOST_SHOWN]
        ]  # fmt: skip
        return self.page(visit, tried=(name, shown, len(seen) - len(shown)))


def _known(visit: Visit) -> str:
    name: str = visit.request.path_params["name"]
    if name not in visit.app.duties:
        raise UserError(Problem(where="", what=_no_duty(name)))
    return name


def _no_duty(name: str) -> Text:
    return say("No duty is called “{name}”.", name=name)


def _word(row: Mapping[str, Any], key: str) -> str:
    return str(row.get(key) or "")
