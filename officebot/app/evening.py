"""The evening: balance, backup and what is forgotten, once a day, caught up when nobody was there at the hour."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

from officebot.core.problems import Unavailable, UserError
from officebot.core.schedule import parse
from officebot.core.text import Text, say
from officebot.engine.deciding import codes
from officebot.engine.ledger import runs
from officebot.engine.ledger.runs import NewRun
from officebot.engine.record.balance import Balance, balance

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.engine.intake.mail_source import MailSource

log = logging.getLogger("officebot.evening")

NAME = "office.evening"
#: When the office's evening is.
AT = parse("daily 19:00")
_LOOK_BACK = timedelta(days=2)


def keep(app: App) -> Balance | None:
    """The evening's work if it is due and nobody has done them; else None.

    The ledger's run, unique for the evening, decides who does it. The backup never waits for a mail server.
    """
    now, working = app.clock.now(), app.facts.working_time
    since = max(app.begun, now - _LOOK_BACK)
    due = AT.latest_between(since, now, working.tz, working)
    if due is None:
        return None
    with app.ledger.reading() as tx:
        if runs.is_known(tx, NAME, due.key):
            return None
    with app.ledger.writing() as tx:
        run = NewRun(duty=NAME, kind="schedule", key=due.key, due=due.instant)
        if not runs.note(tx, [run], runs.PENDING, now):
            return None
    return _hold(app)


def count(app: App) -> tuple[Balance, list[Text]]:
    """The balance over every mailbox that can be reached, and a sentence for each that cannot."""
    unreached: list[Text] = []
    with ExitStack() as opened:
        sources: list[MailSource] = []
        for name in app.settings.mail.accounts:
            try:
                source = opened.enter_context(app.post.source(name))
                for folder in source.folders:
                    source.select(folder)
                sources.append(source)
            except (Unavailable, UserError) as error:
                what = error.what if isinstance(error, Unavailable) else error.problems[0].what
                unreached.append(say("{account} was not counted: {why}", account=name, why=what))
        return balance(app.ledger, sources, app.clock), unreached


def _hold(app: App) -> Balance | None:
    """Do the evening's work; what fails is logged and does not keep the rest from being done."""
    with app.ledger.writing() as tx:
        claimed = runs.claim(tx, app.owner, app.clock.now(), [NAME], limit=1)
    found: Balance | None = None
    problem: Text | None = None
    try:
        app.backup()
    except (Unavailable, OSError) as error:
        problem = say("The ledger could not be copied: {error}", error=type(error).__name__)
        log.error("backup failed", extra={"error": type(error).__name__})
    forgotten = codes.forget_old(app.ledger, app.clock.now())
    log.info("codes forgotten", extra={"count": forgotten})
    try:
        found, unreached = count(app)
        problem = problem or next(iter(unreached), None)
        log.info("balance", extra={"received": found.received, "even": found.is_even})
        log.info("learned", extra={"corrections": app.learner.from_mailboxes()})
    except (Unavailable, UserError) as error:
        problem = error.what if isinstance(error, Unavailable) else error.problems[0].what
    with app.ledger.writing() as tx:
        for row in claimed:
            runs.finish(tx, row.id, app.owner, app.clock.now(), problem)
    return found
