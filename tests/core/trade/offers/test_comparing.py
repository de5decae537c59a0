"""Offers compared: sums to the cent, no order that matters, hard requirements, splits, reasons and another round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.trade.model import TradeKind, TradeLine
from officebot.core.trade.offers.advising import reasons, wishes
from officebot.core.trade.offers.asking import wanted_from
from officebot.core.trade.offers.comparing import Comparison, compare
from officebot.core.trade.offers.model import Habits, Offer, Reliability, Weights
from officebot.core.trade.offers.telling import comparison_fact
from tests.core.trade.offers.quotecases import FAIR, TODAY, line, offer, want

CENT = Decimal("0.01")
prices = st.decimals(min_value="0.01", max_value="500", places=2)
days = st.integers(min_value=1, max_value=40)


def comparing(*offers: Offer, habits: Habits | None = None, quantity: int = 10) -> Comparison:
    return compare([want("A", quantity)], offers, habits or Habits(), TODAY)


def told(comparison: Comparison, language: str = "en") -> str:
    return "\n".join(reason.render(language) for reason in reasons(comparison))


def terms(length: int, *more: str) -> tuple[str, ...]:
    return (
        f"Délai {length} jours ouvrés",
        "Franco de port",
        "Valable 60 jours",
        "Paiement 30 jours",
        "Prix HT",
        *more,
    )


# ── properties ────────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def offered(draw: st.DrawFn) -> list[Offer]:
    """Up to four offers for three lines, some incomplete, with carriage, least orders, discounts and delays."""
    made = []
    for name in ("Alpha", "Beta", "Gamma", "Delta")[: draw(st.integers(2, 4))]:
        lines = [
            line(article, quantity, str(draw(prices)))
            for article, quantity in (("A", 10), ("B", 3), ("C", 7))
            if draw(st.integers(0, 9))
        ]
        more = []
        if draw(st.booleans()):
            more.append(f"Minimum de commande {draw(st.integers(1, 900))} €")
        if draw(st.booleans()):
            more.append(f"Remise {draw(st.integers(1, 15))} %")
        carriage = draw(
            st.sampled_from(["Franco de port", "Frais de port 12,34 €", "Franco dès 300 €, sinon 19,99 €"])
        )
        said = (f"Délai {draw(days)} jours ouvrés", carriage, "Valable 60 jours", "Paiement 30 jours", *more)
        made.append(offer(name, *lines, terms=said))
    return made


WANTED = [want("A", 10), want("B", 3), want("C", 7)]


@given(offered())
@settings(max_examples=150, deadline=None)
def test_the_order_of_the_offers_decides_nothing(offers: list[Offer]) -> None:
    first = compare(WANTED, offers, Habits(), TODAY)
    for one in list(permutations(offers))[1:6]:
        assert compare(WANTED, one, Habits(), TODAY) == first


@given(offered())
@settings(max_examples=150, deadline=None)
def test_every_sum_is_that_of_its_parts_to_the_cent(offers: list[Offer]) -> None:
    found = compare(WANTED, offers, Habits(), TODAY)
    for one in found.offers:
        amounts = [part.amount for part in one.lines if part.amount is not None]
        assert all(amount == amount.quantize(CENT) for amount in amounts)
        assert one.costs.goods == sum(amounts)
        parts = one.costs
        assert one.total == parts.goods - parts.discount + parts.carriage + parts.fees + parts.shortfall
        assert one.total == one.total.quantize(CENT)


@given(offered())
@settings(max_examples=150, deadline=None)
def test_what_is_dearer_at_the_same_delay_and_terms_is_never_recommended(offers: list[Offer]) -> None:
    found = compare(WANTED, offers, Habits(), TODAY)
    chosen = found.recommended
    for choice in found.choices:
        assert chosen is not None
        if choice.days is not None and chosen.days is not None and choice.days <= chosen.days:
            assert chosen.total <= choice.total


@given(offered())
@settings(max_examples=100, deadline=None)
def test_two_suppliers_are_recommended_only_where_they_save_more_than_the_second_order(offers: list[Offer]) -> None:
    found = compare(WANTED, offers, Habits(), TODAY)
    chosen = found.recommended
    if chosen is not None and chosen.is_split and found.choices:
        assert chosen.total + Habits().order_cost < found.choices[0].total
        parted = [number for _, numbers in chosen.shares for number in numbers]
        assert len(parted) == len(set(parted)) == len(WANTED) - len(found.unoffered)


@given(offered())
@settings(max_examples=60, deadline=None)
def test_what_is_recommended_has_every_line_that_anybody_offers(offers: list[Offer]) -> None:
    found = compare(WANTED, offers, Habits(), TODAY)
    if found.recommended is not None:
        taken = {number for _, numbers in found.recommended.shares for number in numbers}
        offered_at_all = {part.number for one in found.offers for part in one.lines if part.amount is not None}
        assert taken == offered_at_all


@given(offered(), st.sampled_from(["en", "fr"]))
@settings(max_examples=60, deadline=None)
def test_what_is_asked_of_a_supplier_names_no_other_and_no_figure_of_theirs(
    offers: list[Offer], language: str
) -> None:
    found = compare(WANTED, offers, Habits(), TODAY)
    for wish in wishes(found):
        words = wish.asks.render(language)
        assert not [one for one in found.offers if one.supplier in words]
        assert not any(letter.isdigit() for letter in words), words


def test_nothing_is_parted_where_carriage_is_not_said() -> None:
    alpha, beta = (line("A", 10, "1.00"), line("B", 3, "90.00")), (line("A", 10, "20.00"), line("B", 3, "1.00"))
    silent = ("Délai 5 jours ouvrés", "Valable 60 jours", "Paiement 30 jours", "Prix HT")
    for said, is_split in ((FAIR, True), (silent, False)):
        found = compare(
            WANTED[:2], [offer("Alpha", *alpha, terms=said), offer("Beta", *beta, terms=said)], Habits(), TODAY
        )
        assert found.recommended is not None
        assert found.recommended.is_split is is_split


# ── hard requirements ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("habits", "what"),
    [
        (Habits(budget=Decimal("99.99")), "budget"),
        (Habits(least_payment_days=45), "payment"),
        (Habits(deliver_by=date(2026, 12, 2)), "late"),
    ],
)
def test_a_hard_requirement_excludes(habits: Habits, what: str) -> None:
    found = comparing(offer("Alpha", line("A", 10, "10.00")), habits=habits)
    assert [note.what for note in found.offers[0].excluded] == [what]
    assert found.recommended is None


@pytest.mark.parametrize(
    "habits",
    [Habits(budget=Decimal("100.00")), Habits(least_payment_days=30), Habits(deliver_by=date(2026, 12, 3))],
    ids=["the whole budget", "just so many days to pay", "on the day itself"],
)
def test_what_just_meets_a_requirement_stays(habits: Habits) -> None:
    assert comparing(offer("Alpha", line("A", 10, "10.00")), habits=habits).recommended is not None


def test_an_offer_holds_through_its_last_day() -> None:
    alpha = offer("Alpha", line("A", 10, "10.00"), valid_until=TODAY)
    assert comparing(alpha).recommended is not None


def test_prices_with_vat_of_unknown_rate_are_not_used() -> None:
    alpha = offer("Alpha", line("A", 10, "10.00"), terms=("Prix TTC", "Franco", "Délai 5 jours ouvrés"))
    assert [note.what for note in comparing(alpha).offers[0].excluded] == ["vat"]
    assert comparing(alpha, habits=Habits(vat_rate=Decimal("0.25"))).offers[0].total == Decimal("80.00")


def test_sums_show_whether_prices_have_vat() -> None:
    alpha = offer("Alpha", line("A", 10, "12.00"), net=Decimal(100), total=Decimal(120), terms=("Franco",))
    found = comparing(alpha).offers[0]
    assert (found.vat, found.total) == ("included", Decimal("100.00"))


def test_no_offer_at_all_recommends_nothing() -> None:
    assert compare(WANTED, [], Habits(), TODAY).recommended is None


def test_what_is_no_offer_is_told() -> None:
    found = comparing(offer("Alpha", line("A", 10, "10.00"), kind=TradeKind.invoice))
    assert [note.what for note in found.offers[0].excluded] == ["kind"]


def test_what_nobody_offers_does_not_keep_the_rest_from_being_compared() -> None:
    found = compare(WANTED[:2], [offer("Alpha", line("A", 10, "1.00"))], Habits(), TODAY)
    assert found.recommended is not None
    assert [one.article for one in found.unoffered] == ["B"]
    assert "Nobody offers B" in told(found)


def test_a_later_offer_takes_the_place_of_an_earlier_one() -> None:
    old = offer("Alpha", line("A", 10, "9.00"), number="1", issued=date(2026, 11, 1))
    new = offer("Alpha", line("A", 10, "8.00"), number="2", issued=date(2026, 11, 20))
    found = comparing(old, new)
    assert found.recommended is not None
    assert found.recommended.labels == ("Alpha (2)",)
    assert [note.what for note in found.offer("Alpha (1)").excluded] == ["replaced"]


# ── prices ────────────────────────────────────────────────────────────────────────────────────────────────


def test_whole_packs_are_bought() -> None:
    found = comparing(offer("Alpha", line("A", 1, "6.00", unit="boîte", label="A, boîte de 4")), quantity=10)
    part = found.offers[0].lines[0]
    assert (part.quantity, part.amount, part.unit_price) == (Decimal(12), Decimal("18.00"), Decimal("1.5"))


def test_a_break_that_makes_more_cost_less_is_told() -> None:
    found = comparing(offer("Alpha", line("A", 90, "1.00", note="dès 100 : 0,80 €")), quantity=90)
    assert found.offers[0].total == Decimal("90.00")
    assert "100 of “A” would cost 80.00 EUR: less than the 90 that are wanted." in told(found)


def test_an_amount_that_is_not_quantity_times_price_is_a_question() -> None:
    found = comparing(offer("Alpha", line("A", 10, "10.00", amount="90.00")))
    assert found.offers[0].total == Decimal("100.00")
    assert [note.what for note in found.offers[0].questions] == ["price"]


def test_a_discount_in_a_note_is_taken_off() -> None:
    found = comparing(offer("Alpha", line("A", 10, "10.00", note="remise 10 %")))
    assert found.offers[0].total == Decimal("90.00")


def test_a_discount_that_the_net_already_has_is_not_taken_off_twice() -> None:
    alpha = offer("Alpha", line("A", 10, "9.00"), terms=("Remise 10 %", "Franco"), net=Decimal(90))
    assert comparing(alpha).offers[0].total == Decimal("90.00")


def test_a_short_read_is_told() -> None:
    alpha = offer("Alpha", line("A", 10, "9.00"), confidence=0.4)
    assert [note.what for note in comparing(alpha).offers[0].questions] == ["reading"]


# ── the score ─────────────────────────────────────────────────────────────────────────────────────────────


def test_weights_decide_between_price_and_delay() -> None:
    cheap = offer("Cheap", line("A", 10, "10.00"), terms=terms(20))
    fast = offer("Fast", line("A", 10, "11.50"), terms=terms(3))
    for weights, expected in (
        (Weights(), "Fast"),
        (Weights(price=Decimal(95), delay=Decimal(5), reliability=Decimal(0)), "Cheap"),
    ):
        found = comparing(cheap, fast, habits=Habits(weights=weights))
        assert found.recommended is not None
        assert found.recommended.labels == (expected,)


def test_coming_sooner_than_wanted_counts_for_nothing() -> None:
    cheap = offer("Cheap", line("A", 10, "10.00"), terms=terms(10))
    fast = offer("Fast", line("A", 10, "10.10"), terms=terms(2))
    found = comparing(cheap, fast, habits=Habits(wanted_by=date(2026, 12, 31)))
    assert found.recommended is not None
    assert found.recommended.labels == ("Cheap",)


def test_an_unknown_delay_counts_as_long() -> None:
    silent = offer("Silent", line("A", 10, "10.00"), terms=("Franco", "Valable 60 jours"))
    fast = offer("Fast", line("A", 10, "10.50"), terms=terms(3))
    found = comparing(silent, fast)
    assert found.recommended is not None
    assert found.recommended.labels == ("Fast",)
    assert "does not say when it delivers" in told(found)


def test_reasons_count_amounts_and_days() -> None:
    cheap = offer("Cheap", line("A", 10, "10.00"), terms=terms(8))
    fast = offer("Dear", line("A", 10, "11.24"), terms=terms(5))
    found = comparing(cheap, fast)
    assert "Compared with Dear: 12.40 EUR cheaper in all, delivers 3 working days later." in told(found)


def test_reliability_is_told_with_its_cases() -> None:
    known = {
        "Alpha": Reliability(share=Decimal("0.91"), cases=14),
        "Beta": Reliability(share=Decimal("0.8"), cases=1),
    }
    alpha, beta = offer("Alpha", line("A", 10, "1.00")), offer("Beta", line("A", 10, "0.50"))
    assert "91 %, from 14 orders." in told(comparing(alpha, habits=Habits(reliability=known)))
    assert "80 %, from 1 order: few orders say little." in told(comparing(beta, habits=Habits(reliability=known)))


def test_an_equivalent_that_is_recommended_is_told() -> None:
    found = comparing(offer("Alpha", line("A", 10, "1.00", label="A compatible")))
    assert "offers something else: “A compatible”" in told(found)


# ── another round ─────────────────────────────────────────────────────────────────────────────────────────


def test_what_to_ask_of_whom_has_its_figure() -> None:
    alpha = offer("Alpha", line("A", 10, "10.00"), terms=terms(5))
    beta = offer("Beta", line("A", 10, "10.50"), terms=("Délai 3 jours ouvrés", "Franco", "Paiement 60 jours"))
    asked = {(one.label, one.about): one.figure for one in wishes(comparing(alpha, beta))}
    assert asked["Beta", "price"] == Decimal("100.00")
    assert asked["Beta", "line"] == Decimal("10.00")
    assert asked["Alpha", "delay"] == 3
    assert asked["Alpha", "payment"] == 60
    assert ("Beta", "missing") in asked


def test_who_is_far_too_dear_is_not_asked_to_come_down() -> None:
    asked = wishes(comparing(offer("Alpha", line("A", 10, "10.00")), offer("Beta", line("A", 10, "90.00"))))
    assert "price" not in {one.about for one in asked}


# ── what is wanted, where nobody says so ──────────────────────────────────────────────────────────────────


def test_what_is_wanted_is_found_in_the_offers() -> None:
    alpha = offer(
        "Alpha", line("A", 10, "1.00", label="Papier A4"), TradeLine(label="Frais de port", amount=Decimal(9))
    )
    beta = offer("Beta", line("A", 10, "1.10"), line("B", 3, "2.00", label="Agrafeuse"))
    found = wanted_from([beta, alpha])
    assert found == wanted_from([alpha, beta])
    assert [(one.article, one.quantity) for one in found] == [("A", Decimal(10)), ("B", Decimal(3))]


def test_the_facts_have_what_the_command_promises() -> None:
    facts = comparison_fact(comparing(offer("Alpha", line("A", 10, "10.00"))), "en")
    assert {"lines", "offers", "recommended", "reasons", "missing"} <= facts.keys()
    assert facts["recommended"] == "Alpha"
    assert facts["offers"][0]["total"] == 100
    parted = replace(comparing(offer("Alpha", line("A", 10, "10.00"), terms=FAIR[:1])))
    assert {one["what"] for one in comparison_fact(parted, "en")["missing"]} == {
        "delay",
        "validity",
        "payment",
        "vat",
    }


# ── fees, discounts, sums ─────────────────────────────────────────────────────────────────────────────────


def test_a_discount_holds_from_its_amount_on() -> None:
    said = ("Remise 10 % à partir de 100 €", "Franco")
    assert comparing(offer("Alpha", line("A", 10, "10.00"), terms=said)).offers[0].total == Decimal("90.00")
    assert comparing(offer("Alpha", line("A", 10, "9.99"), terms=said)).offers[0].total == Decimal("99.90")


def test_carriage_is_free_from_its_amount_on() -> None:
    said = ("Franco dès 100 €, sinon 12,00 €",)
    assert comparing(offer("Alpha", line("A", 10, "10.00"), terms=said)).offers[0].total == Decimal("100.00")
    assert comparing(offer("Alpha", line("A", 10, "9.99"), terms=said)).offers[0].total == Decimal("111.90")


def test_a_fee_for_small_orders_is_added_below_its_amount() -> None:
    said = ("Frais de traitement 8 € pour toute commande inférieure à 100 €", "Franco")
    assert comparing(offer("Alpha", line("A", 10, "10.00"), terms=said)).offers[0].total == Decimal("100.00")
    assert comparing(offer("Alpha", line("A", 10, "9.00"), terms=said)).offers[0].total == Decimal("98.00")


def test_lines_of_carriage_and_fees_are_told_apart() -> None:
    side = (
        TradeLine(label="Frais de port", amount=Decimal("9.00")),
        TradeLine(label="Éco-participation DEEE", quantity=Decimal(10), price=Decimal("0.15")),
    )
    costs = comparing(offer("Alpha", line("A", 10, "10.00"), *side, terms=())).offers[0].costs
    assert (costs.goods, costs.carriage, costs.fees) == (Decimal("100.00"), Decimal("9.00"), Decimal("1.50"))


def test_carriage_that_is_wanted_is_no_carriage() -> None:
    wanted = [want("T", 1, label="Transport Paris-Lyon")]
    moved = offer("Alpha", line("T", 1, "300.00", label="Transport Paris-Lyon"))
    assert compare(wanted, [moved], Habits(), TODAY).offers[0].costs.goods == Decimal("300.00")


@pytest.mark.parametrize(
    ("net", "is_told"), [("100.00", False), ("100.02", False), ("100.03", True), ("109.00", False)]
)
def test_a_sum_that_is_not_that_of_the_lines_is_a_question(net: str, is_told: bool) -> None:
    alpha = offer("Alpha", line("A", 10, "10.00"), net=Decimal(net), terms=("Frais de port 9,00 €",))
    assert ("sums" in [note.what for note in comparing(alpha).offers[0].questions]) is is_told


def test_the_smallest_unit_counts_where_boxes_of_one_are_listed() -> None:
    part = (
        comparing(offer("Alpha", line("A", 3, "4.00", unit="boîte", label="A, boîte de 5")), quantity=15)
        .offers[0]
        .lines[0]
    )
    assert (part.quantity, part.amount, part.is_short) == (Decimal(15), Decimal("12.00"), False)


def test_what_is_offered_for_less_than_wanted_is_short() -> None:
    found = comparing(offer("Alpha", line("A", 9, "1.00")), quantity=10).offers[0]
    assert [note.what for note in found.excluded] == ["incomplete"]
    assert not comparing(offer("Alpha", line("A", 1, "1.00")), quantity=10).offers[0].excluded


def test_a_day_of_delivery_that_is_over_says_nothing() -> None:
    alpha = offer("Alpha", line("A", 10, "1.00"), terms=("Franco",), delivery_date=date(2026, 11, 20))
    assert comparing(alpha).offers[0].days is None
    coming = offer("Alpha", line("A", 10, "1.00"), terms=("Franco",), delivery_date=TODAY)
    assert comparing(coming).offers[0].days == 0


def test_a_day_in_a_structured_offer_goes_before_its_words() -> None:
    more = {"terms": ("Délai 9 jours ouvrés", "Franco"), "delivery_date": date(2026, 11, 30)}
    assert comparing(offer("Alpha", line("A", 10, "1.00"), syntax="ubl", **more)).offers[0].days == 2
    assert comparing(offer("Alpha", line("A", 10, "1.00"), syntax="pdf", **more)).offers[0].days == 9


def test_a_line_that_takes_off_is_a_discount_of_the_whole_order() -> None:
    less = TradeLine(label="Remise exceptionnelle", amount=Decimal("-15.00"), quantity=Decimal(1))
    found = comparing(offer("Alpha", line("A", 10, "10.00"), less)).offers[0]
    assert (found.costs.discount, found.total) == (Decimal("15.00"), Decimal("85.00"))
    assert found.extras == ()


def test_a_price_of_nothing_is_none_unless_it_is_free() -> None:
    assert [note.what for note in comparing(offer("Alpha", line("A", 10, "0"))).offers[0].excluded] == ["incomplete"]
    assert comparing(offer("Alpha", line("A", 10, "0", note="offert"))).offers[0].is_eligible


# ── against a second reckoning, and against what nobody means ─────────────────────────────────────────────


@given(
    st.lists(st.tuples(st.integers(1, 400), prices), min_size=1, max_size=5),
    st.integers(0, 30),
    st.decimals(min_value="0", max_value="80", places=2),
    st.integers(0, 3000),
)
@settings(max_examples=150, deadline=None)
def test_a_total_is_what_a_clerk_reckons_in_cents(
    rows: list[tuple[int, Decimal]], rate: int, carriage: Decimal, least: int
) -> None:
    wanted = [want(f"A{place}", quantity) for place, (quantity, _) in enumerate(rows)]
    lines = [line(f"A{place}", quantity, str(price)) for place, (quantity, price) in enumerate(rows)]
    said = (f"Remise {rate} %", f"Frais de port : {carriage} €", f"Minimum de commande : {least} €")
    found = compare(wanted, [offer("Alpha", *lines, terms=said)], Habits(), TODAY).offers[0]
    goods = sum(quantity * int(price * 100) for quantity, price in rows)
    off = (goods * rate + 50) // 100
    total = goods - off + int(carriage * 100) + max(0, least * 100 - (goods - off))
    assert int(found.total * 100) == total


wild = st.one_of(
    st.none(),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.sampled_from([Decimal(0), Decimal("-5"), Decimal("1e30"), Decimal("1e-30"), Decimal("NaN"), Decimal("sNaN")]),
)
wild_days = st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max]))
wild_lines = st.builds(
    TradeLine, buyer_article=st.sampled_from(["A", "B", ""]), label=st.text(max_size=30), quantity=wild, price=wild,
    per=wild.map(lambda one: Decimal(1) if one is None else one), amount=wild, delivery_date=wild_days,
    note=st.sampled_from(["", "remise 10 %", "dès 5 : 0,50 €", "offert"]), unit=st.sampled_from(["", "boîte", "kg"]),
)  # fmt: skip


@given(st.lists(wild_lines, max_size=4), wild, wild, wild_days, wild_days, st.sampled_from(["", "ubl", "pdf"]))
@settings(max_examples=300, deadline=None)
def test_no_figure_and_no_day_breaks_the_comparing(
    lines: list[TradeLine],
    net: Decimal | None,
    total: Decimal | None,
    issued: date | None,
    until: date | None,
    syntax: str,
) -> None:
    odd = offer(
        "Odd", *lines, net=net, total=total, issued=issued, valid_until=until, delivery_date=until, syntax=syntax
    )
    even = offer("Even", line("A", 10, "1.00"), line("B", 3, "2.00"))
    found = compare(WANTED[:2], [odd, even], Habits(), TODAY)
    assert comparison_fact(found, "fr")["lines"]


def test_a_fee_without_a_limit_is_always_added() -> None:
    said = ("Frais de gestion 8,00 €", "Franco")
    assert comparing(offer("Alpha", line("A", 10, "100.00"), terms=said)).offers[0].total == Decimal("1008.00")


def test_two_orders_may_use_up_the_whole_budget_and_no_cent_more() -> None:
    alpha = offer("Alpha", line("A", 10, "1.00"), line("B", 3, "90.00"))
    beta = offer("Beta", line("A", 10, "20.00"), line("B", 3, "1.00"))
    for budget, is_split in (("13.00", True), ("12.99", False)):
        found = compare(WANTED[:2], [alpha, beta], Habits(budget=Decimal(budget)), TODAY)
        assert (found.recommended is not None and found.recommended.is_split) is is_split


def test_both_of_two_suppliers_deliver_by_the_day_that_is_required() -> None:
    alpha = offer("Alpha", line("A", 10, "1.00"), line("B", 3, "90.00"), terms=terms(5))
    beta = offer("Beta", line("A", 10, "20.00"), line("B", 3, "1.00"), terms=terms(5))
    # Five working days after 26 November 2026 is 3 December.
    for day, is_split in ((date(2026, 12, 3), True), (date(2026, 12, 2), False)):
        found = compare(WANTED[:2], [alpha, beta], Habits(deliver_by=day), TODAY)
        assert (found.recommended is not None and found.recommended.is_split) is is_split


def test_prices_with_vat_are_not_held_against_the_sum_without() -> None:
    alpha = offer("Alpha", line("A", 10, "12.00"), terms=("Prix TTC, TVA 20 %", "Franco"), net=Decimal(100))
    assert "sums" not in [note.what for note in comparing(alpha).offers[0].questions]


def test_a_second_order_that_saves_just_what_it_costs_is_not_made() -> None:
    alpha = offer("Alpha", line("A", 10, "1.00"), line("B", 3, "10.00"))
    beta = offer("Beta", line("A", 10, "5.00"), line("B", 3, "5.00"))
    for cost, is_split in (("15.00", False), ("14.99", True)):
        found = compare(WANTED[:2], [alpha, beta], Habits(order_cost=Decimal(cost)), TODAY)
        assert found.recommended is not None
        assert found.recommended.is_split is is_split


def test_who_delivers_on_the_wanted_day_itself_loses_nothing() -> None:
    # Ten working days after 26 November 2026 is 10 December.
    cheap = offer("Cheap", line("A", 10, "10.00"), terms=terms(10))
    fast = offer("Fast", line("A", 10, "10.05"), terms=terms(2))
    for day, expected in ((date(2026, 12, 10), "Cheap"), (date(2026, 12, 9), "Fast")):
        found = comparing(cheap, fast, habits=Habits(wanted_by=day))
        assert found.recommended is not None
        assert found.recommended.labels == (expected,)


def test_a_slow_pair_of_cheap_suppliers_gives_way_to_one_that_is_fast() -> None:
    alpha = offer("Alpha", line("A", 10, "10.00"), line("B", 3, "90.00"), terms=terms(30))
    beta = offer("Beta", line("A", 10, "90.00"), line("B", 3, "10.00"), terms=terms(30))
    fast = offer("Fast", line("A", 10, "11.00"), line("B", 3, "14.00"), terms=terms(1))
    found = compare(WANTED[:2], [alpha, beta, fast], Habits(order_cost=Decimal(0)), TODAY)
    assert found.recommended is not None
    assert found.recommended.labels == ("Fast",)


def test_carriage_with_a_price_and_no_quantity_is_there_once() -> None:
    side = TradeLine(label="Carriage", price=Decimal("12.00"))
    assert comparing(offer("Alpha", line("A", 10, "1.00"), side, terms=())).offers[0].costs.carriage == Decimal(
        "12.00"
    )
