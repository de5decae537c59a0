"""A plugin that is upgraded or uninstalled while the office works: taken in, or said."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from officebot.app import App
from officebot.app.upgrades import Upgrades
from officebot.core.text import Text
from officebot.engine import health
from officebot.testing.dovecot import free_port
from tests.app.offices import Service, edit, serving, wait_for
from tests.cli.test_contract import inside
from tests.plugins.packages import CODE, MANIFEST, install, office

#: The same, that works whenever the service starts.
AT_START = CODE.replace("recogniser=recognise,", 'recogniser=recognise, triggers=("start",),')


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of Python's path with the plugin in it, also for processes that are started."""
    place = tmp_path / "plugins"
    install(place, code=AT_START)
    monkeypatch.syspath_prepend(str(place))
    monkeypatch.delitem(sys.modules, "visit_count", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(place))
    return place


@pytest.fixture
def here(tmp_path: Path, plugins: Path) -> Path:
    folder = office(tmp_path / "office")
    edit(folder, service={"port": free_port(), "heartbeat_seconds": 1})
    return folder


def agree(here: Path, runs: str) -> None:
    assert inside("plugin", "add", "visit-count", "--runs", runs, "--yes", office=here).code == 0


def upgrade(plugins: Path) -> None:
    install(plugins, "1.1", MANIFEST, AT_START.replace("A visit", "A visit, counted anew"))


def titles(here: Path) -> set[str]:
    with sqlite3.connect(f"file:{here}/state/ledger.db?mode=ro", uri=True) as file:
        return {title for (title,) in file.execute("SELECT title FROM items WHERE kind = 'visit_count'")}


def test_an_upgraded_plugin_in_its_own_process_is_taken_in_by_the_running_service(here: Path, plugins: Path) -> None:
    agree(here, "sandbox")
    with serving(here):
        assert wait_for(lambda: titles(here) == {"A visit"}, 60)
        upgrade(plugins)
        assert wait_for(lambda: "A visit, counted anew" in titles(here), 60)


def test_a_plugin_that_is_installed_and_added_under_a_running_service_begins_to_work(
    here: Path, plugins: Path, tmp_path: Path
) -> None:
    aside = tmp_path / "aside"
    shutil.move(plugins, aside)
    plugins.mkdir()
    with serving(here):
        for one in aside.iterdir():
            shutil.move(one, plugins / one.name)
        agree(here, "sandbox")
        assert wait_for(lambda: titles(here) == {"A visit"}, 60)


def test_settings_that_the_service_refuses_are_told_in_the_status(
    here: Path, plugins: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH")  # the service does not find the plugin, the command line does
    with serving(here):
        agree(here, "sandbox")
        assert wait_for(lambda: "the old ones stay in force" in inside("status", office=here).err, 30)
        edit(here, duties={"visit_count": None}, plugins={"visit-count": None})
        assert wait_for(lambda: "the old ones stay in force" not in inside("status", office=here).err, 30)


def test_an_older_version_that_does_not_know_a_setting_is_refused_in_one_line_however_often_the_heart_beats(
    here: Path, plugins: Path
) -> None:
    agree(here, "sandbox")
    edit(here, duties={"visit_count": {"word": "tour"}})
    with serving(here) as service:
        assert wait_for(lambda: titles(here) == {"A visit"}, 60)
        install(plugins, "0.9", MANIFEST, AT_START.replace("    word: str", "    term: str"))
        assert wait_for(lambda: logged(here, "settings refused"), 60)
        for _ in range(3):
            before = beat(service)
            assert wait_for(lambda before=before: beat(service) != before, 30)
        edit(here, duties={"visit_count": {"word": None}})
        assert wait_for(lambda: len(logged(here, "service started")) == 2, 60)
    assert [one["first"] for one in logged(here, "settings refused")] == ["office.toml: duties.visit_count.word"]


def beat(service: Service) -> str:
    """When the service's heart last beat."""
    at: str = json.loads(service.get()[1])["service"]["at"]
    return at


def logged(here: Path, message: str) -> list[dict[str, Any]]:
    """The lines of the log with this message, oldest first."""
    lines = [
        line for log in sorted((here / "state" / "logs").iterdir()) for line in log.read_text("utf-8").splitlines()
    ]
    return [one for line in lines if (one := json.loads(line))["message"] == message]


def test_what_an_upgraded_plugin_says_is_heard_in_its_new_french_once_the_settings_are_read_anew(
    here: Path, plugins: Path
) -> None:
    agree(here, "sandbox")
    with App(here) as app:
        said = [Text(source, domain="visit_count") for source in ("A visit", "A visit, counted anew")]
        assert [one.render("fr") for one in said] == ["A visit", "A visit, counted anew"]
        upgrade(plugins)
        french = plugins / "visit_count" / "locale" / "fr.po"
        french.parent.mkdir()
        french.write_text('msgid "A visit, counted anew"\nmsgstr "Une visite, comptée autrement"\n', "utf-8")
        app.installed.anew().close()
        assert [one.render("fr") for one in said] == ["A visit", "Une visite, comptée autrement"]


def test_of_an_upgraded_plugin_that_is_trusted_the_status_says_that_a_restart_is_needed(
    here: Path, plugins: Path
) -> None:
    agree(here, "trusted")
    with App(here) as app:
        looking = Upgrades(app)
        upgrade(plugins)
        looking.look()
        told, is_new = looking.look()
        assert not is_new
        # However often the settings are read anew, the old code stays in this process.
        assert [Upgrades(app).look()[0], Upgrades(app).look()[0]] == [told, told]
        lost = {f"{health.PLUGIN}{name}": why.to_json() for name, why in told.items()}
        health.beat(app.ledger, app.owner, {"pid": 1, "port": 1, "at": "2026-11-23T08:00:00+00:00", "lost": lost})
        said = inside("status", office=here).err
    assert "visit-count” is 1.1 now, but 1.0 still runs: restart officebot" in said
    assert "Out of reach: plugin" not in said


def test_what_changes_is_believed_when_it_is_seen_twice(here: Path, plugins: Path) -> None:
    agree(here, "sandbox")
    with App(here) as app:
        looking = Upgrades(app)
        assert looking.look() == ({}, False)
        aside = plugins.parent / "aside"
        shutil.move(plugins / "visit_count-1.0.dist-info", aside)
        assert looking.look() == ({}, False)
        shutil.move(aside, plugins / "visit_count-1.0.dist-info")
        assert looking.look() == ({}, False)
        upgrade(plugins)
        assert [looking.look()[1], looking.look()[1]] == [False, True]


def test_a_plugin_that_is_uninstalled_while_it_works_is_told_of(here: Path, plugins: Path) -> None:
    agree(here, "sandbox")
    with App(here) as app:
        looking = Upgrades(app)
        shutil.rmtree(plugins / "visit_count-1.0.dist-info")
        looking.look()
        told, is_new = looking.look()
    assert not is_new
    assert "officebot plugin remove visit-count" in told["visit-count"].render("en")


def test_officebots_own_duties_are_not_looked_at(here: Path) -> None:
    edit(here, duties={"daily_brief": {"enabled": True}})
    with App(here) as app:
        assert Upgrades(app).look() == ({}, False)
