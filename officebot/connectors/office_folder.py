"""The office's folder as effects reach it: which places are allowed, and how a file is put there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Collection
from pathlib import Path

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import Text, say

#: The folders of the office that documents are written to.
TOP_FOLDERS = ("archive", "documents")
#: How the names of temporary files begin, which a crash may leave behind.
TEMPORARY = ".officebot-"

_LONGEST_PATH = 400
_LONGEST_NAME = 120
# Characters that Windows refuses in names, and everything invisible or misleading.
_FORBIDDEN = expression(r'[\x00-\x1f\x7f<>:"|?*\\\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_DEVICES = expression(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)


def place(folder: Path, path: str, tops: Collection[str] = TOP_FOLDERS) -> Path:
    """The file that a path names within the folder. Raises UserError for one outside the folders that `tops` names."""
    parts = path.split("/")
    if len(path) > _LONGEST_PATH or len(parts) < 2 or parts[0] not in tops:
        raise UserError(_refused(path, tops))
    if not all(_is_name(part) for part in parts):
        raise UserError(_refused(path, tops))
    target = folder.joinpath(*parts)
    top = folder / parts[0]
    if target.is_symlink() or not target.parent.resolve().is_relative_to(top) or target.is_dir():
        raise UserError(say("“{path}” leads to another place: documents are not written there.", path=path))
    return target


def sha256(content: bytes) -> str:
    """The content's hash, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hash_of_file(path: Path) -> str | None:
    """The hash of what the file holds; None for one that is not there."""
    try:
        return sha256(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None


def replace(target: Path, content: bytes, *, make_parent: bool = False) -> None:
    """Put the content in the file's place, so that a reader sees the old or the new whole, also after a crash."""
    if make_parent:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = target.with_name(f"{TEMPORARY}{os.getpid()}-{time.monotonic_ns()}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Let what was done to the folder's names survive a power cut."""
    if os.name == "nt":
        return  # Windows cannot open a folder for syncing
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cannot_write(path: str, error: OSError) -> Text:
    """The sentence for a file that the system does not let us write."""
    sentence = "“{path}” cannot be written ({error}): check the disk's space and the folder's rights."
    return say(sentence, path=path, error=os.strerror(error.errno) if error.errno else type(error).__name__)


def _is_name(part: str) -> bool:
    return (
        0 < len(part) <= _LONGEST_NAME
        and part[0] not in ". "
        and part[-1] not in ". "
        and not _FORBIDDEN.search(part)
        and not _DEVICES.fullmatch(part)
    )


def _refused(path: str, tops: Collection[str]) -> Text:
    if tuple(tops) != TOP_FOLDERS:
        sentence = "“{path}” is not a place of the office that files are taken from."
    else:
        sentence = (
            "“{path}” is not a place for a document: it must lie in archive/ or documents/ and have a plain name."
        )
    return say(sentence, path=path[:_LONGEST_PATH])
