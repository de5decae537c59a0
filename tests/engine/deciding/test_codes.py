"""Codes that went out by mail: kept while somebody may answer by them, and forgotten long after."""

from __future__ import annotations

from datetime import timedelta

from officebot.engine.deciding import codes
from officebot.engine.deciding.codes import KEPT_AFTER
from tests.engine.helpers import CLAIRE, MONDAY, Bench

DAY = timedelta(days=1)


def test_a_code_is_forgotten_60_days_after_its_end_and_the_journal_says_how_many(bench: Bench) -> None:
    ends = {"older": MONDAY - KEPT_AFTER - DAY, "just over": MONDAY - KEPT_AFTER - timedelta(seconds=1),
            "just not": MONDAY - KEPT_AFTER, "over": MONDAY - DAY, "good": MONDAY + 3650 * DAY}  # fmt: skip
    with bench.ledger.writing() as tx:
        for code, until in ends.items():
            codes.keep(tx, code, "digest", CLAIRE.address, {}, MONDAY - 400 * DAY, until)
    assert codes.forget_old(bench.ledger, MONDAY) == 2
    with bench.ledger.reading() as tx:
        left = [code for code in ends if codes.find(tx, code, "digest") is not None]
    assert left == ["just not", "over", "good"]
    assert bench.journalled("office") == ["codes.forgotten"]


def test_where_none_is_old_nothing_is_written(bench: Bench) -> None:
    with bench.ledger.writing() as tx:
        codes.keep(tx, "good", "feed", CLAIRE.address, {}, MONDAY, MONDAY)
    assert codes.forget_old(bench.ledger, MONDAY + KEPT_AFTER) == 0
    assert bench.journalled() == []
