"""A supplier is known by its VAT number, its SIREN, or its name without its legal form."""

from __future__ import annotations

import pytest

from officebot.core.invoices.known import SupplierId, folded_name, supplier_of
from tests.core.invoices.cases import DURAND, invoice, known


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SupplierId(vat="FR40303265045"), SupplierId(siren="303 265 045")),
        (SupplierId(vat="FR 40 303 265 045", name="Durand"), SupplierId(vat="fr40303265045", name="Autre nom")),
        (SupplierId(siren="303265045", name="X"), SupplierId(siren="30326504500013", name="Y")),
        (SupplierId(name="SARL Éts. Durand & Fils"), SupplierId(name="DURAND ET FILS S.A.R.L.".replace(" ET", ""))),
        (SupplierId(vat="FR40303265045", name="Durand"), SupplierId(name="durand")),
        (SupplierId(vat="DE811569869", siren="", name="Kern GmbH"), SupplierId(siren="303265045", name="Kern")),
    ],
)
def test_they_are_one_firm(one: SupplierId, other: SupplierId) -> None:
    assert one.is_same(other)
    assert other.is_same(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SupplierId(vat="FR40303265045", name="Durand"), SupplierId(vat="FR83404833048", name="Durand")),
        (SupplierId(name=""), SupplierId(name="")),
        (SupplierId(name="Durand Paris"), SupplierId(name="Durand Lyon")),
    ],
)
def test_they_are_two(one: SupplierId, other: SupplierId) -> None:
    assert not one.is_same(other)


def test_the_key_is_the_surest_that_is_known() -> None:
    assert DURAND.key == "FR40303265045"
    assert SupplierId(siren="303265045", name="Durand").key == "303265045"
    assert SupplierId(name="SAS Durand").key == "durand"
    assert known("F-1").key == ("FR40303265045", "F-1")


def test_a_name_that_is_nothing_but_a_form_stays() -> None:
    assert folded_name("SA") == "sa"


def test_an_invoices_siren_may_come_from_its_siret() -> None:
    assert supplier_of(invoice(seller={"siren": "", "siret": "30326504500013", "vat": ""})).siren == "303265045"
