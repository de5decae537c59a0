"""One key is changed, everything else stays as people wrote it, and a wrong change changes nothing."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from pydantic import BaseModel

from officebot.core.problems import UserError
from officebot.settings.edit import read_value, set_key
from officebot.settings.load import load_office
from tests.settings.conftest import Folder

COMMENTED = """# Notre bureau
[office]
name   = "Bell & Frères" # le vrai nom

[mail]
hold_seconds = 20   # vingt secondes

[[policy]]
then = "ask"

[[policy]]
then = "act" # la seconde
"""


@pytest.fixture
def commented(folder: Folder) -> Folder:
    folder.write("office.toml", COMMENTED)
    return folder


def content(folder: Folder) -> str:
    return (folder.path / "office.toml").read_text()


@pytest.mark.parametrize(
    ("key", "value", "before", "after"),
    [
        ("mail.hold_seconds", 60, "hold_seconds = 20   # vingt", "hold_seconds = 60   # vingt"),
        ("office.name", "Bell", 'name   = "Bell & Frères" # le', 'name   = "Bell" # le'),
        ("policy[2].then", "never", '"act" # la seconde', '"never" # la seconde'),
    ],
)
def test_a_key_is_changed_and_its_comment_stays(
    commented: Folder, key: str, value: object, before: str, after: str
) -> None:
    set_key(commented.path, key, value)
    assert content(commented) == COMMENTED.replace(before, after)


def test_a_key_that_is_not_there_is_added_with_its_tables(commented: Folder) -> None:
    office = set_key(commented.path, "duties.mail_triage.enabled", False)
    assert not office.duties["mail_triage"].enabled
    assert content(commented).startswith(COMMENTED)
    assert load_office(commented.path).duties.keys() == {"mail_triage"}


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("mail.hold_seconds", "soon", "office.toml: mail.hold_seconds: a text in quotes was read"),
        ("mail.hold_secnds", 3, "office.toml: mail.hold_secnds: This key is unknown: did you mean hold_seconds?"),
        ("policy[3].then", "act", "office.toml: policy[3]: There is no such entry."),
        ("policy[3]", "act", "office.toml: policy[3]: There is no such entry."),
        ("office.name.x", 1, "office.toml: office.name: This is not a table."),
        ("office.name[1].x", 1, "office.toml: office.name[1]: There is no such entry."),
        ("policy.then", "act", "office.toml: policy: This is not a table."),
        ("policy.x.then", "act", "office.toml: policy.x: There is no such entry."),
        ("office[1].x", 1, "office.toml: office[1]: There is no such entry."),
        ("a b", 1, "“a b” is not a key"),
        ("", 1, "“” is not a key"),
        ("policy[0].then", "act", "“policy[0].then” is not a key"),
    ],
)
def test_a_change_that_would_be_wrong_is_refused_and_changes_nothing(
    commented: Folder, key: str, value: object, expected: str
) -> None:
    with pytest.raises(UserError) as refused:
        set_key(commented.path, key, value)
    assert refused.value.render().startswith(expected)
    assert content(commented) == COMMENTED
    assert {path.name for path in commented.path.iterdir()} == {"office.toml", "people.csv", "contacts.csv"}


def test_where_a_password_is_kept_is_written_in_one_line(folder: Folder) -> None:
    before = content(folder)
    set_key(folder.path, "mail.accounts.desk.imap.password", read_value('{ command = ["pass", "imap"] }'))
    assert content(folder) == before.replace('{ env = "BELL_IMAP" }', '{command = ["pass", "imap"]}')


def test_a_file_nested_too_deeply_is_said_so(folder: Folder) -> None:
    folder.write("office.toml", "a = " + "[" * 5000)
    with pytest.raises(UserError, match=r"nested too deeply|not valid TOML"):
        set_key(folder.path, "mail.hold_seconds", 3)


def test_a_dutys_key_is_judged_by_the_dutys_model(folder: Folder) -> None:
    class Triage(BaseModel):
        most: int = 3

    set_key(folder.path, "duties.mail_triage.most", 4, {"mail_triage": Triage})
    with pytest.raises(UserError, match="most"):
        set_key(folder.path, "duties.mail_triage.most", "x", {"mail_triage": Triage})
    assert load_office(folder.path).duties["mail_triage"].values == {"most": 4}


def test_a_file_that_is_broken_already_is_not_made_worse(folder: Folder) -> None:
    folder.write("office.toml", "[office\n")
    with pytest.raises(UserError, match="not valid TOML"):
        set_key(folder.path, "mail.hold_seconds", 3)
    assert content(folder) == "[office\n"


def test_the_files_rights_and_links_stay(commented: Folder, tmp_path: Path) -> None:
    path = commented.path / "office.toml"
    path.chmod(0o640)
    real = path.rename(tmp_path / "real.toml")
    path.symlink_to(real)
    set_key(commented.path, "mail.hold_seconds", 1)
    assert path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "hold_seconds = 1 " in real.read_text()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("20", 20),
        ("true", True),
        ('"20"', "20"),
        ('["a", "b"]', ["a", "b"]),
        ('{ env = "X" }', {"env": "X"}),
        ("mon-fri 08:00", "mon-fri 08:00"),
        ("Bell & Frères", "Bell & Frères"),
        ("1\nother = 2", "1\nother = 2"),
    ],
)
def test_what_is_typed_is_a_toml_value_or_text(words: str, value: object) -> None:
    assert read_value(words) == value
