"""Alerts a person by the medium that their settings name: telephones, chats and screens, through Apprise.

| cut off … | then |
|---|---|
| before, in or after the medium's answer | it is sent again: twice is a nuisance, not at all is harm |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from officebot.core.actions import Action, AlertPerson
from officebot.core.problems import UserError
from officebot.core.text import one_line, say
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, Retry, Uncertain

if TYPE_CHECKING:
    from apprise import Apprise


class Kept(Protocol):
    """A secret that is read when it is used."""

    def reveal(self) -> str: ...


class AlertPerformer:
    """Performs `alert.person`. The media are those of the settings, by the person's address (lower case)."""

    kinds = frozenset({AlertPerson.kind})
    repeatable = True
    irreversible = frozenset({AlertPerson.kind})

    def __init__(self, media: Mapping[str, Kept]) -> None:
        self._media = media

    def prepare(self, action: Action) -> Prepared:
        """Whom it alerts, with which words. Raises UserError where the person has no medium."""
        assert isinstance(action, AlertPerson)
        self._medium(action)
        return Prepared(action=action, preview=say("Alert {person}: {title}", person=action.to, title=action.title))

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Alert each; a medium that does not answer is tried again."""
        return [self._alerted(job) for job in jobs]

    def was_done(self, _job: Job) -> Done | NotDone | Uncertain:
        """Nobody can tell: it is sent again."""
        return NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Impossible: it was heard."""
        return [Failed(say("An alert cannot be taken back.")) for _ in jobs]

    def check(self, address: str) -> None:
        """See whether the person's medium is written as Apprise knows them. Raises UserError; alerts nobody."""
        self._opened(address)

    def _alerted(self, job: Job) -> Outcome:
        action = job.action
        assert isinstance(action, AlertPerson)
        try:
            medium = self._opened(action.to)
        except UserError as problem:
            return Failed(problem.problems[0].what)
        # The words come from outside: as plain text no chat takes them for its own marks.
        if medium.notify(body=action.body, title=one_line(action.title), body_format="text"):
            return Done()
        return Retry(say("The medium of {person} did not take the alert.", person=action.to))

    def _medium(self, action: AlertPerson) -> Kept:
        try:
            return self._media[action.to]
        except KeyError:
            raise UserError(
                say(
                    'It is not known how to alert {person}: add [alerts."{person}"] to office.toml.', person=action.to
                )
            ) from None

    def _opened(self, address: str) -> Apprise:
        medium = self._medium(AlertPerson(to=address, title="", body=""))
        try:
            # Half a second to import: only where somebody is alerted.
            from apprise import Apprise
        except ImportError:
            raise UserError(say("Alerts need a part that is not installed: install officebot[alerts].")) from None
        opened = Apprise()
        if not opened.add(medium.reveal()):
            raise UserError(
                say(
                    "The medium of {person} is not written as one that is known: see the list of Apprise.",
                    person=address,
                )
            )
        return opened
