"""Numbers without gaps: given with the yes, to nobody else, once; what came to nothing is void and stays in the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from officebot.core.numbering import Numbering, SeriesRule
from officebot.core.policy import Policy, Rule, Verdict
from officebot.core.text import NUMBER_TO_COME, quoted, say
from officebot.engine.deciding import approvals
from officebot.engine.ledger import mails, numbers
from officebot.engine.ledger.mails import Watermark
from officebot.engine.ledger.schema import actions
from officebot.engine.ledger.schema import numbers as table
from officebot.engine.record import views
from officebot.sdk import (
    Action,
    Failed,
    Filling,
    Job,
    MessageRef,
    NoteItem,
    Outcome,
    Performer,
    Prepared,
    Proposal,
    Retry,
    Unavailable,
    UserError,
)
from officebot.testing.clock import VirtualClock
from officebot.testing.performers import RecordingPerformer
from tests.engine.helpers import CLAIRE, INES, PAUL, Bench, acting, letter, note, together

N = NUMBER_TO_COME
TWO = Policy(rules=(Rule(then=Verdict.ASK, action="test.letter", approvals=2, number=1),))


def order(key: str, *more: Action, text: str = f"Order {N}", **others: Any) -> Proposal:
    """An order that a person is asked about."""
    title = say("Order {number} of {what}", number=N, what=key)
    return Proposal(
        key=key, title=title, actions=(letter(text, content=f"n° {N}"), *more), number_series="orders", **others
    )


def yes(bench: Bench, *ids: int, who: Any = PAUL, series: Numbering | None = None) -> list[approvals.Answer]:
    now = bench.clock.now()
    return [approvals.approve(bench.ledger, acting(who), one, None, now, series=series) for one in ids]


def register(bench: Bench) -> dict[str, tuple[int, str, str | None]]:
    """By number: the proposal, used or void, and what it came to."""
    with bench.ledger.reading() as tx:
        return {row.text: (row.proposal_id, row.state, row.because) for row in numbers.register(tx)}


def numbered(bench: Bench) -> list[int]:
    with bench.ledger.reading() as tx:
        return sorted(tx.execute(select(table.c.number)).scalars())


# ── given ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_yes_gives_the_next_number_and_it_stands_in_what_is_done_and_shown(bench: Bench) -> None:
    ids = bench.propose(order("a"), order("b"))
    assert [views.proposal(bench.ledger, one).title.render("en") for one in ids] == [
        "Order number given at approval of a", "Order number given at approval of b",
    ]  # fmt: skip
    yes(bench, ids[1], ids[0])
    bench.executor.work()
    assert register(bench) == {"BC-2026-0001": (ids[1], "used", None), "BC-2026-0002": (ids[0], "used", None)}
    done = [(one["text"], one["blobs"]["content"]) for one in bench.performer.effects()]
    assert sorted(done) == [("Order BC-2026-0001", "n° BC-2026-0001"), ("Order BC-2026-0002", "n° BC-2026-0002")]
    shown = views.proposal(bench.ledger, ids[1])
    assert shown.title.render("en") == "Order BC-2026-0001 of b"
    assert shown.actions[0].preview.render("en") == "Order BC-2026-0001"
    assert "number.given" in bench.journalled(f"proposal:{ids[0]}")


def test_what_was_approved_is_what_was_shown_whatever_the_number(bench: Bench) -> None:
    (one,) = bench.propose(order("a"))
    before = bench.hash(one)
    answer = approvals.approve(bench.ledger, acting(PAUL), one, before, bench.clock.now())
    assert answer.took
    assert bench.hash(one) == before


def test_where_policy_acts_the_number_is_given_as_the_proposal_is_stored(bench: Bench) -> None:
    made = Proposal(key="n", title=quoted("x"), actions=(note(f"kept under {N}"),), number_series="orders")
    (one,) = bench.propose(made)
    assert register(bench) == {"BC-2026-0001": (one, "used", None)}
    bench.executor.work()
    assert bench.performer.texts() == ["kept under BC-2026-0001"]


def test_of_two_yeses_the_second_gives_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path, policy=TWO)
    (one,) = bench.propose(order("a"))
    yes(bench, one)
    assert numbered(bench) == []
    yes(bench, one, who=PAUL)
    assert numbered(bench) == []
    yes(bench, one, who=INES)
    assert numbered(bench) == [1]


def test_who_is_late_or_says_no_takes_none(bench: Bench) -> None:
    rejected, late, replaced, kept = bench.propose(
        order("a"), order("b", expires_after=timedelta(hours=1)), order("c"), order("d")
    )
    approvals.reject(bench.ledger, acting(PAUL), rejected, "no", bench.clock.now())
    bench.wait(7200)
    (newer,) = bench.propose(order("c", text=f"other {N}"))
    answers = yes(bench, rejected, late, replaced)
    assert not any(answer.took for answer in answers)
    yes(bench, kept, newer)
    assert register(bench) == {"BC-2026-0001": (kept, "used", None), "BC-2026-0002": (newer, "used", None)}


def test_many_yeses_at_once_give_one_number(tmp_path: Path) -> None:
    benches = [Bench(tmp_path) for _ in range(6)]
    (one,) = benches[0].propose(order("a"))
    together(6, lambda place: yes(benches[place], one, who=[PAUL, CLAIRE, INES][place % 3]))
    assert numbered(benches[0]) == [1]


# ── what became of it ─────────────────────────────────────────────────────────────────────────────────────


def test_what_failed_or_was_taken_back_or_replaced_keeps_its_number_void(tmp_path: Path) -> None:
    def refuses(job: Job) -> Outcome | None:
        return Failed(say("Refused.")) if "fails" in getattr(job.action, "text", "") else None

    bench = Bench(tmp_path, performer=RecordingPerformer(tmp_path / "effects.jsonl", answer=refuses))
    failed, undone, withdrawn, replaced, done = bench.propose(
        order("a", text=f"fails {N}"), order("b"), order("c"), order("d"), order("e")
    )
    yes(bench, failed, undone, done)
    bench.executor.work()
    yes(bench, withdrawn, replaced)
    bench.undoer.undo(undone, acting(PAUL))
    bench.undoer.undo(withdrawn, acting(PAUL))
    (newer,) = bench.propose(order("d", text=f"other {N}"))
    yes(bench, newer)
    bench.executor.work()
    assert list(register(bench).values()) == [
        (failed, "void", "failed"), (undone, "void", "undone"), (done, "used", None), (withdrawn, "void", "undone"),
        (replaced, "void", "superseded"), (newer, "used", None),
    ]  # fmt: skip


def test_what_is_asked_once_more_keeps_its_number_and_gets_no_second_one(tmp_path: Path) -> None:
    def waits(job: Job) -> Outcome | None:
        return Retry(say("Away.")) if bench.clock.now() < away_until else None

    bench = Bench(tmp_path, performer=RecordingPerformer(tmp_path / "effects.jsonl", answer=waits))
    away_until = bench.clock.now() + timedelta(hours=80)
    one, other = bench.propose(order("a"), order("b"))
    yes(bench, one, other)
    bench.executor.work()
    bench.wait(73 * 3600)
    bench.executor.work()
    assert bench.state(one) == "waiting"
    assert views.proposal(bench.ledger, one).title.render("en") == "Order BC-2026-0001 of a"
    bench.wait(10 * 3600)
    yes(bench, one)
    bench.executor.work()
    assert bench.state(one) == "done"
    assert bench.performer.texts() == ["Order BC-2026-0001"]
    approvals.reject(bench.ledger, acting(PAUL), other, "too late", bench.clock.now())
    assert register(bench) == {"BC-2026-0001": (one, "used", None), "BC-2026-0002": (other, "void", "rejected")}


def test_what_the_guard_stops_keeps_the_number_that_policy_gave(bench: Bench) -> None:
    with bench.ledger.writing() as tx:
        mails.set_watermark(tx, "desk", "INBOX", Watermark(1, 1, 1, 3), bench.clock.now())
    ids = bench.propose(*(
        Proposal(key=f"n{n}", title=quoted(N), actions=(note(N, on=MessageRef("desk", "INBOX", 1, n, f"f{n}")),),
                 number_series="orders") for n in range(1, 4)
    ))  # fmt: skip
    bench.executor.work()
    assert {bench.state(one) for one in ids} == {"waiting"}
    yes(bench, *reversed(ids))
    bench.executor.work()
    assert [bench.state(one) for one in ids] == ["done"] * 3
    assert [row[0] for row in register(bench).values()] == ids


# ── years and series ──────────────────────────────────────────────────────────────────────────────────────


def test_each_year_begins_anew_at_the_office_s_midnight_and_each_series_has_its_own(tmp_path: Path) -> None:
    bench = Bench(tmp_path, clock=VirtualClock(datetime(2026, 12, 31, 22, 59, tzinfo=UTC)))
    series = Numbering(rules={"visits": SeriesRule(format="V{number:03}", start=40, is_yearly=False)})
    visits = [
        Proposal(key=f"v{n}", title=quoted("x"), actions=(letter(N),), number_series="visits") for n in range(2)
    ]
    ids = bench.propose(order("a"), order("b"), order("c"), *visits)
    yes(bench, ids[0], ids[3], series=series)
    bench.wait(60)
    yes(bench, ids[1], ids[4], ids[2], series=series)
    assert list(register(bench)) == ["BC-2026-0001", "BC-2027-0001", "BC-2027-0002", "V040", "V041"]


def test_a_start_that_is_changed_later_makes_neither_a_gap_nor_a_double(bench: Bench) -> None:
    ids = bench.propose(*(order(key) for key in "abc"))
    for one, start in zip(ids, (100, 1, 500), strict=True):
        rule = SeriesRule(format="BC-{year}-{number:04}", start=start)
        yes(bench, one, series=Numbering(rules={"orders": rule}))
    assert numbered(bench) == [100, 101, 102]


# ── filled in, once ───────────────────────────────────────────────────────────────────────────────────────


class Slow(RecordingPerformer):
    """Makes its bytes of the action's words; at first it cannot."""

    faults: list[BaseException]
    made = 0

    def prepare_with(self, action: Action, shown: Action, documents: Mapping[str, bytes]) -> Prepared:
        return Prepared(action=action, preview=quoted("x"), blobs={"content": getattr(shown, "text", "").encode()})

    def fill(self, action: Action, kept: Mapping[str, bytes], documents: Mapping[str, bytes]) -> Mapping[str, bytes]:
        if self.faults:
            raise self.faults.pop(0)
        self.made += 1
        return {"content": f"{getattr(action, 'text', '')} made {self.made}".encode()}


@pytest.mark.parametrize(
    "fault",
    [Unavailable("disk", say("Full.")), UserError(say("Hangs.")), RuntimeError("ours")],
    ids=lambda one: type(one).__name__,
)
def test_what_cannot_be_filled_in_now_waits_and_keeps_its_number(tmp_path: Path, fault: BaseException) -> None:
    performer = Slow(tmp_path / "effects.jsonl")
    performer.faults = [fault]
    assert isinstance(performer, Filling)
    bench = Bench(tmp_path, performer=performer)
    one, other = bench.propose(order("a"), order("b"))
    yes(bench, one, other)
    bench.executor.work()
    assert (bench.state(one), bench.state(other)) == ("approved", "done")
    assert views.proposal(bench.ledger, one).actions[0].problem is not None
    bench.wait(60)
    bench.executor.work()
    assert bench.state(one) == "done"
    assert bench.performer.texts() == ["Order BC-2026-0002", "Order BC-2026-0001"]


def test_it_is_filled_in_once_however_often_it_is_tried(tmp_path: Path) -> None:
    outcomes: list[Outcome] = [Retry(say("Away."))] * 3
    performer = Slow(tmp_path / "effects.jsonl", answer=lambda _: outcomes.pop() if outcomes else None)
    performer.faults = []
    bench = Bench(tmp_path, performer=performer)
    (one,) = bench.propose(order("a"))
    yes(bench, one)
    for _ in range(5):
        Bench(tmp_path, performer=performer, clock=bench.clock).executor.work()
        bench.wait(600)
    assert bench.state(one) == "done"
    assert [line["blobs"] for line in performer.effects()] == [{"content": "Order BC-2026-0001 made 1"}]
    assert bench.journalled(f"proposal:{one}").count("proposal.filled") == 1


def test_who_changes_what_was_filled_in_gets_nothing_done(tmp_path: Path) -> None:
    outcomes: list[Outcome] = [Retry(say("Away."))]
    bench = Bench(
        tmp_path,
        performer=RecordingPerformer(
            tmp_path / "effects.jsonl", answer=lambda _: outcomes.pop() if outcomes else None
        ),
    )
    (one,) = bench.propose(order("a"))
    yes(bench, one)
    bench.executor.work()
    with bench.ledger.writing() as tx:
        (row,) = tx.execute(select(actions)).all()
        changed = {**row.filled, "params": {**row.filled["params"], "text": "Order 999 for me"}}
        tx.execute(update(actions).values(filled=changed))
    bench.wait(600)
    bench.executor.work()
    assert bench.state(one) == "failed"
    assert bench.performer.texts() == []
    assert register(bench) == {"BC-2026-0001": (one, "void", "failed")}
    assert "incident.changed" in bench.journalled()


def test_items_and_their_keys_hold_the_number_and_are_taken_back_with_it(bench: Bench) -> None:
    item = NoteItem(item_kind="order", key=f"order:{N}", title=f"{N} is awaited", source={"number": N})
    (one,) = bench.propose(order("a", item))
    yes(bench, one)
    bench.executor.work()
    assert [(each.key, each.title, each.source["number"]) for each in bench.office.items("order")] == [
        ("order:BC-2026-0001", "BC-2026-0001 is awaited", "BC-2026-0001")
    ]
    bench.undoer.undo(one, acting(PAUL))
    assert bench.office.items("order") == []


# ── the placeholder ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("place", ["title", "reason", "text", "key"])
def test_the_placeholder_is_refused_where_no_number_is_to_come(bench: Bench, place: str) -> None:
    words = {one: f"x {N if one == place else ''}" for one in ("title", "reason", "text", "key")}
    made = Proposal(
        key=words["key"],
        title=quoted(words["title"]),
        actions=(letter(words["text"]),),
        reason=quoted(words["reason"]),
    )
    with pytest.raises(UserError, match="sign that stands for a number"):
        bench.propose(made)


@pytest.mark.parametrize("series", ["Orders", "../orders", "orders 1", "o" * 41])
def test_a_series_has_a_plain_name(bench: Bench, series: str) -> None:
    with pytest.raises(UserError, match="not a name for a series"):
        bench.propose(Proposal(key="a", title=quoted("x"), actions=(letter("x"),), number_series=series))


def test_a_performer_needs_not_know_of_numbers(bench: Bench) -> None:
    known: Performer = bench.performer
    assert not isinstance(known, Filling)
