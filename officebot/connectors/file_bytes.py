"""A person's file as its bytes; what cannot be read is one sentence."""

from __future__ import annotations

from pathlib import Path

from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say


def file_bytes(path: Path, most: int) -> bytes:
    """What the file holds. Raises UserError for one that is missing, larger than `most` bytes or closed to us, Unavailable
    for a fault."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        what = say("There is no such file: it was moved or renamed; check its name.")
        raise _wrong(path, what) from error
    except IsADirectoryError as error:
        raise _wrong(path, say("This is a folder: name a file in it.")) from error
    except PermissionError as error:
        what = say("This file cannot be opened: check its rights, or close it in the other program.")
        raise _wrong(path, what) from error
    except OSError as error:
        what = say("{path} cannot be read just now: it is tried again.", path=path.name)
        raise Unavailable(path.name, what) from error
    if len(data) > most:
        raise _wrong(path, say("This file is larger than {most} MB: it is not read.", most=most // 1_000_000))
    return data


def _wrong(path: Path, what: Text) -> UserError:
    return UserError(Problem(where=path.name or str(path), what=what))
