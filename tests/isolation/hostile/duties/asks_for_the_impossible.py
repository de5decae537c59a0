"""Asks the office in ways that no honest duty does: days before all days, signs that no database takes."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from officebot.sdk import Duty, DutySettings, NoteItem, Proposal, say

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def observe(office: Any, trigger: Any, settings: Any) -> Any:
    questions: list[Any] = [
        lambda: office.mails(FIRST, LAST),
        lambda: office.proposals(["\0"], FIRST),
        lambda: office.items(None, "\0"),
        lambda: office.read_file("incoming/\0"),
        lambda: office.read_file("incoming/" + "x" * 5000),
        lambda: office.remembered("asks_for_the_impossible", "\0"),
        lambda: office.fetch("https://[::1"),
        lambda: office.code("\0" * 1000),
        lambda: office.changed("asks_for_the_impossible", LAST),
    ]
    told = []
    for question in questions:
        try:
            told.append(f"given: {question()!r}"[:200])
        except Exception as refused:  # noqa: BLE001 - told, whatever it is
            told.append(f"refused: {refused}"[:200])
    return told


def decide(told: Any, settings: Any) -> Iterable[Proposal]:
    note = NoteItem(item_kind="asks_for_the_impossible", key="told", title="told")
    yield Proposal(key="told", title=say("{told}", told=" | ".join(told)), actions=(note,))


DUTY: Duty[Any, Any] = Duty(
    name="asks_for_the_impossible", title=say("Impossible"), settings=DutySettings, observe=observe, decide=decide
)
