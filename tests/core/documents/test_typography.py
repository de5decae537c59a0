"""Money, days, lists and sentences set as each language does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.documents import typography as set_as
from tests.speed import within


def test_french_sentences_get_their_blanks_and_guillemets() -> None:
    said = 'Il a dit : "d\'accord" ! Quoi ? Voir https://exemple.fr ; le 1er décembre à 14:30, 12 500 € et 20 %...'
    assert set_as.typography(said, "fr") == (
        "Il a dit\u00a0: «\u00a0d’accord\u00a0»\u202f! Quoi\u202f? Voir https://exemple.fr\u202f; le 1er\u00a0décembre à 14:30, "
        "12\u202f500\u00a0€ et 20\u00a0%…"
    )


def test_what_is_set_already_stays_as_it_is() -> None:
    said = "Il a dit\u00a0: «\u00a0oui\u00a0»\u202f; c’est 20\u00a0%"
    assert set_as.typography(said, "fr") == said


def test_english_sentences_get_curly_quotes_and_no_blanks() -> None:
    assert set_as.typography('Mr Smith said: "it\'s fine"; right?', "en") == "Mr\u00a0Smith said: “it’s fine”; right?"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("1234.5", "1\u202f234,50\u00a0€", "€1,234.50"),
        ("-0.005", "−0,01\u00a0€", "−€0.01"),
        (0, "0,00\u00a0€", "€0.00"),
        ("1 000", "1\u202f000,00\u00a0€", "€1,000.00"),
    ],
)
def test_money_is_written_as_each_language_writes_it(value: object, french: str, english: str) -> None:
    assert set_as.money(value, "fr") == french
    assert set_as.money(value, "en") == english


def test_a_currency_without_a_sign_is_told_by_its_letters() -> None:
    assert set_as.money("3", "en", "SEK") == "SEK\u00a03.00"
    assert set_as.money("3", "fr", "SEK") == "3,00\u00a0SEK"


def test_days_and_times_are_written_as_each_language_writes_them() -> None:
    assert set_as.day_long("2026-12-01", "fr") == "mardi 1er\u00a0décembre 2026"
    assert set_as.day_long("2026-12-01", "en") == "Tuesday 1\u00a0December 2026"
    assert set_as.day_short("2026-12-01T09:00") == "01/12/2026"
    assert set_as.time_of_day("09:05", "fr") == "9\u00a0h\u00a005"
    assert set_as.time_of_day("2026-12-01T14:00", "fr") == "14\u00a0h"
    assert set_as.time_of_day("09:05", "en") == "9:05"


def test_lists_end_with_and() -> None:
    assert [set_as.and_list(["a", "b", "c"][:count], "fr") for count in range(4)] == ["", "a", "a et b", "a, b et c"]
    assert set_as.and_list(["a", "b", "c"], "en", "or") == "a, b or c"


@pytest.mark.parametrize("value", ["much", None, True, "nan", "1e99"])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="number"):
        set_as.money(value, "fr")


@given(st.text(max_size=80))
def test_typography_changes_blanks_quotes_and_dots_alone(words: str) -> None:
    def bare(text: str) -> str:
        return "".join(one for one in text.replace("...", "…") if one not in "\"'’“”«» \u00a0\u202f")

    for language in ("fr", "en"):
        assert bare(set_as.typography(words, language)) == bare(words)


@pytest.mark.parametrize("piece", ['"', "“", " ", "«", "1 ", "\" '", 'a"b ', "!?;", "“a ", "M. ", "1 j"], ids=repr)
def test_a_hundred_kilobytes_take_no_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))

    def run() -> None:
        set_as.typography(text, "fr")
        set_as.typography(text, "en")

    within(1, run)
