"""A person gets a list of what to pay, by supplier; what is held is never on it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from officebot.core.invoices.known import KnownInvoice, RegisterState, SupplierId
from officebot.core.invoices.payments import PaymentList, payments
from officebot.core.invoices.terms import Discount
from tests.core.invoices.cases import DURAND, TODAY, known

OTHER = SupplierId(name="Garage Pichon")


def owed(number: str = "F-1", days: int = 3, **more: Any) -> KnownInvoice:
    return known(number, **{"state": RegisterState.approved, "due": TODAY + timedelta(days=days), **more})


def listed(*history: KnownInvoice, within_days: int = 7, **more: Any) -> PaymentList:
    return payments(history, today=TODAY, within_days=within_days, **more)


def numbers(found: PaymentList) -> list[str]:
    return [one.invoice.number for group in found.suppliers for one in group.payments]


def test_what_is_due_soon_is_listed_by_supplier_and_summed() -> None:
    found = listed(owed("F-2", 7), owed("F-1", 1), owed("F-3", 8), owed("G-1", 2, supplier=OTHER, payable="50.00"))
    assert numbers(found) == ["G-1", "F-1", "F-2"]
    assert [group.total for group in found.suppliers] == [Decimal("50.00"), Decimal("240.00")]
    assert found.totals == {"EUR": Decimal("290.00")}


def test_what_is_paid_or_refused_is_nobodys_concern_and_what_is_late_is_marked() -> None:
    found = listed(
        owed("F-1", -1),
        owed("F-2", state=RegisterState.paid),
        owed("F-3", paid_on=TODAY),
        owed("F-4", state=RegisterState.refused),
    )
    assert numbers(found) == ["F-1"]
    assert found.suppliers[0].payments[0].is_late
    assert not found.left_out


def test_what_is_held_is_never_on_the_list_and_is_said() -> None:
    other = owed("F-2")
    found = listed(owed("F-1", state=RegisterState.held), other, held=[other.key])
    assert numbers(found) == []
    assert [str(why) for _, why in found.left_out] == ["It is held: nothing is paid before a person releases it."] * 2


def test_what_has_no_sum_or_no_day_is_said() -> None:
    found = listed(owed("F-1", payable=None), owed("F-2", due=None))
    assert [str(why) for _, why in found.left_out] == [
        "The register has no amount for it.", "The register has no due day for it."
    ]  # fmt: skip


def test_a_credit_note_is_taken_off_and_never_more_than_what_is_due() -> None:
    credit = owed("AV-1", payable="-20.00", is_credit=True, due=None)
    assert listed(owed(), credit).totals == {"EUR": Decimal("100.00")}
    found = listed(owed("F-1", payable="20.00"), credit)
    assert (found.totals, len(found.left_out)) == ({}, 2)


def test_currencies_are_not_added_up() -> None:
    assert listed(owed(), owed("F-2", currency="GBP")).totals == {"EUR": Decimal("120.00"), "GBP": Decimal("120.00")}


def test_a_discount_brings_an_invoice_forward_as_long_as_it_lasts() -> None:
    later = owed("F-1", 30)
    offers = {later.key: Discount(rate=Decimal(2), days=10)}
    (payment,) = listed(later, discounts=offers).suppliers[0].payments
    assert (payment.saved, payment.save_by) == (Decimal("2.40"), date(2026, 11, 30))
    assert not listed(later, discounts={later.key: Discount(rate=Decimal(2), days=5)}).suppliers


def test_a_supplier_entered_with_and_without_its_number_is_one() -> None:
    found = listed(owed("F-1"), owed("F-2", supplier=SupplierId(name="Papeterie Durand SARL")))
    assert len(found.suppliers) == 1


@given(
    st.lists(
        st.tuples(st.integers(-20, 20), st.decimals("-999", "999", places=2), st.sampled_from(list(RegisterState))),
        max_size=12,
    )
)
def test_totals_are_the_sums_of_what_is_listed_and_nothing_is_listed_that_must_not_be(
    rows: list[tuple[int, Decimal, RegisterState]],
) -> None:
    history = [
        owed(
            f"F-{place}",
            days,
            payable=str(amount),
            state=state,
            supplier=(DURAND, OTHER)[place % 2],
            is_credit=amount < 0,
        )
        for place, (days, amount, state) in enumerate(rows)
    ]
    found = listed(*history)
    shown = [one for group in found.suppliers for one in group.payments]
    assert sum((one.amount for one in shown), Decimal(0)) == sum(found.totals.values(), Decimal(0))
    assert all(one.invoice.state in (RegisterState.entered, RegisterState.approved) for one in shown)
    assert all(group.total > 0 for group in found.suppliers)


def test_the_last_day_of_a_discount_still_counts() -> None:
    later = owed("F-1", 30)
    offers = {later.key: Discount(rate=Decimal(2), days=(TODAY - date(2026, 11, 20)).days)}
    assert listed(later, discounts=offers).suppliers[0].payments[0].save_by == TODAY
