"""What policy says: act, ask or never; each rule's condition, turned around, changes the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest

from officebot.core.action_names import kind_name
from officebot.core.actions import Action, DraftMail, Effect, MoveMessage, NoteItem, SendMail, kinds
from officebot.core.mail import MessageRef, OutgoingMail
from officebot.core.people import People, Person
from officebot.core.policy import Agreed, Policy, Rule, Ruling, Verdict
from officebot.core.proposals import Proposal
from officebot.core.text import say

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PEOPLE = People(
    [
        Person(name="Nadia", address="nadia@office.example", circle="direction"),
        Person(name="Malik", address="malik@office.example", circle="operations"),
        Person(name="Home", address="helper@gmail.com", circle="direction"),
    ]
)
HERE = MessageRef("desk", "INBOX", 1, 1, "f")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay(Action):
    kind: ClassVar[str] = "test.pay"
    effect: ClassVar[Effect] = Effect.SPENDS


def send(*to: str) -> SendMail:
    return SendMail(mail=OutgoingMail(account="desk", to=to, subject="s", body="b", key="k"))


def draft(*to: str) -> DraftMail:
    return DraftMail(mail=send(*to).mail)


MOVE = MoveMessage(on=HERE, to_folder="Archive")


def proposal(
    *actions: Action,
    amount: str | None = None,
    confidential: bool = False,
    circle: str = "",
    expires_after: timedelta | None = None,
) -> Proposal:
    return Proposal(
        key="k",
        title=say("t"),
        actions=actions,
        amount=None if amount is None else Decimal(amount),
        confidential=confidential,
        circle=circle,
        expires_after=expires_after,
    )


def ruling(proposed: Proposal, *rules: Rule, duty: str = "replies", **policy: Any) -> Ruling:
    return Policy(rules=rules, **policy).decide(proposed, duty, PEOPLE, NOW)


def verdict(proposed: Proposal, *rules: Rule, duty: str = "replies", **policy: Any) -> str:
    return ruling(proposed, *rules, duty=duty, **policy).verdict


def act(**conditions: Any) -> Rule:
    return Rule(then=Verdict.ACT, **conditions)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        pytest.param(MOVE, "act", id="what stays inside happens"),
        pytest.param(draft("a@b.example"), "act", id="a draft stays inside"),
        pytest.param(send("nadia@office.example"), "ask", id="a mail leaves, also to a colleague"),
        pytest.param(Pay(), "ask", id="money asks"),
    ],
)
def test_without_rules_the_reach_of_an_action_decides(action: Action, expected: str) -> None:
    found = ruling(proposal(action))
    assert (found.verdict, found.approvals, found.expires_after) == (expected, 1, timedelta(hours=72))


def test_a_proposal_that_does_nothing_needs_nobody() -> None:
    assert verdict(proposal()) == "act"


def test_the_strictest_action_decides() -> None:
    never = Rule(then=Verdict.NEVER, action="test.pay")
    assert verdict(proposal(MOVE, send("a@b.example"))) == "ask"
    assert verdict(proposal(MOVE, Pay(), send("a@b.example")), never) == "never"


def test_the_first_rule_that_matches_decides() -> None:
    never = Rule(then=Verdict.NEVER, action="mail.*")
    assert verdict(proposal(send("a@b.example")), act(action="mail.send"), never) == "act"
    assert verdict(proposal(send("a@b.example")), never, act(action="mail.send")) == "never"


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [("mail.send", True), ("mail.*", True), ("*", True), ("mail", False), ("MAIL.SEND", False), ("mail.move", False)],
)
def test_a_rule_names_a_kind_or_a_pattern_of_kinds(pattern: str, matches: bool) -> None:
    assert verdict(proposal(send("a@b.example")), act(action=pattern)) == ("act" if matches else "ask")


def test_a_rule_may_hold_for_one_duty_only() -> None:
    rule = act(duty="replies")
    assert verdict(proposal(send("a@b.example")), rule, duty="replies") == "act"
    assert verdict(proposal(send("a@b.example")), rule, duty="reports") == "ask"


@pytest.mark.parametrize(
    ("recipient", "address", "matches"),
    [
        ("inside", "malik@office.example", True),
        ("inside", "new.colleague@office.example", True),
        ("inside", "malik@office.example.evil.example", False),
        ("inside", "office.example", False),
        ("inside", "x@evil.example@office.example", False),
        ("inside", "helper@gmail.com", True),
        ("inside", "stranger@gmail.com", False),
        ("outside", "stranger@gmail.com", True),
        ("outside", "malik@office.example", False),
        ("Claire@Customer.example", "claire@customer.example", True),
        ("claire@customer.example", "claire@customer.example.evil", False),
        ("@Customer.example", "claire@customer.example", True),
        ("@customer.example", "claire@evil-customer.example", False),
        ("@customer.example", "claire@sub.customer.example", False),
    ],
)
def test_a_rule_may_hold_for_some_recipients(recipient: str, address: str, matches: bool) -> None:
    assert verdict(proposal(send(address)), act(recipient=recipient)) == ("act" if matches else "ask")


def test_a_permission_for_one_recipient_does_not_cover_another() -> None:
    inside = act(recipient="inside")
    assert verdict(proposal(send("malik@office.example", "a@b.example")), inside) == "ask"
    assert verdict(proposal(send("malik@office.example", "nadia@office.example")), inside) == "act"


def test_a_prohibition_for_one_recipient_stops_the_whole_mail() -> None:
    never = Rule(then=Verdict.NEVER, recipient="@rival.example")
    assert verdict(proposal(send("malik@office.example", "x@rival.example")), never, act()) == "never"


def test_a_hidden_copy_is_a_recipient() -> None:
    mail = OutgoingMail(
        account="desk", to=("malik@office.example",), bcc=("a@b.example",), subject="s", body="b", key="k"
    )
    assert verdict(proposal(SendMail(mail=mail)), act(recipient="inside")) == "ask"


def test_a_rule_about_recipients_does_not_match_what_reaches_nobody() -> None:
    for recipient in ("inside", "outside", "@office.example"):
        assert verdict(proposal(Pay()), act(recipient=recipient)) == "ask"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        pytest.param("500.00", "act", id="exactly the threshold"),
        pytest.param("500.01", "ask", id="one cent over the threshold"),
        pytest.param("499.99", "act", id="one cent under the threshold"),
        pytest.param(None, "act", id="no amount"),
    ],
)
def test_an_amount_must_be_over_the_threshold(amount: str | None, expected: str) -> None:
    ask = Rule(then=Verdict.ASK, amount_over=Decimal(500))
    assert verdict(proposal(Pay(), amount=amount), ask, act()) == expected


@pytest.mark.parametrize("amount", ["1.00", None])
def test_an_amount_that_is_not_known_in_full_counts_as_over_any_limit(amount: str | None) -> None:
    two = Rule(then=Verdict.ASK, amount_over=Decimal(1000), approvals=2)
    known = proposal(Pay(), amount=amount)
    assert ruling(replace(known, amount_is_least=True), two).approvals == 2
    assert ruling(known, two).approvals == 1


def test_an_amount_that_is_not_known_in_full_lets_nothing_happen_at_once() -> None:
    more = act(amount_over=Decimal(1000))
    assert (
        verdict(replace(proposal(MOVE, amount="1.00"), amount_is_least=True), more, Rule(then=Verdict.ASK)) == "ask"
    )


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("confidential", [True, False])
def test_a_rule_may_hold_for_confidential_things_only(wanted: bool, confidential: bool) -> None:
    found = verdict(proposal(Pay(), confidential=confidential), act(confidential=wanted))
    assert found == ("act" if wanted is confidential else "ask")


@pytest.mark.parametrize(
    ("to", "circle", "expected"),
    [
        pytest.param("a@b.example", "", "ask", id="outside the office"),
        pytest.param("new.colleague@office.example", "", "ask", id="nobody we know"),
        pytest.param("malik@office.example", "", "act", id="a colleague, for the whole office"),
        pytest.param("malik@office.example", "direction", "ask", id="a colleague outside the circle"),
        pytest.param("nadia@office.example", "direction", "act", id="a colleague of the circle"),
    ],
)
def test_confidential_things_do_not_leave_their_circle_alone(to: str, circle: str, expected: str) -> None:
    assert verdict(proposal(send(to), confidential=True, circle=circle), act()) == expected
    assert verdict(proposal(send(to), confidential=False, circle=circle), act()) == "act"


def test_a_confidential_draft_reaches_nobody_yet() -> None:
    assert verdict(proposal(draft("a@b.example"), confidential=True)) == "act"


def test_confidential_things_that_are_forbidden_stay_forbidden() -> None:
    assert verdict(proposal(send("a@b.example"), confidential=True), Rule(then=Verdict.NEVER)) == "never"


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        pytest.param(timedelta(seconds=1), "ask", id="a second before the end"),
        pytest.param(timedelta(), "act", id="at the end"),
        pytest.param(timedelta(seconds=-1), "act", id="a second after the end"),
    ],
)
def test_an_office_that_observes_asks_before_everything(left: timedelta, expected: str) -> None:
    assert verdict(proposal(MOVE), observe_until=NOW + left) == expected
    assert verdict(proposal(MOVE), Rule(then=Verdict.NEVER), observe_until=NOW + left) == "never"


def test_a_paused_office_asks_before_everything() -> None:
    assert verdict(proposal(MOVE), paused=True) == "ask"
    assert verdict(proposal(MOVE), act(), paused=True) == "ask"
    assert "paused" in ruling(proposal(MOVE), paused=True).because.render("en")


@pytest.mark.parametrize("held", [{"paused": True}, {"observe_until": NOW + timedelta(days=1)}], ids=str)
def test_what_is_only_noted_in_its_own_memory_is_noted_by_an_office_that_is_observed_or_paused(held: Any) -> None:
    note = NoteItem(item_kind="deadline", key="k", title="Devis")
    assert verdict(proposal(note), **held) == "act"
    assert verdict(proposal(note, MOVE), **held) == "ask"
    assert verdict(proposal(note), Rule(then=Verdict.ASK, action="item.*"), **held) == "ask"


def test_two_people_are_asked_when_any_action_wants_two() -> None:
    two = Rule(then=Verdict.ASK, action="test.pay", approvals=2, expires_after=timedelta(hours=24))
    found = ruling(proposal(send("a@b.example"), Pay()), two)
    assert (found.approvals, found.expires_after) == (2, timedelta(hours=24))


@pytest.mark.parametrize(("hours", "expected"), [(1, 1), (72, 72), (100, 72)])
def test_a_proposal_may_expire_sooner_than_policy_says_but_not_later(hours: int, expected: int) -> None:
    found = ruling(proposal(Pay(), expires_after=timedelta(hours=hours)))
    assert found.expires_after == timedelta(hours=expected)


def test_the_ruling_names_the_rule_that_decided() -> None:
    found = ruling(proposal(send("a@b.example")), act(duty="reports"), Rule(then=Verdict.NEVER, number=2))
    assert found.because.render("en") == "Rule 2 of the policy forbids “send a mail”."


def test_a_proposal_that_must_ask_waits_even_where_a_rule_lets_it_happen() -> None:
    careful = replace(proposal(draft("a@b.example")), must_ask=True)
    assert verdict(careful) == "ask"
    assert verdict(careful, act(action="mail.draft")) == "ask"
    assert verdict(careful, Rule(then=Verdict.NEVER)) == "never"
    assert verdict(replace(careful, must_ask=False), act(action="mail.draft")) == "act"


def test_a_duty_may_want_more_people_to_say_yes_than_the_policy_does_never_fewer() -> None:
    held = replace(proposal(draft("a@b.example")), must_ask=True, approvals=2)
    assert Policy().decide(held, "d", PEOPLE, NOW).approvals == 2
    two = Policy(rules=(Rule(then=Verdict.ASK, approvals=2),))
    assert two.decide(replace(held, approvals=1), "d", PEOPLE, NOW).approvals == 2


def test_every_action_of_officebot_has_a_name_for_people() -> None:
    ours = [kind for kind, action in kinds().items() if action.__module__ == "officebot.core.actions"]
    assert len(ours) >= 18
    assert [kind for kind in ours if kind_name(kind).render("en") == kind] == []


# ── what was agreed to before ─────────────────────────────────────────────────────────────────────────────


GUEST = "guest@elsewhere.example"


def agreed(proposed: Proposal, *rules: Rule, to: str = GUEST, **policy: Any) -> str:
    """The verdict on what a person agreed to an hour ago, in a mail to somebody."""
    before = Agreed(on=NOW - timedelta(hours=1), recipients=frozenset({to}))
    return str(Policy(rules=rules, **policy).decide(proposed, "replies", PEOPLE, NOW, before).verdict)


def test_what_a_person_agreed_to_before_leaves_without_a_second_yes() -> None:
    assert verdict(proposal(send(GUEST))) == "ask"
    assert agreed(proposal(send(GUEST))) == "act"
    assert agreed(proposal(send(GUEST)), Rule(then=Verdict.ASK, action="mail.send")) == "act"


def test_the_yes_was_to_what_goes_to_the_same_people_and_to_colleagues() -> None:
    assert agreed(proposal(send(GUEST, "nadia@office.example"))) == "act"
    assert agreed(proposal(send(GUEST, "third@elsewhere.example"))) == "ask"


def test_what_spends_is_asked_about_whatever_was_agreed_to() -> None:
    assert agreed(proposal(send(GUEST), Pay())) == "ask"


def test_a_rule_that_wants_two_people_or_forbids_stands_above_one_yes() -> None:
    assert agreed(proposal(send(GUEST)), Rule(then=Verdict.ASK, action="mail.*", approvals=2)) == "ask"
    assert agreed(proposal(send(GUEST)), Rule(then=Verdict.NEVER, action="mail.*")) == "never"


@pytest.mark.parametrize("held", [{"paused": True}, {"observe_until": NOW + timedelta(days=1)}])
def test_an_office_that_is_paused_or_observed_asks_about_it_all_the_same(held: Any) -> None:
    assert agreed(proposal(send(GUEST)), **held) == "ask"


def test_confidential_things_are_asked_about_once_more() -> None:
    assert agreed(proposal(send(GUEST), confidential=True)) == "ask"


def test_what_a_duty_wants_to_be_asked_about_is_asked_about() -> None:
    assert agreed(replace(proposal(send(GUEST)), must_ask=True)) == "ask"
