"""Puts a new plugin's files where no file is yet: all of them, or none."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from officebot.core.problems import UserError
from officebot.core.text import say


def write_plugin(folder: Path, made: Mapping[str, str]) -> None:
    """Write these files (texts by relative path) into a new folder.

    They are made aside and moved into place as one. Raises UserError where the folder is there already, or cannot be made.
    """
    if folder.exists() or folder.is_symlink():
        raise UserError(say("{folder} is there already: choose another place or name.", folder=str(folder)))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as aside:
            draft = Path(aside) / "plugin"
            for path, text in made.items():
                target = draft / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, "utf-8")
            # Never over what somebody else put there meanwhile: a folder with something in it is no place to move to.
            draft.rename(folder)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UserError(say("{folder} cannot be written: {why}.", folder=str(folder), why=why)) from None
