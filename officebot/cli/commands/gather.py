"""`officebot gather …`: what a document needs from several people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from officebot.cli.group import TableGroup
from officebot.cli.opening import opened
from officebot.cli.table import COMMANDS, GATHER

if TYPE_CHECKING:
    from officebot.app.gathering import GatheringDesk, Shown
    from officebot.core.gathering.model import Contribution

gather = TableGroup("gather", table=GATHER, spoken=COMMANDS["gather"][1])


@contextmanager
def desk() -> Iterator[GatheringDesk]:
    """The gatherings of the office named by `--office`."""
    from officebot.app.gathering import GatheringDesk

    with opened() as app:
        yield GatheringDesk(app)


def gathering_fact(one: Shown, today: date) -> dict[str, Any]:
    """A gathering as JSON has it."""
    from officebot.core.gathering.page import count_of
    from officebot.duties.gathering.decide import page_path

    gathering, count = one.gathering, count_of(one.contributions, today)
    return {
        "name": gathering.name,
        "title": gathering.title,
        "due": gathering.due.isoformat(),
        "collector": gathering.collector,
        "template": gathering.template,
        "state": "open" if one.is_open else "closed",
        "page": page_path(gathering) if gathering.page else None,
        "asked": count.asked,
        "here": count.here,
        "declined": count.declined,
        "missing": count.missing,
        "late": count.late,
        "contributors": [contribution_fact(each, today) for each in one.contributions],
    }


def contribution_fact(one: Contribution, today: date) -> dict[str, Any]:
    """A contribution as JSON has it."""
    return {
        "address": one.address,
        "name": one.name,
        "what": one.ask.what,
        "fields": list(one.ask.fields),
        "files": list(one.ask.files),
        "language": one.language,
        "state": one.stage.value,
        "asked_on": one.asked_on.isoformat() if one.asked_on else None,
        "answered": one.answers[-1].at.isoformat() if one.answers else None,
        "promised_by": one.promised_by.isoformat() if one.promised_by else None,
        "reminders": one.reminders,
        "late": one.is_late(today),
        "missing_fields": list(one.missing_fields),
        "values": dict(one.values),
        "versions": [
            {"at": answer.at.isoformat(), "from": answer.sender, "mail": answer.mail, "kept": list(answer.files),
             "doubts": list(answer.doubts)}
            for answer in one.answers
        ],
    }  # fmt: skip
