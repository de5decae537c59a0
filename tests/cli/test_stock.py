"""`officebot stock` on workbooks as French offices keep them: what is found, what is reckoned, and what is said of the rest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner
from openpyxl import load_workbook

from officebot.cli.root import officebot as root

TODAY = date(2026, 11, 26)
HEADINGS = (
    "Référence",
    "Article",
    "Stock",
    "Unité",
    "Seuil mini",
    "Fournisseur",
    "Délai (jours)",
    "Prix",
    "Commande mini",
)
ARTICLES: tuple[tuple[Any, ...], ...] = (
    ("PAP-A4", "Papier A4", 12, "ramette", 10, "Papéo", 5, "4,50 €", 5),
    ("STY-BL", "Stylo bleu", 40, "pièce", 20, "Papéo", 5, "0,90 €", 10),
    ("ENC-N", "Encre noire", 2, "cartouche", 3, "Encres & Cie", 10, "32,00 €", 1),
)
KEYS = {
    "key", "label", "on_hand", "on_order", "daily_use", "method", "error", "run_out", "run_out_early", "reorder_point",
    "order_quantity", "supplier", "alert", "sources",
}  # fmt: skip


def journal() -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for week in range(30):
        day = TODAY - timedelta(weeks=30 - week)
        rows.append((day, "PAP-A4", "Sortie", 3 + week % 3))
        rows.append((day + timedelta(days=1), "STY-BL", "sortie", 2))
        if week % 5 == 0:
            rows.append((day + timedelta(days=2), "ENC-N", "Sortie", 1))
        if week % 6 == 0:
            rows.append((day, "PAP-A4", "Entrée", 20))
    return rows


def workbook(path: Path, tables: dict[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, (headings, rows) in tables.items():
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, headings)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
    book.close()
    return path


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "stock.xlsx",
        {
            "Fournitures": (HEADINGS, ARTICLES),
            "Mouvements": (("Date", "Référence", "Mouvement", "Quantité"), journal()),
        },
    )


def stock(*words: str | Path, lang: str = "fr") -> tuple[int, dict[str, Any], str]:
    called = CliRunner(env={"LANGUAGE": lang}).invoke(root, ["stock", *map(str, words)], prog_name="officebot")
    is_json = "--json" in words and called.stdout
    return called.exit_code, json.loads(called.stdout) if is_json else {}, called.stdout + called.stderr


def report(path: Path, *words: str, lang: str = "fr") -> tuple[dict[str, dict[str, Any]], list[str]]:
    code, said, told = stock("report", path, "--today", TODAY.isoformat(), "--json", *words, lang=lang)
    assert code == 0, told
    return {one["key"]: one for one in said["articles"]}, said["problems"]


def with_article(tmp_path: Path, **other: Any) -> Path:
    """The office's stock, one article of which says something else."""
    row = [other.get(heading, value) for heading, value in zip(HEADINGS, ARTICLES[0], strict=True)]
    return workbook(
        tmp_path / "other.xlsx",
        {
            "Fournitures": (HEADINGS, [*ARTICLES[1:], row]),
            "Mouvements": (("Date", "Référence", "Mouvement", "Quantité"), journal()),
        },
    )


# ── map ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_tables_and_their_columns_are_found(office: Path) -> None:
    code, said, _ = stock("map", office, "--json")
    assert (code, said["problems"]) == (0, [])
    assert said["articles"]["table"] == "Fournitures"
    columns = said["articles"]["columns"]
    assert {name: columns.get(name) for name in ("reference", "on_hand", "minimum", "supplier", "lead_time", "price")} == {
        "reference": "Référence", "on_hand": "Stock", "minimum": "Seuil mini", "supplier": "Fournisseur",
        "lead_time": "Délai (jours)", "price": "Prix",
    }  # fmt: skip
    assert said["journal"]["table"] == "Mouvements"
    assert said["journal"]["columns"]["quantity"] == "Quantité"
    assert all(0 < one <= 1 for one in said["articles"]["sureness"].values())


def test_people_see_which_column_is_what(office: Path) -> None:
    code, _, told = stock("map", office)
    assert code == 0
    for words in ("Fournitures", "Mouvements", "Seuil mini", "%"):
        assert words in told


def test_of_two_tables_that_both_look_like_the_stock_a_person_says_which(tmp_path: Path) -> None:
    path = workbook(tmp_path / "two.xlsx", {"Cave": (HEADINGS, ARTICLES), "Grenier": (HEADINGS, ARTICLES)})
    for lang in ("fr", "en"):
        code, said, _ = stock("map", path, "--json", lang=lang)
        assert code == 1
        assert "articles" not in said
        assert "Cave" in said["problems"][0]
        assert "Grenier" in said["problems"][0]
        code, _, told = stock("report", path, "--json", lang=lang)
        assert code == 1
        assert "Grenier" in told
    code, said, _ = stock("map", path, "--articles", "grenier", "--json")
    assert (code, said["articles"]["table"], said["problems"]) == (0, "Grenier", [])
    assert set(report(path, "--articles", "Cave")[0]) == {"PAP-A4", "STY-BL", "ENC-N"}


def test_a_stock_without_articles_is_said_to_have_none(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "new.xlsx", {"Stock": (("Référence", "Désignation", "Unité", "Stock", "Stock mini"), ())}
    )
    code, _, told = stock("report", path)
    assert code == 0
    assert "aucun article ne figure encore dans ce stock" in told


def test_where_there_is_no_stock_it_is_said_and_nothing_else(tmp_path: Path) -> None:
    path = workbook(tmp_path / "none.xlsx", {"Clients": (("Nom", "Ville"), [("Durand", "Lyon"), ("Petit", "Metz")])})
    for words in (("map",), ("report",), ("simulate",)):
        for lang in ("fr", "en"):
            code, _, told = stock(*words, path, lang=lang)
            assert code == 1
            assert "Traceback" not in told
            assert len(told.strip().splitlines()) == 1
    code, said, _ = stock("map", path, "--articles", "Nulle", "--json")
    assert code == 1
    assert "Nulle" in said["problems"][0]


# ── report ────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_article_is_one_object_with_all_that_is_reckoned(office: Path) -> None:
    articles, problems = report(office)
    assert problems == []
    assert set(articles) == {"PAP-A4", "STY-BL", "ENC-N"}
    for one in articles.values():
        assert set(one) >= KEYS
    paper = articles["PAP-A4"]
    assert (paper["label"], paper["on_hand"], paper["on_order"], paper["supplier"]) == ("Papier A4", 12, 0, "Papéo")
    assert 0.3 < paper["daily_use"] < 1.2
    assert TODAY.isoformat() < paper["run_out_early"] <= paper["run_out"] < "2027-03-01"
    ink = articles["ENC-N"]
    assert ink["on_hand"] < ink["reorder_point"]
    assert ink["order_quantity"] > 0
    assert any("Fournitures!C2" in source for source in paper["sources"])


def test_the_report_is_the_same_each_time_and_in_both_languages(office: Path) -> None:
    assert report(office) == report(office)
    french, english = report(office)[0], report(office, lang="en")[0]
    for key, one in french.items():
        for name in ("on_hand", "daily_use", "run_out", "order_quantity"):
            assert one[name] == english[key][name]


def test_a_price_in_another_currency_is_said_with_its_cell_and_not_reckoned_with(tmp_path: Path) -> None:
    articles, problems = report(with_article(tmp_path, Prix="4,50 $"))
    assert len(problems) == 1
    assert problems[0].startswith("Fournitures!H4")
    assert "PAP-A4" in articles


def test_a_dozen_in_words_is_said_with_its_cell_and_nothing_is_guessed(tmp_path: Path) -> None:
    for words in ("une douzaine", "quelques-uns", "12 ou 13"):
        articles, problems = report(with_article(tmp_path, Stock=words))
        assert any(one.startswith("Fournitures!C4") and words in one for one in problems)
        assert "STY-BL" in articles


def test_units_that_do_not_match_are_said_with_their_cell(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "units.xlsx",
        {
            "Fournitures": (HEADINGS, ARTICLES),
            "Mouvements": (
                ("Date", "Référence", "Mouvement", "Quantité"),
                [*journal(), (TODAY, "PAP-A4", "Sortie", "2 cartons")],
            ),
        },
    )
    _, problems = report(path)
    where = f"Mouvements!D{len(journal()) + 2}"
    assert any(one.startswith(where) and "carton" in one for one in problems)


def test_a_stock_in_another_unit_than_the_article_s_is_said_with_its_cell_and_raises_no_alarm(tmp_path: Path) -> None:
    articles, problems = report(with_article(tmp_path, Stock="2 cartons"))
    (problem,) = problems
    assert problem.startswith("Fournitures!C4")
    assert "cartons" in problem
    assert "ramette" in problem
    assert "PAP-A4" not in articles
    # The same word in another number is the same unit.
    articles, problems = report(with_article(tmp_path, Stock="2 ramettes"))
    assert (articles["PAP-A4"]["on_hand"], problems) == (2, [])


def test_an_article_whose_stock_no_program_has_reckoned_yet_is_not_said_to_have_run_out(tmp_path: Path) -> None:
    path = with_article(tmp_path, Stock=None)
    articles, problems = report(path)
    assert ("PAP-A4" in articles, problems) == (True, [])
    book = load_workbook(path)
    book["Fournitures"]["C4"] = "=SUM(Mouvements!D2:D9)"
    book.save(path)
    articles, problems = report(path, lang="en")
    assert set(articles) == {"STY-BL", "ENC-N"}
    (problem,) = problems
    assert problem.startswith("Fournitures!C4: What lies there is not known")


@pytest.mark.parametrize(
    ("words", "quantity", "left"),
    [
        ("Casse", 2, 8), ("Casse", -2, 8), ("Perte", 2, 8), ("Correction : casse", 2, 8), ("Loss", 2, 8),
        ("Correction", 2, 12), ("Correction", -2, 8), ("Ajustement", 2, 12),
    ],
)  # fmt: skip
def test_what_broke_or_was_lost_is_taken_off_whatever_its_sign_and_a_correction_counts_as_it_is_written(
    tmp_path: Path, words: str, quantity: int, left: int
) -> None:
    paper = (*ARTICLES[0][:2], None, *ARTICLES[0][3:])
    moves = [
        (TODAY - timedelta(days=9), "PAP-A4", "Inventaire", 10),
        (TODAY - timedelta(days=8), "PAP-A4", words, quantity),
    ]
    path = workbook(
        tmp_path / "lost.xlsx",
        {
            "Fournitures": (HEADINGS, [paper, *ARTICLES[1:]]),
            "Mouvements": (("Date", "Référence", "Mouvement", "Quantité"), moves),
        },
    )
    articles, problems = report(path)
    assert (articles["PAP-A4"]["on_hand"], problems) == (left, [])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((TODAY, "INCONNU", "Sortie", 1), "B"),
        ((TODAY + timedelta(days=9), "PAP-A4", "Sortie", 1), "A"),
        (("bientôt", "PAP-A4", "Sortie", 1), "A"),
        ((TODAY, "PAP-A4", "Mystère", 1), "C"),
        ((TODAY, "PAP-A4", "Sortie", "beaucoup"), "D"),
    ],
)
def test_a_movement_that_is_not_understood_is_said_with_its_cell_and_left_out(
    tmp_path: Path, row: tuple[Any, ...], column: str
) -> None:
    moves = [*journal(), row]
    path = workbook(
        tmp_path / "odd.xlsx",
        {"Fournitures": (HEADINGS, ARTICLES), "Mouvements": (("Date", "Référence", "Mouvement", "Quantité"), moves)},
    )
    articles, problems = report(path)
    assert len(problems) == 1
    assert problems[0].startswith(f"Mouvements!{column}{len(moves) + 1}")
    assert set(articles) == {"PAP-A4", "STY-BL", "ENC-N"}


def test_an_article_that_stands_twice_counts_once_and_is_said(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "twice.xlsx", {"Fournitures": (HEADINGS, [*ARTICLES, ("PAP-A4", "Papier", 99, *ARTICLES[0][3:])])}
    )
    articles, problems = report(path)
    assert articles["PAP-A4"]["on_hand"] == 12
    assert any("PAP-A4" in one and "Fournitures!A5" in one for one in problems)


def test_a_table_that_is_named_and_not_there_is_said(office: Path) -> None:
    _, problems = report(office, "--journal", "Rien")
    assert any("Rien" in one for one in problems)


def test_people_see_what_runs_out_first(office: Path) -> None:
    code, _, told = stock("report", office, "--today", TODAY.isoformat())
    assert code == 0
    lines = [line for line in told.splitlines() if "Encre" in line or "Stylo" in line]
    assert lines, told
    assert "Encre" in lines[0]


@pytest.mark.parametrize("data", [b"", b"PK\3\4half", b"\0" * 900])
def test_a_damaged_file_is_one_sentence_and_stays_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(data)
    for words in ("map", "report", "simulate"):
        code, _, told = stock(words, path)
        assert code == 1
        assert "Traceback" not in told
        assert len(told.strip().splitlines()) == 1
    assert path.read_bytes() == data


# ── simulate ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_number_gives_the_same_days_and_another_one_others(office: Path) -> None:
    words = ("simulate", office, "--today", TODAY.isoformat(), "--days", "60", "--json")
    code, one, _ = stock(*words, "--seed", "4")
    assert code == 0
    assert stock(*words, "--seed", "4")[1] == one
    assert stock(*words, "--seed", "5")[1] != one
    assert {article["key"] for article in one["articles"]} == {"PAP-A4", "STY-BL", "ENC-N"}
    days = [day["day"] for day in one["days"]]
    assert days == sorted(set(days))
    assert TODAY.isoformat() < days[0] <= days[-1] <= (TODAY + timedelta(days=60)).isoformat()
    for article in one["articles"]:
        assert 0 <= article["shortage_chance"] <= 1
        assert 0 <= article["served"] <= 1


def test_a_number_of_days_that_is_none_ends_with_2(office: Path) -> None:
    for days in ("0", "-1", "731", "x"):
        assert stock("simulate", office, "--days", days)[0] == 2
    assert stock("simulate", office, "--today", "soon")[0] == 2
