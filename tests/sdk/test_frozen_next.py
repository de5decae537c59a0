"""A plugin written against version 1.1 of the SDK, never edited since, does all it did on today's officebot."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from officebot.app.demo import make_office
from officebot.engine.ledger import proposals as rows
from officebot.isolation import manifest
from officebot.sdk import is_supported
from tests.sdk.freezing import FROZEN, at_work, hash_of, in_french, installed_from, waiting_of

PROJECT = FROZEN / "shelf_count-1.1"
#: Of all its files, by name. It stands for what others have installed: where a test of it fails, officebot is mended.
HASH = "85cd779981db367c5e4e6f760f92bb339353405095710c9d435cdd9e7dc83553"
SETTINGS = """
[workbooks.shelves]
path = "workbooks/shelves.xlsx"
write = true

[plugins.shelf-count]
runs = "{runs}"
rights = ["mail desk/*", "workbook shelves", "action set-cells"]

[duties.shelf_count]
enabled = true
"""


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Path]:
    """The plugin as an installed distribution."""
    with installed_from(PROJECT, tmp_path / "site"):
        yield tmp_path


def test_the_plugin_was_never_edited() -> None:
    assert hash_of(PROJECT) == HASH, "it stands for what others have installed: mend officebot, not the plugin"


def test_its_manifest_is_read_and_its_version_supported() -> None:
    assert is_supported(manifest.read(PROJECT / "shelf_count").sdk)


@pytest.mark.parametrize("runs", ["trusted", "sandbox"])
def test_it_lives_through_a_count(installed: Path, runs: str) -> None:
    # In a process of its own: what one of them imports, the other must not find.
    lives = get_context("spawn").Process(target=lives_through_a_count, args=(installed, runs))
    lives.start()
    lives.join(100)
    assert lives.exitcode == 0


def lives_through_a_count(folder: Path, runs: str) -> None:
    """What was counted is entered with a yes, taken back, and what is in doubt is left to a person."""
    office = folder / "office"
    make_office(office)
    book = Workbook()
    for row in (["Article", "In stock"], ["Felt", 12], ["Cork", 3], ["Glue", 1], ["Glue", 2]):
        book.active.append(row)
    book.save(office / "workbooks" / "shelves.xlsx")
    with (office / "office.toml").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS.format(runs=runs))
    for whole in at_work(office):
        app = whole.app
        whole.deliver("Shelf count", "FELT: 8\nCork: 3\nGlue: 9\nWax: 1\n")
        whole.turn(minutes=1)
        number = waiting_of(app, "shelf_count")
        with app.ledger.reading() as tx:
            row = rows.by_id(tx, number)
        assert row is not None
        assert in_french(row.title, "shelf_count") == "Saisir 1 nombre"
        assert [in_french(one, "shelf_count") for one in row.consequences] == [
            "Glue figure deux fois dans le classeur\xa0: saisissez-le vous-même."
        ]
        assert app.approve(app.answer(None), number).took
        whole.turn(minutes=5)
        assert stock(office) == [8, 3, 1, 2]
        assert app.undo(app.answer(None), number)[0] == "undone"
        assert stock(office) == [12, 3, 1, 2]
        assert ("shelf_count.duty" in sys.modules) is (runs == "trusted")


def stock(office: Path) -> list[object]:
    sheet = load_workbook(office / "workbooks" / "shelves.xlsx").active
    return [one.value for one in sheet["B"][1:]]
