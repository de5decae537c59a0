"""The command line as others build on it: JSON on standard output, exit codes, sentences on standard error."""

from __future__ import annotations

import getpass
import json
import re
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root
from officebot.cli.table import COMMANDS
from officebot.testing.dovecot import free_port
from officebot.testing.embedded import EmbeddedOffice
from tests.app.days import Lived
from tests.app.offices import Called, edit, environment, officebot, wait_for
from tests.conftest import missing

pytestmark = pytest.mark.xdist_group("day")

#: Calls that print facts, each of whose lines must be JSON.
FACTS = (
    "queue --json", "journal --json", "status --json", "duties --json", "listed --json", "balance --json",
    "check --json", "once --json", "once --dry-run --json", "backup --json", "why 1 --json", "show 1 --json",
    "erase nobody@nowhere.example --json",
)  # fmt: skip
#: Calls whose answer is no.
REFUSED = (
    "approve 9999", "reject 9999 --because no", "undo 9999", "why 9999", "show 9999", "settle 9999 --happened",
    "once --at yesterday", "--as nobody@nowhere.example approve 1", "--as nobody queue",
    "--as nobody status --json", "--as e.kerbrat queue", "delegate --to e.kerbrat --until 2020-01-01",
    "dates --file nowhere.jsonl", "delegate --to nobody",
    "erase nobody",
)  # fmt: skip
MISUSED = (
    "demo README.md --once",
    "init README.md",
    "nonsense",
    "approve",
    "approve one",
    "reject 1",
    "queue --colour",
    "--lang de queue",
    "settle 1",
    "undo",
)


def inside(*words: str, office: Path, lang: str = "en") -> Called:
    """The same as `officebot(…)` within this process: much quicker where nothing depends on the process."""
    ended = CliRunner(env={"LANGUAGE": lang}).invoke(root, ["--office", str(office), *words], prog_name="officebot")
    return Called(ended.exit_code, ended.stdout, ended.stderr)


def waiting(office: Path) -> list[dict[str, Any]]:
    return inside("queue", "--json", office=office).facts


def drafts(office: Path) -> int:
    return len(EmbeddedOffice(office / "servers").mailbox("Drafts"))


@pytest.mark.parametrize("words", FACTS)
def test_every_line_of_facts_is_json_and_nothing_is_said_to_nobody(sample: Path, words: str) -> None:
    called = inside(*words.split(), office=sample)
    assert called.code == 0, called.err
    assert all(isinstance(fact, dict) for fact in called.facts)
    assert called.err == ""


@pytest.mark.parametrize("words", REFUSED)
def test_what_is_not_so_is_refused_in_one_sentence_of_the_reader_s_language(lived_day: Lived, words: str) -> None:
    said = set()
    for lang in ("en", "fr"):
        called = inside(*words.split(), office=lived_day.folder, lang=lang)
        assert (called.code, called.out) == (1, "")
        assert re.fullmatch(r"officebot: .+[.!]\n", called.err), called.err
        said.add(called.err)
    assert len(said) == 2, said


def test_the_service_says_at_its_start_where_its_page_is(sample: Path) -> None:
    edit(sample, service={"port": free_port()})
    command = [sys.executable, "-m", "officebot", "--office", str(sample), "run"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment("fr")) as service:
        assert service.stderr is not None
        said = service.stderr.readline()
        page = re.search(r"Sa page : (http://127\.0\.0\.1:\d+/) ", said.replace("\u00a0", " "))
        assert page is not None, said
        assert wait_for(lambda: _answers(page[1]))
        service.terminate()
        assert service.wait(20) == 0


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_a_duty_that_is_not_there_is_said(lived_day: Lived) -> None:
    called = inside("once", "nonsense", office=lived_day.folder)
    assert (called.code, called.out) == (1, "")
    assert "nonsense" in called.err


@pytest.mark.parametrize("words", MISUSED)
def test_misuse_ends_with_two(lived_day: Lived, words: str) -> None:
    called = inside(*words.split(), office=lived_day.folder)
    assert (called.code, called.out) == (2, "")
    assert "Usage" in called.err


def test_the_option_for_the_language_goes_before_the_environment(lived_day: Lived) -> None:
    french = officebot("--lang", "fr", "why", "9999", office=lived_day.folder, lang="en").err
    assert french == inside("why", "9999", office=lived_day.folder, lang="fr").err


def test_a_folder_without_an_office_is_said(tmp_path: Path) -> None:
    for lang, word in (("en", "officebot init"), ("fr", "officebot init")):
        called = officebot("queue", office=tmp_path, lang=lang)
        assert called.code == 1
        assert word in called.err
        assert "Traceback" not in called.err


def test_the_office_is_named_by_option_by_variable_or_by_the_current_folder(lived_day: Lived, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "officebot", "status", "--json"]
    by_variable = environment(OFFICEBOT_OFFICE=str(lived_day.folder))
    answers = [
        officebot("status", "--json", office=lived_day.folder).out,
        subprocess.run(command, env=by_variable, cwd=tmp_path, capture_output=True, text=True, check=True).stdout,
        subprocess.run(command, env=environment(), cwd=lived_day.folder, capture_output=True, text=True, check=True).stdout,
    ]  # fmt: skip
    received = {json.loads(answer)["received"] for answer in answers}
    assert received == {lived_day.totals["received"]}


# ── the queue and its answers ─────────────────────────────────────────────────────────────────────────────


def test_the_queue_tells_all_there_is_to_decide_by(lived_day: Lived) -> None:
    queue = waiting(lived_day.folder)
    assert len(queue) == lived_day.totals["proposals"]["waiting"] > 0
    for one in queue:
        assert {"id", "duty", "title", "reason", "actions", "hash", "expires", "consequences"} <= one.keys()
        assert all({"kind", "preview"} <= action.keys() for action in one["actions"])
        assert one["actions"]
        assert re.fullmatch("[0-9a-f]{64}", one["hash"])
        assert datetime.fromisoformat(one["expires"]).tzinfo


def test_an_approved_draft_lies_in_drafts_once_and_can_be_taken_back(sample: Path) -> None:
    one, before = waiting(sample)[0], drafts(sample)
    number = str(one["id"])
    assert officebot("approve", number, "--hash", one["hash"], office=sample).code == 0
    assert drafts(sample) == before + 1
    again = officebot("approve", number, "--json", office=sample)
    assert (again.code, again.facts[0]["took"], again.facts[0]["state"]) == (1, False, "done")
    assert drafts(sample) == before + 1
    assert one["id"] not in [left["id"] for left in waiting(sample)]
    taken_back = officebot("undo", number, "--json", office=sample)
    assert (taken_back.code, taken_back.facts[0]["state"]) == (0, "undone")
    assert drafts(sample) == before
    assert officebot("undo", number, office=sample).code == 0
    assert drafts(sample) == before


def test_one_wrong_number_among_several_approves_none(sample: Path) -> None:
    first = str(officebot("queue", "--json", office=sample).facts[0]["id"])
    before = officebot("queue", "--json", office=sample).out
    refused = officebot("approve", first, "99999", office=sample)
    assert (refused.code, "99999" in refused.err) == (1, True)
    assert officebot("queue", "--json", office=sample).out == before


def test_the_sample_day_is_not_lived_in_an_office_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text('[office]\nname = "Ours"\n')
    refused = officebot("demo", tmp_path, "--once")
    assert (refused.code, "office of your own" in refused.err) == (1, True)
    assert [one.name for one in tmp_path.iterdir()] == ["office.toml"]


def test_what_changed_since_it_was_shown_is_not_approved(sample: Path) -> None:
    number, before = str(waiting(sample)[0]["id"]), drafts(sample)
    refused = officebot("approve", number, "--hash", "0" * 64, office=sample)
    assert refused.code == 1
    assert f"officebot show {number}" in refused.err
    assert drafts(sample) == before


def test_several_are_answered_at_once_and_one_refusal_shows_in_the_exit_code(sample: Path) -> None:
    first, second, *_ = (str(one["id"]) for one in waiting(sample))
    officebot("reject", first, "--because", "not today", office=sample)
    answered = officebot("approve", first, second, "--json", office=sample)
    assert [(one["id"], one["took"]) for one in answered.facts] == [(int(first), False), (int(second), True)]
    assert answered.code == 1


def test_a_rejection_is_kept_with_its_reason(sample: Path) -> None:
    one = waiting(sample)[0]
    number = str(one["id"])
    assert officebot("reject", number, "--because", "He was called already.", office=sample).code == 0
    assert one["id"] not in [left["id"] for left in waiting(sample)]
    [told] = inside("why", number, "--json", office=sample).facts
    assert told["state"] == "rejected"
    assert told["story"][-1]["what"] == "proposal.rejected"
    assert officebot("approve", number, office=sample).code == 1


def test_why_tells_the_reasons_the_mail_and_the_story(lived_day: Lived) -> None:
    for one in waiting(lived_day.folder)[:3]:
        [told] = inside("why", str(one["id"]), "--json", office=lived_day.folder).facts
        assert told["id"] == one["id"]
        assert told["reasons"]
        assert told["mail"]["message_id"]
        assert [step["what"] for step in told["story"]] == ["proposal.made"]


def test_a_delegate_acts_for_another_and_the_journal_names_both(sample: Path) -> None:
    chief, number = "e.kerbrat@atelier-verrier.example", str(waiting(sample)[0]["id"])
    refused = officebot("--as", chief, "approve", number, office=sample)
    assert refused.code == 1
    assert "delegate" in refused.err
    ledger = sqlite3.connect(sample / "state" / "ledger.db")
    with ledger:
        ledger.execute(
            "INSERT INTO delegations (principal, delegate, since) VALUES (?, 'assistance@atelier-verrier.example', ?)",
            (chief, "2026-11-01T00:00:00.000000+00:00"),
        )
    ledger.close()
    accepted = officebot("--as", chief, "approve", number, office=sample)
    assert accepted.code == 0, accepted.err
    entries = inside("journal", "--json", office=sample).facts
    who = [entry["who"] for entry in entries if entry["what"] == "proposal.approved"][-1]
    assert who == f"assistance@atelier-verrier.example for {chief}"


def test_somebody_without_a_login_in_the_office_cannot_answer(sample: Path) -> None:
    people = sample / "people.csv"
    settings = (sample / "office.toml").read_text().replace("embedded = true", "embedded = false")
    (sample / "office.toml").write_text(settings)
    people.write_text(re.sub(r",(nadia|etienne|sophie|rachel)\n", r",somebody-\1\n", people.read_text()))
    refused = officebot("reject", "1", "--because", "no", office=sample)
    assert refused.code == 1
    assert getpass.getuser() in refused.err
    assert "people.csv" in refused.err


# ── runs and records ──────────────────────────────────────────────────────────────────────────────────────


def test_once_prints_a_line_a_run_and_nothing_twice(sample: Path) -> None:
    mail = (
        b"Message-ID: <new@client.example>\r\nFrom: Paul <paul@client.example>\r\nTo: assistance@atelier-verrier.example"
        b"\r\nSubject: URGENT\r\n\r\nCall me at once, the line has stopped.\r\n"
    )
    with EmbeddedOffice(sample / "servers") as servers:
        assert servers.deliver(mail)
    ran = officebot("once", "--json", office=sample)
    assert ran.code == 0, ran.err
    assert {"mail_triage", "replies"} <= {fact["duty"] for fact in ran.facts}
    for fact in ran.facts:
        assert {"run", "duty", "trigger", "state", "proposals"} <= fact.keys()
        assert fact["state"] == "done"
    assert officebot("once", "--json", office=sample).out == ""


def test_a_dry_run_writes_nothing(sample: Path) -> None:
    before = inside("journal", "--json", office=sample).out
    assert officebot("once", "daily_brief", "--dry-run", "--json", office=sample).facts
    assert inside("journal", "--json", office=sample).out == before


def test_the_journal_is_a_chain_of_numbered_entries(lived_day: Lived) -> None:
    entries = inside("journal", "--json", office=lived_day.folder).facts
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    assert all({"seq", "at", "who", "what", "subject", "hash"} == entry.keys() for entry in entries)
    assert len({entry["hash"] for entry in entries}) == len(entries)
    since = inside("journal", "--since", "10", "--json", office=lived_day.folder).facts
    assert since == entries[9:]


@pytest.mark.parametrize(
    ("change", "bad"),
    [
        pytest.param("UPDATE journal SET who = 'somebody' WHERE seq = 17", 17, id="a name changed"),
        pytest.param("UPDATE journal_payloads SET payload = '{}' WHERE seq = 23", 23, id="a payload changed"),
        pytest.param("DELETE FROM journal WHERE seq = 31", 31, id="an entry removed"),
        pytest.param("DELETE FROM journal WHERE seq > 40", 41, id="the end cut off"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_journal_that_was_tampered_with_is_found_out(sample: Path, change: str, bad: int, lang: str) -> None:
    assert inside("journal", "--verify", office=sample, lang=lang).code == 0
    ledger = sqlite3.connect(sample / "state" / "ledger.db")
    with ledger:
        ledger.execute(change)
    ledger.close()
    found = officebot("journal", "--verify", office=sample, lang=lang)
    assert found.code == 1
    assert str(bad) in found.err
    assert inside("journal", "--verify", "--json", office=sample).facts[0]["bad"] == bad


# ── help ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("lang", "word"), [("en", "Commands"), ("fr", "Commandes")])
def test_help_names_every_command_in_the_reader_s_language_and_imports_next_to_nothing(lang: str, word: str) -> None:
    helped = officebot("--help", lang=lang)
    assert helped.code == 0
    assert word in helped.out
    assert all(re.search(rf"^  {name} ", helped.out, re.MULTILINE) for name in COMMANDS)
    code = (
        "import sys; sys.argv = ['officebot', '--help']\n"
        "try:\n from officebot.cli import main; main()\nexcept SystemExit:\n"
        " print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    heavy = {"sqlalchemy", "pydantic", "imapclient", "apscheduler", "starlette", "rich", "babel", "openpyxl"}
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(lang), check=True
    )
    assert not [name for name in heavy if f"'{name}'" in told.stderr]


def test_every_command_explains_itself_in_both_languages() -> None:
    for name, (_, sentence) in COMMANDS.items():
        for lang in ("en", "fr"):
            helped = CliRunner(env={"LANGUAGE": lang}).invoke(root, [name, "--help"], prog_name="officebot")
            assert helped.exit_code == 0
            assert words_of(sentence.render(lang)) in words_of(helped.output), (name, lang)


def words_of(shown: str) -> str:
    return " ".join(shown.split())


@pytest.mark.parametrize("words", ["dates demain --json", "dates demain", "--help"])
def test_an_output_that_takes_no_more_is_said_in_a_sentence(words: str) -> None:
    if not Path("/dev/full").exists():
        missing("a device that is always full")
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "officebot", *words.split()], stdout=full, stderr=subprocess.PIPE, text=True,
            env=environment("en"), timeout=60, check=False,
        )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr == "officebot: There is no room left to write to: make room on the disk, and try again.\n"


def test_a_reader_that_goes_away_is_no_fault_of_anybody() -> None:
    shell = f"set -o pipefail; {sys.executable} -m officebot dates demain --json | sleep 0; exit 0"
    ended = subprocess.run(
        ["bash", "-c", shell], capture_output=True, text=True, env=environment("en"), timeout=60, check=False
    )
    assert ended.stderr == ""
