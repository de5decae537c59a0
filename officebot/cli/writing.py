"""Files that commands write where a person names them."""

from __future__ import annotations

import errno
from contextlib import suppress
from pathlib import Path

from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, quoted, say


def keep(*outs: Path, force: bool) -> None:
    """Raises UserError where a file is there already: somebody may have worked on it. `force` writes over it."""
    there = [one for one in outs if not force and _is_there(one)]
    if there:
        sentence = "{file} is there already, and is not written over: name another file, or add --force."
        raise UserError([Problem(where="", what=say(sentence, file=str(one))) for one in there])


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:
        return False  # what cannot be looked at cannot be written either, and that is said then


def put(out: Path, content: bytes) -> None:
    """Write a file, whole or not at all. Raises UserError where it cannot be written."""
    beside = out.with_name(f".officebot-{out.name}")
    try:
        beside.write_bytes(content)
        beside.replace(out)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise UserError(say("{file} cannot be written: {error}.", file=str(out), error=why(error))) from error


def why(error: OSError) -> Text:
    """Why a file could not be opened, in the office's words: the system's own are English."""
    known = _WHY.get(error.errno or 0)
    return known if known is not None else quoted(type(error).__name__)


_WHY = {
    errno.ENOENT: say("there is no such file or folder"),
    errno.EACCES: say("this is not allowed"),
    errno.EPERM: say("this is not allowed"),
    errno.EISDIR: say("it is a folder"),
    errno.ENOTDIR: say("a part of its path is no folder"),
    errno.ENOSPC: say("the disk is full"),
    errno.EROFS: say("the disk can only be read"),
    errno.ENAMETOOLONG: say("its name is too long"),
}
