"""The labels that a verdict uses, with the words people read for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from officebot.core.text import Text, say

KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "request": say("a request"),
        "question": say("a question"),
        "meeting": say("an appointment"),
        "information": say("information"),
        "invoice": say("an invoice"),
        "order": say("an order"),
        "complaint": say("a complaint"),
        "incident": say("an incident"),
        "hr": say("a personnel matter"),
        "newsletter": say("a newsletter"),
        "automatic": say("a notification"),
        "fraud": say("a suspected fraud"),
        "personal": say("private mail"),
    }
)
#: The most urgent first.
URGENCIES: Mapping[str, Text] = MappingProxyType(
    {
        "now": say("within the hour"),
        "today": say("today"),
        "week": say("this week"),
        "later": say("without hurry"),
        "none": say("nothing to do"),
    }
)
IMPORTANCES: Mapping[str, Text] = MappingProxyType(
    {
        "high": say("of high importance"),
        "normal": say("of normal importance"),
        "low": say("of low importance"),
    }
)
