"""LibreOffice as the judge: it shows the same wherever a figure is not unknown."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from officebot.core.workbooks.cells import Area, Cell, Fault, Value
from officebot.core.workbooks.reckoning import Unknown, parsed, reckon
from officebot.testing.formulas import edge_formulas
from officebot.testing.libreoffice import Formulas, articles, is_installed, reckoned
from officebot.testing.workbooks import HeldBook
from tests.conftest import missing
from tests.speed import within

_COUNT = 700


@pytest.fixture(scope="module")
def book() -> HeldBook:
    return articles(2)


@pytest.mark.parametrize(
    ("formulas", "share"),
    [
        pytest.param(lambda: _by_chance(2), 0.9, id="made by chance"),
        pytest.param(edge_formulas, 0.7, id="at the edges of functions"),
        pytest.param(lambda: _of_codes(), 0.99, id="codes that look a little like numbers"),
    ],
)
def test_libreoffice_shows_the_same_wherever_a_figure_is_known(
    formulas: Callable[[], Sequence[str]], share: float, book: HeldBook, tmp_path: Path
) -> None:
    if not is_installed():
        missing("Debian's libreoffice-calc is missing")
    held = formulas()
    theirs = reckoned(book, held, tmp_path)
    ours = [reckon(parsed(one, Cell(row, 1)), "Results", Cell(row, 1), book) for row, one in enumerate(held, start=1)]
    outcomes = Counter(_outcome(one, other) for one, other in zip(ours, theirs, strict=True))
    differing = [three for three in zip(held, ours, theirs, strict=True) if _outcome(*three[1:]) == "differs"]
    sys.stdout.write(f"{outcomes}\n")
    assert not differing
    assert outcomes["same"] > share * len(held)


def _by_chance(seed: int) -> list[str]:
    chance = Formulas(seed)
    return list(dict.fromkeys(chance.one() for _ in range(_COUNT)))


def _of_codes() -> list[str]:
    """What articles are called: a letter that also stands in numbers, hours or sums of money, and a number."""
    codes = [letter + number for letter in "AEFTPZHDadefhptz" for number in ("1", "12", "001", "2026")]
    return [
        formula.format(code)
        for code in codes
        for formula in ('IFERROR("{0}"*1,"words")', 'IFERROR(VALUE("{0}"),"words")', 'COUNTIF(A:A,"{0}")')
    ]


def _outcome(ours: Value | Unknown, theirs: Value) -> str:
    """LibreOffice writes #NUM! as #VALUE! into workbooks: any fault is like any other."""
    if isinstance(ours, Unknown):
        return "unknown"
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return "same" if ours is theirs else "differs"
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return "same" if abs(ours - theirs) <= 1e-12 * max(abs(ours), abs(theirs)) else "differs"
    if isinstance(ours, Fault) and isinstance(theirs, Fault):
        return "same"
    return "same" if ours == (theirs or "") else "differs"


def test_one_node_reckons_a_long_column_and_a_sum_over_it_quickly() -> None:
    rows = 20_000
    book = HeldBook()
    book.sheets["s"] = {row: {1: f"R{row % 50}", 2: row * 1.5, 3: 2.0} for row in range(1, rows + 1)}
    node = parsed("B1*C1", Cell(1, 4))
    column = within(1, lambda: [reckon(node, "S", Cell(row, 4), book) for row in range(1, rows + 1)])
    assert column[:2] == [3, 6]

    def run() -> None:
        assert reckon(parsed('SUMIF(A:A,"R7",B:B)', Cell(1, 4)), "S", Cell(1, 4), book) == sum(
            1.5 * row for row in range(7, rows + 1, 50)
        )

    within(0.5, run)
    assert list(book.area("S", Area(1, 1, 1, 9))) == [(1, ["R1", 1.5, 2.0])]
