"""Of a duty that is removed, nothing that it remembered stays; nobody else's is touched."""

from __future__ import annotations

from sqlalchemy import select

from officebot.engine.acting.fact_performer import RECEIPTS
from officebot.engine.erasing.duties import forget
from officebot.engine.lease import ExecutorLease
from officebot.engine.ledger.schema import facts
from officebot.engine.running.migrating import VERSIONS, migrated
from officebot.sdk import Forget, Migration, Remember
from tests.engine.helpers import CLAIRE, MONDAY, Bench, acting, duty, proposal


def kept(bench: Bench) -> set[tuple[str, str]]:
    with bench.ledger.reading() as tx:
        return {(row.namespace, row.key) for row in tx.execute(select(facts.c.namespace, facts.c.key))}


def remembers(bench: Bench, name: str) -> None:
    migrated(bench.ledger, {name: duty(name, migrations=(Migration(),))}, MONDAY)
    bench.propose(proposal(f"{name}:one", Remember(key="k", value=1), Forget(key="old")), by=name)
    bench.executor.work()


def test_what_a_removed_duty_remembered_is_gone_with_its_version_and_receipts(bench: Bench) -> None:
    remembers(bench, "stays")
    before = kept(bench)
    assert {("duty:stays", "k"), (VERSIONS, "stays")} < before
    assert len([one for one in before if one[0] == RECEIPTS]) == 2
    remembers(bench, "goes")
    assert len(kept(bench)) == 2 * len(before)
    lease = ExecutorLease(bench.ledger, bench.owner)
    found = forget(bench.ledger, lease, ["goes"], acting(CLAIRE), "a-plugin", MONDAY)
    assert len(found.facts) == len(before)
    assert kept(bench) == before
