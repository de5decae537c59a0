"""Which mail is the answer to a mail of ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from officebot.core.conversations import Asked, Came, answers, subject_of

SENT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
ASKED = Asked(
    awaited=frozenset({"yves@sable.example"}), message_ids=frozenset({"<ask@office.example>"}),
    thread="<root@sable.example>", subject="Certificat du lot 26", since=SENT,
)  # fmt: skip
CAME = Came(sender="yves@sable.example", received=SENT + timedelta(hours=3), subject="Re: Certificat du lot 26",
            in_reply_to="<ask@office.example>", thread="<root@sable.example>")  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="a direct answer"),
        pytest.param({"received": SENT - timedelta(minutes=1)}, id="a direct answer, whatever the clocks say"),
        pytest.param({"sender": "somebody@else.example"}, id="somebody in their stead, directly"),
        pytest.param({"in_reply_to": "<other@x.example>"}, id="in the conversation"),
        pytest.param({"in_reply_to": "<other@x.example>", "sender": "anne@sable.example"}, id="from their house"),
        pytest.param({"in_reply_to": "", "thread": "<new@sable.example>"}, id="a new mail on the same subject"),
        pytest.param(
            {"in_reply_to": "", "thread": "", "subject": "TR : RE: certificat du  lot 26"}, id="marks in any number"
        ),
    ],
)
def test_it_is_an_answer(changes: dict[str, Any]) -> None:
    assert answers(replace(CAME, **changes), ASKED)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"is_machine": True}, id="a receipt, an absence"),
        pytest.param(
            {"is_ours": True, "sender": "sophie@office.example"}, id="a colleague's word in the conversation"
        ),
        pytest.param({"in_reply_to": "", "thread": "", "subject": "Facture 12"}, id="another subject"),
        pytest.param({"in_reply_to": "", "thread": "", "sender": "x@else.example"}, id="another author"),
        pytest.param(
            {"in_reply_to": "<other@x.example>", "sender": "x@gmail.com"},
            id="a stranger further down the conversation",
        ),
        pytest.param({"in_reply_to": "", "received": SENT - timedelta(days=1)}, id="what came before we asked"),
    ],
)
def test_it_is_no_answer(changes: dict[str, Any]) -> None:
    assert not answers(replace(CAME, **changes), ASKED)


def test_a_colleague_who_was_asked_may_answer() -> None:
    asked = replace(ASKED, awaited=frozenset({"sophie@office.example"}))
    assert answers(replace(CAME, sender="sophie@office.example", is_ours=True), asked)


def test_a_public_domain_is_no_house() -> None:
    asked = replace(ASKED, awaited=frozenset({"yves@gmail.com"}))
    assert not answers(replace(CAME, sender="other@gmail.com", in_reply_to="<other@x.example>"), asked)


def test_subjects_without_any_words_are_not_compared() -> None:
    asked, came = replace(ASKED, subject="Re:"), replace(CAME, subject="Re:", in_reply_to="", thread="")
    assert not answers(came, asked)
    assert subject_of("Re: AW[2]: Fwd : Plan  12") == "plan 12"


ABOUT = replace(ASKED, any_subject=True, about=("BC-26-1003",))
NEWS = replace(CAME, in_reply_to="", thread="")


@pytest.mark.parametrize(
    ("subject", "is_spoken", "is_answer"),
    [
        pytest.param("Votre commande BC-26-1003", False, True, id="it names the order"),
        pytest.param("Votre commande bc 26/1003", False, True, id="with other signs between"),
        pytest.param("Livraison", True, True, id="it speaks of goods and names nothing"),
        pytest.param("Livraison du 24/11/2026", True, True, id="a day is no order"),
        pytest.param("Confirmation BC-26-1021", True, False, id="it names another order"),
        pytest.param("BC-26-1021 et BC-26-1003", True, True, id="it names both"),
        pytest.param("Vos vœux", False, False, id="it speaks of something else"),
    ],
)
def test_of_what_they_write_only_what_is_about_the_order_is_an_answer(
    subject: str, is_spoken: bool, is_answer: bool
) -> None:
    assert answers(replace(NEWS, subject=subject, is_spoken=is_spoken), ABOUT) is is_answer


def test_a_reply_to_our_letter_is_an_answer_whatever_it_is_called() -> None:
    assert answers(replace(CAME, subject="Re:"), ABOUT)
