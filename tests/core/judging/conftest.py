"""A small office, and mails made on the spot, for the tests of judging."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias

import pytest

from officebot.core.facts import OfficeFacts
from officebot.core.mail import Address, Mail, MessageRef
from officebot.core.people import Contact, Contacts, People, Person
from officebot.core.worktime import WorkingTime

#: Tuesday 24 November 2026, 10:00 in Paris.
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MakeMail: TypeAlias = Callable[..., Mail]


def _person(name: str, local: str, circle: str, responsibilities: str, language: str = "fr") -> Person:
    return Person(
        name=name, address=f"{local}@office.example", circle=circle, language="en" if language == "en" else "fr",
        responsibilities=tuple(responsibilities.split(";")),
    )  # fmt: skip


@pytest.fixture(scope="session")
def facts() -> OfficeFacts:
    """An office of five, with a supplier and an English customer."""
    people = People(
        [
            _person("Nadia Ferrand", "nadia", "direction", "mailbox owner;agendas;meetings;visitors;travel"),
            _person("Étienne Kerbrat", "etienne", "direction", "strategy;board;press;contracts"),
            _person("Sophie Delmas", "sophie", "finance", "invoices;payments;bank;tax"),
            _person("Marc Ollivier", "marc", "operations", "suppliers;orders;deliveries;safety"),
            _person("Rachel Ashworth", "rachel", "sales", "quotes to customers;trade fairs", "en"),
            _person("Yann Le Goff", "yann", "hr", "recruitment;leave;payroll"),
        ]
    )
    contacts = Contacts(
        [
            Contact(name="Sablières de l'Erdre", addresses=("y.guillou@sablieres-erdre.example",), kind="supplier"),
            Contact(name="Pemberton & Rowe", addresses=("c.rowe@pemberton-rowe.example",), kind="customer"),
        ]
    )
    return OfficeFacts(name="Bureau", people=people, contacts=contacts, working_time=WorkingTime(), language="fr")


@pytest.fixture(scope="session")
def make_mail() -> MakeMail:
    """Makes a mail to the office from a few words; anything else by name."""

    def make(text: str = "", subject: str = "Bonjour", **values: Any) -> Mail:
        sender = values.pop("sender", "c.rowe@pemberton-rowe.example")
        base: dict[str, Any] = {
            "ref": MessageRef("desk", "INBOX", 7, 1, "f1"),
            "message_id": "<one@pemberton-rowe.example>",
            "subject": subject,
            "sender": sender if isinstance(sender, Address) else Address("", sender),
            "to": (Address("", "nadia@office.example"),),
            "date": MORNING,
            "received": MORNING,
            "text": text,
            "reply": text,
        }
        return Mail(**{**base, **values})

    return make
