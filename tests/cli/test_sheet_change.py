"""`officebot sheet set` and `append` as others build on them: what they say in JSON, how they end, what they refuse."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root
from officebot.connectors.workbooks.locks import excel_file
from tests.core.workbooks.making import shown, stock


def sheet(*words: str | Path, lang: str = "en", given: str = "") -> tuple[int, dict[str, Any], str]:
    called = CliRunner(env={"LANGUAGE": lang}).invoke(
        root, ["sheet", *map(str, words)], input=given, prog_name="officebot"
    )
    is_json = "--json" in words and called.stdout
    return called.exit_code, json.loads(called.stdout) if is_json else {}, called.stdout + called.stderr


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "stock.xlsx"
    path.write_bytes(stock())
    os.utime(path, (1_790_000_000, 1_790_000_000))  # nobody is saving it just now
    return path


def now(path: Path, name: str = "Stock", **about: bool) -> dict[str, Any]:
    return shown(path.read_bytes(), name, **about)


# ── set ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_changed_is_one_object_with_parts_and_cells(book: Path) -> None:
    code, said, _ = sheet("set", book, "Stock!B2=37", "Stock!A3=Stylo", "--if", "Stock!B2=40", "--json")
    assert code == 0
    assert sorted(said) == ["cells", "changed_parts"]
    assert said["cells"] == [
        {"cell": "Stock!B2", "before": 40, "after": 37},
        {"cell": "Stock!A3", "before": "STY-BL", "after": "Stylo"},
    ]
    assert [sorted(one) for one in said["changed_parts"]] == [["part", "why"]] * len(said["changed_parts"])
    assert {one["part"] for one in said["changed_parts"]} >= {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    assert all(one["why"].endswith(".") for one in said["changed_parts"])
    assert (now(book)["B2"], now(book)["A3"], now(book)["E2"]) == (37, "Stylo", 166.5)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("12", 12),
        ("4.50", 4.5),
        ("-3", -3),
        ("true", True),
        ('"12"', "12"),
        ("007", "007"),
        ("12,5", "12,5"),
        ("=1+1", "=1+1"),
        ("a=b", "a=b"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ("[1]", "[1]"),
        ("null", None),
        ("", None),
        ("9" * 5000, "9" * 5000),
        ("[" * 3000, "[" * 3000),
        (" été ", " été "),
    ],
)
def test_a_value_is_a_json_scalar_else_words_and_never_a_formula(book: Path, words: str, value: Any) -> None:
    code, said, _ = sheet("set", book, f"Stock!A9={words}", "--json")
    assert (code, said["cells"]) == (0, [{"cell": "Stock!A9", "before": None, "after": value}])
    assert now(book).get("A9") == value
    if isinstance(value, str):
        assert now(book, formulas=True)["A9"] == value


def test_a_sheets_name_may_be_quoted_and_hold_signs_of_its_own(book: Path) -> None:
    code, said, _ = sheet(
        "set", book, "'Tableau d''ensemble'!F9=5", "Tableau d'ensemble!F10=6", "stock!$C$2=7", "--json"
    )
    assert code == 0
    assert [one["cell"] for one in said["cells"]] == [
        "'Tableau d''ensemble'!F9", "'Tableau d''ensemble'!F10", "Stock!C2",
    ]  # fmt: skip


def test_a_formula_is_one_only_where_it_is_said(book: Path) -> None:
    code, said, _ = sheet("set", book, "Stock!G2==B2*2", "--formula", "--json")
    assert (code, said["cells"]) == (0, [{"cell": "Stock!G2", "before": None, "after": "=B2*2"}])
    assert (now(book, formulas=True)["G2"], now(book)["G2"]) == ("=B2*2", 80)
    assert sheet("set", book, "Stock!G2=3", "--if", "Stock!G2==B2*2", "--json")[0] == 0
    assert now(book)["G2"] == 3


@pytest.mark.parametrize(
    "condition", ["Stock!F2=2026-11-02", "Stock!E2=180", "Stock!E2==B2*D2", "Stock!H9=", "Stock!D2=4.50"]
)
def test_a_condition_may_be_what_the_cell_shows_or_its_formula(book: Path, condition: str) -> None:
    where = condition.partition("=")[0]
    assert sheet("set", book, f"{where}=1", "--if", condition, "--json")[0] == 0


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Stock!B2=1", "--if", "Stock!B2=41"), "Stock!B2: "),
        (("Stock!B2=1", "--if", "Stock!C2=10"), "Stock!C2: "),
        (("Nulle!B2=1",), "Nulle"),
        (("Stock!B1=x",), "Stock!B1: "),
        (("B2=1",), "B2=1"),
        (("Stock!B2",), "Stock!B2"),
        (("Stock!XFE1=1",), "Stock!XFE1=1"),
        (("Stock!A1048577=1",), "Stock!A1048577=1"),
        (("Stock!A0=1",), "Stock!A0=1"),
        (("Stock!B2=1", "Stock!B2=2"), "Stock!B2: "),
        (("Stock!B2=", "--formula"), ""),
        (("Stock!B2=1e400",), ""),
        (("Stock!B2=1234567890123456",), ""),
        (("Stock!A2=" + "x" * 40_000,), ""),
    ],
)
def test_what_is_refused_ends_with_1_says_why_where_it_is_and_writes_nothing(
    book: Path, words: tuple[str, ...], said: str, lang: str
) -> None:
    before = book.read_bytes()
    for more in ((), ("--json",), ("--dry-run",)):
        code, _, told = sheet("set", book, *words, *more, lang=lang)
        assert code == 1
        assert said in told
        assert "Traceback" not in told
    assert book.read_bytes() == before
    assert [one.name for one in book.parent.iterdir()] == [book.name]


def test_a_command_that_is_none_ends_with_2(book: Path) -> None:
    for words in (("set", book), ("set",), ("append", book), ("set", book, "Stock!B2=1", "--nothing")):
        assert sheet(*words)[0] == 2


def test_a_locked_damaged_or_missing_file_ends_with_1_and_stays_as_it_is(book: Path) -> None:
    excel_file(book).write_bytes(b"\x05Marie".ljust(165))
    before = book.read_bytes()
    code, _, told = sheet("set", book, "Stock!B2=1", "--json")
    assert (code, book.read_bytes()) == (1, before)
    assert "Marie" in told
    excel_file(book).unlink()
    book.write_bytes(before[:4000])
    assert sheet("set", book, "Stock!B2=1")[0] == 1
    assert book.read_bytes() == before[:4000]
    book.unlink()
    assert sheet("set", book, "Stock!B2=1")[0] == 1
    assert not book.exists()


@pytest.mark.parametrize("name", ["renamed.csv", "renamed.ods", "renamed.xls"])
def test_a_workbook_under_another_kinds_name_is_left_alone_until_it_has_its_own(book: Path, name: str) -> None:
    other = book.with_name(name)
    other.write_bytes(book.read_bytes())
    code, _, told = sheet("set", other, "Stock!B2=1")
    assert code == 1
    assert "is a workbook of kind .xlsx: rename it to .xlsx." in told
    assert other.read_bytes() == book.read_bytes()


def test_a_dry_run_says_the_same_and_writes_nothing(book: Path) -> None:
    before = book.read_bytes()
    dry = sheet("set", book, "Stock!B2=37", "--dry-run", "--json")
    assert book.read_bytes() == before
    assert dry == sheet("set", book, "Stock!B2=37", "--json")


def test_the_new_file_is_another_one_and_must_not_be_there(book: Path) -> None:
    before, new = book.read_bytes(), book.with_name("neu.xlsx")
    assert sheet("set", book, "Stock!B2=37", "--out", new, "--json")[0] == 0
    assert book.read_bytes() == before
    assert now(new)["B2"] == 37
    for there in (new, book):
        code, _, told = sheet("set", book, "Stock!B2=38", "--out", there)
        assert code == 1
        assert "already there" in told
    assert now(new)["B2"] == 37
    assert sheet("set", book, "Stock!B2=38", "--out", book.parent / "none" / "x.xlsx")[0] == 1


def test_people_see_cells_before_and_after_and_nothing_that_steers_a_terminal(book: Path) -> None:
    code, _, told = sheet("set", book, "Stock!A2=\x1b[31mred", "Stock!B2=37")
    assert code == 0
    assert "\x1b" not in told
    assert "PAP-A4" in told
    assert "stock.xlsx" in told


# ── append ────────────────────────────────────────────────────────────────────────────────────────────────


def test_rows_are_appended_and_told_as_cells(book: Path) -> None:
    row = '{"Référence": "CAH-96", "Quantité": 30, "Prix": 1.20, "Entrée": "2026-11-26"}'
    code, said, _ = sheet("append", book, "--table", "articles", "--row", row, "--json")
    assert code == 0
    assert sorted(said) == ["cells", "changed_parts"]
    assert {one["cell"]: one["after"] for one in said["cells"]} | {"Stock!E5": "=B5*D5"} == {
        "Stock!A5": "CAH-96", "Stock!B5": 30, "Stock!D5": 1.2, "Stock!E5": "=B5*D5", "Stock!F5": "2026-11-26",
    }  # fmt: skip
    assert now(book)["E5"] == 36
    assert "xl/tables/table1.xml" in {one["part"] for one in said["changed_parts"]}


def test_many_rows_may_come_by_standard_input(book: Path) -> None:
    given = "".join(json.dumps({"Référence": f"R{number}", "Quantité": number}) + "\n\n" for number in range(50))
    assert sheet("append", book, "--table", "Articles", "--row", "-", "--json", given=given)[0] == 0
    assert (now(book)["A5"], now(book)["A54"], now(book)["B54"]) == ("R0", "R49", 49)


def test_a_dry_run_and_a_new_file_are_there_for_rows_too(book: Path) -> None:
    before, new = book.read_bytes(), book.with_name("neu.xlsx")
    words = ("append", book, "--table", "Articles", "--row", '{"Référence": "=1+1"}')
    assert sheet(*words, "--dry-run")[0] == 0
    assert sheet(*words, "--out", new)[0] == 0
    assert book.read_bytes() == before
    assert now(new, formulas=True)["A5"] == "=1+1"


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("Clients", '{"Référence": 1}', "Clients"),
        ("Articles", '{"Couleur": 1}', "Couleur"),
        ("Articles", "{}", "1: "),
        ("Articles", "[1]", "1: "),
        ("Articles", "no json", "1: "),
        ("Articles", '{"Référence": [1]}', "1: "),
        ("Articles", '{"Référence": NaN}', "1: "),
        ("Articles", '{"Référence": 1e400}', ""),
        ("Articles", "[" * 5000, "1: "),
    ],
)
def test_rows_that_are_none_end_with_1_and_write_nothing(
    book: Path, table: str, row: str, said: str, lang: str
) -> None:
    before = book.read_bytes()
    code, _, told = sheet("append", book, "--table", table, "--row", row, "--json", lang=lang)
    assert code == 1
    assert said in told
    assert "Traceback" not in told
    assert book.read_bytes() == before


def test_without_a_row_nothing_is_appended(book: Path) -> None:
    before = book.read_bytes()
    assert sheet("append", book, "--table", "Articles")[0] in (1, 2)
    assert sheet("append", book, "--table", "Articles", "--row", "-")[0] == 1
    assert book.read_bytes() == before


# ── diff ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_set_is_what_differs(book: Path) -> None:
    new = book.with_name("neu.xlsx")
    sheet("set", book, "Stock!B2=37", "Stock!A9=x", "--out", new)
    code, said, _ = sheet("diff", book, new, "--json")
    assert code in (0, 1)
    differ = {one["cell"]: (one["before"], one["after"]) for one in said["cells"]}
    assert differ["Stock!B2"] == (40, 37)


def test_numbers_differ_as_people_see_them(book: Path) -> None:
    noisy, same = book.with_name("neu.xlsx"), book.with_name("gleich.xlsx")
    sheet("set", book, "Stock!B2=121.79999999999998", "--out", noisy)
    sheet("set", book, "Stock!B2=121.8", "--out", same)
    _, said, _ = sheet("diff", book, noisy, "--json")
    assert {one["cell"]: one["after"] for one in said["cells"]}["Stock!B2"] == 121.8
    assert "121,8\n" in sheet("diff", book, noisy, lang="fr")[2].replace(" ", "")
    assert sheet("diff", noisy, same)[0] == 0
