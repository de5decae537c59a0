"""A yes from the page, from the command line and by mail at the same instant: one effect, everyone told the same.

Three processes over one ledger, each of which answers each proposal as soon as the others do: one as the page does, one as
the command line, one carries out a proven answer by mail. 1,000 proposals in the sweep, 30 in the ordinary run.
"""

from __future__ import annotations

import json
import multiprocessing
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from officebot.engine.deciding import approvals
from officebot.testing.clock import VirtualClock
from tests.engine.asking import Asking
from tests.engine.helpers import CLAIRE, INES, MONDAY, PAUL, acting, letter, proposal

WHO = {"page": PAUL, "command": INES, "mail": CLAIRE}


def mark_of(number: int) -> str:
    return f"m{number}"


def code_of(number: int) -> str:
    return f"CODE{number:010d}"


def answer(folder: Path, way: str, numbers: list[int], gate: Any) -> None:
    """Answer each of these proposals at the moment the others do, and write down what was said."""
    bench = Asking(folder, clock=VirtualClock(MONDAY + timedelta(minutes=1)), role=way)
    found = []
    for place, number in enumerate(numbers):
        gate.wait(60)
        if way == "mail":
            bench.answering(mark_of(number), code_of(number), CLAIRE, yes=(1,))
            gate.wait(60)
            bench.executor.work(30)
            found.append([number, None, ""])
            continue
        gate.wait(60)
        # Each is now and then a little earlier or later than the others, so that each wins sometimes.
        threading.Event().wait(0.002 * ((place * (7 if way == "page" else 5)) % 8))
        said = approvals.approve(bench.ledger, acting(WHO[way]), number, bench.hash(number), bench.clock.now())
        found.append([number, said.took, said.said.render("en")])
        bench.executor.work(30)
    (folder / f"{way}.json").write_text(json.dumps(found), "utf-8")
    bench.ledger.close()


@pytest.mark.sweep
@pytest.mark.timeout(1500)
def test_three_ways_at_the_same_instant_have_one_effect_and_say_the_same(tmp_path: Path, is_sweep: bool) -> None:
    count = 1000 if is_sweep else 30
    bench = Asking(tmp_path)
    numbers = bench.propose(*(proposal(f"p{place}", letter(f"effect {place}")) for place in range(count)))
    for number in numbers:
        bench.asks(code_of(number), CLAIRE, [number])
    bench.executor.work(30)
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(3)
    workers = [context.Process(target=answer, args=(tmp_path, way, numbers, gate)) for way in WHO]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=1400 if is_sweep else 120)
        assert worker.exitcode == 0
    bench.executor.work(30)
    figures = judged(bench, tmp_path, numbers)
    print(f"approvals from page, command line and mail at the same instant: {dict(figures)}")
    assert figures["one effect"] == figures["one took"] == figures["told the same"] == count
    assert bench.verify().bad is None
    bench.ledger.close()


def judged(bench: Asking, folder: Path, numbers: list[int]) -> Counter[str]:
    """How often there was one effect, one who took it, and how often the two others were told by whom."""
    figures: Counter[str] = Counter(rounds=len(numbers))
    said: dict[int, dict[str, tuple[bool, str]]] = {number: {} for number in numbers}
    for way in ("page", "command"):
        for number, took, words in json.loads((folder / f"{way}.json").read_text("utf-8")):
            said[number][way] = (took, words)
    effects = Counter(bench.performer.texts())
    for place, number in enumerate(numbers):
        ((_, took, words),) = bench.told(mark_of(number))
        said[number]["mail"] = (took, words)
        winners = [way for way, (won, _) in said[number].items() if won]
        figures["one effect"] += effects[f"effect {place}"] == 1 and bench.state(number) == "done"
        figures["one took"] += len(winners) == 1
        by = WHO[winners[0]].address
        losers = [words for way, (_, words) in said[number].items() if way not in winners]
        figures["told the same"] += all(words.startswith("Too late") and by in words for words in losers)
        figures[f"won by {winners[0]}"] += 1
    return figures
