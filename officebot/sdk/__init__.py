"""Everything a plugin author imports: what a duty is, what it may read, and how an action is performed.

Each name is loaded when it is first asked for: a plugin pays for what it uses. What belongs to one subject stands in a module
of its own beside this one: `panels`, `dates`, `workbooks`, `numbers`, `letters`, `reports`, `settings`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from officebot.sdk.version import VERSION, is_supported, unsupported

if TYPE_CHECKING:
    from officebot.core.actions import (
        Action,
        AlertPerson,
        AmendItem,
        AppendRows,
        CancelByServer,
        CheckFree,
        CheckUnanswered,
        CloseItem,
        DiscardDraft,
        DraftMail,
        Effect,
        FlagMessage,
        Forget,
        InviteByServer,
        KeepAttachment,
        KeepSentCopy,
        MoveFile,
        MoveMessage,
        NoteItem,
        PutCalendarObject,
        Remember,
        RemoveCalendarObject,
        SendMail,
        SetCells,
        WriteDocument,
        register,
    )
    from officebot.core.agendas import CalendarObject, OfficeCalendar, PromisedTime, Room
    from officebot.core.approvals.actions import AnswerByMail, AskByMail, TellOutcome
    from officebot.core.approvals.model import Desk
    from officebot.core.facts import OfficeFacts
    from officebot.core.invoices.arrived import MailInvoices
    from officebot.core.known import Known, Unfit
    from officebot.core.mail import Address, Attachment, Mail, MessageRef, OutgoingMail, Proof, Unreadable
    from officebot.core.minutes.arrived import MailNotes
    from officebot.core.minutes.readback.document import Returned
    from officebot.core.panels import Viewer
    from officebot.core.people import Contact, Contacts, People, Person
    from officebot.core.problems import Problem, Unavailable, UserError
    from officebot.core.proposals import Claim, Item, Proposal, Reason
    from officebot.core.reports.model import Part
    from officebot.core.reports.period import Window
    from officebot.core.text import (
        LANGUAGES,
        NUMBER_TO_COME,
        Language,
        Text,
        Value,
        counted,
        in_words,
        one_line,
        quoted,
        say,
    )
    from officebot.core.trade.letter import Papers
    from officebot.core.wellbeing import Sign
    from officebot.core.workbooks.office import OfficeWorkbook
    from officebot.core.workbooks.sheets import OfficeSheets
    from officebot.core.worktime import WorkingTime
    from officebot.sdk.duty import Duty, Panel, Recogniser
    from officebot.sdk.migrating import Migration
    from officebot.sdk.office import Look, Looked, Office, refused
    from officebot.sdk.performing import (
        Done,
        Failed,
        Filling,
        Foreseeing,
        Job,
        NotDone,
        Outcome,
        Performer,
        Prepared,
        Retry,
        Uncertain,
    )
    from officebot.sdk.saying import Texts, texts
    from officebot.sdk.seen import SeenItem, SeenMail, SeenProposal, Trigger
    from officebot.sdk.settings import DutySettings, NoSettings
else:
    from officebot.sdk.lazily import attributes

    __getattr__, __dir__ = attributes(__name__)

__all__ = [
    "LANGUAGES",
    "NUMBER_TO_COME",
    "VERSION",
    "Action",
    "Address",
    "AlertPerson",
    "AmendItem",
    "AnswerByMail",
    "AppendRows",
    "AskByMail",
    "Attachment",
    "CalendarObject",
    "CancelByServer",
    "CheckFree",
    "CheckUnanswered",
    "Claim",
    "CloseItem",
    "Contact",
    "Contacts",
    "Desk",
    "DiscardDraft",
    "Done",
    "DraftMail",
    "Duty",
    "DutySettings",
    "Effect",
    "Failed",
    "Filling",
    "FlagMessage",
    "Foreseeing",
    "Forget",
    "InviteByServer",
    "Item",
    "Job",
    "KeepAttachment",
    "KeepSentCopy",
    "Known",
    "Language",
    "Look",
    "Looked",
    "Mail",
    "MailInvoices",
    "MailNotes",
    "MessageRef",
    "Migration",
    "MoveFile",
    "MoveMessage",
    "NoSettings",
    "NotDone",
    "NoteItem",
    "Office",
    "OfficeCalendar",
    "OfficeFacts",
    "OfficeSheets",
    "OfficeWorkbook",
    "Outcome",
    "OutgoingMail",
    "Panel",
    "Papers",
    "Part",
    "People",
    "Performer",
    "Person",
    "Prepared",
    "Problem",
    "PromisedTime",
    "Proof",
    "Proposal",
    "PutCalendarObject",
    "Reason",
    "Recogniser",
    "Remember",
    "RemoveCalendarObject",
    "Retry",
    "Returned",
    "Room",
    "SeenItem",
    "SeenMail",
    "SeenProposal",
    "SendMail",
    "SetCells",
    "Sign",
    "TellOutcome",
    "Text",
    "Texts",
    "Trigger",
    "Unavailable",
    "Uncertain",
    "Unfit",
    "Unreadable",
    "UserError",
    "Value",
    "Viewer",
    "Window",
    "WorkingTime",
    "WriteDocument",
    "counted",
    "in_words",
    "is_supported",
    "one_line",
    "quoted",
    "refused",
    "register",
    "say",
    "texts",
    "unsupported",
]
