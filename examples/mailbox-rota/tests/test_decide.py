"""What the duty decides. A decision is pure: facts in, proposals out, so no office is needed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from officebot.sdk import CloseItem, NoteItem

from facts import ANN, MAX, MONDAY, OFFICE, ZOE, mail, note, of, rota, written
from mailbox_rota.duty import Facts, decide
from mailbox_rota.recognise import recognise
from mailbox_rota.settings import Settings


def owners(facts: Facts) -> list[str]:
    """Who answers what is shared out or handed over, in order."""
    return [one.owner for two in decide(facts, Settings()) for one in two.actions if isinstance(one, NoteItem)]


def closed(facts: Facts) -> int:
    """How many mails are answered."""
    return sum(isinstance(one, CloseItem) for two in decide(facts, Settings()) for one in two.actions)


def test_mails_are_shared_out_evenly_among_those_on_duty() -> None:
    assert owners(of(mail(1), mail(2), mail(3))) == [ANN, MAX, ANN]


def test_what_somebody_has_already_counts() -> None:
    assert owners(of(mail(3), mail(4), notes=[note(1, ANN), note(2, ANN)])) == [MAX, MAX]


def test_a_day_that_is_named_counts_more_than_its_weekday() -> None:
    assert owners(of(mail(1), now=MONDAY + timedelta(days=1))) == [ZOE]
    assert owners(of(mail(1), now=MONDAY + timedelta(days=8))) == [ANN]


def test_who_is_absent_gets_nothing_from_the_first_to_the_last_day() -> None:
    away = rota(["Ann Assistant", date(2026, 11, 23), date(2026, 11, 30)])
    assert owners(of(mail(1), book=away)) == [MAX]
    assert owners(of(mail(1), book=away, now=MONDAY + timedelta(days=7))) == [MAX]
    assert owners(of(mail(1), book=rota(["Ann Assistant", "2026-11-20", "2026-11-22"]))) == [ANN]


def test_where_all_on_duty_are_absent_another_one_of_the_rota_steps_in() -> None:
    away = rota(["Ann Assistant", date(2026, 11, 23), None], ["Max Manager", date(2026, 11, 23), None])
    assert owners(of(mail(1), book=away)) == [ZOE]


def test_what_came_on_a_sunday_is_mondays() -> None:
    sunday = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    (proposal,) = decide(of(mail(1), now=sunday), Settings())
    (made,) = [one for one in proposal.actions if isinstance(one, NoteItem)]
    assert made.owner == ANN
    assert made.due is not None
    assert made.due.date() == date(2026, 11, 24)


def test_what_the_absent_have_is_handed_over_and_the_rest_stays() -> None:
    away = rota(["Ann Assistant", date(2026, 11, 23), None])
    facts = of(notes=[note(1, ANN), note(2, MAX)], book=away)
    assert owners(facts) == [MAX]
    (over,) = decide(facts, Settings())
    assert over.title.render("fr") == "« Question 1 » : passé à Max Manager"
    assert not owners(of(notes=[note(1, ANN)]))


def test_an_answer_closes_the_mail() -> None:
    facts = of(notes=[note(1, ANN), note(2, ANN)], sent=[mail(9, in_reply_to="<1@client.example>")])
    assert closed(facts) == 1
    assert closed(of(notes=[note(1, ANN)], sent=[mail(9)])) == 0


def test_a_mail_that_is_shared_out_is_not_shared_out_again() -> None:
    assert not owners(of(mail(1), notes=[note(1, ANN)]))


def test_machines_are_answered_by_nobody() -> None:
    assert not owners(of(mail(1, sender="no-reply@client.example")))


@pytest.mark.parametrize(
    ("kind", "count"), [("newsletter", 0), ("automatic", 0), ("fraud", 0), ("question", 1), ("", 1)]
)
def test_what_went_to_many_or_means_harm_is_answered_by_nobody(kind: str, count: int) -> None:
    assert len(owners(of(mail(1, kind=kind)))) == count


def test_nobody_is_told_how_much_somebody_has() -> None:
    (proposal,) = decide(of(mail(9), notes=[note(1, ANN), note(2, ANN), note(3, ANN)]), Settings())
    assert proposal.title.render("en") == "“Question 9” is answered by Max Manager"
    assert "3" not in "".join([proposal.reason.render("en"), *(one.what.render("en") for one in proposal.reasons)])


def test_without_a_rota_nothing_is_shared_out() -> None:
    from officebot.testing.books import book

    assert not owners(of(mail(1), book=book("rota", {"Rota": [["Remark", "None"], ["x", "y"]]})))


def test_the_same_mail_has_the_same_key_and_another_one_another() -> None:
    keys = [next(iter(decide(of(mail(number)), Settings()))).key for number in (1, 2, 1)]
    assert keys[0] == keys[2] != keys[1]


@pytest.mark.parametrize(
    "words", ["{person} {0} {", "\u202egpj.exe\x1b[2J", "=HYPERLINK(1)", "../../x", "x" * 50_000]
)
def test_a_hostile_subject_is_shown_as_words_and_nothing_else(words: str) -> None:
    (proposal,) = decide(of(mail(1, f"Question {words}")), Settings())
    shown = proposal.title.render("en")
    assert shown.isprintable()
    assert len(shown) < 300
    assert "Question" in shown


@pytest.mark.parametrize(
    ("answers", "account", "count"),
    [("<1@client.example>", "desk", 1), ("", "desk", 0), ("<1@client.example>", "other", 0)],
)
def test_only_an_answer_from_the_shared_mailbox_is_recognised(answers: str, account: str, count: int) -> None:
    assert len(list(recognise(written(answers, account), OFFICE, Settings(), MONDAY))) == count
