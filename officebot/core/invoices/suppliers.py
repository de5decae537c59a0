"""Which of the office's contacts an invoice is from, or pretends to be from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from officebot.core.invoices.known import KnownInvoice, RegisterState, SupplierId, folded_name, supplier_of
from officebot.core.invoices.model import Invoice
from officebot.core.judging.lookalike import KnownDomains, Likeness, main_label, mixes_alphabets, registered
from officebot.core.mail import Address
from officebot.core.people import PUBLIC_DOMAINS, Contact

#: From this weight on (of 3) a likeness is no chance.
_ALIKE = 3
_LITTLE = frozenset(
    folded_name(word) for word in ("et", "de", "du", "la", "le", "les", "and", "of", "the", "des", "fils", "groupe")
)


class Known(StrEnum):
    """How a supplier is known."""

    name = "name"
    number = "number"  # its VAT number or SIREN stands in the register
    address = "address"  # its proven sender, and a name that resembles
    history = "history"  # only from the register
    alike = "alike"  # only a name that imitates a contact's
    none = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Who it is from: the contact, how it is known, and all contacts of its name, whose accounts are its own."""

    by: Known = Known.none
    contact: Contact | None = None
    rows: tuple[Contact, ...] = ()
    id: SupplierId = SupplierId()

    def of_it(self, history: Iterable[KnownInvoice]) -> list[KnownInvoice]:
        """The invoices of the register that are this supplier's; none of one that only resembles."""
        if self.by in (Known.alike, Known.none):
            return []
        names = [SupplierId(name=row.name) for row in self.rows]
        return [one for one in history if self.id.is_same(one.supplier) or any(map(one.supplier.is_same, names))]


def recognised(
    invoice: Invoice,
    contacts: Sequence[Contact],
    history: Sequence[KnownInvoice],
    sender: Address | None,
    is_proven: bool,
) -> Recognised:
    """Whom the invoice is from: by its name, by its numbers in the register, by a proven sender, else by what it imitates."""
    who = supplier_of(invoice)
    if rows := _named(who.name, contacts, sender):
        return Recognised(by=Known.name, contact=rows[0], rows=rows, id=who)
    settled = [one for one in history if who.is_same(one.supplier) and _is_settled(one)]
    for one in settled:
        if rows := _named(one.supplier.name, contacts, sender):
            return Recognised(by=Known.number, contact=rows[0], rows=rows, id=who)
    by_sender = contact_of(sender, contacts) if is_proven else None
    if by_sender is not None and _shares_a_word(who.name, by_sender):
        return Recognised(by=Known.address, contact=by_sender, rows=_named(by_sender.name, contacts, sender), id=who)
    if settled:
        return Recognised(by=Known.history, id=who)
    alike = _imitated(who.name, contacts)
    if alike is not None:
        return Recognised(by=Known.alike, contact=alike, rows=_named(alike.name, contacts, sender), id=who)
    return Recognised(id=who)


def contact_of(sender: Address | None, contacts: Iterable[Contact]) -> Contact | None:
    """The contact with the sender's address, else one with its house; mail providers open to everyone are no house."""
    if sender is None or not sender.address:
        return None
    house = registered(sender.domain)
    found = None
    for contact in contacts:
        if sender.address in contact.addresses:
            return contact
        if found is None and house not in PUBLIC_DOMAINS and house in map(registered, contact.domains):
            found = contact
    return found


def is_theirs(sender: Address, rows: Iterable[Contact]) -> bool:
    """Whether the sender is one of these contacts' addresses or houses; so where none of them has an address."""
    rows = [row for row in rows if row.addresses]
    return not rows or contact_of(sender, rows) is not None


def imitated_domain(sender: Address, contacts: Iterable[Contact]) -> str:
    """The domain of a contact that the sender's was made to look like, "" for none."""
    if mixes_alphabets(sender.domain):
        return sender.domain
    houses = {registered(domain) for contact in contacts for domain in contact.domains} - PUBLIC_DOMAINS
    if sender.domain in PUBLIC_DOMAINS or registered(sender.domain) in houses:
        return ""
    found = KnownDomains(houses).like(sender.domain)
    return found.domain if found is not None and _is_sure(found) else ""


def _named(name: str, contacts: Iterable[Contact], sender: Address | None) -> tuple[Contact, ...]:
    """The contacts of this name: the sender's own first, then suppliers."""
    wanted = folded_name(name)
    rows = [contact for contact in contacts if wanted and folded_name(contact.name) == wanted]
    return tuple(sorted(rows, key=lambda one: (contact_of(sender, [one]) is None, one.kind != "supplier")))


def _imitated(name: str, contacts: Sequence[Contact]) -> Contact | None:
    """The contact whose name this one resembles: letters off or drawn alike, words added."""
    by_name = {_as_domain(contact.name): contact for contact in reversed(contacts) if folded_name(contact.name)}
    wanted = _as_domain(name)
    found = KnownDomains(by_name).like(wanted) if main_label(wanted) else None
    if found is not None and _is_sure(found):
        return by_name.get(found.domain)
    words = _telling(name)
    return next(
        (one for one in contacts if len(mine := _telling(one.name)) > 1 and (mine < words or words == mine)), None
    )


def _as_domain(name: str) -> str:
    """A name as a domain's, so that the rules for domains see what was added to it or changed in it."""
    return "-".join(folded_name(name).split())[:60] + ".firm"


def _telling(name: str) -> frozenset[str]:
    return frozenset(word for word in folded_name(name).split() if len(word) > 2) - _LITTLE


def _shares_a_word(name: str, contact: Contact) -> bool:
    """Whether a name resembles a contact's: a word of it, its initials, or the name of its house."""
    if not name:
        return True
    words = folded_name(name).split()
    houses = {main_label(domain) for domain in contact.domains - PUBLIC_DOMAINS}
    initials = "".join(word[0] for word in words)
    return (
        bool(_telling(name) & _telling(contact.name))
        or initials == folded_name(contact.name).replace(" ", "")
        or not houses.isdisjoint({*words, initials, "".join(words), "-".join(words)})
    )


def _is_settled(one: KnownInvoice) -> bool:
    return one.is_paid or one.state is RegisterState.approved


def _is_sure(found: Likeness) -> bool:
    return found.weight >= _ALIKE
