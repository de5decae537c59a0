"""What each minor version added to the SDK: a plugin that uses it needs an officebot of that version."""

from __future__ import annotations

from collections.abc import Mapping

from officebot.sdk.version import parts_of

#: The version that added a name, by its module and the name; what 1.0 had is not told.
ADDED: Mapping[tuple[str, str], str] = {
    ("officebot.sdk", "PromisedTime"): "1.1",
    ("officebot.sdk.calendars", "PromisedTime"): "1.1",
    ("officebot.sdk.workbooks", "CellChange"): "1.1",
    ("officebot.sdk.workbooks", "KeyedRow"): "1.1",
    ("officebot.sdk.workbooks", "KeyedRows"): "1.1",
    ("officebot.sdk.workbooks", "rows_by_key"): "1.1",
}


def added_after(module: str, name: str, version: str) -> str | None:
    """The version that added a name, where it is newer than the one that a plugin says it was written against."""
    since = ADDED.get((module, name))
    return since if since is not None and (parts_of(since) or (0, 0)) > (parts_of(version) or (0, 0)) else None
