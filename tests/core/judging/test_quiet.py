"""Deadlines that no word calls one, dates that are none, and the foot of a mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.facts import OfficeFacts
from officebot.core.judging.due import dates_in
from officebot.core.judging.reading import read
from officebot.core.mail import Address
from officebot.core.worktime import WorkingTime
from tests.core.judging.conftest import MakeMail

#: A Tuesday morning in Paris.
AT = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
ALEX = Address("Alex Dupont", "alex@partner.example")


def due(
    text: str,
    facts: OfficeFacts,
    make_mail: MakeMail,
    language: str = "en",
    *,
    at: datetime = AT,
    is_meeting: bool = False,
    **values: Any,
) -> tuple[str | None, str]:
    """The deadline of a mail with this text, and its words."""
    mail = make_mail(text, values.pop("subject", "Dossier"), sender=ALEX, date=at, **values)
    found = dates_in(mail, read(mail, facts.people), (), at, language, WorkingTime(), is_meeting=is_meeting).deadline
    return (found.value, found.words) if found is not None else (None, "")


ENGLISH = {
    "Could you sign page 4? The board pack goes to print on Thursday.": "2026-11-26",
    "The bank freezes the rate at 3pm, so a yes or no from Thomas would do.": "2026-11-24T15:00",
    "Payroll runs on Friday and two accounts are missing. Can you send them?": "2026-11-27",
    "Could you get the samples to me for Monday's pitch?": "2026-11-30",
    "The council meets on the 9th and takes no late papers. Could you fill in the form?": "2026-12-09",
    "Can you print ten badges? The visitors arrive on Wednesday.": "2026-11-25",
    "Friday is the last day for entries. Shall I put you down?": "2026-11-27",
    "The price holds through Friday. Do you want the pallets?": "2026-11-27",
    "Failing a reply on Thursday, we shall proceed.": "2026-11-26",
    "Could you water the plants before you leave?": "2026-11-24T18:00",
    "Please ring me within the hour.": "2026-11-24T10:30",
    "Would you let us have the signed form in seven days?": "2026-12-01",
    "You've got two days to respond.": "2026-11-26",
    "I'd want it in my hands the day after tomorrow, please.": "2026-11-26",
    "Please send the list by lunch tomorrow.": "2026-11-25T12:00",
    "Could I have the spelling of their names? Wednesday the engraver closes his shop.": "2026-11-25",
    "One size is missing on your form, and on Thursday they pack the hampers. Could you add it?": "2026-11-26",
    "Can somebody tell me the colour? The dyer goes home at 4 pm.": "2026-11-24T16:00",
}  # fmt: skip
FRENCH = {
    "La plateforme ferme vendredi midi et il manque le Kbis. Vous pouvez le déposer ?": "2026-11-27T12:00",
    "Je vois le banquier jeudi, il me faudrait le tableau de trésorerie.": "2026-11-26",
    "Les inscriptions sont closes le 4. Combien êtes-vous ?": "2026-12-04",
    "La paie est lancée jeudi : il me manque les heures de l'atelier.": "2026-11-26",
    "Nous bouclons le catalogue vendredi, il nous manque vos prix.": "2026-11-27",
    "Il me le faudrait pour le conseil de vendredi.": "2026-11-27",
    "Le juge tranche vendredi. Sans vos pièces, nous partons battus.": "2026-11-27",
    "Sans nouvelles de vous jeudi, je donne la place à un autre.": "2026-11-26",
    "Dernier jour pour s'inscrire : vendredi. Je vous compte ?": "2026-11-27",
    "L'inspecteur passe jeudi, le registre doit être prêt.": "2026-11-26",
    "Pouvez-vous me rappeler dans l'heure ?": "2026-11-24T10:30",
    "Le solde est exigible le 15 décembre.": "2026-12-15",
    "Il vous reste trois jours pour contester.": "2026-11-27",
    "Vous me donnez les prénoms ? Mercredi le graveur ferme son atelier.": "2026-11-25",
    "Il me manque votre taille, le registre se fermant jeudi. Pouvez-vous me la donner ?": "2026-11-26",
    "Pouvez-vous corriger la page 3 ? L'étude ferme le 4 décembre au soir et ne rouvrira qu'en janvier.": "2026-12-04T18:00",
    "L'imprimeur prend nos fichiers jeudi. Pouvez-vous relire ?": "2026-11-26",
}  # fmt: skip
NEITHER = [
    pytest.param("Could we meet on Thursday at 10 to discuss the catalogue?", "en", id="an appointment"),
    pytest.param("Seriez-vous disponible jeudi à 14 h pour un point ?", "fr", id="un rendez-vous"),
    pytest.param("Can I come on Thursday or Friday to see the samples?", "en", id="a choice of days"),
    pytest.param("The new shop opens on 1 December. What paper do you recommend?", "en", id="an opening"),
    pytest.param("Your delivery will be with you on Friday. Could you confirm the address?", "en", id="a promise"),
    pytest.param("From 1 December invoices go to Lille. Please update your file.", "en", id="from a day on"),
    pytest.param("He sits in a hotel until Monday. Could you send his badge there?", "en", id="what only lasts"),
    pytest.param("Reportons ce point à plus tard : venez une heure plus tard.", "fr", id="later than something else"),
    pytest.param("Mon dossier parle de neuf ans. Pouvez-vous le relire ?", "fr", id="a length"),
    pytest.param("I won't be coming on Thursday. Could you tell the others?", "en", id="what will not happen"),
    pytest.param(
        "The board sits on 10 December and again on 14 January. Could you sign?", "en", id="a choice of days"
    ),
    pytest.param("The auditors come on 4 March 2027. Could you note it?", "en", id="far ahead"),
]


@pytest.mark.parametrize(("text", "want"), ENGLISH.items())
def test_a_quiet_english_deadline_is_found(text: str, want: str, facts: OfficeFacts, make_mail: MakeMail) -> None:
    assert due(text, facts, make_mail)[0] == want


@pytest.mark.parametrize(("text", "want"), FRENCH.items())
def test_a_quiet_french_deadline_is_found(text: str, want: str, facts: OfficeFacts, make_mail: MakeMail) -> None:
    assert due(text, facts, make_mail, "fr")[0] == want


@pytest.mark.parametrize(("text", "language"), NEITHER)
def test_a_date_by_which_nothing_is_useless_is_no_deadline(
    text: str, language: str, facts: OfficeFacts, make_mail: MakeMail
) -> None:
    assert due(text, facts, make_mail, language)[0] is None


def test_a_visit_is_a_deadline_unless_the_mail_is_about_the_appointment(
    facts: OfficeFacts, make_mail: MakeMail
) -> None:
    text = "The visitors arrive on Wednesday. Can you print ten badges?"
    assert due(text, facts, make_mail)[0] == "2026-11-25"
    assert due(text, facts, make_mail, is_meeting=True)[0] == "2026-11-25"
    beside = "We have a crate. It leaves on Wednesday."
    assert due(beside, facts, make_mail)[0] == "2026-11-25"
    assert due(beside, facts, make_mail, is_meeting=True)[0] is None


def test_the_earliest_of_several_quiet_deadlines_counts(facts: OfficeFacts, make_mail: MakeMail) -> None:
    text = "Can you send both? The van leaves on Friday. The boat leaves on Thursday."
    assert due(text, facts, make_mail)[0] == "2026-11-26"


def test_the_words_of_a_deadline_are_quoted_with_the_small_one_before_them(
    facts: OfficeFacts, make_mail: MakeMail
) -> None:
    assert due("Le coursier passe à 16 h, merci.", facts, make_mail, "fr")[1] == "à 16 h"
    assert due("The courier leaves at four (so hurry).", facts, make_mail)[1] == "at four"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        pytest.param("The list closes at 3:30 my time.", "2026-11-24T21:30", id="on the sender's clock"),
        pytest.param("The list closes at 3:30 your time.", "2026-11-24T15:30", id="on ours"),
        pytest.param("The window shuts at noon our time on Friday.", "2026-11-27T18:00", id="with a day behind"),
        pytest.param("Please answer in fifty minutes.", "2026-11-24T15:50", id="counted from now"),
        pytest.param("Please let us know tonight.", "2026-11-24T18:00", id="the end of our day"),
        pytest.param("Please send it by 11 am London time on Friday.", "2026-11-27T12:00", id="a third zone"),
    ],
)
def test_a_time_is_told_on_the_clock_it_was_meant_on(
    text: str, want: str, facts: OfficeFacts, make_mail: MakeMail
) -> None:
    boston = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=-5)))
    assert due(text, facts, make_mail, at=boston)[0] == want


def test_an_hour_that_is_past_here_and_to_come_at_the_senders_is_todays(
    facts: OfficeFacts, make_mail: MakeMail
) -> None:
    evening = datetime(2026, 11, 24, 14, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert due("They call at 3:30 my time. What do I say?", facts, make_mail, at=evening)[0] == "2026-11-24T21:30"


def test_dates_below_the_senders_name_are_none(facts: OfficeFacts, make_mail: MakeMail) -> None:
    text = (
        "Could you tell me what became of the two boxes that we sent back in the spring?\n\n"
        "{}\nBookings close on 15 December."
    )
    assert due(text.format("Alex Dupont"), facts, make_mail)[0] is None
    assert due(text.format("Our news"), facts, make_mail)[0] == "2026-12-15"
    assert due(text.format("Alex Dupont\nPS: and please answer by Friday."), facts, make_mail)[0] == "2026-11-27"
    forward = text.format("Alex Dupont")
    assert due(forward, facts, make_mail, subject="Fwd: boxes")[0] == "2026-12-15"


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="avnt le16h.,?\nforyuscmi", max_size=300))
def test_any_text_has_a_deadline_that_lies_in_it_or_none(text: str, facts: OfficeFacts, make_mail: MakeMail) -> None:
    value, words = due(text, facts, make_mail, "mixed", at=AT.astimezone(UTC))
    assert (value is None) == (words == "")
    assert words in f"Dossier\n{text}"
