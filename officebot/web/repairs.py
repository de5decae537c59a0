"""What can be mended from the dashboard: duties that were stopped, each with what happened and whom to tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from officebot.core.breaker_words import becomes, happened
from officebot.core.text import Text

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.core.breaker import Breaker
    from officebot.plugins.listing import Plugin


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A stopped duty: what happened, what becomes of it by itself, and the plugin that brought it (None: officebot)."""

    duty: str
    title: Text
    happened: Text
    becomes: Text
    is_left_off: bool
    plugin: Plugin | None = None


def repairs(app: App) -> dict[str, Repair]:
    """The enabled duties that are stopped, by name; nothing is looked up while none is."""
    stopped = {name: one for name, one in app.breakers.all().items() if one.is_stopped and name in app.duties}
    if not stopped:
        return {}
    from officebot.plugins.listing import working

    plugins = working(app)
    return {name: _repair(app, name, one, plugins.get(name)) for name, one in stopped.items()}


def _repair(app: App, name: str, one: Breaker, plugin: Plugin | None) -> Repair:
    local = app.facts.working_time.local
    return Repair(
        duty=name,
        title=app.title_of(name),
        happened=happened(one, local),
        becomes=becomes(one, local, app.facts.people),
        is_left_off=bool(one.left_off),
        plugin=plugin,
    )


def asking(app: App) -> dict[str, Text]:
    """The plugins whose enabled duties ask for what nobody agreed to yet, each with the sentence; by distribution."""
    from officebot.plugins.listing import state, working

    found = {one.distribution: one for one in working(app).values()}
    told = {name: state(app, one).sentence() for name, one in found.items()}
    return {name: sentence for name, sentence in told.items() if sentence is not None}
