"""The journal: whatever is changed in it later shows."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from officebot.engine.ledger import Ledger
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from tests.engine.helpers import MONDAY, together
from tests.engine.stores import ledger_at, open_ledger, tamper


def written(path: Path, count: int = 20) -> Ledger:
    ledger = open_ledger(path / "ledger.db")
    with ledger.writing() as tx:
        journal.write(tx, MONDAY, [Note("claire", "thing.done", f"thing:{n % 3}", {"n": n}) for n in range(count)])
    return ledger


def verify(ledger: Ledger, head: tuple[int, str] | None = None) -> journal.Verified:
    with ledger.reading() as tx:
        return journal.verify(tx, head)


def test_an_untouched_journal_holds(tmp_path: Path) -> None:
    assert verify(written(tmp_path)) == journal.Verified(20)
    assert verify(open_ledger(tmp_path / "empty" / "ledger.db")) == journal.Verified(0)


@pytest.mark.parametrize(
    ("statements", "bad", "why"),
    [
        pytest.param(["UPDATE journal SET who = 'paul' WHERE seq = 5"], 5, "entry changed", id="who"),
        pytest.param(["UPDATE journal SET at = '2026-01-01T00:00:00.000000Z' WHERE seq = 1"], 1, "entry changed", id="when"),
        pytest.param(["UPDATE journal SET subject = 'thing:9' WHERE seq = 20"], 20, "entry changed", id="about what"),
        pytest.param(["UPDATE journal SET what = 'thing.undone' WHERE seq = 7"], 7, "entry changed", id="what"),
        pytest.param(["UPDATE journal_payloads SET payload = '{\"n\":99}' WHERE seq = 3"], 3, "payload changed", id="payload"),
        pytest.param(["UPDATE journal_payloads SET payload = '{\"n\": 2}' WHERE seq = 3"], 3, "payload changed", id="its spaces"),
        pytest.param(["DELETE FROM journal WHERE seq = 8"], 8, "missing", id="one deleted"),
        pytest.param(["DELETE FROM journal WHERE seq = 8", "UPDATE journal SET seq = seq - 1 WHERE seq > 8"], 8,
                     "payload changed", id="one deleted and the gap closed"),
        pytest.param(["DELETE FROM journal WHERE seq > 12"], 13, "cut off", id="end cut off"),
        pytest.param(["DELETE FROM journal"], 1, "cut off", id="all deleted"),
        pytest.param(["UPDATE journal SET seq = -1 WHERE seq = 5", "UPDATE journal SET seq = 5 WHERE seq = 6",
                      "UPDATE journal SET seq = 6 WHERE seq = -1"], 5, "payload changed", id="two exchanged"),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_found(tmp_path: Path, statements: list[str], bad: int, why: str) -> None:
    ledger = written(tmp_path)
    tamper(ledger, *statements)
    found = verify(ledger)
    assert (found.bad, found.why) == (bad, why)


def test_an_entry_put_in_between_is_found(tmp_path: Path) -> None:
    ledger = written(tmp_path)
    tamper(
        ledger,
        "UPDATE journal SET seq = seq + 1000 WHERE seq > 10",
        "UPDATE journal SET seq = seq - 999 WHERE seq > 1000",
        "INSERT INTO journal SELECT 11, at, who, what, subject, digest, hash FROM journal WHERE seq = 10",
    )
    assert verify(ledger).bad == 11


def test_an_entry_put_at_the_end_is_found_although_its_hash_is_right(tmp_path: Path) -> None:
    ledger = written(tmp_path)
    with ledger.writing() as tx:
        journal.write(tx, MONDAY, [Note("claire", "thing.done", "thing:1", {})])
    tamper(ledger, "UPDATE sequences SET value = 20 WHERE name = 'journal'")
    assert (verify(ledger).bad, verify(ledger).why) == (21, "inserted")


def test_a_cut_that_hides_its_traces_shows_against_a_head_told_outside(tmp_path: Path) -> None:
    ledger = written(tmp_path)
    with ledger.reading() as tx:
        head = journal.head(tx)
    assert verify(ledger, head).bad is None
    tamper(
        ledger, "DELETE FROM journal_payloads WHERE seq > 15", "DELETE FROM journal WHERE seq > 15",
        "UPDATE sequences SET value = 15 WHERE name = 'journal'",
    )  # fmt: skip
    assert verify(ledger).bad is None
    assert (verify(ledger, head).bad, verify(ledger, head).why) == (16, "cut off")
    with ledger.writing() as tx:
        journal.write(tx, MONDAY, [Note("claire", "thing.done", "thing:1", {"n": n}) for n in range(5)])
    assert (verify(ledger, head).bad, verify(ledger, head).why) == (20, "rewritten")


def test_an_erased_payload_is_gone_and_the_chain_still_holds(tmp_path: Path) -> None:
    ledger = written(tmp_path)
    with ledger.writing() as tx:
        assert journal.erase(tx, [2, 3, 99]) == 2
    assert verify(ledger).bad is None
    with ledger.reading() as tx:
        assert [entry.payload for entry in journal.read(tx)][:4] == [{"n": 0}, None, None, {"n": 3}]
    tamper(ledger, "INSERT INTO journal_payloads SELECT 2, salt, payload FROM journal_payloads WHERE seq = 1")
    assert (verify(ledger).bad, verify(ledger).why) == (2, "payload changed")


def test_two_entries_that_say_the_same_have_different_digests(tmp_path: Path) -> None:
    ledger = written(tmp_path, 0)
    with ledger.writing() as tx:
        journal.write(tx, MONDAY, [Note("claire", "x", "y", {})] * 2)
        digests = tx.exec_driver_sql("SELECT digest FROM journal").scalars().all()
    assert len(set(digests)) == 2


def test_a_subject_has_its_own_story(tmp_path: Path) -> None:
    with written(tmp_path).reading() as tx:
        assert [entry.seq for entry in journal.read(tx, "thing:1", since=5)] == [5, 8, 11, 14, 17, 20]


def test_the_chain_holds_under_many_writers_and_rollbacks(tmp_path: Path) -> None:
    written(tmp_path, 0)

    def write(number: int) -> None:
        ledger, chance = ledger_at(tmp_path / "ledger.db"), random.Random(number)
        for _ in range(15):
            try:
                with ledger.writing() as tx:
                    journal.write(tx, MONDAY, [Note("x", "y", "z", {})] * chance.randint(1, 4))
                    if chance.random() < 0.2:
                        raise RuntimeError
            except RuntimeError:
                continue

    together(6, write)
    ledger = open_ledger(tmp_path / "ledger.db")
    with ledger.reading() as tx:
        entries, _ = journal.head(tx)
    assert verify(ledger) == journal.Verified(entries)
