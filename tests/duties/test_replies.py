"""Who gets an acknowledgement, what stands in it, and who never gets one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

import pytest

from officebot.core.actions import DraftMail, FlagMessage, KeepSentCopy, SendMail
from officebot.core.mail import Address, Mail, Proof
from officebot.core.proposals import Claim, Proposal
from officebot.duties.replies.decide import decide
from officebot.duties.replies.observe import observe
from officebot.duties.replies.settings import Settings
from officebot.resources import packaged
from officebot.sdk import OfficeFacts, Trigger

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MakeMail: TypeAlias = Callable[..., Mail]
VERDICT = {"urgency": "week", "kind": "request", "reply_expected": True, "language": "en", "warnings": []}


class Desk:
    """An office whose folder holds these files."""

    def __init__(self, facts: OfficeFacts, files: dict[str, str] | None = None) -> None:
        self.facts = facts
        self._files = files or {}

    def read_file(self, path: str) -> bytes:
        if path not in self._files:
            raise FileNotFoundError(path)
        return self._files[path].encode()

    def mails(self, since: datetime, until: datetime) -> list[Any]:
        return []

    def proposals(self, states: Any, since: datetime | None = None) -> list[Any]:
        return []

    def items(self, kind: str | None = None, state: str = "open") -> list[Any]:
        return []

    def remembered(self, duty: str, key: str) -> Any:
        return None


def proposals(
    mail: Mail, facts: OfficeFacts, files: dict[str, str] | None = None, verdict: Any = None, **settings: Any
) -> list[Proposal]:
    claim = Claim(kind="triage", data={**VERDICT, **(verdict or {})})
    trigger = Trigger(kind="mail", key="k", due=NOW, now=NOW, mail=mail, claims=(claim,))
    wanted = Settings(**settings)
    return list(decide(observe(Desk(facts, files), trigger, wanted), wanted))


def drafted(found: list[Proposal]) -> Any:
    (proposal,) = found
    (action,) = proposal.actions
    assert isinstance(action, DraftMail)
    return action.mail


def test_a_customer_who_waits_gets_a_draft_in_their_language(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = drafted(proposals(make_mail("Could you send a quote?", subject="Quote"), facts))
    assert mail.to == ("c.rowe@pemberton-rowe.example",)
    assert mail.subject == "Re: Quote"
    assert mail.language == "en"
    assert mail.body.startswith("Dear Charlotte,\n\nThank you for your message of 24 November 2026 (“Quote”).")
    assert mail.in_reply_to == "<one@pemberton-rowe.example>"
    assert mail.references == ("<one@pemberton-rowe.example>",)


def test_a_french_supplier_is_addressed_as_they_wish(facts: OfficeFacts, make_mail: MakeMail) -> None:
    incoming = make_mail("?", subject="Livraison", sender="y.guillou@sablieres-erdre.example")
    mail = drafted(proposals(incoming, facts, verdict={"urgency": "today"}))
    assert mail.body.startswith("Monsieur Guillou,\n\nNous avons bien reçu votre message du 24 novembre 2026")
    assert "dans la journée" in mail.body


def test_a_draft_appears_by_itself_unless_the_office_wants_to_see_it_first(
    facts: OfficeFacts, make_mail: MakeMail
) -> None:
    (careful,) = proposals(make_mail(), facts, ask_before_draft=True)
    (trusting,) = proposals(make_mail(), facts)
    assert (careful.must_ask, trusting.must_ask) == (True, False)
    assert "c.rowe@pemberton-rowe.example" in careful.consequences[0].render("en")


def test_sending_keeps_a_copy_and_marks_the_mail_as_answered(facts: OfficeFacts, make_mail: MakeMail) -> None:
    incoming = make_mail()
    (proposal,) = proposals(incoming, facts, mode="send")
    send, keep, flag = proposal.actions
    assert isinstance(send, SendMail)
    assert isinstance(keep, KeepSentCopy)
    assert send.mail == keep.mail
    assert send.mail.is_automatic
    assert flag == FlagMessage(on=incoming.ref, add=("\\Answered",))
    assert "leaves the office" in proposal.consequences[0].render("en")


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param({"is_automatic": True}, id="a machine"),
        pytest.param({"is_list": True}, id="a list"),
        pytest.param({"is_private": True}, id="private mail"),
        pytest.param({"proof": Proof.FAILED}, id="an unproven sender"),
        pytest.param({"in_reply_to": "<earlier@office.example>"}, id="a conversation under way"),
        pytest.param({"references": ("<earlier@office.example>",)}, id="an answer in a conversation"),
        pytest.param({"flags": frozenset({"\\Answered"})}, id="a mail that was answered"),
        pytest.param({"sender": "stranger@elsewhere.example"}, id="a stranger"),
        pytest.param({"sender": "sophie@office.example"}, id="a colleague"),
        pytest.param({"sender": Address("Who", "")}, id="nobody"),
    ],
)
def test_no_acknowledgement_goes_to(marks: dict[str, Any], facts: OfficeFacts, make_mail: MakeMail) -> None:
    assert proposals(make_mail(**marks), facts) == []


@pytest.mark.parametrize(
    "local",
    ["noreply", "no-reply", "do-not-reply", "ne-pas-repondre", "nepasrepondre", "mailer-daemon", "postmaster",
     "bounce+4", "notifications", "alerts"],
)  # fmt: skip
def test_no_acknowledgement_goes_to_an_address_that_nobody_reads(
    local: str, facts: OfficeFacts, make_mail: MakeMail
) -> None:
    assert proposals(make_mail(sender=f"{local}@elsewhere.example"), facts, unknown_senders=True) == []
    assert len(proposals(make_mail(sender="anna.noreau@elsewhere.example"), facts, unknown_senders=True)) == 1


@pytest.mark.parametrize(
    "verdict",
    [
        {"kind": "newsletter"}, {"kind": "fraud"}, {"urgency": "now"}, {"urgency": "later"}, {"urgency": "none"},
        {"reply_expected": False}, {"warnings": ["reply-to"]},
    ],
)  # fmt: skip
def test_the_verdict_must_ask_for_a_reply(verdict: dict[str, Any], facts: OfficeFacts, make_mail: MakeMail) -> None:
    assert proposals(make_mail(), facts, verdict=verdict) == []


def test_an_address_the_office_excludes_gets_none(facts: OfficeFacts, make_mail: MakeMail) -> None:
    assert proposals(make_mail(), facts, never=("@pemberton-rowe.example",)) == []
    assert proposals(make_mail(), facts, never=("C.Rowe@pemberton-rowe.example",)) == []
    assert len(proposals(make_mail(), facts, never=("@rowe.example",))) == 1


def test_answers_go_where_the_sender_wishes_only_within_their_domain(facts: OfficeFacts, make_mail: MakeMail) -> None:
    same = make_mail(reply_to=(Address("", "buying@pemberton-rowe.example"),))
    other = make_mail(reply_to=(Address("", "trap@elsewhere.example"),))
    assert drafted(proposals(same, facts)).to == ("buying@pemberton-rowe.example",)
    assert drafted(proposals(other, facts)).to == ("c.rowe@pemberton-rowe.example",)


@pytest.mark.parametrize(
    ("subject", "answer"),
    [("Quote", "Re: Quote"), ("RE: Quote", "RE: Quote"), ("Réf: 12", "Re: Réf: 12"), ("A\r\nBcc: x@y.example",
      "Re: A Bcc: x@y.example"), ("Rép : devis", "Rép : devis")],
)  # fmt: skip
def test_the_answer_mark_is_put_once_and_a_subject_is_one_line(
    subject: str, answer: str, facts: OfficeFacts, make_mail: MakeMail
) -> None:
    assert drafted(proposals(make_mail(subject=subject), facts)).subject == answer


def test_a_subject_in_braces_is_shown_and_not_filled_in(facts: OfficeFacts, make_mail: MakeMail) -> None:
    assert "“{office} {x}”" in drafted(proposals(make_mail(subject="{office} {x}"), facts)).body


def test_the_offices_own_text_is_used(facts: OfficeFacts, make_mail: MakeMail) -> None:
    files = {"templates/en/mail/acknowledgement_week.txt": "{salutation}, {office} thanks you."}
    assert drafted(proposals(make_mail(), facts, files)).body == "Dear Charlotte, Bureau thanks you."


def test_an_own_text_with_an_unknown_place_is_not_used_and_that_is_said(
    facts: OfficeFacts, make_mail: MakeMail
) -> None:
    files = {"templates/en/mail/acknowledgement_week.txt": "{salutation}, {secret}"}
    (proposal,) = proposals(make_mail(), facts, files)
    assert "Thank you for your message" in drafted([proposal]).body
    assert "“secret”" in proposal.consequences[1].render("en")


def test_two_first_mails_of_one_conversation_have_one_key(facts: OfficeFacts, make_mail: MakeMail) -> None:
    first = make_mail()
    (one,), (two,) = proposals(first, facts), proposals(replace(first, subject="Again"), facts)
    (other,) = proposals(replace(first, message_id="<two@x.example>"), facts)
    assert one.key == two.key != other.key


def test_every_shipped_text_can_be_filled(facts: OfficeFacts, make_mail: MakeMail) -> None:
    texts = sorted(packaged("templates").glob("*/mail/acknowledgement_*.txt"))
    assert len(texts) == 4
    for path in texts:
        files = {"templates/en/mail/acknowledgement_week.txt": path.read_text("utf-8")}
        assert "{" not in drafted(proposals(make_mail(), facts, files)).body


@pytest.mark.parametrize(
    ("deadline", "promise"),
    [
        pytest.param("2026-11-27T18:00", "by 27 November 2026", id="the sender's own deadline is sooner"),
        pytest.param("2026-12-24", "within five working days", id="the deadline is far away"),
        pytest.param("2026-12-01", "within five working days", id="exactly five working days away"),
        pytest.param("2026-11-24", "within five working days", id="the day it came, which nobody can promise"),
        pytest.param("soon", "within five working days", id="not a date"),
        pytest.param(None, "within five working days", id="no deadline"),
    ],
)
def test_an_acknowledgement_never_promises_later_than_the_sender_needs(
    facts: OfficeFacts, make_mail: MakeMail, deadline: str | None, promise: str
) -> None:
    mail = drafted(proposals(make_mail("Could you confirm?", subject="Order"), facts, verdict={"deadline": deadline}))
    assert f"come back to you {promise}." in mail.body
