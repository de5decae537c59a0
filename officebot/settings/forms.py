"""Forms made from the models of the settings: which fields a table has, what is typed into each, and what that means.

A place in the settings is a path of keys: `("mail", "accounts", "desk")`, `("policy", "0")`, `("duties", "stock")`.
"""

from __future__ import annotations

import tomllib
import types
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from officebot.core.catalogues import domain_of
from officebot.core.problems import UserError
from officebot.core.schedule import Schedule
from officebot.core.text import Text, say
from officebot.settings import fields
from officebot.settings.load import DutyTable
from officebot.settings.office import OfficeSettings
from officebot.settings.secret import Secret

Path: TypeAlias = tuple[str, ...]
Kind: TypeAlias = Literal["line", "text", "lines", "number", "choice", "yes", "secret", "toml", "pairs"]
#: Typed where a text is to be empty although its default is not.
EMPTY = '""'
_MISSING: Any = object()
_LONG = ("signature",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form. `path` stands below the form's table; `value` is what is typed, "" for the default."""

    path: Path
    kind: Kind
    description: str | Text
    value: str = ""
    default: str = ""
    choices: tuple[str, ...] = ()
    is_required: bool = False
    kept: str = ""

    @property
    def name(self) -> str:
        """What the form calls it."""
        return ".".join(self.path)

    @property
    def group(self) -> str:
        """The table below the form's own in which it stands; "" for none."""
        return self.path[0] if len(self.path) > 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """Tables below a form's own that have forms of their own: by name, or in order."""

    path: Path
    description: str | Text
    names: tuple[str, ...]
    is_list: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of one table: its fields, what stands below it, and whether it may be taken out."""

    at: Path
    fields: tuple[Field, ...]
    below: tuple[Below, ...]
    is_new: bool
    may_go: bool
    description: str | Text = ""


def form_at(written: Mapping[str, Any], at: Path, duties: Mapping[str, type[BaseModel]]) -> Form:
    """The form of the table at this place, filled with what is written. Raises UserError where none can stand."""
    place = _place(at, duties)
    found = _lookup(written, at)
    values: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    made, below = [], []
    for model in place.models:
        for one in _fields(model, values, (), at):
            if isinstance(one, Field):
                made.append(replace(one, value="false") if found is _MISSING and _wakes(at, one) else one)
            else:
                below.append(one)
    return Form(at=at, fields=tuple(made), below=tuple(below), is_new=found is _MISSING and place.may_go,
                may_go=place.may_go, description=place.description)  # fmt: skip


def _wakes(at: Path, field: Field) -> bool:
    """Whether this field is whether a duty works: one that stands nowhere in the file does not."""
    return len(at) == 2 and at[0] == "duties" and field.path == ("enabled",)


def sections(written: Mapping[str, Any]) -> list[Below | tuple[Path, str]]:
    """What the settings consist of, in their order: tables with a form, and families of tables."""
    found: list[Below | tuple[Path, str]] = []
    for key, info in OfficeSettings.model_fields.items():
        if key == "demo":
            continue
        inner, repeats = _model_in(_hints(OfficeSettings)[key])
        if inner is not None and not repeats:
            found.append(((key,), info.description or ""))
            found += [one for one in _fields(inner, _table(written.get(key)), (), (key,)) if isinstance(one, Below)]
        elif inner is not None:
            found.append(_below((key,), info, written.get(key), repeats))
    return found


def changes(form: Form, typed: Mapping[str, str]) -> dict[Path, Any]:
    """What the typed fields change: the value of each path below the form's table, None where it goes.

    A field that reads as what is written already changes nothing; a secret that is not typed stays. Raises UserError
    for what cannot be read at all.
    """
    found: dict[Path, Any] = {}
    for field in form.fields:
        if field.name not in typed:
            continue
        words = typed[field.name].strip() if field.kind != "text" else typed[field.name].rstrip()
        if field.kind == "secret":
            if words:
                found[field.path] = words
        elif words != field.value.strip():
            found[field.path] = _meant(field, words)
    return found


def applied(written: Mapping[str, Any], at: Path, changed: Mapping[Path, Any]) -> dict[str, Any]:
    """The settings with these changes, as plain values: what the file must read as afterwards."""
    copied: dict[str, Any] = deepcopy(dict(written))
    apply(copied, at, changed, dict, list)
    return copied


def apply(document: Any, at: Path, changed: Mapping[Path, Any], new_table: Any, new_list: Any) -> None:
    """Put the changes into the table at this place of the document, made where it is missing."""
    table = _made(document, at, new_table, new_list)
    for path, value in changed.items():
        if value is None:
            _remove(table, path)
            continue
        inner = table
        for key in path[:-1]:
            if key not in inner:
                inner[key] = new_table()
            inner = inner[key]
        inner[path[-1]] = value
    for key in {path[0] for path in changed if len(path) > 1}:
        if key in table and isinstance(table[key], Mapping) and not len(table[key]):
            del table[key]


def _remove(table: Any, path: Path) -> None:
    for key in path[:-1]:
        if key not in table:
            return
        table = table[key]
    if path[-1] in table:
        del table[path[-1]]


def stands(written: Mapping[str, Any], at: Path) -> bool:
    """Whether there is a table at this place."""
    return _lookup(written, at) is not _MISSING


def removed(document: Any, at: Path) -> None:
    """Take the table at this place out of the document."""
    parent = document
    for key in at[:-1]:
        parent = parent[int(key)] if isinstance(parent, list) else parent[key]
    del parent[int(at[-1]) if isinstance(parent, list) else at[-1]]


# ── places ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Place:
    models: tuple[type[BaseModel], ...]
    may_go: bool
    description: str | Text


def _place(at: Path, duties: Mapping[str, type[BaseModel]]) -> _Place:
    description: str | Text = ""
    if len(at) >= 2 and at[0] == "duties" and at[1] in duties:
        models: tuple[type[BaseModel], ...] = (DutyTable, duties[at[1]])
        rest, may_go = at[2:], False
    else:
        models, rest, may_go = (OfficeSettings,), at, False
        if not at or at[0] == "demo":
            raise _nowhere(at)
    while rest:
        model = models[-1]
        key = next((name for name in model.model_fields if _written_name(model, name) == rest[0]), None)
        if key is None:
            raise _nowhere(at)
        inner, repeats = _model_in(_hints(model)[key])
        if inner is None or (repeats and len(rest) < 2) or (repeats == "tuple" and not _is_number(rest[1])):
            raise _nowhere(at)
        may_go = bool(repeats)
        description = _told(model, model.model_fields[key])
        models, rest = (inner,), rest[2:] if repeats else rest[1:]
    return _Place(models, may_go, description)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 5


def _nowhere(at: Path) -> UserError:
    return UserError(say("There are no settings at “{place}”.", place="/".join(at)[:200]))


# ── fields from models ────────────────────────────────────────────────────────────────────────────────────


def _fields(model: type[BaseModel], values: Mapping[str, Any], under: Path, at: Path) -> Iterator[Field | Below]:
    hints = _hints(model)
    for key, info in model.model_fields.items():
        name = _written_name(model, key)
        inner, repeats = _model_in(hints[key])
        value = values.get(name, _MISSING)
        path = (*under, name)
        if inner is not None and repeats:
            yield replace(_below((*at, *path), info, value, repeats), description=_told(model, info))
        elif inner is not None:
            yield from _fields(inner, _table(value), path, at)
        else:
            made = _field(path, hints[key], info, value, is_optional=bool(under) and value is _MISSING)
            yield replace(made, description=_told(model, info) or made.description)


def _told(model: type[BaseModel], info: FieldInfo) -> str | Text:
    """What a key means: a plugin's words are translated by the plugin."""
    words, domain = info.description or "", domain_of(model.__module__)
    return Text(words, domain=domain) if words and domain else words


def _field(path: Path, hint: Any, info: FieldInfo, value: Any, *, is_optional: bool) -> Field:
    kind, choices = _kind_of(path[-1], hint)
    default = "" if info.is_required() else _default_of(info, kind, hint)
    kept = _kept(value) if kind == "secret" and value is not _MISSING else ""
    return Field(
        path=path, kind=kind, description=info.description or _COMMON.get(path[-1], ""), default=default, choices=choices,
        value="" if value is _MISSING or kind == "secret" else shown(kind, value),
        is_required=info.is_required() and not is_optional and not kept, kept=kept,
    )  # fmt: skip


_ENABLED = "Whether the duty works."
_TRIGGERS = "When it is due, one sentence a line; its own hours, if empty."
_COMMON = {"enabled": _ENABLED, "triggers": _TRIGGERS}
#: Here so that they are translated as all descriptions are.
_SAID = (say("Whether the duty works."), say("When it is due, one sentence a line; its own hours, if empty."))


def _below(path: Path, info: FieldInfo, value: Any, repeats: str) -> Below:
    if repeats == "tuple":
        count = len(value) if isinstance(value, list) else 0
        names = tuple(str(number) for number in range(count))
    else:
        names = tuple(_table(value))
    return Below(path=path, description=info.description or "", names=names, is_list=repeats == "tuple")


def _kind_of(key: str, hint: Any) -> tuple[Kind, tuple[str, ...]]:
    if hint == fields.Hours:
        return "line", ()
    bare = _bare(hint)
    if bare == fields.Hours:
        return "line", ()
    if get_origin(bare) is Literal:
        words = get_args(bare)
        return (
            ("choice", tuple(str(one) for one in words)) if all(isinstance(w, str) for w in words) else ("toml", ())
        )
    plain: dict[Any, Kind] = {
        str: "text" if key in _LONG else "line", bool: "yes", int: "number", float: "number", Decimal: "number",
        date: "line", Secret: "secret", Schedule: "line",
    }  # fmt: skip
    if bare in plain:
        return plain[bare], ()
    if get_origin(bare) is dict:
        return "pairs", ()
    if get_origin(bare) is tuple:
        inner = _bare(get_args(bare)[0])
        listed = inner in (str, date, Schedule) or get_origin(inner) is Literal
        return (
            ("lines", ()) if listed and len(get_args(bare)) == 2 and get_args(bare)[1] is Ellipsis else ("toml", ())
        )
    return "toml", ()


def _bare(hint: Any) -> Any:
    """The type without `Annotated` and without `| None`."""
    while True:
        if hint == fields.Hours:
            return hint
        if get_origin(hint) is Annotated or hasattr(hint, "__metadata__"):
            hint = hint.__origin__
        elif get_origin(hint) in (Union, types.UnionType):
            others = [one for one in get_args(hint) if one is not type(None)]
            if len(others) != 1:
                return hint
            hint = others[0]
        else:
            return hint


def _model_in(hint: Any) -> tuple[type[BaseModel] | None, str]:
    """The model that a key's values are, and whether it is one table ("") or the values of a "dict" or "tuple"."""
    bare = _bare(hint)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return bare, ""
    origin = get_origin(bare)
    if origin in (dict, tuple):
        inner = _bare([one for one in get_args(bare) if one is not Ellipsis][-1])
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner, origin.__name__
    return None, ""


def _hints(model: type[BaseModel]) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


def _written_name(model: type[BaseModel], key: str) -> str:
    return model.model_fields[key].alias or key


def _default_of(info: FieldInfo, kind: Kind, hint: Any) -> str:
    default = info.get_default(call_default_factory=True, validated_data={})
    if default is None or default == () or default == {} or isinstance(default, BaseModel | Secret):
        return ""
    if hint == fields.Hours:
        return " ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in default)
    return shown(kind, default)


# ── values as they are typed ──────────────────────────────────────────────────────────────────────────────


def shown(kind: Kind, value: Any) -> str:
    """A value of the file as it stands in its field."""
    if isinstance(value, Schedule):
        return value.source
    if kind == "lines" and isinstance(value, list | tuple):
        return "\n".join(shown("line", one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind == "pairs" and isinstance(value, Mapping):
        return _dumped(value).strip()
    if isinstance(value, str | int | float | Decimal | date) and kind != "toml":
        return EMPTY if value == "" and kind == "line" else str(value)
    return _dumped({"value": value}).partition("=")[2].strip()


def _meant(field: Field, words: str) -> Any:
    """The value that was typed; None for the default. What cannot be read stays text: the check says what is wrong."""
    if not words:
        return None
    match field.kind:
        case "yes":
            return words == "true"
        case "number":
            return _number(words)
        case "lines":
            return [line.strip() for line in words.splitlines() if line.strip()]
        case "toml":
            return _parsed(field, f"value = {words}")["value"]
        case "pairs":
            return _parsed(field, words)
    return "" if words == EMPTY else words


def _number(words: str) -> Any:
    plain = words.replace("\u202f", "").replace("\u00a0", "").replace(",", ".")
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        return float(plain)
    except ValueError:
        return words


def _parsed(field: Field, words: str) -> dict[str, Any]:
    try:
        return tomllib.loads(words)
    except (tomllib.TOMLDecodeError, RecursionError):
        raise UserError(say("{key}: this cannot be read: write it as the file does.", key=field.name)) from None


def _kept(value: Any) -> str:
    """Where a secret is kept; of a command, only its first word."""
    match value:
        case {"file": str(name)} | {"env": str(name)}:
            return name
        case {"command": [str(first), *_]}:
            return first
    return "…"


def _dumped(value: Mapping[str, Any]) -> str:
    import tomlkit

    return tomlkit.dumps(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, BaseModel):
        return _plain(value.model_dump(by_alias=True, exclude_none=True, mode="json"))
    return float(value) if isinstance(value, Decimal) else value


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────────


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _lookup(written: Mapping[str, Any], at: Path) -> Any:
    found: Any = written
    for key in at:
        if isinstance(found, list):
            found = found[int(key)] if _is_number(key) and int(key) < len(found) else _MISSING
        elif isinstance(found, Mapping):
            found = found.get(key, _MISSING)
        else:
            return _MISSING
    return found


def _made(document: Any, at: Sequence[str], new_table: Any, new_list: Any) -> Any:
    """The table at this place, made with those above it where it is missing; in a list, put at its end."""
    table = document
    for position, key in enumerate(at):
        if isinstance(table, list):
            if int(key) >= len(table):
                table.append(new_table())
            table = table[min(int(key), len(table) - 1)]
            continue
        if key not in table:
            following = at[position + 1] if position + 1 < len(at) else ""
            table[key] = new_list() if _is_number(following) and not _holds_names(key) else new_table()
        table = table[key]
    return table


def _holds_names(key: str) -> bool:
    """Whether the keys below are names, also where they look like numbers."""
    return key in ("accounts", "calendars", "rooms", "workbooks", "numbers", "alerts", "plugins")
