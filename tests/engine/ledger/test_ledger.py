"""The ledger: whole transactions, numbers without gaps, leases that one holds at a time."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import update

from officebot.core.problems import UserError
from officebot.core.text import NUMBER_TO_COME
from officebot.engine.deciding import approvals
from officebot.engine.ledger import Ledger, leases, marks, open_sqlite, schema
from officebot.engine.ledger.database import HEAD
from officebot.engine.ledger.schema import metadata
from officebot.engine.ledger.statements import next_number
from tests.engine.earlier import steps_back
from tests.engine.helpers import MONDAY, PAUL, Bench, acting, letter, note, proposal, together
from tests.engine.stores import ledger_at, open_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "ledger.db")


def test_a_transaction_is_kept_whole_or_not_at_all(ledger: Ledger) -> None:
    def breaks_off() -> None:
        with ledger.writing() as tx:
            marks.put(tx, "a", 1, MONDAY)
            assert marks.get(tx, "a") == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks_off()
    with ledger.writing() as tx:
        assert marks.get(tx, "a") is None
        marks.put(tx, "b", {"x": [1, "é"]}, MONDAY)
    with ledger.reading() as tx:
        assert marks.get(tx, "b") == {"x": [1, "é"]}


def test_a_reader_sees_one_state_whatever_is_written_meanwhile(ledger: Ledger) -> None:
    with ledger.reading() as reader:
        assert marks.get(reader, "a") is None
        with ledger.writing() as writer:
            marks.put(writer, "a", 1, MONDAY)
        assert marks.get(reader, "a") is None


def test_naive_times_are_refused(ledger: Ledger) -> None:
    with pytest.raises(Exception, match="aware"), ledger.writing() as tx:
        marks.put(tx, "a", 1, datetime(2026, 11, 23))


def test_a_number_that_was_rolled_back_is_given_again(ledger: Ledger) -> None:
    with ledger.writing() as tx:
        assert next_number(tx, "orders") == 1

    def breaks_off() -> None:
        with ledger.writing() as tx:
            assert next_number(tx, "orders", 5) == 2
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks_off()
    with ledger.writing() as tx:
        assert [next_number(tx, "orders"), next_number(tx, "orders", 3), next_number(tx, "orders")] == [2, 3, 6]
        assert next_number(tx, "invoices") == 1


def _draw(path: Path, times: int) -> list[int]:
    ledger, drawn = ledger_at(path), []
    for turn in range(times):
        try:
            with ledger.writing() as tx:
                number = next_number(tx, "orders")
                if turn % 5 == 4:
                    raise RuntimeError
        except RuntimeError:
            continue
        drawn.append(number)
    return drawn


def test_numbers_have_no_gaps_and_no_doubles_under_threads_and_processes(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        others = [pool.apply_async(_draw, (path, 50)) for _ in range(2)]
        drawn = [number for part in together(4, lambda _: _draw(path, 25)) for number in part]
        drawn += [number for other in others for number in other.get(60)]
        pool.close()
        pool.join()
    assert sorted(drawn) == list(range(1, 161))


def test_a_ledger_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    assert all(ledger.check() == [] for ledger in together(8, lambda _: open_ledger(path)))
    assert not path.exists() or path.stat().st_mode & 0o777 == 0o600


@pytest.mark.sqlite
def test_a_file_that_is_no_ledger_is_said_to_be_none_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"these are not the pages you are looking for" * 100)
    with pytest.raises(UserError, match="not a sound ledger"):
        open_ledger(path)
    assert path.read_bytes().startswith(b"these are not")


def test_a_copy_is_whole_and_lives_on_its_own(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.propose(*(proposal(f"p{n}", note(f"t{n}", content="x" * 1000)) for n in range(20)))
    bench.executor.work()
    target = tmp_path / "copies" / "copy.db"
    target.parent.mkdir()
    bench.ledger.copy_to(target)
    bench.propose(proposal("later", note("later")))
    copy = Bench(tmp_path / "elsewhere")
    copy.ledger.close()
    assert [one.name for one in target.parent.iterdir()] == ["copy.db"]
    restored = open_sqlite(target)
    assert restored.check() == []
    with closing(sqlite3.connect(target)) as alone:
        assert alone.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with restored.reading() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM proposals").scalar() == 20


@pytest.mark.sqlite
def test_what_is_committed_is_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    open_ledger(path)
    with ledger_at(path).reading() as tx:
        assert tx.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert tx.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert tx.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert sqlite3.connect(path).execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


# ── leases ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_lease_is_one_holders_until_it_is_given_back(ledger: Ledger) -> None:
    first, second = leases.make_owner(), leases.make_owner()
    with ledger.writing() as tx:
        assert leases.take(tx, "x", first, {"port": 1})
        assert not leases.take(tx, "x", second)
        assert leases.take(tx, "x", first, {"port": 2})
        assert leases.holder(tx, "x") == (first, {"port": 2})
        leases.release(tx, "x", second)
        assert leases.holder(tx, "x") is not None
        leases.release(tx, "x", first)
        assert leases.holder(tx, "x") is None
        assert leases.take(tx, "x", second)


def test_one_of_many_gets_a_lease(tmp_path: Path) -> None:
    open_ledger(tmp_path / "ledger.db")

    def grab(_: int) -> bool:
        with ledger_at(tmp_path / "ledger.db").writing() as tx:
            return leases.take(tx, "x", leases.make_owner())

    assert sorted(together(12, grab)) == [False] * 11 + [True]


_OWNER = "from officebot.engine.ledger import leases; print(leases.make_owner(), flush=True); input()"


def test_the_lease_of_a_dead_process_is_taken_over_at_once_and_a_living_ones_is_not(ledger: Ledger) -> None:
    child = subprocess.Popen([sys.executable, "-c", _OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with child:
        assert child.stdout is not None
        owner = child.stdout.readline().strip()
        with ledger.writing() as tx:
            assert leases.take(tx, "x", owner)
            assert not leases.take(tx, "x", leases.make_owner())
        child.kill()
        # Not yet waited for: a process that is dead but still listed is dead.
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        with ledger.writing() as tx:
            assert leases.holder(tx, "x") is None
            assert leases.take(tx, "x", leases.make_owner())


def test_a_process_that_took_a_dead_ones_number_is_not_mistaken_for_it() -> None:
    mine = leases.make_owner()
    host, pid, start, *rest = mine.split(":")
    assert not leases.is_gone(mine)
    assert leases.is_gone(":".join([host, pid, str(int(start) - 1), *rest]))


def test_another_machines_lease_is_waited_for_until_it_runs_out(ledger: Ledger) -> None:
    with ledger.writing() as tx:
        assert leases.take(tx, "x", "elsewhere:1:1::aa")
        assert not leases.take(tx, "x", leases.make_owner())
        tx.execute(update(leases.leases).values(until=leases.real_now() - timedelta(seconds=1)))
        assert leases.take(tx, "x", leases.make_owner())


def test_the_newest_migration_is_the_one_that_ledgers_are_brought_to() -> None:
    written = Path(schema.__file__).parent / "migrations" / "versions"
    assert max(one.name[:4] for one in written.glob("0*.py")) == HEAD


@pytest.mark.sqlite
def test_a_ledger_of_the_first_version_is_brought_to_this_one_with_what_it_holds(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    (one,) = bench.propose(proposal("a", letter("x")))
    bench.ledger.close()
    with sqlite3.connect(tmp_path / "ledger.db") as old:
        for statements in steps_back("0001"):
            old.executescript(statements)
        old.execute("UPDATE alembic_version SET version_num = '0001'")
    old.close()
    again = Bench(tmp_path)
    with again.ledger.writing() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []
    numbered = proposal("b", letter(NUMBER_TO_COME), number_series="orders")
    ids = [one, *again.propose(numbered)]
    assert all(approvals.approve(again.ledger, acting(PAUL), each, None, MONDAY).took for each in ids)
    again.executor.work()
    assert again.performer.texts() == ["x", "BC-2026-0001"]
