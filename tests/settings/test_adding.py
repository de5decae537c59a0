"""Tables added to office.toml: all that people wrote stays, and what would be wrong is not written."""

from getpass import getuser
from pathlib import Path

import pytest

from officebot.app.installed import Installed
from officebot.core.problems import UserError
from officebot.settings.adding import add_tables
from officebot.settings.load import load_office
from officebot.settings.new import Answers, write_new_office


@pytest.fixture
def office(tmp_path: Path) -> Path:
    answers = Answers(
        name="Atelier", person="Ann", address="desk@office.example", language="fr", user="u", login=getuser(),
        imap_host="127.0.0.1", imap_security="none", imap_port=143, smtp_host="", smtp_security="none", smtp_port=None,
        password="x",
    )  # fmt: skip
    write_new_office(tmp_path / "office", answers)
    return tmp_path / "office"


def test_new_tables_stand_below_what_people_wrote(office: Path) -> None:
    before = (office / "office.toml").read_text("utf-8")
    add_tables(office, {"workbooks": {"stock": {"path": "Stock.xlsx"}}}, Installed())
    after = (office / "office.toml").read_text("utf-8")
    assert after.startswith(before.rstrip("\n"))
    assert load_office(office).settings.workbooks["stock"].path == "Stock.xlsx"
    add_tables(office, {"workbooks": {"stock": {"path": "Stock.xlsx"}}}, Installed())
    assert (office / "office.toml").read_text("utf-8") == after


def test_what_says_something_else_is_left(office: Path) -> None:
    add_tables(office, {"workbooks": {"stock": {"path": "Stock.xlsx"}}}, Installed())
    before = (office / "office.toml").read_bytes()
    with pytest.raises(UserError, match=r"workbooks\.stock\.path says something else already"):
        add_tables(office, {"workbooks": {"stock": {"path": "Other.xlsx"}}}, Installed())
    assert (office / "office.toml").read_bytes() == before


def test_what_would_be_wrong_is_taken_back(office: Path) -> None:
    before = (office / "office.toml").read_bytes()
    with pytest.raises(UserError):
        add_tables(office, {"workbooks": {"stock": {"pth": "Stock.xlsx"}}}, Installed())
    assert (office / "office.toml").read_bytes() == before
    assert [path.name for path in office.iterdir() if path.name.startswith(".office")] == []
