"""The people of a meeting, read from tables and lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.minutes.model import Participant
from officebot.core.minutes.notes.participants import presence_of, read_participants
from tests.speed import within


def test_a_table_with_english_headings_gives_name_address_role_and_presence() -> None:
    read = read_participants(
        'name,address,role,present\nAda Moss,Ada@Mill.example,"chair, board",yes\nBo Reed,,clerk,no\n'
    )
    assert read == (
        Participant(name="Ada Moss", address="ada@mill.example", role="chair, board", presence="present"),
        Participant(name="Bo Reed", role="clerk", presence="absent"),
    )


def test_a_french_table_parted_by_semicolons_joins_first_and_last_names() -> None:
    read = read_participants("\ufeffNom;Prénom;Fonction;Présence\nHamel;Rose;trésorière;excusée\n")
    assert read == (Participant(name="Rose Hamel", role="trésorière", presence="excused"),)


def test_a_line_holds_name_address_role_and_excuse_in_any_order() -> None:
    read = read_participants(
        "- Rose Hamel <rose@foyer.example>, trésorière (excusée)\n* Luc Petit - président\nMme Diaz\n"
    )
    assert read == (
        Participant(name="Rose Hamel", address="rose@foyer.example", role="trésorière", presence="excused"),
        Participant(name="Luc Petit", role="président"),
        Participant(name="Mme Diaz"),
    )


def test_a_heading_says_the_presence_of_those_below_and_behind_it() -> None:
    read = read_participants("Présents :\nRose\nLuc\nExcusés : Ana, Tom et Zoé\n")
    assert [(one.name, one.presence) for one in read] == [
        ("Rose", "present"),
        ("Luc", "present"),
        ("Ana", "excused"),
        ("Tom", "excused"),
        ("Zoé", "excused"),
    ]


def test_the_same_person_twice_stays_one_and_two_with_one_name_and_two_addresses_stay_two() -> None:
    read = read_participants("name,email\nA B,a@x.example\nA B,a@x.example\nA B,b@x.example\n")
    assert [one.address for one in read] == ["a@x.example", "b@x.example"]


@pytest.mark.parametrize(
    ("words", "presence"),
    [
        ("x", "present"),
        ("Oui", "present"),
        ("declined", "excused"),
        ("en congés", "excused"),
        ("absente", "absent"),
        ("?", ""),
    ],
)
def test_presence_is_read_as_offices_write_it(words: str, presence: str) -> None:
    assert presence_of(words) == presence


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert all(one.name for one in read_participants(text))


def test_a_megabyte_in_one_line_is_read_quickly() -> None:
    def run() -> None:
        for text in ("a" * 1_000_000, "(" * 1_000_000, "name," * 200_000, 'name\n"' + "a" * 1_000_000):
            read_participants(text)

    within(2, run)
