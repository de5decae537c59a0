"""A month of an office's conversations: several hundred, with people who answer late, never, or just in time.

Everything but the servers is real: intakes, triage, follow-up, proposals, approvals, executor, guard of answers. What
must happen is computed here anew, from the plan of each conversation, without the code under test.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from officebot.core.actions import Action, DraftMail, KeepSentCopy, SendMail
from officebot.core.policy import Policy
from officebot.core.schedule import parse
from officebot.core.text import say
from officebot.duties.follow_up import DUTY as FOLLOW_UP
from officebot.duties.follow_up.settings import Settings
from officebot.duties.mail_triage import DUTY as TRIAGE
from officebot.engine.acting.answer_performer import AnswerPerformer
from officebot.engine.acting.executor import Executor
from officebot.engine.acting.item_performer import ItemPerformer
from officebot.engine.acting.performers import Performers
from officebot.engine.deciding import approvals
from officebot.engine.deciding.approvals import Actor
from officebot.engine.intake.intake import Intake
from officebot.engine.intake.sent import SentIntake
from officebot.engine.ledger import marks, open_sqlite
from officebot.engine.ledger import proposals as rows
from officebot.engine.running import watching
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.office import OfficeReader
from officebot.engine.running.proposing import Proposer
from officebot.engine.running.runner import Runner
from officebot.sdk import (
    Address,
    Contact,
    Contacts,
    Done,
    Job,
    Mail,
    MessageRef,
    NotDone,
    OfficeFacts,
    Outcome,
    OutgoingMail,
    People,
    Person,
    Prepared,
    WorkingTime,
)
from officebot.testing.clock import VirtualClock
from tests.engine.fakemail import FakeMail

ZONE = ZoneInfo("Europe/Paris")
#: From Monday 27 April 2026: 1, 8, 14 and 25 May are holidays in France.
FIRST = date(2026, 4, 27)
HOLIDAYS = {date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25)}
DAYS = 30
NADIA = Person(name="Nadia Ferrand", address="nadia@office.example", login="nadia", circle="direction",
               responsibilities=("mailbox owner",))  # fmt: skip
PLANS = (
    "in time", "on the day", "late", "never", "new mail", "stand-in", "away", "receipt", "bounced", "while waiting",
    "while held",
)  # fmt: skip
#: The ticks of a day: duties at nine, yes at eleven, held mails leave at a quarter past.
TICKS = (time(9), time(11), time(11, 5), time(11, 15), time(16, 30))


def is_worked(day: date) -> bool:
    """Whether that day is worked, by this simulation's own calendar."""
    return day.weekday() < 5 and day not in HOLIDAYS


def worked_after(day: date, count: int) -> date:
    """The day that many working days later, by this simulation's own calendar."""
    while count:
        day += timedelta(days=1)
        count -= is_worked(day)
    return day


def at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZONE)


@dataclass(slots=True)
class Talk:
    """One conversation: when we asked whom, what is planned, when an answer came, when reminders left."""

    number: int
    plan: str
    asked: datetime
    person: str
    due: date
    answer: datetime | None = None
    reminded: list[datetime] = field(default_factory=list)

    @property
    def message_id(self) -> str:
        return f"<ask{self.number}@office.example>"


class Mailbox(FakeMail):
    """A mailbox in memory that also keeps what was sent."""

    sent_folder = "Sent"

    @property
    def folders(self) -> Sequence[str]:
        return ("INBOX",)

    def put(self, folder: str, mail: Mail) -> None:
        self._add(folder, mail)


class Post:
    """Sends mail in the simulation, and keeps a copy."""

    kinds = frozenset({SendMail.kind, KeepSentCopy.kind, DraftMail.kind, "mail.flag", "mail.move"})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def __init__(self, month: Month) -> None:
        self._month = month

    def prepare(self, action: Action) -> Prepared:
        return Prepared(action=action, preview=say("{kind}", kind=action.kind))

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        for job in jobs:
            if isinstance(job.action, SendMail):
                self._month.left(job.action.mail)
        return [Done() for _ in jobs]

    def was_done(self, _job: Job) -> NotDone:
        return NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        return [Done() for _ in jobs]


class Month:
    """The office, its clock and its mailbox, over a ledger in `folder`."""

    def __init__(self, folder: Path, conversations: int, seed: int) -> None:
        self._random = random.Random(seed)
        self.box = Mailbox("INBOX", "Sent", batch=100)
        self.clock = VirtualClock(at(FIRST, time(7)))
        self.ledger = open_sqlite(folder / "ledger.db")
        contacts = [
            Contact(name="Cliente", addresses=("c1@client1.example",), language="en", form_of_address="Dear Ann")
        ]
        self.facts = OfficeFacts(name="Bureau", people=People([NADIA]), contacts=Contacts(contacts),
                                 working_time=WorkingTime(), language="fr")  # fmt: skip
        office = OfficeReader(self.ledger, self.facts, folder)
        wanted = Settings(mode="send")
        self._duties = {
            "mail_triage": EnabledDuty(duty=TRIAGE, settings=TRIAGE.settings(), schedules=(parse("mail"),)),
            "follow_up": EnabledDuty(
                duty=FOLLOW_UP, settings=wanted, schedules=tuple(map(parse, FOLLOW_UP.triggers))
            ),
        }
        performers = Performers([
            Post(self), ItemPerformer(self.ledger, self.clock),
            AnswerPerformer(self.ledger, self.facts.people, self.clock, lambda _: self._take_in()),
        ])  # fmt: skip
        proposer = Proposer(performers, Policy, self.facts.people)
        self._intake = Intake(self.ledger, self._duties, office, proposer, self.clock, baseline=False)
        self._sent = SentIntake(self.ledger, self._duties, self.facts, self.clock, baseline=False)
        self._executor = Executor(self.ledger, performers, self.clock, "month")
        self._runner = Runner(self.ledger, self._duties, office, proposer, self.clock, "month")
        self.office = office
        self.talks = {talk.message_id: talk for talk in map(self._plan, range(conversations))}
        self._coming: list[tuple[datetime, Talk, str]] = []
        with self.ledger.writing() as tx:
            marks.put(tx, marks.FIRST_START, self.clock.now().isoformat(), self.clock.now())

    def _plan(self, number: int) -> Talk:
        day = FIRST + timedelta(days=self._random.randrange(DAYS - 9))
        asked = at(day, time(self._random.randrange(8, 19), self._random.randrange(60)))
        person = f"c{number}@client{number}.example"
        return Talk(number, PLANS[number % len(PLANS)], asked, person, worked_after(day, 3))

    # ── days ──────────────────────────────────────────────────────────────────────────────────────────────

    def live(self) -> None:
        """Live through the month."""
        for talk in self.talks.values():
            self._coming.append((talk.asked, talk, "ask"))
            self._coming += self._answers(talk)
        self._coming.sort(key=lambda one: (one[0], one[1].number))
        for number in range(DAYS):
            for clock in TICKS:
                self._tick(at(FIRST + timedelta(days=number), clock))

    def _tick(self, now: datetime) -> None:
        while self._coming and self._coming[0][0] <= now:
            when, talk, what = self._coming.pop(0)
            self.clock.set(max(when, self.clock.now()))
            self._happen(when, talk, what)
        self.clock.set(max(now, self.clock.now()))
        # While mails are held, nobody reads the mailbox: the executor itself must.
        if now.time() not in (time(11, 5), time(11, 15)):
            self._take_in()
            self._runner.note_due()
            watching.note_arrivals(self.ledger, self._duties, self.clock.now())
            for ran in self._runner.work():
                assert ran.state == "done", ran.problem
        if now.time() == time(11) and is_worked(now.date()):
            self._say_yes()
        self._executor.work()

    def _take_in(self) -> None:
        self._sent.work(self.box)
        self._intake.work(self.box)

    def _say_yes(self) -> None:
        with self.ledger.reading() as tx:
            waiting = [row.id for row in rows.in_states(tx, ["waiting"])]
        for number in waiting:
            approvals.approve(self.ledger, Actor(NADIA, NADIA), number, None, self.clock.now(), timedelta(minutes=10))

    # ── what happens ──────────────────────────────────────────────────────────────────────────────────────

    def _answers(self, talk: Talk) -> list[tuple[datetime, Talk, str]]:
        """What comes back, and when; sets the instant of the answer."""
        due = talk.due
        match talk.plan:
            case "in time" | "new mail" | "stand-in":
                hours = self._random.randrange(1, 20)
                talk.answer = min(talk.asked + timedelta(hours=hours), at(due, time(8)) - timedelta(minutes=1))
            case "on the day":
                talk.answer = at(due, time(8, 30))
            case "while waiting":
                talk.answer = at(due, time(10, 20))
            case "while held":
                talk.answer = at(due, time(11, 7))
            case "late":
                talk.answer = at(worked_after(due, 2), time(16))
            case "away":
                back = worked_after(talk.asked.date(), 6)
                talk.due = worked_after(back, 1)
                return [(talk.asked + timedelta(minutes=2), talk, f"away {back}")]
            case "receipt":
                return [(talk.asked + timedelta(minutes=1), talk, "receipt")]
            case "bounced":
                talk.answer = talk.asked + timedelta(minutes=1)
                return [(talk.answer, talk, "bounce")]
        return [] if talk.answer is None else [(talk.answer, talk, "answer")]

    def _happen(self, when: datetime, talk: Talk, what: str) -> None:
        if what == "ask":
            body = "Bonjour,\n\nPouvez-vous nous envoyer le plan signé ?\n\nNadia\n"
            self._put("Sent", when, talk.message_id, NADIA.address, talk.person, f"Plan {talk.number}", body)
            return
        ours, subject = talk.message_id, f"Re: Plan {talk.number}"
        number = f"<{what[:3]}{talk.number}@{talk.person.partition('@')[2]}>"
        match what.partition(" ")[0]:
            case "answer" if talk.plan == "new mail":
                self._put("INBOX", when, number, talk.person, NADIA.address, subject, "Bonjour, voici le plan.")
            case "answer" if talk.plan == "stand-in":
                stand_in = f"other@{talk.person.partition('@')[2]}"
                self._put("INBOX", when, number, stand_in, NADIA.address, subject, "Voici le plan.", thread=ours)
            case "answer":
                self._put("INBOX", when, number, talk.person, NADIA.address, subject, "Voici le plan.", thread=ours)
            case "away":
                back = date.fromisoformat(what.partition(" ")[2])
                text = f"Bonjour, je suis absent du bureau, de retour le {back:%d/%m/%Y}."
                self._put("INBOX", when, number, talk.person, NADIA.address, f"Réponse automatique : Plan {talk.number}",
                          text, thread=ours, is_automatic=True)  # fmt: skip
            case "receipt":
                text = "Nous avons bien reçu votre message et nous le traiterons dans les meilleurs délais."
                self._put(
                    "INBOX", when, number, talk.person, NADIA.address, subject, text, thread=ours, is_automatic=True
                )
            case "bounce":
                text = f"Undelivered mail returned to sender.\n<{talk.person}>: 550 5.1.1 user unknown"
                self._put("INBOX", when, number, "mailer-daemon@office.example", NADIA.address, "Undelivered Mail",
                          text, is_automatic=True)  # fmt: skip

    def _put(
        self, folder: str, when: datetime, number: str, sender: str, to: str, subject: str, text: str,
        thread: str = "", *, is_automatic: bool = False,
    ) -> None:  # fmt: skip
        self.box.put(folder, Mail(
            ref=MessageRef("desk", folder, 0, 0, f"fp {number}"), message_id=number, subject=subject,
            sender=Address("", sender), to=(Address("", to),), date=when, received=when, in_reply_to=thread,
            references=(thread,) if thread else (), text=text, reply=text, size=len(text), is_automatic=is_automatic,
        ))  # fmt: skip

    def left(self, mail: OutgoingMail) -> None:
        """A mail left the office: noted with its conversation, its copy put with the sent ones."""
        talk = next(self.talks[one] for one in mail.references if one in self.talks)
        now = self.clock.now()
        talk.reminded.append(now)
        number = f"<{mail.key}@office.example>"
        self.box.put("Sent", Mail(
            ref=MessageRef("desk", "Sent", 0, 0, f"fp {number}"), message_id=number, subject=mail.subject,
            sender=Address("", NADIA.address), to=tuple(Address("", one) for one in mail.to), date=now, received=now,
            in_reply_to=mail.in_reply_to, references=mail.references, text=mail.body, reply=mail.body, size=len(mail.body),
        ))  # fmt: skip

    # ── what came of it ───────────────────────────────────────────────────────────────────────────────────

    def figures(self) -> dict[str, float | int]:
        """How many should be chased by the end of the month, how many were in time, and how many wrongly."""
        last = FIRST + timedelta(days=DAYS - 1)
        should = [talk for talk in self.talks.values() if _must_be_chased(talk, last)]
        in_time = [talk for talk in should if talk.reminded and _is_in_time(talk)]
        too_early = [talk for talk in self.talks.values() if talk.reminded and _day(talk.reminded[0]) < talk.due]
        after = [
            when for talk in self.talks.values() for when in talk.reminded if talk.answer and when >= talk.answer
        ]
        not_worked = [when for talk in self.talks.values() for when in talk.reminded if not is_worked(_day(when))]
        return {
            "conversations": len(self.talks),
            "reminders": sum(len(talk.reminded) for talk in self.talks.values()),
            "due": len(should),
            "in_time": len(in_time),
            "share": round(len(in_time) / max(len(should), 1), 4),
            "too_early": len(too_early),
            "after_the_answer": len(after),
            "on_days_off": len(not_worked),
        }


def _must_be_chased(talk: Talk, last: date) -> bool:
    """Whether a reminder must have left by `last`: its day and the one after it passed without an answer."""
    latest = worked_after(talk.due, 1)
    return latest <= last and (talk.answer is None or talk.answer.date() > latest)


def _is_in_time(talk: Talk) -> bool:
    return talk.due <= _day(talk.reminded[0]) <= worked_after(talk.due, 1)


def _day(instant: datetime) -> date:
    return instant.astimezone(ZONE).date()
