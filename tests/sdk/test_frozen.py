"""A plugin written against version 1.0 of the SDK, never edited since, does all it did on today's officebot."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.app import App
from officebot.app.demo import make_office
from officebot.cli.root import officebot
from officebot.core.proposals import Item
from officebot.engine.ledger import items, marks, open_sqlite
from officebot.engine.ledger import proposals as rows
from officebot.engine.record import journal
from officebot.isolation import manifest
from officebot.sdk import is_supported
from officebot.sdk.panels import Count, Counts, Rows
from officebot.settings import forms
from officebot.testing.clock import VirtualClock
from tests.app.embedded import MORNING, Whole
from tests.sdk.freezing import FROZEN, at_work, hash_of, in_french, installed_from, waiting_of

PROJECT = FROZEN / "visitor_count-1.0"
#: Of all its files, by name. It stands for what others have installed: where a test of it fails, officebot is mended.
HASH = "7d0ecf68dda7fe6524a5028b666889a5bf797c9e75acb41a3401177acbc4cb4b"
SETTINGS = """
[plugins.visitor-count]
runs = "{runs}"
rights = ["mail desk/*", "item visit", "action write-document", "action note-item",
  "action visitor_count.badge"]

[duties.visitor_count]
enabled = true
badges = "{badges}"
"""


@dataclass(frozen=True, slots=True)
class Visited:
    """A sample office with the plugin, and the folder that the badge printer watches."""

    whole: Whole
    folder: Path
    badges: Path

    @property
    def app(self) -> App:
        return self.whole.app

    def announce(self, subject: str = "4 visitors on Friday") -> int:
        """Visitors are announced by mail; the number of what is proposed."""
        self.whole.deliver(subject, "They come at nine.")
        self.whole.turn(minutes=1)
        return waiting_of(self.app, "visitor_count")


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Path]:
    """The plugin as an installed distribution."""
    with installed_from(PROJECT, tmp_path / "site"):
        yield tmp_path


@pytest.fixture
def office(installed: Path) -> Path:
    """A sample office that trusts the plugin; version 0.9 of it remembered some things."""
    return made(installed, "trusted", "badges")


def made(folder_of_all: Path, runs: str, printer: str) -> Path:
    folder = folder_of_all / "office"
    make_office(folder)
    badges = folder_of_all / "badges"
    badges.mkdir()
    with (folder / "office.toml").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS.format(runs=runs, badges=badges if printer else ""))
    ledger = open_sqlite(folder / "state" / "ledger.db")
    with ledger.writing() as tx:
        marks.put_fact(tx, marks.namespace_of("visitor_count"), "2026-11-23", 3)
        marks.put_fact(tx, marks.namespace_of("visitor_count"), "last", "2026-11-23")
    ledger.close()
    return folder


@pytest.fixture
def visited(office: Path) -> Iterator[Visited]:
    yield from living(office)


def living(office: Path) -> Iterator[Visited]:
    """The office at work, its first mail still to come."""
    for whole in at_work(office):
        yield Visited(whole, office, office.parent / "badges")


def test_the_plugin_was_never_edited() -> None:
    assert hash_of(PROJECT) == HASH, "it stands for what others have installed: mend officebot, not the plugin"


def test_its_manifest_is_read_and_its_version_supported() -> None:
    told = manifest.read(PROJECT / "visitor_count")
    assert is_supported(told.sdk)


def test_it_lives_through_a_visit(visited: Visited) -> None:
    app = visited.app
    # What 0.9 remembered was brought to this version, once.
    assert dict(app.office.all_remembered("visitor_count")) == {"2026-11-23": {"count": 3}}
    number = visited.announce()
    with app.ledger.reading() as tx:
        row = rows.by_id(tx, number)
        previews = [one.preview for one in rows.actions_of(tx, [number])]
    assert row is not None
    assert row.title["domain"] == "visitor_count"
    assert [said(one) for one in (row.title, row.reason)] == [
        "Recevoir 4 visiteurs", "paul@client.example les annonce.",
    ]  # fmt: skip
    assert said(previews[-1]) == "Imprimer des badges pour 4 visiteurs"
    # Yes: it is remembered, noted, written and printed.
    assert app.approve(app.answer(None), number).took
    visited.whole.turn(minutes=5)
    assert dict(app.office.all_remembered("visitor_count")) == {"2026-11-23": {"count": 7}}
    written = visited.folder / "documents" / "visits" / "2026-11-23-7.txt"
    assert written.read_text("utf-8").strip() == "4 visiteurs le 2026-11-23, 7 en tout."
    (badge,) = visited.badges.iterdir()
    assert badge.read_text() == "BADGES 4\n"
    (noted,) = visits(app)
    assert (noted.title, noted.source["count"]) == ("4 visitors on Friday", 4)
    # The dashboard shows it.
    (panel,) = app.duties["visitor_count"].duty.panels
    person = app.facts.people.all[0]
    counts, table = panel.show(app.office, app.viewer(person, "fr"), app.duties["visitor_count"].settings)
    assert isinstance(counts, Counts)
    assert isinstance(table, Rows)
    (count,) = counts.counts
    assert (count.label.render("fr"), count.value.render("fr")) == ("Visiteurs aujourd’hui", "7")
    assert isinstance(count, Count)
    # And all of it is taken back.
    assert app.undo(app.answer(None), number)[0] == "undone"
    assert dict(app.office.all_remembered("visitor_count")) == {"2026-11-23": {"count": 3}}
    assert not written.exists()
    assert not list(visited.badges.iterdir())
    assert visits(app) == []
    with app.ledger.reading() as tx:
        assert journal.verify(tx).bad is None
        assert [one.what for one in journal.read(tx, "duty:visitor_count")] == ["duty.migrated"]


def test_it_lives_through_a_visit_in_a_sandbox_with_the_rights_it_declares(installed: Path) -> None:
    # In a process of its own: here its kinds of action may be known already, as those of a plugin that is trusted.
    lives = get_context("spawn").Process(target=lives_in_a_sandbox, args=(installed,))
    lives.start()
    lives.join(100)
    assert lives.exitcode == 0


def lives_in_a_sandbox(folder: Path) -> None:
    """Without a printer, which a sandbox does not reach."""
    for visited in living(made(folder, "sandbox", printer="")):
        app = visited.app
        assert dict(app.office.all_remembered("visitor_count")) == {"2026-11-23": {"count": 3}}
        number = visited.announce()
        with app.ledger.reading() as tx:
            row = rows.by_id(tx, number)
        assert row is not None
        assert said(row.title) == "Recevoir 4 visiteurs"
        assert app.approve(app.answer(None), number).took
        visited.whole.turn(minutes=5)
        written = visited.folder / "documents" / "visits" / "2026-11-23-7.txt"
        assert written.read_text("utf-8").strip() == "4 visiteurs le 2026-11-23, 7 en tout."
        assert dict(app.office.all_remembered("visitor_count")) == {"2026-11-23": {"count": 7}}
        assert app.undo(app.answer(None), number)[0] == "undone"
        assert visits(app) == []
        assert "visitor_count.decide" not in sys.modules


def test_its_settings_are_described_in_both_languages(installed: Path, office: Path) -> None:
    with App(office, clock=VirtualClock(MORNING)) as app:
        form = forms.form_at({}, ("duties", "visitor_count"), app.installed)
        told = {one.name: one.description for one in form.fields}
    assert told["host"].render("fr") == "Qui les reçoit\u00a0: une adresse."
    assert told["host"].render("en") == "Who receives them: an address."


def test_its_commands_are_called(office: Path) -> None:
    called = CliRunner().invoke(officebot, ["--office", str(office), "visitor_count", "badge", "4"])
    assert called.output == "BADGES 4\n"


def said(stored: Any) -> str:
    return in_french(stored, "visitor_count")


def visits(app: App) -> list[Item]:
    with app.ledger.reading() as tx:
        return items.find(tx, "visit")
