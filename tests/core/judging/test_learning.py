"""What corrections teach, how long, and how they are forgotten."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.judging.learning import (
    Correction,
    Learned,
    correction_of,
    forget,
    learn,
    list_id_of,
    subject_key,
)
from officebot.core.mail import Address, Mail, MessageRef, Proof

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def mail(subject: str = "Carnets", sender: str = "a.petit@atelier.example", **values: Any) -> Mail:
    return Mail(
        ref=MessageRef("desk", "INBOX", 7, 1, "f1"),
        subject=subject,
        sender=Address("", sender),
        date=NOW,
        received=NOW,
        **values,
    )


def said(learned: Learned, about: Mail, kind: str = "request", urgency: str = "week") -> dict[str, Any]:
    return {one.field: one.value for one in learned.about(about, NOW, kind, urgency)}


def test_one_correction_changes_the_next_mail_of_this_sender_at_once() -> None:
    learned = learn([correction_of(mail(), NOW, kind="order", urgency="today")])
    assert said(learned, mail("Une autre affaire")) == {"kind": "order", "urgency": "today"}


def test_others_of_the_domain_need_more_than_one_correction() -> None:
    other = mail("Autre chose", "b.roux@atelier.example")
    once = correction_of(mail(), NOW, kind="order")
    assert said(learn([once]), other) == {}
    assert said(learn([once, once]), other) == {"kind": "order"}


def test_a_correction_says_nothing_about_everybody_at_a_public_provider() -> None:
    many = [correction_of(mail(sender=f"n{number}@gmail.com"), NOW, kind="order") for number in range(9)]
    assert said(learn(many), mail(sender="autre@gmail.com")) == {}


def test_a_list_is_learned_by_its_id_whoever_writes() -> None:
    headers = {"list-id": "Nouvelles <News.Atelier.example>"}
    learned = learn([correction_of(mail(headers=headers), NOW, kind="information", act=True)])
    told = said(learned, mail("Autre", "x@elsewhere.example", headers=headers))
    assert told == {"kind": "information", "act": True}
    assert list_id_of(mail(headers={"list-id": "news.atelier.example"})) == "news.atelier.example"


def test_what_is_judged_otherwise_than_the_corrected_mail_is_left_alone() -> None:
    learned = learn([correction_of(mail(), NOW, urgency="none", judged_kind="order", judged_urgency="week")])
    assert said(learned, mail(), "order", "week") == {"urgency": "none"}
    assert said(learned, mail(), "incident", "now") == {}


def test_the_last_word_counts_where_somebody_changed_their_mind() -> None:
    first = correction_of(mail(), NOW - timedelta(days=2), kind="order")
    second = correction_of(mail(), NOW - timedelta(days=1), kind="invoice")
    assert said(learn([second, first]), mail()) == {"kind": "invoice"}


@pytest.mark.parametrize(
    ("days", "is_known"), [pytest.param(100, True, id="a quarter"), pytest.param(400, False, id="over a year")]
)
def test_an_old_correction_fades(days: int, is_known: bool) -> None:
    learned = learn([correction_of(mail("Autre"), NOW - timedelta(days=days), kind="order")])
    assert bool(said(learned, mail())) is is_known


def test_a_sender_that_failed_the_check_gets_no_credit() -> None:
    learned = learn([correction_of(mail(), NOW, kind="information")])
    assert said(learned, mail(proof=Proof.FAILED)) == {}


def test_what_was_learned_is_shown_with_how_often_and_can_be_forgotten() -> None:
    corrections = [correction_of(mail(), NOW, kind="order") for _ in range(3)]
    shown = learn(corrections).lessons(NOW)
    assert {(one.scope, one.key, one.count) for one in shown} == {
        ("thread", "a.petit@atelier.example carnets", 3),
        ("sender", "a.petit@atelier.example", 3),
        ("domain", "atelier.example", 3),
    }
    by_sender = next(one for one in shown if one.scope == "sender")
    assert by_sender.why.render("en") == "You corrected mails of this sender to “an order” (3)."
    assert forget(corrections, sender="@atelier.example") == ()
    assert forget(corrections, sender="a.petit@atelier.example") == ()
    assert forget(corrections, sender="other@atelier.example") == tuple(corrections)
    assert not learn(())


def test_a_lesson_travels_to_the_workers() -> None:
    learned = learn([correction_of(mail(), NOW, kind="order")])
    assert said(pickle.loads(pickle.dumps(learned)), mail()) == {"kind": "order"}


@pytest.mark.parametrize(
    ("subject", "key"),
    [
        pytest.param("Re: TR : RE: Carnets de Noël", "carnets de noel", id="answers and forwards"),
        pytest.param("Commande CB-7720 du 3/12", "commande du", id="numbers"),
        pytest.param("Re:", "", id="nothing left"),
    ],
)
def test_mails_of_a_thread_share_their_subject(subject: str, key: str) -> None:
    assert subject_key(subject) == key


@given(
    st.lists(
        st.builds(
            Correction,
            at=st.datetimes(timezones=st.just(UTC)),
            sender=st.sampled_from(["a@x.example", "b@x.example", ""]),
            sender_domain=st.sampled_from(["x.example", ""]),
            subject_key=st.text(max_size=5),
            kind=st.sampled_from([None, "order", "no such kind"]),
            act=st.sampled_from([None, True, False]),
        ),
        max_size=12,
    )
)
def test_any_corrections_are_learned_in_any_order(corrections: list[Correction]) -> None:
    learned = learn(corrections)
    for lesson in learned.lessons(NOW):
        assert lesson.count >= 1
        assert lesson.why.render("fr")
    assert said(learn(sorted(corrections, key=lambda one: one.at)), mail()) == said(learned, mail())
