"""Every dated promise: noted once, moved when a mail moves it, told to those whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias, cast

import pytest
import vobject

from officebot.core.actions import CloseItem, DraftMail, KeepSentCopy, NoteItem, SendMail, WriteDocument
from officebot.core.mail import Address, Mail, MessageRef
from officebot.core.proposals import Claim, Item, Proposal
from officebot.duties.deadlines.decide import decide
from officebot.duties.deadlines.ledger import SECTIONS, by_section, masked
from officebot.duties.deadlines.observe import key_of, observe
from officebot.duties.deadlines.recognise import recognise, recognise_sent
from officebot.duties.deadlines.settings import Settings
from officebot.engine.running.proposing import content_of
from officebot.sdk import Office, OfficeFacts, SeenMail, SeenProposal, Trigger

#: Tuesday 24 November 2026, 07:30 in Paris.
NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
MakeMail: TypeAlias = Callable[..., Mail]
DATED = {
    "deadline": "2026-11-27",
    "deadline_text": "avant vendredi",
    "who": ["sophie"],
    "act": True,
    "kind": "request",
}


def seen(number: int = 1, **more: Any) -> SeenMail:
    verdict = more.pop("verdict", DATED)
    base: dict[str, Any] = {
        "ref": MessageRef("desk", "INBOX", 7, number, f"f{number}"),
        "subject": f"Devis {number}",
        "sender": Address("Yves Guillou", "y.guillou@sablieres-erdre.example"),
        "received": NOW - timedelta(hours=20 - number),
        "state": "handled",
        "verdict": verdict,
        "message_id": f"<m{number}@sablieres-erdre.example>",
        "thread": f"<m{number}@sablieres-erdre.example>",
    }
    return SeenMail(**{**base, **more})


class Desk:
    """An office that holds these mails, claims and items."""

    def __init__(
        self, facts: OfficeFacts, mails: Sequence[SeenMail], items: Sequence[Item] = (), **claims: Any
    ) -> None:
        self.facts = facts
        self._mails, self._items, self._claims = mails, items, claims
        self.files: set[str] = set()
        self.refused: list[Proposal] = []

    def read_file(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        return b""

    def proposals(self, states: Iterable[str], _since: datetime | None = None) -> Sequence[SeenProposal]:
        assert set(states) == {"rejected", "undone"}
        return [
            SeenProposal(id=1, duty="deadlines", title=one.title, state="undone", created=NOW, owner="", key=one.key)
            for one in self.refused
        ]

    def mails(self, since: datetime, until: datetime) -> Sequence[SeenMail]:
        return [mail for mail in self._mails if since <= mail.received < until]

    def arrived(self, _trigger: Trigger) -> Sequence[SeenMail]:
        return self._mails

    def claims(self, kind: str, _since: datetime, _until: datetime) -> Sequence[tuple[SeenMail, Claim]]:
        found: Sequence[tuple[SeenMail, Claim]] = self._claims.get(kind, ())
        return found

    def items(self, _kind: str | None = None, state: str = "open") -> Sequence[Item]:
        return [item for item in self._items if item.state == state]


def decided(desk: Desk, kind: str = "after mail", **settings: Any) -> list[Proposal]:
    wanted = Settings(**settings)
    trigger = Trigger(kind=kind, key="k", due=NOW, now=NOW)
    return list(decide(observe(cast(Office, desk), trigger, wanted), wanted))


def notes(found: Sequence[Proposal]) -> list[NoteItem]:
    return [action for one in found for action in one.actions if isinstance(action, NoteItem)]


def documents(found: Sequence[Proposal]) -> dict[str, WriteDocument]:
    return {one.path: one for p in found for one in p.actions if isinstance(one, WriteDocument)}


def noted(facts: OfficeFacts, *mails: SeenMail) -> list[Item]:
    """The items that these mails give."""
    return [
        Item(kind=n.item_kind, key=n.key, title=n.title, owner=n.owner, due=n.due, source=n.source, circle=n.circle)
        for n in notes(decided(Desk(facts, mails)))
    ]


# ── noting ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_dated_mail_is_noted_with_its_words_its_owner_and_the_day_to_begin(facts: OfficeFacts) -> None:
    found = decided(Desk(facts, [seen()]))
    (note,) = notes(found)
    assert (note.item_kind, note.owner, note.title) == ("deadline", "sophie@office.example", "Devis 1")
    assert note.due is not None
    assert facts.working_time.local(note.due).isoformat() == "2026-11-27T23:59:00+01:00"
    assert note.source["quote"] == "avant vendredi"
    assert note.source["act_by"] == "2026-11-26"
    assert note.source["message_id"] == "<m1@sablieres-erdre.example>"
    assert note.source["all_day"] is True
    assert found[0].owner == "sophie@office.example"


@pytest.mark.parametrize(
    ("deadline", "lead_days", "begin"),
    [
        pytest.param("2026-11-27T17:00", 1, "2026-11-26", id="an hour in the afternoon counts its own day"),
        pytest.param("2026-11-27T08:30", 1, "2026-11-25", id="before the office opens, its own day does not count"),
        pytest.param("2026-11-28", 0, "2026-11-27", id="a Saturday means the Friday before"),
        pytest.param("2026-12-25", 1, "2026-12-23", id="Christmas is not worked"),
        pytest.param("2026-11-24", 3, "2026-11-23", id="never before the mail came"),
    ],
)
def test_work_is_begun_on_a_working_day(facts: OfficeFacts, deadline: str, lead_days: int, begin: str) -> None:
    (note,) = notes(decided(Desk(facts, [seen(verdict={**DATED, "deadline": deadline})]), lead_days=lead_days))
    assert note.source["act_by"] == begin


@pytest.mark.parametrize(
    "verdict",
    [
        pytest.param({**DATED, "kind": "fraud"}, id="a fraud"),
        pytest.param({**DATED, "kind": "newsletter"}, id="a newsletter"),
        pytest.param({**DATED, "kind": "personal"}, id="private mail"),
        pytest.param({**DATED, "deadline": None}, id="a mail without a date"),
        pytest.param({**DATED, "deadline": "soon"}, id="a date that cannot be read"),
        pytest.param({}, id="a mail that was not judged"),
    ],
)
def test_nothing_is_noted_of(facts: OfficeFacts, verdict: dict[str, Any]) -> None:
    assert notes(decided(Desk(facts, [seen(verdict=verdict)]))) == []


def test_what_a_person_took_back_is_neither_noted_again_nor_shown_until_its_date_changes(facts: OfficeFacts) -> None:
    other = seen(2, verdict={**DATED, "deadline": "2026-11-25"})
    desk = Desk(facts, [seen(), other])
    first = decided(desk, "manual", feed="documents/deadlines.ics")
    desk.refused = [one for one in first if one.key == f"deadline:{key_of(seen())}"]
    again = decided(desk, "manual", feed="documents/deadlines.ics")
    assert [note.title for note in notes(again)] == ["Devis 2"]
    assert all("Devis 1" not in document.content for document in documents(again).values() if document.content)
    moved = Desk(facts, [seen(verdict={**DATED, "deadline": "2026-12-04"}), other])
    moved.refused = desk.refused
    assert {note.title for note in notes(decided(moved, "manual"))} == {"Devis 1", "Devis 2"}


def test_what_is_proposed_of_a_new_deadline_is_the_same_on_every_day(facts: OfficeFacts) -> None:
    desk = Desk(facts, [seen()])
    trigger = [Trigger(kind="manual", key="k", due=now, now=now) for now in (NOW, NOW + timedelta(days=1))]
    said = [
        [content_of(one) for one in decide(observe(cast(Office, desk), each, Settings()), Settings())
         if one.key.startswith("deadline:")]
        for each in trigger
    ]  # fmt: skip
    assert said[0] == said[1] != []


def test_what_is_noted_or_closed_is_not_noted_again(facts: OfficeFacts) -> None:
    (item,) = noted(facts, seen())
    assert notes(decided(Desk(facts, [seen()], [item]))) == []
    assert notes(decided(Desk(facts, [seen()], [replace(item, state="closed")]))) == []


def test_a_corrected_verdict_changes_the_date(facts: OfficeFacts) -> None:
    (item,) = noted(facts, seen())
    (note,) = notes(decided(Desk(facts, [seen(verdict={**DATED, "deadline": "2026-11-30"})], [item])))
    assert (note.key, note.due != item.due) == (item.key, True)


def test_copies_of_a_mail_are_one_deadline(facts: OfficeFacts) -> None:
    other = seen(2, message_id="<m1@sablieres-erdre.example>")
    assert key_of(other) == key_of(seen())
    assert len(notes(decided(Desk(facts, [seen(), other])))) == 1


def test_what_is_confidential_stays_in_its_owners_circle(facts: OfficeFacts) -> None:
    found = decided(Desk(facts, [seen(verdict={**DATED, "confidential": True})]), kind="schedule")
    (note,) = notes(found)
    assert note.circle == "finance"
    assert (found[0].circle, found[0].confidential) == ("finance", True)
    made = documents(found)
    assert "Devis 1" not in made["documents/deadlines.ics"].content
    assert "Devis 1" in made["documents/deadlines-sophie.ics"].content
    assert [path for path in made if path.endswith(".html")] == ["archive/lists/2026-11-24-deadlines-sophie.html"]


def test_a_promise_of_ours_is_its_authors(facts: OfficeFacts) -> None:
    ours = seen(state="sent", sender=Address("", "rachel@office.example"), verdict={})
    claim = Claim(kind="promise", data={"deadline": "2026-12-01", "deadline_text": "We'll send it by 1 December."})
    (note,) = notes(decided(Desk(facts, [ours], promise=[(ours, claim)])))
    assert (note.owner, note.source["ours"]) == ("rachel@office.example", True)


# ── moving ────────────────────────────────────────────────────────────────────────────────────────────────


def moving(**more: Any) -> SeenMail:
    return seen(2, thread="<m1@sablieres-erdre.example>", in_reply_to="<m1@sablieres-erdre.example>",
                verdict={**DATED, "deadline": "2026-12-04"}, **more)  # fmt: skip


def test_a_later_mail_of_the_conversation_that_moves_the_date_closes_the_earlier_one(facts: OfficeFacts) -> None:
    later = moving()
    found = decided(Desk(facts, [later], noted(facts, seen()), moved=[(later, Claim(kind="moved"))]))
    close, note = found[0].actions
    assert isinstance(close, CloseItem)
    assert isinstance(note, NoteItem)
    assert close.key == key_of(seen())
    assert note.key == key_of(later)
    assert documents(found)["documents/deadlines.ics"].content.count("BEGIN:VEVENT") == 1


def test_both_arriving_together_are_noted_in_their_order(facts: OfficeFacts) -> None:
    later = moving()
    found = decided(Desk(facts, [later, seen()], moved=[(later, Claim(kind="moved"))]))
    kinds = [[type(action) for action in one.actions] for one in found[:2]]
    # The earlier one may not be in the ledger yet when the later one closes it: a bundle keeps its order.
    assert kinds == [[NoteItem], [NoteItem, CloseItem, NoteItem]]


def test_a_second_date_in_a_conversation_that_moves_nothing_stands_beside_the_first(facts: OfficeFacts) -> None:
    found = decided(Desk(facts, [moving()], noted(facts, seen())))
    assert [type(action) for action in found[0].actions] == [NoteItem]


def test_another_conversation_moves_nothing(facts: OfficeFacts) -> None:
    later = replace(moving(), thread="<other@x.example>", in_reply_to="<other@x.example>")
    found = decided(Desk(facts, [later], noted(facts, seen()), moved=[(later, Claim(kind="moved"))]))
    assert [type(action) for action in found[0].actions] == [NoteItem]


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("La réunion est reportée, rendez-nous le dossier avant le 4 décembre.", True),
        ("Finalement il nous le faut avant le 4 décembre.", True),
        ("The new deadline is 4 December.", True),
        ("Could you send it by 4 December instead of Friday?", True),
        ("Bien noté, il nous le faut avant vendredi.", False),
    ],
)
def test_an_answer_says_that_it_moves_a_date(facts: OfficeFacts, make_mail: MakeMail, text: str, moves: bool) -> None:
    answer = make_mail(text, in_reply_to="<m1@sablieres-erdre.example>")
    assert [claim.kind for claim in recognise(answer, facts, None, NOW)] == ["moved"] * moves
    assert list(recognise(replace(answer, in_reply_to=""), facts, None, NOW)) == []
    assert list(recognise(replace(answer, is_private=True), facts, None, NOW)) == []


def test_a_sent_mail_with_a_promise_is_claimed(facts: OfficeFacts, make_mail: MakeMail) -> None:
    (claim,) = recognise_sent(make_mail("Je vous envoie le devis d'ici jeudi."), facts, None, NOW)
    assert (claim.kind, claim.data["deadline"]) == ("promise", "2026-11-26")
    assert list(recognise_sent(make_mail("Merci, bien reçu."), facts, None, NOW)) == []


# ── calendars and lists ───────────────────────────────────────────────────────────────────────────────────


def test_the_calendar_holds_each_deadline_under_a_stable_identity(facts: OfficeFacts) -> None:
    mails = [seen(1), seen(2, verdict={**DATED, "deadline": "2026-11-27T17:00"})]
    text = documents(decided(Desk(facts, mails)))["documents/deadlines.ics"].content
    events = vobject.readOne(text).vevent_list
    assert {one.uid.value for one in events} == {f"deadline-{key_of(mail)}@officebot" for mail in mails}
    assert {one.dtstart.value for one in events} == {date(2026, 11, 27), datetime(2026, 11, 27, 16, tzinfo=UTC)}
    assert "avant vendredi" in events[0].description.value


def test_the_calendar_does_not_change_with_the_clock(facts: OfficeFacts) -> None:
    items = noted(facts, seen())
    (before,) = [one.content for one in documents(decided(Desk(facts, (), items), own_feeds=False)).values()]
    assert before == documents(decided(Desk(facts, (), items), "schedule"))["documents/deadlines.ics"].content


def test_an_office_may_do_without_calendars_and_lists(facts: OfficeFacts) -> None:
    assert documents(decided(Desk(facts, [seen()]), "schedule", feed="", morning_list="none")) == {}


def test_each_person_is_told_what_concerns_them_in_their_language(facts: OfficeFacts) -> None:
    mails = [seen(1), seen(2, verdict={**DATED, "who": ["rachel"], "deadline": "2026-11-24T17:00"})]
    made = documents(decided(Desk(facts, mails), "schedule"))
    rachel = made["archive/lists/2026-11-24-deadlines-rachel.html"]
    assert (rachel.language, rachel.data["count"], rachel.data["sections"][1]["title"]) == ("en", 1, "Today")
    (row,) = rachel.data["sections"][1]["rows"]
    assert (row["due"], row["quote"], row["who"]) == (
        "24 November 2026 at 17:00",
        "avant vendredi",
        "Rachel Ashworth",
    )
    assert made["archive/lists/2026-11-24-deadlines-sophie.html"].data["count"] == 1
    assert made["archive/lists/2026-11-24-deadlines-nadia.html"].data["count"] == 2
    assert "archive/lists/2026-11-24-deadlines-etienne.html" not in made


def test_overseers_are_whom_the_office_names(facts: OfficeFacts) -> None:
    made = documents(decided(Desk(facts, [seen()]), "schedule", overseers=["etienne@office.example"]))
    assert "archive/lists/2026-11-24-deadlines-etienne.html" in made
    assert "archive/lists/2026-11-24-deadlines-nadia.html" not in made


@pytest.mark.parametrize(
    ("deadline", "section"),
    [
        ("2026-11-23", "overdue"),
        ("2026-11-24", "today"),
        ("2026-11-24T07:00", "today"),
        ("2026-11-29", "week"),
        ("2026-11-30", "later"),
    ],
)
def test_nothing_dated_is_missing_from_the_list(facts: OfficeFacts, deadline: str, section: str) -> None:
    items = noted(facts, seen(verdict={**DATED, "deadline": deadline}))
    found = by_section(items, facts.working_time, date(2026, 11, 24))
    assert {name: len(found[name]) for name in SECTIONS} == {name: int(name == section) for name in SECTIONS}


def test_the_list_may_come_as_a_draft_or_a_mail(facts: OfficeFacts) -> None:
    kinds: dict[str, list[type]] = {}
    for form in ("document", "draft", "mail"):
        (one,) = [p for p in decided(Desk(facts, [seen()]), "schedule", morning_list=form) if "list:" in p.key
                  and p.key.endswith("sophie@office.example")]  # fmt: skip
        kinds[form] = [type(action) for action in one.actions]
    assert kinds == {
        "document": [WriteDocument],
        "draft": [WriteDocument, DraftMail],
        "mail": [WriteDocument, SendMail, KeepSentCopy],
    }


def test_a_flood_of_dates_is_noted_in_parts_the_soonest_first(facts: OfficeFacts) -> None:
    mails = [seen(n, verdict={**DATED, "deadline": f"2027-01-{n % 28 + 1:02}"}) for n in range(1, 1001)]
    found = decided(Desk(facts, mails), own_feeds=False)
    assert len(found) < 1000
    latest = max(note.due for note in notes(found) if note.due)
    assert latest.day < 28


# ── what others may see, and what there is to bring up to date ────────────────────────────────────────────

SECRET = {**DATED, "confidential": True}


def test_the_offices_calendar_says_of_what_is_confidential_only_that_it_is(facts: OfficeFacts) -> None:
    made = documents(decided(Desk(facts, [seen(verdict=SECRET)])))
    shared, own = (vobject.readOne(made[path].content).vevent
                   for path in ("documents/deadlines.ics", "documents/deadlines-sophie.ics"))  # fmt: skip
    assert (shared.summary.value, shared.dtstart.value) == ("(confidentiel)", date(2026, 11, 27))
    for word in ("Devis", "Guillou", "vendredi", "sablieres"):
        assert word not in made["documents/deadlines.ics"].content
    assert own.summary.value == "Devis 1"
    assert "Yves Guillou" in own.description.value


@pytest.mark.parametrize("change", [{"circle": "finance"}, {"source": {"confidential": True}}])
def test_an_item_for_a_circle_or_marked_confidential_has_no_words_for_others(
    facts: OfficeFacts, change: dict[str, Any]
) -> None:
    (item,) = noted(facts, seen())
    kept = replace(item, **{**change, "source": {**item.source, **change.get("source", {})}})
    assert masked(item, "en") == item
    assert (masked(kept, "en").title, masked(kept, "fr").title) == ("(confidential)", "(confidentiel)")
    assert "quote" not in masked(kept, "en").source


def test_an_overseer_sees_the_date_of_what_is_confidential_and_not_its_words(facts: OfficeFacts) -> None:
    mail = seen(verdict={**SECRET, "who": ["etienne"]})
    made = documents(decided(Desk(facts, [mail]), "schedule"))
    rows = {name: made[f"archive/lists/2026-11-24-deadlines-{name}.html"].data["sections"][2]["rows"]
            for name in ("nadia", "etienne")}  # fmt: skip
    told = [(row["title"], row["sender"], row["quote"]) for name in ("nadia", "etienne") for row in rows[name]]
    assert told == [("(confidentiel)", "", ""), ("Devis 1", "Yves Guillou", "avant vendredi")]


@pytest.mark.parametrize(("first", "then"), [(DATED, SECRET), (SECRET, DATED)])
def test_a_verdict_that_becomes_confidential_or_open_changes_its_item(
    facts: OfficeFacts, first: dict[str, Any], then: dict[str, Any]
) -> None:
    (item,) = noted(facts, seen(verdict=first))
    (note,) = notes(decided(Desk(facts, [seen(verdict=then)], [item])))
    assert (note.key, note.source["confidential"]) == (item.key, "confidential" in then)


def test_no_calendar_is_written_where_there_is_nothing_and_none_lies(facts: OfficeFacts) -> None:
    assert decided(Desk(facts, [])) == []
    undated = [replace(item, due=None) for item in noted(facts, seen())]
    assert decided(Desk(facts, [], undated)) == []


def test_a_calendar_that_lies_there_is_emptied_when_all_is_done(facts: OfficeFacts) -> None:
    desk = Desk(facts, [])
    desk.files = {"documents/deadlines.ics", "documents/deadlines-sophie.ics"}
    made = documents(decided(desk))
    assert set(made) == desk.files
    assert "VEVENT" not in "".join(one.content for one in made.values())
    assert set(documents(decided(desk, own_feeds=False))) == {"documents/deadlines.ics"}


@pytest.mark.parametrize(("person", "due"), [("sophie", "27 novembre 2026"), ("rachel", "27 November 2026")])
def test_no_date_of_the_morning_page_stands_in_figures(facts: OfficeFacts, person: str, due: str) -> None:
    made = documents(decided(Desk(facts, [seen(verdict={**DATED, "who": [person]})]), "schedule", lead_days=0))
    page = made[f"archive/lists/2026-11-24-deadlines-{person}.html"]
    (row,) = page.data["sections"][2]["rows"]
    assert (row["due"], row["act_by"]) == (due, due)
    assert "2026-" not in str(page.data)
