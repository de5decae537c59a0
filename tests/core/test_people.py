"""Who is meant by a word, when somebody looks for a person."""

from __future__ import annotations

import pytest

from officebot.core.people import People, Person

PEOPLE = People(
    Person(name=name, address=address, login=login)
    for name, address, login in (
        ("Étienne Kerbrat", "e.kerbrat@office.example", "etienne.k"),
        ("Sophie Le Goff", "s.legoff@office.example", None),
        ("Sophie Étienne", "s.etienne@office.example", None),
        ("Anne-Marie Roux", "am.roux@office.example", None),
        ("Étienne", "stagiaire@office.example", None),
    )
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("s.legoff@office.example", ["Sophie Le Goff"]),
        ("s.legoff", ["Sophie Le Goff"]),
        ("ETIENNE.K", ["Étienne Kerbrat"]),
        ("Étienne Kerbrat", ["Étienne Kerbrat"]),
        ("etienne kerbrat", ["Étienne Kerbrat"]),
        ("Kerbrat", ["Étienne Kerbrat"]),
        ("E\u0301tienne Kerbrat", ["Étienne Kerbrat"]),
        ("anne-marie", ["Anne-Marie Roux"]),
        ("sophie", ["Sophie Le Goff", "Sophie Étienne"]),
        pytest.param("etienne", ["Étienne"], id="a whole name goes before a part of one"),
        ("Kerb", []),
        ("", []),
        (" ", []),
    ],
)
def test_people_are_found_as_people_call_them(words: str, found: list[str]) -> None:
    assert [person.name for person in PEOPLE.meant(words)] == found


def test_who_acts_is_never_guessed() -> None:
    assert PEOPLE.named("sophie") is None
    assert PEOPLE.named("") is None
    assert PEOPLE.named("etienne kerbrat") is None
