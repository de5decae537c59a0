"""`officebot dates`: one text or many, without an office."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from officebot.cli.root import officebot as root
from tests.app.offices import Called

AT = ("--at", "2026-11-23T09:00")


def dates(*words: str, lang: str = "fr") -> Called:
    """`officebot dates …` in this process."""
    ended = CliRunner(env={"LANGUAGE": lang}).invoke(root, ["dates", *words], prog_name="officebot")
    return Called(ended.exit_code, ended.stdout, ended.stderr)


def test_a_text_gives_one_object_with_its_matches() -> None:
    called = dates("Réponse avant vendredi 17h.", *AT, "--business", "--json")
    assert called.code == 0
    assert called.facts == [
        {
            "matches": [
                {
                    "text": "avant vendredi 17h",
                    "start": 8,
                    "end": 26,
                    "type": "datetimerange",
                    "from": None,
                    "to": "2026-11-27T17:00:00",
                    "role": "deadline",
                }
            ]
        }
    ]


def test_the_order_of_figures_is_that_of_the_language_unless_told() -> None:
    def value(*words: str) -> object:
        return dates("on 03/04/2026", *AT, "--lang", "en", *words, "--json").facts[0]["matches"][0]["value"]

    assert value() == "2026-03-04"
    assert value("--order", "dmy") == "2026-04-03"
    assert value("--business") == "2026-04-03"


def test_each_line_of_a_file_is_answered_in_order_and_a_bad_one_after_the_others_counts(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    lines = (
        json.dumps({"text": "demain", "at": "2026-11-23T09:00:00", "lang": "fr"}),
        "no JSON",
        json.dumps({"text": "tomorrow", "at": "2026-11-30T09:00", "lang": "en"}),
        json.dumps({"text": 3}),
        json.dumps({"text": "demain", "lang": "de"}),
        json.dumps({"text": "demain", "at": "tonight"}),
    )
    file.write_text("\n".join(lines), encoding="utf-8")
    called = dates("--file", str(file), "--json", lang="en")
    assert called.code == 1
    facts = called.facts
    assert [one["matches"][0]["value"] for one in (facts[0], facts[2])] == ["2026-11-24", "2026-12-01"]
    assert [(one["file"], one["line"]) for one in facts if "error" in one] == [
        (str(file), 2),
        (str(file), 4),
        (str(file), 5),
        (str(file), 6),
    ]
    good = tmp_path / "good.jsonl"
    good.write_text(lines[0] + "\n", encoding="utf-8")
    assert dates("--file", str(good), "--json").code == 0


def test_people_get_a_table_in_their_language() -> None:
    called = dates("Réunion vendredi à 17h", *AT)
    assert "vendredi à 17h" in called.out
    assert "événement" in called.out
    nothing = dates("Bonjour", *AT)
    assert nothing.out == ""
    assert "pas de date" in nothing.err


def test_a_day_that_no_calendar_has_and_a_length_are_told_in_words() -> None:
    assert "no such day" in dates("on 30 February", *AT, lang="en").out
    for words, told in (
        ("25h30", "25 h 30 min"),
        ("90 seconds", "1 min 30 s"),
        ("3 days", "3 days"),
        ("2 weeks", "14 days"),
    ):
        assert told in dates(f"It takes {words}.", *AT, "--lang", "en", lang="en").out, words


def test_what_cannot_be_read_is_said_and_misuse_is_told_apart(tmp_path: Path) -> None:
    missing = dates("--file", str(tmp_path / "none.jsonl"), lang="en")
    assert missing.code == 1
    assert dates("demain", "--at", "yesterday").code == 1
    assert dates().code == 2
    assert dates("demain", "--file", "x").code == 2
