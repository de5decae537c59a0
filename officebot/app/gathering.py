"""Gatherings by a person's word: begun, looked at, reminded of, closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from officebot.app.by_word import propose
from officebot.app.desks import Desk
from officebot.core.expressions import expression
from officebot.core.gathering.model import KEY, OPEN_STAGES, Ask, Contribution, Gathering, Stage
from officebot.core.letters import is_named
from officebot.core.problems import UserError
from officebot.core.proposals import Proposal
from officebot.core.text import one_line, plain, say
from officebot.duties.gathering.book import collector_of, contribution_item, contributions_of, gathering_item
from officebot.duties.gathering.observe import CONTRIBUTED, GATHERING, NOTICE, Facts, observe
from officebot.duties.gathering.reminding import is_held, reminder, request
from officebot.duties.gathering.settings import Settings
from officebot.engine.deciding import noting
from officebot.engine.deciding.approvals import Actor

if TYPE_CHECKING:
    from officebot.app import App

_DUTY = "gathering"
_NOT_PLAIN = expression(r"[^a-z0-9]{1,200}")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """What somebody wants gathered; an empty name is made of the title, an empty collector is whoever is responsible."""

    title: str
    due: date
    asks: Sequence[tuple[str, Ask]]
    name: str = ""
    collector: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A gathering with its contributions; `is_open` while it is not closed."""

    gathering: Gathering
    contributions: tuple[Contribution, ...]
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrote:
    """A letter that was proposed by hand, as proposal number; 0 with `why` where none is due to this person."""

    contribution: Contribution
    proposal: int = 0
    why: str = ""


class GatheringDesk(Desk[Settings]):
    """What people may ask of gatherings without waiting for the duty's hour."""

    def __init__(self, app: App) -> None:
        super().__init__(app, _DUTY, Settings)

    def facts(self) -> Facts:
        """How the gatherings stand now."""
        return observe(self.app.office, self.trigger, self.settings)

    def start(self, who: Actor, plan: Wished) -> tuple[Shown, list[int]]:
        """Begin a gathering, and propose a request for each; the numbers of the proposals in the contributors' order.

        Raises UserError for a name that is taken, a day that is over, and a collector whom nobody knows.
        """
        office, now = self.app.facts, self.app.clock.now()
        gathering = self._planned(plan, who)
        contributions = contributions_of(gathering, plan.asks, office)
        noted = [gathering_item(gathering, contributions, self.today, office)]
        noted += [contribution_item(one, gathering, self.today, office) for one in contributions]
        noting.note(self.app.ledger, who, noted, now)
        facts = self.facts()
        proposals = [request(one, gathering, facts, self.settings) for one in contributions]
        return Shown(gathering=gathering, contributions=tuple(contributions)), propose(
            self.app, who, _DUTY, proposals
        )

    def _planned(self, plan: Wished, who: Actor) -> Gathering:
        people = self.app.facts.people
        if plan.due < self.today:
            raise UserError(say("{day} is over: name a day to come.", day=plan.due))
        if plan.collector and people.named(plan.collector) is None:
            raise UserError(
                say("“{name}” is nobody in people.csv: use an address or a name from it.", name=plan.collector)
            )
        person = people.named(plan.collector) if plan.collector else people.at(who.principal.address)
        title = one_line(plan.title, 120)
        name = _name_of(plan.name or title)
        if not title or not name:
            raise UserError(say("The document needs a title."))
        known = {one.gathering.name for one in self._shown(every=True)}
        if name in known:
            if plan.name:
                raise UserError(say("There is a gathering “{name}” already: choose another --name.", name=name))
            name = next(each for number in range(2, 1_000) if (each := f"{name[:36]}-{number}") not in known)
        collector = person.address if person is not None else collector_of(self.app.facts)
        return Gathering(name=name, title=title, due=plan.due, collector=collector, template=plan.template)

    def shown(self, who: Actor, *, every: bool = False) -> list[Shown]:
        """The open gatherings that this person may see, or all of those, by their day."""
        found = (one for one in self._shown(every=every) if _may_see(one, who))
        return sorted(found, key=lambda one: (one.gathering.due, one.gathering.name))

    def _shown(self, *, every: bool) -> Iterator[Shown]:
        office = self.app.office
        states = ("open", "closed") if every else ("open",)
        contributions: dict[str, list[Contribution]] = {}
        for state in ("open", "closed"):
            for item in office.items(CONTRIBUTED, state):
                one = Contribution.from_json(item.source)
                contributions.setdefault(one.gathering, []).append(one)
        for state in states:
            for item in office.items(GATHERING, state):
                gathering = Gathering.from_json(item.source)
                found = sorted(contributions.get(gathering.name, ()), key=lambda one: one.key)
                yield Shown(gathering=gathering, contributions=tuple(found), is_open=state == "open")

    def named(self, who: Actor, name: str, *, every: bool = False) -> Shown:
        """One of those by its name or its title, or the only one where "" is said. Raises UserError."""
        found = self.shown(who, every=every)
        wanted = plain(name).strip()
        exact = [one for one in found if one.gathering.name == name] or [
            one for one in found if wanted in plain(one.gathering.title)
        ]
        if len(exact) == 1:
            return exact[0]
        names = [one.gathering.name for one in (exact or found)][:12]
        if not names:
            raise UserError(say("Nothing is gathered at present."))
        if exact:
            raise UserError(say("Several gatherings could be meant: name one of {names}.", names=names))
        raise UserError(say("There is no gathering “{name}”: name one of {names}.", name=name, names=names))

    def remind(self, who: Actor, name: str, whom: Sequence[str]) -> list[Wrote]:
        """Propose a reminder for each who was asked and has not answered, or of them for those named, due or not."""
        shown, facts = self.named(who, name), self.facts()
        unknown = [each for each in whom if not any(_is_meant(one, each) for one in shown.contributions)]
        if unknown:
            raise UserError(say("“{name}” is asked for nothing in “{title}”.", name=unknown[0],
                                title=shown.gathering.title))  # fmt: skip
        wrote = []
        for one in shown.contributions:
            if whom and not any(_is_meant(one, each) for each in whom):
                continue
            wrote.append(self._reminded(who, one, shown.gathering, facts))
        return wrote

    def _reminded(self, who: Actor, one: Contribution, gathering: Gathering, facts: Facts) -> Wrote:
        if one.stage is Stage.TO_ASK:
            return self._proposed(who, one, request(one, gathering, facts, self.settings))
        if one.stage not in OPEN_STAGES:
            return Wrote(contribution=one, why=one.stage.value)
        if is_held(one, facts):
            return Wrote(contribution=one, why="held")
        if one.last == self.today:
            return Wrote(contribution=one, why="today")
        return self._proposed(who, one, reminder(one, gathering, facts, self.settings))

    def _proposed(self, who: Actor, one: Contribution, made: Proposal) -> Wrote:
        numbers = propose(self.app, who, _DUTY, [made])
        return Wrote(contribution=one, proposal=numbers[0]) if numbers else Wrote(contribution=one, why="proposed")

    def close(self, who: Actor, name: str, because: str) -> Shown:
        """Close a gathering by a person's word; what waits or is held of it is withdrawn, nobody is reminded any more.

        Raises UserError for who may not see it, and where something waits, for who may not decide.
        """
        shown = self.named(who, name)
        said = because or say("The gathering was closed.").render(self.app.facts.language)
        live = self.app.office.proposals(["waiting", "approved"])
        mine = [one for one in live if one.duty == _DUTY and is_of(one.key, shown.gathering)]
        if mine and not who.principal.may_approve:
            raise UserError(say("{name} may not decide: ask somebody who may.", name=who.principal.name))
        for one in mine:
            if one.state == "waiting":
                self.app.reject(who, one.id, said)
            else:
                self.app.undo(who, one.id)
        for each in shown.contributions:
            self.app.close_item(who, [CONTRIBUTED], each.key, said)
        for item in self.app.office.items(NOTICE):
            if item.key == shown.gathering.key or is_of(item.key, shown.gathering):
                self.app.close_item(who, [NOTICE], item.key, said)
        self.app.close_item(who, [GATHERING], shown.gathering.key, said)
        return shown


def is_of(key: str, gathering: Gathering) -> bool:
    """Whether a proposal or a notice with this key is about a gathering, or about one of its contributions."""
    kind = key.removeprefix(KEY).partition(":")[0]
    about = gathering.name if kind == "page" else gathering.key
    return key in (f"{gathering.key}:begin", f"{gathering.key}:over") or key.startswith(f"{KEY}{kind}:{about}:")


def _may_see(one: Shown, who: Actor) -> bool:
    """Whether a person may see a gathering: by its circle, or because they collect."""
    reader = who.principal
    return one.gathering.circle in ("", reader.circle) or one.gathering.collector == reader.address


def _is_meant(one: Contribution, word: str) -> bool:
    return (
        is_named(word, one.address)
        or plain(word).strip() in plain(one.name).split()
        or plain(word) == plain(one.name)
    )


def _name_of(words: str) -> str:
    return _NOT_PLAIN.sub("-", plain(words)).strip("-")[:_LONGEST_NAME].strip("-")
