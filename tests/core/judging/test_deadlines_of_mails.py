"""The deadlines of short mails of many trades, hurried and polite, and of mails that have dates but no deadline.

The model of dates learned from these lines too: they show that nothing is lost that was right once. What it does on
mails it never saw is measured by `make evaluate`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from officebot.core.dates import deadline_of, find_dates
from officebot.core.facts import OfficeFacts
from officebot.core.judging.due import dates_in
from officebot.core.judging.judge import judge
from officebot.core.judging.reading import read
from officebot.core.mail import Address
from officebot.core.worktime import WorkingTime
from tests.core.judging.conftest import MakeMail
from tests.core.judging.offices import FACTS, mail_of

#: A Tuesday morning in Paris.
AT = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
#: Each line: the deadline or "-", and a mail in short, all our own inventions.
LINES = Path(__file__).with_name("deadlines.tsv").read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", LINES)
def test_a_short_mail_has_the_deadline_that_a_person_reads(line: str) -> None:
    wanted, _, text = line.partition("\t")
    case = {"sender": "Alex Dupont <alex@partner.example>", "subject": "Dossier", "text": text.replace("\\n", "\n")}
    verdict = judge(replace(mail_of(case), date=AT, received=AT), FACTS, AT)
    assert (verdict.deadline or "-") == wanted


IN_THE_OFFICE = {
    "Il me faut ton accord d'ici une heure.": "2026-11-24T10:30",
    "Il me faut ton accord d'ici 14 heures.": "2026-11-24T14:00",
    "Merci de régler d'ici à la fin du mois de janvier.": "2027-01-31",
    "Merci de répondre vendredi en fin de journée au plus tard.": "2026-11-27T18:00",
    "Merci de répondre d'ici la mi-janvier.": "2027-01-15",
    "Merci de répondre dans un délai d'un mois.": "2026-12-24",
    "Règlement au 10 décembre.": "2026-12-10",
    "Vos notes devront être dans le logiciel fin janvier.": "2027-01-31",
    "Le conseil ne tranchera pas avant mars.": None,
    "Le compte rendu peut attendre jusqu'à vendredi.": None,
    "Nous serons neutres en carbone d'ici 2030.": None,
    "Le bail court jusqu'au 30 juin 2027.": None,
    "Vous avez jusqu'au 30 juin 2027.": "2027-06-30",
}
ABROAD = {
    "I need it by ten to four.": "2026-11-24T15:50",
    "I need it by three, please.": "2026-11-24T15:00",
    "Tell me by 11 whether you come.": "2026-11-24T11:00",
    "Please settle before year end.": "2026-12-31",
    "Please respond in the next three hours.": "2026-11-24T12:30",
    "The form must be with her on Friday.": "2026-11-27",
    "The show opens on 1 December and closes on 4 December.": None,
    "Nothing will happen before March.": None,
    "If nothing is signed before Friday we lose it.": "2026-11-27",
    "I'm due in court on Friday.": None,
    "The declaration covers turnover by country to end December.": None,
}


@pytest.mark.parametrize(("text", "wanted"), [*IN_THE_OFFICE.items(), *ABROAD.items()])
def test_words_around_a_date_make_it_a_deadline_or_keep_it_from_being_one(text: str, wanted: str | None) -> None:
    language = "fr" if text in IN_THE_OFFICE else "en"
    found = deadline_of(text, find_dates(text, AT, language, working=WorkingTime()), AT)
    due = found.latest.isoformat()[:16] if found is not None and found.latest is not None else None
    assert due == wanted


def test_a_time_before_its_day_is_of_that_day(facts: OfficeFacts, make_mail: MakeMail) -> None:
    assert told("Please reply by noon on the 27th.", facts, make_mail) == "2026-11-27T12:00"
    assert told("Please reply by COB on the 27th.", facts, make_mail) == "2026-11-27T18:00"


def test_what_is_said_to_be_yours_is_no_zone(facts: OfficeFacts, make_mail: MakeMail) -> None:
    at = datetime.fromisoformat("2026-11-24T08:30+00:00")
    text = "The run goes at 5pm our time tonight, yours is in it. Send me a corrected copy."
    assert told(text, facts, make_mail, at) == "2026-11-24T18:00"
    assert told("Please send it by 5pm yours.", facts, make_mail, at) == "2026-11-24T17:00"


def test_what_stands_below_the_first_line_with_the_name_is_the_foot(facts: OfficeFacts, make_mail: MakeMail) -> None:
    text = (
        "Bonjour,\n\nCi-joint notre facture pour le buffet de la semaine passée, quarante couverts.\n"
        "Règlement au 31 décembre.\n\nAlex Dupont\n\n"
        "Alex Dupont, traiteur à Lyon depuis 1974. Nos coffrets de fin d'année sont à commander avant le 12 décembre !\n"
    )
    assert told(text, facts, make_mail) == "2026-12-31"


def told(text: str, facts: OfficeFacts, make_mail: MakeMail, at: datetime = AT) -> str | None:
    """The deadline of a mail from Alex."""
    mail = make_mail(text, "Dossier", sender=Address("Alex Dupont", "alex@partner.example"), date=at)
    language = "fr" if "Bonjour" in text else "en"
    found = dates_in(mail, read(mail, facts.people), (), at, language, WorkingTime()).deadline
    return found.value if found is not None else None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Could somebody water the palms before she goes home today?", "2026-11-24T18:00"),
        ("Please lock the shed before everyone heads home.", "2026-11-24T18:00"),
        ("Bonjour, pouvez-vous signer le bon avant qu'il ne parte ce soir ?", "2026-11-24T18:00"),
        (
            "Bonjour, le site garde les places : option valable 20 minutes. Quelqu'un a une carte ?",
            "2026-11-24T09:50",
        ),
        ("The lift man comes at 17:30 and no more at 16:00. Could somebody open the door?", "2026-11-24T17:30"),
        ("The fee went up by now, can you pay tonight?", "2026-11-24T18:00"),
    ],
)
def test_a_time_is_told_by_people_who_go_home_or_by_how_long_a_thing_is_held(
    text: str, wanted: str, facts: OfficeFacts, make_mail: MakeMail
) -> None:
    assert told(text, facts, make_mail) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, nous viendrions de préférence un mardi ou un jeudi. Quelles dates vous conviennent ?",
        "We would rather come on a Tuesday. Could you suggest some?",
        "Bonjour, les palmiers sont bien arrivés vendredi. Pouvez-vous vérifier la facture ?",
        "The palms were delivered on Friday. Could you check the invoice?",
        "Bonjour, quand vous avez cinq minutes, pouvez-vous relire la page ?",
        "Bonjour, ce jour-là il fera froid, pouvez-vous prévenir les autres ?",
        "Bonjour, pouvez-vous relire la page un de ces jours ?\n\nBonne fin de journée",
        "Could you look at the page some day? Have a lovely weekend.",
        "Could you ring me even though it's Tuesday?",
        "Bonjour, il travaille le matin. Pouvez-vous lui écrire ?",
        "Bonjour, nous sommes 17 à travailler de 14 h à 22 h. Le four est en panne, que faire ?",
        "Bonjour, la machine à café est en panne. Le bail du local expire le 30 juin 2027.",
        "10:00:02 door open\n10:00:09 door shut, please see the log",
        "Bonjour, ils exigent une réponse « avant 17 h » : que leur dit-on ?",
        "Can your till still read the old codes as today?",
        "Could you tell me what the year was like in December?",
    ],
)
def test_what_names_no_day_to_come_is_no_deadline(text: str, facts: OfficeFacts, make_mail: MakeMail) -> None:
    assert told(text, facts, make_mail) is None
