"""`officebot calendar slots` as others build on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root
from officebot.core.problems import UserError


def calendar(*events: str) -> str:
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\n{body}END:VCALENDAR\n"


def event(day: int, start: str, end: str, more: str = "") -> str:
    zone = "TZID=Europe/Paris"
    return f"UID:{day}{start}\nDTSTART;{zone}:202611{day}T{start}00\nDTEND;{zone}:202611{day}T{end}00{more}"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    texts = {
        "nadia": calendar(event(24, "0900", "1200"), event(24, "1600", "1700", "\nLOCATION:Lyon")),
        "omar": calendar(event(24, "1200", "1400")),
        "hall": calendar(event(24, "1400", "1445")),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.ics").write_text(text)
    return {name: f"{name}={tmp_path / name}.ics" for name in texts}


def slots(*words: str, lang: str = "en", first: str = "2026-11-24", last: str = "2026-11-24") -> tuple[int, Any, str]:
    command = ["calendar", "slots", "--from", first, "--to", last, "--minutes", "45", *words]
    called = CliRunner(env={"LANGUAGE": lang}).invoke(root, command, prog_name="officebot")
    if isinstance(called.exception, UserError):
        return 1, None, called.exception.render(lang)
    facts = json.loads(called.stdout) if "--json" in words and called.stdout else None
    return called.exit_code, facts, called.stdout + called.stderr


def both(files: dict[str, str]) -> list[str]:
    return ["--calendar", files["nadia"], "--calendar", files["omar"]]


def test_the_answer_has_slots_blocked_and_relaxations(files: dict[str, str]) -> None:
    code, facts, _ = slots(*both(files), "--top", "1", "--json")
    assert code == 0
    assert list(facts)[:3] == ["slots", "blocked", "relaxations"]
    assert facts["slots"] == [
        {
            "start": "2026-11-24T15:00:00+01:00",
            "end": "2026-11-24T15:45:00+01:00",
            "score": 100,
            "reasons": ["Everyone is free.", "nadia is expected in Lyon at 16:00."],
            "missing": [],
            "room": None,
        }
    ]
    assert facts["blocked"] == {"outside-hours": 60, "busy": 26}
    assert facts["relaxations"] == facts["problems"] == []


def test_a_room_is_found_and_kept_free(files: dict[str, str]) -> None:
    words = [*both(files), "--calendar", files["hall"], "--room", "hall", "--place", "online", "--json"]
    code, facts, _ = slots(*words)
    assert code == 0
    assert {slot["room"] for slot in facts["slots"]} == {"hall"}
    assert facts["blocked"]["no-room"] == 3


def test_where_nothing_fits_it_exits_with_1_and_says_what_would_help(files: dict[str, str]) -> None:
    words = [*both(files), "--latest", "13:00", "--json"]
    code, facts, _ = slots(*words)
    assert (code, facts["slots"]) == (1, [])
    assert {one["kind"] for one in facts["relaxations"]} >= {"without", "later"}
    assert set(facts["relaxations"][0]) == {"kind", "what", "slot", "count"}
    assert slots(*words, lang="fr")[1]["relaxations"][0]["what"] != facts["relaxations"][0]["what"]


def test_public_holidays_block(files: dict[str, str]) -> None:
    days = {"first": "2026-11-11", "last": "2026-11-11"}
    assert slots(*both(files), "--json", **days)[0] == 0
    code, facts, _ = slots(*both(files), "--holidays", "FR", "--json", **days)
    assert (code, facts["blocked"]) == (1, {"holiday": 94})


def test_rules_come_from_a_file(files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text('[people.omar]\nhours = { tue = "15:00-18:00" }\n')
    _, facts, _ = slots(*both(files), "--rules", str(tmp_path / "rules.toml"), "--json")
    assert min(slot["start"] for slot in facts["slots"]) == "2026-11-24T15:00:00+01:00"


def test_for_people_there_is_a_table(files: dict[str, str]) -> None:
    code, _, shown = slots(*both(files), lang="fr")
    assert code == 0
    assert "Tout le monde est libre." in shown
    assert "quelqu’un a une réunion" in shown
    code, _, shown = slots(*both(files), "--latest", "13:00", lang="fr")
    assert code == 1
    assert "Ce qui aiderait" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--calendar", "nadia"], "names no calendar"),
        (["--calendar", "nadia=none.ics"], "none.ics: The file cannot be opened"),
        (["--holidays", "XX"], "not a country"),
        (["--tz", "Mars"], "no time zone"),
        (["--earliest", "25:00"], "no hour of the day"),
        (["--required", "sam"], "no calendar of “sam”"),
        (["--from", "tomorrow"], "is no time"),
        (["--from", "0001-01-01"], "lies beyond the calendars here"),
        (["--now", "9999-12-30"], "lies beyond the calendars here"),
        (["--to", "2026-11-01"], "--to lies before --from"),
        (["--to", "2029-11-01"], "two years at most"),
        (["--seats", "4"], "--seats and --equipment are asked of a room"),
        (["--equipment", "screen"], "--seats and --equipment are asked of a room"),
        (["--room", "hall"], "There is no room “hall”: no room is known; name one with its calendar"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(files: dict[str, str], words: list[str], said: str) -> None:
    code, _, shown = slots(*both(files), *words)
    assert code == 1
    assert said in shown


def test_whoevers_calendar_cannot_be_read_is_not_taken_for_free(files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "sam.ics").write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\n")
    code, _, shown = slots(*both(files), "--calendar", f"sam={tmp_path / 'sam.ics'}", "--json")
    assert code == 1
    assert "sam.ics: This is no calendar" in shown


def test_an_event_that_was_left_out_is_told_beside_the_answer(files: dict[str, str], tmp_path: Path) -> None:
    bad = "UID:x\nDTSTART:20261124T140000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY"
    (tmp_path / "sam.ics").write_text(calendar(bad, event(23, "0900", "1000")))
    code, facts, _ = slots(*both(files), "--calendar", f"sam={tmp_path / 'sam.ics'}", "--json")
    assert code == 0
    assert ["repeats too often" in problem for problem in facts["problems"]] == [True]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This is empty, and no calendar: export it again"),
        (b"\xef\xbb\xbf \r\n", "This is empty, and no calendar: export it again"),
        (b"Dear Nadia, here is my calendar.", "This is no calendar: export it again"),
        (bytes(range(256)) * 8, "This is no calendar: export it again"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sam\r\nEND:VCARD\r\n", "This is no calendar: export it again"),
    ],
)
def test_a_file_that_holds_no_calendar_frees_nobody(
    files: dict[str, str], tmp_path: Path, data: bytes, said: str
) -> None:
    (tmp_path / "sam.ics").write_bytes(data)
    code, facts, shown = slots(*both(files), "--calendar", f"sam={tmp_path / 'sam.ics'}", "--json")
    assert (code, facts) == (1, None)
    assert f"sam.ics: {said}" in shown


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("DTEND:20261124T130000Z", "mend when it begins."),
        ("DTSTART:20261324T120000Z\nDTEND:20261124T130000Z", "mend when it begins."),
        ("DTSTART:20261124T120000Z\nDURATION:\x80zz", "mend how long it lasts."),
        ("DTSTART:20261124T120000Z\nDTEND:20261124T130000Z\nRRULE:FREQ=\x02\x03QQ", "mend its rule of repetition."),
    ],
)
def test_what_is_wrong_with_an_event_is_said_without_the_words_of_a_parser(
    files: dict[str, str], tmp_path: Path, bad: str, said: str
) -> None:
    (tmp_path / "sam.ics").write_text(calendar(f"UID:x\n{bad}", event(24, "0900", "1000")))
    _, facts, shown = slots(*both(files), "--calendar", f"sam={tmp_path / 'sam.ics'}", "--json")
    (told,) = facts["problems"]
    assert told.endswith(f"This event cannot be read, and was left out: in its calendar, {said}")
    assert told.isprintable()
    assert "vDDD" not in shown


def test_a_number_out_of_bounds_is_refused_in_words(files: dict[str, str]) -> None:
    for number, said in (
        ("3", "3 is too small: write 5 or more."),
        ("1441", "1441 is too large: write 1440 or less."),
    ):
        code, _, shown = slots(*both(files), "--minutes", number)
        assert code == 2
        assert said in shown
        assert "x<=" not in slots(*both(files), "--minutes", number, lang="fr")[2]
    helped = CliRunner(env={"LANGUAGE": "fr"}).invoke(root, ["calendar", "slots", "--help"], prog_name="officebot")
    assert "x<=" not in helped.output
    assert "5–1440" in helped.output
