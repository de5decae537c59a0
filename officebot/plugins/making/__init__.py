"""Makes a new plugin: a package with a duty that works, its tests and its texts in both languages."""

from __future__ import annotations

from officebot.plugins.making.names import Names, installed_duties, names_of
from officebot.plugins.making.rendering import LICENSES, PARTS, Wishes, rendered
from officebot.plugins.making.writing import write_plugin

__all__ = ["LICENSES", "PARTS", "Names", "Wishes", "installed_duties", "names_of", "rendered", "write_plugin"]
