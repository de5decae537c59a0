"""The duty that asks by mail, on facts alone: who is asked about what, in whose place, and what an answer becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from officebot.connectors.mime.compose import message_id
from officebot.core.approvals.actions import AnswerByMail, AskByMail
from officebot.core.approvals.codes import code_in, hash_of, without_code
from officebot.core.approvals.model import Asked, Desk, Question, Waiting
from officebot.core.policy import Policy, Rule, Verdict
from officebot.core.text import say
from officebot.duties.approvals.asking import working_left
from officebot.duties.approvals.decide import decide
from officebot.duties.approvals.observe import Facts
from officebot.duties.approvals.recognise import recognise
from officebot.duties.approvals.settings import Settings
from officebot.sdk import (
    Address,
    AlertPerson,
    Contacts,
    Mail,
    MessageRef,
    OfficeFacts,
    People,
    Person,
    Proof,
    Proposal,
    SendMail,
    WorkingTime,
)
from tests.speed import within

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
ANNE, PAUL, INES, TOM = (
    Person(name=name, address=f"{name.lower()}@atelier.example", language="en", may_approve=name != "Tom")
    for name in ("Anne", "Paul", "Ines", "Tom")
)
CODE = "ABCDEFGHJKMNPQ"
DIGEST = "d1" * 16
OFFICE = OfficeFacts(name="Atelier", people=People([ANNE, PAUL, INES, TOM]), contacts=Contacts([]),
                     working_time=WorkingTime(country=""), account="desk")  # fmt: skip


def waiting(number: int, owner: Person | None = ANNE, hours: float = 72, **more: Any) -> Waiting:
    made: dict[str, Any] = {
        "id": number, "hash": f"{number}" * 64, "duty": "orders", "title": say("Order {number}", number=number),
        "reason": say("It is low."), "consequences": (say("It spends money or binds the office: a person says yes first."),),
        "previews": (say("Send “{subject}” to {to}", subject="Order", to="x@out.example"),), "recipients": ("x@out.example",),
        "amount": None, "created": MONDAY, "expires": MONDAY + timedelta(hours=hours),
        "owner": owner.address if owner else "", "circle": "", "is_confidential": False, "approvals_needed": 1,
        "deciders": (ANNE.address, PAUL.address, INES.address),
    }  # fmt: skip
    return Waiting(**{**made, **more})


def asked(who: Person, *numbers: int, at: datetime = MONDAY, why: str = "digest", code: str = CODE) -> Asked:
    questions = tuple(Question(proposal=one, hash=f"{one}" * 64, principal=who.address) for one in numbers)
    return Asked(
        code=hash_of(code),
        person=who.address,
        questions=questions,
        created=at,
        until=at + timedelta(hours=72),
        why=why,
        mail=DIGEST,
    )


def facts(
    *what: Waiting, kind: str = "schedule", now: datetime = MONDAY, asked: Sequence[Asked] = (), **more: Any
) -> Facts:
    delegates = more.pop("delegates", {})
    desk = Desk(waiting=what, asked=asked, delegates=delegates, page="https://desk.example")
    codes = {f"{why}:{one.address}": CODE for one in OFFICE.people.all for why in ("digest", "reminder", "passed on")}
    return Facts(office=OFFICE, now=now, kind=kind, key="2026-11-23T08:30", desk=desk, codes=codes, **more)


def mails(found: list[Proposal]) -> dict[str, tuple[str, list[int]]]:
    """By whom is asked: the subject, and the proposals in the order of their numbers."""
    by: dict[str, tuple[str, list[int]]] = {}
    for one in found:
        asks = [action for action in one.actions if isinstance(action, AskByMail)]
        sent = [action.mail for action in one.actions if isinstance(action, SendMail)]
        if asks and sent:
            by[asks[0].person] = (sent[0].subject, [question["id"] for question in asks[0].questions])
    return by


def decided(found: Facts, **settings: Any) -> list[Proposal]:
    return list(decide(found, Settings(**settings)))


def test_its_owner_is_asked_and_everybody_where_there_is_none_or_two_are_needed() -> None:
    found = mails(decided(facts(waiting(1), waiting(2, owner=None), waiting(3, owner=PAUL, approvals_needed=2))))
    assert {who: numbers for who, (_, numbers) in found.items()} == {
        ANNE.address: [1, 2, 3], PAUL.address: [2, 3], INES.address: [2, 3],
    }  # fmt: skip
    assert mails(decided(facts(waiting(1)), everyone=True)).keys() == {ANNE.address, PAUL.address, INES.address}
    assert mails(decided(facts(waiting(1, owner=None)), people=[PAUL.address])).keys() == {PAUL.address}


def test_what_expires_first_stands_at_the_top_and_one_mail_asks_so_much_at_most() -> None:
    ((_, numbers),) = mails(decided(facts(waiting(1), waiting(2, hours=5), waiting(3, hours=30)), most=2)).values()
    assert numbers == [2, 3]


def test_nobody_is_asked_for_what_they_put_off_or_agreed_to_or_what_asks_them_itself() -> None:
    later = waiting(1, later=frozenset({ANNE.address}))
    given = waiting(2, approvals_needed=2, given=frozenset({ANNE.address}))
    assert ANNE.address not in mails(decided(facts(later, given, waiting(3, duty="approvals"))))
    assert decided(facts(waiting(1, hours=-1))) == []


def test_the_mail_says_what_when_and_that_money_needs_the_page() -> None:
    (found,) = decided(facts(waiting(1, amount=Decimal("120.00"))))
    (mail,) = [action.mail for action in found.actions if isinstance(action, SendMail)]
    for words in ("1. Order 1", "Why: It is low.", "To: x@out.example", "Amount: 120.00", "say yes on the page", "It expires at",
                  "https://desk.example", f"[{CODE}]"):  # fmt: skip
        assert words in mail.body, words
    assert mail.body.startswith("-- Reply above this line --")
    assert (mail.to, mail.is_automatic, code_in(mail.subject)) == ((ANNE.address,), True, CODE)
    assert CODE not in str([action for action in found.actions if isinstance(action, AskByMail)])


def test_what_spends_at_a_price_that_nobody_knows_needs_the_page_whatever_the_limit() -> None:
    (found,) = decided(facts(waiting(1, amount=Decimal("0.00"))), most_by_mail=50)
    (ask,) = [action for action in found.actions if isinstance(action, AskByMail)]
    assert [question["page"] for question in ask.questions] == [True]


def test_an_amount_that_is_not_known_in_full_is_agreed_to_on_the_page_whatever_the_limit() -> None:
    def pages(**more: Any) -> list[Any]:
        (found,) = decided(facts(waiting(1, amount=Decimal(20), **more)), most_by_mail=50)
        (mail,) = [action.mail for action in found.actions if isinstance(action, SendMail)]
        assert ("Amount: 20, perhaps more" in mail.body) is bool(more)
        (ask,) = [action for action in found.actions if isinstance(action, AskByMail)]
        return [question["page"] for question in ask.questions]

    assert pages(amount_is_least=True) == [True]
    assert pages() == [False]


def test_policy_lets_the_mail_go_where_a_rule_says_so_and_asks_elsewhere() -> None:
    (found,) = decided(facts(waiting(1)))
    rule = Rule(then=Verdict.ACT, action="mail.send", duty="approvals", recipient="inside", number=1)
    assert Policy(rules=(rule,)).decide(found, "approvals", OFFICE.people, MONDAY).verdict is Verdict.ACT
    assert Policy().decide(found, "approvals", OFFICE.people, MONDAY).verdict is Verdict.ASK


def test_who_is_away_is_passed_over_for_their_delegate_their_deputy_or_the_others() -> None:
    away = frozenset({ANNE.address})
    delegates = {ANNE.address: (TOM.address,)}
    assert mails(decided(facts(waiting(1), away=away, delegates=delegates))).keys() == {TOM.address}
    assert mails(decided(facts(waiting(1), away=away), deputies={ANNE.address: INES.address})).keys() == {
        INES.address
    }
    assert mails(decided(facts(waiting(1), away=away))).keys() == {PAUL.address, INES.address}
    assert mails(decided(facts(waiting(1), away=frozenset(one.address for one in OFFICE.people.all)))).keys() == {
        ANNE.address
    }


def test_a_reminder_comes_once_near_the_end_and_then_it_is_passed_on_once() -> None:
    end = MONDAY + timedelta(hours=72)
    one, first = waiting(1), asked(ANNE, 1)
    far = facts(one, kind="interval", now=MONDAY + timedelta(hours=3), asked=[first])
    assert decided(far) == []
    near = facts(one, kind="interval", now=MONDAY + timedelta(hours=50), asked=[first])
    assert mails(decided(near)).keys() == {ANNE.address}
    reminded = asked(ANNE, 1, at=near.now, why="reminder")
    assert decided(replace(near, desk=replace(near.desk, asked=[first, reminded]))) == []
    late = facts(one, kind="interval", now=end - timedelta(minutes=20), asked=[first, reminded])
    assert mails(decided(late)).keys() == {PAUL.address, INES.address}
    passed = [asked(who, 1, at=late.now, why="passed on") for who in (PAUL, INES)]
    assert decided(replace(late, desk=replace(late.desk, asked=[first, reminded, *passed]))) == []
    assert mails(
        decided(replace(late, desk=replace(late.desk, delegates={ANNE.address: (TOM.address,)})))
    ).keys() == {TOM.address}


def test_nobody_is_reminded_outside_of_working_hours_and_an_alert_comes_at_any() -> None:
    night = MONDAY + timedelta(hours=60)
    found = facts(waiting(1, urgency="now"), kind="interval", now=night, asked=[asked(ANNE, 1)])
    assert decided(found, remind_hours=200) == []
    (alert,) = decided(found, alert="medium")
    assert [action.to for action in alert.actions if isinstance(action, AlertPerson)] == [ANNE.address]


def test_working_hours_are_counted_to_the_quarter() -> None:
    assert working_left(MONDAY, MONDAY + timedelta(hours=24), OFFICE.working_time, most=100) == 9
    assert working_left(MONDAY, MONDAY + timedelta(days=30), OFFICE.working_time, most=5) == 5.25


# ── an answer ─────────────────────────────────────────────────────────────────────────────────────────────


def reply(words: str, sender: Person = ANNE, **more: Any) -> Mail:
    made: dict[str, Any] = {
        "ref": MessageRef("desk", "INBOX", 1, 7, "print"), "message_id": "<reply@atelier.example>",
        "subject": f"Re: 2 decisions wait for you [{CODE}]", "sender": Address("", sender.address), "date": MONDAY,
        "received": MONDAY, "text": words, "reply": words, "proof": Proof.PASSED,
        "in_reply_to": f"<{DIGEST}@atelier.example>",
    }  # fmt: skip
    return Mail(**{**made, **more})


def answered(mail: Mail, found: Asked | None = None, **settings: Any) -> Proposal | None:
    """What the duty makes of a mail, as the intake hands it over."""
    claims = list(recognise(mail, OFFICE, Settings(), MONDAY))
    if not claims:
        return None
    given = facts(kind="mail", asked=[found or asked(ANNE, 1, 2)], mail=mail, claim=claims[0].data)
    made = decided(given, **settings)
    return made[0] if made else None


def test_a_proven_plain_answer_becomes_one_action_that_is_never_held_back() -> None:
    found = answered(reply("OK 1, NO 2: too dear"))
    assert found is not None
    (action,) = found.actions
    assert isinstance(action, AnswerByMail)
    assert (action.yes, dict(action.no), action.person) == ((1,), {"2": "too dear"}, ANNE.address)
    policy = Policy(observe_until=MONDAY + timedelta(days=9), paused=True)
    assert policy.decide(found, "approvals", OFFICE.people, MONDAY).verdict is Verdict.ACT


@pytest.mark.parametrize(
    "mail",
    [
        reply("OK 1", proof=Proof.UNKNOWN), reply("OK 1", proof=Proof.UNPROVEN), reply("OK 1", proof=Proof.FAILED),
        reply("OK 1", sender=PAUL), reply("OK 1", subject=f"Fwd: decisions [{CODE}]"), reply("OK 1", truncated=True),
        reply("OK 1", received=MONDAY, date=MONDAY, reply="perhaps 1"), reply("", text=f"> OK 1 [{CODE}]"),
        reply("OK 1", html="<p><s>OK 1</s></p>"), reply("OK 1", html="x" * 1_000_000), reply("-- \nOK 1"),
    ],
    ids=["nobody looked", "nothing speaks for it", "it failed", "another's code", "forwarded", "cut", "doubtful", "quoted",
         "struck out", "markup that may be cut", "a signature alone"],
)  # fmt: skip
def test_anything_less_is_answered_and_does_nothing(mail: Mail) -> None:
    found = answered(mail)
    assert found is not None
    assert not [action for action in found.actions if isinstance(action, AnswerByMail)]
    (sent,) = [action.mail for action in found.actions if isinstance(action, SendMail)]
    assert sent.to == (mail.sender.address,)
    assert code_in(sent.subject) == ""
    assert "Nothing of your answer was done." in sent.body


@pytest.mark.parametrize(
    "mail",
    [reply("OK 1", sender=Person(name="X", address="x@out.example")), reply("OK 1", is_automatic=True),
     reply("OK 1", is_list=True), reply("OK 1", is_private=True), reply("OK 1", subject="Re: decisions", text="OK 1")],
    ids=["a stranger", "a machine", "a list", "private", "no code"],
)  # fmt: skip
def test_some_mails_are_not_even_answered(mail: Mail) -> None:
    assert answered(mail) is None


def test_a_code_that_nobody_made_gets_no_answer() -> None:
    assert answered(reply("OK 1"), asked(ANNE, 1, code="ZZZZZZZZZZZZZZ")) is None


def test_a_mail_that_is_answered_too_late_decides_nothing() -> None:
    found = answered(reply("OK 1"), asked(ANNE, 1, at=MONDAY - timedelta(hours=73)))
    assert found is not None
    assert not [action for action in found.actions if isinstance(action, AnswerByMail)]


def test_codes_are_found_in_no_time_and_taken_out_of_subjects() -> None:
    assert without_code(f"Re: 2 decisions [{CODE}]") == "Re: 2 decisions"

    def run() -> None:
        assert code_in("[" + "A" * 100_000 + "[AB" * 30_000) == ""

    within(0.05, run)


COPY = "<copy@atelier.example>"


@pytest.mark.parametrize(
    "named",
    [{"in_reply_to": ""}, {"in_reply_to": COPY}, {"in_reply_to": f"<{'e1' * 16}@atelier.example>"},
     {"in_reply_to": COPY, "references": (f"<{DIGEST}@atelier.example>", COPY)}],
    ids=["nothing", "a copy", "another digest", "a copy, and the digest before it"],
)  # fmt: skip
def test_a_yes_that_does_not_answer_the_very_digest_is_none_unless_the_server_checks_who_sends(
    named: dict[str, Any],
) -> None:
    found = answered(reply("OK 1", **named))
    assert found is not None
    assert not [action for action in found.actions if isinstance(action, AnswerByMail)]
    (sent,) = [action.mail for action in found.actions if isinstance(action, SendMail)]
    assert "Yes to 1: it is not the answer to the mail that asked you." in sent.body
    checked = answered(reply("OK 1", **named), sender_is_checked=True)
    assert checked is not None
    assert [action.yes for action in checked.actions if isinstance(action, AnswerByMail)] == [(1,)]


def test_a_no_counts_whatever_it_answers_and_the_yes_beside_it_is_told_not_to() -> None:
    found = answered(reply("OK 1, NO 2: too dear", in_reply_to=COPY))
    assert found is not None
    (action,) = [one for one in found.actions if isinstance(one, AnswerByMail)]
    assert (action.yes, dict(action.no), len(action.notes)) == ((), {"2": "too dear"}, 1)


def test_a_yes_counts_where_the_references_alone_end_with_the_digest_and_none_where_its_mark_was_not_kept() -> None:
    mail = reply("OK 1", in_reply_to="", references=(COPY, f"<{DIGEST}@atelier.example>"))
    found = answered(mail)
    assert found is not None
    assert [action.yes for action in found.actions if isinstance(action, AnswerByMail)] == [(1,)]
    bare = answered(reply("OK 1", in_reply_to="<@atelier.example>"), replace(asked(ANNE, 1), mail=""))
    assert bare is not None
    assert not [action for action in bare.actions if isinstance(action, AnswerByMail)]


def test_what_is_kept_of_a_digest_is_how_its_message_id_begins() -> None:
    (found,) = decided(facts(waiting(1)))
    (ask,) = [action for action in found.actions if isinstance(action, AskByMail)]
    (mail,) = [action.mail for action in found.actions if isinstance(action, SendMail)]
    assert message_id(mail, "atelier.example") == f"<{ask.mail}@atelier.example>"
