"""Adds tables to office.toml and leaves everything else, comments too, as people wrote it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.core.problems import Problem, UserError
from officebot.core.text import say
from officebot.settings.load import OFFICE_FILE, load_office

if TYPE_CHECKING:
    from pydantic import BaseModel


def add_tables(
    folder: Path, tables: Mapping[str, Any], duty_settings: Mapping[str, type[BaseModel]] | None = None
) -> None:
    """Add keys that are not there yet: `{"workbooks": {"stock": {"path": "Stock.xlsx"}}}`.

    Raises UserError where a key says something else already, or the office would be wrong with it; then the file is
    as it was.
    """
    import tomlkit

    path = (folder / OFFICE_FILE).resolve()
    try:
        before = path.read_bytes()
        document = tomlkit.parse(before.decode("utf-8-sig"))
    except (OSError, ValueError):
        load_office(folder, duty_settings)  # says what is wrong with it
        raise
    _merge(document, tables, "")
    _replace(path, tomlkit.dumps(document).encode("utf-8"))
    try:
        load_office(folder, duty_settings)
    except UserError:
        _replace(path, before)
        raise


def _merge(into: Any, tables: Mapping[str, Any], at: str) -> None:
    for name, value in tables.items():
        where = f"{at}.{name}" if at else name
        if name not in into:
            into[name] = value
        elif isinstance(value, Mapping) and isinstance(into[name], Mapping):
            _merge(into[name], value, where)
        elif into[name] != value:
            what = say("{key} says something else already: change it by hand.", key=where)
            raise UserError(Problem(where=OFFICE_FILE, what=what))


def _replace(path: Path, content: bytes) -> None:
    """All at once: after a crash it is the old file or the new one."""
    mode = path.stat().st_mode & 0o777
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            Path(name).chmod(mode)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
