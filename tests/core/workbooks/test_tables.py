"""Tables found where none is declared, and their columns by what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.workbooks.cells import Area, Value
from officebot.core.workbooks.grids import Book, DeclaredTable, Grid, trimmed
from officebot.core.workbooks.meanings import columns_meaning, likeness
from officebot.core.workbooks.tables import Found, Table, find_tables, tables_in
from officebot.core.workbooks.words import SYNONYMS, begins_as_total, is_total, plain
from tests.speed import within

STOCK: list[list[Value]] = [
    ["Article", "Réf.", "Stock", "Mini"],
    ["Papier A4", "P-001", 12, 5],
    ["Stylos bleus", "S-002", 40, 20],
    ["Agrafes", "A-003", 3, 10],
]


def grid(
    *placed: tuple[str, Sequence[Sequence[Value]]], merged: Sequence[str] = (), hidden: Sequence[int] = ()
) -> Grid:
    """A sheet with blocks of cells, each at a place."""
    cells: dict[int, dict[int, Value]] = {}
    for place, block in placed:
        area = Area.read(place)
        for down, row in enumerate(block):
            for across, value in enumerate(row):
                if value is not None:
                    cells.setdefault(area.top + down, {})[area.left + across] = value
    rows = {n: trimmed([row.get(c) for c in range(1, max(row) + 1)]) for n, row in sorted(cells.items())}
    areas = tuple(Area.read(one) for one in merged)
    return Grid(sheet="Feuil1", rows=rows, merged=areas, hidden_rows=frozenset(hidden))


def found(one: Grid, *declared: DeclaredTable) -> Found:
    return find_tables(Book(name="a.xlsx", kind="xlsx", grids=(one,), tables=declared))


def only(one: Grid) -> Table:
    (table,) = found(one).tables
    return table


def shape(table: Table) -> tuple[str, str, tuple[str, ...], int]:
    return table.name, str(table.area), table.titles, len(table.rows)


def test_a_table_is_found_with_its_place_its_columns_and_where_each_row_stands() -> None:
    table = only(grid(("B3", STOCK), hidden=[5]))
    assert shape(table) == ("Feuil1", "B3:E6", ("Article", "Réf.", "Stock", "Mini"), 3)
    assert [(row.number, row.is_hidden) for row in table.rows] == [(4, False), (5, True), (6, False)]
    assert table.rows[2].values == ("Agrafes", "A-003", 3, 10)
    assert (str(table.columns[2].area), table.header) == ("D4:D6", (3,))


def test_the_title_above_names_it_and_the_sums_below_stand_apart() -> None:
    title: list[list[Value]] = [["Inventaire"], ["Mis à jour le 12 novembre"]]
    one = grid(("A1", title), ("A4", STOCK), ("A8", [["Total", None, 55, 35]]), merged=["A1:D1"])
    table = only(one)
    assert shape(table) == ("Inventaire", "A4:D8", ("Article", "Réf.", "Stock", "Mini"), 3)
    assert [row.values for row in table.totals] == [("Total", None, 55, 35)]


def test_tables_beside_and_below_each_other_are_several() -> None:
    one = grid(
        ("A1", STOCK),
        ("F1", [["Fournisseur", "Délai (jours)"], ["Papéo", 5]]),
        ("A7", [["Stock de l'atelier"]]),
        ("A8", STOCK),
        ("H8", [["Penser à commander avant Noël !"]]),
    )
    tables, notes = found(one).tables, found(one).notes
    assert [(one.name, str(one.area)) for one in tables] == [
        ("Feuil1", "A1:D4"), ("Feuil1 (2)", "F1:G2"), ("Stock de l'atelier", "A8:D11"),
    ]  # fmt: skip
    assert [(str(note.area), note.text) for note in notes] == [("H8", "Penser à commander avant Noël !")]


def test_headings_without_an_empty_row_before_them_begin_another_table() -> None:
    one = grid(
        ("A1", STOCK), ("A5", [["Article", "Réf.", "Stock", "Mini"], ["Colle", "C-1", 4, 2], ["Ruban", "R-1", 5, 2]])
    )
    assert [str(table.area) for table in found(one).tables] == ["A1:D4", "A5:D7"]


def test_an_empty_row_or_an_empty_column_does_not_end_a_table() -> None:
    rows: list[list[Value]] = [
        ["Mois", "Papeterie", None, "Informatique"], ["Janvier", 10, None, 20], [None], ["Mars", 12, None, 22],
    ]  # fmt: skip
    table = only(grid(("A1", rows)))
    assert shape(table) == ("Feuil1", "A1:D4", ("Mois", "Papeterie", "C", "Informatique"), 2)
    assert table.rows[1].values == ("Mars", 12, None, 22)


def test_headings_in_two_rows_are_joined() -> None:
    rows: list[list[Value]] = [
        ["Article", 2025, None, 2026, None], [None, "Qté", "Montant", "Qté", "Montant"], ["Papier", 10, 120.5, 12, 150],
    ]  # fmt: skip
    table = only(grid(("A1", rows), merged=["A1:A2", "B1:C1", "D1:E1"]))
    assert table.titles == ("Article", "2025 Qté", "2025 Montant", "2026 Qté", "2026 Montant")
    assert (table.header, [row.number for row in table.rows]) == ((1, 2), [3])


def test_headings_in_two_rows_without_merged_cells_are_joined_where_they_repeat_themselves() -> None:
    rows: list[list[Value]] = [
        [None, "Reçu", None, "Sorti", None], ["Article", "Qté", "Date", "Qté", "Date"],
        ["Papier", 10, date(2026, 1, 2), 3, date(2026, 1, 3)],
    ]  # fmt: skip
    table = only(grid(("A1", rows)))
    assert table.titles == ("Article", "Reçu Qté", "Reçu Date", "Sorti Qté", "Sorti Date")


@pytest.mark.parametrize(
    "headings",
    [
        ["Semaine", 1, 2, 3],
        ["Article", date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)],
        ["Poste", 2024, 2025, 2026],
    ],
)
def test_headings_may_be_weeks_months_or_years(headings: list[Value]) -> None:
    table = only(grid(("A1", [headings, ["Papier", 3.5, 4.5, 5.5], ["Encre", 1.5, 0.5, 2.5]])))
    assert (len(table.rows), table.has_header, table.titles[0]) == (2, True, headings[0])


def test_subtotals_within_a_table_stand_apart_and_a_firm_called_total_does_not() -> None:
    rows: list[list[Value]] = [
        ["Fournisseur", "Montant"], ["Total Energies", 100], ["Papéo", 50], ["Sous-total", 150], ["Total Papeterie", 7],
        ["Colle & Cie", 30], ["Total divers", 37], [None, 187],
    ]  # fmt: skip
    table = only(grid(("A1", rows)))
    assert [row.values[0] for row in table.rows] == ["Total Energies", "Papéo", "Total Papeterie", "Colle & Cie"]
    assert [row.number for row in table.totals] == [4, 7, 8]


def test_an_invoice_s_form_and_its_lines_are_two_tables() -> None:
    lines: list[list[Value]] = [
        ["Désignation", "Qté", "PU HT", "Total HT"], ["Chaise", 2, 50, 100], ["Table", 1, 80, 80],
        [None, None, "Total HT", 180], [None, None, "TVA 20 %", 36], [None, None, "Total TTC", 216],
    ]  # fmt: skip
    form, table = found(grid(("A1", [["Client :", "Dupont"], ["Date :", date(2026, 1, 2)]]), ("A5", lines))).tables
    assert (form.has_header, form.titles) == (False, ("A", "B"))
    assert [row.values[0] for row in table.rows] == ["Chaise", "Table"]
    assert [row.values[2] for row in table.totals] == ["Total HT", "TVA 20 %", "Total TTC"]


def test_a_table_of_words_only_has_its_first_row_as_headings_but_is_not_sure_unless_they_are_known() -> None:
    rows: list[list[Value]] = [["Clé", "Porte"], ["bleue", "cave"], ["rouge", "grenier"]]
    assert (only(grid(("A1", rows))).titles, only(grid(("A1", rows))).is_sure) == (("Clé", "Porte"), False)
    own = tables_in(grid(("A1", rows)), own_words={"key": ["Clé"], "door": ["Porte"]})
    assert own.tables[0].is_sure


def test_headings_may_have_digits_where_what_stands_below_is_built_otherwise() -> None:
    rows: list[list[Value]] = [["Line 1", "Line 2"], ["Quai de la Loire", "Escalier B"], ["Place Neuve", "Cour 3"]]
    assert only(grid(("A1", rows))).titles == ("Line 1", "Line 2")
    codes: list[list[Value]] = [["Papier", "P-001"], ["Encre", "S-002"], ["Colle", "C-003"]]
    assert not only(grid(("A1", codes))).has_header


def test_a_lone_column_of_words_is_a_list_with_its_first_line_as_heading() -> None:
    table = only(grid(("A1", [["Choses"], ["Appeler Paul"], ["Payer le loyer"]])))
    assert (table.titles, table.is_sure, len(table.rows)) == (("Choses",), False, 2)


def test_of_a_sheet_with_hundreds_of_blocks_nothing_is_lost() -> None:
    rows: dict[int, list[Value]] = {number: [None, "Rue", number] for number in range(1, 3000) if number % 3}
    (table,) = tables_in(Grid(sheet="S", rows=rows)).tables
    assert (str(table.area), len(table.rows)) == ("B1:C2999", 2000)


@pytest.mark.parametrize(
    "rows",
    [
        {row: [f"mot {column}" for column in range(8_000)] for row in range(1, 20)},
        {row: [1 if (row + column) % 2 else None for column in range(300)] for row in range(1, 301)},
        {row: [None] * row * 2 + ["x"] for row in range(1, 601, 2)},
        {row: ["Total", 1, 2] for row in range(1, 20_000)},
        {row: (["Article", "Qté", "Prix"] if row % 4 == 1 else ["Papier", 1, 2]) for row in range(1, 10_000)},
    ],
    ids=["very wide", "checkerboard", "diagonal", "only sums", "only headings"],
)
def test_odd_sheets_are_taken_apart_soon(rows: dict[int, list[Value]]) -> None:
    within(3, lambda: tables_in(Grid(sheet="S", rows=rows)))


def test_tables_without_a_title_are_numbered() -> None:
    one = grid(("A1", STOCK), ("A7", STOCK), ("A13", STOCK))
    assert [table.name for table in found(one).tables] == ["Feuil1", "Feuil1 (2)", "Feuil1 (3)"]


def test_a_title_that_only_touches_the_last_column_names_the_table() -> None:
    one = grid(("D1", [["Ce qui reste"]]), ("A3", STOCK), ("D8", [["Vu"]]))
    assert ([table.name for table in found(one).tables], [n.text for n in found(one).notes]) == (
        ["Ce qui reste"],
        ["Vu"],
    )


def test_a_line_called_total_without_anything_above_is_a_row() -> None:
    table = only(grid(("A1", [["Poste", "Note"], ["Total", "voir ci-dessous"], ["Papier", "x"], ["Encre", "y"]])))
    assert [row.values[0] for row in table.rows] == ["Total", "Papier", "Encre"]


def test_figures_without_headings_are_a_table_with_the_columns_letters() -> None:
    table = only(grid(("B2", [[1, 2], [3, 4]])))
    assert (table.titles, table.has_header, len(table.rows)) == (("B", "C"), False, 2)


def test_declared_tables_are_taken_as_declared_and_others_are_found_around_them() -> None:
    declared = DeclaredTable(
        name="TStock", sheet="Feuil1", area=Area.read("A1:B4"), columns=("Article", "Qté"), has_totals=True
    )
    one = grid(
        ("A1", [["Article", "Qté"], ["Papier", 5], ["Encre", 2], ["x", 7]]), ("D1", [["Nom", "Âge"], ["Anne", 40]])
    )
    tables = found(one, declared).tables
    assert [shape(table) for table in tables] == [
        ("TStock", "A1:B4", ("Article", "Qté"), 2), ("Feuil1", "D1:E2", ("Nom", "Âge"), 1),
    ]  # fmt: skip
    assert tables[0].totals[0].values == ("x", 7)


def test_texts_that_are_amounts_are_read_as_numbers_with_their_currency() -> None:
    rows: list[list[Value]] = [
        ["Article", "Prix", "Code", "Devis"], ["Papier", "4,50 €", "00123", "5 €"], ["Encre", "1 234,56 €", "75011", "6 $"],
    ]  # fmt: skip
    table = only(grid(("A1", rows)))
    assert [row.values[1] for row in table.rows] == [Decimal("4.50"), Decimal("1234.56")]
    assert (table.columns[1].currency, table.rows[0].values[2:]) == ("EUR", ("00123", "5 €"))


def test_headings_that_are_the_same_are_told_apart() -> None:
    rows: list[list[Value]] = [
        ["Article", "Qté", "Date", "Montant", "Client", "Statut", "Ville", "Pays", "Prix", "Note", "Qté"]
    ]
    rows.append(["Papier", 1, date(2026, 1, 1), 5, "Anne", "payé", "Brest", "France", 5, "-", 2])
    assert only(grid(("A1", rows))).titles[-1] == "Qté (2)"


VALUES = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-10, 10**6), st.floats(0, 100), st.dates(), st.booleans()
)


@given(st.dictionaries(st.integers(1, 30), st.lists(VALUES, max_size=8), max_size=20))
def test_whatever_stands_on_a_sheet_no_figure_is_lost_or_read_twice(rows: dict[int, list[Value]]) -> None:
    kept = {number: trimmed(row) for number, row in sorted(rows.items()) if any(value is not None for value in row)}
    one = Grid(sheet="S", rows=kept)
    result = tables_in(one)
    seen: dict[tuple[int, int], int] = {}
    for table in result.tables:
        for row in (*table.rows, *table.totals):
            for place in range(len(row.values)):
                key = (row.number, table.area.left + place)
                seen[key] = seen.get(key, 0) + 1
        for number in table.header:
            for place in range(table.area.left, table.area.right + 1):
                seen[number, place] = seen.get((number, place), 0) + 1
    for note in result.notes:
        for number in range(note.area.top, note.area.bottom + 1):
            for place in range(note.area.left, note.area.right + 1):
                seen[number, place] = seen.get((number, place), 0) + 1
    for number, row in kept.items():
        for place, value in enumerate(row, 1):
            if isinstance(value, float):
                assert seen.get((number, place)) == 1


def test_lines_above_the_headings_are_notes_but_the_title_names_the_table() -> None:
    lines: list[list[Value]] = [["Commande de novembre"], ["Pour", "Anne", None, "Brest"]]
    result = found(grid(("A1", lines), ("A3", STOCK)))
    assert [shape(table) for table in result.tables] == [
        ("Commande de novembre", "A3:D6", ("Article", "Réf.", "Stock", "Mini"), 3)
    ]
    assert [note.text for note in result.notes] == ["Pour Anne Brest"]


# ── what columns mean ─────────────────────────────────────────────────────────────────────────────────────


def table_of(*titles: str) -> Table:
    return only(grid(("A1", [list(titles), [1.5] * len(titles)])))


def fields(table: Table, *wanted: str) -> dict[str, str]:
    asked = {field: SYNONYMS[field] for field in wanted}
    return {field: meant.title for field, meant in columns_meaning(table, asked).columns.items()}


def test_columns_are_known_by_their_words_in_both_languages() -> None:
    french = table_of("Désignation", "Réf.", "Qtés en stock", "Seuil d’alerte", "Fourn.", "Délai (jours)", "P.U. HT")
    assert fields(french, "article", "reference", "on_hand", "minimum", "supplier", "lead_time", "price") == {
        "article": "Désignation", "reference": "Réf.", "on_hand": "Qtés en stock", "minimum": "Seuil d’alerte",
        "supplier": "Fourn.", "lead_time": "Délai (jours)", "price": "P.U. HT",
    }  # fmt: skip
    english = table_of("Item", "SKU", "QTY ON HAND", "Reorder point", "Vendor", "Lead time")
    assert fields(english, "article", "reference", "on_hand", "minimum", "supplier", "lead_time") == {
        "article": "Item", "reference": "SKU", "on_hand": "QTY ON HAND", "minimum": "Reorder point", "supplier": "Vendor",
        "lead_time": "Lead time",
    }  # fmt: skip


@pytest.mark.parametrize("written", ["Qté", "QTE.", "Qtés", "qte", " Qté : "])
def test_one_word_is_one_however_it_is_written(written: str) -> None:
    assert likeness(written, "Qté") == 1.0


@pytest.mark.parametrize(
    ("title", "word", "least", "most"),
    [
        ("Qté (cartons)", "Qté", 0.7, 0.8),
        ("Fourn.", "Fournisseur", 0.75, 0.85),
        ("Quantitée", "Quantité", 0.65, 0.75),
        ("Stock en réserve", "Stock réserve", 1.0, 1.0),
        ("Date de la commande du client", "Date", 0.6, 0.7),
        ("Prix", "Article", 0.0, 0.0),
        ("Les prix", "Prix", 1.0, 1.0),
        ("Pas de prix", "Pas", 0.7, 0.8),
        ("bus", "bu", 0.0, 0.0),
        ("", "Article", 0.0, 0.0),
    ],
)
def test_likeness_falls_with_what_differs(title: str, word: str, least: float, most: float) -> None:
    assert least <= likeness(title, word) <= most


def test_two_columns_that_could_be_one_field_are_a_doubt_with_their_place() -> None:
    meanings = columns_meaning(table_of("Article", "Qté bureau", "Qté atelier"), {"quantity": ["Qté"]})
    assert meanings.columns["quantity"].title == "Qté bureau"
    assert [problem.where for problem in meanings.doubts] == ["Feuil1!B1"]
    assert "“Qté atelier”" in meanings.doubts[0].render()


def test_a_field_without_a_column_is_missing_and_a_column_is_one_field_s() -> None:
    meanings = columns_meaning(table_of("Article", "Stock"), {"on_hand": ["Stock"], "minimum": ["Stock", "Mini"]})
    assert (set(meanings.columns), meanings.missing) == ({"on_hand"}, ("minimum",))


def test_words_of_sums_are_known_and_names_that_begin_so_are_not_sums() -> None:
    assert is_total("TOTAL GÉNÉRAL :")
    assert is_total("Sous-totaux") or is_total("Sous-total")
    assert not is_total("Total Energies")
    assert begins_as_total("Total Energies")
    assert plain("N° de l'article") == plain("No article")
