"""What each kind of action does, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from officebot.core.actions import (
    AlertPerson,
    AmendItem,
    AppendRows,
    CancelByServer,
    CheckFree,
    CheckUnanswered,
    CloseItem,
    DiscardDraft,
    DraftMail,
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
)
from officebot.core.approvals.actions import AnswerByMail, AskByMail, TellOutcome
from officebot.core.text import Text, say

_NAMES: Mapping[str, Text] = {
    FlagMessage.kind: say("mark a mail"),
    MoveMessage.kind: say("file a mail"),
    DraftMail.kind: say("put a draft into Drafts"),
    DiscardDraft.kind: say("take back a draft"),
    SendMail.kind: say("send a mail"),
    KeepSentCopy.kind: say("keep a copy of a sent mail"),
    CheckUnanswered.kind: say("look whether an answer came"),
    WriteDocument.kind: say("write a document"),
    KeepAttachment.kind: say("keep an attachment"),
    MoveFile.kind: say("file a file"),
    NoteItem.kind: say("note something"),
    AmendItem.kind: say("note something"),
    CloseItem.kind: say("close what was noted"),
    Remember.kind: say("remember something of its own"),
    Forget.kind: say("forget something of its own"),
    AlertPerson.kind: say("alert a person"),
    CheckFree.kind: say("look whether a time is still free"),
    PutCalendarObject.kind: say("enter something into a calendar"),
    RemoveCalendarObject.kind: say("take something out of a calendar"),
    InviteByServer.kind: say("invite by the calendar's server"),
    CancelByServer.kind: say("cancel by the calendar's server"),
    SetCells.kind: say("change cells of a workbook"),
    AppendRows.kind: say("add rows to a workbook"),
    AskByMail.kind: say("ask somebody by mail"),
    AnswerByMail.kind: say("take an answer by mail"),
    TellOutcome.kind: say("note that somebody is told"),
}


def kind_name(kind: str) -> Text:
    """What an action of this kind does, for people; a plugin's kind by its own name."""
    return _NAMES.get(kind, Text("{kind}", (("kind", kind),)))
