"""What a supplier's document changes: promised days and prices, goods that came, lines charged; what differs is flagged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from officebot.core.actions import Action
from officebot.core.orders.following import Difference, Step, cells, days_of, steps, unwritable
from officebot.core.orders.matches import Match, Matched
from officebot.core.orders.matching import Matcher
from officebot.core.orders.model import OrderLine
from officebot.core.people import PUBLIC_DOMAINS
from officebot.core.proposals import Proposal, Reason
from officebot.core.quantities import trimmed
from officebot.core.stock.fields import JOURNAL
from officebot.core.stock.journal import journal_row, known_articles
from officebot.core.stock.model import MovementKind
from officebot.core.text import Text, in_words, say
from officebot.core.trade.model import TradeDocument, TradeKind, kind_title
from officebot.core.workbooks.words import plain
from officebot.duties.orders.charging import held, held_no_more, is_left_to_invoices
from officebot.duties.orders.differing import GOODS, contested, flagged, is_small_slip, together
from officebot.duties.orders.made import ASKED_OF, ENTERED, KEY, REFUSED
from officebot.duties.orders.observe import DIFFERENCE, Event, Facts
from officebot.duties.orders.receiving import announced, can_wait_for_the_day, noted_no_more
from officebot.duties.orders.settings import Settings
from officebot.sdk import AppendRows, NoteItem, SetCells

_AGREEING = (TradeKind.confirmation, TradeKind.agreement)
_FOLLOWED = (
    TradeKind.confirmation, TradeKind.agreement, TradeKind.change, TradeKind.delay, TradeKind.cancellation, *GOODS,
    TradeKind.invoice, TradeKind.credit_note,
)  # fmt: skip


def follow(facts: Facts, settings: Settings, matcher: Matcher, event: Event) -> Iterator[Proposal]:
    """Of each document of a mail: what it enters into the book, what a person is asked, what is written back."""
    letter = replace(event.papers.letter, answers=_answered(facts, matcher, event))
    matches = [matcher.match(document, letter) for document in event.papers.documents if document.kind in _FOLLOWED]
    if not any(document.syntax == "text" for document in event.papers.documents):
        heard = matcher.listen(letter)
        matches += [heard] if heard is not None else []
    gleaned = [matcher.glean(paper, letter) for paper in event.papers.loose]
    matches += [found for found in gleaned if found is not None]
    # A mail is looked at anew while something of it waits; what of it was entered stays entered.
    if not any(key.startswith(f"{KEY}read:{event.mail.mark}:") for key in facts.made.entered):
        yield from _entered(facts, settings, event, matches)
    yield from held_no_more(facts, event)
    yield from noted_no_more(facts, event)
    certain = {line.key for match in matches if match.document.syntax == "text" for _, line in match.certain}
    for place, match in enumerate(matches):
        for number, one in enumerate(match.doubtful):
            if one.news is not None and one.candidates[0].key in certain:
                # Another sentence of the letter says for certain what this one speaks of in passing.
                continue
            if f"{KEY}meant:{event.mail.mark}:{place}.{number}" not in facts.made.entered:
                yield from questions(facts, event, match, one, f"{place}.{number}")


def _answered(facts: Facts, matcher: Matcher, event: Event) -> tuple[str, ...]:
    """The orders that our mails of this conversation name in their subjects."""
    subjects = [facts.sent[one] for one in (event.mail.in_reply_to, event.mail.thread) if one in facts.sent]
    return tuple(dict.fromkeys(order for subject in subjects for order in matcher.orders_in(subject)))


# ── what is certain ───────────────────────────────────────────────────────────────────────────────────────


def _entered(facts: Facts, settings: Settings, event: Event, matches: Sequence[Match]) -> Iterator[Proposal]:
    """All that the mail changes, and the letter about what differs, as one proposal: one mail, one yes."""
    made = steps(matches, _came_on(facts, event))
    if not made:
        return
    told = min(matches, key=lambda match: (_rank(match.document.kind), not any(match.certain)))
    differences = [one for step in made for one in step.differences]
    grave = [one for one in differences if not is_small_slip(one, settings, facts.office.working_time)]
    must_ask = not _is_their_word(facts, event, made) or any(
        _must_ask(match.document, grave) for match in matches if any(match.certain)
    )
    papers = "+".join(sorted({_paper(match) for match in matches if any(match.certain)} - {""}))
    if papers and any(_is_of_another(key, event, papers) for key in facts.made.entered):
        yield _twice(facts, event, told, papers)
        return
    proposal = _proposal(facts, event, told, made, f"all:{papers}", must_ask=must_ask)
    letter = contested(facts, settings, event, told.document, grave, 0)
    if proposal is not None and _is_their_word(facts, event, made):
        if can_wait_for_the_day(settings, event, matches, made):
            yield announced(
                facts, settings, event, made, told.supplier or event.mail.sender.address, _came_on(facts, event)
            )
            return
        if event.goods == ENTERED:
            proposal = replace(proposal, must_ask=False)
    if must_ask and is_left_to_invoices(event, matches):
        # Who says yes to an invoice has said yes to what it charges; who says no may want to write why.
        if event.invoice == ASKED_OF and (proposal is not None or letter is not None):
            yield held(facts, settings, event, made, told)
        proposal = replace(proposal, must_ask=False) if proposal is not None and event.invoice == ENTERED else None
        letter = letter if event.invoice == REFUSED else None
    if proposal is not None and letter is not None and proposal.must_ask and letter.key not in facts.made.written:
        proposal, letter = together(proposal, letter), None
    yield from (one for one in (proposal, letter) if one is not None)
    if differences:
        yield flagged(facts, settings, event, told, differences, 0)


def _paper(match: Match) -> str:
    """The supplier's own number of a document that counts once: what came, what is charged; "" for any other."""
    document = match.document
    if _rank(document.kind) == 2 or not document.number:
        return ""
    number = "".join(letter for letter in document.number.upper() if letter.isalnum())
    who = "".join(letter for letter in match.supplier.casefold() if letter.isalnum())
    # A delivery note and the invoice for it may have one number.
    return f"{who[:40]}/{_rank(document.kind)}/{number[:40]}"


def _is_of_another(key: str, event: Event, papers: str) -> bool:
    """Whether another mail's documents, one of which is the same, were entered already."""
    _, _, mark, _, known = (*key.split(":", 4), "", "", "", "", "")[:5]
    return mark != event.mail.mark and bool(set(papers.split("+")) & set(known.split("+")))


def _twice(facts: Facts, event: Event, told: Match, papers: str) -> Proposal:
    """A document that came once more: it is not entered again, and that is said."""
    title = say("{kind} {number} of {supplier} came once more: it is not entered again", supplier=told.supplier,
                kind=kind_title(told.document.kind), number=told.document.number)  # fmt: skip
    note = NoteItem(item_kind=DIFFERENCE, key=f"{KEY}twice:{event.mail.mark}", title=title.render(facts.language),
                    source={"mail": event.mail.source, "papers": papers})  # fmt: skip
    return Proposal(
        key=f"{KEY}twice:{event.mail.mark}", title=title, actions=(note,), reason=title, about=event.mail.ref
    )


def _rank(kind: TradeKind) -> int:
    """What a mail is called by, where it holds several documents: what came, then what is charged, then what is promised."""
    return 0 if kind in GOODS else 1 if kind in (TradeKind.invoice, TradeKind.credit_note) else 2


def is_supplier(facts: Facts, address: str) -> bool:
    """Whether a supplier of the order book writes from here: its address or its house."""
    if facts.book is None:
        return False
    known = {*(one.address for one in facts.book.lines), *(one.address for one in facts.book.suppliers)} - {""}
    houses = {one.rpartition("@")[2] for one in known} - PUBLIC_DOMAINS
    return address in known or address.rpartition("@")[2] in houses


def unread(facts: Facts, event: Event) -> Iterator[Proposal]:
    """What hangs on a supplier's mail and could not be read: said to a person, for it may be goods or money."""
    why, sender = event.papers.problem, event.mail.sender.address
    if why is None or not is_supplier(facts, sender):
        return
    title = say("Look at “{subject}” of {sender} yourself: {why}", subject=event.mail.subject, sender=sender, why=why)
    key = f"{KEY}unread:{event.mail.mark}"
    note = NoteItem(item_kind=DIFFERENCE, key=key, title=title.render(facts.language)[:500],
                    source={"mail": event.mail.source})  # fmt: skip
    yield Proposal(key=key, title=title, actions=(note,), reason=why, about=event.mail.ref)


def _is_their_word(facts: Facts, event: Event, made: Sequence[Step]) -> bool:
    """Whether the supplier itself says it: its own address or house, and our server vouches for that."""
    sender = event.mail.sender

    def is_from(line: OrderLine) -> bool:
        found = facts.book.supplier(line.supplier) if facts.book is not None else None
        known = {line.address, found.address if found is not None else ""} - {""}
        houses = {one.rpartition("@")[2] for one in known} - PUBLIC_DOMAINS
        return sender.address in known or sender.domain in houses

    # A supplier speaks for its own orders only, also where it names another's.
    return event.is_proven and all(is_from(step.before) for step in made)


def _must_ask(document: TradeDocument, differences: Sequence[Difference]) -> bool:
    """Whether a person says yes first: goods are only here when somebody saw them, and what differs was not agreed."""
    return document.kind in GOODS or bool(differences) or bool(document.problems)


def _proposal(
    facts: Facts, event: Event, match: Match, made: Sequence[Step], place: str, *, must_ask: bool
) -> Proposal | None:
    changed = cells(made, facts.language)
    actions: list[Action] = []
    if changed and facts.workbook.can_write:
        actions.append(SetCells(workbook=facts.workbook.name, cells=changed, days=days_of(made)))
    if match.document.kind in GOODS:
        actions += _into_stock(facts, made)
    missing = [] if facts.workbook.can_write else list(made)
    missing += [step for steps_of in unwritable(made).values() for step in steps_of]
    if not actions and not missing:
        return None
    orders = sorted({step.before.order for step in made})
    who = match.supplier or event.mail.sender.address
    return Proposal(
        key=f"{KEY}read:{event.mail.mark}:{place}",
        title=_title(match.document, who, orders),
        actions=tuple(actions) or (_by_hand(facts, event, made, place),),
        reason=say("{kind} of {supplier}, read in its mail.", kind=kind_title(match.document.kind), supplier=who),
        reasons=(*(Reason(what=one.what) for one in match.document.problems), *_reasons(made))[:60],
        consequences=tuple(
            say("{file} has no column for what changes in {article}: enter it by hand.",
                file=facts.workbook.file, article=step.before.name)
            for step in {step.before.key: step for step in missing}.values()
        )[:20],
        about=event.mail.ref,
        must_ask=must_ask,
    )  # fmt: skip


def _title(document: TradeDocument, who: str, orders: Sequence[str]) -> Text:
    number = ", ".join(orders[:3])
    match document.kind:
        case TradeKind.despatch | TradeKind.receipt:
            return say("Enter what {supplier} delivered for {order}", supplier=who, order=number)
        case TradeKind.service_report:
            return say("Enter what {supplier} did for {order}", supplier=who, order=number)
        case TradeKind.invoice | TradeKind.credit_note:
            return say("Enter what {supplier} charged for {order}", supplier=who, order=number)
        case _:
            return say("Enter what {supplier} promised for {order}", supplier=who, order=number)


def _reasons(made: Sequence[Step]) -> Iterator[Reason]:
    for step in made:
        source = next(iter(step.before.cells.values()), "")
        for one in step.differences:
            yield Reason(what=one.sentence, source=source, weight=1)
        yield Reason(what=_in_words(step), source=source)
        for why in step.reasons[:2]:
            yield Reason(what=say("{article}: {why}", article=step.before.name, why=why), source=source)


def _in_words(step: Step) -> Text:
    line, after = step.before, step.after
    if step.came:
        return say(
            "{article}: {quantity} of {ordered} came, {open} are still to come",
            article=line.name, quantity=trimmed(step.came), ordered=trimmed(line.agreed_quantity),
            open=trimmed(after.open_quantity),
        )  # fmt: skip
    if after.invoiced != line.invoiced:
        return say("{article}: {quantity} charged in all", article=line.name, quantity=trimmed(after.invoiced))
    if after.promised is not None:
        return say("{article}: promised for {day}", article=line.name, day=after.promised)
    return say("{article}: confirmed", article=line.name)


def _by_hand(facts: Facts, event: Event, made: Sequence[Step], place: str) -> NoteItem:
    """What a person enters, where officebot may not write."""
    words = "; ".join(_in_words(step).render(facts.language) for step in made[:10])
    title = say("Enter by hand into {file}: {what}", file=facts.workbook.file, what=words).render(facts.language)
    return NoteItem(item_kind=DIFFERENCE, key=f"{KEY}hand:{event.mail.message_id}:{place}", title=title[:500],
                    source={"mail": event.mail.source})  # fmt: skip


def _into_stock(facts: Facts, made: Sequence[Step]) -> Iterator[AppendRows]:
    """The rows of the stock's journal for what came of articles that it holds."""
    journal = facts.journal
    sheet = facts.stock_map.parts.get(JOURNAL) if facts.stock_map is not None else None
    if journal is None or sheet is None or facts.stock is None or not facts.stock.can_write:
        return
    known = known_articles(facts.stock.tables, facts.stock_map) if facts.stock_map is not None else {}
    rows = tuple(
        journal_row(
            journal, sheet, facts.language, kind=MovementKind.delivery, day=step.after.received_on or facts.today,
            article=article, label=step.before.name, quantity=step.came, unit=step.before.unit,
            who=step.before.supplier, note=step.before.order,
        )
        for step in made
        if step.came and (article := _in_stock(step.before, known)) and not step.before.is_service
    )  # fmt: skip
    if rows:
        after = journal.rows[-1].number if journal.rows else journal.area.top
        days = (sheet.columns["date"],) if "date" in sheet.columns else ()
        yield AppendRows(workbook=facts.stock.name, table=journal.name, after=after, rows=rows, days=days)


def _in_stock(line: OrderLine, known: Mapping[tuple[str, ...], str]) -> str:
    """What the stock calls the article; "" for one that it does not hold."""
    return known.get(plain(line.article), "") or known.get(plain(line.label), "")


# ── what is doubtful ──────────────────────────────────────────────────────────────────────────────────────


def questions(facts: Facts, event: Event, match: Match, one: Matched, place: str) -> Iterator[Proposal]:
    """The question whether a line is the one that it seems to be: a yes enters it."""
    line, day = one.likeliest, _came_on(facts, event)
    if line is None or _says_nothing_of(match, one, line) or _is_silent(facts, match, one, line):
        return
    document = match.document if one.news is None else replace(match.document, kind=one.news)
    match = replace(match, document=document)
    meant = replace(match, lines=(replace(one, line=line, candidates=()),))
    made = [step for step in steps([meant], day) if step.after != step.before or step.differences]
    proposal = _proposal(facts, event, meant, made, place, must_ask=True) if made else None
    if proposal is None:
        yield from _unclear(facts, event, match, one, line)
        return
    others = ", ".join(f"{other.order} ({other.name})" for other in one.candidates[1:])
    yield replace(
        proposal,
        key=f"{KEY}meant:{event.mail.mark}:{place}",
        title=say("Is “{words}” of {supplier} the “{article}” of {order}?", words=one.said.says or one.said.label or
                  in_words(day, facts.language), supplier=match.supplier, article=line.name, order=line.order),
        reason=say("It could also be {others}.", others=others) if others
        else say("Its words do not say it for certain."),
        reasons=(*(Reason(what=why, quote=one.said.says) for why in one.reasons), *proposal.reasons),
    )  # fmt: skip


def _unclear(facts: Facts, event: Event, match: Match, one: Matched, line: OrderLine) -> Iterator[Proposal]:
    """What a supplier says of a line, without anything that could be entered: told once a mail, for a person to decide."""
    words = one.said.says or one.said.label
    if not words or match.document.kind not in _FOLLOWED or not is_supplier(facts, event.mail.sender.address):
        return
    title = say("Look at “{subject}” of {sender} yourself: it says something of the “{article}” of {order}: “{words}”",
                subject=event.mail.subject, sender=event.mail.sender.address, article=line.name, order=line.order,
                words=words[:200])  # fmt: skip
    key = f"{KEY}unclear:{event.mail.mark}"
    note = NoteItem(item_kind=DIFFERENCE, key=key, title=title.render(facts.language)[:500],
                    source={"mail": event.mail.source})  # fmt: skip
    why = say("Nothing in its words can be entered.")
    yield Proposal(key=key, title=title, actions=(note,), reason=why, about=event.mail.ref)


def _came_on(facts: Facts, event: Event) -> date:
    """The day of the mail: what it changes is the same whenever it is looked at, and is asked about once."""
    return facts.office.working_time.local(event.mail.received).date()


def _says_nothing_of(match: Match, one: Matched, line: OrderLine) -> bool:
    """Whether a document that names its orders says neither how many nor for how much of a line of another order."""
    has_figures = one.said.quantity is not None or one.said.price is not None
    return bool(match.orders) and line.order not in match.orders and not has_figures


def _is_silent(facts: Facts, match: Match, one: Matched, line: OrderLine) -> bool:
    """Whether an answer without a word on a line, on which somebody was told that something differs, would agree to it all."""
    said = one.said
    told = (said.says, said.label, said.quantity, said.price, said.delivery_date, match.document.delivery_date)
    if any(one not in ("", None) for one in told) or match.document.kind not in _AGREEING:
        return False
    begin = f"{KEY}difference:{line.order}:{line.line}:"
    return any(item.key.startswith(begin) for item in facts.of_kind(DIFFERENCE))
