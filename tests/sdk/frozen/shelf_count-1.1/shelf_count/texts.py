"""How this plugin says its sentences."""

from __future__ import annotations

from officebot.sdk import texts

say, counted = texts(__name__)
