"""How mails are judged, flagged and filed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias

import pytest
from pydantic import ValidationError

from officebot.core.actions import FlagMessage, MoveMessage
from officebot.core.mail import Address, Mail, Proof
from officebot.core.proposals import Claim, Proposal
from officebot.duties.mail_triage import DUTY
from officebot.duties.mail_triage.decide import decide
from officebot.duties.mail_triage.observe import Facts
from officebot.duties.mail_triage.recognise import recognise
from officebot.duties.mail_triage.settings import Settings
from officebot.sdk import OfficeFacts
from tests.speed import within

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
    assert "avant 11h30" in [reason.quote for reason in verdict.reasons]


@pytest.mark.parametrize(
    ("words", "urgency"),
    [
        pytest.param("Merci de me répondre avant 11h45.", "now", id="within two hours"),
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


def test_a_mailing_that_is_only_guessed_stays_in_the_inbox(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail("Nos offres de la semaine, profitez des promotions, désabonnement ici.")
    claim = Claim(kind="triage", data={"kind": "newsletter", "urgency": "none", "confidence": 0.4})
    guessed = Facts(mail=mail, verdict=claim.data)
    assert list(decide(guessed, Settings())) == []
    sure = Facts(mail=mail, verdict={**claim.data, "confidence": 0.8})
    assert [type(one) for proposal in decide(sure, Settings()) for one in proposal.actions] == [MoveMessage]


def test_a_suspected_fraud_says_what_not_to_do(facts: OfficeFacts, make_mail: MakeMail) -> None:
    (proposal,) = proposals(make_mail(RIB, proof=Proof.FAILED), facts)
    assert "pay nothing" in proposal.reason.render("en")


def test_what_broke_is_seen_today_whoever_reports_it(facts: OfficeFacts, make_mail: MakeMail) -> None:
    told = "Le four 4 est en panne depuis 6 h, la température chute, tout est à l'arrêt."
    data = judge(make_mail(told, subject="Four 4 en panne", sender="yann@office.example"), facts).data
    assert (data["kind"], data["act"], data["urgency"] in ("now", "today")) == ("incident", True, True)


def test_a_soothing_word_does_not_put_off_what_broke(facts: OfficeFacts, make_mail: MakeMail) -> None:
    told = "Le four 4 est en panne depuis 6 h. Pas d'urgence pour l'instant, mais la température chute."
    data = judge(make_mail(told, subject="Four 4 en panne", sender="yann@office.example"), facts).data
    assert (data["kind"], data["urgency"] in ("now", "today")) == ("incident", True)


def test_a_mail_that_can_stay_as_it_is_makes_no_proposal(facts: OfficeFacts, make_mail: MakeMail) -> None:
    assert proposals(make_mail("Bonne journée à tous."), facts) == []


def test_triage_is_a_duty_for_every_mail() -> None:
    assert (DUTY.name, DUTY.triggers) == ("mail_triage", ("mail",))


@pytest.mark.parametrize(
    ("words", "deadline"),
    [
        pytest.param("Merci de répondre sous 48 heures.", "2026-11-26", id="within hours"),
        pytest.param("Pièces à envoyer sous dix jours ouvrés.", "2026-12-08", id="within working days"),
        pytest.param("Please reply within two weeks.", "2026-12-08", id="within weeks"),
        pytest.param("Réponse attendue pour mercredi 9.", "2026-12-09", id="a weekday with its number"),
        pytest.param("Réponse attendue avant vendredi 27 novembre, 17h30.", "2026-11-27T17:30", id="day and time"),
        pytest.param("Please send it by 5.", "2026-11-24T17:00", id="a bare hour of the afternoon"),
        pytest.param("Please send it by the 3rd.", "2026-12-03", id="a day of next month"),
        pytest.param("Please send it by December 11.", "2026-12-11", id="the month first"),
        pytest.param("Please send it before 11/12/2026.", "2026-12-11", id="in digits"),
        pytest.param("À régler dans la journée.", "2026-11-24T18:00", id="in the course of the day"),
        pytest.param("Please send it by the end of next week.", "2026-12-04", id="the end of next week"),
        pytest.param("La réunion du 4 décembre est confirmée, pouvez-vous venir ?", None, id="a date without before"),
        pytest.param("Please send what was due before 10 November.", None, id="a day that is past"),
        pytest.param("Pouvez-vous venir avant le 45 décembre ?", None, id="a day that does not exist"),
    ],
)
def test_deadlines_are_read_from_near_words(
    words: str, deadline: str | None, facts: OfficeFacts, make_mail: MakeMail
) -> None:
    assert judge(make_mail(words), facts).data.get("deadline") == deadline


RIB = "Veuillez noter nos nouvelles coordonnées bancaires pour vos prochains règlements."


@pytest.mark.parametrize(
    ("text", "marks", "is_fraud"),
    [
        pytest.param(RIB, {"sender": "compta@sabliere-erdre.example"}, True, id="a stranger changes bank details"),
        pytest.param(RIB, {"sender": "y.guillou@sablieres-erdre.example"}, False, id="a supplier does"),
        pytest.param(
            RIB,
            {"sender": "y.guillou@sablieres-erdre.example", "proof": Proof.FAILED},
            True,
            id="a supplier, unproven",
        ),
        pytest.param("Bonjour", {"sender": "x@pemberton-r0we.example"}, True, id="a look-alike of a customer"),
        pytest.param("Bonjour", {"sender": "x@0ffice.example"}, True, id="a look-alike of ourselves"),
        pytest.param(
            "Bonjour",
            {"sender": Address("nadia@office.example", "x@elsewhere.example")},
            True,
            id="an address in the name",
        ),
        pytest.param(
            "Bonjour", {"sender": Address("KERBRAT Etienne", "e@elsewhere.example")}, True, id="our manager"
        ),
        pytest.param("Bonjour", {"sender": Address("Étienne Kerbrat", "etienne@office.example")}, False, id="really"),
        pytest.param(
            "Bonjour", {"reply_to": (Address("", "x@elsewhere.example"),)}, False, id="another reply address"
        ),
        pytest.param(
            "Your mailbox will be closed. Click here to confirm your password.",
            {"sender": "it@elsewhere.example"},
            True,
            id="bait",
        ),
        pytest.param(
            "I am in a meeting, buy gift cards and keep this between us.",
            {"sender": "ceo@elsewhere.example"},
            True,
            id="money and silence",
        ),
        pytest.param("Le virement est parti, merci.", {"sender": "x@elsewhere.example"}, False, id="just a payment"),
    ],
)
def test_frauds_are_known_by_who_writes_and_what_they_want(
    text: str, marks: dict[str, Any], is_fraud: bool, facts: OfficeFacts, make_mail: MakeMail
) -> None:
    verdict = judge(make_mail(text, **marks), facts)
    assert (verdict.data["kind"] == "fraud") is is_fraud
    assert bool(verdict.data["warnings"]) or not is_fraud


def test_a_fraud_waits_apart_and_nobody_is_asked_to_act(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail(RIB, sender="compta@elsewhere.example")
    data = judge(mail, facts).data
    assert (data["urgency"], data["act"], data["who"], data["reply_expected"]) == ("none", False, [], False)
    (proposal,) = proposals(mail, facts)
    assert proposal.actions == (MoveMessage(on=mail.ref, to_folder="À vérifier"),)
    assert "nouvelles coordonnées bancaires" in [reason.quote for reason in proposal.reasons]


def test_the_offices_rule_decides_before_what_was_read(facts: OfficeFacts, make_mail: MakeMail) -> None:
    rules = [{"from": "@banque.example", "kind": "invoice", "urgency": "today", "folder": "Banque"}]
    mail = make_mail("Relevé joint.", sender="agence@banque.example")
    data = judge(mail, facts, rules=rules).data
    assert (data["kind"], data["urgency"]) == ("invoice", "today")
    (proposal,) = proposals(mail, facts, rules=rules)
    assert MoveMessage(on=mail.ref, to_folder="Banque") in proposal.actions
    other = judge(make_mail("Relevé joint.", sender="agence@notbanque.example"), facts, rules=rules)
    assert other.data["kind"] != "invoice"


def test_a_rule_does_not_make_a_fraud_trusted(facts: OfficeFacts, make_mail: MakeMail) -> None:
    rules = [{"from": "c.rowe@pemberton-rowe.example", "urgency": "now"}]
    mail = make_mail(RIB, proof=Proof.FAILED)
    assert judge(mail, facts, rules=rules).data["kind"] == "fraud"


def test_the_offices_own_words_count(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail("Le FOUR à l’arrêt : que fait-on ?")
    assert judge(mail, facts).data["urgency"] != "now"
    assert judge(mail, facts, urgent_words=("four à l'arrêt",)).data["urgency"] == "now"
    assert judge(mail, facts, bulk_words=("que fait-on",)).data["kind"] == "newsletter"


def test_who_must_act_is_whoever_answers_for_it(facts: OfficeFacts, make_mail: MakeMail) -> None:
    text = "Pourriez-vous confirmer le virement à la banque pour la facture 12 ?"
    assert judge(make_mail(text), facts).data["who"] == ["sophie"]
    assert judge(make_mail("Pourriez-vous m'appeler ?"), facts).data["who"] == ["nadia"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("avant " * 40_000, id="one cue after another"),
        pytest.param("1" * 200_000, id="digits"),
        pytest.param("pour le 1 " * 20_000, id="cues and numbers"),
        pytest.param(" " * 200_000, id="blanks"),
        pytest.param("nos nouvelles   " * 12_000, id="phrases that almost are"),
        pytest.param("一́😀" * 60_000, id="letters from elsewhere"),
        pytest.param("RIB nouveau " * 16_000, id="pairs"),
    ],
)
def test_no_text_keeps_the_sorting_busy(text: str, facts: OfficeFacts, make_mail: MakeMail) -> None:
    judge(make_mail("x"), facts)
    within(0.5, lambda: judge(make_mail(text, subject=text[:5000]), facts))


@pytest.mark.parametrize(
    "wrong",
    [{"flags": {"now": ["bad flag"]}}, {"folders": {"newsletter": "a\r\nb"}}, {"rules": [{"form": "x"}]}, {"x": 1}],
    ids=["a keyword with a blank", "a folder of two lines", "an unknown key of a rule", "an unknown key"],
)
def test_settings_that_could_do_harm_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(wrong)
