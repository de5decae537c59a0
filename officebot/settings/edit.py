"""Changes one key of office.toml and leaves everything else, comments too, as people wrote it."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from officebot.core.problems import Problem, UserError
from officebot.core.text import say
from officebot.settings.complaints import place, syntax_problem
from officebot.settings.load import OFFICE_FILE, LoadedOffice, load_office

if TYPE_CHECKING:
    from pydantic import BaseModel

Keys: TypeAlias = Sequence[str | int]
_PART = re.compile(r"([A-Za-z0-9_-]+)((?:\[[1-9]\d{0,3}\])*)")


def set_key(
    folder: Path, key: str, value: object, duty_settings: Mapping[str, type[BaseModel]] | None = None
) -> LoadedOffice:
    """The office after `key` ("mail.hold_seconds", "policy[1].then") has the value; tables are made as needed.

    The changed file is validated first and replaced in one step: either all of it is new and right, or it is as
    it was. Raises UserError with what would be wrong.
    """
    path = (folder / OFFICE_FILE).resolve()
    keys = _keys(key)
    before = _read(path)
    after = _changed(before, keys, value)
    office = load_office(folder, duty_settings, instead=after)
    # Somebody may have saved the file in an editor meanwhile: theirs is kept.
    if _read(path) != before:
        raise UserError(Problem(where=OFFICE_FILE, what=say("Somebody changed the file just now: try again.")))
    replace(path, after)
    return office


def read_value(words: str) -> object:
    """What was typed after a key: a TOML value (20, true, "x", ["a"], { env = "X" }), else the words as text."""
    try:
        return tomllib.loads(f"value = {words}")["value"] if "\n" not in words else words
    except tomllib.TOMLDecodeError:
        return words


def replace(path: Path, content: str) -> None:
    """Put the text in the place of the file, all at once: after a crash it is the old one or the new one."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError:
        what = say("The file cannot be opened: check its name and rights.")
    except UnicodeDecodeError:
        what = say("The file is not text in UTF-8: save it again in that encoding.")
    raise UserError(Problem(where=OFFICE_FILE, what=what)) from None


def _keys(key: str) -> Keys:
    """("policy", 0, "then") for "policy[1].then"."""
    keys: list[str | int] = []
    for part in key.split("."):
        found = _PART.fullmatch(part)
        if found is None:
            raise UserError(say("“{key}” is not a key: write it as mail.hold_seconds or policy[1].then.", key=key))
        keys.append(found[1])
        keys += [int(number) - 1 for number in re.findall(r"\d+", found[2])]
    return keys


def _changed(content: str, keys: Keys, value: object) -> str:
    import tomlkit

    try:
        tomllib.loads(content)
        document = tomlkit.parse(content)
    except tomllib.TOMLDecodeError as error:
        raise UserError(syntax_problem(OFFICE_FILE, error)) from None
    except RecursionError:
        raise UserError(Problem(where=OFFICE_FILE, what=say("The file is nested too deeply."))) from None
    table: Any = document
    for number, key in enumerate(keys[:-1], 1):
        if isinstance(key, str) and isinstance(table, dict):
            table = table.setdefault(key, tomlkit.table())
        else:
            table = _entry(table, key, keys[:number])
    if isinstance(keys[-1], int):
        _entry(table, keys[-1], keys)
    elif not isinstance(table, dict):
        raise UserError(Problem(where=place(OFFICE_FILE, keys[:-1]), what=say("This is not a table.")))
    table[keys[-1]] = _in_one_line(value)
    return tomlkit.dumps(document)


def _in_one_line(value: object) -> object:
    """The value, a table as { key = "value" } beside its key instead of a section of its own."""
    if not isinstance(value, Mapping):
        return value
    import tomlkit

    table = tomlkit.inline_table()
    table.update(value)
    return table


def _entry(entries: Any, key: str | int, keys: Keys) -> Any:
    if isinstance(entries, list) and isinstance(key, int) and key < len(entries):
        return entries[key]
    raise UserError(Problem(where=place(OFFICE_FILE, keys), what=say("There is no such entry.")))
