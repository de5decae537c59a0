"""Which mails of a supplier are about its late deliveries: only those are an answer to a reminder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from officebot.core.conversations import names_another
from officebot.core.orders.late import Late
from officebot.core.orders.numbers import OrderNumbers, Sureness
from officebot.core.people import PUBLIC_DOMAINS
from officebot.duties.orders.observe import Facts
from officebot.sdk import SeenMail

#: What nobody wrote, or nobody of theirs.
_NO_ANSWERS = ("automatic", "newsletter", "fraud")


@dataclass(frozen=True, slots=True)
class Heard:
    """What came from suppliers, looked through for their late orders."""

    facts: Facts
    numbers: OrderNumbers

    @classmethod
    def of(cls, facts: Facts) -> Heard:
        """Over all orders of the book, so that a mail that names another is told from one that names none."""
        return cls(facts, OrderNumbers(line.order for line in facts.book.lines) if facts.book else OrderNumbers(()))

    def about(self, late: Late, address: str, since: date) -> Iterator[SeenMail]:
        """The mails that came from this address, or its house, since a day and are about what is late."""
        local = self.facts.office.working_time.local
        orders = {line.order for line in late.lines}
        for mail in self.facts.mails:
            if local(mail.received).date() >= since and is_theirs(mail, address) and self._is_about(mail, orders):
                yield mail

    def about_others(self, late: Late, address: str, since: date) -> Iterator[SeenMail]:
        """Their mails that speak of orders, and of which only their papers or what they answer tells that others are meant."""
        local = self.facts.office.working_time.local
        orders = {line.order for line in late.lines}
        for mail in self.facts.mails:
            is_near = (
                mail.id in self.facts.spoken and local(mail.received).date() >= since and is_theirs(mail, address)
            )
            if is_near and not self._is_about(mail, orders) and not names_another(orders, mail.subject):
                yield mail

    def _is_about(self, mail: SeenMail, orders: set[str]) -> bool:
        """It names one of them, replies to a mail of ours that does, or was read as a paper about one; else it speaks of
        orders or goods, brings no paper, and names no other order."""
        facts = self.facts
        answered = [facts.sent[one] for one in (mail.in_reply_to, mail.thread) if one in facts.sent]
        named = self._named(mail.subject).union(*map(self._named, answered), facts.made.orders_of(mail.mark))
        return bool(orders & named) or (not named and mail.id in facts.spoken)

    def _named(self, text: str) -> set[str]:
        return {order for order, sure in self.numbers.named(text).items() if sure >= Sureness.short}


def is_theirs(mail: SeenMail, address: str) -> bool:
    """Whether a person writes from this address, or from the house that it belongs to."""
    if mail.verdict.get("kind") in _NO_ANSWERS:
        return False
    domain = address.rpartition("@")[2]
    return mail.sender.address == address or (domain not in PUBLIC_DOMAINS and mail.sender.domain == domain)
