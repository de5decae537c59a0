"""TRUST 10: an invoice whose account is not the stored one is held, with a call to the stored phone; honest ones go on."""

from __future__ import annotations

from collections import Counter

import pytest

from officebot.core.invoices.guard import Verdict, call_back, guard
from tests.core.invoices.cases import TODAY
from tests.sweeps.changed_accounts import CHANGED, FAIR, OWN, Case, cases


def judged(case: Case) -> Verdict:
    return guard(
        case.invoice, contacts=case.contacts, history=case.history, sender=case.sender, words=case.words,
        is_proven=case.is_proven, today=TODAY, own=(OWN,) if case.invoice.number[-1] in "02468" else (),
    )  # fmt: skip


def check(seed: int) -> tuple[int, list[str]]:
    """How many changed ones were held, and what was done to the honest ones that were held too."""
    held, wrongly = 0, list[str]()
    for case in cases(seed):
        verdict = judged(case)
        if case.is_changed:
            assert verdict.is_held, (seed, case.how, case.words)
            assert verdict.supplier == case.contact
            assert verdict.call == case.contact.phone
            told = call_back(verdict)
            assert told is not None
            assert case.contact.phone in told.render("fr")
            held += 1
        elif verdict.is_held:
            wrongly.append(f"{case.how}: {'; '.join(str(hold.what) for hold in verdict.holds)}")
    return held, wrongly


@pytest.mark.sweep
def test_each_changed_account_is_held_and_hardly_an_honest_one(is_sweep: bool) -> None:
    seeds = range(1, 201) if is_sweep else range(1, 4)
    found = [check(seed) for seed in seeds]
    held, wrongly = sum(held for held, _ in found), [how for _, ones in found for how in ones]
    print(
        f"\n{held} of {CHANGED * len(seeds)} changed accounts held, {len(wrongly)} of {FAIR * len(seeds)} honest invoices held",
        *Counter(how.partition(":")[0] for how in wrongly).items(),
    )
    assert held == CHANGED * len(seeds)
    assert len(wrongly) <= FAIR * len(seeds) // 100, wrongly[:5]
