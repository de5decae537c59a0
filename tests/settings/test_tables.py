"""People and contacts come from tables that people keep in a spreadsheet; each wrong row is named by its line."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officebot.core.problems import UserError
from tests.settings.conftest import Folder

HEAD = "name,address,role,language,circle,responsibilities,login"


def test_people_are_read_with_their_responsibilities(folder: Folder) -> None:
    anna = folder.load().people.at("ANNA@bell.example")
    assert anna is not None
    assert (anna.name, anna.language, anna.circle, anna.login) == ("Anna Bell", "en", "direction", "anna")
    assert anna.responsibilities == ("contracts", "board")
    assert anna.may_approve


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_table_may_come_from_any_spreadsheet(folder: Folder, encoding: str, delimiter: str, ends: str) -> None:
    rows = [["name", "address", "responsibilities"], ["Zoé Lefèvre", "Anna@Bell.example", '"paie; congés"']]
    folder.write("people.csv", ends.join(delimiter.join(row) for row in [*rows, []]).encode(encoding))
    person = folder.load().people.all[0]
    assert (person.name, person.address) == ("Zoé Lefèvre", "anna@bell.example")
    assert person.responsibilities == ("paie", "congés")
    assert (person.language, person.circle) == ("fr", "office")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Bob,bob,,,,,", "people.csv: line 3, address: “bob” is not a mail address"),
        ("Bob,bob@b.example>,,,,,", "people.csv: line 3, address"),
        ('Bob,"bob@b.example, eve@c.example",,,,,', "people.csv: line 3, address"),
        (",bob@b.example,,,,,", "people.csv: line 3, name: This is empty"),
        ("Bob,bob@b.example,,de,,,", "people.csv: line 3, language: “de” is not allowed here: write fr, en."),
        ("Bob,bob@b.example,,", "people.csv: line 3: The line has 4 cells instead of 7: a separator"),
        ('Bob,"bob@b.example\nx",,,,,', "people.csv: line 3, address: This must be one line"),
        ("Bob,anna@bell.example,,,,,", "people.csv: Two people have the address “anna@bell.example”"),
        ("Bob,bob@b.example,,,,,anna", "people.csv: Two people have the login “anna”"),
        ('Bob,"bob@b.example,,,,,', "people.csv: line 3: The line cannot be read"),
    ],
)
def test_a_wrong_row_is_named_by_its_line(folder: Folder, row: str, expected: str) -> None:
    folder.write("people.csv", f"{HEAD}\nAnna,anna@bell.example,,en,,,anna\n{row}\n")
    (complaint,) = folder.complaints()
    assert complaint.startswith(expected)


def test_lines_are_counted_as_an_editor_counts_them(folder: Folder) -> None:
    folder.write("contacts.csv", 'name,phone\nA,1\n\n"B ",2\nC,1,\n')
    assert folder.complaints() == [
        "contacts.csv: line 5: The line has 3 cells instead of 2: a separator is missing, or one too many."
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("name,adress", "people.csv: line 1, adress: This column is unknown: did you mean address?"),
        ("name", "people.csv: line 1: The column “address” is missing: add it."),
        ("name,address,name", "people.csv: line 1: A column stands there twice"),
        ("name,address,zzzz", "people.csv: line 1, zzzz: This column is unknown: the columns are name, address"),
    ],
)
def test_a_wrong_column_is_said_with_those_that_exist(folder: Folder, head: str, expected: str) -> None:
    folder.write("people.csv", f"{head}\n")
    assert any(complaint.startswith(expected) for complaint in folder.complaints())


def test_people_may_stand_in_toml(folder: Folder) -> None:
    (folder.path / "people.csv").unlink()
    folder.write(
        "people.toml",
        '[[person]]\nname = "Anna"\naddress = "anna@bell.example"\nresponsibilities = ["a", "b"]\nmay_approve = false\n',
    )
    anna = folder.load().people.all[0]
    assert (anna.responsibilities, anna.may_approve) == (("a", "b"), False)
    folder.write("people.toml", '[[person]]\nnam = "Anna"\naddress = "anna"\n')
    assert folder.complaints() == [
        "people.toml: person[1], nam: This key is unknown: did you mean name?",
        "people.toml: person[1], name: This is missing: write it.",
    ]
    folder.write("people.toml", "person = 3")
    assert folder.complaints() == ["people.toml: People are written as [[person]] tables."]


def test_a_person_may_live_in_another_zone_and_may_be_kept_from_approving(folder: Folder) -> None:
    head = "name,address,zone,may_approve"
    folder.write("people.csv", f"{head}\nAnna,anna@bell.example,Europe/London,non\nBob,bob@bell.example,,Oui\n")
    anna, bob = folder.load().people.all
    assert (anna.zone, anna.may_approve, bob.zone, bob.may_approve) == ("Europe/London", False, None, True)
    folder.write("people.csv", f"{head}\nAnna,anna@bell.example,London,perhaps\nBob,bob@bell.example,,\n")
    assert folder.complaints() == [
        "people.csv: line 2, zone: “London” is not a time zone: write it as Europe/Paris.",
        "people.csv: line 2, may_approve: “perhaps” is neither yes nor no: write one of them.",
    ], "that Anna is an owner who is missing follows from it, and is not said"


def test_an_office_without_people_is_told_what_to_create(folder: Folder) -> None:
    (folder.path / "people.csv").unlink()
    assert f"create it with the columns {HEAD}" in folder.complaints()[0]
    folder.write("people.csv", HEAD)
    assert folder.complaints() == ["people.csv: Nobody is in it: write at least one person."]


def test_contacts_are_read_with_their_addresses_and_bank(folder: Folder) -> None:
    folder.write(
        "contacts.csv",
        "kind,name,addresses,language,form_of_address,phone,iban\n"
        "supplier,Sable,compta@sable.example; A@sable.example,fr,Monsieur A,+33 1,FR14 2004 1010 0505 0001 3M02 606\n",
    )
    contacts = folder.load().contacts
    sable = contacts.at("a@SABLE.example")
    assert sable is not None
    assert (sable.kind, sable.iban, sable.domains) == (
        "supplier",
        "FR1420041010050500013M02606",
        {"sable.example"},
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("bank,B,,,", "contacts.csv: line 3, kind: “bank” is not allowed here: write supplier, customer, other."),
        ("other,,,,", "contacts.csv: line 3, name: This is empty"),
        ("other,B,b@,,", "contacts.csv: line 3, addresses: “b@” is not a mail address"),
        (
            "other,B,a@a.example,,",
            "contacts.csv: line 3, addresses: “a@a.example” stands already in line 2",
        ),
        ("other,B,,es,", "contacts.csv: line 3, language"),
        ("other,B,,,FR7630003014700020418837 29", "contacts.csv: line 3, iban: This IBAN is wrong"),
    ],
)
def test_a_wrong_contact_is_named_by_its_line(folder: Folder, row: str, expected: str) -> None:
    folder.write("contacts.csv", f"kind,name,addresses,language,iban\nother,A,a@a.example,,\n{row}\n")
    (complaint,) = folder.complaints()
    assert complaint.startswith(expected)


def test_an_office_may_have_no_contacts(folder: Folder) -> None:
    (folder.path / "contacts.csv").unlink()
    assert folder.load().contacts.all == ()


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=200) | st.text(alphabet='a,;"\n\r\t@.é\x00', max_size=60).map(str.encode))
def test_whatever_stands_in_a_table_gives_problems_and_never_a_crash(folder: Folder, content: bytes) -> None:
    folder.write("contacts.csv", b"name,phone\n" + content)
    with suppress(UserError):
        assert folder.load().people.all
