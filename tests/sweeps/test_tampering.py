"""TRUST 19 and 32: what is changed behind the office's back is not done, and shows."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from officebot.core.policy import Policy, Rule, Verdict
from officebot.engine.deciding import approvals
from officebot.engine.ledger import Ledger, open_sqlite
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from tests.engine.helpers import CLAIRE, INES, MONDAY, PAUL, Bench, acting, letter, proposal

pytestmark = pytest.mark.timeout(600)

Raw: TypeAlias = sqlite3.Connection
_TWO = Policy(rules=(Rule(then=Verdict.ASK, action="test.letter", approvals=2, number=1),))


def raw_of(bench: Bench) -> Raw:
    return sqlite3.connect(bench.ledger.url.removeprefix("sqlite:///"))


# ── TRUST 19: proposal 1 is a letter, approved; 2 one that waits; 3 one already done; 4 one that was rejected ─────


def _byte(column: str) -> Callable[[Raw, random.Random], None]:
    def change(raw: Raw, chance: random.Random) -> None:
        (value,) = raw.execute(f"SELECT {column} FROM actions WHERE proposal_id = 1").fetchone()
        at = value.index('"content"') if column == "blobs" else value.index('"text":"') + 8
        place = at + (11 if column == "blobs" else chance.randrange(5))
        changed = value[:place] + ("0" if value[place] != "0" else "1") + value[place + 1 :]
        raw.execute(f"UPDATE actions SET {column} = ? WHERE proposal_id = 1", [changed])

    return change


def _blob_bit(raw: Raw, chance: random.Random) -> None:
    (name,) = raw.execute("SELECT json_extract(blobs, '$.content') FROM actions WHERE proposal_id = 1").fetchone()
    (data,) = raw.execute("SELECT data FROM blobs WHERE hash = ?", [name]).fetchone()
    place = chance.randrange(len(data))
    changed = data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]
    raw.execute("UPDATE blobs SET data = ? WHERE hash = ?", [changed, name])


def _run(*statements: str) -> Callable[[Raw, random.Random], None]:
    def change(raw: Raw, _chance: random.Random) -> None:
        for statement in statements:
            assert raw.execute(statement).rowcount != 0, statement

    return change


_APPROVE_2 = "INSERT INTO approvals SELECT 2, person, by, {hash}, at FROM approvals WHERE proposal_id = 1"
_TAMPERINGS: dict[str, Callable[[Raw, random.Random], None]] = {
    "one byte of the text": _byte("params"),
    "one byte of a blob's name": _byte("blobs"),
    "one bit of an attachment": _blob_bit,
    "the recipient": _run(
        "UPDATE actions SET params = replace(params, 'someone@', 'mallory@') WHERE proposal_id = 1"
    ),
    "one more recipient": _run(
        "UPDATE actions SET params = replace(params, '\"someone@', '\"m@evil.example\",\"someone@') "
        "WHERE proposal_id = 1"
    ),
    "another attachment": _run(
        "UPDATE actions SET blobs = (SELECT blobs FROM actions WHERE proposal_id = 3) WHERE proposal_id = 1"
    ),
    "the attachment is gone": _run("DELETE FROM blobs"),
    "another kind": _run("UPDATE actions SET kind = 'test.note' WHERE proposal_id = 1"),
    "one more action": _run(
        "INSERT INTO actions SELECT 99, 1, 1, kind, params, blobs, filled, preview, state, attempts, not_before, started, "
        "finished, receipt, problem FROM actions WHERE proposal_id = 2"
    ),
    "other content filled in": _run(
        "UPDATE actions SET filled = (SELECT json_object('params', json(params), 'blobs', json(blobs)) FROM actions "
        "WHERE proposal_id = 2) WHERE proposal_id = 1"
    ),
    "the content with a hash that fits": _run(
        "UPDATE actions SET params = (SELECT params FROM actions WHERE proposal_id = 2), "
        "blobs = (SELECT blobs FROM actions WHERE proposal_id = 2) WHERE proposal_id = 1",
        "UPDATE proposals SET hash = (SELECT hash FROM proposals WHERE id = 2) WHERE id = 1",
    ),
    "the content with a hash and an approval that fit": _run(
        "UPDATE actions SET params = (SELECT params FROM actions WHERE proposal_id = 2), "
        "blobs = (SELECT blobs FROM actions WHERE proposal_id = 2) WHERE proposal_id = 1",
        "UPDATE proposals SET hash = (SELECT hash FROM proposals WHERE id = 2) WHERE id = 1",
        "UPDATE approvals SET hash = (SELECT hash FROM proposals WHERE id = 2) WHERE proposal_id = 1",
    ),
}
_REPLAYS: dict[str, Callable[[Raw, random.Random], None]] = {
    "an approval copied to another proposal": _run(
        _APPROVE_2.format(hash="hash"), "UPDATE proposals SET state = 'approved', decided_by = 'claire' WHERE id = 2"
    ),
    "an approval forged for another proposal": _run(
        _APPROVE_2.format(hash="(SELECT hash FROM proposals WHERE id = 2)"),
        "UPDATE proposals SET state = 'approved', decided_by = 'claire' WHERE id = 2",
    ),
    "policy's word put into a row": _run(
        "UPDATE proposals SET state = 'approved', decided_by = 'policy' WHERE id = 2"
    ),
    "what was done, once more": _run(
        "UPDATE proposals SET state = 'approved' WHERE id = 3",
        "UPDATE actions SET state = 'pending' WHERE proposal_id = 3",
    ),
    "what was rejected": _run(
        "UPDATE proposals SET state = 'approved', decided_by = 'policy' WHERE id = 4",
    ),
}


def _prepared(folder: Path) -> Bench:
    bench = Bench(folder)
    bench.propose(proposal("c", letter("approved text", content="first attachment")),
                  proposal("b", letter("waiting text", content="second attachment")),
                  proposal("a", letter("done text", content="third attachment")),
                  proposal("d", letter("rejected text")))  # fmt: skip
    approvals.approve(bench.ledger, acting(CLAIRE), 3, None, MONDAY)
    approvals.reject(bench.ledger, acting(CLAIRE), 4, "no", MONDAY)
    bench.executor.work()
    approvals.approve(bench.ledger, acting(CLAIRE), 1, bench.hash(1), MONDAY)
    assert bench.performer.texts() == ["done text"]
    return bench


def _performed(folder: Path, change: Callable[[Raw, random.Random], None], seed: int) -> list[str]:
    """What is done after this change that was not done before it."""
    bench = _prepared(folder)
    with raw_of(bench) as raw:
        change(raw, random.Random(seed))
    raw.close()
    bench.executor.work()
    bench.wait(3600)
    bench.executor.work()
    return bench.performer.texts()[1:]


@pytest.mark.sweep
def test_what_was_changed_after_the_yes_is_not_done(tmp_path: Path, is_sweep: bool) -> None:
    rounds = 10 if is_sweep else 1
    done = {
        f"{what} {turn}": found
        for what, change in _TAMPERINGS.items()
        for turn in range(rounds)
        if (found := _performed(tmp_path / f"{what} {turn}", change, turn))
    }
    replayed = {
        what: found
        for what, change in _REPLAYS.items()
        if (found := [one for one in _performed(tmp_path / what, change, 0) if one != "approved text"])
    }
    count = len(_TAMPERINGS) * rounds + len(_REPLAYS)
    print(f"\nTRUST 19: {len(done) + len(replayed)} performed of {count} changed or replayed after approval")
    assert (done, replayed) == ({}, {})


def test_an_untouched_approval_is_carried_out(tmp_path: Path) -> None:
    assert _performed(tmp_path, lambda _raw, _chance: None, 0) == ["approved text"]


def test_a_yes_sent_again_and_again_does_nothing_more(tmp_path: Path) -> None:
    bench = Bench(tmp_path, policy=_TWO)
    (number,) = bench.propose(proposal("a", letter("x")))
    shown = bench.hash(number)
    for _ in range(5):
        approvals.approve(bench.ledger, acting(PAUL), number, shown, bench.clock.now())
        bench.executor.work()
    assert bench.performer.texts() == []
    for _ in range(5):
        approvals.approve(bench.ledger, acting(INES), number, shown, bench.clock.now())
        bench.executor.work()
    assert bench.performer.texts() == ["x"]


def test_a_second_yes_that_was_merely_written_into_the_ledger_does_not_count(tmp_path: Path) -> None:
    bench = Bench(tmp_path, policy=_TWO)
    (number,) = bench.propose(proposal("a", letter("x")))
    approvals.approve(bench.ledger, acting(PAUL), number, None, bench.clock.now())
    with raw_of(bench) as raw:
        raw.execute("INSERT INTO approvals SELECT proposal_id, 'ines@x', 'ines@x', hash, at FROM approvals")
        raw.execute("UPDATE proposals SET state = 'approved'")
    raw.close()
    bench.executor.work()
    assert bench.performer.texts() == []
    assert bench.state(number) == "failed"


# ── TRUST 32 ──────────────────────────────────────────────────────────────────────────────────────────────


def _alter(raw: Raw, chance: random.Random, count: int) -> None:
    seq = chance.randint(1, count)
    column = chance.choice(["who", "what", "subject", "at", "digest", "hash", "payload", "salt"])
    table = "journal_payloads" if column in ("payload", "salt") else "journal"
    (value,) = raw.execute(f"SELECT {column} FROM {table} WHERE seq = ?", [seq]).fetchone()
    place = chance.randrange(len(value))
    changed = value[:place] + chance.choice([c for c in "abc019" if c != value[place]]) + value[place + 1 :]
    raw.execute(f"UPDATE {table} SET {column} = ? WHERE seq = ?", [changed, seq])


def _delete(raw: Raw, chance: random.Random, count: int) -> None:
    seq = chance.randint(1, count)
    for table in ("journal_payloads", "journal"):
        raw.execute(f"DELETE FROM {table} WHERE seq = ?", [seq])
        if chance.random() < 0.5:
            raw.execute(f"UPDATE {table} SET seq = -seq WHERE seq > ?", [seq])
            raw.execute(f"UPDATE {table} SET seq = -seq - 1 WHERE seq < 0")


def _reorder(raw: Raw, chance: random.Random, count: int) -> None:
    first, second = chance.sample(range(1, count + 1), 2)
    for table in ("journal", "journal_payloads"):
        for before, after in ((first, -1), (second, first), (-1, second)):
            raw.execute(f"UPDATE {table} SET seq = ? WHERE seq = ?", [after, before])


def _insert(raw: Raw, chance: random.Random, count: int) -> None:
    at = chance.randint(1, count + 1)
    for table in ("journal", "journal_payloads"):
        raw.execute(f"UPDATE {table} SET seq = -seq WHERE seq >= ?", [at])
        raw.execute(f"UPDATE {table} SET seq = -seq + 1 WHERE seq < 0")
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})") if row[1] != "seq"]
        like = at - 1 or 2
        raw.execute(f"INSERT INTO {table} SELECT ?, {', '.join(columns)} FROM {table} WHERE seq = ?", [at, like])
    if chance.random() < 0.5:
        raw.execute("UPDATE sequences SET value = value + 1 WHERE name = 'journal'")


def _truncate(raw: Raw, chance: random.Random, count: int) -> None:
    left = chance.randint(0, count - 1)
    for table in ("journal_payloads", "journal"):
        raw.execute(f"DELETE FROM {table} WHERE seq > ?", [left])
    if chance.random() < 0.5:
        raw.execute("UPDATE sequences SET value = ? WHERE name = 'journal'", [left])


def _entries(path: Path, count: int) -> Path:
    ledger = open_sqlite(path)
    for start in range(0, count, 10_000):
        notes = [
            Note(
                "claire@atelier.example",
                "proposal.done",
                f"proposal:{n}",
                {"n": n, "hash": "0" * 64, "state": "done"},
            )
            for n in range(start, min(start + 10_000, count))
        ]
        with ledger.writing() as tx:
            journal.write(tx, MONDAY, notes)
    ledger.close()
    return path


@pytest.mark.sweep
@pytest.mark.parametrize("change", [_alter, _delete, _reorder, _insert, _truncate])
def test_whatever_is_done_to_the_journal_shows(
    tmp_path: Path, is_sweep: bool, change: Callable[[Raw, random.Random, int], None]
) -> None:
    times, count, found = 200 if is_sweep else 20, 40, 0
    whole = _entries(tmp_path / "whole.db", count)
    with (ledger := open_sqlite(whole)).reading() as tx:
        head = journal.head(tx)
        assert journal.verify(tx, head).bad is None
    ledger.close()
    for turn in range(times):
        path = tmp_path / "changed.db"
        shutil.copy(whole, path)
        with sqlite3.connect(path) as raw:
            change(raw, random.Random(turn), count)
        raw.close()
        with (changed := Ledger(f"sqlite:///{path}")).reading() as tx:
            found += journal.verify(tx, head).bad is not None
        changed.close()
    print(f"\nTRUST 32: {change.__name__.strip('_')}: {found}/{times} found")
    assert found == times


@pytest.mark.sweep
def test_a_hundred_thousand_entries_are_verified_within_a_second(tmp_path: Path, is_sweep: bool) -> None:
    count = 100_000 if is_sweep else 20_000
    ledger = open_sqlite(_entries(tmp_path / "ledger.db", count))
    best = 60.0
    for _ in range(3):
        began = time.perf_counter()
        with ledger.reading() as tx:
            assert journal.verify(tx).entries == count
        best = min(best, time.perf_counter() - began)
    print(f"\nTRUST 32: {count:,} entries verified in {best:.2f} s")
    assert best <= count / 100_000 * (1 if is_sweep else 4)
