"""The engine's working parts, put together from the office: performers, proposer, executor, undoer, runner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from officebot.app.settling import settled
from officebot.core.clock import SystemClock
from officebot.engine.acting.answer_performer import AnswerPerformer
from officebot.engine.acting.asked_performer import AskedPerformer
from officebot.engine.acting.executor import Executor
from officebot.engine.acting.fact_performer import FactPerformer
from officebot.engine.acting.item_performer import ItemPerformer
from officebot.engine.acting.performers import Performers
from officebot.engine.acting.undo import Undoer
from officebot.engine.deciding.agreed import agreed_on
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.proposing import Proposer
from officebot.engine.running.runner import Runner
from officebot.sdk import Performer

if TYPE_CHECKING:
    from officebot.app import App


class Engine:
    """The engine's working parts, with every performer that the office has."""

    def __init__(self, app: App) -> None:
        from officebot.connectors.calendars.checking import FreePerformer
        from officebot.connectors.calendars.performer import CalendarPerformer
        from officebot.connectors.documents import DocumentPerformer
        from officebot.connectors.moving import MovePerformer
        from officebot.connectors.workbooks.backups import Backups
        from officebot.connectors.workbooks.performer import WorkbookPerformer
        from officebot.resources import packaged

        app.workbooks.sweep()
        templates = [app.folder / "templates", packaged("templates")]
        self.documents = DocumentPerformer(app.folder, templates, app.papers.attached)
        self.performers = Performers([
            *app.post.performers(),
            self.documents,
            MovePerformer(app.folder),
            app.alerts(),
            CalendarPerformer(app.agendas.writable, app.facts.working_time.tz),
            FreePerformer(app.agendas.calendars, app.clock, app.facts.working_time.zone),
            WorkbookPerformer(app.workbooks.writable, Backups(app.workbooks.backups_folder), SystemClock()),
            ItemPerformer(app.ledger, app.clock, lambda item, now: settled(item, app.facts, now)),
            FactPerformer(app.ledger),
            AskedPerformer(
                app.ledger, lambda: app.facts.people, app.clock, timedelta(seconds=app.settings.mail.hold_seconds),
                lambda: app.series,
            ),
            AnswerPerformer(app.ledger, app.facts.people, app.clock, app.take_in),
            *_brought(app.duties),
        ])  # fmt: skip
        accounts = app.settings.mail.accounts.items()
        self.proposer = Proposer(
            self.performers,
            app.policy,
            app.facts.people,
            owners={name: account.owner for name, account in accounts if not account.shared},
            circles={name: account.circle for name, account in accounts},
            circle=app.settings.office.circle,
            series=app.series,
            working=app.facts.working_time,
            agreed=lambda key, duty: agreed_on(app.ledger, key, duty),
        )
        self.executor = Executor(app.ledger, self.performers, app.clock, app.owner, app.limits)
        self.undoer = Undoer(app.ledger, self.performers, app.clock, app.owner)
        self.runner = Runner(
            app.ledger,
            app.duties,
            app.office,
            self.proposer,
            app.clock,
            app.owner,
            run_seconds=app.settings.trust.run_seconds,
            breakers=app.breakers,
            reopen=app.papers.mail,
        )


def _brought(duties: Mapping[str, EnabledDuty]) -> Iterator[Performer]:
    for duty in duties.values():
        if duty.duty.performers is not None:
            yield from duty.duty.performers()
