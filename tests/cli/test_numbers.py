"""`officebot numbers`: the register, with the office's own format, void numbers and why they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.app import App
from officebot.cli.root import officebot as root
from officebot.core.people import Person
from officebot.core.text import NUMBER_TO_COME, quoted
from officebot.engine.deciding.approvals import Actor
from officebot.engine.running.proposing import Made
from officebot.sdk import Proposal, UserError, WriteDocument
from officebot.settings.load import load_office
from tests.app.offices import Called

N = NUMBER_TO_COME
CLAIRE = Person(name="Claire", address="claire@bureau.example", circle="office")
OFFICE = '[office]\nname = "Bureau"\nlanguage = "fr"\n[trust]\nobserve_days = 0\n'


def office(folder: Path, more: str = "") -> Path:
    (folder / "office.toml").write_text(OFFICE + more)
    (folder / "people.csv").write_text(
        "name,address,role,language,circle,responsibilities\nClaire,claire@bureau.example,,fr,office,\n"
    )
    (folder / "contacts.csv").write_text("kind,name,addresses,language,form_of_address,phone,iban\n")
    return folder


def call(folder: Path, *words: str, lang: str = "en") -> Called:
    ended = CliRunner(env={"LANGUAGE": lang}).invoke(
        root, ["--office", str(folder), "numbers", *words], prog_name="officebot"
    )
    return Called(ended.exit_code, ended.stdout, ended.stderr)


def propose(app: App, *keys: str, series: str = "orders") -> list[int]:
    actions = WriteDocument(path=f"documents/{N}.txt", content=f"N° {N}")
    made = [
        Made(proposal=Proposal(key=key, title=quoted(f"Order {N}"), actions=(actions,), number_series=series, must_ask=True),
             duty="tests", run_id=None) for key in keys
    ]  # fmt: skip
    now = app.clock.now()
    prepared = [app.engine.proposer.prepare(one, now) for one in made]
    with app.ledger.writing() as tx:
        return app.engine.proposer.store(tx, prepared, now)


def test_an_office_without_numbers_says_so(tmp_path: Path) -> None:
    called = call(office(tmp_path))
    assert (called.code, called.out) == (0, "")
    assert "No number" in called.err


def test_the_register_lists_used_and_void_numbers_in_the_office_s_own_format(tmp_path: Path) -> None:
    own = '[numbers.orders]\nformat = "CDE {number:03}"\nstart = 7\nreset = "never"\n'
    who = Actor(CLAIRE, CLAIRE)
    with App(office(tmp_path, own)) as app:
        done, gone, waiting = propose(app, "a", "b", "c")
        (visit,) = propose(app, "v", series="visits")
        assert all(app.approve(who, one).took for one in (done, gone, visit))
        app.undo(who, gone)
        app.act()
        assert (app.folder / "documents" / "CDE 007.txt").read_text() == "N° CDE 007"
        assert Path(app.totals()["files"][0]).name == "CDE 007.txt"
    found: list[dict[str, Any]] = call(tmp_path, "--json").facts
    assert [(one["series"], one["number"], one["proposal"], one["state"], one["because"]) for one in found[:2]] == [
        ("orders", "CDE 007", done, "used", ""), ("orders", "CDE 008", gone, "void", "undone"),
    ]  # fmt: skip
    assert found[0]["who"] == "claire@bureau.example"
    assert set(found[0]) == {"series", "number", "proposal", "title", "state", "because", "when", "who"}
    assert found[2]["number"].startswith("VISITS-2")
    assert [one["number"] for one in call(tmp_path, "orders", "--json").facts] == ["CDE 007", "CDE 008"]
    assert waiting not in [one["proposal"] for one in found]
    shown = call(tmp_path, "orders")
    assert shown.code == 0
    assert "Order CDE 008" in shown.out


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[numbers.orders]\nformat = "BC"', "cannot be a format"),
        ('[numbers.orders]\nformat = "BC-{number}"', "cannot be a format"),
        ('[numbers.orders]\nformat = "BC/{year}/{number}"', "cannot be a format"),
        ('[numbers.Orders]\nformat = "{year}-{number}"', "not a name for a series"),
        ("[numbers.orders]\nstart = 0", "start"),
        ('[numbers.orders]\nreset = "month"', "reset"),
        ('[numbers.a]\nformat = "X{year}{number}"\n[numbers.b]\nformat = "X{year}{number}"', "the same numbers"),
    ],
)
def test_settings_that_would_make_odd_numbers_are_refused(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        load_office(office(tmp_path, table))
    assert said in refused.value.render("en")
