"""What is proposed: each reader's report as a document and a mail, what the next report compares with; or why there is none."""

from __future__ import annotations

from collections.abc import Iterable

from officebot.core.actions import Action, CloseItem, NoteItem, WriteDocument
from officebot.core.letters import posting
from officebot.core.mail import OutgoingMail
from officebot.core.proposals import Proposal, Reason
from officebot.core.reports.page import TEMPLATE, page_of
from officebot.core.reports.period import kind_name
from officebot.core.reports.report import REPORT, Report, note_key, note_of
from officebot.core.reports.words import COLON
from officebot.core.text import Language, Text, say
from officebot.duties.activity_report.observe import KEY, Facts, For, proposal_key
from officebot.duties.activity_report.settings import Form, Settings
from officebot.sdk import Problem

#: So many differences are told; the first one is reason enough.
_MOST_TOLD = 10


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """The reports that are due; a report whose figures differ the second time is not made, and that is said."""
    for report in facts.reports:
        problems = problems_of(report)
        if problems:
            yield _stopped(facts, report, problems)
            continue
        if _noted_key(report) not in facts.settled:
            yield _noted(report)
        for one in facts.readers:
            if (
                report.window.period.kind in one.kinds
                and proposal_key(report.window.period, one.person) not in facts.settled
            ):
                yield _for(facts, settings, report, one)


def problems_of(report: Report) -> list[Problem]:
    """Why a report must not be shown: what came out otherwise the second time."""
    return [one.problem() for one in report.differences]


def _stopped(facts: Facts, report: Report, problems: list[Problem]) -> Proposal:
    period = report.window.period
    title = say(
        "The {kind} report of {period} is not made: figures differ", kind=kind_name(period.kind), period=period.name
    )
    return Proposal(
        key=f"{KEY}stopped:{period.kind}:{period.name}:{facts.now:%Y-%m-%d}",
        title=title,
        actions=(
            NoteItem(
                item_kind="notice", key=f"{KEY}stopped:{period.kind}:{period.name}",
                title=title.render(facts.office.language)[:500],
                source={"figures": [one.where for one in problems[:_MOST_TOLD]]},
            ),
        ),
        reason=say("{where}: {what}", where=problems[0].where, what=problems[0].what),
        reasons=tuple(Reason(what=say("{where}: {what}", where=one.where, what=one.what)) for one in problems[:_MOST_TOLD]),
    )  # fmt: skip


def _noted(report: Report) -> Proposal:
    """How things stand, kept closed: nobody has anything to do about it, and the next report compares with it."""
    period = report.window.period
    title = say("Note how things stand for the next {kind} report", kind=kind_name(period.kind))
    key = note_key(period)
    return Proposal(
        key=_noted_key(report),
        title=title,
        actions=(
            NoteItem(item_kind=REPORT, key=key, title=title.render("en"), source=note_of(report)),
            CloseItem(item_kind=REPORT, key=key, because="noted"),
        ),
        reason=say("The report of {period} is due.", period=period.name),
    )


def _noted_key(report: Report) -> str:
    period = report.window.period
    return f"{KEY}noted:{period.kind}:{period.name}"


def _for(facts: Facts, settings: Settings, report: Report, one: For) -> Proposal:
    period, language = report.window.period, one.reader.language
    document = document_of(report, one, facts.office.name)
    return Proposal(
        key=proposal_key(period, one.person),
        title=say("Write the {kind} report of {period} for {name}", kind=kind_name(period.kind), period=period.name,
                  name=one.person.name),
        actions=(document, *_mail(facts, settings, one, document, language, report)),
        reason=say("The report of {period} is due.", period=period.name),
        consequences=(say("Each figure was counted again from the stored facts, in another way: both agree."),),
    )  # fmt: skip


def document_of(report: Report, one: For, office: str) -> WriteDocument:
    """The report as a document for this reader. Raises nothing; the performer reads it back."""
    period, language = report.window.period, one.reader.language
    name = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in one.person.local_part)[:60]
    return WriteDocument(
        path=f"archive/reports/{period.name}-{period.kind}-{name.strip('.')}.{one.form}",
        template=template_of(one.form),
        language=language,
        data=page_of(report, report.values, one.reader, office=office),
    )


def template_of(form: Form) -> str:
    """The template of a form; none for a workbook, which is built."""
    return {"html": f"{TEMPLATE}.html", "docx": f"{TEMPLATE}.docx", "pdf": f"{TEMPLATE}.typ", "xlsx": ""}[form]


def _mail(
    facts: Facts, settings: Settings, one: For, document: WriteDocument, language: Language, report: Report
) -> tuple[Action, ...]:
    if settings.tell == "none" or not facts.account:
        return ()
    mail = OutgoingMail(
        account=facts.account,
        to=(one.person.address,),
        subject=f"{document.data['title']}{COLON[language]}{document.data['period']}",
        body=letter(document, language),
        key=proposal_key(report.window.period, one.person),
        language=language,
        is_automatic=settings.tell == "mail",
        attached_documents=(document.path,),
    )
    return posting(mail, is_sent=settings.tell == "mail")


def letter(document: WriteDocument, language: Language) -> str:
    """The first page in a few lines: key figures and what needs the reader; the rest is in the document."""
    data = document.data
    colon = COLON[language]
    lines = [say("Hello {name},", name=data["reader"]).render(language), ""]
    lines += [
        f"- {one['label']}{colon}{one['value']}" + (f" ({one['change']})" if one["change"] else "")
        for one in data["leading"]
    ]
    if data["needs"]:
        lines += ["", _said(say("What needs you:"), language), *(f"- {one}" for one in data["needs"])]
    lines += ["", _said(say("The whole report is attached."), language)]
    return "\n".join(lines) + "\n"


def _said(text: Text, language: Language) -> str:
    return text.render(language)
