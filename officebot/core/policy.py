"""Whether a proposal is carried out at once, waits for a person, or is never done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fnmatch import fnmatchcase

from officebot.core.action_names import kind_name
from officebot.core.actions import Action, DraftMail, Effect
from officebot.core.people import People
from officebot.core.proposals import Proposal
from officebot.core.text import Text, say

#: A yes that nobody gave within three days is not a yes any more.
EXPIRES_AFTER = timedelta(hours=72)


class Verdict(StrEnum):
    """What policy says; `strictness` orders them."""

    ACT = "act"
    ASK = "ask"
    NEVER = "never"

    @property
    def strictness(self) -> int:
        """0 for act, 1 for ask, 2 for never."""
        return _STRICTNESS.index(self)


_STRICTNESS = (Verdict.ACT, Verdict.ASK, Verdict.NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One `[[policy]]` of the office. Empty conditions match everything, `number` counts from 1 in the file.

    `action` is a kind or a pattern ("mail.*"); `recipient` is "inside", "outside", an address or "@domain";
    `amount_over` matches amounts strictly above it, and one that is not known in full unless the rule lets things happen
    at once; `confidential` matches that value when it is given.
    """

    then: Verdict
    action: str = "*"
    duty: str = ""
    recipient: str = ""
    amount_over: Decimal | None = None
    confidential: bool | None = None
    approvals: int = 1
    expires_after: timedelta = EXPIRES_AFTER
    number: int = 0

    def matches(self, action: Action, recipient: str, proposal: Proposal, duty: str, people: People) -> bool:
        """Whether every condition holds for this action towards this recipient ("" when it reaches nobody)."""
        return (
            fnmatchcase(action.kind, self.action)
            and (not self.duty or self.duty == duty)
            and (not self.recipient or _is_meant(self.recipient, recipient, people))
            and (self.amount_over is None or self._is_over(self.amount_over, proposal))
            and (self.confidential is None or self.confidential == proposal.confidential)
        )

    def _is_over(self, limit: Decimal, proposal: Proposal) -> bool:
        # What nobody knows may be more than any limit, which is a reason to ask or to forbid, and never to act.
        if proposal.amount_is_least and self.then is not Verdict.ACT:
            return True
        return proposal.amount is not None and proposal.amount > limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The verdict on a proposal, how many different people must say yes, how long one may, and why."""

    verdict: Verdict
    approvals: int
    expires_after: timedelta
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What a person said yes to with an earlier proposal: when, and to which addresses mails left with it."""

    on: datetime
    recipients: frozenset[str] = frozenset()

    def answers(self, ruling: Ruling, action: Action, recipient: str, people: People) -> bool:
        """Whether that yes is the one which this ruling asks for: one person's, to what goes to the same people."""
        is_asked = ruling.verdict is Verdict.ASK and ruling.approvals == 1 and action.effect is Effect.LEAVES
        return is_asked and (recipient.lower() in self.recipients or people.inside(recipient))


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The office's rules. Until `observe_until`, and while paused, nothing is done without a person."""

    rules: tuple[Rule, ...] = ()
    observe_until: datetime | None = None
    paused: bool = False

    def decide(
        self, proposal: Proposal, duty: str, people: People, now: datetime, agreed: Agreed | None = None
    ) -> Ruling:
        """The ruling on a proposal of this duty; `agreed` is what a person agreed to with an earlier one.

        Each action is judged towards each of its recipients by the first rule that matches, else by how far
        the action reaches. The strictest of these verdicts decides; the most approvals and the shortest time
        that any of those asking wants apply.
        """
        rulings = list(self._judge(proposal, duty, people, agreed))
        verdict = max((ruling.verdict for ruling in rulings), key=lambda each: each.strictness)
        deciding = [ruling for ruling in rulings if ruling.verdict is verdict]
        ruling = Ruling(
            verdict=verdict,
            approvals=max(each.approvals for each in deciding),
            expires_after=min(each.expires_after for each in deciding),
            because=deciding[0].because,
        )
        wished = _asked_for(_shortened(ruling, proposal), proposal)
        if proposal.actions and all(action.effect is Effect.NOTES for action in proposal.actions):
            return wished  # held back, its memory would only be poorer
        return self._held_back(wished, now)

    def _judge(self, proposal: Proposal, duty: str, people: People, agreed: Agreed | None) -> Iterable[Ruling]:
        if not proposal.actions:
            yield _by_default(Effect.INSIDE)
        for action in proposal.actions:
            for recipient in action.recipients or ("",):
                ruling = self._by_rule(action, recipient, proposal, duty, people) or _by_default(action.effect)
                if agreed is not None and agreed.answers(ruling, action, recipient, people):
                    ruling = _as_agreed(ruling, agreed)
                yield _kept_in_circle(ruling, action, recipient, proposal, people)

    def _by_rule(
        self, action: Action, recipient: str, proposal: Proposal, duty: str, people: People
    ) -> Ruling | None:
        for rule in self.rules:
            if rule.matches(action, recipient, proposal, duty, people):
                return Ruling(
                    verdict=rule.then,
                    approvals=rule.approvals,
                    expires_after=rule.expires_after,
                    because=_because_of(rule, action),
                )
        return None

    def _held_back(self, ruling: Ruling, now: datetime) -> Ruling:
        if ruling.verdict is not Verdict.ACT:
            return ruling
        if self.paused:
            return _asking(ruling, say("The office is paused: nothing is done without a person's yes."))
        if self.observe_until is not None and now < self.observe_until:
            because = say(
                "The office is still observing: until {until}, nothing is done without a person's yes.",
                until=self.observe_until,
            )
            return _asking(ruling, because)
        return ruling


def decide(policy: Policy, proposal: Proposal, duty: str, people: People, now: datetime) -> Ruling:
    """The policy's ruling on a proposal of this duty; see `Policy.decide`."""
    return policy.decide(proposal, duty, people, now)


def _is_meant(condition: str, recipient: str, people: People) -> bool:
    address = recipient.lower()
    if not address:
        return False
    if condition == "inside":
        return people.inside(address)
    if condition == "outside":
        return not people.inside(address)
    if condition.startswith("@"):
        return address.partition("@")[2] == condition[1:].lower()
    return address == condition.lower()


def _by_default(effect: Effect) -> Ruling:
    verdict, because = {
        Effect.NOTES: (Verdict.ACT, say("It is only noted in officebot's own memory.")),
        Effect.INSIDE: (Verdict.ACT, say("It stays inside the office and can be taken back.")),
        Effect.LEAVES: (Verdict.ASK, say("It leaves the office: a person says yes first.")),
        Effect.SPENDS: (Verdict.ASK, say("It spends money or binds the office: a person says yes first.")),
    }[effect]
    return Ruling(verdict=verdict, approvals=1, expires_after=EXPIRES_AFTER, because=because)


def _as_agreed(ruling: Ruling, agreed: Agreed) -> Ruling:
    because = say("A person agreed to it on {day}, with what was proposed then.", day=agreed.on)
    return replace(ruling, verdict=Verdict.ACT, because=because)


def _because_of(rule: Rule, action: Action) -> Text:
    if rule.then is Verdict.ACT:
        return say(
            "Rule {number} of the policy lets “{kind}” happen at once.",
            number=rule.number,
            kind=kind_name(action.kind),
        )
    if rule.then is Verdict.ASK:
        return say(
            "Rule {number} of the policy asks a person before “{kind}”.",
            number=rule.number,
            kind=kind_name(action.kind),
        )
    return say("Rule {number} of the policy forbids “{kind}”.", number=rule.number, kind=kind_name(action.kind))


def _kept_in_circle(ruling: Ruling, action: Action, recipient: str, proposal: Proposal, people: People) -> Ruling:
    # A draft lies in the office's own mailbox and reaches nobody before a person sends it.
    if ruling.verdict is not Verdict.ACT or not proposal.confidential or isinstance(action, DraftMail):
        return ruling
    if not recipient or _may_see(recipient, proposal.circle, people):
        return ruling
    return _asking(ruling, say("It is confidential and goes to someone outside the circle: a person says yes first."))


def _may_see(address: str, circle: str, people: People) -> bool:
    person = people.at(address)
    return person is not None and circle in ("", person.circle)


def _asked_for(ruling: Ruling, proposal: Proposal) -> Ruling:
    ruling = replace(ruling, approvals=max(ruling.approvals, proposal.approvals))
    if ruling.verdict is not Verdict.ACT or not proposal.must_ask:
        return ruling
    return _asking(ruling, say("The duty itself wants a person to see it first."))


def _asking(ruling: Ruling, because: Text) -> Ruling:
    return replace(ruling, verdict=Verdict.ASK, because=because)


def _shortened(ruling: Ruling, proposal: Proposal) -> Ruling:
    if proposal.expires_after is None or proposal.expires_after >= ruling.expires_after:
        return ruling
    return replace(ruling, expires_after=proposal.expires_after)
