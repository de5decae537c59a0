"""Forms of the settings: what they show of a file, and what becomes of it when they are typed."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic import Field as PydanticField

from officebot.app.installed import installed_duties
from officebot.core.problems import UserError
from officebot.core.text import Text
from officebot.settings import forms
from officebot.settings.changing import Conflict, Keeper
from officebot.settings.load import load_office
from officebot.settings.new import Answers, write_new_office
from officebot.settings.people_tables import sheet_of

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    answers = Answers(
        name="Office", person="Nadia Bell", address="nadia@office.example", imap_host="mail.office.example",
        password="secret of old", language="en",
    )  # fmt: skip
    write_new_office(tmp_path / "office", answers)
    return Keeper(folder=tmp_path / "office", duties=installed_duties())


def save(keeper: Keeper, at: tuple[str, ...], typed: dict[str, str], shown: str = "") -> None:
    content = keeper.read("office.toml")
    changed = forms.changes(forms.form_at(content.tables(), at, keeper.duties), typed)
    data = keeper.with_changes(content, at, changed)
    keeper.save("office.toml", shown or content.hash, data, "Nadia", "/".join(at), NOW)


def field(keeper: Keeper, at: tuple[str, ...], name: str) -> forms.Field:
    found = forms.form_at(keeper.read("office.toml").tables(), at, keeper.duties).fields
    return next(one for one in found if one.name == name)


def test_every_table_of_the_settings_has_a_form_and_every_form_shows_what_is_written(keeper: Keeper) -> None:
    tables = keeper.read("office.toml").tables()
    places = [one[0] if isinstance(one, tuple) else (*one.path, "0" if one.is_list else "new") for one in
              forms.sections(tables)]  # fmt: skip
    places += [("duties", name) for name in keeper.duties]
    for place in places:
        form = forms.form_at(tables, place, keeper.duties)
        assert form.fields or form.below, place
        assert all(one.description for one in form.fields), place
        # What is sent back as it was shown changes nothing.
        assert forms.changes(form, {one.name: one.value for one in form.fields}) == {}, place
    assert field(keeper, ("office",), "name").value == "Office"
    assert field(keeper, ("working_time",), "hours.mon").value == "09:00-12:30 13:30-18:00"


def test_a_change_keeps_the_comments_and_all_else_as_people_wrote_it(keeper: Keeper) -> None:
    path = keeper.folder / "office.toml"
    path.write_text(path.read_text().replace('name = "Office"', 'name   =  "Office"   # what people call us'))
    before = path.read_text()
    save(keeper, ("trust",), {"observe_days": "5"})
    save(keeper, ("office",), {"name": "Office of glass"})
    after = path.read_text()
    assert 'name   =  "Office of glass"   # what people call us' in after
    assert after == before.replace('"Office"  ', '"Office of glass"  ').replace(
        "observe_days = 3", "observe_days = 5"
    )


@pytest.mark.parametrize(
    ("at", "typed", "expected"),
    [
        (("trust",), {"observe_days": "many"}, "trust.observe_days"),
        (("working_time",), {"hours.mon": "9 to 5"}, "working_time.hours.mon"),
        (("working_time",), {"zone": "Europe/Pari"}, "working_time.zone"),
        (("mail", "accounts", "desk"), {"owner": "nobody@office.example"}, "mail.accounts.desk.owner"),
        (("duties", "mail_triage"), {"triggers": "at some time"}, "duties.mail_triage.triggers"),
        (("policy", "1"), {"action": "mail.sen", "then": "ask"}, "policy[2].action"),
    ],
)
def test_what_would_make_the_office_wrong_is_said_and_nothing_is_saved(
    keeper: Keeper, at: tuple[str, ...], typed: dict[str, str], expected: str
) -> None:
    before = keeper.read("office.toml").data
    with pytest.raises(UserError) as refused:
        save(keeper, at, typed)
    assert expected in refused.value.render()
    assert keeper.read("office.toml").data == before
    assert not keeper.history()
    assert not [one for one in keeper.folder.iterdir() if one.name.startswith(".check")]


def test_tables_are_added_and_taken_out(keeper: Keeper) -> None:
    save(keeper, ("rooms", "blue"), {"title": "Blue room", "capacity": "8", "equipment": "screen\nphone"})
    save(keeper, ("policy", "1"), {"then": "never", "action": "mail.send", "recipient": "outside"})
    save(keeper, ("duties", "stock"), {"enabled": "false"})
    read = load_office(keeper.folder, keeper.duties)
    assert read.settings.rooms["blue"].equipment == ("screen", "phone")
    assert [rule.then for rule in read.settings.policy] == ["ask", "never"]
    content = keeper.read("office.toml")
    data = keeper.without(content, ("policy", "0"))
    keeper.save("office.toml", content.hash, data, "Nadia", "", NOW)
    assert [rule.then for rule in load_office(keeper.folder, keeper.duties).settings.policy] == ["never"]


def test_an_emptied_field_goes_and_its_default_counts_again(keeper: Keeper) -> None:
    save(keeper, ("mail",), {"hold_seconds": ""})
    assert "hold_seconds" not in keeper.read("office.toml").tables()["mail"]
    save(keeper, ("working_time",), {"country": '""'})
    assert keeper.read("office.toml").tables()["working_time"]["country"] == ""


def test_unknown_places_and_keys_are_impossible(keeper: Keeper) -> None:
    tables = keeper.read("office.toml").tables()
    for place in ((), ("demo",), ("nothing",), ("office", "name"), ("policy",), ("policy", "x"), ("duties", "none")):
        with pytest.raises(UserError):
            forms.form_at(tables, place, keeper.duties)
    form = forms.form_at(tables, ("office",), keeper.duties)
    assert forms.changes(form, {"invented": "x", "name.more": "y"}) == {}


def test_a_password_goes_into_a_file_of_its_own_and_the_old_one_stays_for_going_back(keeper: Keeper) -> None:
    at = ("mail", "accounts", "desk")
    name = keeper.secret_name(at, ("imap", "password"))
    content = keeper.read("office.toml")
    data = keeper.with_changes(content, at, {("imap", "password"): {"file": f"secrets/{name}"}})
    keeper.save("office.toml", content.hash, data, "Nadia", "", NOW, {name: "a new word"})
    assert (keeper.folder / "secrets" / name).stat().st_mode & 0o777 == 0o600
    assert load_office(keeper.folder).settings.mail.accounts["desk"].imap.password.reveal() == "a new word"
    everything = b"".join(one.read_bytes() for one in keeper.folder.rglob("*") if one.is_file() and
                          one.parent.name != "secrets")  # fmt: skip
    assert b"a new word" not in everything
    keeper.take_back(1, keeper.read("office.toml").hash, "Nadia", NOW)
    assert load_office(keeper.folder).settings.mail.accounts["desk"].imap.password.reveal() == "secret of old"


def test_who_saves_over_the_change_of_another_is_told(keeper: Keeper) -> None:
    shown = keeper.read("office.toml").hash
    save(keeper, ("trust",), {"observe_days": "4"})
    with pytest.raises(Conflict):
        save(keeper, ("office",), {"name": "Other"}, shown)
    assert keeper.read("office.toml").tables()["office"]["name"] == "Office"


def test_each_change_can_be_taken_back_and_fifty_are_kept(keeper: Keeper) -> None:
    before = keeper.read("office.toml").data
    for days in range(4, 58):
        save(keeper, ("trust",), {"observe_days": str(days)})
    assert len(keeper.history()) == 50
    newest = keeper.history()[0]
    assert [line for line in newest.lines() if line[0] in "+-"] == ["-observe_days = 56", "+observe_days = 57"]
    keeper.take_back(newest.number, keeper.read("office.toml").hash, "Nadia", NOW)
    assert keeper.read("office.toml").data == before.replace(b"observe_days = 3", b"observe_days = 56")
    with pytest.raises(UserError):
        keeper.change(1)


def test_people_are_edited_as_a_table_by_the_same_rules(keeper: Keeper) -> None:
    content = keeper.read("people.csv")
    sheet = sheet_of("people.csv", content.data)
    rows = [dict(sheet.rows[0]), {"name": "Paul; Bell", "address": "paul@office.example"}, {}]
    data = sheet.with_rows(0, 1, rows).written()
    keeper.save("people.csv", content.hash, data, "Nadia", "", NOW)
    assert [one.name for one in load_office(keeper.folder).people.all] == ["Nadia Bell", "Paul; Bell"]
    content = keeper.read("people.csv")
    wrong = (
        sheet_of("people.csv", content.data).with_rows(1, 1, [{"name": "Paul", "address": "no address"}]).written()
    )
    with pytest.raises(UserError, match="line 3, address"):
        keeper.save("people.csv", content.hash, wrong, "Nadia", "", NOW)
    with pytest.raises(UserError):
        keeper.save("secrets/imap", content.hash, b"", "Nadia", "", NOW)


def test_contacts_of_a_spreadsheet_keep_their_separator_and_mark(tmp_path: Path) -> None:
    written = "\ufeffkind;name;addresses\r\nsupplier;Delta;info@delta.example\r\n".encode()
    sheet = sheet_of("contacts.csv", written)
    made = sheet.with_rows(1, 0, [{"name": "Gamma", "phone": "1"}]).written().decode()
    assert made.startswith("\ufeffkind;name;addresses;")
    assert made.splitlines()[1].startswith("supplier;Delta;info@delta.example;")
    assert made.splitlines()[2].startswith(";Gamma;")


def test_the_sample_settings_file_is_edited_without_loss(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "config" / "office.toml").read_text()
    tables = tomllib.loads(text)
    for one in forms.sections(tables):
        for at in [one[0]] if isinstance(one, tuple) else [(*one.path, name) for name in one.names]:
            form = forms.form_at(tables, at, installed_duties())
            assert forms.changes(form, {field.name: field.value for field in form.fields}) == {}, at


class _Borrowed(BaseModel):
    """[duties.badge_maker]: settings of a plugin."""

    most: int = PydanticField(default=3, description="How many badges are printed.")


def test_a_plugins_keys_are_described_in_the_words_of_its_own_translations(keeper: Keeper) -> None:
    model = type("Settings", (_Borrowed,), {"__module__": "badge_maker.settings"})
    form = forms.form_at({}, ("duties", "badge_maker"), {"badge_maker": model})
    told = {one.name: one.description for one in form.fields}
    assert told["most"] == Text("How many badges are printed.", domain="badge_maker")
    assert told["enabled"] == "Whether the duty works."
