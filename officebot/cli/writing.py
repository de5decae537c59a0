"""Files that commands write where a person names them."""

from __future__ import annotations

from pathlib import Path

from officebot.core.problems import UserError
from officebot.core.text import say


def put(out: Path, content: bytes) -> None:
    """Write a file, whole or not at all. Raises UserError where it cannot be written."""
    beside = out.with_name(f".officebot-{out.name}")
    try:
        beside.write_bytes(content)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        why = error.strerror or type(error).__name__
        raise UserError(say("{file} cannot be written: {error}.", file=str(out), error=why)) from error
