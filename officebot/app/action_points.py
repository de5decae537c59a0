"""The action points, for people who ask at once: how they stand, one closed by a person's word, reminders made now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from officebot.app.by_word import propose
from officebot.app.desks import Desk
from officebot.core.actions import CloseItem
from officebot.core.minutes.following import ACTION, Event, Followed, followed, note_of
from officebot.core.people import Person
from officebot.core.problems import UserError
from officebot.core.proposals import Proposal, ProposalState, Reason
from officebot.core.text import say
from officebot.duties.action_points.observe import ANSWERED, Facts, observe
from officebot.duties.action_points.people import may_decide, names_of
from officebot.duties.action_points.reminders import asked_now
from officebot.duties.action_points.settings import Settings
from officebot.engine.deciding.approvals import Actor
from officebot.engine.ledger import items
from officebot.engine.ledger import proposals as rows

if TYPE_CHECKING:
    from officebot.app import App

_DUTY = "action_points"
#: A key may be named by so many digits of its end.
_SHORTEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asked for: the point or the letter's title, the proposal's number, and in which state that is now."""

    title: str
    proposal: int
    state: str
    key: str = ""
    to: str = ""
    points: tuple[str, ...] = ()


class ActionsDesk(Desk[Settings]):
    """What people may ask of the action points without waiting for the duty's hour."""

    def __init__(self, app: App) -> None:
        super().__init__(app, _DUTY, Settings)

    def points(self, reader: Person, *, every: bool = False) -> list[Followed]:
        """The open points that a reader may know of, by their day; with `every`, closed ones behind them."""
        working = self.app.facts.working_time
        found = [followed(item, working) for item in self.app.office.items(ACTION)]
        if every:
            found += [followed(item, working) for item in self.app.office.items(ACTION, "closed")]
        return [one for one in found if self._may_see(one, reader)]

    def _may_see(self, point: Followed, reader: Person) -> bool:
        return point.circle in ("", reader.circle) or may_decide(point, reader.address, self.app.facts, self.settings)

    def named(self, number: str, reader: Person) -> Followed:
        """The open point with this key, or this end of one. Raises UserError where none or several are meant."""
        there = self.points(reader)
        found = [one for one in there if one.key == number]
        if not found and len(number) >= _SHORTEST:
            found = [one for one in there if one.key.rpartition(":")[2].startswith(number)]
        if len(found) != 1:
            raise UserError(say("No open one has the number “{key}”: list them to see their numbers.", key=number))
        return found[0]

    def close(self, who: Actor, number: str, because: str) -> Asked:
        """Close a point by a person's word, as a proposal that “undo” takes back. Raises UserError where they may not."""
        point = self.named(number, who.principal)
        office, person = self.app.facts, who.principal
        if not may_decide(point, person.address, office, self.settings):
            raise UserError(say("Only its owner, the meeting’s secretary and its chair may close it: that is {names}.",
                                names=names_of(point, office) or None))  # fmt: skip
        event = Event(at=self.today.isoformat(), what="done", by=person.address, words=because)
        proposal = Proposal(
            key=f"{ANSWERED}{point.key}",
            title=say("Close “{what}”: {name} says it is done", what=point.what, name=person.name),
            actions=(
                note_of(point.with_event(event), office.working_time),
                CloseItem(item_kind=ACTION, key=point.key, because=because),
            ),
            reason=say("A person wished it."),
            reasons=(Reason(what=say("{name} writes it.", name=person.name), quote=because),) if because else (),
            owner=person.address,
            circle=point.circle,
            confidential=bool(point.circle),
        )
        asked = self._propose(who, proposal)
        if self._state(asked) == ProposalState.WAITING:
            self.app.approve(who, asked)
        self.app.act()
        self._check_closed(point)
        return Asked(title=point.what, proposal=asked, state=self._state(asked), key=point.key)

    def _check_closed(self, point: Followed) -> None:
        """Raises UserError where it stands open still: policy forbids it, wants two people, or another process is at it."""
        with self.app.ledger.reading() as tx:
            item = items.one(tx, ACTION, point.key)
        if item is not None and item.state == "open":
            raise UserError(
                say("“{what}” stays open for now: “officebot queue” shows what it waits for.", what=point.what)
            )

    def remind(self, who: Actor, numbers: Sequence[str], person: Person | None) -> list[Asked]:
        """Propose reminders now: of these points, of one person's, or of all that has an owner. The titles, as proposed."""
        facts = self._facts()
        keys = {self.named(number, who.principal).key for number in numbers}
        seen = {one.key for one in self.points(who.principal)}
        everybody = {address for one in facts.points if one.key in seen for address in one.owners}
        people = {person.address} if person is not None else set() if keys else everybody
        made = list(asked_now(facts, self.settings, frozenset(keys), frozenset(people)))
        kept = [one for one in made if one.circle in ("", who.principal.circle)]
        if kept and not facts.office.account:
            raise UserError(say("The office has no mail account that could write: name one under [mail.accounts]."))
        asked = [(one, self._propose(who, one)) for one in kept]
        self.app.act()
        return [self._asked(one, number) for one, number in asked]

    def _asked(self, proposal: Proposal, number: int) -> Asked:
        language = self.app.facts.language
        to = next((address for action in proposal.actions for address in action.recipients), "")
        return Asked(title=proposal.title.render(language), proposal=number, state=self._state(number), to=to,
                     points=tuple(_points_of(proposal)))  # fmt: skip

    def _facts(self) -> Facts:
        return observe(self.app.office, self.trigger, self.settings)

    def _state(self, number: int) -> str:
        with self.app.ledger.reading() as tx:
            row = rows.by_id(tx, number)
        return str(row.state) if row is not None else ""

    def _propose(self, who: Actor, proposal: Proposal) -> int:
        """Propose it by a person's word; the number, of the one before where it was proposed so already."""
        stored = propose(self.app, who, _DUTY, [proposal])
        if stored:
            return stored[0]
        with self.app.ledger.reading() as tx:
            return int(rows.latest_of(tx, {proposal.key})[proposal.key].id)


def _points_of(proposal: Proposal) -> Iterable[str]:
    """The keys of the points that a reminder is about."""
    for action in proposal.actions:
        source = getattr(action, "source", None)
        if source is not None:
            yield from (str(key) for _, key, step in source.get("points", ()) if step)
