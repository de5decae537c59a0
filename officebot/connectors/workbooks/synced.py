"""Folders that a program keeps in step with others: its conflict copies and unfinished files, told by their names."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from officebot.core.expressions import expression
from officebot.core.text import Text, say

# What stands between the workbook's name and its ending when a program met two savings. Each speaks for itself.
_CERTAIN = tuple(
    expression(pattern, re.IGNORECASE)
    for pattern in (
        # Dropbox, Nextcloud, ownCloud, Proton: "(Marie's conflicted copy 2026-11-26)", "(copie en conflit de Marie …)".
        r" ?[(\[][^()\[\]]{0,120}\b(?:conflicted cop|conflict cop|copie en conflit|copie conflictuelle|copie conflictée|"
        r"copie de conflit|version en conflit|in konflikt stehende|konfliktkopie|copia en conflicto|copia in conflitto)"
        r"[^()\[\]]{0,120}[)\]]",
        # Google Drive, Seafile, pCloud: "[Conflict]", "(conflict 1)", "(SFConflict marie@…)", "(conflicted)".
        r" ?[(\[](?:sf)?conflict(?:ed)?(?:[ ,-][^()\[\]]{1,120})?[)\]]",
        r" ?[(\[]conflit(?:[ -][^()\[\]]{1,120})?[)\]]",
        # Syncthing, ownCloud before 2.5, kDrive, Resilio, Synology.
        r"\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{1,16})?",
        r"[_ -]conflict[_-]\d{8}[_-]\d{4,6}(?:[_-]\w{1,16})?",
        r"\.conflict\d{0,3}",
        r"_[\w-]{1,60}_[\w-]{1,40}_(?:case)?conflict",
        # OneDrive: the name of the machine; these two are what Windows calls machines by itself.
        r"-(?:DESKTOP|LAPTOP)-[A-Z0-9]{4,10}(?:-\d{1,3})?",
        r"-WIN-[A-Z0-9]{8,12}(?:-\d{1,3})?",
    )
)
# So are conflict copies called too, but also what people download twice or copy by hand.
_PERHAPS = tuple(
    expression(pattern, re.IGNORECASE)
    for pattern in (
        r" ?\(\d{1,2}\)", r" [2-9]", r" ?- ?(?:copy|copie)(?: ?\(\d{1,2}\))?",
        r"-[A-Z0-9]{2,8}-?(?:PC|MAC|MACBOOK|PORTABLE|LAPTOP)(?:-\d{1,3})?", r"-PC-[A-Z0-9]{2,15}",
    )
)  # fmt: skip
_PARTS = (".part", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".partial", ".!sync", ".sync", ".bts")
_PLACEHOLDERS = (".nextcloud", ".owncloud", ".icloud", ".placeholder", ".cloud", ".gsheet")
_PROGRAMS_OWN = ("~$", ".~lock.", "~wrl", "~wrd", ".~officebot-", ".syncthing.", ".sync_", "._", ".goutputstream-")
# What LibreOffice calls a file until it is whole: "lu", its process and a number.
_LIBREOFFICE = expression(r"lu\d{1,10}[a-z0-9]{1,12}\.tmp", re.IGNORECASE)
# A file of these attributes is fetched when it is read (FILE_ATTRIBUTE_OFFLINE, _RECALL_ON_OPEN, _RECALL_ON_DATA_ACCESS).
_ELSEWHERE = 0x1000 | 0x40000 | 0x400000
_MOST_NAMES = 20_000


@dataclass(frozen=True, slots=True, order=True)
class ConflictCopy:
    """A file beside a workbook that holds somebody's other saving; uncertain where people also name copies so."""

    path: Path
    is_certain: bool


def conflict_copies(path: Path) -> tuple[ConflictCopy, ...]:
    """The conflict copies beside a workbook, the certain ones first, then by name."""
    found = []
    try:
        with os.scandir(path.parent) as names:
            for number, entry in enumerate(names):
                certain = conflict_of(path.name, entry.name)
                if certain is not None:
                    found.append(ConflictCopy(path.with_name(entry.name), certain))
                if number > _MOST_NAMES:
                    break
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda one: (not one.is_certain, one.path.name)))


def conflict_of(name: str, other: str) -> bool | None:
    """Whether `other` is named as a conflict copy of `name`: True, False for perhaps, None for no."""
    name, other = unicodedata.normalize("NFC", name), unicodedata.normalize("NFC", other)
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    between = other[len(stem) : len(other) - len(dot + ending)]
    if other == name or not between or f"{stem}{between}{dot}{ending}" != other or len(between) > 260:
        return None
    between = between.replace("’", "'").strip("\u200e\u200f")
    if any(pattern.fullmatch(between) for pattern in _CERTAIN):
        return True
    return False if any(pattern.fullmatch(between) for pattern in _PERHAPS) else None


def unfinished(path: Path, found: os.stat_result) -> Text | None:
    """Why a file is not, or not yet, a workbook that can be read: a placeholder, a part, a program's own file."""
    name = path.name.lower()
    if name.endswith(_PLACEHOLDERS):
        return say("This is a placeholder of a synchronised folder: have the workbook itself kept on this machine.")
    if getattr(found, "st_file_attributes", 0) & _ELSEWHERE:
        return say("The workbook lies elsewhere, and only its name here: have it kept on this machine.")
    if name.startswith(_PROGRAMS_OWN) or _LIBREOFFICE.fullmatch(name):
        return say("This is a file that a program keeps for itself while it works: name the workbook.")
    if name.endswith(_PARTS):
        return say("This is a part of a file that is not all there yet.")
    if found.st_size == 0:
        return say("The workbook is empty: it is not all there yet, or it was damaged.")
    return None
