"""Whether an invoice may go on to a person's payment, or is held because of whom and where it wants to be paid.

Nothing here pays, and nothing releases: what is held is called back at the phone number that the office had stored before,
and released by a second person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from officebot.core.ibans import IBAN_LENGTHS, Account, accounts_in, compact, is_iban
from officebot.core.invoices.known import KnownInvoice
from officebot.core.invoices.model import Invoice
from officebot.core.invoices.suppliers import Known, Recognised, imitated_domain, is_theirs, recognised
from officebot.core.invoices.wording import announcements, is_debited
from officebot.core.mail import Address
from officebot.core.people import Contact
from officebot.core.text import Text, one_line, say

#: An account that nobody stored is known once so many invoices were paid to it, the last within these days.
_PAID_OFTEN, _LATELY = 3, timedelta(days=3 * 365)


class HoldKind(StrEnum):
    """Why an invoice is held; the names are those of `--json`."""

    new_iban = "new-iban"
    iban_of_another = "iban-of-another"
    iban_invalid = "iban-invalid"
    foreign_account = "foreign-account"
    new_supplier = "new-supplier"
    lookalike = "look-alike-supplier"
    urgency = "urgency-wording"
    sender = "sender-not-theirs"
    differs = "iban-differs-within"
    several = "several-accounts"
    only_in_mail = "iban-only-in-mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One reason to hold an invoice: a sentence for people, and the words that it was seen in, "" for none."""

    kind: HoldKind
    what: Text
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found. `supplier` is the contact that it is, or pretends to be, from; None for one that nobody knows.

    `call` is that contact's *stored* phone, never one of the invoice or its mail; "" where none is stored. `reasons` are
    what was looked at besides, also where nothing is held.
    """

    holds: tuple[Hold, ...] = ()
    supplier: Contact | None = None
    call: str = ""
    reasons: tuple[Text, ...] = ()

    @property
    def is_held(self) -> bool:
        """Whether it waits for a call back and a second person."""
        return bool(self.holds)

    def has(self, kind: HoldKind) -> bool:
        """Whether it is held for this."""
        return any(hold.kind is kind for hold in self.holds)


def guard(
    invoice: Invoice,
    *,
    contacts: Sequence[Contact],
    history: Sequence[KnownInvoice],
    sender: Address | None,
    words: str,
    is_proven: bool,
    today: date,
    own: Collection[str] = (),
) -> Verdict:
    """Whether the invoice is held, and why.

    `sender` is who sent it from outside, None where a person of the office put it there or forwarded it. `words` are all
    words that came with it: the mail's text, what the PDF shows, a workbook's cells. `is_proven` says whether the sender's
    server proved who it is. `own` are the office's own accounts, which an invoice may name where it is debited from them.
    """
    who = recognised(invoice, contacts, history, sender, is_proven)
    case = _Case(
        invoice=invoice, who=who, contacts=contacts, history=history, words=words, sender=sender,
        known=known_accounts(who, history, today), own=frozenset(map(compact, own)),
    )  # fmt: skip
    unknown = list(_of_accounts(case))
    holds = [*_of_supplier(case), *unknown, *_of_wording(case), *_of_sender(case, bool(unknown))]
    contact = who.contact
    return Verdict(
        holds=tuple(holds),
        supplier=contact,
        call=contact.phone if contact is not None else "",
        reasons=tuple(_reasons(case, is_proven, bool(holds))),
    )


def call_back(verdict: Verdict) -> Text | None:
    """What a person is asked to do about an invoice that is held; None where none is."""
    if not verdict.is_held:
        return None
    if verdict.supplier is None:
        return say(
            "Find this supplier’s phone number in a contract or a public register, never in the invoice or its mail, call"
            " there, and let a second person agree before it is paid."
        )
    if not verdict.call:
        return say(
            "No phone number of {supplier} is stored: find it in a contract or a public register, never in the invoice or its"
            " mail, call there, and let a second person agree before it is paid.",
            supplier=verdict.supplier.name,
        )
    return say(
        "Call {supplier} at {phone}, the number that was stored before, not one of the invoice or its mail, and let a second"
        " person agree before it is paid.",
        supplier=verdict.supplier.name, phone=verdict.call,
    )  # fmt: skip


def known_accounts(who: Recognised, history: Sequence[KnownInvoice], today: date) -> frozenset[str]:
    """The supplier's accounts that may be paid to: stored with its contact, or paid to three times, lately once."""
    stored = {iban for row in who.rows for iban in stored_ibans(row)} if who.by is not Known.alike else set[str]()
    paid: dict[str, set[str]] = {}
    latest: dict[str, date] = {}
    for one in who.of_it(history):
        iban, day = compact(one.iban), one.paid_on or one.issued or one.entered_on
        if one.is_paid and iban and not one.is_credit:
            paid.setdefault(iban, set()).add(one.number)
            latest[iban] = max(latest.get(iban, date.min), day or date.min)
    often = {iban for iban, numbers in paid.items() if len(numbers) >= _PAID_OFTEN}
    return frozenset(stored | {iban for iban in often if latest[iban] >= today - _LATELY})


def stored_ibans(contact: Contact) -> tuple[str, ...]:
    """The accounts stored with a contact, in their order; several are apart by “;”."""
    return tuple(compact(one) for one in contact.iban.split(";") if compact(one))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """All that is known of one invoice, and the accounts that it and its words name."""

    invoice: Invoice
    who: Recognised
    contacts: Sequence[Contact]
    history: Sequence[KnownInvoice]
    words: str
    sender: Address | None
    known: frozenset[str]
    own: frozenset[str]
    stated: tuple[str, ...] = field(init=False)
    written: tuple[Account, ...] = field(init=False)
    announced: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        stated = dict.fromkeys(iban for one in self.invoice.seller.ibans if (iban := compact(one)))
        announced = announcements(self.words)
        written = tuple(
            one
            for one in accounts_in(self.words)
            # An account that is debited is the office's own; not where another one is announced, and not the invoice's.
            if one.iban not in self.own and (announced or one.iban in stated or not is_debited(self.words, one))
        )
        object.__setattr__(self, "stated", tuple(one for one in stated if one not in self.own))
        object.__setattr__(self, "written", written)
        object.__setattr__(self, "announced", announced)

    @property
    def name(self) -> str:
        """What the supplier is called."""
        said = self.invoice.seller.name or self.invoice.document.supplier.name
        return one_line(self.who.contact.name if self.who.contact is not None else said, 80)

    @property
    def accounts(self) -> tuple[str, ...]:
        """All accounts that it names, each once: those of the invoice first."""
        return tuple(dict.fromkeys((*self.stated, *(one.iban for one in self.written))))

    @property
    def unknown(self) -> tuple[str, ...]:
        """Those that may not be paid to as they are."""
        return tuple(one for one in self.accounts if one not in self.known)

    def quote(self, iban: str) -> str:
        """The account as it stands in the words, else without blanks."""
        return one_line(next((one.words for one in self.written if one.iban == iban), iban), 80)


# ── the account ───────────────────────────────────────────────────────────────────────────────────────────


def _of_accounts(case: _Case) -> Iterator[Hold]:
    for iban in case.unknown:
        yield _main_hold(case, iban)
        if iban not in case.stated:
            yield from _of_words_only(case, iban)
        yield from _abroad(case, iban)
    if case.unknown and len(case.accounts) > 1:
        shown = [_shown(one) for one in case.accounts]
        what = say("It names several accounts: {accounts}.", accounts=shown)
        yield Hold(kind=HoldKind.several, what=what)


def _main_hold(case: _Case, iban: str) -> Hold:
    """Why this account may not be paid to: it is wrong, somebody else's, or new."""
    quote = case.quote(iban)
    other = _owner(case, iban)
    if other:
        what = say("The account {iban} is the one of {other}, not of {supplier}.",
                   iban=_shown(iban), other=other, supplier=case.name)  # fmt: skip
        return Hold(kind=HoldKind.iban_of_another, what=what, quote=quote)
    is_written_wrong = any(one.iban == iban and not one.is_valid for one in case.written)
    if is_written_wrong or (iban[:2] in IBAN_LENGTHS and iban[2:4].isdigit() and not is_iban(iban)):
        what = say("The account {iban} has wrong check digits: it was mistyped, or changed.", iban=_shown(iban))
        return Hold(kind=HoldKind.iban_invalid, what=what, quote=quote)
    if not case.known:
        what = say("No account of {supplier} is stored yet, and {iban} was not paid to before.",
                   supplier=case.name, iban=_shown(iban))  # fmt: skip
    else:
        what = say("The account {iban} is not the one that the office knows of {supplier}: {known}.", iban=_shown(iban),
                   supplier=case.name, known=[_shown(one) for one in sorted(case.known)])  # fmt: skip
    return Hold(kind=HoldKind.new_iban, what=what, quote=quote)


def _of_words_only(case: _Case, iban: str) -> Iterator[Hold]:
    """What an account means that stands beside the invoice and not in it."""
    if case.stated:
        what = say("The invoice says {stated}, the words that came with it say {iban}.",
                   stated=[_shown(one) for one in case.stated], iban=_shown(iban))  # fmt: skip
        yield Hold(kind=HoldKind.differs, what=what, quote=case.quote(iban))
    else:
        what = say("The invoice itself names no account: {iban} stands only in the words that came with it.",
                   iban=_shown(iban))  # fmt: skip
        yield Hold(kind=HoldKind.only_in_mail, what=what, quote=case.quote(iban))


def _abroad(case: _Case, iban: str) -> Iterator[Hold]:
    seller = case.invoice.seller
    homes = {one[:2] for one in case.known} or {seller.country.upper() or seller.vat[:2].upper()}
    if iban[:2] in IBAN_LENGTHS and homes - {""} and iban[:2] not in homes:
        what = say("The account is in another country ({country}) than the supplier’s ({home}).",
                   country=iban[:2], home=sorted(homes))  # fmt: skip
        yield Hold(kind=HoldKind.foreign_account, what=what, quote=case.quote(iban))


def _owner(case: _Case, iban: str) -> str:
    """Who else has this account, by the contacts or the register; "" for nobody."""
    mine = {row.name for row in case.who.rows}
    for contact in case.contacts:
        if iban in stored_ibans(contact) and contact.name not in mine:
            return contact.name
    own = {one.key for one in case.who.of_it(case.history)}
    paid = Counter(one.supplier.name for one in case.history if compact(one.iban) == iban and one.key not in own)
    return paid.most_common(1)[0][0] if paid else ""


# ── who, and in which words ───────────────────────────────────────────────────────────────────────────────


def _of_supplier(case: _Case) -> Iterator[Hold]:
    said = one_line(case.invoice.seller.name or case.invoice.document.supplier.name, 80)
    match case.who.by:
        case Known.alike:
            what = say("“{said}” resembles {known}, whom the office knows, and is not the same name.",
                       said=said, known=case.name)  # fmt: skip
            yield Hold(kind=HoldKind.lookalike, what=what, quote=said)
        case Known.none:
            what = say("The office knows no supplier “{said}”: nothing of it was paid before.", said=said or "—")
            yield Hold(kind=HoldKind.new_supplier, what=what, quote=said)
        case _:
            pass


def _of_wording(case: _Case) -> Iterator[Hold]:
    for quote in case.announced[:1]:
        what = say("Its words announce another account, or want money moved in silence.")
        yield Hold(kind=HoldKind.urgency, what=what, quote=one_line(quote, 120))


def _of_sender(case: _Case, has_unknown: bool) -> Iterator[Hold]:
    sender = case.sender
    if sender is None or not sender.address:
        return
    if imitated := imitated_domain(sender, case.contacts):
        what = say("The sender’s domain {domain} only looks like {known}.", domain=sender.domain, known=imitated)
        yield Hold(kind=HoldKind.sender, what=what, quote=sender.address)
    elif has_unknown and case.who.rows and not is_theirs(sender, case.who.rows):
        what = say("{sender} is no address of {supplier}.", sender=sender.address, supplier=case.name)
        yield Hold(kind=HoldKind.sender, what=what, quote=sender.address)


def _reasons(case: _Case, is_proven: bool, is_held: bool) -> Iterator[Text]:
    known = [_shown(one) for one in case.accounts if one in case.known]
    if known:
        yield say("Known account of {supplier}: {known}.", supplier=case.name, known=known)
    elif not case.accounts:
        yield say("It names no account.")
    sender = case.sender
    if sender is not None and case.who.rows and not is_theirs(sender, case.who.rows):
        yield say("It came from {sender}, which is no address stored for {supplier}.",
                  sender=one_line(sender.address, 80), supplier=case.name)  # fmt: skip
    elif sender is not None and not is_proven:
        yield say("Nothing proves that {sender} sent it.", sender=one_line(sender.address, 80))
    payee = case.invoice.payee
    if payee and payee != case.invoice.seller.name:
        yield say("It is to be paid to {payee}.", payee=one_line(payee, 80))
    if case.who.by is Known.history and not is_held:
        yield say("The supplier is known from the register only: no contact is stored.")


def _shown(iban: str) -> str:
    """An account as people tell it apart: its country and last four digits."""
    return f"{iban[:4]}…{iban[-4:]}" if len(iban) > 8 else iban
