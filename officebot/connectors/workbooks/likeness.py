"""A new file made like the one it replaces: its owner, rights and attributes; and which files cannot be replaced."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from officebot.connectors.workbooks.troubles import refused
from officebot.core.text import say

_NOT_KEPT = (errno.EOPNOTSUPP, errno.ENODATA)
# What belongs to the system, which gives it to each new file by its own rules.
_SYSTEMS_OWN = ("security.", "trusted.", "btrfs.")
# An access list speaks of the file's own rights: it is set after them.
_GROUP_WRITES = 0o060


def refuse_what_cannot_be_replaced(path: Path, found: os.stat_result) -> None:
    """Raise UserError for a file that is write-protected or has two names."""
    if not found.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise refused(path, say("The workbook is write-protected: nothing is changed in it."))
    if found.st_nlink > 1:
        raise refused(
            path, say("The workbook has a second name on this disk, which would keep the old content: copy it.")
        )


def make_alike(path: Path, old: int, new: int, before: os.stat_result) -> None:
    """Give the new file the old one's owner, group, rights and attributes. Raises UserError where that is a loss."""
    if not hasattr(os, "fchown"):
        return
    _own(path, new, before)
    os.fchmod(new, stat.S_IMODE(before.st_mode))
    if hasattr(os, "listxattr"):
        _copy_attributes(old, new)


def _own(path: Path, new: int, before: os.stat_result) -> None:
    mine = os.fstat(new)
    if (mine.st_uid, mine.st_gid) == (before.st_uid, before.st_gid):
        return
    try:
        os.fchown(new, before.st_uid, before.st_gid)
        return
    except PermissionError:
        pass
    try:
        os.fchown(new, -1, before.st_gid)
    except PermissionError:
        is_shared = bool(before.st_mode & 0o002)
    else:
        is_shared = before.st_mode & _GROUP_WRITES == _GROUP_WRITES
    if not is_shared:
        raise refused(
            path, say("The workbook belongs to somebody who could not write it any more: share it with a group.")
        )


def _copy_attributes(old: int, new: int) -> None:
    try:
        names = os.listxattr(old)
    except OSError:
        return
    for name in names:
        if name.startswith(_SYSTEMS_OWN):
            continue
        try:
            os.setxattr(new, name, os.getxattr(old, name))
        except OSError as error:
            if error.errno not in _NOT_KEPT:
                raise
