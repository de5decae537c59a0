"""The month's budget report as a page of data: what stands on it, in both languages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from officebot.core.budget.model import BudgetLine, Figures, LineReport, Report, total_of
from officebot.core.budget.report_page import MOST_ALERTS, FileRead, InMonth, Traces, chart, page_of
from officebot.core.budget.report_words import amount, changes, explained, lead, money, share
from officebot.core.text import quoted, say

JAN = date(2026, 1, 1)


def line(code: str, label: str, budget: str, actual: str, **more: Any) -> LineReport:
    month = Figures(budget=Decimal(budget) / 10, actual=Decimal(actual) / 10)
    given = {
        "landing": Decimal(actual) * 2,
        "landing_low": Decimal(actual),
        "landing_high": Decimal(actual) * 3,
    } | more
    group = given.pop("group", ("Frais",))
    is_income = given.pop("is_income", False)
    own = BudgetLine(code=code, label=label, group=group, is_income=is_income)
    return LineReport(
        line=own, month=month, ytd=Figures(budget=Decimal(budget), actual=Decimal(actual)),
        year_budget=Decimal(budget) * 2, **given,
    )  # fmt: skip


def report(*lines: LineReport) -> Report:
    total = LineReport(
        line=BudgetLine(code="", label=""), month=total_of(one.month for one in lines),
        ytd=total_of(one.ytd for one in lines), year_budget=sum((one.year_budget for one in lines), Decimal(0)),
        landing=sum((one.landing or Decimal(0) for one in lines), Decimal(0)), landing_low=Decimal(10), landing_high=Decimal(20),
    )  # fmt: skip
    return Report(period=date(2026, 6, 1), months=(JAN,), lines=lines, groups=(), totals=total, currency="EUR")


SUPPLIES = line("606", "Fournitures", "1000", "1250.50", alert="over", reasons=(quoted("Trop."),))
RENT = line("613", "Loyer", "6000", "6000")
POWER = line("6061", "Énergie", "900", "400")


def test_amounts_are_written_the_reader_s_way() -> None:
    assert amount(Decimal("-1234.5"), "fr") == "\u22121\u202f234,50"
    assert amount(Decimal("1234.5"), "en", is_signed=True) == "+1,234.50"
    assert amount(Decimal("-0.001"), "en") == "0.00"
    assert amount(None, "en") == "—"
    assert money(Decimal("1234.5"), "EUR", "fr") == "1\u202f234,50\u00a0€"
    assert money(Decimal("-1234.5"), "EUR", "en") == "\u2212€1,234.50"
    assert money(Decimal(5), "CHF", "en") == "CHF\u00a05.00"
    assert share(Decimal("0.2505"), "fr") == "+25,1\u00a0%"
    assert share(Decimal("-0.0413"), "en") == "\u22124.1%"
    assert share(None, "fr") == "—"


def test_the_first_sentences_say_how_it_stands_and_where_it_ends() -> None:
    said = lead(report(SUPPLIES, RENT, POWER), "en")
    assert (
        said[0]
        == "Since the start of the year €7,650.50 have been spent of €7,900.00 planned: €249.50 less (\u22123.2%)."
    )
    assert (
        said[1]
        == "The year will end at about €15,301.00 (between €10.00 and €20.00), €499.00 below the €15,800.00 planned."
    )
    assert said[2] == "1 line is over budget."


def test_what_the_year_ends_beyond_its_plan_is_reckoned_from_the_plan_as_it_is_shown() -> None:
    page = page_of(report(line("606", "Fournitures", "50.0025", "1", landing=Decimal(200))), "en")
    table = {row["label"]: row["year"] for row in page["totals"]}
    assert table["Budget"] == "100.01"
    assert table["Spent less planned"] == "+99.99"


def test_the_largest_variances_stand_first_whichever_way_they_go() -> None:
    page = page_of(report(SUPPLIES, RENT, POWER), "en")
    assert [one["name"] for one in page["variances"]] == ["6061 Énergie", "606 Fournitures"]
    assert page["variances"][0]["sentence"] == "€400.00 spent of €900.00 planned: €500.00 less (\u221255.6%)."


def test_income_is_received_not_spent() -> None:
    sales = line("706", "Ventes", "1000", "1200", is_income=True)
    assert explained(sales, "EUR", "en") == "€1,200.00 received of €1,000.00 planned: €200.00 more (+20.0%)."
    less = replace(sales, ytd=Figures(budget=Decimal(1000), actual=Decimal(900)), alert="over")
    assert "received" in explained(less, "EUR", "en")
    assert page_of(report(less), "en")["alerts"][0]["level"] == "Below plan"


def test_what_was_never_planned_has_no_share() -> None:
    assert explained(line("1", "Amende", "0", "90"), "EUR", "en") == (
        "€90.00 spent since the start of the year, and nothing was planned."
    )


def test_alerts_are_told_by_signs_those_over_first_and_the_rest_counted() -> None:
    lines = [
        replace(SUPPLIES, line=BudgetLine(code=str(n), label="x"), alert="watch") for n in range(MOST_ALERTS + 2)
    ]
    page = page_of(report(*lines, SUPPLIES), "en")
    assert page["alerts"][0] == {
        "mark": "▲", "level": "Over budget", "name": "606 Fournitures", "amount": "+250.50", "why": "Trop.",
    }  # fmt: skip
    assert len(page["alerts"]) == MOST_ALERTS
    assert page["more_alerts"] == "3 more alerts stand in the detail."
    assert page_of(report(SUPPLIES), "en")["more_alerts"] == ""


def test_what_changed_names_alerts_raised_and_cleared_and_where_the_end_moved() -> None:
    before = report(replace(SUPPLIES, alert=None), replace(RENT, alert="watch"), replace(POWER, landing=Decimal(900)))
    said = changes(report(SUPPLIES, RENT, POWER), before, "en")
    assert said[:2] == ["Over budget since this month: 606 Fournitures.", "Back within their limits: 613 Loyer."]
    assert "Expected for 6061 Énergie: €800.00 instead of €900.00 (\u2212€100.00)." in said
    assert changes(before, before, "en") == ["Nothing has changed since last month: no alert was raised or cleared."]
    assert changes(before, None, "en") == []


def test_lines_stand_in_their_groups_and_those_without_together() -> None:
    page = page_of(report(SUPPLIES, replace(RENT, line=replace(RENT.line, group=()))), "fr")
    assert [(group["name"], len(group["rows"])) for group in page["groups"]] == [
        ("Frais", 1),
        ("Lignes sans groupe", 1),
    ]
    assert page["groups"][0]["rows"][0]["ytd_variance"] == "+250,50"
    assert page["groups"][0]["total"] is None


def test_the_chart_has_a_bar_for_each_amount_and_says_them_in_words() -> None:
    series = [
        InMonth(month=JAN, budget=Decimal(100), actual=Decimal(50)),
        InMonth(month=date(2026, 2, 1), budget=Decimal(80), actual=None),
    ]
    drawn = chart(series, "EUR", "fr")
    assert [(bar["kind"], bar["height"]) for bar in drawn["bars"]] == [
        ("budget", 150),
        ("actual", 75),
        ("budget", 120),
    ]
    assert [month["name"] for month in drawn["months"]] == ["janv.", "févr."]
    assert drawn["words"].startswith("janvier 2026\u00a0: 100,00\u00a0€ prévus, 50,00\u00a0€ dépensés")
    assert chart([], "EUR", "fr")["bars"] == []


def test_the_annex_says_that_all_was_checked_only_where_it_was() -> None:
    assert page_of(report(SUPPLIES), "en")["checked"] == ""
    assert "reckoned again" in page_of(report(SUPPLIES), "en", is_checked=True)["checked"]


def test_a_number_in_a_sentence_is_never_broken_at_the_end_of_a_line() -> None:
    why = replace(SUPPLIES, reasons=(say("{amount} more.", amount=Decimal("1234.50")),))
    assert page_of(report(why), "fr")["alerts"][0]["why"].startswith("1\u00a0234,50")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_is_plain_data_of_one_line_texts(language: str) -> None:
    page = page_of(
        report(replace(SUPPLIES, line=replace(SUPPLIES.line, label="a\nb\u202e"))), "fr" if language == "fr" else "en",
        office="Atelier\n", file="b.xlsx", made=JAN, files=[FileRead(name="b.xlsx", sha256="a" * 64, read_at=datetime(2026, 1, 1, 9))],  # noqa: E501
        traces=[Traces(name="606", what="Budget", cells="b.xlsx S!A1")],
    )  # fmt: skip
    assert json.loads(json.dumps(page)) == page
    assert page["groups"][0]["rows"][0]["name"] == "606 a b"
    assert page["files"][0]["hash"] == "a" * 16
