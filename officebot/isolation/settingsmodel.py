"""A plugin's settings as a model of ours, made from their JSON schema: what forms and `officebot check` need of them.

It checks what a schema says (kinds of value, bounds, choices, what is required). What the plugin's own validators say
besides is said when the duty first runs, in its own process.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.isolation.words import clean

_MOST_FIELDS, _DEEPEST, _LONGEST = 100, 6, 1_000
_BOUNDS = {"minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"}
_LENGTHS = {"minLength": "min_length", "maxLength": "max_length"}
_CONFIG = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)
_FORMATS: Mapping[str, Any] = {"date": date, "time": time}


class AnySettings(BaseModel):
    """The settings of a duty that nobody could ask what it wants: whatever is written stays as it is."""

    model_config = ConfigDict(extra="allow", frozen=True)


def model_of(schema: Mapping[str, Any], duty: str, package: str = "") -> type[BaseModel]:
    """The model of a schema, in the name of the plugin's package, which translates its words.

    Raises UserError where it is none of settings.
    """
    try:
        return _Reader(schema, package).model(schema, duty, 0)
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
        raise UserError(say("The settings of the duty “{duty}” cannot be read from what it tells of them.",
                            duty=duty)) from None  # fmt: skip


class _Reader:
    def __init__(self, schema: Mapping[str, Any], package: str) -> None:
        self._package = package or __name__
        self._named: Mapping[str, Any] = schema.get("$defs", {})

    def model(self, schema: Mapping[str, Any], name: str, depth: int) -> type[BaseModel]:
        properties = schema.get("properties", {})
        if depth > _DEEPEST or len(properties) > _MOST_FIELDS:
            raise ValueError("too deep or too wide")
        required = set(schema.get("required", ()))
        fields: dict[str, Any] = {}
        for key, told in properties.items():
            if not str(key).isprintable() or str(key).startswith("_") or len(key) > 80:
                raise ValueError("no key")
            fields[_identifier(key)] = self._field(key, told, key in required, depth)
        doc = clean(str(schema.get("description", "")))[:_LONGEST]
        return create_model(
            _identifier(name).title(), __config__=_CONFIG, __doc__=doc, __module__=self._package, **fields
        )

    def _field(self, key: str, told: Mapping[str, Any], is_required: bool, depth: int) -> tuple[Any, Any]:
        hint, limits = self._hint(told, depth)
        words: dict[str, Any] = {"description": clean(str(told.get("description", "")))[:_LONGEST]}
        if _identifier(key) != key:
            words["alias"] = key
        if is_required:
            return hint, Field(**words, **limits)
        default = _frozen(told.get("default"))
        if default is None and isinstance(hint, type) and issubclass(hint, BaseModel):
            return hint, Field(default_factory=hint, **words)
        if isinstance(default, Mapping) and isinstance(hint, type) and issubclass(hint, BaseModel):
            return hint, Field(default=hint.model_validate_json(_json(default)), **words)
        return hint if default is not None else hint | None, Field(default=default, **words, **limits)

    def _hint(self, told: Mapping[str, Any], depth: int) -> tuple[Any, dict[str, Any]]:
        """The type that a schema means, and the bounds of its values."""
        if depth > _DEEPEST:
            raise ValueError("too deep")
        if "$ref" in told:
            name = str(told["$ref"]).rpartition("/")[2]
            found = self._named[name]
            if found.get("type") == "object" and "properties" in found:
                return self.model(found, name, depth + 1), {}
            return self._hint(found, depth + 1)
        if len(told.get("allOf", ())) == 1:
            return self._hint(told["allOf"][0], depth + 1)
        if "anyOf" in told:
            return self._either(told["anyOf"], depth)
        if "const" in told or "enum" in told:
            words = tuple(told["enum"]) if "enum" in told else (told["const"],)
            return (Literal[words] if all(isinstance(one, str | int) for one in words) else Any), {}
        return self._plain(told, depth)

    def _either(self, options: Any, depth: int) -> tuple[Any, dict[str, Any]]:
        others = [one for one in options if one.get("type") != "null"]
        if len(others) == 1:
            hint, limits = self._hint(others[0], depth + 1)
            return (Annotated[hint, Field(**limits)] if limits else hint) | None, {}
        if {one.get("type") for one in others} == {"number", "string"}:
            return float | int | str, {}  # an amount
        return Any, {}

    def _plain(self, told: Mapping[str, Any], depth: int) -> tuple[Any, dict[str, Any]]:
        bounds = {name: told[key] for key, name in _BOUNDS.items() if isinstance(told.get(key), int | float)}
        lengths = {name: told[key] for key, name in _LENGTHS.items() if isinstance(told.get(key), int)}
        match told.get("type"):
            case "string":
                known = _FORMATS.get(str(told.get("format")))
                return (known, {}) if known is not None else (str, lengths)
            case "integer":
                return int, bounds
            case "number":
                return float, bounds
            case "boolean":
                return bool, {}
            case "array":
                inner, limits = self._hint(told.get("items", {}), depth + 1)
                bare: Any = Annotated[inner, Field(**limits)] if limits else inner
                # TOML has lists, a frozen model tuples.
                return Annotated[tuple[bare, ...], Field(strict=False)], {}
            case "object":
                inside = told.get("additionalProperties")
                hint: Any = self._hint(inside, depth + 1)[0] if isinstance(inside, Mapping) else Any
                return dict[str, hint], {}
        return Any, {}


def _identifier(key: str) -> str:
    plain = "".join(one if one.isalnum() else "_" for one in key)
    return plain if plain.isidentifier() else f"key_{plain}"


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _json(value: Any) -> bytes:
    import orjson

    return orjson.dumps(value)
