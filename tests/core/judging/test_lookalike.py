"""Domains that imitate known ones are found however they do it, and honest neighbours are not."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.judging.identity import borrowed_name, is_open_to_all
from officebot.core.judging.lookalike import (
    KnownDomains,
    belongs_to,
    brand_in,
    looks_alike,
    looks_like_known,
    mixes_alphabets,
    registered,
)
from officebot.core.people import Contact, Contacts
from tests.core.judging.offices import CONTACTS, FACTS, PEOPLE, address
from tests.speed import within


@pytest.mark.parametrize(
    ("domain", "how"),
    [
        pytest.param("rnerrains-correze.example", "drawn", id="rn for m"),
        pytest.param("vvhitmore-wines.example", "drawn", id="vv for w"),
        pytest.param("tonne1lerie-vasseur.example", "drawn", id="1 for l"),
        pytest.param("b0uchons-castel.example", "drawn", id="0 for o"),
        pytest.param("merrainscorreze.example", "drawn", id="a hyphen less"),
        pytest.param("merrains-corrèze.example", "drawn", id="an accent"),
        pytest.param("whitmоre-wines.example", "drawn", id="a Cyrillic o"),
        pytest.param("xn--whitmre-wines-m7k.example", "drawn", id="the same as the wire writes it"),
        pytest.param("whitmore-wines.com", "ending", id="another ending"),
        pytest.param("whitmore-wines.co.uk", "ending", id="an ending of two labels"),
        pytest.param("whitmore-wines-billing.example", "words", id="a word after it"),
        pytest.param("secure-bouchons-castel.example", "words", id="a word before it"),
        pytest.param("bouchons-castel-group-paris.example", "words", id="two words after it"),
        pytest.param("bouchonscastelgroup.example", "words", id="a word without hyphen"),
        pytest.param("whitmore-wines.example.evil.example", "inside", id="a label of another domain"),
        pytest.param("whitmore-wine.example", "letter", id="a letter less"),
        pytest.param("whitmoree-wines.example", "letter", id="a letter more"),
        pytest.param("whitnore-wines.example", "letter", id="another letter"),
        pytest.param("whitmroe-wines.example", "letter", id="two letters swapped"),
    ],
)
def test_an_imitation_is_told_from_its_original(domain: str, how: str) -> None:
    likeness = looks_like_known(domain, PEOPLE, CONTACTS)
    assert likeness is not None
    assert likeness.how == how


@pytest.mark.parametrize(
    "domain",
    [
        pytest.param("whitmore-wines.example", id="a contact's own"),
        pytest.param("mail.whitmore-wines.example", id="below a contact's own"),
        pytest.param("whitbread-wines.example", id="several letters off"),
        pytest.param("vasseur.example", id="half of our name"),
        pytest.param("gmail.com", id="a mail provider"),
        pytest.param("castel.example", id="one word of two"),
        pytest.param("", id="none"),
        pytest.param("xn--\x00.example", id="no right label"),
    ],
)
def test_an_honest_domain_imitates_nobody(domain: str) -> None:
    assert looks_like_known(domain, PEOPLE, CONTACTS) is None


def test_two_firms_that_are_both_known_do_not_imitate_each_other() -> None:
    both = Contacts(
        [
            Contact(name="A", addresses=("a@martin-bois.example",)),
            Contact(name="B", addresses=("b@marlin-bois.example",)),
        ]
    )
    assert looks_like_known("marlin-bois.example", PEOPLE, both) is None
    assert looks_like_known("marbin-bois.example", PEOPLE, both) is not None


LABEL = st.text(string.ascii_lowercase, min_size=9, max_size=20).filter(
    lambda word: "rn" not in word and "vv" not in word
)


@given(LABEL, st.data())
def test_any_one_letter_edit_of_a_long_name_is_seen(name: str, data: st.DataObject) -> None:
    known = KnownDomains([f"{name}.example"])
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("kqxz"))
    edited = data.draw(
        st.sampled_from(
            [
                name[:place] + name[place + 1 :],
                name[:place] + letter + name[place:],
                name[:place] + letter + name[place + 1 :],
            ]
        )
    )
    assert (known.like(f"{edited}.example") is not None) or edited == name


@given(st.text(max_size=60))
def test_no_domain_breaks_the_comparison(domain: str) -> None:
    looks_like_known(domain, PEOPLE, CONTACTS)
    looks_alike(domain, "whitmore-wines.example")
    mixes_alphabets(domain)
    brand_in(domain)


def test_a_thousand_contacts_cost_no_more_than_one() -> None:
    known = KnownDomains(f"{name}{number}-holding.example" for number in range(1000) for name in ("dupont", "martin"))

    def run() -> None:
        for number in range(2000):
            known.like(f"stranger{number}-studio.example")

    within(0.000_5 * 2000, run)


def test_one_firms_endings_are_not_look_alikes_of_each_other() -> None:
    assert not looks_alike("whitmore-wines.com", "whitmore-wines.example")
    assert looks_alike("kilbride-distiller.example", "kilbride-distillers.example")
    assert registered("mail.firm.co.uk") == "firm.co.uk"
    assert registered("a.b.firm.example") == "firm.example"


@pytest.mark.parametrize(
    ("domain", "is_theirs"),
    [("paypal.com", True), ("mail.paypal.fr", True), ("paypal-help.example", False), ("paypal.evil.example", False)],
)
def test_a_well_known_firm_owns_its_name_only(domain: str, is_theirs: bool) -> None:
    assert brand_in(domain) == "paypal"
    assert belongs_to(domain, "paypal") is is_theirs


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        ("Paul Vasseur <x@elsewhere.example>", "colleague"),
        ("VASSEUR Paul (PDG) <x@elsewhere.example>", "colleague"),
        ("P. Vasseur <x@elsewhere.example>", "colleague"),
        ("<lucie.andrieu.perso@elsewhere.example>", "colleague"),
        ('"p.vasseur@tonnellerie-vasseur.example" <x@elsewhere.example>', "address"),
        ("Merrains de Corrèze <x@elsewhere.example>", "contact"),
        ("Comptabilité | Bouchons Castel <x@elsewhere.example>", "contact"),
        ("PayPal Service <x@elsewhere.example>", "brand"),
        ("PayPal Service <service@paypal.com>", ""),
        ("Merrains de Corrèze <ventes@merrains-correze.example>", ""),
        ("Paula Vasseur <x@elsewhere.example>", ""),
        ("x@elsewhere.example <x@elsewhere.example>", ""),
        ("Anne Martin <anne@elsewhere.example>", ""),
    ],
)
def test_a_name_that_is_somebody_elses_is_known(sender: str, kind: str) -> None:
    borrowed = borrowed_name(address(sender), FACTS)
    assert (borrowed.kind if borrowed else "") == kind


def test_a_mail_provider_is_known_by_its_name() -> None:
    assert is_open_to_all("gmail.com")
    assert is_open_to_all("quick-mail.example")
    assert not is_open_to_all("whitmore-wines.example")
