"""How mails are judged, flagged and filed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias

import pytest

from officebot.core.actions import FlagMessage, MoveMessage
from officebot.core.mail import Address, Mail, Proof
from officebot.core.proposals import Claim, Proposal
from officebot.duties.mail_triage import DUTY
from officebot.duties.mail_triage.decide import decide
from officebot.duties.mail_triage.observe import Facts
from officebot.duties.mail_triage.recognise import recognise
from officebot.duties.mail_triage.settings import Settings
from officebot.sdk import OfficeFacts

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MakeMail: TypeAlias = Callable[..., Mail]


def judge(mail: Mail, facts: OfficeFacts, **settings: Any) -> Claim:
    (claim,) = [one for one in recognise(mail, facts, Settings(**settings), MORNING) if one.kind == "triage"]
    return claim


def proposals(mail: Mail, facts: OfficeFacts, **settings: Any) -> list[Proposal]:
    claim = judge(mail, facts, **settings)
    seen = Facts(mail=mail, verdict=claim.data, reasons=claim.reasons, language=facts.language)
    return list(decide(seen, Settings(**settings)))


def test_every_mail_gets_exactly_one_verdict_with_its_reasons(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail("Pourriez-vous nous envoyer le plan avant 11h30 ? La machine attend.", subject="Plan")
    verdict = judge(mail, facts)
    assert verdict.data["urgency"] == "now"
    assert verdict.data["language"] == "fr"
    assert verdict.data["act"] is True
    assert verdict.data["reply_expected"] is True
    assert "11h30" in [reason.quote for reason in verdict.reasons]


@pytest.mark.parametrize(
    ("words", "urgency"),
    [
        pytest.param("Merci de me répondre avant 11h45.", "now", id="within three hours"),
        pytest.param("Merci de me répondre avant ce soir.", "today", id="tonight"),
        pytest.param("Please answer by 5 pm.", "today", id="by 5 pm"),
        pytest.param("Please answer by COB.", "today", id="close of business"),
        pytest.param("Please answer by noon on Friday.", "week", id="by Friday noon"),
        pytest.param("Merci de me répondre avant le 4 décembre.", "week", id="next week"),
        pytest.param("Merci de me répondre avant le 29 janvier.", "later", id="in two months"),
        pytest.param("Pourriez-vous m'envoyer le catalogue ? Rien d'urgent.", "later", id="no hurry"),
        pytest.param("Pourriez-vous m'envoyer le catalogue ?", "week", id="a plain request"),
    ],
)
def test_the_deadline_decides_how_urgent_it_is(
    words: str, urgency: str, facts: OfficeFacts, make_mail: MakeMail
) -> None:
    assert judge(make_mail(words), facts).data["urgency"] == urgency


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param({"is_list": True}, id="a list"),
        pytest.param({"is_automatic": True}, id="a machine"),
        pytest.param({"proof": Proof.FAILED}, id="a sender that failed the check"),
        pytest.param({"sender": Address("Nadia Ferrand", "boss@free-mail.example")}, id="a borrowed name"),
    ],
)
def test_shouting_does_not_make_bulk_or_suspicious_mail_urgent(
    marks: dict[str, Any], facts: OfficeFacts, make_mail: MakeMail
) -> None:
    mail = make_mail("URGENT!!! Répondez immédiatement avant midi !", subject="URGENT", **marks)
    assert judge(mail, facts).data["urgency"] == "none"
    assert not [
        action
        for one in proposals(mail, facts)
        for action in one.actions
        if isinstance(action, FlagMessage) and "\\Flagged" in action.add
    ]


def test_a_private_mail_is_not_opened_and_its_subject_is_not_told(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail("", subject="PRIVÉ : urgent", is_private=True)
    assert judge(mail, facts).data["kind"] == "personal"
    assert judge(mail, facts).data["urgency"] == "later"
    (moved,) = proposals(mail, facts, folders={"personal": "Privé"})
    assert "urgent" not in moved.title.render("en")


def test_urgent_mail_is_flagged_and_newsletters_are_filed(facts: OfficeFacts, make_mail: MakeMail) -> None:
    (urgent,) = proposals(make_mail("Merci de répondre avant 11h30."), facts)
    assert [(type(one), getattr(one, "add", ())) for one in urgent.actions] == [
        (FlagMessage, ("\\Flagged", "$officebot_now"))
    ]
    (letter,) = proposals(make_mail("Nos offres", is_list=True), facts)
    (moved,) = letter.actions
    assert isinstance(moved, MoveMessage)
    assert moved.to_folder == "Lettres d'information"


def test_a_mail_that_can_stay_as_it_is_makes_no_proposal(facts: OfficeFacts, make_mail: MakeMail) -> None:
    assert proposals(make_mail("Bonne journée à tous."), facts) == []


def test_triage_is_a_duty_for_every_mail() -> None:
    assert (DUTY.name, DUTY.triggers) == ("mail_triage", ("mail",))
