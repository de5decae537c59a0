"""TRUST 26: no expression of the package can be kept busy by a text made for it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, NamedTuple

import pytest

import officebot

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")
_NO_MODULES = ("__main__", "migrations.env")
SIZES = (4_000, 20_000, 100_000)
#: Repeated to 100 KB each.
TEXTS = {
    "one letter": "a", "blanks": " ", "tabs": "\t", "line ends": "\n", "quote marks": ">", "digits": "1", "dots": ".",
    "hyphens": "-", "at signs": "@", "opened tags": "<", "opened brackets": "(", "quotes": '"', "backslashes": "\\",
    "colons": ":", "equals": "=", "semicolons": ";", "letters and dots": "a.", "words": "le virement ", "addresses": "a@b.",
    "links": "http://a.", "tags": "<a href=", "encoded words": "=?utf-8?q?a", "fields": "from: ", "accounts": "FR76 ",
    "dates": "lundi 1 ", "quoted lines": "\n> ", "percents": "%41", "accents": "é", "commas": ", ", "times": "10:00 ",
}  # fmt: skip
#: Of processor time; more is only allowed for the shorter texts if the longest is still within it.
LIMIT = 0.050
#: How many characters the caller hands over at most, where that is less than 100 KB: a bound in the code, not in the expression.
BOUNDED: dict[str, int] = {
    "officebot.duties.calendar_coordination.recognise._STEMS": 3_000,
    "officebot.duties.orders.recognise._STEMS": 4_000,
}


class Expression(NamedTuple):
    """A compiled expression of the package, by its place, and the way in which it is used there."""

    name: str
    pattern: re.Pattern[Any]
    method: str


def expressions() -> Iterator[Expression]:
    """Every expression that a module of the package holds, also in its tables, once for each way of using it."""
    names = [one.name for one in pkgutil.walk_packages(officebot.__path__, "officebot.")]
    loaded = [importlib.import_module(one) for one in names if not one.endswith(_NO_MODULES)]
    sources = {module.__name__: inspect.getsource(module) for module in loaded}
    seen: set[tuple[int, str]] = set()
    for module in loaded:
        for name, value in list(vars(module).items()):
            for place, pattern in enumerate(_inside(value)):
                # A private name is used in its own module only, and another module may have one of the same name.
                where = sources[module.__name__] if name.startswith("_") else "\n".join(sources.values())
                used = set(re.findall(rf"\b{re.escape(name)}\.({'|'.join(_METHODS)})\b", where))
                for method in sorted(used or {"search"}):
                    if (id(pattern), method) not in seen:
                        seen.add((id(pattern), method))
                        yield Expression(
                            f"{module.__name__}.{name}" + (f"[{place}]" if place else ""), pattern, method
                        )


def _inside(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, dict):
        for one in value.values():
            yield from _inside(one, depth + 1)
    elif depth < 3 and isinstance(value, tuple | list | frozenset | set):
        for one in value:
            yield from _inside(one, depth + 1)


def seconds(one: Expression, text: str) -> float:
    """How long it takes for this text, used as it is used; the best of up to nine, for others work here too."""
    subject: Any = text.encode() if isinstance(one.pattern.pattern, bytes) else text
    run: Callable[[], object] = {
        "sub": lambda: one.pattern.sub(lambda _: subject[:0], subject),
        "finditer": lambda: sum(1 for _ in one.pattern.finditer(subject)),
    }.get(one.method, lambda: getattr(one.pattern, one.method)(subject))
    best = float("inf")
    for number in range(9):
        began = time.process_time()
        run()
        best = min(best, time.process_time() - began)
        # Others work here too: what seems slow is looked at again.
        if best <= LIMIT / 2 or (number > 1 and best <= LIMIT):
            break
    return best


def slowness(one: Expression, seed: str) -> float:
    """The time for 100 KB, or for less where that takes too long already: what would take minutes is not waited for."""
    took = 0.0
    for size in SIZES:
        size = min(size, BOUNDED.get(one.name, size))
        took = seconds(one, (seed * (size // len(seed) + 1))[:size])
        # Twice as long a text may take twice as long, and no more: five times the size, ten times the time is not linear.
        if took > LIMIT:
            break
    return took


@pytest.mark.sweep
def test_no_expression_is_kept_busy(is_sweep: bool) -> None:
    found = list(expressions())
    texts = list(TEXTS.items()) if is_sweep else list(TEXTS.items())[::11]
    times = [(slowness(one, seed), f"{one.name}.{one.method}", kind) for one, (kind, seed) in product(found, texts)]
    slow = sorted({name for took, name, _ in times if took > LIMIT})
    worst = max(times)
    print(
        f"\nTRUST 26: {len(found)} expressions, {len(texts)} texts of 100 KB, {len(slow)} slower than 50 ms; the slowest "
        f"{worst[0] * 1000:.0f} ms ({worst[1]}, {worst[2]})"
    )
    assert slow == [], "\n".join(
        f"{name} takes {took * 1000:.0f} ms for {kind}" for took, name, kind in times if took > LIMIT
    )
