"""Files that commands write where a person names them."""

from __future__ import annotations

import errno
from pathlib import Path

from officebot.cli.words import option
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, quoted, say

#: The option of each command that writes a file where `--out` says.
forced = option("--force", is_flag=True, spoken=say("Write over a file that is there already."))


def keep(*outs: Path, force: bool) -> None:
    """Raises UserError where a file is there already: somebody may have worked on it. `force` writes over it."""
    there = [one for one in outs if not force and _is_there(one)]
    if there:
        sentence = "{file} is there already, and is not written over: name another file, or add --force."
        raise UserError([Problem(where="", what=say(sentence, file=str(one))) for one in there])


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False  # what cannot be looked at cannot be written either, and that is said then


def put(out: Path, content: bytes) -> None:
    """Write a file, whole or not at all, through a link to where it leads. Raises UserError where it cannot be written."""
    from officebot.connectors.office_folder import replace

    try:
        target = out.resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(content)  # a device or a pipe, as /dev/stdout
        else:
            replace(target, content)
    except OSError as error:
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
