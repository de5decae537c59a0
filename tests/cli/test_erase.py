"""`officebot erase`: shows first, asks a second time, and tells what is left to look after."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root
from tests.app.offices import Called

pytestmark = pytest.mark.xdist_group("day")


def erase(office: Path, *words: str, typed: str = "") -> Called:
    """Call `officebot erase` within this process, with what a person types."""
    ended = CliRunner(env={"LANGUAGE": "en"}).invoke(
        root, ["--office", str(office), "erase", *words], prog_name="officebot", input=typed
    )
    return Called(ended.exit_code, ended.stdout, ended.stderr)


def somebody(office: Path) -> str:
    """Who of outside wrote most of the mails that came."""
    with sqlite3.connect(office / "state" / "ledger.db") as ledger:
        query = (
            "SELECT sender FROM mails WHERE sender LIKE '%@%' AND sender NOT LIKE '%@atelier-verrier.example' "
            "GROUP BY sender ORDER BY count(*) DESC LIMIT 1"
        )
        return str(ledger.execute(query).fetchone()[0])


def traces(office: Path, address: str) -> int:
    files = (office / "state").glob("ledger.db*")
    return sum(path.read_bytes().lower().count(address.encode()) for path in files)


def verified(office: Path) -> int:
    ended = CliRunner().invoke(root, ["--office", str(office), "journal", "--verify"], prog_name="officebot")
    return ended.exit_code


def test_without_yes_it_only_counts(sample: Path) -> None:
    address = somebody(sample)
    before = traces(sample, address)
    called = erase(sample, address)
    assert (called.code, called.out) == (0, "")
    assert "--yes" in called.err
    [fact] = erase(sample, address, "--json").facts
    assert (fact["erased"], fact["mails"] > 0) == (False, True)
    assert traces(sample, address) >= before > 0


@pytest.mark.parametrize("typed", ["", "\n", "yes\n", "other@client.example\n"])
def test_another_address_the_second_time_erases_nothing(sample: Path, typed: str) -> None:
    address = somebody(sample)
    called = erase(sample, address, "--yes", typed=typed)
    assert called.code == 1
    assert traces(sample, address) > 0


def test_the_address_typed_again_erases_it_and_the_journal_still_verifies(sample: Path) -> None:
    address = somebody(sample)
    assert verified(sample) == 0
    called = erase(sample, address, "--yes", "--json", typed=f"{address}\n")
    assert called.code == 0, called.err
    [fact] = called.facts
    assert (fact["erased"], fact["mails"] > 0, fact["proposals"] > 0) == (True, True, True)
    assert all((sample / path).exists() for path in (*fact["files"], *fact["backups"]))
    assert traces(sample, address) == 0
    assert verified(sample) == 0
    [again] = erase(sample, address, "--json").facts
    assert (again["mails"], again["proposals"], again["journal"]) == (0, 0, 0)
