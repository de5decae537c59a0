"""Conflict copies and unfinished files, by the names that programs give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from officebot.connectors.workbooks.files import observe
from officebot.connectors.workbooks.synced import ConflictCopy, conflict_copies, conflict_of
from officebot.core.problems import UserError
from tests.speed import within

CERTAIN = [
    "Stock (copie en conflit de Marie 2026-11-26).xlsx",
    "Stock (Marie Dupont's conflicted copy 2026-11-26).xlsx", "Stock (Marie’s conflicted copy 2026-11-26).xlsx",
    "Stock (conflicted copy 2026-11-26 093000).xlsx", "Stock_conflict-20261126-093000.xlsx",
    "Stock.sync-conflict-20261126-093000-ABCDEFG.xlsx", "Stock-DESKTOP-ABC123.xlsx", "Stock-LAPTOP-1A2B3C4-2.xlsx",
    "Stock [Conflict].xlsx", "Stock (SFConflict marie@x.example 2026-11-26-09-30-00).xlsx", "Stock.Conflict.xlsx",
    "Stock_DiskStation_Nov-26-093000-2026_Conflict.xlsx", "Stock (conflict, 2026-11-26 09.30).xlsx",
    "Stock (in Konflikt stehende Kopie von Marie 2026-11-26).xlsx", "Stock (conflit).xlsx",
]  # fmt: skip
PERHAPS = ["Stock (1).xlsx", "Stock 2.xlsx", "Stock - Copie.xlsx", "Stock - Copy (2).xlsx", "Stock-MARIE-PC.xlsx"]
OTHERS = [
    "Stock.xlsx", "Stock 2025.xlsx", "Stock-PARIS.xlsx", "Stock (2024).xlsx", "Stocks.xlsx", "Stock (1).ods", "stock (1).xls",
    "Stock (officebot, 2026-11-26 09.30).xlsx", "Stock (Marie).xlsx", "Autre (1).xlsx", "Stock-12.xlsx",
    "Stock conflits sociaux.xlsx", "Stock (gestion des conflits).xlsx", "Conflict.xlsx",
]  # fmt: skip


@pytest.mark.parametrize("name", CERTAIN)
def test_a_conflict_copy_is_known_by_its_name(name: str) -> None:
    assert conflict_of("Stock.xlsx", name) is True


@pytest.mark.parametrize("name", PERHAPS)
def test_what_people_also_name_so_is_a_conflict_copy_perhaps(name: str) -> None:
    assert conflict_of("Stock.xlsx", name) is False


@pytest.mark.parametrize("name", OTHERS)
def test_other_workbooks_are_no_conflict_copies(name: str) -> None:
    assert conflict_of("Stock.xlsx", name) is None


def test_the_conflict_copies_beside_a_workbook_are_seen_with_it(tmp_path: Path) -> None:
    for name in (PERHAPS[0], CERTAIN[0], *OTHERS):
        (tmp_path / name).write_bytes(b"x")
    wanted = (ConflictCopy(tmp_path / CERTAIN[0], True), ConflictCopy(tmp_path / PERHAPS[0], False))
    assert conflict_copies(tmp_path / "Stock.xlsx") == wanted
    assert observe(tmp_path / "Stock.xlsx", quiet_seconds=0).conflict_copies == wanted


@pytest.mark.parametrize(
    "between",
    ["(" * 200, "(conflict" + " " * 240, "_a" * 120, "(" + "conflicted copy" * 14, "_a-" * 80 + "_conflict!"],
)
def test_no_name_takes_long(between: str) -> None:
    def run() -> None:
        conflict_of("Stock.xlsx", f"Stock{between}.xlsx")
        conflict_of("Stock.xlsx", f"Stock{between * 400}.xlsx")

    within(0.05, run)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("Stock.xlsx", b"", "is empty"),
        ("Stock.xlsx.part", b"x", "is a part of a file"),
        ("Stock.xlsx.nextcloud", b"x", "placeholder"),
        (".Stock.xlsx.icloud", b"x", "placeholder"),
        ("~$Stock.xlsx", b"x", "keeps for itself"),
        (".~lock.Stock.xlsx#", b"x", "keeps for itself"),
        ("~WRL0001.tmp", b"x", "keeps for itself"),
        ("lu19602ef3r0.tmp", b"x", "keeps for itself"),
        ("Stock.xlsx.!sync", b"x", "is a part of a file"),
    ],
)
def test_what_is_not_yet_a_workbook_is_said_so(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=words):
        observe(tmp_path / name, quiet_seconds=0)
