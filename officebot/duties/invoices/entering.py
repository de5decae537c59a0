"""The proposals about an invoice: entered and filed, or kept waiting for a person, with a call to make before one is paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from hashlib import sha256

from officebot.core.actions import Action
from officebot.core.filenames import safe_name
from officebot.core.invoices.arrived import Arrived
from officebot.core.invoices.model import Format
from officebot.core.invoices.register import day_columns, row_of
from officebot.core.invoices.storing import to_json
from officebot.core.proposals import Item, Proposal, Reason
from officebot.core.text import Text, one_line, say
from officebot.duties.invoices.observe import CALL, DUE, KEY, WAITING, Facts, keeper
from officebot.duties.invoices.settings import Settings
from officebot.duties.invoices.weighing import Weighed, as_known
from officebot.sdk import AppendRows, KeepAttachment, NoteItem

#: Two people where somebody may be stealing: the one who calls, and another.
_BOTH = 2


def proposals_of(facts: Facts, settings: Settings, one: Weighed) -> Iterator[Proposal]:
    """What is to be done with the invoice."""
    twin = one.twin
    if twin is not None:
        yield _once_more(facts, one, twin.what)
        return
    if one.verdict.is_held:
        yield call_before(facts, settings, one)
    entered = _enter(facts, settings, one)
    if one.doubts:
        yield _waits(facts, settings, one, _digest(entered))
    if not _waits_already(facts, one, entered):
        yield entered


def _digest(proposal: Proposal) -> str:
    """What a proposal says, in 16 hexadecimal digits: the same while nothing that a person looks at has changed."""
    said = [proposal.title, *proposal.consequences, *(reason.what for reason in proposal.reasons)]
    return sha256("\n".join(text.render("en") for text in said).encode("utf-8", "replace")).hexdigest()[:16]


def _waits_already(facts: Facts, one: Weighed, entered: Proposal) -> bool:
    """Whether the very same waits for a yes: one that a first person gave is not lost when other rows are entered."""
    item = _waits_item(facts, one)
    return entered.key in facts.waiting and item is not None and item.source.get("digest") == _digest(entered)


def _enter(facts: Facts, settings: Settings, one: Weighed) -> Proposal:
    """The row in the register, the files in the archive, the day to pay by."""
    invoice = one.arrived.invoice
    title = say("Enter invoice {number} of {supplier}: {payable} {currency}", number=_called(one), supplier=one.supplier,
                payable=invoice.payable, currency=invoice.currency)  # fmt: skip
    if invoice.is_credit:
        title = say("Enter credit note {number} of {supplier}: {payable} {currency}", number=_called(one),
                    supplier=one.supplier, payable=invoice.payable, currency=invoice.currency)  # fmt: skip
    if one.verdict.is_held:
        title = say("HELD, call first: {what}", what=title)
    path = _path(settings, one)
    return Proposal(
        key=key_of(one),
        title=title,
        actions=tuple(_actions(facts, settings, one, path)),
        reason=one.doubts[0] if one.doubts else _clean(one),
        reasons=tuple(_reasons(one))[:60],
        consequences=tuple(_consequences(facts, one))[:20],
        about=one.event.mail.ref,
        amount=abs(invoice.payable) if invoice.payable is not None else None,
        amount_is_least=invoice.payable is None,
        must_ask=bool(one.doubts),
        approvals=_BOTH if one.verdict.is_held else 1,
    )


def key_of(one: Weighed) -> str:
    """The key of an invoice's proposal: by its mail and its place among the mail's invoices."""
    return f"{KEY}enter:{one.event.mail.mark}:{one.number}"


def _actions(facts: Facts, settings: Settings, one: Weighed, path: str) -> Iterator[Action]:
    mail = one.event.mail
    for digest, place in _places(one, path).items():
        yield KeepAttachment(on=mail.ref, sha256=digest, path=place)
    yield _row(facts, one, path)
    if one.due.pay_by is not None and not one.arrived.invoice.is_credit:
        yield _due(facts, settings, one)


def _row(facts: Facts, one: Weighed, path: str) -> Action:
    """The register's row; where officebot may not write, what a person enters."""
    table, sheet = facts.table, facts.found.sheet
    invoice = one.arrived.invoice
    if table is None or sheet is None or not facts.workbook.can_write:
        title = say("Enter invoice {number} of {supplier} by hand: {payable} {currency}, due {due}", number=_called(one),
                    supplier=one.supplier, payable=invoice.payable, currency=invoice.currency, due=one.due.day)  # fmt: skip
        return NoteItem(item_kind=WAITING, key=f"{KEY}hand:{one.event.mail.mark}:{one.number}",
                        title=title.render(facts.language)[:500], source={"mail": _source(one)})  # fmt: skip
    contact = one.verdict.supplier
    if contact is not None and not one.verdict.is_held:
        # As the office calls it: the register finds its invoices under one name.
        invoice = replace(invoice, seller=replace(invoice.seller, name=contact.name))
    row = row_of(
        invoice, sheet, table, facts.language, received_on=facts.came(one.event), due=one.due.day, budget=one.budget,
        order=one_line(
            invoice.order_reference or (one.three.orders[0] if one.three is not None and one.three.orders else ""), 80
        ),
        file=path, period=_period(facts, one),
        note="; ".join(doubt.render(facts.language) for doubt in one.doubts[:3])[:300],
    )  # fmt: skip
    after = _after(facts, one)
    return AppendRows(
        workbook=facts.workbook.name, table=table.name, after=after, rows=(row,), days=day_columns(sheet)
    )


def _after(facts: Facts, one: Weighed) -> int:
    """The register's last row when the invoice was first decided about: a yes that one person gave stays a yes when other
    invoices are entered meanwhile."""
    table = facts.table
    last = 0 if table is None else table.rows[-1].number if table.rows else table.area.top
    waits = _waits_item(facts, one)
    first = waits.source.get("after") if waits is not None else None
    return min(first, last) if isinstance(first, int) else last


def _waits_item(facts: Facts, one: Weighed) -> Item | None:
    return next((item for item in facts.of_kind(WAITING) if item.key == _waits_key(one)), None)


def _waits_key(one: Weighed) -> str:
    return f"{KEY}waits:{one.event.mail.mark}:{one.number}"


def _due(facts: Facts, settings: Settings, one: Weighed) -> NoteItem:
    """The day to pay by, among the office's deadlines."""
    invoice, owner, working = one.arrived.invoice, keeper(facts, settings), facts.office.working_time
    assert one.due.pay_by is not None
    title = say("Pay {number} of {supplier}: {payable} {currency}", number=_called(one), supplier=one.supplier,
                payable=invoice.payable, currency=invoice.currency)  # fmt: skip
    return NoteItem(
        item_kind=DUE,
        key=f"{KEY}due:{one.event.mail.mark}:{one.number}",
        title=title.render(facts.language)[:500],
        owner=owner.address if owner is not None else "",
        due=datetime.combine(one.due.pay_by, time(23, 59), working.tz),
        source={
            "kind": "invoice", "from": one.event.mail.sender.address, "from_name": one.supplier, "quote": _called(one),
            "account": one.event.mail.ref.account, "message_id": one.event.mail.message_id, "all_day": True,
            "who": [owner.address] if owner is not None else [],
            "act_by": (one.due.alert_on or one.due.pay_by).isoformat(),
            "noted": one.event.mail.received.isoformat(timespec="seconds"), "invoice": to_json(as_known(facts, one)),
        },
    )  # fmt: skip


# ── what waits ────────────────────────────────────────────────────────────────────────────────────────────


def _waits(facts: Facts, settings: Settings, one: Weighed, digest: str) -> Proposal:
    """The invoice noted until somebody decides: none that came is forgotten, whatever lapses."""
    owner, invoice = keeper(facts, settings), one.arrived.invoice
    title = say(
        "Invoice {number} of {supplier} waits: {why}", number=_called(one), supplier=one.supplier, why=one.doubts[0]
    )
    note = NoteItem(
        item_kind=WAITING,
        key=_waits_key(one),
        title=title.render(facts.language)[:500],
        owner=owner.address if owner is not None else "",
        source={
            "mail": _source(one), "mark": one.event.mail.mark, "number": one.number,
            "invoice": to_json(as_known(facts, one)), "payable": str(invoice.payable), "after": _after(facts, one),
            "digest": digest,
        },
    )  # fmt: skip
    return Proposal(key=_waits_key(one), title=title, actions=(note,), reason=one.doubts[0], about=one.event.mail.ref)


def call_before(facts: Facts, settings: Settings, one: Weighed) -> Proposal:
    """The call to make, at the number that the office had stored before, and by whom."""
    owner, hold = keeper(facts, settings), one.verdict.holds[0]
    contact = one.verdict.supplier
    if contact is not None and one.verdict.call:
        title = say("Call {supplier} at {phone}, never at a number of the mail, before {number} is paid: {why}",
                    supplier=contact.name, phone=one.verdict.call, number=_called(one), why=hold.what)  # fmt: skip
    else:
        title = say("Find out who {supplier} is, by a number that you look up yourself, before {number} is paid: {why}",
                    supplier=one.supplier, number=_called(one), why=hold.what)  # fmt: skip
    mark = f"{one.event.mail.mark}:{one.number}"
    working = facts.office.working_time
    note = NoteItem(
        item_kind=CALL,
        key=f"{KEY}call:{mark}",
        title=title.render(facts.language)[:500],
        owner=owner.address if owner is not None else "",
        due=datetime.combine(working.add_working_days(facts.came(one.event), 1), time(17), working.tz),
        source={"mail": _source(one), "mark": one.event.mail.mark, "number": one.number,
                "holds": [each.kind.value for each in one.verdict.holds]},
    )  # fmt: skip
    return Proposal(
        key=f"{KEY}call:{mark}", title=title, actions=(note,), reason=hold.what,
        reasons=tuple(Reason(what=each.what, quote=each.quote, weight=1) for each in one.verdict.holds),
        about=one.event.mail.ref,
    )  # fmt: skip


def _once_more(facts: Facts, one: Weighed, what: Text) -> Proposal:
    """An invoice that came once more: it is not entered again, and that is said."""
    mark = f"{one.event.mail.mark}:{one.number}"
    name = one.twin.known.supplier.name if one.twin is not None else ""
    title = say("Invoice {number} of {supplier} came once more: it is not entered again", number=_called(one),
                supplier=one_line(name) or one.supplier)  # fmt: skip
    note = NoteItem(item_kind=WAITING, key=f"{KEY}twice:{mark}", title=title.render(facts.language)[:500],
                    source={"mail": _source(one)})  # fmt: skip
    return Proposal(key=f"{KEY}twice:{mark}", title=title, actions=(note,), reason=what, about=one.event.mail.ref)


# ── in words ──────────────────────────────────────────────────────────────────────────────────────────────


def _reasons(one: Weighed) -> Iterator[Reason]:
    for hold in one.verdict.holds:
        yield Reason(what=hold.what, quote=hold.quote, weight=2)
    for doubt in one.doubts:
        if doubt not in [hold.what for hold in one.verdict.holds]:
            yield Reason(what=doubt, weight=1, source=one.arrived.file)
    for found in one.arrived.invoice.found.values():
        yield Reason(what=say("Read on page {page}.", page=found.page), quote=found.words, source=one.arrived.file)
    for why in one.verdict.reasons:
        yield Reason(what=why)


def _clean(one: Weighed) -> Text:
    if one.three is not None and one.three.orders:
        return say("Its sums are right, and it charges what {order} ordered and what came.",
                   order=", ".join(one.three.orders[:3]))  # fmt: skip
    if one.arrived.invoice.seller.iban:
        return say("Its sums are right, its sender and its account are known, and it was not entered before.")
    return say(
        "Its sums are right, its sender is known, and it was not entered before; it names no account to pay to."
    )


def _consequences(facts: Facts, one: Weighed) -> Iterator[Text]:
    if one.verdict.is_held:
        yield say("Two people must say yes, after a call to the supplier at the number that was stored before.")
    if one.due.day is not None:
        day, alert = one.due.pay_by or one.due.day, one.due.alert_on
        if alert is not None and alert > facts.today:
            yield say("It is to be paid by {day}; you are told on {alert}.", day=day, alert=alert)
        else:
            yield say("It is to be paid by {day}: that is soon, or over.", day=day)
    yield from one.notes


def _source(one: Weighed) -> str:
    """The mail, wherever it is filed meanwhile."""
    mail = one.event.mail
    return f"{mail.ref.account}/{mail.message_id or mail.ref.fingerprint}"


def _called(one: Weighed) -> str:
    return one_line(one.arrived.invoice.number, 60) or "?"


def _period(facts: Facts, one: Weighed) -> str:
    day = one.arrived.invoice.issued or facts.today
    return f"{day:%Y-%m}"


def _path(settings: Settings, one: Weighed) -> str:
    """Where the file is kept: by year, month and supplier, named by day and number."""
    invoice = one.arrived.invoice
    day = invoice.issued or one.event.mail.received.date()
    number = safe_name(invoice.number, 60)
    if number != invoice.number:
        # Two numbers that differ in what a name cannot hold are two files.
        number = f"{number} {one.arrived.sha256[:8]}"
    place = f"{settings.archive}/{day:%Y}/{day:%Y-%m}/{safe_name(one.supplier, 60)}"
    return f"{place}/{safe_name(f'{day} {number}', 90)}{_ending(one.arrived)}"


def _places(one: Weighed, path: str) -> dict[str, str]:
    """Each file of the invoice by its hash, with its place: no two at one."""
    places = {one.arrived.sha256: path}
    for companion in one.companions:
        stem = path.removesuffix(_ending(one.arrived))
        place = f"{stem}{_ending(companion)}"
        if place in places.values():
            place = f"{stem} {companion.sha256[:8]}{_ending(companion)}"
        places.setdefault(companion.sha256, place)
    return places


def _ending(arrived: Arrived) -> str:
    """The ending that tells what a file is, whatever its sender called it."""
    return ".xml" if arrived.invoice.format in (Format.ubl, Format.cii) and not arrived.is_pdf else ".pdf"
