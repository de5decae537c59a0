"""What a change of a workbook leaves behind to be taken back by: its cells as they were and as they were set."""

from __future__ import annotations

from datetime import date, datetime, time

from officebot.connectors.workbooks import changing
from officebot.core.actions import AppendRows
from officebot.core.workbooks.cells import Address, Fault, Formula, Value, to_json
from officebot.core.workbooks.lossless.setting import Change
from officebot.sdk import Job


def receipt_of(done: changing.Done) -> dict[str, object]:
    """The receipt of a change, in JSON."""
    replaced = done.replaced
    cells = [[str(one.address), _kept(one.before), _kept(one.after)] for one in done.cells]
    found: dict[str, object] = {"file": str(done.path), "cells": cells}
    if replaced is not None:
        found |= {"before": replaced.before.sha256, "after": replaced.seen.sha256}
    return found


def _kept(value: Value) -> object:
    """A value as a receipt has it: words are words, and what only looks like them in JSON says what it is."""
    match value:
        case Formula():
            return {"formula": value.text}
        case Fault():
            return {"fault": value.text}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case _:
            return to_json(value)


def _told(kept: object) -> Value:
    match kept:
        case {"formula": str(text)}:
            return Formula(text)
        case {"fault": str(text)}:
            return Fault(text)
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case {"time": str(text)}:
            return time.fromisoformat(text)
        case str() | bool() | int() | float():
            return kept
        case _:
            return None


def backwards(job: Job) -> list[Change] | None:
    """What sets the cells back while they show what was written; None where the receipt does not tell."""
    cells = job.receipt.get("cells")
    if not isinstance(cells, list):
        return None
    found = [(Address.read(cell), _told(before), _told(after)) for cell, before, after in cells]
    # Rows that were appended may have moved a total, whose formula reads otherwise now: it stays where it is.
    stays = Formula if isinstance(job.action, AppendRows) else ()
    return [
        # A formula that was written shows a figure by now: that one is taken away as it is.
        Change(address, before) if isinstance(after, Formula) else Change(address, before, after)
        for address, before, after in found
        if not isinstance(before, stays)
    ]
