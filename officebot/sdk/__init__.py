"""Everything a plugin author imports: what a duty is, what it may read, and how an action is performed."""

from __future__ import annotations

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
    InviteByServer,
    KeepAttachment,
    KeepSentCopy,
    MoveFile,
    MoveMessage,
    NoteItem,
    PutCalendarObject,
    RemoveCalendarObject,
    SendMail,
    SetCells,
    WriteDocument,
    register,
)
from officebot.core.agendas import CalendarObject, OfficeCalendar, Room
from officebot.core.approvals.actions import AnswerByMail, AskByMail, TellOutcome
from officebot.core.approvals.model import Desk
from officebot.core.facts import OfficeFacts
from officebot.core.invoices.arrived import MailInvoices
from officebot.core.known import Known, Unfit
from officebot.core.mail import Address, Attachment, Mail, MessageRef, OutgoingMail, Proof, Unreadable
from officebot.core.minutes.arrived import MailNotes
from officebot.core.minutes.readback_document import Returned
from officebot.core.panels import ItemCount, Viewer
from officebot.core.people import Contact, Contacts, People, Person
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.proposals import Claim, Item, Proposal, Reason
from officebot.core.reports.model import Part
from officebot.core.reports.period import Window
from officebot.core.text import NUMBER_TO_COME, Text, counted, quoted, say
from officebot.core.trade.letter import Papers
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.sheets import OfficeSheets
from officebot.core.worktime import WorkingTime
from officebot.sdk.duty import Duty, Panel, Recogniser
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
from officebot.sdk.seen import SeenItem, SeenMail, SeenProposal, Trigger

#: The version of this interface, by semantic versioning: a name lives two minor versions after it was deprecated.
VERSION = "1.0"

__all__ = [
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
    "Effect",
    "Failed",
    "Filling",
    "FlagMessage",
    "Foreseeing",
    "InviteByServer",
    "Item",
    "ItemCount",
    "Job",
    "KeepAttachment",
    "KeepSentCopy",
    "Known",
    "Look",
    "Looked",
    "Mail",
    "MailInvoices",
    "MailNotes",
    "MessageRef",
    "MoveFile",
    "MoveMessage",
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
    "Proof",
    "Proposal",
    "PutCalendarObject",
    "Reason",
    "Recogniser",
    "RemoveCalendarObject",
    "Retry",
    "Returned",
    "Room",
    "SeenItem",
    "SeenMail",
    "SeenProposal",
    "SendMail",
    "SetCells",
    "TellOutcome",
    "Text",
    "Trigger",
    "Unavailable",
    "Uncertain",
    "Unfit",
    "Unreadable",
    "UserError",
    "Viewer",
    "Window",
    "WorkingTime",
    "WriteDocument",
    "counted",
    "quoted",
    "refused",
    "register",
    "say",
]
