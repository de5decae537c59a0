"""Account numbers are known by their check digits, and found in a text however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.ibans import IBAN_LENGTHS, accounts_in, check_digits, compact, is_iban
from tests.speed import within

FRENCH, GERMAN = "FR7630006000011234567890189", "DE89370400440532013000"


@pytest.mark.parametrize(
    ("words", "valid"),
    [
        ("GB82 WEST 1234 5698 7654 32", True),
        ("gb82west12345698765432", True),
        ("FR14 2004 1010 0505 0001 3M02 606", True),
        ("DE89370400440532013000", True),
        ("DE8937040044053201300", False),
        ("DE88370400440532013000", False),
        ("DE89370400440532031000", False),
        ("GB82", False),
        ("", False),
        ("ZZ00!", False),
    ],
)
def test_an_iban_needs_its_length_and_its_check_digits(words: str, valid: bool) -> None:
    assert is_iban(words) is valid


@given(position=st.integers(0, 21), digit=st.integers(1, 9))
def test_no_single_wrong_digit_of_an_iban_goes_unnoticed(position: int, digit: int) -> None:
    right = "DE89370400440532013000"
    if right[position].isdigit():
        wrong = str((int(right[position]) + digit) % 10)
        assert not is_iban(right[:position] + wrong + right[position + 1 :])


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("IBAN : FR76 3000 6000 0112 3456 7890 189 BIC AGRIFRPP", id="in groups, words behind it"),
        pytest.param("IBANFR7630006000011234567890189", id="glued to its label"),
        pytest.param("FR76-3000-6000-0112-3456-7890-189", id="with hyphens"),
        pytest.param("F R 7 6 3 0 0 0 6 0 0 0 0 1 1 2 3 4 5 6 7 8 9 0 1 8 9", id="each letter apart"),
        pytest.param("fr76 3000 6000 0112 3456 7890 189", id="in small letters"),
        pytest.param("FR76 3000 6000\n0112 3456 7890 189", id="over two lines"),
        pytest.param("FR76\u00a03000\u202f6000 0112\u200b 3456 7890 189", id="with blanks that nobody sees"),
        pytest.param("ＦＲ７６ 3000 6000 0112 3456 7890 189", id="in wide letters"),
        pytest.param("RIB : 30006 00001 12345678901 89", id="as a French RIB"),
        pytest.param("Banque 30006 Guichet 00001 Compte n° 12345678901 Clé 89", id="as a RIB with its parts named"),
    ],
)
def test_an_account_is_found_however_it_is_written(words: str) -> None:
    assert [(one.iban, one.is_valid) for one in accounts_in(f"Bonjour, {words} merci")] == [(FRENCH, True)]


@pytest.mark.parametrize("words", ["FR76 3OOO 6OOO O112 3456 789O 189", "FR76 3000 6000 0ll2 3456 7890 I89"])
def test_letters_that_look_like_digits_are_read_as_them_and_are_no_right_number(words: str) -> None:
    assert [(one.iban, one.is_valid) for one in accounts_in(words)] == [(FRENCH, False)]


def test_an_account_with_a_digit_wrong_is_found_and_is_wrong() -> None:
    assert [(one.iban[-3:], one.is_valid) for one in accounts_in("IBAN FR76 3000 6000 0112 3456 7890 198")] == [
        ("198", False)
    ]


@pytest.mark.parametrize(
    "words",
    [
        "TVA FR 40 303 265 045 Siret 303265045 00013 RCS Paris B 303 265 045",
        "N° TVA FR40303265045 office 12345678901234567890",
        "de 12 cartons à 3456, 7890 et 1234 pièces",
        "Commande BC2026-0007-1234-5678-9012-3456, bon 30006 00001 12345678901 88",
        "Tél. 01 42 33 44 55, fax 01 42 33 44 56, 75002 Paris, 30 000 € de capital",
    ],
)
def test_other_numbers_are_no_accounts(words: str) -> None:
    assert accounts_in(words) == ()


@given(st.sampled_from(sorted(IBAN_LENGTHS)), st.text("0123456789", min_size=40, max_size=40), st.integers(1, 9))
def test_what_is_made_with_check_digits_is_right_and_found_in_groups(country: str, digits: str, size: int) -> None:
    rest = digits[: IBAN_LENGTHS[country] - 4]
    iban = f"{country}{check_digits(country, rest)}{rest}"
    assert is_iban(iban)
    groups = " ".join(iban[place : place + size] for place in range(0, len(iban), size))
    assert compact(groups) == iban
    found = accounts_in(f"Compte {groups}.")
    # Letters stand for the bank in some countries, so that digits there make no account.
    assert [one.iban for one in found] in ([iban], [])


@given(st.text())
def test_no_text_is_too_odd(words: str) -> None:
    assert all(one.words for one in accounts_in(words))


@pytest.mark.parametrize(
    "piece",
    [
        "FR76 ",
        "GT76 ",
        "12345 ",
        "F-",
        "1",
        "IBAN",
        "12345 a ",
        "fr76 1-",
        "GT76 " + "A1" * 11,
        "FR76 " + "1 " * 22,
        "\u00a0",
    ],
)
def test_a_hostile_text_takes_no_time(piece: str) -> None:
    words = (piece * (100_000 // len(piece) + 1))[:100_000]
    within(0.2, lambda: accounts_in(words))


@pytest.mark.parametrize(
    "written",
    ["ВЕ68 5390 0754 7034", "BE68|5390|0754|7034", "BE68, 5390, 0754, 7034", "BE68     5390 0754 7034", "BE٦٨ ٥٣٩٠ ٠٧٥٤ ٧٠٣٤",
     "B\u0336E68 5390 0754 7034"],
)  # fmt: skip
def test_an_account_that_is_written_to_be_overlooked_is_found(written: str) -> None:
    assert [one.iban for one in accounts_in(f"Payez sur {written} s.v.p.")] == ["BE68539007547034"]
    assert compact(written) == "BE68539007547034"
