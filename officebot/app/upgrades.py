"""Plugins that are upgraded or uninstalled under a running office.

The cases. One in a process of its own: the office is read anew, and its next run is the new version's. One that is
trusted: its old code stays in this process until officebot is restarted, and that is said. One that is gone: what it has
loaded goes on, and a person is told. While pip replaces a plugin it is gone for a moment: what is seen twice counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import invalidate_caches
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from officebot.core.text import Text, say

if TYPE_CHECKING:
    from officebot.app import App

#: Which versions were imported into this process, by distribution: however often the settings are read anew, they stay.
_IMPORTED: dict[str, str] = {}


class Upgrades:
    """Looks at the plugins whose duties this office has enabled, each time it is asked."""

    def __init__(self, app: App) -> None:
        self._trusted: dict[str, bool] = {}
        for name in app.duties:
            if (plugin := app.installed.plugin_of(name)) is not None:
                self._trusted[plugin] = app.installed.is_trusted(name)
        self._taken = {plugin: _version(plugin) for plugin in self._trusted}
        self._seen = dict(self._taken)
        for plugin, is_trusted in self._trusted.items():
            if is_trusted:
                self._taken[plugin] = _IMPORTED.setdefault(plugin, self._taken[plugin])

    def look(self) -> tuple[Mapping[str, Text], bool]:
        """What people are to know, by plugin, and whether the office is to be read anew."""
        if not self._trusted:
            return {}, False
        # What was installed within the same tick of the clock as the last look would not be seen else.
        invalidate_caches()
        seen = {plugin: _version(plugin) for plugin in self._trusted}
        steady = {plugin: found for plugin, found in seen.items() if found == self._seen[plugin]}
        self._seen = seen
        changed = {plugin: found for plugin, found in steady.items() if found != self._taken[plugin]}
        told = {
            plugin: self._told(plugin, found)
            for plugin, found in changed.items()
            if not found or self._trusted[plugin]
        }
        return told, len(told) < len(changed)

    def _told(self, plugin: str, found: str) -> Text:
        if not found:
            return say("The plugin “{name}” was uninstalled while it works: “officebot plugin remove {name}” takes it out.",
                       name=plugin)  # fmt: skip
        return say("The plugin “{name}” is {now} now, but {before} still runs: restart officebot.", name=plugin,
                   now=found, before=self._taken[plugin] or "?")  # fmt: skip


def _version(plugin: str) -> str:
    """The version that is installed now; "" for none."""
    try:
        return version(plugin) or ""
    except PackageNotFoundError:
        return ""
