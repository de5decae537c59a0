"""A handover shows every open matter of the person and nothing that its reader may not see."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from docx import Document

from officebot.app import App, login
from officebot.app.handover import document_of, loops_of
from officebot.cli.root import officebot as root
from officebot.core.handover import page_of, parts_of
from officebot.core.proposals import Item
from officebot.engine.deciding import approvals
from officebot.engine.ledger import items
from officebot.sdk import Person, UserError
from officebot.testing.clock import VirtualClock
from tests.engine.helpers import Bench, letter, proposal

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))
KINDS = ("deadline", "action", "owed", "waiting-for", "meeting", "order-late", "invoice", "notice", "of-a-plugin")
PEOPLE = f"""name,address,role,language,circle,responsibilities,login
Anne Roux,anne@b.example,,fr,direction,mailbox owner,{login()}
Paul Lenoir,paul@b.example,,en,office,,paul
"""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    (tmp_path / "office.toml").write_text(
        '[office]\nname = "Bureau"\n[calendars.anne]\nkind = "file"\npath = "anne.ics"\nperson = "anne@b.example"\n'
        "[duties.daily_brief]\nenabled = true\n"
    )
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "contacts.csv").write_text("kind,name,addresses,language,form_of_address,phone,iban\n")
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261125T090000Z\r\n"
        f"DTEND:20261125T100000Z\r\nSUMMARY:{name}\r\nCLASS:{kind}\r\nEND:VEVENT\r\n"
        for number, (name, kind) in enumerate((("Comité", "PUBLIC"), ("Médecin", "PRIVATE")))
    )
    (tmp_path / "anne.ics").write_text(
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{events}END:VCALENDAR\r\n", newline=""
    )
    with App(tmp_path, clock=VirtualClock(NOW)) as opened:
        yield opened


def fill(app: App, count: int = 200) -> list[Item]:
    """Items of every kind, owner, circle and state; those of Anne that are open."""
    chance = random.Random(7)
    made = [
        Item(
            kind=chance.choice(KINDS), key=f"k{number}", title=f"Affaire {number}", circle=chance.choice(("", "direction")),
            owner=chance.choice(("anne@b.example", "paul@b.example", "")), state=chance.choice(("open", "open", "closed")),
            due=NOW + timedelta(days=chance.randrange(-5, 30)) if chance.random() < 0.7 else None,
            source={"from": "client@c.example", "quote": f"avant le {number}"},
        )
        for number in range(count)
    ]  # fmt: skip
    with app.ledger.writing() as tx:
        for one in made:
            items.put(tx, one, NOW)
    return [one for one in made if one.owner == "anne@b.example" and one.state == "open"]


def person(app: App, name: str) -> Person:
    found = app.facts.people.named(name)
    assert found is not None
    return found


def keys_of(app: App, who: str, reader: str) -> list[str]:
    loops = loops_of(app, person(app, who), person(app, reader))
    return [line.key for part in parts_of(loops, "fr") for line in part.lines if line.key.startswith("k")]


def test_every_open_item_of_the_person_stands_there_once_whatever_its_kind(app: App) -> None:
    expected = fill(app)
    assert len({one.kind for one in expected}) == len(KINDS)
    assert sorted(keys_of(app, "anne", "anne")) == sorted(one.key for one in expected)
    print(f"{len(expected)} of {len(expected)} open items shown")


def test_who_is_in_another_circle_sees_the_rest_and_how_much_is_left_out(app: App) -> None:
    expected = fill(app)
    hidden = [one for one in expected if one.circle == "direction"]
    assert sorted(keys_of(app, "anne", "paul")) == sorted(one.key for one in expected if not one.circle)
    loops = loops_of(app, person(app, "anne"), person(app, "paul"))
    assert loops.hidden == len(hidden) > 0
    page = json.dumps(page_of(loops, "fr"), ensure_ascii=False)
    assert not any(f'"{one.title}"' in page for one in hidden)
    assert "Médecin" not in page
    assert "Comité" in page
    assert "Médecin" in json.dumps(
        page_of(loops_of(app, person(app, "anne"), person(app, "anne")), "fr"), ensure_ascii=False
    )


def test_proposals_delegations_duties_and_what_is_late_are_told(app: App) -> None:
    Bench(app.folder, ledger=app.ledger).propose(proposal("x", letter("x"), owner="anne@b.example"))
    approvals.delegate(app.ledger, person(app, "anne"), person(app, "paul"), NOW, NOW + timedelta(days=3), NOW)
    with app.ledger.writing() as tx:
        items.put(tx, Item(kind="deadline", key="late", title="En retard", owner="anne@b.example",
                           due=NOW - timedelta(hours=1)), NOW)  # fmt: skip
    loops = loops_of(app, person(app, "anne"), person(app, "anne"))
    parts = {part.name: part for part in parts_of(loops, "en")}
    assert {"proposals", "deadline", "meetings", "delegations", "duties"} <= set(parts)
    assert parts["deadline"].lines[0].is_late
    assert parts["deadline"].lines[0].when == "24 November 2026, 08:00"
    assert "Paul Lenoir acts for Anne Roux" in parts["delegations"].lines[0].what
    assert "x (no. 1)" in parts["proposals"].lines[0].what


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_and_a_word_document_hold_every_line_with_what_is_from_outside_as_text(
    app: App, language: str
) -> None:
    expected = fill(app, 60)
    with app.ledger.writing() as tx:
        items.put(
            tx, Item(kind="deadline", key="kx", title="<script>{{ 7 * 7 }}</script>", owner="anne@b.example"), NOW
        )
    loops = loops_of(app, person(app, "anne"), person(app, "anne"))
    spoken = "fr" if language == "fr" else "en"
    page = document_of(app, loops, spoken, ".html").decode()
    assert f'<html lang="{language}">' in page
    assert "<script>" not in page
    assert "{{ 7 * 7 }}" in page
    words = "\n".join(one.text for one in Document(io.BytesIO(document_of(app, loops, spoken, ".docx"))).paragraphs)
    assert "<script>{{ 7 * 7 }}</script>" in words
    for one in expected:
        assert one.title in page
        assert one.title in words
    assert ("Échéances" if language == "fr" else "Deadlines") in words
    with pytest.raises(UserError):
        document_of(app, loops, spoken, ".odt")


def test_by_hand_as_a_page_on_the_terminal_as_json_and_as_a_file(app: App, tmp_path: Path) -> None:
    expected = fill(app, 40)

    def call(*words: str) -> tuple[int, str, str]:
        runner = CliRunner(env={"LANGUAGE": "en"})
        ended = runner.invoke(root, ["--office", str(app.folder), "handover", *words], prog_name="officebot")
        return ended.exit_code, ended.stdout, ended.stderr

    code, out, _ = call("--for", "anne", "--lang", "fr")
    assert code == 0
    assert "Passation : Anne Roux" in out.replace("\u00a0", " ")
    code, out, err = call("--for", "anne", "--json", "--out", str(tmp_path / "page.html"))
    assert code == 0, err
    fact = json.loads(out)
    assert fact["items"] + fact["hidden"] == len(expected)
    assert (tmp_path / "page.html").stat().st_size > 500
    code, _, err = call("--for", "nobody")
    assert code == 1
    assert "is nobody of the office" in err
