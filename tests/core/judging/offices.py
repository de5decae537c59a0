"""A small office for the tests of judging: its people, the contacts it knows, and mails in short to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from officebot.core.facts import OfficeFacts
from officebot.core.judging.suspicion import FRAUD, Doubt, doubts
from officebot.core.mail import Address, Attachment, Mail, MessageRef, Proof
from officebot.core.people import Contact, Contacts, People, Person
from officebot.core.worktime import WorkingTime

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


def cases(name: str) -> list[Mapping[str, Any]]:
    """The mails in short of `frauds.jsonl` or `honest.jsonl`: all are our own inventions."""
    lines = Path(__file__).with_name(f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def mail_of(case: Mapping[str, Any]) -> Mail:
    """The mail of a case, to the person who pays; whatever it does not say is as in most mails."""
    reply_to = case.get("reply_to", "")
    return Mail(
        ref=MessageRef("desk", "INBOX", 7, 1, "f1"),
        subject=case.get("subject", "Bonjour"),
        sender=address(case["sender"]),
        reply_to=(address(reply_to),) if reply_to else (),
        to=(Address("", f"lucie.andrieu@{HERE}"),),
        date=MORNING,
        received=MORNING,
        in_reply_to=case.get("in_reply_to", ""),
        text=case["text"],
        reply=case["text"],
        proof=Proof(case.get("proof", "unknown")),
        is_list=case.get("is_list", False),
        is_automatic=case.get("is_automatic", False),
        attachments=tuple(attached(*one) for one in case.get("attachments", ())),
    )


def address(written: str) -> Address:
    """`Name <local@domain>` as an address."""
    name, plain = parseaddr(written)
    return Address(name, plain.lower())


def attached(name: str, media_type: str, *dangers: str) -> Attachment:
    """An attachment as the connector would describe it."""
    return Attachment(
        name=name, media_type=media_type, declared_type=media_type, size=1000, sha256="", part="2", dangers=dangers
    )


def found(mail: Mail) -> list[Doubt]:
    """What speaks against a mail."""
    return doubts(mail, FACTS, {})


def is_fraud(mail: Mail) -> bool:
    """Whether it would be treated as a fraud."""
    return sum(doubt.weight for doubt in found(mail)) >= FRAUD
