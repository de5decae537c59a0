"""How the plugin speaks: `say` makes a sentence, in English here; its French stands in locale/fr.po."""

from __future__ import annotations

from officebot.sdk import texts

say, counted = texts(__name__)

TITLE = say("Mailbox rota")
