"""How a duty's own memory follows its code: one step from each version of what it stored to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step, from the version that stood before it to the next. Pure functions of JSON in, JSON out.

    `fact` gets a key and the value that was remembered under it, and gives the value that takes its place; None forgets it.
    `source` gets the kind of an item that the duty noted and the item's `source`, and gives the new one. What has no
    function stays as it is. The first step of `Duty.migrations` takes what the first version stored.

    All steps are carried out in one transaction when the service first starts with them. Where one raises, everything stays
    as it was, and the duty does not run until it is mended.
    """

    fact: Callable[[str, Any], Any] | None = None
    source: Callable[[str, Mapping[str, Any]], Mapping[str, Any]] | None = None
