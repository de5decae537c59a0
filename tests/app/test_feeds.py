"""Calendar feeds by secret address: only what the person may see, and no word of what is confidential."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from click.testing import CliRunner

from officebot.app import App, feeds
from officebot.cli.root import officebot as root
from officebot.core.proposals import Item
from officebot.engine import health
from officebot.engine.deciding.approvals import Actor
from officebot.engine.ledger import items
from officebot.sdk import UserError
from officebot.testing.clock import VirtualClock
from tests.app.test_handover import PEOPLE

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    (tmp_path / "office.toml").write_text('[office]\nname = "Bureau"\n')
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "contacts.csv").write_text("kind,name,addresses,language,form_of_address,phone,iban\n")
    midnight = NOW.replace(hour=0) + timedelta(days=2)
    one = Item(kind="deadline", key="a", title="Rendre\r\nle plan; vite", owner="anne@b.example", due=midnight)
    with App(tmp_path, clock=VirtualClock(NOW)) as opened:
        with opened.ledger.writing() as tx:
            for item in (
                one,
                replace(one, key="b", title="Licenciement de X", circle="direction", due=NOW),
                replace(one, key="c", kind="action", owner="paul@b.example", title="Appeler", due=NOW),
                replace(one, key="d", kind="order-late", owner="", title="Vis", due=NOW),
                replace(one, key="e", title="Fait", state="closed"),
                replace(one, key="f", title="Sans jour", due=None),
                replace(one, key="g", kind="notice", title="À savoir"),
            ):
                items.put(tx, item, NOW)
        yield opened


def who(app: App, name: str) -> Actor:
    found = app.facts.people.named(name)
    assert found is not None
    return Actor(found, found)


def summaries(data: bytes | None) -> list[str]:
    assert data is not None
    return [str(one["SUMMARY"]).replace("\u00a0", " ") for one in icalendar.Calendar.from_ical(data).walk("VEVENT")]


def test_each_person_gets_what_they_may_see_and_a_confidential_one_without_its_title(app: App) -> None:
    anne = app.feed(feeds.add(app, who(app, "anne"), ""))
    assert sorted(summaries(anne)) == [
        "Commande en retard : Vis",
        "Point d’action : Appeler",
        "Échéance (confidentiel)",
        "Échéance : Rendre le plan; vite",
    ]
    assert anne is not None
    assert b"Licenciement" not in anne
    paul = summaries(app.feed(feeds.add(app, who(app, "paul"), "")))
    assert len(paul) == 3
    assert not any("confidential" in one for one in paul)
    assert summaries(app.feed(feeds.add(app, who(app, "paul"), "", mine=True))) == ["Action point: Appeler"]


def test_a_day_is_a_day_an_hour_an_hour_and_the_same_item_keeps_its_name(app: App) -> None:
    secret = feeds.add(app, who(app, "anne"), "")
    first = app.feed(secret)
    assert first is not None
    assert first == app.feed(secret)
    assert b"DTSTART;VALUE=DATE:20261126" in first
    assert b"DTSTART:20261124T080000Z" in first


def test_nothing_is_shown_for_another_secret_one_taken_back_or_run_out_and_who_has_left(app: App) -> None:
    secret = feeds.add(app, who(app, "anne"), "")
    for wrong in ("", secret[:-1], secret[:-1] + ("A" if secret[-1] != "A" else "B"), "é" * 28, secret + "A"):
        assert app.feed(wrong) is None
    [one] = feeds.of(app, who(app, "anne"))
    with pytest.raises(UserError):
        feeds.remove(app, who(app, "paul"), one.number)
    feeds.remove(app, who(app, "anne"), one.number)
    assert app.feed(secret) is None
    later = feeds.add(app, who(app, "anne"), "")
    app.clock = VirtualClock(NOW + feeds.GOOD_FOR)
    assert app.feed(later) is None


def test_the_ledger_never_holds_the_secret(app: App) -> None:
    secret = feeds.add(app, who(app, "anne"), "téléphone")
    app.ledger.copy_to(app.folder / "copy.db")
    assert secret.encode() not in (app.folder / "copy.db").read_bytes()


def test_an_address_is_that_of_the_dashboard_as_it_is_served_now(app: App) -> None:
    assert app.dashboard_address() == "http://127.0.0.1:8765"
    assert health.beat(app.ledger, app.owner, {"pid": 1, "port": 40717, "at": "now"})
    assert app.dashboard_address() == app.office.page() == "http://127.0.0.1:40717"
    assert feeds.address_of(app, "SECRET") == "http://127.0.0.1:40717/feed/SECRET.ics"


def test_by_hand_one_is_made_listed_and_taken_back(app: App) -> None:
    def call(*words: str) -> tuple[int, str, str]:
        runner = CliRunner(env={"LANGUAGE": "en"})
        ended = runner.invoke(root, ["--office", str(app.folder), "feed", *words], prog_name="officebot")
        return ended.exit_code, ended.stdout, ended.stderr

    code, out, err = call("add", "--name", "phone", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["address"].startswith("http://127.0.0.1:8765/feed/")
    code, out, _ = call("list", "--json")
    assert (code, json.loads(out)["name"]) == (0, "phone")
    code, _, err = call("remove", json.loads(out)["number"])
    assert code == 0, err
    code, out, err = call("list", "--json")
    assert (code, out) == (0, "")
    assert call("remove", "abcdef12")[0] == 1
