"""Verdicts: what a mail is, how urgent, who must act, until when, and the words they were read from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.facts import OfficeFacts
from officebot.core.judging.judge import OfficeWords, judge
from officebot.core.judging.labels import IMPORTANCES, KINDS, URGENCIES
from officebot.core.judging.learning import correction_of, learn
from officebot.core.judging.verdict import Verdict
from officebot.core.mail import Address, Mail, Proof
from officebot.core.people import Contacts, People
from officebot.core.worktime import WorkingTime
from tests.core.judging.conftest import MORNING, MakeMail
from tests.speed import within

NOBODY = OfficeFacts(name="", people=People(()), contacts=Contacts(()), working_time=WorkingTime())


def verdict_of(mail: Mail, facts: OfficeFacts) -> Verdict:
    return judge(mail, facts, MORNING)


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        pytest.param("Plan", "Pourriez-vous m'envoyer le plan des locaux ? Merci.", "request", id="a request"),
        pytest.param("Format A6", "Is the green notebook available in A6 too?", "question", id="a question"),
        pytest.param(
            "Mardi", "Seriez-vous disponible mardi à 10 h pour une réunion ?", "meeting", id="an appointment"
        ),
        pytest.param("Invoice 8", "Our invoice 8 is overdue. Please arrange payment.", "invoice", id="an invoice"),
        pytest.param(
            "Devis", "Merci de nous faire un devis pour 500 palettes livrées à Brest.", "order", id="a quote"
        ),
        pytest.param(
            "Déçu", "Je suis très déçu, le coffret est arrivé cassé. Que proposez-vous ?", "complaint", id="angry"
        ),
        pytest.param("Fuite", "Il y a une fuite au sous-sol, qui appelle le plombier ?", "incident", id="a leak"),
        pytest.param("Congés", "Je souhaite poser mes congés en août, peux-tu valider ?", "hr", id="leave"),
        pytest.param("Merci", "Un grand merci pour votre accueil, à bientôt.", "information", id="thanks"),
        pytest.param("Dimanche", "Coucou, on fête l'anniversaire de maman, gros bisous.", "personal", id="family"),
        pytest.param("Promo", "Profitez de 30 % de remise. Se désabonner.", "newsletter", id="an advertisement"),
    ],
)
def test_the_kind_is_read_from_what_it_is_about(
    subject: str, text: str, kind: str, facts: OfficeFacts, make_mail: MakeMail
) -> None:
    verdict = verdict_of(make_mail(text, subject), facts)
    assert verdict.kind == kind
    assert verdict.reasons


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        pytest.param("Notre chauffeur est à votre portail, pouvez-vous ouvrir ?", "now", id="somebody waits"),
        pytest.param("Pouvez-vous me confirmer cela avant ce soir ?", "today", id="until tonight"),
        pytest.param("Pourriez-vous répondre avant vendredi ?", "week", id="until Friday"),
        pytest.param("Pouvez-vous m'envoyer le catalogue un de ces jours ? Rien ne presse.", "later", id="no hurry"),
        pytest.param("Ça sent le gaz au sous-sol, j'appelle qui ?", "now", id="a danger, without a date"),
        pytest.param("Inutile de répondre, tout est réglé.", "none", id="settled"),
    ],
)
def test_urgency_comes_from_the_deadline_or_from_what_presses(
    text: str, urgency: str, facts: OfficeFacts, make_mail: MakeMail
) -> None:
    verdict = verdict_of(make_mail(text), facts)
    assert verdict.urgency == urgency
    assert verdict.act is (urgency != "none")


def test_a_deadline_keeps_its_words_and_is_told_on_the_offices_clock(facts: OfficeFacts, make_mail: MakeMail) -> None:
    london = MORNING.astimezone(timezone(timedelta(0), "GMT"))
    mail = make_mail("Could you send the figures by 4 pm on Friday, please?", "Figures", date=london)
    verdict = verdict_of(mail, facts)
    assert verdict.deadline == "2026-11-27T17:00"
    assert verdict.deadline_text
    assert verdict.deadline_text in mail.text


def test_words_are_quoted_as_the_mail_has_them(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail("Merci de l’envoyer d’ici vendredi.")
    verdict = verdict_of(mail, facts)
    assert verdict.deadline_text is not None
    assert verdict.deadline_text in mail.text


@pytest.mark.parametrize(
    ("marks", "text", "who"),
    [
        pytest.param({"to": "sophie"}, "Pourriez-vous me rappeler ?", ("sophie",), id="whom it was written to"),
        pytest.param({"to": "sophie marc"}, "Could you call me?", ("sophie", "marc"), id="both"),
        pytest.param(
            {"to": "nadia marc"}, "Pouvez-vous ouvrir le quai pour la livraison ?", ("marc",), id="a manager"
        ),
        pytest.param({"to": "nadia"}, "Nadia, tu peux réserver la salle ?", ("nadia",), id="the owner of the box"),
        pytest.param(
            {"to": "x", "cc": "nadia sophie"},
            "Bonjour Paul,\nSophie, tu peux payer la facture ?",
            ("sophie",),
            id="somebody in copy called by name",
        ),
        pytest.param(
            {"to": "etienne"}, "Pouvez-vous voir cela avec Mme Delmas ?", ("etienne", "sophie"), id="a title"
        ),
    ],
)
def test_who_must_act_is_whom_it_was_written_to_or_who_is_named(
    marks: dict[str, str], text: str, who: tuple[str, ...], facts: OfficeFacts, make_mail: MakeMail
) -> None:
    people = {
        field: tuple(Address("", f"{name}@office.example") for name in names.split())
        for field, names in marks.items()
    }
    assert verdict_of(make_mail(text, "Affaire", **people), facts).who == who


def test_a_copy_leaves_nothing_to_do(facts: OfficeFacts, make_mail: MakeMail) -> None:
    to = (Address("", "sylvain@office.example"),)
    copy = make_mail("Sylvain, tu peux relancer le fournisseur ?", to=to, cc=(Address("", "nadia@office.example"),))
    verdict = verdict_of(copy, facts)
    assert (verdict.act, verdict.urgency, verdict.who) == (False, "none", ())


def test_what_is_taken_back_in_the_last_line_is_not_urgent(facts: OfficeFacts, make_mail: MakeMail) -> None:
    asked = "Au secours, il me faut la clé avant 11h ! Tu peux me l'apporter ?"
    assert verdict_of(make_mail(asked), facts).urgency == "now"
    assert verdict_of(make_mail(f"{asked}\n\nLaisse tomber, je l'ai retrouvée."), facts).urgency == "none"


def test_the_deadline_of_a_quoted_mail_does_not_count(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail("Merci, c'est parfait.\n\n> Répondez avant midi !", reply="Merci, c'est parfait.")
    assert verdict_of(mail, facts).deadline is None


def test_a_bare_forward_is_read_as_what_it_forwards(facts: OfficeFacts, make_mail: MakeMail) -> None:
    below = "Pour toi.\n\nDe : A\nObjet : x\n\nMerci de nous envoyer le contrat avant vendredi."
    assert verdict_of(make_mail(below, "TR: contrat", reply="Pour toi."), facts).deadline == "2026-11-27"
    assert verdict_of(make_mail(below, "RE: contrat", reply="Pour toi."), facts).deadline is None


@pytest.mark.parametrize(
    ("subject", "text", "is_confidential"),
    [
        pytest.param(
            "Arrêt maladie", "Tu trouveras mon arrêt de travail, peux-tu le transmettre ?", True, id="health"
        ),
        pytest.param("Litige", "Notre avocat demande vos conclusions avant l'audience.", True, id="a dispute"),
        pytest.param("Carnets", "Pouvez-vous livrer 40 carnets ?", False, id="notebooks"),
    ],
)
def test_files_of_people_and_disputes_are_confidential(
    subject: str, text: str, is_confidential: bool, facts: OfficeFacts, make_mail: MakeMail
) -> None:
    assert verdict_of(make_mail(text, subject), facts).confidential is is_confidential


def test_an_automatic_answer_asks_nothing_whatever_it_says(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail(
        "I am away. Please send invoices before the 22nd.",
        "Automatic reply",
        is_automatic=True,
        headers={"auto-submitted": "auto-replied"},
    )
    verdict = verdict_of(mail, facts)
    assert (verdict.kind, verdict.act, verdict.deadline) == ("automatic", False, None)


@pytest.mark.parametrize(
    ("text", "is_mailing"),
    [
        pytest.param(
            "Veuillez compléter la fiche de votre stand avant le 4.", False, id="a fair wants a form by a day"
        ),
        pytest.param("Veuillez noter nos nouveaux locaux.", True, id="nothing by a day"),
        pytest.param("Veuillez réserver avant le 4. Se désabonner.", True, id="one can leave the list"),
    ],
)
def test_a_list_that_wants_something_by_a_day_is_no_mailing(
    text: str, is_mailing: bool, facts: OfficeFacts, make_mail: MakeMail
) -> None:
    fair = Address("Salon", "exposants@salon.example")
    verdict = verdict_of(make_mail(text, "Stand 12", sender=fair, is_list=True), facts)
    assert (verdict.kind == "newsletter") is is_mailing
    assert verdict.act is not is_mailing


def test_an_answer_on_a_list_is_talk_among_many(facts: OfficeFacts, make_mail: MakeMail) -> None:
    other = Address("Luc", "luc@elsewhere.example")
    text = "Veuillez compléter la fiche de votre stand avant le 4."
    assert verdict_of(make_mail(text, "Re: Stand 12", sender=other, is_list=True), facts).kind == "newsletter"


def test_a_suspected_fraud_is_never_urgent_and_says_why(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail("URGENT : virement avant midi, n'en parlez à personne.", proof=Proof.FAILED,
                     sender=Address("Étienne Kerbrat", "boss@elsewhere.example"))  # fmt: skip
    verdict = verdict_of(mail, facts)
    assert (verdict.kind, verdict.urgency, verdict.act) == ("fraud", "none", False)
    assert all(one.why.render("fr") for one in verdict.warnings)
    assert verdict.warnings


def test_a_private_mail_is_not_read(facts: OfficeFacts, make_mail: MakeMail) -> None:
    verdict = verdict_of(make_mail("", "Privé : urgent", is_private=True), facts)
    assert (verdict.kind, verdict.urgency, verdict.act, verdict.confidence) == ("personal", "later", False, 1.0)


def test_words_that_mean_nothing_to_us_are_judged_with_little_confidence(
    facts: OfficeFacts, make_mail: MakeMail
) -> None:
    vague = verdict_of(make_mail("Zorp blix quam.", "Fnord"), facts)
    clear = verdict_of(make_mail("Il y a une fuite, de l'eau coule partout !", "Fuite"), facts)
    assert vague.confidence < 0.5 < clear.confidence


def test_one_correction_changes_the_next_verdict_and_says_so(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail("Les chiffres de la semaine.", "Chiffres 47")
    before = verdict_of(mail, facts)
    learned = learn([correction_of(mail, MORNING - timedelta(days=1), kind="order", urgency="today")])
    taught = OfficeFacts(
        name=facts.name,
        people=facts.people,
        contacts=facts.contacts,
        working_time=facts.working_time,
        learned=learned,
    )
    after = verdict_of(make_mail("Les chiffres de la semaine.", "Chiffres 48"), taught)
    assert (before.kind, before.urgency) != (after.kind, after.urgency) == ("order", "today")
    assert (after.act, bool(after.who)) == (True, True)
    assert any("corrected" in one.what.source for one in after.reasons)
    assert verdict_of(make_mail("Autre", "Autre", sender="z@elsewhere.example"), taught).kind != "order"


def test_a_correction_does_not_push_back_a_date_that_was_read(facts: OfficeFacts, make_mail: MakeMail) -> None:
    learned = learn([correction_of(make_mail("x", "Chiffres"), MORNING, urgency="later")])
    taught = OfficeFacts(
        name=facts.name,
        people=facts.people,
        contacts=facts.contacts,
        working_time=facts.working_time,
        learned=learned,
    )
    assert verdict_of(make_mail("Merci de répondre avant 11h30.", "Autre affaire"), taught).urgency == "now"


def test_a_correction_frees_nobody_from_suspicion_by_domain(facts: OfficeFacts, make_mail: MakeMail) -> None:
    fraud = make_mail("URGENT : virement avant midi, n'en parlez à personne.", proof=Proof.FAILED,
                      sender=Address("Étienne Kerbrat", "boss@elsewhere.example"))  # fmt: skip
    learned = learn([correction_of(fraud, MORNING, kind="information")])
    taught = OfficeFacts(
        name=facts.name,
        people=facts.people,
        contacts=facts.contacts,
        working_time=facts.working_time,
        learned=learned,
    )
    assert verdict_of(fraud, taught).kind == "fraud"


def test_the_offices_own_words_press_and_mark_mailings(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail("Le four trois est froid, que fait-on ?")
    assert verdict_of(mail, facts).urgency != "now"
    assert judge(mail, facts, MORNING, OfficeWords(urgent=("four trois",))).urgency == "now"
    assert judge(mail, facts, MORNING, OfficeWords(bulk=("que fait-on",))).kind == "newsletter"


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=300),
    st.text(max_size=60),
    st.booleans(),
    st.sampled_from(list(Proof)),
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)),
)
def test_any_mail_gets_a_verdict_that_holds_together(
    text: str, subject: str, is_automatic: bool, proof: Proof, at: datetime
) -> None:
    sent = at.replace(tzinfo=UTC)
    base: dict[str, Any] = {"ref": None, "date": sent, "received": sent}
    mail = Mail(**base, subject=subject, text=text, reply=text, is_automatic=is_automatic, proof=proof)
    verdict = judge(mail, NOBODY, sent)
    assert verdict.kind in KINDS
    assert verdict.urgency in URGENCIES
    assert verdict.importance in IMPORTANCES
    assert verdict.act is (verdict.urgency != "none")
    assert verdict.act or (verdict.deadline is None and not verdict.reply_expected and not verdict.who)
    assert 0 <= verdict.confidence <= 1
    assert verdict == judge(mail, NOBODY, sent)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("avant 11h " * 20_000, id="deadlines"),
        pytest.param("M. " * 60_000, id="abbreviations"),
        pytest.param("?!" * 100_000, id="marks"),
        pytest.param("\n- " * 60_000, id="lists"),
        pytest.param("Nadia, " * 30_000, id="names"),
        pytest.param("a" * 200_000, id="one word"),
        pytest.param("Re: " * 500, id="answers"),
    ],
)
def test_no_text_keeps_the_judging_busy(text: str, facts: OfficeFacts, make_mail: MakeMail) -> None:
    verdict_of(make_mail("x"), facts)
    within(0.2, lambda: verdict_of(make_mail(text, text[:2000]), facts))
