"""A small office for the duties' tests: its people, its contacts, and mails made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import pytest

from officebot.core.mail import Address, Mail, MessageRef
from officebot.core.people import Contact, Contacts, People, Person
from officebot.core.worktime import WorkingTime
from officebot.sdk import OfficeFacts

#: Tuesday 24 November 2026, 10:00 in Paris.
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MakeMail: TypeAlias = Callable[..., Mail]


@pytest.fixture
def facts() -> OfficeFacts:
    """An office of four with a supplier and an English customer."""
    people = People(
        [
            Person(
                name="Nadia Ferrand",
                address="nadia@office.example",
                circle="direction",
                responsibilities=("mailbox owner", "agendas", "meetings", "visitors"),
            ),
            Person(name="Étienne Kerbrat", address="etienne@office.example", circle="direction", role="directeur"),
            Person(
                name="Sophie Delmas",
                address="sophie@office.example",
                circle="finance",
                responsibilities=("invoices", "payments", "bank"),
            ),
            Person(
                name="Rachel Ashworth",
                address="rachel@office.example",
                language="en",
                circle="sales",
                responsibilities=("quotes to customers",),
            ),
        ]
    )
    contacts = Contacts(
        [
            Contact(
                name="Sablières de l'Erdre",
                addresses=("y.guillou@sablieres-erdre.example",),
                kind="supplier",
                form_of_address="Monsieur Guillou",
            ),
            Contact(
                name="Pemberton & Rowe",
                addresses=("c.rowe@pemberton-rowe.example",),
                kind="customer",
                language="en",
                form_of_address="Dear Charlotte",
            ),
        ]
    )
    return OfficeFacts(name="Bureau", people=people, contacts=contacts, working_time=WorkingTime(), language="fr")


@pytest.fixture
def make_mail() -> MakeMail:
    """Makes a mail to the office from a few words; anything else by name."""

    def make(text: str = "", subject: str = "Bonjour", **values: Any) -> Mail:
        sender = values.pop("sender", "c.rowe@pemberton-rowe.example")
        base: dict[str, Any] = {
            "ref": MessageRef("desk", "INBOX", 7, values.pop("uid", 1), values.pop("fingerprint", "f1")),
            "message_id": "<one@pemberton-rowe.example>",
            "subject": subject,
            "sender": sender if isinstance(sender, Address) else Address("", sender),
            "to": (Address("", "nadia@office.example"),),
            "date": MORNING.astimezone(ZoneInfo("Europe/Paris")),
            "received": MORNING,
            "text": text,
            "reply": text,
        }
        return Mail(**{**base, **values})

    return make
