"""How a contribution goes on: reminders on the right working days, none to whoever answered, nothing that came is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from officebot.core.gathering.asking import read_ask, read_asks
from officebot.core.gathering.following import (
    Heard,
    Plan,
    after_absence,
    after_ours,
    after_return,
    after_theirs,
    is_reminder_due,
    is_to_call,
    next_reminder,
)
from officebot.core.gathering.model import OPEN_STAGES, Ask, Contribution, Gathering, Stage, mark_in
from officebot.core.gathering.page import count_of, data_of, page_of, state_of, summary_of
from officebot.core.gathering.reading import Said, Word
from officebot.core.problems import UserError
from officebot.core.worktime import WorkingTime

WORKING = WorkingTime()
PLAN = Plan()
#: Friday; the week before holds the 11th of November, a holiday.
DUE = date(2026, 11, 20)
ASKED = after_ours(
    Contribution(gathering="rapport", address="ines@client.example", title="Rapport", ask=Ask(what="les ventes"), due=DUE),
    "<one@x>", date(2026, 11, 9),
)  # fmt: skip


def heard(
    word: Word, day: date, mark: str = "m", promised_by: date | None = None, values: Mapping[str, str] | None = None
) -> Heard:
    said = Said(word=word, quote="words", promised_by=promised_by, values=values or {})
    return Heard(mark=mark, at=datetime.combine(day, time(10), tzinfo=UTC), sender="ines@client.example", said=said)


def reminded(one: Contribution, day: date) -> Contribution:
    return after_ours(one, f"<{day}@x>", day, one.sent[0])


def test_the_first_reminder_comes_ahead_of_the_day_and_the_others_after_it() -> None:
    assert next_reminder(ASKED, PLAN, WORKING) == date(2026, 11, 18)
    first = reminded(ASKED, date(2026, 11, 18))
    assert (first.reminders, next_reminder(first, PLAN, WORKING)) == (1, date(2026, 11, 23))
    second = reminded(first, date(2026, 11, 23))
    assert next_reminder(second, PLAN, WORKING) == date(2026, 11, 25)
    third = reminded(second, date(2026, 11, 25))
    assert is_to_call(third, date(2026, 11, 27), PLAN, WORKING)
    assert not is_reminder_due(third, date(2026, 11, 27), PLAN, WORKING)


def test_reminders_step_over_weekends_and_holidays() -> None:
    early = replace(ASKED, due=date(2026, 11, 12), last=date(2026, 11, 5), asked_on=date(2026, 11, 5))
    assert next_reminder(early, PLAN, WORKING) == date(2026, 11, 9)
    late = replace(early, due=date(2026, 11, 10), last=date(2026, 11, 10))
    assert next_reminder(late, PLAN, WORKING) == date(2026, 11, 12)


def test_who_is_asked_shortly_before_the_day_is_not_reminded_before_it() -> None:
    eve = replace(ASKED, last=date(2026, 11, 17))
    assert next_reminder(eve, PLAN, WORKING) == date(2026, 11, 18)
    short = replace(ASKED, last=date(2026, 11, 18))
    assert next_reminder(short, PLAN, WORKING) == date(2026, 11, 23)


def test_a_promise_puts_the_reminder_off_and_is_no_contribution() -> None:
    one = after_theirs(ASKED, heard(Word.PROMISE, date(2026, 11, 10), promised_by=date(2026, 11, 24)), PLAN, WORKING)
    assert one.stage is Stage.PROMISED
    assert next_reminder(one, PLAN, WORKING) == date(2026, 11, 25)
    again = reminded(one, date(2026, 11, 25))
    assert (again.stage, again.promised_by) == (Stage.ASKED, None)


def test_a_contribution_ends_the_reminders_and_nothing_that_follows_undoes_it() -> None:
    one = after_theirs(ASKED, heard(Word.CONTRIBUTION, date(2026, 11, 10), "a"), PLAN, WORKING)
    assert next_reminder(one, PLAN, WORKING) is None
    for number, word in enumerate(Word):
        later = after_theirs(one, heard(word, date(2026, 11, 12), f"b{number}"), PLAN, WORKING)
        assert later.is_here
        assert len(later.answers) == (2 if word is Word.CONTRIBUTION else 1)


def test_a_question_waits_for_our_answer_which_is_no_reminder() -> None:
    one = after_theirs(ASKED, heard(Word.QUESTION, date(2026, 11, 10)), PLAN, WORKING)
    assert next_reminder(one, PLAN, WORKING) is None
    answered = after_ours(one, "<two@x>", date(2026, 11, 12), "<theirs@y>")
    assert (answered.stage, answered.reminders) == (Stage.ASKED, 0)


def test_an_absence_waits_for_the_return_and_a_lost_request_for_nothing() -> None:
    at = datetime(2026, 11, 10, 9, tzinfo=UTC)
    away = after_absence(ASKED, "m", at, date(2026, 11, 23), WORKING)
    assert (away.stage, next_reminder(away, PLAN, WORKING)) == (Stage.AWAY, date(2026, 11, 24))
    lost = after_return(ASKED, "m", at, WORKING)
    assert (lost.stage, next_reminder(lost, PLAN, WORKING)) == (Stage.UNREACHABLE, None)


def test_the_same_mail_twice_changes_nothing_more() -> None:
    mail = heard(Word.CONTRIBUTION, date(2026, 11, 10))
    once = after_theirs(ASKED, mail, PLAN, WORKING)
    assert after_theirs(once, mail, PLAN, WORKING) == once
    assert after_ours(ASKED, "<one@x>", date(2026, 11, 12)) == ASKED


def test_asks_are_read_as_they_are_written() -> None:
    address, ask = read_ask("Marie@Office.example=les ventes [effectif, budget prévu] (xlsx, pdf)")
    assert (address, ask) == ("marie@office.example", Ask(what="les ventes", fields=("effectif", "budget prévu"),
                                                          files=("xlsx", "pdf")))  # fmt: skip
    assert read_ask("a@b.example=the figures (as agreed)")[1].files == ()
    assert read_ask("a@b.example=le tableau (Excel)")[1].files == ("xlsx",)
    decomposed = "a@b.example=le bilan (Pre\u0301sentation)"
    for written in (
        "a@b.example=le bilan (présentation)",
        decomposed,
        "a@b.example=le bilan (PRÉSENTATION ou PowerPoint)",
    ):
        assert read_ask(written)[1] == Ask(what="le bilan", files=("pptx",))
    assert read_ask("a@b.example=le bilan (présenté en juin)")[1] == Ask(what="le bilan (présenté en juin)")
    for wrong in ("marie", "=x", "a@b.example=", "a b@c.example=x"):
        with pytest.raises(UserError):
            read_ask(wrong)
    with pytest.raises(UserError, match="twice"):
        read_asks(["a@b.example=x", "A@b.example=y"])


def test_the_mark_is_found_in_whatever_becomes_of_the_subject() -> None:
    assert mark_in(f"TR: Re: Rapport : votre contribution {ASKED.mark.lower()} urgent") == ASKED.mark
    assert mark_in("[C-123] rapport") == ""


def test_the_page_and_the_data_say_what_is_here_and_what_is_missing() -> None:
    gathering = Gathering(name="rapport", title="Rapport", due=DUE)
    fields = replace(ASKED, address="b@x.example", ask=Ask(fields=("effectif", "budget")))
    here = after_theirs(
        fields, heard(Word.CONTRIBUTION, date(2026, 11, 10), values={"effectif": "12"}), PLAN, WORKING
    )
    both = [ASKED, here]
    count = count_of(both, DUE + timedelta(days=3))
    assert (count.asked, count.here, count.missing, count.late) == (2, 1, 1, 1)
    assert count_of(both, DUE).late == 0
    page = page_of(gathering, both, DUE, "Bureau", "fr", WORKING)
    assert [row["is_here"] for row in page["people"]] == [False, True]
    assert "manque encore\u00a0: budget" in page["people"][1]["notes"]
    assert data_of(gathering, both)["effectif"] == "12"
    shared = replace(here, address="c@x.example", name="Chloé")
    assert data_of(gathering, [here, shared])["effectif"] == [{"from": "b@x.example", "value": "12"},
                                                             {"from": "Chloé", "value": "12"}]  # fmt: skip
    assert "due today" in summary_of(gathering, both, DUE).render("en")
    assert "late" in summary_of(gathering, both, DUE + timedelta(days=1)).render("en")
    assert all(state_of(replace(ASKED, stage=stage), DUE).render("fr") for stage in Stage)


class Life(RuleBasedStateMachine):
    """A contribution through any order of mails and mornings."""

    def __init__(self) -> None:
        super().__init__()
        self.one = Contribution(gathering="g", address="a@x.example", title="G", ask=Ask(what="x"), due=DUE)
        self.today = date(2026, 11, 5)
        self.number = 0
        self.sent_on: list[date] = []

    def _mark(self) -> str:
        self.number += 1
        return f"m{self.number}"

    @precondition(lambda self: self.one.asked_on is None)
    @rule()
    def is_asked(self) -> None:
        self.one = after_ours(self.one, f"<{self._mark()}>", self.today)

    @rule(days=st.integers(1, 4))
    def morning(self, days: int) -> None:
        for _ in range(days):
            self.today += timedelta(days=1)
            if WORKING.is_working_day(self.today) and is_reminder_due(self.one, self.today, PLAN, WORKING):
                assert self.one.stage in OPEN_STAGES
                assert not self.one.answers
                before = self.one.reminders
                self.one = after_ours(self.one, f"<{self._mark()}>", self.today, self.one.sent[0])
                assert self.one.reminders == before + 1
                assert self.today not in self.sent_on
                self.sent_on.append(self.today)

    @rule(word=st.sampled_from(Word), days=st.integers(0, 9) | st.none())
    def is_heard(self, word: Word, days: int | None) -> None:
        until = self.today + timedelta(days=days) if days is not None else None
        before = len(self.one.answers)
        self.one = after_theirs(self.one, heard(word, self.today, self._mark(), promised_by=until), PLAN, WORKING)
        assert len(self.one.answers) == before + (word is Word.CONTRIBUTION)
        if (
            word is Word.PROMISE
            and until is not None
            and self.one.stage is Stage.PROMISED
            and self.one.last is not None
        ):
            due = next_reminder(self.one, PLAN, WORKING)
            assert due is not None
            assert due > until

    @rule(days=st.integers(-3, 20) | st.none())
    def is_away(self, days: int | None) -> None:
        back = self.today + timedelta(days=days) if days is not None else None
        at = datetime.combine(self.today, time(10), tzinfo=UTC)
        self.one = after_absence(self.one, self._mark(), at, back, WORKING)

    @rule()
    def comes_back(self) -> None:
        self.one = after_return(self.one, self._mark(), datetime.combine(self.today, time(10), tzinfo=UTC), WORKING)

    @rule()
    def is_written_to(self) -> None:
        self.one = after_ours(self.one, f"<{self._mark()}>", self.today, "<theirs>")

    @invariant()
    def holds(self) -> None:
        one = self.one
        assert Contribution.from_json(one.to_json()) == one
        assert one.reminders <= PLAN.most
        assert bool(one.answers) == (one.stage is Stage.ANSWERED)
        if one.stage not in OPEN_STAGES:
            assert next_reminder(one, PLAN, WORKING) is None
        day = next_reminder(one, PLAN, WORKING)
        assert day is None or (one.last is not None and day > one.last and WORKING.is_working_day(day))


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestLife = Life.TestCase
