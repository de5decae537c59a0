"""Gatherings decided day by day: whatever comes when, and however late it is carried out, nobody is asked twice."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from officebot.core.actions import (
    Action,
    AmendItem,
    CheckUnanswered,
    CloseItem,
    KeepAttachment,
    NoteItem,
    SendMail,
    WriteDocument,
)
from officebot.core.facts import OfficeFacts
from officebot.core.gathering.asking import read_asks
from officebot.core.gathering.model import Contribution, Gathering, Stage
from officebot.core.gathering.reading import File
from officebot.core.known import Known
from officebot.core.mail import Address, Mail, MessageRef, Proof
from officebot.core.people import Contacts, People, Person
from officebot.core.proposals import Item, Proposal
from officebot.core.worktime import WorkingTime
from officebot.duties.gathering.book import contribution_item, contributions_of, gathering_item
from officebot.duties.gathering.decide import decide
from officebot.duties.gathering.observe import CONTRIBUTED, GATHERING, LETTERS, Event, Facts
from officebot.duties.gathering.recognise import CONTRIBUTION, recognise
from officebot.duties.gathering.settings import DocumentTable, Settings
from officebot.sdk import SeenMail

ANN = Person(name="Ann Lee", address="ann@office.example", responsibilities=("mailbox owner",))
OFFICE = OfficeFacts(name="Bureau", people=People((ANN,)), contacts=Contacts(()), working_time=WorkingTime(),
                     language="en", account="desk")  # fmt: skip
DUE = date(2026, 11, 20)
WHO = ("ines@client.example", "marc@works.example", "zoe@partner.example")
SETTINGS = Settings(mode="send")
TEXTS = {(language, name): "{title} {asked} {due}" for language in ("fr", "en") for name in LETTERS}
SHEET = File(name="table.xlsx", media_type="application/zip", size=9_000, sha256="a" * 64)


@dataclass(slots=True)
class World:
    """The ledger, the mailbox and what was sent; proposals are carried out whenever the test says so."""

    items: dict[tuple[str, str], Item] = field(default_factory=dict)
    known: dict[str, object] = field(default_factory=dict)
    queue: list[Proposal] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    sent: list[tuple[datetime, SendMail]] = field(default_factory=list)
    now: datetime = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)

    def __post_init__(self) -> None:
        gathering = Gathering(name="g", title="Quarterly report", due=DUE, collector=ANN.address)
        people = contributions_of(gathering, read_asks([f"{WHO[0]}=sales [staff, budget]", f"{WHO[1]}=the table (xlsx)",
                                                        f"{WHO[2]}=a few words"]), OFFICE)  # fmt: skip
        noted = [gathering_item(gathering, people, DUE, OFFICE)]
        for item in [*noted, *(contribution_item(one, gathering, DUE, OFFICE) for one in people)]:
            self.items[item.kind, item.key] = item

    def one(self, address: str) -> Contribution:
        return Contribution.from_json(self.items[CONTRIBUTED, f"gather:g:{address}"].source)

    def comes(self, address: str, text: str, *files: File, sender: str = "", is_proven: bool = True) -> Event:
        one = self.one(address)
        mail = self._mail(f"Re: report {one.mark}", sender or address, f"<c{len(self.events)}@x>", "handled")
        event = Event(mail=mail, text=text, whole=text, files=files, is_proven=is_proven)
        self.events.append(event)
        return event

    def _mail(self, subject: str, sender: str, identity: str, state: str, answers: str = "") -> SeenMail:
        number = len(self.events) + 1
        return SeenMail(
            ref=MessageRef("desk", "INBOX", 7, number, identity), subject=subject, sender=Address("", sender), id=number,
            received=self.now, state=state, verdict={}, message_id=identity, in_reply_to=answers, thread=answers or identity,
        )  # fmt: skip

    def run(self, *, reminds: bool = True) -> list[Proposal]:
        """A run of the duty; what is new or has changed is queued."""
        contributions = [
            Contribution.from_json(item.source) for (kind, _), item in self.items.items() if kind == CONTRIBUTED
        ]
        seen = {mark for one in contributions for mark in (*one.seen, *one.sent)}
        facts = Facts(
            office=OFFICE, now=self.now, today=OFFICE.working_time.local(self.now).date(), contributions=contributions,
            gatherings=[Gathering.from_json(item.source) for (kind, _), item in self.items.items() if kind == GATHERING],
            events=[one for one in self.events if not {one.mail.mark, one.mail.message_id} & seen],
            pending={one.key: one.title for one in self.queue}, done=frozenset(self.done), texts=TEXTS, reminds=reminds,
            notices=frozenset(key for kind, key in self.items if kind == "notice"),
        )  # fmt: skip
        found = list(decide(facts, SETTINGS))
        assert [one.key for one in found] == [one.key for one in decide(facts, SETTINGS)]
        assert len({one.key for one in found}) == len(found)
        fresh = [one for one in found if self.known.get(one.key) != one.actions]
        for one in fresh:
            self.known[one.key] = one.actions
            self.queue = [each for each in self.queue if each.key != one.key]
            if not one.must_ask:
                self.queue.append(one)
        return fresh

    def acts(self, most: int = 100) -> None:
        """Carry out so many of the proposals that wait, the oldest first."""
        for one in self.queue[:most]:
            self.done.add(one.key)
            for action in one.actions:
                if not self._done(action):
                    break
        self.queue = self.queue[most:]

    def _done(self, action: Action) -> bool:
        match action:
            case AmendItem() if self._holds_more(action):
                return False
            case NoteItem():
                self.items[action.item_kind, action.key] = Item(
                    kind=action.item_kind, key=action.key, title=action.title, owner=action.owner, due=action.due,
                    source=action.source, circle=action.circle,
                )  # fmt: skip
            case CloseItem():
                self.items.pop((action.item_kind, action.key))
            case CheckUnanswered():
                return not any(
                    each.mail.sender.address in action.awaited and each.mail.received >= action.since and not each.is_machine
                    for each in self.events
                )  # fmt: skip
            case SendMail(mail=mail):
                self.sent.append((self.now, action))
                sent = self._mail(mail.subject, "desk@office.example", f"<{mail.key}>", "sent", mail.in_reply_to)
                self.events.append(Event(mail=sent, is_ours=True))
            case _:
                pass
        return True

    def _holds_more(self, action: AmendItem) -> bool:
        held = self.items[action.item_kind, action.key].source
        return any(set(held[name]) - set(action.source[name]) for name in action.keeps)

    def day(self) -> None:
        """A day with its morning, all of it carried out."""
        self.now += timedelta(days=1)
        self.run(reminds=OFFICE.working_time.is_working_day(self.now.date()))
        self.acts()
        self.run(reminds=False)
        self.acts()

    def letters(self, address: str) -> list[datetime]:
        return [at for at, action in self.sent if action.mail.to == (address,)]


@pytest.fixture
def world() -> World:
    found = World()
    found.run()
    found.acts()
    found.run(reminds=False)
    found.acts()
    return found


def test_each_is_asked_once_and_reminded_on_the_right_days_until_a_person_is_told_to_call(world: World) -> None:
    world.comes(WHO[0], "staff: 12\nbudget: 3,000")
    for _ in range(25):
        world.day()
    assert len(world.letters(WHO[0])) == 1
    days = [at.date().isoformat() for at in world.letters(WHO[2])]
    assert days == ["2026-11-09", "2026-11-18", "2026-11-23", "2026-11-25"]
    assert [key for kind, key in world.items if kind == "notice" and "call" in key] == [
        f"gather:call:gather:g:{address}:3" for address in WHO[1:]
    ]
    world.comes(WHO[2], "The exhibition drew 1,200 visitors.")
    world.day()
    assert [key for kind, key in world.items if kind == "notice" and "call" in key] == [
        f"gather:call:gather:g:{WHO[1]}:3"
    ]
    world.comes(WHO[1], "Here is the table.", SHEET, sender="paul@works.example")
    (question,) = [one for one in world.run(reminds=False) if one.must_ask]
    world.queue.append(question)
    world.acts()
    assert not [key for kind, key in world.items if kind == "notice" and "call" in key]
    for _ in range(30):
        world.day()
    assert world.items == {}  # nothing of it is left open


def test_a_file_is_kept_as_it_came_and_a_later_one_beside_it(world: World) -> None:
    world.comes(WHO[1], "Here is the table.", SHEET)
    first = world.run(reminds=False)
    (kept,) = [action for one in first for action in one.actions if isinstance(action, KeepAttachment)]
    assert kept.path == "documents/g/marc@works.example/2026-11-09 v1 table.xlsx"
    world.acts()
    world.comes(WHO[1], "A better one.", SHEET)
    (again,) = [action for one in world.run() for action in one.actions if isinstance(action, KeepAttachment)]
    assert again.path == "documents/g/marc@works.example/2026-11-09 v2 table.xlsx"


def test_the_mail_of_a_colleague_or_of_nobody_known_for_sure_is_a_question_and_holds_the_reminders(
    world: World,
) -> None:
    for number, (sender, is_proven) in enumerate((("paul@works.example", True), ("", False))):
        event = world.comes(WHO[number + 1], "Here it is.", SHEET, sender=sender, is_proven=is_proven)
        (asked,) = [one for one in world.run(reminds=False) if one.must_ask]
        assert event.mail.mark in asked.key
        assert world.one(WHO[number + 1]).stage is Stage.ASKED


def test_a_yes_to_the_mail_of_somebody_else_adds_to_what_came_from_who_was_asked(world: World) -> None:
    world.comes(WHO[2], "We drew 1,200 visitors.", sender="paul@partner.example")
    (stale,) = [one for one in world.run(reminds=False) if one.must_ask]
    world.comes(WHO[2], "The exhibition drew 1,200 visitors and 30 journalists.")
    (renewed,) = [one for one in world.run(reminds=False) if one.must_ask]
    assert renewed.key == stale.key
    world.acts()
    world.queue = [stale]
    world.acts()
    assert [one.sender for one in world.one(WHO[2]).answers] == [WHO[2]]
    world.queue = [renewed]
    world.acts()
    assert [one.sender for one in world.one(WHO[2]).answers] == [WHO[2], "paul@partner.example"]
    assert len({path for one in world.one(WHO[2]).answers for path in one.files}) == 2


def test_of_two_mails_that_come_while_a_reminder_waits_each_is_kept(world: World) -> None:
    world.now = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
    assert [one for one in world.run() if "Remind" in one.title.render("en")]
    for text in ("The exhibition drew 1,200 visitors.", "A correction: it drew 1,300 visitors."):
        world.comes(WHO[2], text)
    found = world.run(reminds=False)
    actions = [action for one in found for action in one.actions]
    assert [one.content for one in actions if isinstance(one, WriteDocument) and WHO[2] in one.path] == [
        "The exhibition drew 1,200 visitors.\n",
        "A correction: it drew 1,300 visitors.\n",
    ]
    assert world.run(reminds=False) == []  # nothing takes the place of what took the reminder's
    world.acts()
    assert len(world.one(WHO[2]).answers) == 2
    assert len(world.letters(WHO[2])) == 1


def test_a_request_that_waits_is_replaced_by_what_comes_before_it(world: World) -> None:
    late = World()
    late.run()
    late.comes(WHO[2], "The exhibition drew 1,200 visitors.")
    late.run(reminds=False)
    late.acts()
    assert late.letters(WHO[2]) == []
    assert late.one(WHO[2]).is_here


def test_a_request_that_came_back_is_said_and_ends_the_reminders(world: World) -> None:
    mail = world._mail("Undelivered", "mailer-daemon@x.example", "<b@x>", "handled")
    world.events.append(Event(mail=mail, bounced=(WHO[1],)))
    world.day()
    assert world.one(WHO[1]).stage is not Stage.UNREACHABLE  # anybody can write that an address does not exist
    ours = world.one(WHO[1]).sent[-1]
    back = world._mail("Undelivered", "mailer-daemon@x.example", "<b2@x>", "handled")
    world.events.append(Event(mail=back, bounced=(WHO[1],), ids=(ours,)))
    world.day()
    assert world.one(WHO[1]).stage is Stage.UNREACHABLE
    for _ in range(15):
        world.day()
    assert len(world.letters(WHO[1])) == 1


def test_the_page_is_written_when_something_changed_and_not_again(world: World) -> None:
    assert not [one for one in world.run() if ":page:" in one.key]
    world.comes(WHO[0], "staff: 12\nbudget: 3,000")
    (page,) = [one for one in world.run(reminds=False) if ":page:" in one.key]
    paths = [action.path for action in page.actions if isinstance(action, WriteDocument)]
    assert paths == ["documents/g/contributions.html", "documents/g/data.json"]
    world.acts()
    world.now = datetime.combine(DUE, time(8), tzinfo=UTC)
    (due,) = [one for one in world.run() if ":page:" in one.key]
    assert "due today" in due.title.render("en")


@pytest.mark.parametrize("seed", range(60))
def test_however_late_things_are_carried_out_nobody_is_asked_twice_or_after_an_answer(seed: int) -> None:
    rng, world = random.Random(seed), World()
    answered: dict[str, datetime] = {}
    words = ("I'll send it Tuesday", "Thanks", "Which period?", "I can't help with this", "See attached")
    for _ in range(22):
        world.now += timedelta(hours=24)
        if rng.random() < 0.35:
            who = rng.choice(WHO)
            is_it = rng.random() < 0.4
            text = "staff: 12\nWe sold 120 vases this month." if is_it else rng.choice(words)
            world.comes(who, text, *([SHEET] if is_it else []))
            if is_it:
                answered.setdefault(who, world.now)
        world.now += timedelta(minutes=1)
        for _ in range(rng.randrange(1, 4)):
            world.run(reminds=OFFICE.working_time.is_working_day(world.now.date()) and rng.random() < 0.7)
            world.acts(rng.randrange(0, 12))  # a kill leaves the rest for later
    world.run(reminds=False)
    world.acts()
    for who in WHO:
        letters = [(at, action.mail) for at, action in world.sent if action.mail.to == (who,)]
        assert Counter(mail.key for _, mail in letters).most_common(1)[0][1] == 1 if letters else True
        reminded = [at for at, mail in letters if ":remind:" in mail.key]
        assert len({at.date() for at in reminded}) == len(reminded) <= 3
        assert all(who not in answered or at < answered[who] for at in reminded)
        assert world.one(who).is_here == (who in answered)


def test_mails_that_have_nothing_to_do_with_a_request_leave_no_words_behind() -> None:
    mail = Mail(ref=MessageRef("desk", "INBOX", 7, 1, "f"), subject="Bonjour", sender=Address("", WHO[0]), text="private words",
                date=datetime(2026, 11, 9, tzinfo=UTC), received=datetime(2026, 11, 9, tzinfo=UTC))  # fmt: skip
    now = datetime(2026, 11, 9, tzinfo=UTC)
    assert list(recognise(mail, OFFICE, SETTINGS, now)) == []
    answer = Mail(
        ref=mail.ref, subject="Re: Bonjour", in_reply_to="<x@y>", text="private words", date=now, received=now
    )
    (claim,) = recognise(answer, OFFICE, SETTINGS, now)
    assert claim.kind == CONTRIBUTION
    assert "private" not in str(claim.data)
    marked = replace(answer, subject=f"Re: {World().one(WHO[0]).mark}")
    assert "private" in str([one.data for one in recognise(marked, OFFICE, SETTINGS, now)])
    assert list(recognise(replace(marked, is_private=True), OFFICE, SETTINGS, now)) == []


def test_settings_that_name_nobody_or_no_time_are_said_at_their_place() -> None:
    wrong = DocumentTable(
        title="Report", ask_on="now and then", ask=("nobody", "a@b.example=x"), collector="x@y.example"
    )
    found = {keys for keys, _ in Settings(documents={"report": wrong}).unfit(Known(people=OFFICE.people))}
    assert found == {("documents", "report", key) for key in ("ask_on", "collector")} | {
        ("documents", "report", "ask", 0)
    }


def test_what_our_server_said_of_who_wrote_is_known_of_all_who_could_answer_under_another_subject() -> None:
    now = datetime(2026, 11, 9, tzinfo=UTC)
    mail = Mail(ref=MessageRef("desk", "INBOX", 7, 1, "f"), subject="Quarterly report", sender=Address("", ANN.address),
                text="private words", date=now, received=now, proof=Proof.UNPROVEN)  # fmt: skip
    (claim,) = recognise(mail, OFFICE, SETTINGS, now)
    assert claim.data == {"proof": "unproven", "files": []}
