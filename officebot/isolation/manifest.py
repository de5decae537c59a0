"""What a plugin says of itself in `plugin.toml`, read without importing it: its SDK, and the rights it wants."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say
from officebot.isolation.rights import NO_RIGHTS, Right, Rights, Sphere

NAME = "plugin.toml"
_LARGEST = 64_000
#: More rights than these nobody reads before saying yes.
_MOST_RIGHTS = 100
#: The keys of [rights], each with what its words are about.
_LISTS: Mapping[str, Sphere] = {
    "mail": Sphere.MAIL,
    "items": Sphere.ITEM,
    "workbooks": Sphere.WORKBOOK,
    "files": Sphere.FILE,
    "network": Sphere.NETWORK,
    "actions": Sphere.ACTION,
}


#: What each sphere is called in [rights]: there it is a list, and has a plural.
KEYS: Mapping[Sphere, str] = {**{sphere: key for key, sphere in _LISTS.items()}, Sphere.CALENDARS: "calendars"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A plugin's `plugin.toml`: the version of the SDK that it was written against ("" for none), its rights.

    `is_there` is False for a plugin without the file: it has no rights. `others` are tables that other parts of officebot
    read, such as [check].
    """

    sdk: str = ""
    rights: Rights = NO_RIGHTS
    is_there: bool = False
    others: Mapping[str, Any] = field(default_factory=dict)


def read(package: Path | None) -> Manifest:
    """The manifest in a plugin's package folder (None: it has none). Raises UserError with every problem at once."""
    if package is None:
        return Manifest()
    try:
        with (package / NAME).open("rb") as file:
            written = file.read(_LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Manifest()
    except OSError:
        raise UserError(_problem("", say("The file cannot be opened: check its name and rights."))) from None
    if len(written) > _LARGEST:
        raise UserError(_problem("", say("The file is too large for a plugin's own words.")))
    return of_text(written)


def of_text(written: bytes) -> Manifest:
    """The manifest that is written so. Raises UserError with every problem at once."""
    try:
        table = tomllib.loads(written.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UserError(_problem("", say("The file is not text in UTF-8: save it again in that encoding."))) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        why = str(error).splitlines()[0][:200] if str(error) else "nested too deeply"
        raise UserError(_problem("", say("The file is not valid TOML: {why}.", why=why))) from None
    problems: list[Problem] = []
    sdk, rights = table.pop("sdk", ""), table.pop("rights", {})
    if not isinstance(sdk, str) or len(sdk) > 20:
        problems.append(_problem("sdk", say("Write the version of the SDK as text, as “1.0”.")))
        sdk = ""
    given: list[Right] = []
    if isinstance(rights, dict):
        given = list(_rights(rights, problems))
    else:
        problems.append(_problem("rights", say("Write the rights as a table, as [rights].")))
    if len(given) > _MOST_RIGHTS:
        problems.append(
            _problem("rights", say("These are more than {most} rights: ask for fewer.", most=_MOST_RIGHTS))
        )
    if problems:
        raise UserError(problems)
    return Manifest(sdk=sdk, rights=Rights(frozenset(given)), is_there=True, others=table)


def package_of(module: str) -> Path | None:
    """The folder of a module's top package, or the file of one that is a single file; nothing is imported."""
    try:
        spec = find_spec(module.partition(".")[0])
    except (ImportError, ValueError):
        return None
    if spec is None:
        return None
    places = list(spec.submodule_search_locations or ())
    if places:
        return Path(places[0])
    return Path(spec.origin) if spec.origin and spec.has_location else None


def _rights(table: Mapping[str, Any], problems: list[Problem]) -> Iterator[Right]:
    for key, value in table.items():
        at = f"rights.{key}"
        if key == "calendars":
            if not isinstance(value, bool):
                problems.append(_problem(at, say("Write true or false.")))
            elif value:
                yield Right(Sphere.CALENDARS)
        elif key not in _LISTS:
            known = sorted((*_LISTS, "calendars"))
            problems.append(_problem(at, say("There is no such right: write one of {known}.", known=known)))
        elif not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            problems.append(_problem(at, say("Write a list of texts.")))
        else:
            yield from _listed(_LISTS[key], value, at, problems)


def _listed(sphere: Sphere, words: list[str], at: str, problems: list[Problem]) -> Iterator[Right]:
    for word in words:
        right = Right(sphere, word.strip())
        wrong = right.problem()
        if wrong is None and right.what:
            yield right
        else:
            problems.append(_problem(at, wrong or say("Write a list of texts.")))


def _problem(at: str, what: Text) -> Problem:
    return Problem(where=f"{NAME}: {at}" if at else NAME, what=what)
