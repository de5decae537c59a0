"""The page about the SDK: every name that plugin authors import, with its types and its docstring."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, TypeVar

from officebot import sdk
from officebot.core.actions import Action
from references import shapes

HEAD = f"""\
# The SDK

Everything that a duty may use is imported from `officebot.sdk`, or from the modules of one subject beside it
([`panels`](#officebotsdkpanels), [`dates`](#officebotsdkdates) and others); nothing else of officebot is meant for
plugins, and may change from one version to the next. This is version {sdk.VERSION} of it: by semantic versioning, a name
that goes is deprecated first, and lives two more minor versions. How the names come together in a duty is shown by the
[tutorial](../tutorial/plugin.md). This page is written from the sources by `python tools/reference.py`.
"""
#: The subjects, in the order in which an author meets them; whatever else there is comes behind.
_SUBJECTS = {
    "officebot.sdk.duty": "A duty",
    "officebot.sdk.office": "The office, as a duty sees it",
    "officebot.sdk.seen": "Why it runs, and what the ledger remembers",
    "officebot.core.proposals": "What it proposes",
    "officebot.core.actions": "Actions",
    "officebot.core.text": "Sentences for people",
    "officebot.core.mail": "Mails",
    "officebot.core.people": "People and contacts",
    "officebot.core.facts": "Facts of the office",
    "officebot.core.worktime": "Working time",
    "officebot.core.agendas": "Calendars",
    "officebot.core.workbooks.office": "Workbooks",
    "officebot.core.workbooks.sheets": "Tables of workbooks",
    "officebot.core.panels": "Panels of the dashboard",
    "officebot.sdk.performing": "Performers: actions of one's own",
    "officebot.core.problems": "When something is wrong",
    "officebot.core.known": "What settings name",
}


def page() -> str:
    """The whole of docs/reference/sdk.md."""
    by_module: dict[str, list[str]] = {}
    for name in sdk.__all__:
        by_module.setdefault(_home(name), []).append(name)
    known = [one for one in _SUBJECTS if one in by_module]
    parts = [HEAD]
    for module in [*known, *sorted(set(by_module) - set(known))]:
        parts.append("\n".join(_subject(module, by_module[module])))
    parts += ["\n".join(_module(name)) for name in subjects()]
    return "\n".join(parts)


def subjects() -> list[str]:
    """The modules beside the SDK's own, each with the names of one subject."""
    found = [one.name for one in pkgutil.iter_modules(sdk.__path__)]
    return [one for one in found if hasattr(importlib.import_module(f"officebot.sdk.{one}"), "__all__")]


def _module(name: str) -> Iterator[str]:
    """A module of one subject; what `officebot.sdk` has too is named alone."""
    held = importlib.import_module(f"officebot.sdk.{name}")
    known = [one for one in held.__all__ if one in sdk.__all__ and getattr(sdk, one) is getattr(held, one)]
    yield f"## `officebot.sdk.{name}`\n\n{shapes.first(held)}\n"
    if known:
        yield f"Also here: {', '.join(_link(one) for one in known)}.\n"
    for one in sorted(set(held.__all__) - set(known)):
        yield from entry(f"{name}.{one}", getattr(held, one))


def _link(name: str) -> str:
    thing = getattr(sdk, name)
    return f"[`{name}`]({f'actions.md#{_anchor(thing.kind)}' if _is_kind(thing) else f'#{name.lower()}'})"


def _anchor(kind: str) -> str:
    return kind.replace(".", "")


def _home(name: str) -> str:
    """The module that holds the name: for a plain value, the one of `officebot.core` or the SDK itself."""
    thing = getattr(sdk, name)
    found = getattr(thing, "__module__", "")
    if found.startswith("officebot."):
        return str(found)
    return "officebot.core.text" if name == "NUMBER_TO_COME" else "officebot.sdk"


def _subject(module: str, names: list[str]) -> Iterator[str]:
    held = importlib.import_module(module)
    title = _SUBJECTS.get(module) or shapes.first(held).rstrip(".").partition(":")[0]
    yield f"## {title}\n\n{shapes.first(held)}\n"
    kinds = [one for one in names if _is_kind(getattr(sdk, one))]
    for name in sorted(set(names) - set(kinds)):
        yield from entry(name, getattr(sdk, name))
    if kinds:
        yield "Each kind of action has its fields on [its own page](actions.md):\n"
        yield "| class | kind |\n|---|---|"
        yield from (f"| `{one}` | [`{_kind(one)}`](actions.md#{_anchor(_kind(one))}) |" for one in sorted(kinds))
        yield ""


def _is_kind(thing: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, Action) and bool(thing.kind)


def _kind(name: str) -> str:
    return str(getattr(sdk, name).kind)


def entry(name: str, thing: Any) -> Iterator[str]:
    """A name with its docstring, its fields and its methods, as lines of a page."""
    yield f"### `{name}`\n"
    if isinstance(thing, type):
        yield f"{shapes.about(thing)}\n"
        if issubclass(thing, Enum):
            yield "One of " + ", ".join(f"`{one.name}` (`{one.value}`)" for one in thing) + ".\n"
        yield shapes.table(thing)
        yield from _members(thing)
    elif isinstance(thing, TypeVar):
        yield "Whatever type it is.\n"
    elif inspect.isfunction(inspect.unwrap(thing) if callable(thing) else thing):
        yield f"```python\n{shapes.signature(name, thing)}\n```\n\n{shapes.about(thing)}\n"
    elif isinstance(thing, str) and name.isupper():
        yield f"The text {thing!a}.\n"
    elif isinstance(thing, (tuple, frozenset, Mapping)):
        order = sorted(thing) if isinstance(thing, frozenset) else thing
        yield "Of " + ", ".join(f"`{one}`" for one in order) + ".\n"
    else:
        yield f"Another name for `{shapes.hint(thing)}`.\n"


def _members(cls: type) -> Iterator[str]:
    rows: list[tuple[str, str]] = []
    if issubclass(cls, BaseException):
        return
    if inspect.isfunction(vars(cls).get("__call__")):
        yield f"```python\n{shapes.signature(cls.__name__, vars(cls)['__call__'])}\n```\n"
    for name, member in shapes.methods(cls):
        if isinstance(member, property):
            back = shapes.hint(inspect.signature(member.fget).return_annotation) if member.fget else ""
            rows.append((f"{name}: {back}", shapes.about(member)))
        else:
            rows.append((shapes.signature(name, member), shapes.about(member)))
    if rows:
        yield "| has | which |\n|---|---|"
        yield from (f"| `{shapes.cell(said)}` | {shapes.cell(told)} |" for said, told in rows)
        yield ""
