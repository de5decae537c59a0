"""The sandbox in which every template runs: no code, no file, no endless number; and the filters that offices write.

A template may be hostile, and so may be the values: neither gets anything but the data it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Undefined
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from officebot.core.documents import typography
from officebot.core.problems import UserError
from officebot.core.text import Language, Text, one_line, say

#: What `*` and `**` may make: the longest text or list, and the most binary digits of a number.
_LONGEST, _MOST_BITS = 1_000_000, 4_096
#: Methods of data that a template may ask for by a name that the data do not have themselves.
_METHODS = frozenset({"items", "keys", "values", "get"})


#: What the sandbox is told of texts and pages.
TEXT_SYNTAX: Mapping[str, Any] = {"trim_blocks": True, "lstrip_blocks": True}


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which a name after a dot is first a name of the data: `report.items` is what data say it is."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What data hold under this name; of texts and lists the methods that Jinja allows."""
        if isinstance(obj, Mapping):
            if attribute in obj:
                return obj[attribute]
            if attribute not in _METHODS:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The result, where it is of a size that a document can have. Raises OverflowError else."""
        if operator == "**":
            _insist(_bits(left) * abs(right if isinstance(right, int | float) else _MOST_BITS + 1) <= _MOST_BITS)
        elif operator == "*":
            _insist(_size(left, right) <= _LONGEST and _bits(left) + _bits(right) <= _MOST_BITS)
        elif operator == "+":
            _insist(_length(left) + _length(right) <= _LONGEST * 4)
        elif operator == "%" and isinstance(left, str):
            raise TypeError("no % after a text: use ~ to put texts together")
        return super().call_binop(context, operator, left, right)


def environment(
    loader: BaseLoader | None,
    autoescape: bool,
    language: str,
    *,
    finalize: Callable[[Any], Any] | None = None,
    undefined: type[Undefined] = StrictUndefined,
    **syntax: Any,
) -> TemplateEnvironment:
    """The sandbox with the filters of this language; English for one that is neither of ours."""
    made = TemplateEnvironment(
        loader=loader,
        autoescape=autoescape,
        undefined=undefined,
        keep_trailing_newline=True,
        finalize=finalize,
        **syntax,
    )
    for name in ("lipsum", "cycler", "joiner"):
        del made.globals[name]
    reader: Language = "fr" if language == "fr" else "en"
    made.filters.update({name: _filter(name, reader) for name in (*FILTERS, "and_list")})
    for name in ("format", "xmlattr", "urlize", "center"):
        made.filters.pop(name, None)
    return made


def _money(value: Any, currency: str = "EUR", *, language: Language) -> str:
    return typography.money(value, language, currency)


def _number(value: Any, decimals: int | None = None, *, language: Language) -> str:
    return typography.number(value, language, decimals)


def _percent(value: Any, decimals: int = 0, *, language: Language) -> str:
    return typography.percent(value, language, decimals)


def _words(value: Any, *, language: Language) -> str:
    return typography.typography(str(value), language)


def _and_list(values: Iterable[Any], word: str = "", *, language: Language) -> str:
    return typography.and_list(values, language, word)


#: What stands after `|` in templates, beside what Jinja has.
FILTERS: Mapping[str, Callable[..., str]] = {
    "money": _money,
    "number": _number,
    "percent": _percent,
    "day": lambda value, *, language: typography.day(value, language),
    "day_long": lambda value, *, language: typography.day_long(value, language),
    "day_short": lambda value, **_: typography.day_short(value),
    "time": lambda value, *, language: typography.time_of_day(value, language),
    "typography": _words,
}


def text_filter(name: str, language: str) -> Callable[..., str] | None:
    """One of our own filters in this language, or None."""
    return _filter(name, "fr" if language == "fr" else "en") if name in FILTERS or name == "and_list" else None


def _filter(name: str, language: Language) -> Callable[..., str]:
    if name == "and_list":
        return partial(_and_list, language=language)
    return _empty_stays(name, partial(FILTERS[name], language=language))


_KINDS = {"money": "number", "number": "number", "percent": "number", "time": "time", "typography": "text"}


def _empty_stays(name: str, asked: Callable[..., str]) -> Callable[..., str]:
    """The filter, which leaves what is empty empty. Raises UserError for a value that is of another kind."""

    def filtered(value: Any, *more: Any) -> str:
        if isinstance(value, Undefined):
            return str(value)  # which says what is missing
        if value is None or value == "":
            return ""
        try:
            return asked(value, *more)
        except ValueError:
            shown = one_line(str(value), 60)
            match _KINDS.get(name, "day"):
                case "number":
                    raise UserError(
                        say("“{value}” is no number, and “{filter}” wants one.", value=shown, filter=name)
                    ) from None
                case "time":
                    raise UserError(
                        say("“{value}” is no time, and “{filter}” wants one, as 09:30.", value=shown, filter=name)
                    ) from None
            raise UserError(
                say("“{value}” is no day, and “{filter}” wants one, as 2026-11-26.", value=shown, filter=name)
            ) from None

    return filtered


# ── values in texts and pages ─────────────────────────────────────────────────────────────────────────────


def in_text(value: Any) -> Any:
    """A value as it stands in a text. Raises UserError for what is none."""
    if value is None:
        return ""
    if callable(value) and not isinstance(value, Undefined):
        raise UserError(no_value(value))
    return value


def in_page(value: Any) -> Any:
    """The same in a page, where a picture is shown with its text for who does not see it."""
    if isinstance(value, Mapping) and "picture" in value:
        from officebot.connectors.templates.pictures import in_html

        return in_html(value)
    return in_text(value)


def no_value(value: Any) -> Text:
    """That a name which data do not have means something else."""
    sentence = "“{name}” is no value: a name that data do not have is a function of the template’s language."
    return say(sentence, name=getattr(value, "__name__", "?"))


# ── how large results may be ──────────────────────────────────────────────────────────────────────────────


def _insist(is_small: bool) -> None:
    if not is_small:
        raise OverflowError


def _bits(value: Any) -> int:
    if isinstance(value, int):
        return max(value.bit_length(), 1)
    return 64 if isinstance(value, float) else 1


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str | bytes | list | tuple) else 0


def _size(left: Any, right: Any) -> int:
    """How long a text or list becomes that is repeated."""
    for held, times in ((left, right), (right, left)):
        if _length(held) and isinstance(times, int):
            return _length(held) * max(times, 0)
    return 0
