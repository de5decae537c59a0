"""Proposes what it has no right to: each deed by its name."""

from collections.abc import Iterable
from typing import Any

from officebot.sdk import (
    AnswerByMail,
    CloseItem,
    DraftMail,
    Duty,
    FlagMessage,
    KeepAttachment,
    MessageRef,
    MoveFile,
    NoteItem,
    OutgoingMail,
    Proposal,
    Remember,
    SendMail,
    SetCells,
    WriteDocument,
    say,
)

UNSEEN = MessageRef("desk", "INBOX", 7, 4711, "the director's mail")
LETTER = OutgoingMail(account="director", to=("thief@evil.example",), subject="x", body="x", key="x")
NOTE = NoteItem(item_kind="proposes_what_it_may_not", key="1", title="x")


def decide(deed: Any, settings: Any) -> Iterable[Proposal]:
    actions: dict[str, Any] = {
        "answer": AnswerByMail(code="0" * 64, person="claire@office.example", mark="x", source="x", account="desk",
                               subject="x", message_id="x", yes=(1,)),
        "send": SendMail(mail=LETTER),
        "draft": DraftMail(mail=LETTER),
        "flag": FlagMessage(on=UNSEEN, add=("\\Deleted",)),
        "attachment": KeepAttachment(on=UNSEEN, sha256="0" * 64, path="archive/x"),
        "cells": SetCells(workbook="wages", cells=(("Sheet!A1", 1, 2),)),
        "item": CloseItem(item_kind="deadline", key="1"),
        "file": MoveFile(path="incoming/x", to="archive/x", sha256="0" * 64),
        "template": WriteDocument(path="archive/x", template="other_plugin:letter.typ"),
        "remember": Remember(key="x", value=1, duty="mail_triage"),
    }  # fmt: skip
    about = UNSEEN if deed == "about" else None
    yield Proposal(key="1", title=say("x"), actions=(actions.get(deed, NOTE),), about=about)


def observe(office: Any, trigger: Any, settings: Any) -> Any:
    return trigger.key


DUTY: Duty[Any, Any] = Duty(name="proposes_what_it_may_not", title=say("Grasps"), observe=observe, decide=decide)
