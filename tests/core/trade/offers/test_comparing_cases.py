"""Twenty comparisons whose recommendation was written down before the code that finds it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from officebot.core.trade.offers.comparing import Comparison, compare
from tests.core.trade.offers.quotecases import CASES, habits_of, offer_of, wanted_of


def compared(case: Mapping[str, Any]) -> Comparison:
    offers = [offer_of(one) for one in case["offers"]]
    return compare(wanted_of(case["wanted"]), offers, habits_of(case), date.fromisoformat(case["today"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']} {case['title']}")
def test_what_should_be_recommended_is(case: Mapping[str, Any]) -> None:
    expected, found = case["expected"], compared(case)
    labels = found.recommended.labels if found.recommended else ()
    wanted = expected["recommended"]
    assert labels == tuple([wanted] if isinstance(wanted, str) else wanted or ())
    assert {
        one.label: str(one.total) for one in found.offers if one.label in expected.get("totals", {})
    } == expected.get("totals", {})
    for label, days in expected.get("delays", {}).items():
        assert found.offer(label).days == days
    out = {one.label: [note.what for note in one.excluded] for one in found.offers if one.excluded}
    assert out == expected.get("excluded", {})
    for label, missing in expected.get("missing", {}).items():
        assert [note.what for note in found.offer(label).missing] == missing
    for label in expected.get("alternatives", ()):
        assert any(line.is_equivalent for line in found.offer(label).lines)
