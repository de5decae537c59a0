"""`officebot orders compare` on structured offers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root

_NAMES = "urn:oasis:names:specification:ubl:schema:xsd"
_OFFER = """<?xml version="1.0" encoding="UTF-8"?>
<Quotation xmlns="{names}:Quotation-2" xmlns:cac="{names}:CommonAggregateComponents-2"
 xmlns:cbc="{names}:CommonBasicComponents-2">
<cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-11-20</cbc:IssueDate><cbc:PricingCurrencyCode>EUR</cbc:PricingCurrencyCode>
<cac:ValidityPeriod><cbc:EndDate>2026-12-31</cbc:EndDate></cac:ValidityPeriod>
<cac:SellerSupplierParty><cac:Party><cac:PartyName><cbc:Name>{supplier}</cbc:Name></cac:PartyName></cac:Party></cac:SellerSupplierParty>
{lines}</Quotation>"""
_LINE = """<cac:QuotationLine><cbc:ID>{place}</cbc:ID><cac:LineItem><cbc:ID>{place}</cbc:ID>
<cbc:Quantity unitCode="C62">{quantity}</cbc:Quantity>
<cac:Price><cbc:PriceAmount currencyID="EUR">{price}</cbc:PriceAmount></cac:Price>
<cac:Item><cbc:Name>{label}</cbc:Name><cac:BuyersItemIdentification><cbc:ID>{article}</cbc:ID></cac:BuyersItemIdentification></cac:Item>
</cac:LineItem></cac:QuotationLine>"""


def offer(path: Path, supplier: str, *lines: tuple[str, str, int, str]) -> Path:
    told = "".join(
        _LINE.format(place=place, article=article, label=label, quantity=quantity, price=price)
        for place, (article, label, quantity, price) in enumerate(lines, 1)
    )
    path.write_text(
        _OFFER.format(names=_NAMES, number=f"Q-{supplier}", supplier=supplier, lines=told), encoding="utf-8"
    )
    return path


@pytest.fixture
def offers(tmp_path: Path) -> tuple[Path, Path]:
    return (
        offer(tmp_path / "a.xml", "Alpha", ("PAP-A4", "Papier A4", 40, "4.20"), ("STY", "Stylo bleu", 100, "0.35")),
        offer(tmp_path / "b.xml", "Beta", ("PAP-A4", "Papier A4", 40, "4.05"), ("STY", "Stylo bleu", 100, "0.39")),
    )


def compare(*words: str | Path) -> tuple[int, str, str]:
    called = CliRunner().invoke(
        root, ["--lang", "en", "orders", "compare", *map(str, words), "--today", "2026-11-26"]
    )
    return called.exit_code, called.stdout, called.stderr


def facts(*words: str | Path) -> tuple[int, dict[str, Any]]:
    code, printed, _ = compare(*words, "--json")
    return code, json.loads(printed)


def test_the_cheaper_of_two_is_recommended_with_its_reasons(offers: tuple[Path, Path]) -> None:
    code, found = facts(*offers)
    assert code == 0
    assert found["recommended"] == "Beta"
    assert [one["total"] for one in found["offers"]] == [203, 201]
    assert found["reasons"][1] == "Compared with Alpha: 2.00 EUR cheaper in all, neither says when it delivers."
    assert {"supplier": "Beta", "what": "delay", "line": None, "says": "When it delivers is not said."} in found[
        "missing"
    ]


def test_the_order_of_the_files_decides_nothing(offers: tuple[Path, Path]) -> None:
    assert facts(*offers) == facts(*reversed(offers))


def test_lines_may_be_named(offers: tuple[Path, Path]) -> None:
    _, found = facts(*offers, "--line", "STY=100")
    assert found["recommended"] == "Alpha"
    assert [one["article"] for one in found["lines"]] == ["STY"]


def test_a_file_may_say_what_is_wanted(offers: tuple[Path, Path], tmp_path: Path) -> None:
    wanted = offer(tmp_path / "wanted.xml", "Us", ("STY", "Stylo bleu", 50, "0"))
    _, found = facts(*offers, "--wanted", wanted)
    assert [(one["article"], one["quantity"]) for one in found["lines"]] == [("STY", 50)]


def test_a_hard_requirement_leaves_all_out_and_says_why(offers: tuple[Path, Path]) -> None:
    code, found = facts(*offers, "--budget", "150")
    assert (code, found["recommended"]) == (0, None)
    assert [note["what"] for one in found["offers"] for note in one["excluded"]] == ["budget", "budget"]


def test_an_unreadable_file_is_told_and_the_rest_is_compared(offers: tuple[Path, Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_text("<Quotation", encoding="utf-8")
    code, found = facts(*offers, broken)
    assert code == 1
    assert found["recommended"] == "Beta"
    assert [one["file"] for one in found["unread"]] == [str(broken)]


PAPERS = Path(__file__).parents[1] / "data" / "quotes" / "papers"


@pytest.mark.parametrize(
    ("papers", "lines", "recommended", "totals", "delays"),
    [
        pytest.param(
            "fr1", ("Papier A4 80 g blanc=60", "Classeur à levier dos 80 bleu=25"), 1, [296.65, 292.55], [3, 4],
            id="two French papers, carriage decides",
        ),
        pytest.param(
            "fr2", ("Lampe de bureau LED=12", "Rallonge électrique 5 m=4"), 0, [527.3, 524.8], [2, 11],
            id="a paper with a discount and a French mail",
        ),
        pytest.param(
            "en1", ("A4 copier paper 80gsm white=60", "Lever arch file 80mm blue=25"), 0, [253.25, 255.75], [3, 5],
            id="a paper and an English mail",
        ),
        pytest.param(
            "q1", ("Chaise de réunion empilable noire=20", "Table pliante 160 x 80 cm=6"), 1, [2079, 2050], [20, 16],
            id="a workbook with carriage, a paper by packs of four",
        ),
        pytest.param(
            "q2", ("Stacking meeting chair, black=20", "Folding table 160 x 80 cm=6"), 1, [1793, 1782], [40, 5],
            id="a PDF with carriage and an English mail",
        ),
    ],
)  # fmt: skip
def test_papers_for_people_are_compared(
    papers: str, lines: tuple[str, ...], recommended: int, totals: list[float], delays: list[int]
) -> None:
    files = sorted(PAPERS.glob(f"{papers}-*"))
    code, found = facts(*files, *(word for line in lines for word in ("--line", line)))
    assert code == 0
    assert [one["total"] for one in found["offers"]] == totals
    assert [one["delay"] for one in found["offers"]] == delays
    assert found["recommended"] == found["offers"][recommended]["supplier"]
    assert not [note for one in found["offers"] for note in one["excluded"]]


def test_people_get_the_advice_and_a_table(offers: tuple[Path, Path]) -> None:
    code, printed, told = compare(*offers)
    assert code == 0
    assert printed.startswith("Beta is recommended: 201.00 EUR in all without VAT")
    assert "162.00 *" in printed
    assert "Beta: When it delivers is not said." in told


@pytest.mark.parametrize("line", ["PAP-A4", "PAP-A4=", "=4", "PAP-A4=many", "PAP-A4=0"])
def test_a_line_without_an_article_or_a_quantity_is_refused(offers: tuple[Path, Path], line: str) -> None:
    code, _, told = compare(*offers, "--line", line)
    assert code != 0
    assert "ARTICLE=QUANTITY" in told
