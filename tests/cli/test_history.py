"""`officebot history`: what was ever proposed, newest first, found by words of either language."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root
from tests.app.days import Lived

pytestmark = pytest.mark.xdist_group("day")


def history(*words: str, office: Path, lang: str = "en") -> list[dict[str, Any]]:
    called = CliRunner(env={"LANGUAGE": lang}).invoke(
        root, ["--office", str(office), "history", *words, "--json"], prog_name="officebot"
    )
    assert called.exit_code == 0, called.stderr
    return [json.loads(line) for line in called.stdout.splitlines()]


def test_the_newest_stand_first_and_so_many_as_are_wanted(lived_day: Lived) -> None:
    found = history("--limit", "7", office=lived_day.folder)
    numbers = [one["id"] for one in found]
    assert numbers == sorted(numbers, reverse=True)
    assert len(found) == 7
    assert len(history(office=lived_day.folder)) == 50
    assert set(found[0]) == {"id", "at", "duty", "title", "state", "decided_by", "subject", "sender"}


def test_what_was_rejected_is_found_with_who_decided(lived_day: Lived) -> None:
    found = history("--state", "rejected", office=lived_day.folder)
    assert {one["state"] for one in found} == {"rejected"}
    assert all("@" in one["decided_by"] for one in found)
    both = history("--state", "rejected", "--state", "undone", office=lived_day.folder)
    assert {one["state"] for one in both} == {"rejected", "undone"}


@pytest.mark.parametrize("words", ["accuser reception", "Acknowledge", "RÉCEPTION accuser"])
def test_a_title_is_found_by_words_of_either_language_without_accents_or_order(lived_day: Lived, words: str) -> None:
    found = history(*words.split(), office=lived_day.folder, lang="en")
    assert found
    assert all(one["title"].startswith("Acknowledge") for one in found)


def test_a_mail_is_found_by_its_subject_and_by_its_sender(lived_day: Lived) -> None:
    one = next(one for one in history("--limit", "500", office=lived_day.folder) if one["sender"])
    assert one["id"] in {found["id"] for found in history(one["sender"], "--limit", "500", office=lived_day.folder)}
    by_subject = history(*one["subject"].split(), "--limit", "500", office=lived_day.folder)
    assert one["id"] in {found["id"] for found in by_subject}
    assert history("word-that-nobody-wrote", office=lived_day.folder) == []


def test_a_duty_and_a_day_narrow_the_search(lived_day: Lived) -> None:
    found = history("--duty", "replies", office=lived_day.folder)
    assert {one["duty"] for one in found} == {"replies"}
    day = datetime.fromisoformat(found[0]["at"]).date()
    assert history("--since", day.isoformat(), office=lived_day.folder)
    assert history("--since", day.replace(year=day.year + 1).isoformat(), office=lived_day.folder) == []


def test_a_no_without_a_reason_is_refused(sample: Path) -> None:
    (waiting, *_) = history("--state", "waiting", office=sample)
    words = ["--office", str(sample), "reject", str(waiting["id"]), "--because", " "]
    called = CliRunner(env={"LANGUAGE": "en"}).invoke(root, words)
    assert (called.exit_code, called.stdout) == (1, "")
    assert "Say why" in called.stderr
    assert waiting["id"] in {one["id"] for one in history("--state", "waiting", office=sample)}


def test_forgetting_a_correction_says_what_becomes_of_verdicts(sample: Path) -> None:
    def mail(*words: str, lang: str) -> tuple[int, str]:
        called = CliRunner(env={"LANGUAGE": lang}).invoke(root, ["--office", str(sample), "mail", *words])
        return called.exit_code, called.stderr

    assert mail("correct", "20", "--urgency", "later", lang="en")[0] == 0
    code, said = mail("forget", "all", lang="fr")
    assert (code, "1 correction est oubliée." in said, "gardent leur jugement" in said) == (0, True, True)
    assert mail("forget", "a@b.example", lang="en") == (
        1, "Nothing was corrected about a@b.example: “officebot mail learned” shows what was.\n"
    )  # fmt: skip


def test_a_search_that_finds_nothing_says_so_in_the_reader_s_language(lived_day: Lived) -> None:
    for lang, sentence in (("en", "Nothing like that was proposed.\n"), ("fr", "Rien de tel n'a été proposé.\n")):
        called = CliRunner(env={"LANGUAGE": lang}).invoke(root, ["--office", str(lived_day.folder), "history", "zzz"])
        assert (called.exit_code, called.stdout, called.stderr) == (0, "", sentence)
