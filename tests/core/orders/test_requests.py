"""Requests for quotations: letters in the supplier's language, reminders on working days, answers found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.mail import OutgoingMail
from officebot.core.orders.requests import (
    LETTERS,
    NEGOTIATION,
    PLACES,
    REFUSAL,
    REMINDERS,
    REQUEST,
    Recipient,
    ReminderPlan,
    Request,
    Sender,
    Thread,
    answered_request,
    letter_name,
    names_reference,
    negotiation_mail,
    quantity_in_words,
    refusal_mail,
    reminder_days,
    reminder_due,
    reminder_mail,
    request_mail,
)
from officebot.core.people import Contact
from officebot.core.text import Language
from officebot.core.trade.offers.advising import wishes
from officebot.core.trade.offers.comparing import compare
from officebot.core.trade.offers.model import Habits, Wanted
from officebot.core.trade.offers.specifying import Specification
from officebot.core.worktime import WorkingTime
from officebot.letter_texts import letter_text
from tests.core.trade.offers.quotecases import TODAY, line, offer, want

WORK = WorkingTime()
PLAN = ReminderPlan()
SENDER = Sender(account="desk", office="Atelier Verrier")
PAPEO = Recipient(supplier="Papéo", address="ventes@papeo.example", language="fr")
INKWELL = Recipient(supplier="Inkwell", address="sales@inkwell.example", language="en",
                    contact=Contact(name="Ann Lee", form_of_address="Ms Lee"))  # fmt: skip
REQUESTED = Request(
    key="req-7",
    reference="DP-2026-014",
    answer_by=date(2026, 12, 4),
    suppliers=(PAPEO, INKWELL),
    lines=(
        Wanted(number="1", article="PAP-A4", label="Papier A4 80 g", quantity=Decimal(40), unit="ramette"),
        Wanted(number="2", label="Stylo bille bleu", quantity=Decimal(1), unit="boîte"),
    ),
    place="12 rue du Four, 75006 Paris",
    wanted_by=date(2026, 12, 18),
)


class NoFiles:
    """An office without letters of its own."""

    def read_file(self, path: str) -> bytes:
        raise FileNotFoundError(path)


def text(language: Language, letter: str) -> str:
    found, unknown = letter_text(NoFiles(), letter_name(language, letter), PLACES)
    assert unknown == ""
    return found


def asked(recipient: Recipient, request: Request = REQUESTED) -> OutgoingMail:
    return request_mail(request, recipient, text(recipient.language, REQUEST), SENDER)


# ── letters ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("letter", LETTERS)
def test_each_letter_names_only_places_that_are_filled(language: Language, letter: str) -> None:
    assert text(language, letter).startswith("{salutation},\n")


def test_a_request_says_all_that_is_asked_in_the_suppliers_language() -> None:
    french, english = asked(PAPEO), asked(INKWELL)
    assert "DP-2026-014" in french.subject
    assert "DP-2026-014" in english.subject
    assert "40 ramettes" in french.body
    assert "4 décembre 2026" in french.body
    assert "4 December 2026" in english.body
    assert english.body.startswith("Dear Ms Lee,")
    for mail in (french, english):
        assert "12 rue du Four, 75006 Paris" in mail.body
        assert "PAP-A4" in mail.body
        assert "{" not in mail.body
        assert "\n\n\n" not in mail.body


def test_what_is_not_said_leaves_no_gap() -> None:
    body = asked(PAPEO, replace(REQUESTED, place="", wanted_by=None)).body
    assert "\n\n\n" not in body
    assert "{" not in body


def test_a_specification_lists_what_is_required_and_wished() -> None:
    sought = Specification(title="Vidéoprojecteur", required=("4000 lumens", "garantie 3 ans"), wished=("sans fil",))
    body = asked(PAPEO, replace(REQUESTED, lines=(), specification=sought)).body
    assert body.index("Vidéoprojecteur") < body.index("- 4000 lumens") < body.index("- sans fil")


def test_names_from_outside_stay_on_their_line() -> None:
    sly = Wanted(number="1", label="Stylo\n\nBcc: x@y.example\n{reference}", quantity=Decimal(1))
    mail = asked(PAPEO, replace(REQUESTED, lines=(sly,)))
    assert "\n" not in mail.subject
    assert "\nBcc" not in mail.body
    assert "{reference}" in mail.body


def test_a_reminder_stays_in_the_conversation_and_gets_firmer() -> None:
    thread = Thread(ids=("<1@desk.example>",), subject=asked(PAPEO).subject)
    made = [
        reminder_mail(
            REQUESTED, PAPEO, text("fr", name), SENDER, level=level, sent_on=date(2026, 11, 26), thread=thread
        )
        for level, name in enumerate(REMINDERS, 1)
    ]
    assert made[0].body != made[1].body
    assert len({one.key for one in made}) == 2
    for one in made:
        assert one.subject.split() == ["Re:", *asked(PAPEO).subject.split()]
        assert one.in_reply_to == "<1@desk.example>"
        assert "26 novembre 2026" in one.body
        assert "DP-2026-014" in one.body


def test_the_same_letter_has_the_same_key_whenever_it_is_written() -> None:
    assert asked(PAPEO).key == asked(PAPEO).key
    assert asked(PAPEO).key != asked(INKWELL).key


names = st.text(alphabet="BCDFGHJKLMNPQRSTVWXZ", min_size=8, max_size=12)
prices = st.decimals(min_value="1000", max_value="1200", places=2)


@given(names, names, prices, prices, st.sampled_from([PAPEO, INKWELL]))
@settings(max_examples=60, deadline=None)
def test_another_round_names_no_other_supplier_and_no_figure(
    one: str, other: str, first: Decimal, second: Decimal, to: Recipient
) -> None:
    if one == other:
        return
    offers = [offer(one, line("A", 10, str(first))), offer(other, line("A", 10, str(second)), terms=())]
    comparison = compare([want("A", 10)], offers, Habits(), TODAY)
    for label, rival in ((one, other), (other, one)):
        mine = [wish for wish in wishes(comparison) if wish.label == label]
        mail = negotiation_mail(
            REQUESTED, replace(to, supplier=label), text(to.language, NEGOTIATION), SENDER, round_number=1,
            offer="D-1", wishes=mine, answer_by=date(2026, 12, 9), thread=Thread(),
        )  # fmt: skip
        assert rival not in mail.body
        for price in (first, second, first * 10, second * 10):
            assert f"{price}" not in mail.body.replace(",", ".").replace("\u202f", "")


def test_figures_are_named_where_the_office_allows_it_but_never_whose() -> None:
    offers = [offer("Alpha", line("A", 10, "10.00")), offer("Beta", line("A", 10, "10.50"))]
    found = [one for one in wishes(compare([want("A", 10)], offers, Habits(), TODAY)) if one.label == "Beta"]
    mail = negotiation_mail(
        REQUESTED, INKWELL, text("en", NEGOTIATION), SENDER, round_number=1, offer="D-1", wishes=found,
        answer_by=date(2026, 12, 9), thread=Thread(), may_name_figures=True,
    )  # fmt: skip
    assert "Could you offer the whole for 100.00 EUR?" in mail.body
    assert "Alpha" not in mail.body


def test_a_refusal_says_nothing_of_the_others() -> None:
    mail = refusal_mail(REQUESTED, INKWELL, text("en", REFUSAL), SENDER, offer="Q-55", thread=Thread())
    assert "Q-55" in mail.body
    assert "Papéo" not in mail.body
    assert mail.subject.startswith("Re: ")


@pytest.mark.parametrize(
    ("quantity", "unit", "language", "expected"),
    [
        ("40", "ramette", "fr", "40 ramettes"), ("1", "ramette", "fr", "1 ramette"), ("1.5", "litre", "fr", "1,5 litre"),
        ("3", "box", "en", "3 boxes"), ("3", "each", "en", "3"), ("2", "kg", "en", "2 kg"), ("1", "ream", "en", "1 ream"),
        ("2", "bus", "fr", "2 bus"), ("12000", "pièce", "fr", "12\u202f000 pièces"), ("5", "C62", "en", "5"),
    ],
)  # fmt: skip
def test_quantities_are_written_as_people_write_them(
    quantity: str, unit: str, language: Language, expected: str
) -> None:
    assert quantity_in_words(Decimal(quantity), unit, language) == expected


# ── reminders ─────────────────────────────────────────────────────────────────────────────────────────────


def test_reminders_are_due_before_and_after_the_day_of_answer() -> None:
    assert reminder_days(date(2026, 11, 20), date(2026, 12, 4), PLAN, WORK) == (date(2026, 12, 2), date(2026, 12, 7))


def test_holidays_and_weekends_are_no_days_of_reminders() -> None:
    # The 25th is Christmas, the 26th and 27th a weekend.
    assert reminder_days(date(2026, 12, 1), date(2026, 12, 29), PLAN, WORK) == (
        date(2026, 12, 24),
        date(2026, 12, 30),
    )


def test_a_short_time_to_answer_is_not_shortened_by_a_reminder() -> None:
    friendly, firmer = reminder_days(date(2026, 11, 26), date(2026, 11, 27), PLAN, WORK)
    assert (friendly, firmer) == (date(2026, 11, 30), date(2026, 12, 2))


@pytest.mark.parametrize(
    ("today", "reminded", "level"),
    [
        (date(2026, 12, 1), (), 0), (date(2026, 12, 2), (), 1), (date(2026, 12, 2), (date(2026, 12, 2),), 0),
        (date(2026, 12, 5), (), 0), (date(2026, 12, 7), (date(2026, 12, 2),), 2),
        (date(2026, 12, 7), (date(2026, 12, 4),), 0), (date(2026, 12, 8), (date(2026, 12, 4),), 2),
        (date(2026, 12, 9), (date(2026, 12, 2), date(2026, 12, 7)), 0),
    ],
)  # fmt: skip
def test_a_reminder_is_due_once_on_its_working_day(today: date, reminded: tuple[date, ...], level: int) -> None:
    assert reminder_due(date(2026, 11, 20), date(2026, 12, 4), reminded, today, PLAN, WORK) == level


@given(st.integers(0, 60), st.integers(0, 40))
@settings(deadline=None)
def test_lived_through_day_by_day_there_are_two_reminders_in_order(start: int, length: int) -> None:
    sent_on = date(2026, 10, 1) + timedelta(days=start)
    answer_by = sent_on + timedelta(days=length)
    reminded: list[date] = []
    levels = []
    for step in range(120):
        today = sent_on + timedelta(days=step)
        level = reminder_due(sent_on, answer_by, reminded, today, PLAN, WORK)
        if level:
            levels.append(level)
            reminded.append(today)
            assert WORK.is_working_day(today)
    assert levels == [1, 2]
    assert reminded[1] > answer_by


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", ["Re: DP-2026-014", "votre demande dp 2026/014 :", "DP2026014", "(DP–2026–014)"])
def test_our_reference_is_known_however_it_is_written(words: str) -> None:
    assert names_reference(words, "DP-2026-014")


@pytest.mark.parametrize("words", ["DP-2026-0145", "XDP-2026-014", "DP-2025-014", "", "2026-014"])
def test_another_reference_is_none(words: str) -> None:
    assert not names_reference(words, "DP-2026-014")


def test_a_reference_that_stands_in_every_mail_is_never_looked_for() -> None:
    assert not names_reference("le 14 du mois", "14")


def test_an_answer_is_found_by_our_letter_first_then_by_the_reference() -> None:
    other = replace(REQUESTED, key="req-8", reference="DP-2026-015")
    both, sent = [REQUESTED, other], {"<1@desk.example>": "req-7"}
    assert answered_request(both, "Offre", "DP-2026-015", ["<1@desk.example>"], sent) == REQUESTED
    assert answered_request(both, "Votre demande DP-2026-015", "cf. DP-2026-014", [], sent) == other
    assert answered_request(both, "Offre", "DP-2026-014 et DP-2026-015", [], sent) is None
    assert answered_request(both, "Bonjour", "rien", [], sent) is None
