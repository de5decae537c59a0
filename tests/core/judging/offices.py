"""A small office for the tests of judging: its people, the contacts it knows, and mails made from cases."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parseaddr

from officebot.core.facts import OfficeFacts
from officebot.core.judging.suspicion import FRAUD, Doubt, doubts
from officebot.core.mail import Address, Mail, MessageRef
from officebot.core.people import Contact, Contacts, People, Person
from officebot.core.worktime import WorkingTime
from tests.core.judging.fraud_cases import Case

#: Tuesday 24 November 2026, 10:00 in Paris.
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HERE = "tonnellerie-vasseur.example"

PEOPLE = People(
    [
        Person(name="Paul Vasseur", address=f"p.vasseur@{HERE}", role="gérant", circle="direction"),
        Person(name="Lucie Andrieu", address=f"lucie.andrieu@{HERE}", responsibilities=("payments", "payroll")),
        Person(
            name="Tom Gallagher", address=f"t.gallagher@{HERE}", language="en", responsibilities=("export customers",)
        ),
    ]
)
CONTACTS = Contacts(
    [
        Contact(
            name="Merrains de Corrèze",
            addresses=("a.roche@merrains-correze.example", "ventes@merrains-correze.example"),
            kind="supplier",
            iban="FR7630001007941234567890185",
        ),
        Contact(name="Bouchons Castel", addresses=("info@bouchons-castel.example", "ventes@castel-export.example")),
        Contact(name="Whitmore Wines", addresses=("grace@whitmore-wines.example",), kind="customer", language="en"),
        Contact(name="Caisse du Limousin", addresses=("pro@caisse-limousin.example",)),
    ]
)
FACTS = OfficeFacts(name="Tonnellerie", people=PEOPLE, contacts=CONTACTS, working_time=WorkingTime(), language="fr")


def address(written: str) -> Address:
    """`Name <local@domain>` as an address."""
    name, plain = parseaddr(written)
    return Address(name, plain.lower())


def mail_of(case: Case) -> Mail:
    """The mail of a case, to the person who pays."""
    return Mail(
        ref=MessageRef("desk", "INBOX", 7, 1, "f1"),
        subject=case.subject,
        sender=address(case.sender),
        reply_to=(address(case.reply_to),) if case.reply_to else (),
        to=(Address("", f"lucie.andrieu@{HERE}"),),
        date=MORNING,
        received=MORNING,
        in_reply_to=case.in_reply_to,
        text=case.text,
        reply=case.text,
        proof=case.proof,
        is_list=case.is_list,
        is_automatic=case.is_automatic,
        attachments=case.attachments,
    )


def found(mail: Mail) -> list[Doubt]:
    """What speaks against a mail."""
    return doubts(mail, FACTS, (), {})


def is_fraud(mail: Mail) -> bool:
    """Whether it would be treated as a fraud."""
    return sum(doubt.weight for doubt in found(mail)) >= FRAUD
