"""Days of the sample office, lived through by the command, and all that such a day leaves behind."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from officebot.testing.mailstore import message_key

_GIVE_UP = 300.0


@dataclass(slots=True)
class Lived:
    """A day to its end: the totals it printed, how often it was killed, how long the last start took."""

    folder: Path
    totals: dict[str, Any] = field(default_factory=dict)
    kills: int = 0
    seconds: float = 0.0


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "officebot", "demo", str(folder), "--once", "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(lived: Lived) -> Lived:
    """Let the day come to its end."""
    began = time.monotonic()
    process = start(lived.folder)
    out, errors = process.communicate(timeout=_GIVE_UP)
    assert process.returncode == 0, errors.decode()
    lived.totals = json.loads(out.splitlines()[-1])
    lived.seconds = time.monotonic() - began
    return lived


# ── what a day leaves behind ──────────────────────────────────────────────────────────────────────────────


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def state_of(lived: Lived) -> dict[str, Any]:
    """All that must be the same in the end, by name.

    When the office's own copies are seen depends on when it looks, and with it which mails a run after mail is about.
    """
    ledger, store = lived.folder / "state/ledger.db", lived.folder / "servers/mail.sqlite3"
    totals = {**lived.totals, "files": [str(Path(path).relative_to(lived.folder)) for path in lived.totals["files"]]}
    totals.pop("seconds")
    return {
        "totals": totals,
        "mailboxes": Counter(
            (account, folder, message_key(raw), flags)
            for account, folder, raw, flags in rows(
                store,
                "SELECT f.account, f.name, c.raw, m.flags FROM message m JOIN folder f ON f.id = m.folder"
                " JOIN content c ON c.id = m.content",
            )
        ),
        "drafts": Counter(rows(store, "SELECT c.raw FROM message m JOIN folder f ON f.id = m.folder"
                                      " JOIN content c ON c.id = m.content WHERE f.name IN ('Drafts', 'Sent')")),
        "sent": Counter(rows(store, "SELECT sender, recipients, raw FROM sent")),
        "mails": Counter(rows(ledger, "SELECT account, folder, fingerprint, state, verdict FROM mails WHERE state != 'sent'")),
        "proposals": Counter(rows(ledger, "SELECT duty, key, version, state, title, reasons FROM proposals")),
        "actions": Counter(rows(ledger, "SELECT p.key, a.position, a.kind, a.state FROM actions a"
                                        " JOIN proposals p ON p.id = a.proposal_id")),
        "runs": Counter(rows(ledger, "SELECT duty, trigger_key, state FROM runs WHERE trigger_kind != 'after mail'")),
        "files": contents(lived.folder),
    }  # fmt: skip


def contents(folder: Path) -> dict[str, Any]:
    """What the office's files hold, by path; a workbook by its parts, for its zip carries the time."""
    places = [folder / name for name in ("archive", "workbooks", "templates")]
    return {
        str(path.relative_to(folder)): _parts(path) if path.suffix == ".xlsx" else _told(folder, path.read_bytes())
        for place in places
        for path in sorted(place.rglob("*"))
        # What a kill left half written has a hidden name of officebot's, and is swept an hour later.
        if path.is_file() and not path.name.startswith(".officebot-")
    }


def _told(folder: Path, data: bytes) -> bytes:
    return data.replace(str(folder).encode(), b"OFFICE")


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {
            name: re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*<", b"<", archive.read(name))
            for name in archive.namelist()
        }


def differences(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Where the two days differ, in a form that helps to find out why."""
    told: list[str] = []
    for name, before in expected.items():
        after = found[name]
        if before == after:
            continue
        if isinstance(before, Counter):
            told.append(
                f"{name}: missing {list((before - after).items())[:3]}, more {list((after - before).items())[:3]}"
            )
        elif name == "files":
            changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
            told.append(f"files: {changed}")
        else:
            told.append(f"{name}: {before} became {after}")
    return told
