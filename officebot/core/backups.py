"""A backup of the whole office: what its list says, which names it may hold, which backups are kept. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import say

#: The list of what a backup holds, its last member.
LIST = "officebot-backup.json"
LEDGER = "state/ledger.db"
FORMAT = 1
#: Older than this, the last backup is told as missing: a day, and the hour in which the evening's one is made.
STALE = timedelta(hours=25)

#: Folders of which nothing is taken: secrets, what others keep, what can be made again.
#: What a restore or an unfinished new office left.
_LEFT = ("before-restore-", ".restore-", ".new-")
_NEVER = frozenset({"secrets", ".git", ".venv", "__pycache__", "lost+found"})
#: Folders of documents: only told by name and size, unless they are asked for.
DOCUMENTS = frozenset({"archive", "documents"})
_SECRET_NAME = expression(
    r"\.env(?:\..{0,40})?|\.netrc|\.pgpass|id_[a-z0-9]{1,20}|.{0,200}\.(?:pem|key|p12|pfx|jks|kdbx)", re.IGNORECASE
)
#: The ledger is copied, not read beside who writes it; logs and backups are no part of a backup.
_STATE = expression(
    r"state/(?:ledger\.db.{0,40}|logs/.{0,4096}|backups/[^/]{1,255}\.(?:zip|db|part)|.{0,4096}\.part)", re.DOTALL
)
_NAME = expression(r"officebot-(\d{4})(\d\d)(\d\d)-(\d{6})\.zip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One file of a backup: its path in the office (with slashes), its size in bytes, its SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupList:
    """What a backup holds. `head` is the journal's last entry; `documents` are told (path, size), not held."""

    office: str
    made: datetime
    schema: str
    head: tuple[int, str]
    files: tuple[Kept, ...]
    documents: tuple[tuple[str, int], ...] = ()
    #: Files that could not be read: they are not in it.
    left_out: tuple[str, ...] = ()

    def to_json(self) -> bytes:
        """The list as it stands in the backup."""
        stored = {
            "format": FORMAT, "office": self.office, "made": self.made.isoformat(), "schema": self.schema,
            "journal": list(self.head),
            "files": [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in self.files],
            "documents": [list(one) for one in self.documents], "left_out": list(self.left_out),
        }  # fmt: skip
        return json.dumps(stored, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def read_list(written: bytes) -> BackupList:
    """The list of a backup. Raises UserError for what is none, or was made by a newer officebot."""
    try:
        read: Mapping[str, Any] = json.loads(written.decode("utf-8"))
        if read["format"] != FORMAT:
            raise UserError(say("This backup was made by a newer officebot: restore it with that one."))
        seq, head = read["journal"]
        return BackupList(
            office=str(read["office"]),
            made=datetime.fromisoformat(read["made"]),
            schema=str(read["schema"]),
            head=(int(seq), str(head)),
            files=tuple(
                Kept(path=str(one["path"]), size=int(one["size"]), sha256=str(one["sha256"])) for one in read["files"]
            ),
            documents=tuple((str(path), int(size)) for path, size in read["documents"]),
            left_out=tuple(map(str, read["left_out"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(say("This file is no backup of officebot, or it is damaged: take another one.")) from error


def name_of(local: datetime) -> str:
    """What a backup made at this local time is called."""
    return f"officebot-{local:%Y%m%d-%H%M%S}.zip"


def is_taken(path: PurePosixPath) -> bool:
    """Whether a file of the office belongs into its backup; never what holds a secret by its place or name."""
    return (
        not _NEVER.intersection(path.parts)
        and not any(part.startswith(_LEFT) for part in path.parts)
        and not _SECRET_NAME.fullmatch(path.name)
        and not _STATE.fullmatch(path.as_posix())
    )


def is_document(path: PurePosixPath) -> bool:
    """Whether it lies among the office's documents, which have their own backup."""
    return path.parts[0] in DOCUMENTS


def stored_name(path: PurePosixPath) -> str:
    """How a backup calls a file: as the office does, but for letters that no other system would take."""
    return "".join(
        f"%{ord(letter) & 0xFF:02X}" if letter == "\\" or "\ud800" <= letter <= "\udfff" else letter
        for letter in path.as_posix()
    )


def is_safe(path: str) -> bool:
    """Whether a name out of a backup stays inside the folder it is restored into, and touches no secret."""
    pure = PurePosixPath(path)
    return (
        0 < len(path) <= 4096
        and not path.startswith("/")
        and "\\" not in path
        and "\0" not in path
        and pure.as_posix() == path
        and ".." not in pure.parts
        and pure.parts != ()
        and all(len(part) <= 255 for part in pure.parts)
        and (is_taken(pure) or path == LEDGER)
    )


def superfluous(names: Iterable[str], days: int) -> list[str]:
    """The backups that may go: all but the last of each of the newest `days` days on which there is one.

    Names that no backup of ours has are left alone.
    """
    of_day: dict[date, list[str]] = {}
    for name in sorted(names):
        found = _NAME.fullmatch(name)
        if found is None:
            continue
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
        of_day.setdefault(day, []).append(name)
    kept = {of_day[day][-1] for day in sorted(of_day)[-days:]}
    return [name for day in sorted(of_day) for name in of_day[day] if name not in kept]
