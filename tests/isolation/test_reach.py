"""Everything that an office may hand to a plugin, or a plugin to the office, has a shape that can be read."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from datetime import tzinfo
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin

import pytest

from officebot.isolation import shapes
from officebot.sdk import (
    Action,
    Claim,
    Item,
    Job,
    Mail,
    MailInvoices,
    MailNotes,
    OfficeCalendar,
    OfficeFacts,
    OfficeSheets,
    OfficeWorkbook,
    Papers,
    Part,
    Prepared,
    Proposal,
    Returned,
    Room,
    SeenItem,
    SeenMail,
    SeenProposal,
    Trigger,
    Viewer,
    Window,
)
from officebot.sdk.panels import Block

HANDED = [Claim, Item, Job, Mail, MailInvoices, MailNotes, OfficeCalendar, OfficeFacts, OfficeSheets, OfficeWorkbook, Papers,
          Part, Prepared, Proposal, Returned, Room, SeenItem, SeenMail, SeenProposal, Trigger, Viewer, Window, Block]  # fmt: skip
MANY = (tuple, list, frozenset, Sequence, Collection, Iterable, Set, dict, Mapping)


def unread(wanted: Any, seen: set[Any]) -> list[str]:
    """The types within this one that could not be read."""
    if wanted is Ellipsis or wanted in shapes._SIMPLE or wanted in seen:
        return []
    seen.add(wanted)
    origin = get_origin(wanted)
    if origin is Literal:
        return []
    if origin in (Union, types.UnionType) or origin in MANY:
        return [found for one in get_args(wanted) for found in unread(one, seen)]
    if wanted in MANY or not isinstance(wanted, type):
        return [] if wanted in MANY else [str(wanted)]
    if issubclass(wanted, Enum | Action | tzinfo):
        return []
    if dataclasses.is_dataclass(wanted):
        return [found for one in shapes._hints(wanted).values() for found in unread(one, seen)]
    return [str(wanted)]


@pytest.mark.parametrize("wanted", HANDED, ids=str)
def test_it_and_all_that_is_in_it_can_be_read(wanted: Any) -> None:
    assert unread(wanted, set()) == []


@pytest.mark.parametrize("value", [Papers(), MailInvoices(), MailNotes(), OfficeSheets(name="s", file="f")], ids=str)
def test_what_is_empty_crosses_too(value: Any) -> None:
    assert shapes.from_json(type(value), shapes.to_json(value)) == value
