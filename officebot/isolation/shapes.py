"""Values of officebot as JSON and back, by their types: what a process that nobody trusts says is held to its shape.

Written is what the value is; read is only what the type allows: another class, an unknown field, a text where a number
belongs, a list without end is refused with `BadShape`. No class is ever named by the data but those that the type names.
"""

from __future__ import annotations

import binascii
import dataclasses
import sys
import types
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import lru_cache
from importlib import import_module
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from officebot.core import actions
from officebot.core.actions import Action, kinds
from officebot.core.facts import OfficeFacts
from officebot.core.people import Contact, Contacts, People, Person
from officebot.core.text import Text
from officebot.isolation.foreign import reach_of, without_reach
from officebot.isolation.words import BadShape, checked_text

T = TypeVar("T")
_TAG = "$"
#: Nothing that is said is nested deeper, and no list is longer.
_DEEPEST, _LONGEST = 40, 100_000
_LONGEST_TEXT = 8_000_000
#: Modules whose names stand in the annotations of others that do not import them.
_NAMED_IN = ("officebot.core.workbooks.cells", "officebot.core.panels", "officebot.core.reports.model",
             "officebot.core.charts.model", "officebot.core.figures")  # fmt: skip


# ── written ───────────────────────────────────────────────────────────────────────────────────────────────


def to_json(value: Any) -> Any:
    """The value as JSON-ready data. Raises BadShape for what cannot be said."""
    write = _WRITERS.get(type(value))
    return value if write is None and type(value) in _PLAIN else (write or _writer_of(value))(value)


_PLAIN = frozenset({str, int, bool, type(None)})


def _of_float(value: float) -> Any:
    if value != value or value in (float("inf"), float("-inf")):
        raise BadShape("a number that is none")
    return value


def _of_list(values: Iterable[Any]) -> list[Any]:
    return [to_json(one) for one in values]


def _of_mapping(values: Mapping[Any, Any]) -> Any:
    if all(type(key) is str for key in values):
        return {key: to_json(one) for key, one in values.items()}
    return [[to_json(key), to_json(one)] for key, one in values.items()]


def _of_people(people: People) -> Any:
    return {_TAG: "People", "all": _of_list(people.all), "aliases": dict(people.aliases)}


def _of_action(action: Action) -> Any:
    values = actions.to_json(action)
    if type(action).__module__.partition(".")[0] != "officebot":
        # In the plugin's own process: its class alone knows whom the action reaches.
        values |= reach_of(action)
    return {_TAG: "Action", "kind": action.kind, "values": values}


_WRITERS: dict[type, Callable[[Any], Any]] = {
    float: _of_float,
    list: _of_list,
    tuple: _of_list,
    set: _of_list,
    frozenset: _of_list,
    dict: _of_mapping,
    Text: lambda text: {_TAG: "Text", **text.to_json()},
    datetime: lambda at: {_TAG: "datetime", "v": at.isoformat()},
    date: lambda day: {_TAG: "date", "v": day.isoformat()},
    time: lambda at: {_TAG: "time", "v": at.isoformat()},
    timedelta: lambda span: {_TAG: "timedelta", "v": [span.days, span.seconds, span.microseconds]},
    Decimal: lambda number: {_TAG: "Decimal", "v": str(number)},
    bytes: lambda data: {_TAG: "bytes", "v": b64encode(data).decode()},
    ZoneInfo: lambda zone: {_TAG: "zone", "v": zone.key},
    People: _of_people,
    Contacts: lambda contacts: {_TAG: "Contacts", "all": _of_list(contacts.all)},
    OfficeFacts: lambda facts: _of_dataclass(dataclasses.replace(facts, learned=None)),
}


def _of_dataclass(value: Any) -> Any:
    written = {name: to_json(getattr(value, name)) for name in _fields(cast(Any, type(value)))}
    written[_TAG] = type(value).__name__
    return written


def _writer_of(value: Any) -> Callable[[Any], Any]:
    """How values of this one's class are written, remembered for the next."""
    cls = type(value)
    found: Callable[[Any], Any]
    if isinstance(value, Action):
        found = _of_action
    elif isinstance(value, Enum):
        found = _value_of
    elif isinstance(value, Text):
        found = _WRITERS[Text]
    elif dataclasses.is_dataclass(cls):
        found = _of_dataclass
    elif isinstance(value, str):
        found = str
    elif isinstance(value, Mapping):
        found = _of_mapping
    elif isinstance(value, Sequence | Set):
        found = _of_list
    elif isinstance(value, tzinfo):
        found = lambda zone: {_TAG: "zone", "v": str(zone)}  # noqa: E731 - as those above
    else:
        raise BadShape(f"a value of the class {cls.__name__[:80]}")
    _WRITERS[cls] = found
    return found


def _value_of(one: Enum) -> Any:
    return one.value


@lru_cache(maxsize=500)
def _fields(cls: type) -> tuple[str, ...]:
    return tuple(one.name for one in dataclasses.fields(cls) if one.init)


# ── read ──────────────────────────────────────────────────────────────────────────────────────────────────


def from_json(wanted: type[T], data: Any) -> T:
    """The value of this type that the data say. Raises BadShape for anything else."""
    try:
        return cast(T, _read(wanted, data, 0))
    except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError) as error:
        if isinstance(error, BadShape):
            raise
        raise BadShape(f"{type(error).__name__} in {getattr(wanted, '__name__', 'a value')}") from error


def plain_json(data: Any, depth: int = 0) -> Any:
    """JSON data as they are, if they are bounded: what a claim holds, a note's source, a document's data."""
    if depth > _DEEPEST:
        raise BadShape("nested too deeply")
    if isinstance(data, str):
        return _text(data)
    if isinstance(data, bool | int | float) or data is None:
        return data
    if isinstance(data, list) and len(data) <= _LONGEST:
        return [plain_json(one, depth + 1) for one in data]
    if isinstance(data, dict) and len(data) <= _LONGEST:
        return {_text(key): plain_json(one, depth + 1) for key, one in data.items()}
    raise BadShape("no JSON of a size that is read")


def _read(wanted: Any, data: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise BadShape("nested too deeply")
    read = _SIMPLE.get(wanted)
    if read is not None:
        return read(data)
    origin = get_origin(wanted)
    if origin is None:
        return _read_class(wanted, data, depth)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(wanted), data, depth)
    if origin is Literal:
        if data not in get_args(wanted) or isinstance(data, bool):
            raise BadShape("a word that is not allowed here")
        return data
    return _read_many(origin, get_args(wanted), data, depth)


def _read_class(wanted: Any, data: Any, depth: int) -> Any:
    if not isinstance(wanted, type):
        raise BadShape(f"no shape for {wanted!r}"[:200])
    if issubclass(wanted, Enum):
        return wanted(data)
    if issubclass(wanted, Action):
        return _action(_tagged(data, "Action"))
    if issubclass(wanted, tzinfo):
        return ZoneInfo(_text(_tagged(data, "zone")["v"]))
    if not dataclasses.is_dataclass(wanted):
        return _read_many(wanted, (Any, Any), data, depth)
    found = _tagged(data, wanted.__name__)
    hints = _hints(wanted)
    if not found.keys() - {_TAG} <= hints.keys():
        raise BadShape(f"an unknown field of {wanted.__name__}")
    return wanted(**{name: _read(hints[name], one, depth + 1) for name, one in found.items() if name != _TAG})


def _read_union(wanted: tuple[Any, ...], data: Any, depth: int) -> Any:
    """The member of a union that the data are; what bears a tag is read as the class of that name."""
    if data is None and type(None) in wanted:
        return None
    problem = BadShape("none of what is allowed here")
    for one in wanted:
        if one is type(None):
            continue
        try:
            return _read(one, data, depth + 1)
        except (ValueError, TypeError, KeyError, ArithmeticError) as error:
            problem = error if isinstance(error, BadShape) else problem
    raise problem


def _read_many(origin: Any, of: tuple[Any, ...], data: Any, depth: int) -> Any:
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, value = of
        pairs = data.items() if isinstance(data, dict) else _list(data)
        if len(pairs) > _LONGEST:
            raise BadShape("too many")
        return {_read(key, name, depth + 1): _read(value, one, depth + 1) for name, one in pairs}
    if origin is tuple and not (len(of) == 2 and of[1] is Ellipsis):
        found = _list(data)
        if len(found) != len(of):
            raise BadShape("too few or too many")
        return tuple(_read(one, each, depth + 1) for one, each in zip(of, found, strict=True))
    made = _MAKERS.get(origin)
    if made is None:
        raise BadShape(f"no shape for {origin!r}"[:200])
    return made(_read(of[0], each, depth + 1) for each in _list(data))


_MAKERS: Mapping[Any, Callable[[Iterable[Any]], Any]] = {
    tuple: tuple, list: list, Sequence: tuple, Collection: tuple, Iterable: tuple, frozenset: frozenset, Set: frozenset,
}  # fmt: skip


def _text(data: Any) -> str:
    if type(data) is not str or len(data) > _LONGEST_TEXT:
        raise BadShape("no text")
    # A lone surrogate is no text: neither the ledger nor a page could hold it.
    data.encode()
    return data


def _list(data: Any) -> list[Any]:
    if type(data) is not list or len(data) > _LONGEST:
        raise BadShape("no list")
    return data


def _exactly(wanted: type) -> Callable[[Any], Any]:
    def read(data: Any) -> Any:
        if type(data) is not wanted:
            raise BadShape(f"no {wanted.__name__}")
        return data

    return read


def _float(data: Any) -> float:
    if type(data) not in (int, float):
        raise BadShape("no number")
    return float(data)


def _tagged(data: Any, tag: str) -> dict[str, Any]:
    if type(data) is not dict or data.get(_TAG) != tag:
        raise BadShape(f"no {tag}")
    return data


def _decimal(data: Any) -> Decimal:
    try:
        number = Decimal(_text(_tagged(data, "Decimal")["v"])[:200])
    except InvalidOperation:
        raise BadShape("no amount") from None
    if not number.is_finite() or abs(number.adjusted()) > 40:
        raise BadShape("no amount")
    return number


def _bytes(data: Any) -> bytes:
    try:
        return b64decode(_text(_tagged(data, "bytes")["v"]), validate=True)
    except binascii.Error:
        raise BadShape("no bytes") from None


def _people(data: Any) -> People:
    found = _tagged(data, "People")
    return People(from_json(cast(Any, tuple[Person, ...]), found["all"]), from_json(dict[str, str], found["aliases"]))


def _contacts(data: Any) -> Contacts:
    return Contacts(from_json(cast(Any, tuple[Contact, ...]), _tagged(data, "Contacts")["all"]))


def _read_text(data: Any) -> Text:
    return checked_text(_tagged(data, "Text"))


def _span(data: Any) -> timedelta:
    days, seconds, micros = _tagged(data, "timedelta")["v"]
    return timedelta(days=days, seconds=seconds, microseconds=micros)


def _no_learning(data: Any) -> None:
    if data is not None:
        raise BadShape("what an office taught stays there")


_SIMPLE: dict[Any, Callable[[Any], Any]] = {
    Any: plain_json,
    object: plain_json,
    str: _text,
    int: _exactly(int),
    bool: _exactly(bool),
    float: _float,
    type(None): _exactly(type(None)),
    datetime: lambda data: datetime.fromisoformat(_text(_tagged(data, "datetime")["v"])),
    date: lambda data: date.fromisoformat(_text(_tagged(data, "date")["v"])),
    time: lambda data: time.fromisoformat(_text(_tagged(data, "time")["v"])),
    timedelta: _span,
    Decimal: _decimal,
    bytes: _bytes,
    Text: _read_text,
    People: _people,
    Contacts: _contacts,
}


def _action(found: Mapping[str, Any]) -> Action:
    """The action; its values are held to the class of its kind by the ledger's own reading."""
    from pydantic import ValidationError

    kind, values = _text(found["kind"]), plain_json(found["values"])
    if kind not in kinds() or type(values) is not dict:
        raise BadShape("an action of a kind that nobody knows")
    if actions.kinds()[kind].__module__.partition(".")[0] != "officebot":
        values = without_reach(values)
    try:
        return actions.from_json(kind, values)
    except ValidationError as error:
        where = ".".join(str(one) for one in error.errors(include_url=False)[0]["loc"])[:80]
        raise BadShape(f"an action {kind} that is wrong at {where or 'its head'}") from None


@lru_cache(maxsize=500)
def _hints(cls: type) -> dict[str, Any]:
    """The types of a class's fields. Those of what was learned are none: it never travels."""
    known: dict[str, Any] = {"Learned": type(None), **vars(sys.modules[cls.__module__])}
    try:
        found = get_type_hints(cls, known, known)
    except NameError:
        for module in _NAMED_IN:
            known = {**vars(import_module(module)), **known}
        found = get_type_hints(cls, known, known)
    if cls is OfficeFacts:
        found["learned"] = type(None)
    return {name: found[name] for name in _fields(cls)}
