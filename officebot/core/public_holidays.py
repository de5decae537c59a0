"""Public holidays of one country, without reading those of all others first.

The library's `holidays.countries` reads the calendars of the whole world when one of them is asked for: a third of a
second, and eight megabytes in a service that runs for months. A country's own module stands alone.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from threading import Lock
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

_ALL = "holidays.countries"
_LOCK = Lock()


@lru_cache(maxsize=64)
def public_holidays(country: str, region: str, year: int) -> frozenset[date]:
    """The days of a year (ISO 3166-1 and -2); none without a country. Raises NotImplementedError for an unknown one."""
    return frozenset(calendar_of(country)(subdiv=region or None, years=year)) if country else frozenset()


def calendar_of(country: str) -> Callable[..., HolidayBase]:
    """The library's class for a country's code. Raises NotImplementedError for one that it does not know."""
    import holidays
    from holidays.registry import COUNTRIES

    found = next((name for name, (_, *codes) in COUNTRIES.items() if country in codes), None)
    if found is None:
        raise NotImplementedError(country)
    name = COUNTRIES[found][0]
    with _LOCK:
        if _ALL not in sys.modules:
            with _alone():
                module = importlib.import_module(f"{_ALL}.{found}")
            return cast("Callable[..., HolidayBase]", getattr(module, name))
    return cast("Callable[..., HolidayBase]", getattr(holidays, country))


@contextmanager
def _alone() -> Iterator[None]:
    """The package of all countries as a place to look in, which is not run; whoever wants all of them gets them later."""
    import holidays

    spec = PathFinder.find_spec(_ALL, holidays.__path__)
    if spec is None:
        yield
        return
    sys.modules[_ALL] = module_from_spec(spec)
    try:
        yield
    finally:
        del sys.modules[_ALL]
