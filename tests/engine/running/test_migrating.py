"""What a duty remembered follows its code: once, whole or not at all, whatever happens in between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from officebot.core.problems import UserError
from officebot.engine.ledger import items, marks
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.migrating import Stored, migrated, stepped
from officebot.sdk import CloseItem, Migration, NoteItem, Remember, Trigger
from tests.engine.helpers import MONDAY, Bench, duty, proposal, together


def in_cents(key: str, value: Any) -> Any:
    """The step of these tests: prices become cents, what was provisional is forgotten."""
    if key.startswith("provisional"):
        return None
    return {**value, "cents": int(float(value["price"]) * 100)}


def with_room(kind: str, source: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**source, "room": source.get("place", "")} if kind == "visit" else source


CENTS = Migration(fact=in_cents, source=with_room)
NAMED = Migration(fact=lambda key, value: {**value, "key": key})


def versioned(*steps: Migration, **more: Any) -> EnabledDuty:
    return duty("prices", "mon-fri 08:00", migrations=steps, **more)


@pytest.fixture
def kept(bench: Bench) -> Bench:
    """An office in which the first version of the duty remembered, and noted, some things; and so did another duty."""
    bench.propose(
        proposal(
            "first", Remember(key="felt", value={"price": "1.25"}), Remember(key="provisional", value=3),
            NoteItem(item_kind="visit", key="v1", title="A visit", source={"place": "Jaune"}),
            NoteItem(item_kind="visit", key="v2", title="Another", source={}),
            CloseItem(item_kind="visit", key="v2"),
        ),
        by="prices",
    )  # fmt: skip
    bench.propose(
        proposal("other", Remember(key="felt", value="mine"), NoteItem(item_kind="visit", key="v3", title="Mine")),
        by="another",
    )
    bench.executor.work()
    return bench


def stored(bench: Bench) -> tuple[dict[str, Any], dict[str, Any]]:
    with bench.ledger.reading() as tx:
        sources = {key: found.source for key in ("v1", "v2", "v3") if (found := items.one(tx, "visit", key))}
        return marks.facts_of(tx, marks.namespace_of("prices")), sources


def brought(bench: Bench, one: EnabledDuty) -> EnabledDuty:
    return migrated(bench.ledger, {one.name: one}, MONDAY)[one.name]


def test_facts_and_items_of_the_duty_follow_and_nobody_elses(kept: Bench) -> None:
    assert brought(kept, versioned(CENTS)).held is None
    assert stored(kept) == (
        {"felt": {"price": "1.25", "cents": 125}},
        {"v1": {"place": "Jaune", "room": "Jaune"}, "v2": {"room": ""}, "v3": {}},
    )
    assert kept.office.remembered("another", "felt") == "mine"
    assert kept.journalled("duty:prices") == ["duty.migrated"]


def test_it_happens_once(kept: Bench) -> None:
    brought(kept, versioned(CENTS))
    after = stored(kept)
    brought(kept, versioned(CENTS))
    assert stored(kept) == after
    assert kept.journalled("duty:prices") == ["duty.migrated"]


def test_only_the_steps_that_are_new_are_taken(kept: Bench) -> None:
    brought(kept, versioned(CENTS))
    brought(kept, versioned(CENTS, NAMED))
    assert stored(kept)[0] == {"felt": {"price": "1.25", "cents": 125, "key": "felt"}}


def test_several_steps_at_once_come_to_the_same(kept: Bench) -> None:
    brought(kept, versioned(CENTS, NAMED))
    assert stored(kept)[0] == {"felt": {"price": "1.25", "cents": 125, "key": "felt"}}


def test_a_duty_that_has_only_just_come_begins_at_its_version(bench: Bench) -> None:
    assert brought(bench, versioned(CENTS)).held is None
    bench.propose(proposal("first", Remember(key="felt", value={"cents": 125})), by="prices")
    bench.executor.work()
    assert brought(bench, versioned(CENTS)).held is None
    assert stored(bench)[0] == {"felt": {"cents": 125}}
    assert bench.journalled("duty:prices") == []


def raising(key: str, value: Any) -> Any:
    raise KeyError(key)


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(Migration(fact=raising), id="raises"),
        pytest.param(Migration(fact=lambda _key, _value: object()), id="gives what is no JSON"),
        pytest.param(Migration(source=lambda _kind, _source: ["a list"]), id="gives a source that is no object"),
        pytest.param(Migration(fact=lambda _key, value: value.clear() or value["x"]), id="changes what it was given"),
        pytest.param(Migration(fact=lambda _key, _value: exit(1)), id="ends the process"),
    ],
)
def test_a_step_that_fails_leaves_all_as_it_was_and_the_duty_does_not_run(kept: Bench, bad: Migration) -> None:
    before = stored(kept)
    held = brought(kept, versioned(CENTS, bad))
    assert stored(kept) == before
    assert "could not be brought to its new version" in str(held.held)
    with pytest.raises(UserError, match="could not be brought"):
        held.propose(kept.office, Trigger(kind="manual", key="k", due=MONDAY, now=MONDAY))
    assert brought(kept, versioned(CENTS)).held is None


def test_the_run_of_a_held_duty_fails_with_the_sentence(bench: Bench) -> None:
    with bench.ledger.writing() as tx:
        marks.put_fact(tx, "officebot versions", "prices", 3)
    again = Bench(bench.folder, duties=[brought(bench, versioned(CENTS))])
    again.runner.fire("prices", "manual", "k")
    (ran,) = again.runner.work()
    assert (ran.state, "written by a newer version" in str(ran.problem)) == ("failed", True)


def test_a_held_duty_says_of_no_mail_what_it_is_and_takes_none(bench: Bench) -> None:
    with bench.ledger.writing() as tx:
        marks.put_fact(tx, "officebot versions", "prices", 1)
    held = brought(bench, duty("prices", "mail", recogniser=lambda *_: 1 / 0, sent_recogniser=lambda *_: 1 / 0))
    assert held.held is not None
    nothing: Any = None
    assert held.recognise(nothing, bench.facts, MONDAY) == held.recognise_sent(nothing, bench.facts, MONDAY) == []
    assert not held.takes_mail
    assert not held.wants([])


class _Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("moment", ["before it is committed", "after"])
def test_a_kill_in_between_leaves_all_or_nothing(kept: Bench, moment: str) -> None:
    before = stored(kept)
    writing = kept.ledger.writing
    ledger: Any = kept.ledger

    class Dying:
        def __enter__(self) -> Any:
            self.inner = writing()
            return self.inner.__enter__()

        def __exit__(self, *fault: Any) -> None:
            if moment == "after":
                self.inner.__exit__(*fault)
            else:
                self.inner.__exit__(_Killed, _Killed(), None)
            raise _Killed

    ledger.writing = Dying
    with pytest.raises(_Killed):
        brought(kept, versioned(CENTS))
    del ledger.writing
    assert (stored(kept) == before) is (moment != "after")
    brought(kept, versioned(CENTS))
    assert stored(kept)[0] == {"felt": {"price": "1.25", "cents": 125}}
    assert kept.journalled("duty:prices") == ["duty.migrated"]


def test_what_is_written_meanwhile_is_taken_along(kept: Bench) -> None:
    asked = []

    def slow(key: str, value: Any) -> Any:
        if not asked:
            asked.append(key)
            with kept.ledger.writing() as tx:
                marks.put_fact(tx, marks.namespace_of("prices"), "late", {"price": "2.00"})
        return in_cents(key, value)

    assert brought(kept, versioned(Migration(fact=slow))).held is None
    assert stored(kept)[0]["late"] == {"price": "2.00", "cents": 200}


def test_of_two_that_start_at_once_one_brings_it(kept: Bench) -> None:
    assert all(one.held is None for one in together(2, lambda _: brought(kept, versioned(CENTS))))
    assert kept.journalled("duty:prices") == ["duty.migrated"]
    assert stored(kept)[0] == {"felt": {"price": "1.25", "cents": 125}}


def test_steps_are_pure_functions_of_what_was_stored() -> None:
    facts = {"felt": {"price": "1.00"}}
    assert stepped(Stored(facts=facts), ()) == Stored(facts=facts)
    assert stepped(Stored(facts=facts), (CENTS,)).facts == {"felt": {"price": "1.00", "cents": 100}}
    assert facts == {"felt": {"price": "1.00"}}
