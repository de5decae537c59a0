"""Open conversations both ways: noted, reminded of in time, and let go the moment an answer comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias, cast

import pytest

from officebot.core.actions import (
    CheckUnanswered,
    CloseItem,
    DiscardDraft,
    DraftMail,
    KeepSentCopy,
    NoteItem,
    SendMail,
)
from officebot.core.mail import Address, Mail, MessageRef
from officebot.core.proposals import Claim, Item, Proposal
from officebot.core.text import say
from officebot.duties.follow_up.decide import decide
from officebot.duties.follow_up.observe import observe
from officebot.duties.follow_up.recognise import recognise, recognise_sent
from officebot.duties.follow_up.settings import Settings
from officebot.sdk import Office, OfficeFacts, SeenMail, SeenProposal, Trigger
from tests.duties.month import Month

MakeMail: TypeAlias = Callable[..., Mail]
#: Monday 23 November 2026, 09:00 in Paris.
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WEDNESDAY = NOW - timedelta(days=5)
ROWE, GUILLOU = "c.rowe@pemberton-rowe.example", "y.guillou@sablieres-erdre.example"
WANTS = {"reply_expected": True, "act": True, "kind": "question", "who": ["sophie"], "urgency": "week"}


def went(
    name: str = "ask", to: Sequence[str] = (ROWE,), at: datetime = WEDNESDAY, **more: Any
) -> tuple[SeenMail, Claim]:
    """A mail of ours, with what it asks."""
    asks = more.pop("asks", "Could you tell us which carafes you want?")
    data = {"to": list(to), "cc": [], "asks": asks, "asked_by": more.pop("asked_by", ""), "language": "en",
            "automatic": more.pop("automatic", False), "names": {ROWE: "Charlotte Rowe"}}  # fmt: skip
    mail = seen(name, sender="nadia@office.example", at=at, state="sent", verdict={}, **more)
    return mail, Claim(kind="sent", data=data)


def seen(name: str, sender: str = ROWE, at: datetime = NOW, **more: Any) -> SeenMail:
    number = abs(hash(name)) % 10_000
    base: dict[str, Any] = {
        "id": number, "ref": MessageRef("desk", "INBOX", 7, number, f"f {name}"), "subject": "Carafes",
        "sender": Address("", sender), "received": at, "state": "handled", "verdict": {"kind": "information"},
        "message_id": f"<{name}@x.example>", "thread": f"<{name}@x.example>",
    }  # fmt: skip
    return SeenMail(**{**base, **more})


def answer(name: str = "answer", to: str = "ask", **more: Any) -> SeenMail:
    return seen(name, in_reply_to=f"<{to}@x.example>", thread=f"<{to}@x.example>", subject="Re: Carafes", **more)


class Desk:
    """An office with these mails, claims, items and proposals that wait."""

    def __init__(self, facts: OfficeFacts, *happened: SeenMail | tuple[SeenMail, Claim], items: Iterable[Item] = (),
                 pending: Iterable[str] = (), refused: Iterable[Proposal] = ()) -> None:  # fmt: skip
        self.facts = facts
        self._claims = [one for one in happened if isinstance(one, tuple)]
        self._mails = [one[0] if isinstance(one, tuple) else one for one in happened]
        self._items, self._pending, self._refused = list(items), list(pending), list(refused)

    def arrived(self, _trigger: Trigger) -> Sequence[SeenMail]:
        return sorted(self._mails, key=lambda mail: mail.received)

    def mails(self, _since: datetime, _until: datetime) -> Sequence[SeenMail]:
        return [mail for mail in self._mails if mail.state != "sent"]

    def sent(self, _since: datetime, _until: datetime) -> Sequence[SeenMail]:
        return [mail for mail in self._mails if mail.state == "sent"]

    def claims(self, kind: str, _since: datetime, _until: datetime) -> Sequence[tuple[SeenMail, Claim]]:
        return [pair for pair in self._claims if pair[1].kind == kind]

    def items(self, kind: str | None = None, state: str = "open") -> Sequence[Item]:
        return [item for item in self._items if item.state == state and item.kind == kind]

    def proposals(self, states: Iterable[str], _since: datetime | None = None) -> Sequence[SeenProposal]:
        shown = [(key, say("Remind"), "waiting") for key in self._pending]
        shown += [(one.key, one.title, "undone") for one in self._refused]
        return [
            SeenProposal(id=1, duty="follow_up", title=title, state=state, created=NOW, owner="", key=key)
            for key, title, state in shown
            if state in states
        ]

    def read_file(self, path: str) -> bytes:
        raise FileNotFoundError(path)


def decided(desk: Desk, kind: str = "after mail", now: datetime = NOW, **settings: Any) -> list[Proposal]:
    wanted = Settings(**settings)
    trigger = Trigger(kind=kind, key="k", due=now, now=now)
    return list(decide(observe(cast(Office, desk), trigger, wanted), wanted))


def test_a_request_of_a_gathering_is_reminded_of_by_its_own_duty(facts: OfficeFacts, make_mail: MakeMail) -> None:
    asked = make_mail("Could you send us the figures?", "Report: your contribution [C-7K3Q9ZXA]")
    (claim,) = recognise_sent(asked, facts, Settings(), NOW)
    assert claim.data["automatic"]


def items(facts: OfficeFacts, *happened: SeenMail | tuple[SeenMail, Claim], **settings: Any) -> list[Item]:
    """The items open after these mails."""
    found: dict[str, Item] = {}
    for proposal in decided(Desk(facts, *happened), **settings):
        for action in proposal.actions:
            if isinstance(action, NoteItem):
                found[action.key] = Item(kind=action.item_kind, key=action.key, title=action.title, owner=action.owner,
                                         due=action.due, source=action.source, circle=action.circle)  # fmt: skip
            elif isinstance(action, CloseItem):
                found.pop(action.key, None)
    return list(found.values())


def chased(facts: OfficeFacts, waiting: Item, *happened: Any, now: datetime = NOW, **settings: Any) -> list[Proposal]:
    return decided(Desk(facts, *happened, items=[waiting]), "schedule", now, **settings)


def test_of_what_a_person_took_back_nothing_is_noted_and_nobody_is_reminded(facts: OfficeFacts) -> None:
    (noting,) = decided(Desk(facts, went()))
    assert decided(Desk(facts, went(), refused=[noting]), "schedule") == []
    # Without that, the same mail is noted, and its reminder is due.
    assert len(decided(Desk(facts, went()), "schedule")) == 2


def test_a_conversation_of_which_a_person_took_back_the_end_goes_on(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    (closing,) = decided(Desk(facts, answer(), items=[item]))
    again = chased(facts, item, answer())
    assert [one.title for one in again] == [closing.title]
    taken_back = decided(Desk(facts, answer(), items=[item], refused=[closing]), "schedule")
    assert [str(one.title).partition(" ")[0] for one in taken_back] == ["Remind"]


# ── what others owe us ────────────────────────────────────────────────────────────────────────────────────


def test_a_mail_of_ours_that_asks_something_is_waited_for(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    assert (item.kind, item.owner, item.title) == ("waiting-for", "nadia@office.example", "Carafes")
    assert item.source["with"] == [ROWE]
    assert item.source["quote"] == "Could you tell us which carafes you want?"
    assert item.due is not None
    assert facts.working_time.local(item.due).date().isoformat() == "2026-11-23"


@pytest.mark.parametrize(
    ("more", "due"),
    [
        pytest.param({"days": 5}, "2026-11-25", id="after as many working days as the office wishes"),
        pytest.param({"asked_by": "2026-11-27"}, "2026-11-30", id="the working day after the date that we named"),
        pytest.param({"asked_by": "2026-12-24"}, "2026-12-28", id="not on Christmas, nor on the weekend after it"),
        pytest.param({"asked_by": "2026-11-01"}, "2026-11-23", id="a date that was past is none"),
    ],
)
def test_a_reminder_is_due_on_a_working_day(facts: OfficeFacts, more: dict[str, Any], due: str) -> None:
    settings = {"days": more.pop("days", 3)}
    (item,) = items(facts, went(**more), **settings)
    assert item.due is not None
    assert facts.working_time.local(item.due).date().isoformat() == due


@pytest.mark.parametrize(
    ("sent", "settings"),
    [
        pytest.param(went(asks=""), {}, id="a mail that asks nothing"),
        pytest.param(went(to=[f"c{n}@x.example" for n in range(9)]), {}, id="a mail to many"),
        pytest.param(went(to=["no-reply@x.example"]), {}, id="an address that nobody reads"),
        pytest.param(went(to=["nadia@office.example"]), {}, id="a mail to oneself"),
        pytest.param(went(automatic=True), {}, id="a mail that a machine wrote"),
        pytest.param(went(), {"never": ["@pemberton-rowe.example"]}, id="somebody who is never reminded"),
        pytest.param(went(to=["sophie@office.example"]), {"colleagues": False}, id="a colleague, where not wished"),
        pytest.param(went(to=["a@x.example\r\nBcc: b@x.example"]), {}, id="a forged address"),
    ],
)
def test_nothing_is_waited_for_after(facts: OfficeFacts, sent: Any, settings: dict[str, Any]) -> None:
    assert items(facts, sent, **settings) == []


def test_an_answer_ends_it(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    (early,) = decided(Desk(facts, answer(), items=[item]), now=NOW - timedelta(days=4))
    (closing,) = early.actions
    assert isinstance(closing, CloseItem)
    assert (closing.item_kind, closing.key, closing.because) == ("waiting-for", item.key, early.title.render("fr"))


def test_an_answer_takes_back_a_draft_that_nobody_has_sent(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    (proposal,) = decided(Desk(facts, answer(), items=[item]))
    assert proposal.actions[1:] == (DiscardDraft(mail=reminder(chased(facts, item))),)
    (sent,) = decided(Desk(facts, answer(), items=[item]), mode="send")
    assert [type(action) for action in sent.actions] == [CloseItem]


def test_an_answer_takes_the_place_of_a_reminder_that_waits(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    key = f"follow-up:remind:{item.key}:1"
    (proposal,) = decided(Desk(facts, answer(), items=[item], pending=[key, "follow-up:remind:other:1"]))
    assert proposal.key == key
    assert [type(action) for action in proposal.actions] == [CloseItem, DiscardDraft]


def test_asked_and_answered_in_one_run_leaves_nothing(facts: OfficeFacts) -> None:
    found = decided(Desk(facts, went(), answer()))
    assert [[type(action) for action in one.actions] for one in found] == [
        [NoteItem],
        [NoteItem, CloseItem, DiscardDraft],
    ]


@pytest.mark.parametrize(
    "came",
    [
        pytest.param(answer(verdict={"kind": "automatic"}), id="a receipt"),
        pytest.param(answer(verdict={"kind": "fraud"}), id="a fraud in their name"),
        pytest.param(seen("other", subject="Something else"), id="a mail about something else"),
        pytest.param(answer(sender="etienne@office.example"), id="a colleague's comment"),
    ],
)
def test_the_wait_goes_on_after(facts: OfficeFacts, came: SeenMail) -> None:
    (item,) = items(facts, went())
    assert not [one for one in decided(Desk(facts, came, items=[item])) if isinstance(one.actions[0], CloseItem)]


def test_a_mail_that_could_not_be_judged_counts_as_an_answer(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    assert len(decided(Desk(facts, answer(verdict={}, state="listed"), items=[item]))) == 1


def test_a_further_mail_of_ours_counts_as_a_reminder_and_begins_the_days_anew(facts: OfficeFacts) -> None:
    again = went("again", at=NOW, in_reply_to="<ask@x.example>", thread="<ask@x.example>")
    (item,) = items(facts, went(), again)
    assert item.source["reminders"] == 1
    assert item.source["message_ids"] == ["<ask@x.example>", "<again@x.example>"]
    assert item.due is not None
    assert facts.working_time.local(item.due).date().isoformat() == "2026-11-26"
    afterthought = went(
        "ps", at=WEDNESDAY + timedelta(minutes=5), in_reply_to="<ask@x.example>", thread="<ask@x.example>"
    )
    assert items(facts, went(), afterthought)[0].source["reminders"] == 0


def test_a_reminder_that_crossed_the_answer_is_not_waited_for(facts: OfficeFacts) -> None:
    crossed = went("again", at=NOW + timedelta(minutes=1), in_reply_to="<ask@x.example>", thread="<ask@x.example>")
    assert items(facts, went(), answer(), crossed) == []
    (item,) = items(facts, went())
    assert decided(Desk(facts, crossed, items=[replace(item, state="closed")])) == []


def test_an_absence_moves_the_day_beyond_the_return(facts: OfficeFacts) -> None:
    away = (answer("ooo", at=WEDNESDAY + timedelta(minutes=1)), Claim(kind="away", data={"back": "2026-12-07"}))
    (item,) = items(facts, went(), away)
    assert item.source["away_until"] == "2026-12-07"
    assert item.due is not None
    assert facts.working_time.local(item.due).date().isoformat() == "2026-12-08"
    (open_item,) = items(facts, went())
    key = f"follow-up:remind:{open_item.key}:1"
    (proposal,) = decided(Desk(facts, away, items=[open_item], pending=[key]))
    assert proposal.key == key


def test_an_absence_without_a_day_moves_nothing(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    for back in (None, "soon", "2020-01-01"):
        away = (answer("ooo"), Claim(kind="away", data={"back": back}))
        assert decided(Desk(facts, away, items=[item])) == []


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"addresses": [ROWE], "message_ids": []}, id="by the address"),
        pytest.param({"addresses": [], "message_ids": ["<ask@x.example>"]}, id="by the mail"),
    ],
)
def test_a_mail_that_came_back_ends_it_with_a_notice(facts: OfficeFacts, data: dict[str, Any]) -> None:
    (item,) = items(facts, went())
    back = (seen("bounce", sender="mailer-daemon@x.example", subject="Undelivered"), Claim(kind="bounce", data=data))
    (proposal,) = decided(Desk(facts, back, items=[item]))
    close, notice, _ = proposal.actions
    assert isinstance(close, CloseItem)
    assert isinstance(notice, NoteItem)
    assert (notice.item_kind, notice.owner) == ("notice", "nadia@office.example")
    assert ROWE in notice.title


def test_a_mail_that_came_back_to_somebody_else_ends_nothing(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    data = {"addresses": ["other@x.example"], "message_ids": []}
    assert decided(Desk(facts, (seen("b"), Claim(kind="bounce", data=data)), items=[item])) == []


# ── reminders ─────────────────────────────────────────────────────────────────────────────────────────────


def reminder(found: list[Proposal]) -> Any:
    (proposal,) = found
    check, write = proposal.actions
    assert isinstance(check, CheckUnanswered)
    assert isinstance(write, DraftMail)
    return write.mail


def test_a_reminder_goes_on_with_the_conversation_in_their_language(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    mail = reminder(chased(facts, item))
    assert (mail.to, mail.subject, mail.language) == ((ROWE,), "Re: Carafes", "en")
    assert mail.body.startswith("Dear Charlotte,\n\nI am following up on my message of 18 November 2026")
    assert "> Could you tell us which carafes you want?" in mail.body
    assert (mail.in_reply_to, mail.references) == ("<ask@x.example>", ("<ask@x.example>",))


def test_a_reminder_is_due_neither_earlier_nor_after_mail(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    assert chased(facts, item, now=NOW - timedelta(days=3)) == []
    assert decided(Desk(facts, items=[item]), "after mail") == []
    assert len(chased(facts, item, now=NOW + timedelta(days=30))) == 1


def test_the_same_reminder_is_proposed_with_the_same_content_each_day(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    (first,), (second,) = chased(facts, item), chased(facts, item, now=NOW + timedelta(days=1))
    assert (first.key, first.actions) == (second.key, second.actions)


def test_reminders_grow_firm_with_their_number_and_end_with_a_notice(facts: OfficeFacts) -> None:
    (item,) = items(facts, went(to=[GUILLOU]))
    bodies = []
    for count in range(3):
        late = replace(item, source={**item.source, "reminders": count})
        bodies.append(reminder(chased(facts, late)).body)
    assert all(body.startswith("Monsieur Guillou,") for body in bodies)
    assert len(set(bodies)) == 3
    assert "48 heures" in bodies[2]
    (notice,) = chased(facts, replace(item, source={**item.source, "reminders": 3}))
    (action,) = notice.actions
    assert isinstance(action, NoteItem)
    assert action.item_kind == "notice"


def test_colleagues_are_never_written_to_in_the_firm_tone(facts: OfficeFacts) -> None:
    (item,) = items(facts, went(to=["rachel@office.example"]))
    late = replace(item, source={**item.source, "reminders": 2})
    assert "I am following up" in reminder(chased(facts, late)).body


def test_a_reminder_lies_in_drafts_by_itself_unless_the_office_wants_to_see_it_first(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    (careful,), (trusting,) = chased(facts, item, ask_first=True), chased(facts, item)
    assert (careful.must_ask, trusting.must_ask) == (True, False)
    (sending,) = chased(facts, item, mode="send")
    assert [type(action) for action in sending.actions] == [CheckUnanswered, SendMail, KeepSentCopy]
    assert "leaves the office" in sending.consequences[1].render("en")


def test_nobody_is_reminded_whose_answer_came_in_the_meantime(facts: OfficeFacts) -> None:
    (item,) = items(facts, went())
    found = chased(facts, item, answer())
    assert [[type(action) for action in one.actions] for one in found] == [[CloseItem, DiscardDraft]]


def test_a_forged_message_id_never_reaches_a_header(facts: OfficeFacts) -> None:
    forged = "<x@y.example>\r\nBcc: all@x.example"
    (item,) = items(facts, went(thread=forged))
    assert reminder(chased(facts, item)).references == ("<ask@x.example>",)


# ── what we owe ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_mail_that_waits_for_our_answer_is_owed(facts: OfficeFacts) -> None:
    (item,) = items(facts, seen("q", verdict=WANTS))
    assert (item.kind, item.owner, item.source["with"]) == ("owed", "sophie@office.example", [ROWE])
    assert item.due is not None
    assert facts.working_time.local(item.due).date().isoformat() == "2026-11-25"


@pytest.mark.parametrize("is_secret", [True, False])
def test_what_is_owed_says_whether_it_is_confidential(facts: OfficeFacts, is_secret: bool) -> None:
    verdict = {**WANTS, "who": [], "confidential": is_secret}  # nobody's circle tells
    (item,) = items(facts, seen("q", verdict=verdict))
    assert (item.circle, item.source["confidential"]) == ("", is_secret)


@pytest.mark.parametrize(
    ("verdict", "due"),
    [
        ({**WANTS, "deadline": "2026-11-30T12:00"}, "2026-11-30T12:00"),
        ({**WANTS, "deadline": "2026-12-01"}, "2026-12-01T23:59"),
        ({**WANTS, "urgency": "today"}, "2026-11-23T23:59"),
    ],
)
def test_it_is_owed_by_the_date_that_they_named(facts: OfficeFacts, verdict: dict[str, Any], due: str) -> None:
    (item,) = items(facts, seen("q", verdict=verdict))
    assert item.due is not None
    assert facts.working_time.local(item.due).strftime("%Y-%m-%dT%H:%M") == due


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(seen("q", verdict={**WANTS, "reply_expected": False}), id="where no reply is expected"),
        pytest.param(seen("q", verdict={**WANTS, "kind": "fraud"}), id="to a fraud"),
        pytest.param(seen("q", verdict=WANTS, sender="noreply@x.example"), id="to a machine"),
    ],
)
def test_nothing_is_owed(facts: OfficeFacts, mail: SeenMail) -> None:
    assert items(facts, mail) == []


def test_our_answer_ends_what_we_owe(facts: OfficeFacts) -> None:
    ours = went("reply", at=NOW + timedelta(hours=1), asks="", in_reply_to="<q@x.example>", thread="<q@x.example>")
    assert items(facts, seen("q", verdict=WANTS), ours) == []
    new = went("new", at=NOW + timedelta(hours=1), asks="", subject="RE: carafes")
    assert items(facts, seen("q", verdict=WANTS), new) == []


@pytest.mark.parametrize(
    "ours",
    [
        pytest.param(
            went(
                "fw", to=["sophie@office.example"], at=NOW + timedelta(hours=1), asks="", in_reply_to="<q@x.example>"
            ),
            id="forwarded to a colleague",
        ),
        pytest.param(
            went("ack", at=NOW + timedelta(hours=1), asks="", in_reply_to="<q@x.example>", automatic=True),
            id="acknowledged by officebot",
        ),
        pytest.param(went("other", at=NOW + timedelta(hours=1), asks="", subject="Lunch"), id="about something else"),
    ],
)
def test_what_we_owe_is_still_owed_when_it_was(facts: OfficeFacts, ours: Any) -> None:
    assert [item.kind for item in items(facts, seen("q", verdict=WANTS), ours)] == ["owed"]


def test_who_asks_again_is_owed_one_answer_as_late_as_the_first(facts: OfficeFacts) -> None:
    again = answer("q2", to="q", at=NOW + timedelta(days=2), verdict=WANTS)
    (item,) = items(facts, seen("q", verdict=WANTS), again)
    assert item.source["asked"] == 2
    assert item.due is not None
    assert facts.working_time.local(item.due).date().isoformat() == "2026-11-25"


def test_looking_again_each_morning_changes_nothing(facts: OfficeFacts) -> None:
    happened = (went(at=NOW), seen("q", verdict=WANTS, at=NOW, subject="Other"))
    known = items(facts, *happened)
    assert decided(Desk(facts, *happened, items=known), "schedule") == []
    assert decided(Desk(facts, *happened, items=[replace(one, state="closed") for one in known]), "schedule") == []


# ── what is read ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_sent_mail_is_claimed_with_whom_it_asks(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail("Could you send the plan by Friday?", to=(Address("Ann", "a@x.example"),))
    (claim,) = recognise_sent(mail, facts, None, NOW)
    assert (claim.data["to"], claim.data["asked_by"]) == (["a@x.example"], "2026-11-27")
    (silent,) = recognise_sent(make_mail("Merci."), facts, None, NOW)
    assert silent.data["asks"] == ""


def test_machines_are_claimed_and_people_are_not(facts: OfficeFacts, make_mail: MakeMail) -> None:
    away = make_mail(
        "Je suis absent, de retour le 7 décembre.", subject="Réponse automatique : Plan", is_automatic=True
    )
    bounce = make_mail("550 5.1.1 <a@x.example>", subject="Undelivered Mail", sender="mailer-daemon@x.example")
    assert [claim.data for claim in recognise(away, facts, None, NOW)] == [{"back": "2026-12-07"}]
    assert [claim.data["addresses"] for claim in recognise(bounce, facts, None, NOW)] == [["a@x.example"]]
    assert list(recognise(make_mail("Bonjour, voici le plan."), facts, None, NOW)) == []
    assert list(recognise(replace(away, is_private=True), facts, None, NOW)) == []


# ── a month ───────────────────────────────────────────────────────────────────────────────────────────────


def test_in_a_month_everyone_late_is_reminded_in_time_and_nobody_after_their_answer(tmp_path: Path) -> None:
    month = Month(tmp_path, conversations=220, seed=20260427)
    month.live()
    found = month.figures()
    print(found)
    assert found["due"] >= 60
    assert found["reminders"] >= 120
    assert found["share"] >= 0.99
    assert (found["after_the_answer"], found["too_early"], found["on_days_off"]) == (0, 0, 0)
