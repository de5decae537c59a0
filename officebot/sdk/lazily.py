"""Where each name of `officebot.sdk` is at home; it is loaded from there when it is first asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

#: The names by the module that has them.
HOMES: Mapping[str, tuple[str, ...]] = {
    "officebot.core.actions": (
        "Action",
        "AlertPerson",
        "AmendItem",
        "AppendRows",
        "CancelByServer",
        "CheckFree",
        "CheckUnanswered",
        "CloseItem",
        "DiscardDraft",
        "DraftMail",
        "Effect",
        "FlagMessage",
        "Forget",
        "InviteByServer",
        "KeepAttachment",
        "KeepSentCopy",
        "MoveFile",
        "MoveMessage",
        "NoteItem",
        "PutCalendarObject",
        "Remember",
        "RemoveCalendarObject",
        "SendMail",
        "SetCells",
        "WriteDocument",
        "register",
    ),
    "officebot.core.agendas": (
        "CalendarObject",
        "OfficeCalendar",
        "PromisedTime",
        "Room",
    ),
    "officebot.core.approvals.actions": (
        "AnswerByMail",
        "AskByMail",
        "TellOutcome",
    ),
    "officebot.core.approvals.model": ("Desk",),
    "officebot.core.facts": ("OfficeFacts",),
    "officebot.core.invoices.arrived": ("MailInvoices",),
    "officebot.core.known": (
        "Known",
        "Unfit",
    ),
    "officebot.core.mail": (
        "Address",
        "Attachment",
        "Mail",
        "MessageRef",
        "OutgoingMail",
        "Proof",
        "Unreadable",
    ),
    "officebot.core.minutes.arrived": ("MailNotes",),
    "officebot.core.minutes.readback.document": ("Returned",),
    "officebot.core.panels": ("Viewer",),
    "officebot.core.people": (
        "Contact",
        "Contacts",
        "People",
        "Person",
    ),
    "officebot.core.problems": (
        "Problem",
        "Unavailable",
        "UserError",
    ),
    "officebot.core.proposals": (
        "Claim",
        "Item",
        "Proposal",
        "Reason",
    ),
    "officebot.core.reports.model": ("Part",),
    "officebot.core.reports.period": ("Window",),
    "officebot.core.text": (
        "LANGUAGES",
        "NUMBER_TO_COME",
        "Language",
        "Text",
        "Value",
        "counted",
        "in_words",
        "one_line",
        "quoted",
        "say",
    ),
    "officebot.core.trade.letter": ("Papers",),
    "officebot.core.wellbeing": ("Sign",),
    "officebot.core.workbooks.office": ("OfficeWorkbook",),
    "officebot.core.workbooks.sheets": ("OfficeSheets",),
    "officebot.core.worktime": ("WorkingTime",),
    "officebot.sdk.duty": (
        "Duty",
        "Panel",
        "Recogniser",
    ),
    "officebot.sdk.migrating": ("Migration",),
    "officebot.sdk.office": (
        "Look",
        "Looked",
        "Office",
        "refused",
    ),
    "officebot.sdk.performing": (
        "Done",
        "Failed",
        "Filling",
        "Foreseeing",
        "Job",
        "NotDone",
        "Outcome",
        "Performer",
        "Prepared",
        "Retry",
        "Uncertain",
    ),
    "officebot.sdk.seen": (
        "SeenItem",
        "SeenMail",
        "SeenProposal",
        "Trigger",
    ),
    "officebot.sdk.settings": (
        "DutySettings",
        "NoSettings",
    ),
    "officebot.sdk.saying": (
        "Texts",
        "texts",
    ),
}
_HOME_OF = {name: home for home, names in HOMES.items() for name in names}


def attributes(module: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of the module that offers these names, and still has the deprecated ones."""

    def found(name: str) -> Any:
        home = _HOME_OF.get(name)
        if home is None:
            from officebot.sdk.deprecated import DEPRECATED, by_name, looked_up

            return looked_up(name, by_name(DEPRECATED))
        value = getattr(import_module(home), name)
        setattr(sys.modules[module], name, value)
        return value

    def names() -> list[str]:
        return sorted({*_HOME_OF, *vars(sys.modules[module])})

    return found, names
