"""Writes down the whole interface of the SDK, a line for each name, argument and field, so that no change goes unseen.

python tools/sdk_api.py                    says what differs from tests/sdk/api-VERSION.txt; exit 1 where anything does
python tools/sdk_api.py --update           writes the file of a new version; refused where a released one would change
python tools/sdk_api.py --before-release   writes it over: for a version that nobody has yet
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from officebot import sdk
from officebot.sdk.deprecated import DEPRECATED, Deprecated, overdue
from officebot.sdk.version import VERSION, parts_of

FOLDER = Path(__file__).parents[1] / "tests" / "sdk"
#: Modules of the package that hold what `officebot.sdk` itself offers.
_INNER = frozenset({
    "added", "deprecated", "duty", "lazily", "letter_files", "migrating", "office", "performing", "saying", "seen", "version",
})  # fmt: skip


def modules() -> list[str]:
    """The modules that authors import from: `officebot.sdk`, and one for each subject."""
    found = (one.name for one in pkgutil.iter_modules(sdk.__path__))
    return ["officebot.sdk", *(f"officebot.sdk.{name}" for name in sorted(found) if name not in _INNER)]


def public() -> Iterator[tuple[str, str, Any]]:
    """Every public name: its module, the name, and what it stands for."""
    for module in modules():
        held = importlib.import_module(module)
        for name in sorted(held.__all__):
            yield module, name, inspect.unwrap(getattr(held, name))


def surface() -> list[str]:
    """The whole interface, line by line."""
    return [line for module, name, thing in public() for line in _lines(f"{module}.{name}", thing)]


def _lines(place: str, thing: Any) -> Iterator[str]:
    if isinstance(thing, type):
        yield f"{place}: class"
        yield from (f"{place}.{line}" for line in _of_class(thing))
    elif inspect.isfunction(thing):
        yield f"{place}{inspect.signature(thing)}"
    elif isinstance(thing, str):
        yield f"{place}: text"
    else:
        yield f"{place}: {_alias(thing)}"


def _alias(thing: Any) -> str:
    return str(thing) if type(thing).__module__ in ("typing", "collections.abc", "types") else type(thing).__name__


def _of_class(cls: type) -> Iterator[str]:
    """Fields, members and methods of a class, those that it inherits from officebot's own among them."""
    if issubclass(cls, Enum):
        yield from (f"{one.name} = {one.value!r}" for one in cls)
        return
    if dataclasses.is_dataclass(cls):
        yield from (_field(one) for one in dataclasses.fields(cls) if not one.name.startswith("_"))
    elif issubclass(cls, BaseModel):
        yield from sorted(cls.model_fields)
    elif issubclass(cls, tuple):
        yield from cls.__annotations__
    seen: set[str] = set()
    special = {"__call__", "__init__"} if issubclass(cls, BaseException) else {"__call__"}
    for owner in cls.__mro__:
        if not owner.__module__.startswith("officebot."):
            continue
        for name, member in sorted(vars(owner).items()):
            if name not in seen and (not name.startswith("_") or name in special):
                seen.add(name)
                yield from _member(name, member)


def _field(one: dataclasses.Field[Any]) -> str:
    is_needed = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
    return f"{one.name}: {one.type}{'' if is_needed else ' = …'}"


def _member(name: str, member: Any) -> Iterator[str]:
    if isinstance(member, property) and member.fget is not None:
        yield f"{name}: {inspect.signature(member.fget).return_annotation} (read)"
    elif isinstance(member, staticmethod | classmethod):
        yield f"{name}{inspect.signature(member.__func__)}"
    elif inspect.isfunction(member):
        yield f"{name}{inspect.signature(member)}"


def name_in(line: str) -> str:
    """The name that a line of the surface is about: "Office.mails", "SeenMail.subject"."""
    return line.split("(", 1)[0].split(":", 1)[0].split(" = ", 1)[0].strip()


def complaints(
    old: Sequence[str], new: Sequence[str], versions: tuple[str, str], table: Iterable[Deprecated] = DEPRECATED
) -> list[str]:
    """What must not be so when the interface of one version becomes that of another: a sentence each.

    What is new takes a minor step. What is gone, or has other types, was deprecated two minor versions before.
    """
    before, after = (parts_of(one) or (0, 0) for one in versions)
    old, new = (
        [_as_of_any_version(one, version) for one in some] for some, version in zip((old, new), versions, strict=True)
    )
    if after[0] > before[0]:
        return []
    gone_by_now = {one.name for one in overdue(table, versions[1])}
    lost = [one for one in old if one not in set(new) and not _is_of(name_in(one), gone_by_now)]
    found = [f"gone or changed, and not deprecated two minor versions before: {one}" for one in lost]
    if after == before:
        found += [f"new without a step of the version ({versions[0]}): {one}" for one in new if one not in set(old)]
    return found


def _as_of_any_version(line: str, version: str) -> str:
    """A line as the next version has it, too, where all that a step changes is the version that an argument defaults to."""
    return line.replace(f"= {version!r}", "= VERSION")


def _is_of(name: str, gone: Iterable[str]) -> bool:
    return any(name == f"officebot.sdk.{one}" or name.startswith(f"officebot.sdk.{one}.") for one in gone)


def main(arguments: list[str]) -> int:
    """0 when the file of this version says what is so."""
    parser = argparse.ArgumentParser(description="Write down the interface of the SDK.")
    parser.add_argument("--update", action="store_true", help="write the file of a new version")
    parser.add_argument("--before-release", action="store_true", help="write it over: nobody has this version yet")
    options = parser.parse_args(arguments)
    path, now = FOLDER / f"api-{VERSION}.txt", surface()
    there = path.read_text("utf-8").splitlines() if path.exists() else None
    if options.before_release or (options.update and there is None):
        path.write_text("\n".join(now) + "\n", "utf-8")
        return 0
    told = complaints(there or [], now, (VERSION, VERSION))
    print("\n".join(told) or "nothing has changed")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
