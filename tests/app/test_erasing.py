"""Erasing a person reaches the kept changes of settings, too: none of them names the person afterwards, or can be taken back."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from officebot.app import App, erasing
from officebot.core.proposals import Item
from officebot.engine.deciding.approvals import Actor
from officebot.engine.ledger import items
from officebot.engine.record.journal import verify
from officebot.sdk import UserError
from officebot.settings.changing import Keeper
from officebot.settings.load import load_office
from officebot.testing.clock import VirtualClock

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))
HEAD = "name,address,role,language,circle,responsibilities,login,may_approve\n"
BOSS = f"Boss,boss@b.example,,fr,office,,{getpass.getuser()},\n"
LEFT = "Léa Canari,lea.canari@b.example,,fr,office,,,\n"
OTHER = "Tom,tom.lea.canari@b.example,,fr,office,,,no\n"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """An office whose people were changed four times: somebody came, another came, a role changed, the first one left."""
    (tmp_path / "office.toml").write_text('[office]\nname = "Bureau"\n')
    (tmp_path / "people.csv").write_text(HEAD + BOSS)
    (tmp_path / "contacts.csv").write_text("kind,name,addresses,language,form_of_address,phone,iban\n")
    with App(tmp_path, clock=VirtualClock(NOW)) as opened:
        change(opened, BOSS + OTHER)
        change(opened, BOSS + OTHER + LEFT)
        change(opened, BOSS + OTHER + LEFT.replace("a.canari@", "A.Canari@"))
        change(opened, BOSS + OTHER)
        yield opened


def keeper(app: App) -> Keeper:
    return Keeper(folder=app.folder, duties=app.installed)


def change(app: App, rows: str) -> None:
    one = keeper(app)
    one.save("people.csv", one.read("people.csv").hash, (HEAD + rows).encode(), "Boss", "people", NOW)


def boss(app: App) -> Actor:
    return app.answer(None)


def kept_texts(app: App) -> str:
    return "".join(path.read_text() for path in (app.folder / "state" / "settings-history").iterdir()).lower()


def test_changes_that_named_the_person_are_counted_and_forgotten_and_the_others_stay(app: App) -> None:
    assert "canari" in kept_texts(app)
    assert erasing.kept(app, "lea.canari@b.example").changes == (2, 3, 4)
    found = erasing.erase(app, boss(app), "Lea.Canari@b.example")
    assert (found.ledger.is_empty, found.changes) == (True, (2, 3, 4))
    assert [one.number for one in keeper(app).history()] == [1]
    assert "léa" not in kept_texts(app)
    assert erasing.kept(app, "lea.canari@b.example").is_empty


def test_a_forgotten_change_is_never_taken_back_and_its_number_is_never_another_s(app: App) -> None:
    erasing.erase(app, boss(app), "lea.canari@b.example")
    one = keeper(app)
    with pytest.raises(UserError, match="not kept any more"):
        one.take_back(4, one.read("people.csv").hash, "Boss", NOW)
    change(app, BOSS)
    assert [one.number for one in keeper(app).history()] == [5, 1]
    keeper(app).take_back(5, one.read("people.csv").hash, "Boss", NOW)
    assert one.read("people.csv").data.decode() == HEAD + BOSS + OTHER


def test_it_is_journalled_by_its_count_and_names_nobody(app: App) -> None:
    erasing.erase(app, boss(app), "lea.canari@b.example")
    with app.ledger.reading() as tx:
        assert verify(tx).bad is None
    told = b"".join(path.read_bytes() for path in (app.folder / "state").glob("ledger.db*"))
    assert (b"person.erased" in told, b'{"changes":3}' in told, b"canari@" in told) == (True, True, False)


def test_who_may_not_decide_and_what_is_no_address_leave_everything(app: App) -> None:
    before = kept_texts(app)
    tom = load_office(app.folder, app.installed).people.named("Tom")
    assert tom is not None
    with pytest.raises(UserError, match="not an address"):
        erasing.kept(app, "Léa Canari")
    with pytest.raises(UserError, match="may not decide"):
        erasing.erase(app, Actor(tom, tom), "lea.canari@b.example")
    assert kept_texts(app) == before


def test_what_the_ledger_holds_goes_with_it(app: App) -> None:
    with app.ledger.writing() as tx:
        items.put(tx, Item(kind="deadline", key="1", title="Ask lea.canari@b.example"), NOW)
    assert len(erasing.erase(app, boss(app), "lea.canari@b.example").ledger.items) == 1
    assert erasing.kept(app, "lea.canari@b.example").is_empty
