"""What colleagues' mails moved, as rows for the journal; what is not clear is asked back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from officebot.core.actions import CellValue
from officebot.core.mail import Mail, Proof
from officebot.core.people import Person
from officebot.core.proposals import Proposal
from officebot.core.quantities import trimmed
from officebot.core.stock.fields import JOURNAL
from officebot.core.stock.journal import journal_row
from officebot.core.stock.model import MovementKind
from officebot.core.text import Text, counted, say
from officebot.core.workbooks.parts import Sheet
from officebot.core.workbooks.tables import Table
from officebot.duties.stock.observe import KEY, Facts
from officebot.duties.stock.recognise import Told, read_movements
from officebot.sdk import AppendRows, DraftMail, OutgoingMail, Reason


def movements(facts: Facts) -> Iterator[Proposal]:
    """Of a colleague's mail: one proposal with the rows for the journal, one that asks back; of anybody else's, nothing."""
    mail = facts.mail
    if mail is None or facts.read is None:
        return
    sender = facts.office.people.at(mail.sender.address)
    if sender is None:
        return
    found = read_movements(mail.reply or mail.text, facts.read.stock.articles)
    journal, sheet = facts.journal, facts.found.parts.get(JOURNAL)
    questions = list(found.questions)
    if journal is not None and sheet is not None and facts.workbook.can_write:
        told = [one for one in found.told if _is_sayable(one, sheet)]
        if told:
            yield _entry(facts, mail, sender, told, journal, sheet)
        questions += [
            say(
                "{movement}: the journal in {file} has no column for it, enter it by hand.",
                movement=_in_words(one),
                file=facts.workbook.file,
            )
            for one in found.told
            if one not in told
        ]
    if questions:
        yield _asking(mail, sender, questions)


def _entry(facts: Facts, mail: Mail, sender: Person, told: Sequence[Told], journal: Table, sheet: Sheet) -> Proposal:
    day = facts.office.working_time.local(mail.received).date()
    rows = tuple(_row(one, day, sender, journal, sheet, facts) for one in told)
    first = told[0]
    return Proposal(
        key=f"{KEY}moved:{mail.source}",
        title=counted(
            "Enter what {name} moved: {what}",
            "Enter {count} movements that {name} told: {what}, …",
            len(told),
            name=sender.name,
            what=_in_words(first),
        ),
        actions=(
            AppendRows(
                workbook=facts.workbook.name,
                table=journal.name,
                after=journal.rows[-1].number if journal.rows else journal.area.top,
                rows=rows,
                days=(sheet.columns["date"],) if "date" in sheet.columns else (),
            ),
        ),
        reason=say("{name} writes it.", name=sender.name),
        reasons=tuple(Reason(what=_in_words(one), quote=one.words, source="mail") for one in told),
        about=mail.ref,
        must_ask=mail.proof is not Proof.PASSED,
    )


def _is_sayable(one: Told, sheet: Sheet) -> bool:
    """Whether the journal has columns for such a movement; what it cannot tell a person enters."""
    has_kind, columns = "movement" in sheet.columns, sheet.columns
    if one.kind in (MovementKind.counted, MovementKind.correction):
        return has_kind and "quantity" in columns
    return "quantity" in columns or ("came_in" if one.kind is MovementKind.delivery else "went_out") in columns


def _in_words(one: Told) -> Text:
    what, count, unit = one.article.label or one.article.key, trimmed(abs(one.quantity)), one.article.unit
    match one.kind:
        case MovementKind.delivery:
            return say("{article}: {quantity} {unit} came in", article=what, quantity=count, unit=unit)
        case MovementKind.withdrawal:
            return say("{article}: {quantity} {unit} taken", article=what, quantity=count, unit=unit)
        case MovementKind.counted:
            return say("{article}: {quantity} {unit} counted", article=what, quantity=count, unit=unit)
    return say("{article}: corrected by {quantity} {unit}", article=what, quantity=trimmed(one.quantity), unit=unit)


def _row(
    one: Told, day: date, sender: Person, journal: Table, sheet: Sheet, facts: Facts
) -> tuple[tuple[str, CellValue], ...]:
    return journal_row(
        journal, sheet, facts.language, kind=one.kind, day=day, article=one.article.key, label=one.article.label,
        quantity=one.quantity, unit=one.article.unit, who=sender.name, note=one.words,
    )  # fmt: skip


def _asking(mail: Mail, sender: Person, questions: Sequence[Text]) -> Proposal:
    language = sender.language
    begin = say("Thank you for your mail about the stock. Before it is entered:").render(language)
    return Proposal(
        key=f"{KEY}ask:{mail.source}",
        title=say("Ask {name} about a movement of the stock", name=sender.name),
        actions=(
            DraftMail(
                mail=OutgoingMail(
                    account=mail.ref.account,
                    to=(sender.address,),
                    subject=f"Re: {mail.subject}",
                    body="\n".join([begin, "", *(f"• {one.render(language)}" for one in questions), ""]),
                    key=f"stock:ask:{mail.message_id}",
                    language=language,
                    in_reply_to=mail.message_id,
                )
            ),
        ),
        reason=questions[0],
        about=mail.ref,
    )
