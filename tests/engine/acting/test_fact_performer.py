"""What duties remember for themselves: under their own name, once, and given back when it is taken back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.problems import UserError
from officebot.engine.acting.fact_performer import FactPerformer, owned
from officebot.sdk import Action, Done, Failed, Forget, Job, NotDone, NoteItem, Remember
from tests.engine.helpers import CLAIRE, Bench, acting, proposal


def remembered(bench: Bench, duty: str = "tests") -> dict[str, Any]:
    return dict(bench.office.all_remembered(duty))


def done(bench: Bench, *actions: Action, key: str = "p", by: str = "tests") -> int:
    (number,) = bench.propose(proposal(key, *actions), by=by)
    bench.executor.work()
    assert bench.state(number) == "done"
    return number


def test_a_duty_reads_back_what_it_remembered_and_nobody_elses(bench: Bench) -> None:
    done(bench, Remember(key="prices", value={"felt": "1.20"}))
    assert bench.office.remembered("tests", "prices") == {"felt": "1.20"}
    assert bench.office.remembered("tests", "other") is None
    assert bench.office.remembered("another", "prices") is None
    assert remembered(bench) == {"prices": {"felt": "1.20"}}


def test_a_duty_that_names_another_remembers_under_its_own_name(bench: Bench) -> None:
    done(bench, Remember(key="k", value=1), key="one", by="victim")
    done(
        bench, Remember(key="k", value=666, duty="victim"), Forget(key="k2", duty="victim"), key="two", by="stranger"
    )
    assert remembered(bench, "victim") == {"k": 1}
    assert remembered(bench, "stranger") == {"k": 666}


def test_no_duty_reaches_officebots_own_memory(bench: Bench) -> None:
    done(bench, Remember(key="k", value=1), by="officebot facts")
    assert bench.office.remembered("officebot facts", "k") == 1
    with bench.ledger.reading() as tx:
        from officebot.engine.ledger import marks

        assert marks.fact(tx, "officebot facts", "k") is None


def test_what_was_remembered_is_given_back(bench: Bench) -> None:
    done(bench, Remember(key="k", value="old"), key="one")
    number = done(bench, Remember(key="k", value="new"), Remember(key="fresh", value=[1]), key="two")
    assert remembered(bench) == {"fresh": [1], "k": "new"}
    assert bench.undoer.undo(number, acting(CLAIRE))[0] == "undone"
    assert remembered(bench) == {"k": "old"}


def test_what_was_forgotten_is_given_back(bench: Bench) -> None:
    done(bench, Remember(key="k", value="old"), key="one")
    number = done(bench, Forget(key="k"), key="two")
    assert remembered(bench) == {}
    bench.undoer.undo(number, acting(CLAIRE))
    assert remembered(bench) == {"k": "old"}


def test_what_was_changed_since_is_left_as_it_is(bench: Bench) -> None:
    number = done(bench, Remember(key="k", value="one"), key="one")
    done(bench, Remember(key="k", value="two"), key="two")
    assert bench.undoer.undo(number, acting(CLAIRE))[0] != "undone"
    assert remembered(bench) == {"k": "two"}


def job(action: Action, key: str = "j") -> Job:
    return Job(id=1, key=key, action=action)


def test_doing_it_twice_leaves_what_stood_there_first(bench: Bench) -> None:
    performer = FactPerformer(bench.ledger)
    performer.perform([job(Remember(key="k", value="before", duty="d"), "earlier")])
    asked = job(Remember(key="k", value="after", duty="d"))
    assert performer.was_done(asked) == NotDone()
    first = performer.perform([asked])
    assert performer.perform([asked]) == first == [Done({"before": "before"})]
    assert performer.was_done(asked) == Done({"before": "before"})
    taken = Job(id=1, key="j", action=asked.action, receipt={"before": "before"})
    assert performer.undo([taken]) == performer.undo([taken]) == [Done()]
    assert bench.office.remembered("d", "k") == "before"


class _Killed(BaseException):
    """The process ends here."""


def test_a_crash_after_writing_is_no_second_writing(bench: Bench) -> None:
    done(bench, Remember(key="k", value="old"), key="one")
    (number,) = bench.propose(proposal("two", Remember(key="k", value="new")))
    performer: Any = bench.performers.of("fact.remember")

    def dies(jobs: Any) -> Any:
        type(performer).perform(performer, jobs)
        raise _Killed

    performer.perform = dies
    with pytest.raises(_Killed):
        bench.executor.work()
    del performer.perform
    Bench(bench.folder).executor.work()
    assert (bench.state(number), remembered(bench)) == ("done", {"k": "new"})
    bench.undoer.undo(number, acting(CLAIRE))
    assert remembered(bench) == {"k": "old"}


@pytest.mark.parametrize(
    "action",
    [
        pytest.param(Remember(key="", value=1), id="no key"),
        pytest.param(Remember(key="k" * 301, value=1), id="a long key"),
        pytest.param(Remember(key="k", value="x" * 100_001), id="too much"),
        pytest.param(Forget(key=""), id="nothing to forget"),
    ],
)
def test_what_cannot_be_remembered_is_said_before_anybody_is_asked(bench: Bench, action: Action) -> None:
    with pytest.raises(UserError):
        bench.propose(proposal("p", action))


def test_a_preview_is_one_short_line_whatever_is_remembered(bench: Bench) -> None:
    prepared = FactPerformer(bench.ledger).prepare(Remember(key="k", value={"a": "x\n\u202e" * 500}))
    assert len(prepared.preview.render("fr")) < 160
    assert "\n" not in str(prepared.preview)


@settings(max_examples=25)
@given(st.text(max_size=20))
def test_only_memory_is_given_a_name(duty: str) -> None:
    bundle = proposal("p", NoteItem(item_kind="k", key="k", title="t"), Remember(key="k", value=1, duty="x"))
    note, memory = owned(bundle, duty).actions
    assert note == bundle.actions[0]
    assert memory == Remember(key="k", value=1, duty=duty)


def test_a_second_undo_of_what_became_something_else_says_so(bench: Bench) -> None:
    performer = FactPerformer(bench.ledger)
    performer.perform([job(Remember(key="k", value=1, duty="d"))])
    performer.perform([job(Remember(key="k", value=2, duty="d"), "later")])
    (outcome,) = performer.undo([job(Remember(key="k", value=1, duty="d"))])
    assert isinstance(outcome, Failed)
