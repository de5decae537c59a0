"""Adding, listing and removing a plugin: what is shown, what is agreed to, and that nothing is left afterwards."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from officebot.app import App
from officebot.engine.record import journal
from tests.app.offices import Called, edit
from tests.cli.test_contract import inside
from tests.engine.fakemail import FakeMail
from tests.plugins.packages import MANIFEST, MORE, RIGHTS, install, office

#: What the history of an office is: it says that there was a plugin.
HISTORY = ("journal", "journal_payloads", "sequences")


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of Python's path with the plugin in it, also for processes that are started."""
    place = tmp_path / "plugins"
    place.mkdir()
    install(place)
    monkeypatch.syspath_prepend(str(place))
    # Another test's, of another folder, where it ran as trusted.
    monkeypatch.delitem(sys.modules, "visit_count", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(place))
    monkeypatch.setenv("COLUMNS", "200")
    return place


@pytest.fixture
def here(tmp_path: Path, plugins: Path) -> Path:
    return office(tmp_path / "office")


def plugin(here: Path, *words: str, lang: str = "en") -> Called:
    return inside("plugin", *words, office=here, lang=lang)


def written(here: Path) -> dict[str, Any]:
    return tomllib.loads((here / "office.toml").read_text("utf-8"))


def journalled(here: Path, subject: str) -> list[str]:
    with App(here) as app, app.ledger.reading() as tx:
        return [one.what for one in journal.read(tx, subject)]


def listed(here: Path) -> dict[str, Any]:
    (one,) = plugin(here, "list", "--json").facts
    assert isinstance(one, dict)
    return one


# ── add ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_plugin_asks_for_is_shown_and_agreed_to(here: Path) -> None:
    shown = plugin(here, "add", "visit-count", "--yes")
    assert shown.code == 0
    for part in ("visit-count 1.0, by Léa Fontaine", "Its files are as they were installed", "act of trust",
                 "from the index", "read the mails in desk/INBOX", "“note-item”", "in a sandbox"):  # fmt: skip
        assert part in shown.err
    assert written(here)["plugins"] == {"visit-count": {"runs": "sandbox", "rights": sorted(RIGHTS)}}
    assert written(here)["duties"]["visit_count"] == {"enabled": True}
    assert journalled(here, "plugin:visit-count") == ["plugin.added"]
    assert listed(here)["health"] == "has not run yet"


def test_nothing_changes_without_a_yes(here: Path) -> None:
    before = (here / "office.toml").read_bytes()
    refused = plugin(here, "add", "visit-count")
    assert refused.code == 1
    assert (here / "office.toml").read_bytes() == before


def test_it_is_said_in_french(here: Path) -> None:
    shown = plugin(here, "add", "visit_count", "--yes", lang="fr")
    assert "acte de confiance" in shown.err


def test_a_second_time_there_is_nothing_to_agree_to(here: Path) -> None:
    plugin(here, "add", "visit-count", "--yes")
    before = (here / "office.toml").read_bytes()
    again = plugin(here, "add", "visit-count")
    assert (again.code, "agreed to already" in again.err) == (0, True)
    assert (here / "office.toml").read_bytes() == before


def test_a_new_version_gets_no_more_than_was_agreed_to_until_it_is_asked_about(here: Path, plugins: Path) -> None:
    plugin(here, "add", "visit-count", "--yes")
    install(plugins, "1.1", MORE)
    one = listed(here)
    assert (one["rights"], one["new_rights"]) == (sorted(RIGHTS), ["network prices.example"])
    assert "asks for more than was agreed to (network prices.example)" in plugin(here, "list").err
    asked = plugin(here, "add", "visit-count", "--yes")
    assert "prices.example" in asked.err
    assert "desk/INBOX" not in asked.err
    assert "act of trust" not in asked.err
    assert listed(here)["new_rights"] == []
    assert "network prices.example" in written(here)["plugins"]["visit-count"]["rights"]


def test_what_a_new_version_asks_for_no_more_is_given_back(here: Path, plugins: Path) -> None:
    install(plugins, "1.0", MORE)
    plugin(here, "add", "visit-count", "--yes")
    install(plugins, "1.1", MANIFEST)
    assert listed(here)["rights"] == sorted(RIGHTS)


def test_a_changed_file_and_one_that_pip_did_not_put_there_are_said(here: Path, plugins: Path) -> None:
    with (plugins / "visit_count" / "__init__.py").open("a") as file:
        file.write("# changed\n")
    (plugins / "visit_count" / "more.py").write_text("")
    shown = plugin(here, "show", "visit-count", "--json").facts[0]
    assert shown["changed_files"] == ["visit_count/__init__.py", "visit_count/more.py"]
    assert "Not as they were installed: 2" in plugin(here, "show", "visit-count").out


def test_settings_that_the_duty_refuses_are_said_and_nothing_is_written(here: Path) -> None:
    edit(here, duties={"visit_count": {"enabled": False, "wrong": 1}})
    before = (here / "office.toml").read_bytes()
    refused = plugin(here, "add", "visit-count", "--yes")
    assert refused.code != 0
    assert "wrong" in refused.err
    assert (here / "office.toml").read_bytes() == before


def test_a_manifest_that_is_wrong_is_said_by_list_and_add(here: Path, plugins: Path) -> None:
    install(plugins, "1.0", '[rights]\nmail = ["desk"]\n')
    assert "account and the folder" in plugin(here, "list").err
    assert "account and the folder" in plugin(here, "add", "visit-count", "--yes").err


def test_a_plugin_for_another_sdk_is_refused_by_add_and_said_by_list(here: Path, plugins: Path) -> None:
    install(plugins, manifest=MANIFEST.replace("1.0", "9.0"))
    refused = inside("plugin", "add", "visit-count", "--yes", office=here)
    assert refused.code != 0
    assert "9.0" in refused.err
    assert "9.0" in inside("plugin", "list", office=here).out


@pytest.mark.parametrize(("version", "said"), [("1.0", ""), ("1.1", ""), ("1.2", "upgrade officebot first")])
def test_each_version_of_the_sdk_that_is_here_is_taken_and_a_newer_one_refused(
    here: Path, plugins: Path, version: str, said: str
) -> None:
    install(plugins, manifest=MANIFEST.replace("1.0", version))
    added = plugin(here, "add", "visit-count", "--yes")
    assert (added.code == 0) is (said == "")
    assert said in added.err


def test_a_name_that_nobody_knows_is_refused(here: Path) -> None:
    assert "visit-count" in plugin(here, "add", "visits", "--yes").err
    assert plugin(here, "remove", "visits", "--yes").code != 0
    assert plugin(here, "show", "officebot").code != 0


@pytest.mark.parametrize("read", ["dist/visit_count-1.0-py3-none-any.whl", "visit_count-1.0.whl", "../visit-count"])
def test_a_file_is_no_plugins_name_and_it_is_said_what_comes_first(here: Path, read: str) -> None:
    for command in ("add", "show"):
        refused = plugin(here, command, read)
        assert refused.code != 0
        assert f"“{read}” is a file or a folder: install it with pip first" in refused.err


def test_a_second_plugin_with_a_duty_of_that_name_is_refused_and_its_removal_leaves_the_first_alone(
    here: Path, plugins: Path
) -> None:
    assert plugin(here, "add", "visit-count", "--yes").code == 0
    rival(plugins)
    before = files(here)
    refused = plugin(here, "add", "another-count", "--yes")
    assert refused.code != 0
    assert "The plugin “visit-count” of this office has a duty “visit_count”, too" in refused.err
    assert "officebot plugin remove visit-count" in refused.err
    assert plugin(here, "remove", "another-count", "--yes").code == 0
    assert {name: data for name, data in files(here).items() if not name.startswith("state/backups")} == before
    assert "visit_count" in written(here)["duties"]
    assert plugin(here, "remove", "visit-count", "--yes").code == 0
    assert plugin(here, "add", "another-count", "--yes").code == 0


def rival(plugins: Path) -> None:
    """Install another plugin whose duty is called as that of the first."""
    shutil.copytree(plugins / "visit_count", plugins / "another_count")
    known = plugins / "another_count-1.0.dist-info"
    shutil.copytree(plugins / "visit_count-1.0.dist-info", known)
    known.joinpath("RECORD").unlink()
    (known / "METADATA").write_text("Metadata-Version: 2.1\nName: another-count\nVersion: 1.0\n")
    (known / "entry_points.txt").write_text("[officebot.duties]\nvisit_count = another_count:DUTY\n")


def test_how_it_runs_is_asked_for_and_kept(here: Path) -> None:
    shown = plugin(here, "add", "visit-count", "--runs", "trusted", "--yes")
    assert "all that officebot can" in shown.err
    assert listed(here)["runs"] == "trusted"
    plugin(here, "add", "visit-count", "--yes")
    assert listed(here)["runs"] == "trusted"


# ── list ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_grade_of_the_check_is_shown_for_the_version_that_was_checked(here: Path, plugins: Path) -> None:
    kept = here / "state" / "plugins"
    kept.mkdir(parents=True)
    told = {"distribution": "visit-count", "version": "1.0", "grade": "silver", "failed": [], "checked": "2026-11-23"}
    (kept / "visit-count.json").write_text(json.dumps(told))
    assert listed(here)["grade"] == "silver"
    install(plugins, "1.1")
    assert listed(here)["grade"] is None
    assert "not checked" in plugin(here, "list").out


def test_a_plugin_that_nobody_agreed_to_is_listed_without_rights(here: Path) -> None:
    one = listed(here)
    assert (one["agreed"], one["rights"], one["enabled"], one["health"]) == (False, [], [], "not enabled")
    edit(here, duties={"visit_count": {"enabled": True}})
    assert "Nobody agreed" in plugin(here, "list").err


# ── remove ────────────────────────────────────────────────────────────────────────────────────────────────


def dump(here: Path) -> dict[str, list[Any]]:
    """All that the ledger holds but its history, and what counts its own turns."""
    with sqlite3.connect(here / "state" / "ledger.db") as file:
        names = [
            name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        return {
            name: sorted(map(repr, file.execute(f"SELECT * FROM {name}")))
            for name in names
            if name not in HISTORY and not name.startswith("sqlite_")
        }


def files(here: Path) -> dict[str, bytes]:
    """The files of the office, but the ledger's own and the history of the settings."""
    aside = ("state/ledger", "state/settings-history", "state/settings.lock")
    found = {str(one.relative_to(here)): one.read_bytes() for one in here.rglob("*") if one.is_file()}
    return {name: data for name, data in found.items() if not name.startswith(aside)}


@pytest.fixture
def worked(here: Path) -> Path:
    """An office in which mail came in and a duty of its own ran, before the plugin."""
    with App(here) as app:
        box = FakeMail()
        app.intake("desk").work(box)
        box.receive("Hello")
        app.intake("desk").work(box)
    return here


def use(here: Path) -> None:
    """The plugin at work: it ran, proposed, judged a mail and failed over another."""
    ended = inside("once", "visit_count", office=here)
    assert ended.code in (0, 1)
    with App(here) as app:
        box = FakeMail()
        box.receive("Hello", "A visit tomorrow")
        app.intake("desk").work(box)
        with app.ledger.reading() as tx:
            told = tx.exec_driver_sql("SELECT duty, kind FROM claims WHERE duty = 'visit_count'").all()
    assert [tuple(one) for one in told] == [("visit_count", "visit")]


@pytest.mark.parametrize("runs", ["sandbox", "trusted"])
def test_a_removed_plugin_leaves_no_trace_but_the_journals_lines(worked: Path, runs: str) -> None:
    before, settings = dump(worked), files(worked)
    plugin(worked, "add", "visit-count", "--runs", runs, "--yes")
    use(worked)
    with App(worked) as app:
        assert [one.kind for one in app.office.items("visit_count")] == ["visit_count"]
    shown = plugin(worked, "remove", "visit-count", "--yes")
    assert shown.code == 0
    for part in ("1 proposal", "1 run", "1 item", "1 judgement on a mail", "pip uninstall visit-count"):
        assert part in shown.err
    after = dump(worked)
    # The mail that came in meanwhile is the office's, not the plugin's.
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"mails", "mailboxes", "marks"}
    assert not [row for rows in after.values() for row in rows if "visit_count" in row or "visit-count" in row]
    assert files(worked) == settings
    assert journalled(worked, "plugin:visit-count") == ["plugin.added", "plugin.removed"]
    assert inside("journal", "--verify", office=worked).code == 0


def test_what_waits_is_withdrawn_and_nothing_is_erased_without_a_yes(worked: Path) -> None:
    edit(worked, policy=[{"action": "item.*", "duty": "visit_count", "then": "ask"}])
    plugin(worked, "add", "visit-count", "--yes")
    inside("once", "visit_count", office=worked)
    (waiting,) = inside("queue", "--json", office=worked).facts
    refused = plugin(worked, "remove", "visit-count", "--yes")
    assert "Rules of policy name its duties" in refused.err
    edit(worked, policy=None)
    assert plugin(worked, "remove", "visit-count").code == 1
    assert len(inside("queue", "--json", office=worked).facts) == 1
    assert "1 of them waits" in plugin(worked, "remove", "visit-count", "--yes").err
    assert inside("queue", "--json", office=worked).facts == []
    assert journalled(worked, f"proposal:{waiting['id']}")[-1] == "proposal.withdrawn"


def test_a_plugin_whose_code_is_gone_already_is_removed_too(worked: Path, plugins: Path) -> None:
    settings = files(worked)
    plugin(worked, "add", "visit-count", "--yes")
    inside("once", "visit_count", office=worked)
    for one in plugins.glob("visit_count*"):
        one.rename(plugins.parent / one.name)
    assert inside("status", office=worked).code != 0
    assert plugin(worked, "remove", "visit-count", "--yes").code == 0
    assert inside("status", office=worked).code == 0
    assert files(worked) == settings
