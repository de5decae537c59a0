"""TRUST 12: fifty spam and fifty fair invitations through a whole office with Radicale: none enters or is answered alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import cycle, islice
from pathlib import Path

import pytest

from officebot.engine.deciding.approvals import Actor
from officebot.engine.record import views
from officebot.testing.invitations import message
from tests.app.embedded import DESK, Whole, whole

pytestmark = pytest.mark.timeout(600)

SERVER = "mail.atelier-verrier.example"
STAFF = [f"{name}@atelier-verrier.example" for name in ("e.kerbrat", "s.delmas", "r.ashworth", "m.hamdani")]
KNOWN = ["c.rowe@pemberton-rowe.example", "fiona@theglasscabinet.example", "y.guillou@sablieres-erdre.example",
         "g.hartley@hartley-moulds.example", "l.bertho@cartonnages-bertho.example"]  # fmt: skip
#: An appointment that stands in a calendar, organised by a customer; and what moves, ends or answers it in her name.
STANDING, CUSTOMER, GUEST = "tasting@pemberton-rowe.example", KNOWN[0], STAFF[0]
_WORDS = ["Your account expires", "You won a phone", "Réunion bitcoin", "Virement confidentiel", "Payroll meeting",
          "Point hebdomadaire", "Budget review", "Visite"]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail with an event: who is written in From, what our own server found of it, and the message."""

    sender: str
    verdict: str
    text: str
    words: str


def when(number: int) -> str:
    """A beginning in working hours, of its own for each number: half an hour each, from Tuesday 1 December on."""
    start = datetime(2026, 12, 1 + number // 10 % 4, 9) + timedelta(minutes=30 * (number % 6))
    return f"DTSTART;TZID=Europe/Paris:{start + timedelta(days=7 * (number // 40)):%Y%m%dT%H%M%S}"


def invites(number: int, organizer: str, *, uid: str = "", method: str = "REQUEST", **said: object) -> str:
    title = f"SUMMARY:{_WORDS[number % len(_WORDS)]}"
    return message(
        method,
        **{"uid": uid or f"n{number}@{organizer.rpartition('@')[2]}", "organizer": organizer, "lines": [title],
           "guests": [STAFF[number % len(STAFF)]], "start": when(number), "end": "DURATION:PT30M", **said},  # type: ignore[arg-type]
    )  # fmt: skip


def stranger(number: int) -> Letter:
    """Somebody nobody knows, whose own server vouches for them."""
    sender = f"promo{number}@gratuit{number}.example"
    return Letter(sender=sender, verdict="dmarc=pass", text=invites(number, sender), words="Click here to confirm.")


def publisher(number: int) -> Letter:
    """A published event, which would be entered without being asked for."""
    sender = f"news{number}@agenda{number}.example"
    text = invites(number, sender, method=("PUBLISH", "ADD")[number % 2])
    return Letter(sender=sender, verdict="dmarc=pass", text=text, words="Our programme for you.")


def borrowed(number: int) -> Letter:
    """A known customer's name in From, and nobody who proves it."""
    verdict = ("dmarc=fail", "dmarc=none", "spf=softfail; dmarc=none", "")[number % 4]
    return Letter(sender=CUSTOMER, verdict=verdict, text=invites(number, CUSTOMER), words="Please join us.")


def colleague(number: int) -> Letter:
    """A colleague's name in From, from outside."""
    sender = STAFF[(number + 1) % len(STAFF)]
    return Letter(sender=sender, verdict="dmarc=fail", text=invites(number, sender), words="Payroll details inside.")


def other_organiser(number: int) -> Letter:
    """A stranger who sends in the customer's name, with or without a word that they may."""
    sender = f"office{number}@assistants{number}.example"
    text = invites(number, CUSTOMER)
    if number % 2:
        text = text.replace("ORGANIZER:", f'ORGANIZER;SENT-BY="mailto:{sender}":')
    return Letter(sender=sender, verdict="dmarc=pass", text=text, words="On behalf of Charlotte.")


def thief(number: int) -> Letter:
    """A stranger who ends, moves or claims the appointment that stands there."""
    sender = f"x{number}@elsewhere{number}.example"
    method = ("CANCEL", "REQUEST", "REQUEST")[number % 3]
    organizer = (CUSTOMER, CUSTOMER, sender)[number % 3]
    text = invites(number, organizer, uid=STANDING, method=method, sequence=9, guests=[GUEST],
                   stamp="20991231T000000Z")  # fmt: skip
    return Letter(sender=sender, verdict="dmarc=pass", text=text, words="It changed.")


def unproven(number: int) -> Letter:
    """The customer's own name and appointment, unproven."""
    method = ("CANCEL", "REQUEST")[number % 2]
    text = invites(number, CUSTOMER, uid=STANDING, method=method, sequence=9, guests=[GUEST])
    return Letter(sender=CUSTOMER, verdict=("", "dmarc=none")[number % 2], text=text, words="It changed.")


def answerer(number: int) -> Letter:
    """Answers and other times for what the sender was never invited to."""
    sender = f"guest{number}@nobody{number}.example"
    text = invites(number, GUEST, uid=STANDING, method=("REPLY", "COUNTER", "REFRESH")[number % 3],
                   guests={sender: "PARTSTAT=ACCEPTED"})  # fmt: skip
    return Letter(sender=sender, verdict="dmarc=pass", text=text, words="I accept.")


def bomb(number: int) -> Letter:
    """A rule, an identity or a title that is an attack of its own."""
    sender = f"b{number}@bombs{number}.example"
    said = (
        {"rule": "FREQ=SECONDLY"},
        {"uid": "VEVENT"},
        {"uid": "../../../../etc/passwd"},
        {"lines": [r"SUMMARY:Lunch\nBcc: x@elsewhere.example"]},
        {"start": "DTSTART:00010101T000000Z"},
    )[number // 9 % 5]
    return Letter(sender=sender, verdict="dmarc=pass", text=invites(number, sender, **said), words="Lunch?")


_SPAM: list[Callable[[int], Letter]] = [
    stranger, publisher, borrowed, colleague, other_organiser, thief, unproven, answerer, bomb,
]  # fmt: skip


def fair(number: int) -> Letter:
    """What a customer or supplier really sends."""
    sender = KNOWN[number % len(KNOWN)]
    return Letter(sender=sender, verdict="dmarc=pass", text=invites(number, sender), words="Nous vous attendons.")


@dataclass(slots=True)
class Attacked:
    """The sample office, and what of it the outside may not move."""

    office: Whole
    folder: Path
    who: Actor
    sent: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(10_000)))

    def comes(self, letters: list[Letter]) -> None:
        """The letters arrive, and the office does all that it does by itself."""
        for letter in letters:
            mail = EmailMessage()
            number = next(self.numbers)
            domain = letter.sender.rpartition("@")[2]
            if letter.verdict:
                mail["Authentication-Results"] = f"{SERVER}; {letter.verdict} header.from={domain}"
            mail["Message-ID"] = f"<s{number}@{domain}>"
            mail["From"], mail["To"], mail["Subject"] = letter.sender, DESK, "Invitation"
            mail["Date"] = format_datetime(self.office.clock.now())
            mail.set_content(letter.words)
            method = next(line for line in letter.text.splitlines() if line.startswith("METHOD:")).partition(":")[2]
            mail.add_alternative(letter.text.encode(), maintype="text", subtype="calendar",
                                 params={"method": method, "charset": "utf-8"})  # fmt: skip
            self.office.servers.deliver(mail.as_bytes(), when=self.office.clock.now())
        for _ in range(3):
            self.office.turn(minutes=5)

    def events(self) -> dict[str, bytes]:
        """What Radicale keeps."""
        found = self.folder.rglob("collection-root/**/*.ics")
        return {str(path): path.read_bytes() for path in found if ".Radicale" not in str(path)}

    def waiting(self) -> list[views.ProposalView]:
        """What the duty has put before people."""
        return [one for one in views.queue(self.office.app.ledger) if one.duty == "calendar_coordination"]

    def letters(self) -> int:
        """How many mails have left, as the mailbox keeps them, without those that ask people of the office for their yes."""
        with self.office.mailbox() as session:
            session.select("Sent")
            left = len(list(session.uids_from(1)))
        with self.office.app.ledger.reading() as tx:
            asking = tx.exec_driver_sql(
                "SELECT count(*) FROM actions JOIN proposals ON proposals.id = actions.proposal_id"
                " WHERE actions.kind = 'mail.keep_sent' AND actions.state = 'done' AND proposals.duty = 'approvals'"
            ).scalar_one()
        return left - int(asking)

    def approves(self, which: list[views.ProposalView]) -> None:
        for one in which:
            self.office.app.approve(self.who, one.id)
        self.office.turn(minutes=5)


@contextmanager
def attacked(folder: Path) -> Iterator[Attacked]:
    """The office in which Étienne has accepted a customer's invitation."""
    with whole(folder) as office:
        person = next(one for one in office.app.office.facts.people.all if one.address == GUEST)
        found = Attacked(office, folder, Actor(person, person))
        text = invites(0, CUSTOMER, uid=STANDING, guests=[GUEST], start="DTSTART;TZID=Europe/Paris:20261217T100000")
        found.comes([Letter(sender=CUSTOMER, verdict="dmarc=pass", text=text, words="Tasting")])
        found.approves(found.waiting())
        assert any(STANDING.encode() in content for content in found.events().values())
        yield found


def test_no_invitation_enters_a_calendar_or_is_answered_by_itself(tmp_path: Path, is_sweep: bool) -> None:
    count = 50 if is_sweep else 9
    spam = [make(number) for number, make in enumerate(islice(cycle(_SPAM), count), 1)]
    welcome = [fair(number) for number in range(1, count + 1)]
    with attacked(tmp_path / "office") as office:
        before, letters = office.events(), office.letters()
        office.comes(spam)
        entered = sum(before.get(path) != content for path, content in office.events().items())
        entered += len(before.keys() - office.events().keys())
        asked = office.waiting()
        replied = office.letters() - letters
        office.comes(welcome)
        alone = sum(before.get(path) != content for path, content in office.events().items())
        proposed = [one for one in office.waiting() if one.id not in {old.id for old in asked}]
        office.approves(proposed)
        after = len(office.events()) - len(before)
        told = office.letters() - letters - replied
    print(
        f"\nTRUST 12: {count} spam invitations: {entered} events, {replied} replies, {len(asked)} put before a person; "
        f"{count} fair ones: {alone} events unasked, {len(proposed)} put before a person, "
        f"approved: {after} events, {told} replies"
    )
    assert (entered, replied, alone) == (0, 0, 0)
    assert len(proposed) == count
    assert told == count
    assert after > count // 2
