"""Which secrets an office's settings name, and where each is: also of an office whose secrets are still missing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from officebot.core.problems import Problem, UserError
from officebot.settings.complaints import place, syntax_problem
from officebot.settings.fields import SecretPlace
from officebot.settings.load import OFFICE_FILE
from officebot.settings.secret import Secret

#: The keys whose value is a place, in whichever table.
_KEYS = frozenset({"password", "client_secret", "token"})
_ALERTS = "alerts"


def secret_places(folder: Path) -> Mapping[str, Secret]:
    """The secrets by where they stand in office.toml, as "mail.accounts.desk.imap.password".

    Read without judging the rest. Raises UserError where there is no office, or where it cannot be read.
    """
    path = folder / OFFICE_FILE
    try:
        written = tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise UserError(syntax_problem(OFFICE_FILE, error)) from None
    except (OSError, UnicodeDecodeError, RecursionError):
        # The usual reading says best what is wrong.
        from officebot.settings.load import load_office

        load_office(folder)
        raise
    adapter: TypeAdapter[Secret] = TypeAdapter(SecretPlace, config=ConfigDict(arbitrary_types_allowed=True))
    found = {}
    for keys, value in _named(written, ()):
        try:
            found[place("", keys).removeprefix(": ")] = adapter.validate_python(
                value, context={"folder": folder.absolute()}
            )
        except ValidationError as error:
            wrong = error.errors(include_url=False)[0]["ctx"]["error"]
            raise UserError(Problem(where=place(OFFICE_FILE, keys), what=wrong.what)) from None
    return found


def _named(table: Mapping[str, Any], at: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        keys = (*at, key)
        if key in _KEYS or (keys[:1] == (_ALERTS,) and key == "url"):
            yield keys, value
        elif isinstance(value, dict):
            yield from _named(value, keys)
