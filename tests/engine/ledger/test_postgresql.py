"""A ledger on PostgreSQL: what only a server can do to it, and how it is taken along."""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from officebot.core.problems import Unavailable, UserError
from officebot.core.text import NUMBER_TO_COME
from officebot.engine.deciding import approvals
from officebot.engine.ledger import Ledger, copying, marks, open_sqlite, open_url, postgresql
from officebot.engine.ledger.database import HEAD
from officebot.engine.ledger.schema import marks as marks_table
from officebot.engine.ledger.schema import metadata
from officebot.testing.postgres import OFFICE, Postgres, running_postgres
from tests.engine.earlier import BACK, steps_back
from tests.engine.helpers import MONDAY, PAUL, Bench, acting, letter, note, proposal
from tests.engine.stores import name_in

pytestmark = [pytest.mark.live, pytest.mark.sqlite]


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    """The URL of an empty ledger."""
    made = postgres.ledger()
    yield made
    postgres.drop(name_in(made))


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    with closing(open_url(url)) as opened:
        yield opened


@given(words=st.text())
def test_whatever_a_text_holds_can_be_kept(words: str) -> None:
    kept = postgresql.escaped(words)
    assert "\0" not in kept
    assert postgresql.unescaped(kept) == words


@pytest.mark.parametrize("words", ["a\0b", "\0", "\U0010ffff", "\U0010ffff0", "\0\U0010ffff1", "é\\u0000"])
def test_a_text_reads_back_and_is_found_as_it_was_written(ledger: Ledger, words: str) -> None:
    with ledger.writing() as tx:
        marks.put(tx, words, {words: [words]}, MONDAY, words)
    with ledger.reading() as tx:
        row = tx.execute(select(marks_table).where(marks_table.c.name == words)).one()
        assert (row.name, row.who, row.value) == (words, words, {words: [words]})


def test_words_are_sorted_by_their_characters_whatever_language_the_database_sorts_by(ledger: Ledger) -> None:
    names = ["b", "B", "é", "a#1", "a$", "a#", "e", "Z", "_"]
    with ledger.writing() as tx:
        for name in names:
            marks.put(tx, name, 1, MONDAY)
        assert tx.execute(select(marks_table.c.name).order_by(marks_table.c.name)).scalars().all() == sorted(names)
        assert tx.execute(text("SELECT count(*) FROM marks WHERE name > 'a#' AND name < 'a$'")).scalar() == 1


def test_values_may_be_longer_and_larger_than_foreseen(ledger: Ledger) -> None:
    with ledger.writing() as tx:
        marks.put(tx, "n" * 5000, 2**63 - 1, MONDAY, "w" * 5000)
        assert marks.get(tx, "n" * 5000) == 2**63 - 1


# ── opening ───────────────────────────────────────────────────────────────────────────────────────────────


def refusal(url: str) -> str:
    with pytest.raises(UserError) as refused:
        open_url(url)
    return refused.value.render()


def test_what_is_wrong_with_a_url_is_said_in_a_sentence_without_the_password(postgres: Postgres, url: str) -> None:
    name = name_in(url)
    assert "look at [ledger] url and password" in refusal(postgres.tcp_url(name, password="s3same"))
    assert "s3same" not in refusal(postgres.tcp_url(name, password="s3same"))
    assert "no such database" in refusal(postgres.tcp_url("nowhere"))
    assert "look at [ledger] url and password" in refusal(postgres.tcp_url(name).replace(OFFICE, "nobody", 1))
    assert "give its user the right" in refusal(postgres.url("postgres"))
    assert "postgresql://user@server/name" in refusal("mysql://a@b/c")
    assert "postgresql://user@server/name" in refusal("postgresql://a@b")
    assert "postgresql://user@server/name" in refusal("postgresql://a@b:c/d")


def test_a_server_that_is_away_is_no_fault_of_anybodys(postgres: Postgres) -> None:
    with pytest.raises(Unavailable, match="cannot be reached"):
        open_url(postgres.tcp_url("any", port=1))


@pytest.mark.parametrize(
    ("version", "encoding", "why"),
    [
        (120022, "UTF8", "PostgreSQL 12"),
        (150018, "SQL_ASCII", "SQL_ASCII"),
        (130000, "UTF8", None),
        (180001, "UTF8", None),
    ],
)
def test_a_server_that_is_too_old_or_keeps_texts_otherwise_is_refused(
    version: int, encoding: str, why: str | None
) -> None:
    found = postgresql.unfit(version, encoding)
    assert (found is None) == (why is None)
    assert why is None or (found is not None and why in found.render())


def test_a_database_of_another_encoding_is_refused(postgres: Postgres) -> None:
    postgres.do(
        f"CREATE DATABASE latin OWNER {OFFICE} TEMPLATE template0 ENCODING 'LATIN9' LOCALE_PROVIDER libc LOCALE 'C'"
    )
    assert "ENCODING 'UTF8'" in refusal(postgres.url("latin"))
    postgres.drop("latin")


# ── migrations ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("version", BACK)
def test_a_ledger_of_an_earlier_version_is_brought_to_this_one_with_what_it_holds(
    url: str, tmp_path: Path, version: str
) -> None:
    bench = Bench(tmp_path, ledger=open_url(url))
    (one,) = bench.propose(proposal("a", letter("x")))
    with bench.ledger.writing() as tx:
        for statements in steps_back(version):
            tx.execute(text(statements))
        tx.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    bench.ledger.close()
    again = Bench(tmp_path, ledger=open_url(url))
    with again.ledger.writing() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []
        collated = tx.execute(text(_COLLATIONS)).scalars().all()
        assert tx.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    assert collated == []
    ids = [one, *again.propose(proposal("b", letter(NUMBER_TO_COME), number_series="orders"))]
    assert all(approvals.approve(again.ledger, acting(PAUL), each, None, MONDAY).took for each in ids)
    again.executor.work()
    assert again.performer.texts() == ["x", "BC-2026-0001"]
    again.ledger.close()


#: Columns of text that are not sorted by their characters.
_COLLATIONS = (
    "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' "
    "AND data_type IN ('text', 'character varying') AND coalesce(collation_name, '') <> 'C' "
    "AND table_name <> 'alembic_version'"
)


# ── connections ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_server_that_was_away_is_found_again(tmp_path: Path) -> None:
    with running_postgres() as server, closing(open_url(server.ledger())) as ledger:
        for how in (signal.SIGINT, signal.SIGQUIT):
            with ledger.writing() as tx:
                marks.put(tx, "a", how, MONDAY)
            server.stop(how)
            with pytest.raises(Unavailable, match="cannot be reached"), ledger.writing():
                pass
            with pytest.raises(Unavailable, match="cannot be reached"), ledger.reading():
                pass
            server.start()
            with ledger.reading() as tx:
                assert marks.get(tx, "a") == how
            server.stop(how)
            server.start()
            # Its connections are dead, and nobody hears of it.
            with ledger.writing() as tx:
                marks.put(tx, "b", how, MONDAY)


def test_who_is_thrown_out_amid_a_transaction_keeps_nothing_of_it(
    ledger: Ledger, postgres: Postgres, url: str
) -> None:
    def thrown_out() -> None:
        with ledger.writing() as tx:
            marks.put(tx, "a", 1, MONDAY)
            postgres.do(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name_in(url)}'")
            marks.put(tx, "b", 1, MONDAY)

    with pytest.raises(Unavailable, match="cannot be reached"):
        thrown_out()
    with ledger.reading() as tx:
        assert (marks.get(tx, "a"), marks.get(tx, "b")) == (None, None)


def test_writers_wait_for_each_other_and_readers_for_nobody(ledger: Ledger, url: str) -> None:
    began, order = threading.Event(), []

    def other() -> None:
        with closing(Ledger(url)) as second:
            began.set()
            with second.writing() as tx:
                order.append("second")
                assert marks.get(tx, "a") == 1

    with ledger.writing() as tx:
        thread = threading.Thread(target=other)
        thread.start()
        began.wait(5)
        time.sleep(0.2)
        marks.put(tx, "a", 1, MONDAY)
        with closing(Ledger(url)) as reader, reader.reading() as seen:
            assert marks.get(seen, "a") is None
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_who_only_reads_can_change_nothing(ledger: Ledger) -> None:
    with pytest.raises(Unavailable), ledger.reading() as tx:
        marks.put(tx, "a", 1, MONDAY)


# ── taken along ───────────────────────────────────────────────────────────────────────────────────────────


def lived(bench: Bench) -> None:
    bench.propose(*(proposal(f"p{n}", note(f"t\0{n}", content="x" * 1000)) for n in range(40)))
    bench.executor.work()
    (one,) = bench.propose(proposal("waits", letter("x")))
    approvals.approve(bench.ledger, acting(PAUL), one, None, MONDAY)


def contents(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    with ledger.reading() as tx:
        return {
            table.name: sorted((tuple(row) for row in tx.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def test_a_ledger_goes_to_a_file_and_back_and_is_the_same(url: str, postgres: Postgres, tmp_path: Path) -> None:
    bench = Bench(tmp_path, ledger=open_url(url))
    lived(bench)
    bench.ledger.copy_to(tmp_path / "copy.db")
    file = open_sqlite(Path(shutil.copy(tmp_path / "copy.db", tmp_path / "ledger.db")))
    assert contents(file) == contents(bench.ledger)
    alone = Bench(tmp_path, ledger=file)
    assert alone.verify().bad is None
    alone.executor.work()
    assert alone.performer.texts().count("x") == 1
    with closing(open_url(postgres.ledger())) as other:
        other.copy_from(tmp_path / "ledger.db")
        assert contents(other) == contents(file)
        with pytest.raises(UserError, match="not empty"):
            other.copy_from(tmp_path / "copy.db")
        other.copy_from(tmp_path / "copy.db", instead=True)
        assert contents(other) == contents(bench.ledger)
        before = contents(other)
        (tmp_path / "torn.db").write_bytes(b"no ledger" * 1000)
        with pytest.raises(UserError, match="not a sound ledger"):
            other.copy_from(tmp_path / "torn.db", instead=True)
        assert contents(other) == before
        postgres.drop(name_in(other.url))
    bench.ledger.close()


def test_a_copy_made_while_others_write_is_one_state(url: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path, ledger=open_url(url))
    over = threading.Event()

    def write() -> None:
        number = 0
        while not over.is_set():
            number += 1
            bench.propose(proposal(f"p{number}", note(f"t{number}"), note("more")))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(3):
            bench.ledger.copy_to(tmp_path / f"copy{turn}.db")
    finally:
        over.set()
        writer.join()
    for turn in range(3):
        copy = Bench(tmp_path / f"at{turn}", ledger=open_sqlite(tmp_path / f"copy{turn}.db"))
        with copy.ledger.reading() as tx:
            counted = copying.counted(tx)
        assert copy.verify().bad is None
        assert counted["actions"] == 2 * counted["proposals"]
    bench.ledger.close()
