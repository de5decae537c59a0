"""Statements prepared once for many values say what SQLAlchemy's own would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.sql.dml import UpdateBase

from officebot.core.proposals import ProposalState
from officebot.engine.ledger import Ledger
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.schema import marks, sequences
from officebot.engine.ledger.statements import PreparedIn, insert_many, select_in, update_in
from tests.engine.helpers import MONDAY, Bench, note, proposal
from tests.engine.stores import open_ledger

NUMBERS = range(1, 1301)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    ledger = open_ledger(tmp_path_factory.mktemp("office") / "ledger.db")
    with ledger.writing() as tx:
        insert_many(tx, sequences, [{"name": f"series {number}", "value": number} for number in NUMBERS])
    yield ledger
    ledger.close()


def among(wanted: Any) -> Select[Any]:
    return select(sequences.c.name).where(sequences.c.value.in_(wanted), sequences.c.name != bindparam("but"))


def renamed(wanted: Any) -> UpdateBase:
    return update(marks).where(marks.c.name.in_(wanted)).values(value=bindparam("to"), at=bindparam("then"))


@given(wanted=st.lists(st.integers(0, 1400), max_size=40))
def test_the_rows_of_the_wanted_values_are_found_each_once(ledger: Ledger, wanted: list[int]) -> None:
    with ledger.reading() as tx:
        found = [row.name for row in select_in(tx, among, wanted, but="series 7")]
    assert sorted(found) == sorted(f"series {one}" for one in {*wanted} & {*NUMBERS} - {7})


@pytest.mark.parametrize("count", [511, 512, 513, 1300])
def test_more_values_than_one_statement_takes_are_asked_for_in_portions(ledger: Ledger, count: int) -> None:
    with ledger.reading() as tx:
        assert len(list(select_in(tx, among, range(1, count + 1), but=""))) == count


def test_an_update_changes_the_wanted_rows_and_no_other(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger.db")
    names = [f"mark {number}" for number in range(600)]
    with ledger.writing() as tx:
        insert_many(tx, marks, [{"name": name, "value": {"n": 1}, "at": MONDAY} for name in names])
        update_in(tx, renamed, names[1:], to={"n": 2}, then=MONDAY)
        update_in(tx, renamed, [], to={"n": 3}, then=MONDAY)
        found = {row.name: row for row in tx.execute(select(marks))}
    assert found["mark 0"].value == {"n": 1}
    assert {(found[name].value["n"], found[name].at, found[name].who) for name in names[1:]} == {(2, MONDAY, "")}


def test_where_places_have_names_each_value_gets_one() -> None:
    prepared = PreparedIn(among(bindparam("wanted", expanding=True)).compile(dialect=psycopg.dialect()))
    assert "IN (%(wanted_0)s, %(wanted_1)s)" in prepared.sql_for(2)
    assert prepared.values_of([4, 5], {"but": "x"}) == {"but": "x", "wanted_0": 4, "wanted_1": 5}


def test_only_what_is_being_carried_out_moves_on(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    numbers = bench.propose(*(proposal(key, note(key)) for key in ("approved", "being done", "replaced")))
    states = (ProposalState.APPROVED, ProposalState.DOING, ProposalState.SUPERSEDED)
    with bench.ledger.writing() as tx:
        rows.set_states(tx, dict(zip(numbers, states, strict=True)))
        moved = rows.move_on(tx, dict.fromkeys(numbers, ProposalState.DONE))
        assert moved == set(numbers[:2])
        now = rows.states_of(tx, numbers)
    assert [now[number] for number in numbers] == ["done", "done", "superseded"]
