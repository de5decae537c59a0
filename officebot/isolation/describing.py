"""What must be known of a plugin's duty before it runs: told once by its own process, kept as data of a known shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from officebot.core.actions import Effect
from officebot.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedPanel:
    """A panel: the page where it stands, its title, its place there."""

    page: str
    title: Text
    place: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedPerformer:
    """A performer: its kinds, whether repeating harms, what cannot be taken back, and which further gifts it has."""

    kinds: frozenset[str]
    repeatable: bool
    irreversible: frozenset[str] = frozenset()
    foresees: bool = False
    fills: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedKind:
    """A kind of action that the plugin registers, and how far it reaches."""

    kind: str
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A duty as its process tells of it. `settings` is its settings' JSON schema; `has` names the parts that it has.

    `migrations` say of each step whether it changes facts, and whether it changes what items hold.
    """

    name: str
    title: Text
    triggers: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    has: frozenset[str] = frozenset()
    panels: tuple[DescribedPanel, ...] = ()
    performers: tuple[DescribedPerformer, ...] = ()
    kinds: tuple[DescribedKind, ...] = ()
    migrations: tuple[tuple[bool, bool], ...] = ()
