"""What kinds of mail and degrees of urgency are called, for people."""

from __future__ import annotations

from collections.abc import Mapping

from officebot.core.text import Text, say

KINDS: Mapping[str, Text] = {
    "incident": say("Incidents"),
    "complaint": say("Complaints"),
    "request": say("Requests"),
    "question": say("Questions"),
    "meeting": say("Appointments"),
    "order": say("Orders and deliveries"),
    "invoice": say("Invoices and payments"),
    "hr": say("Personnel"),
    "information": say("Information"),
    "newsletter": say("Newsletters"),
    "automatic": say("Notifications"),
    "fraud": say("Suspected frauds"),
    "personal": say("Private mail"),
    "": say("Not judged"),
}
URGENCIES: Mapping[str, Text] = {
    "now": say("now"),
    "today": say("today"),
    "week": say("this week"),
    "later": say("later"),
    "none": say("nothing to do"),
}
#: What stands in a shared brief for what is confidential: only its owner's own page has the words.
CONFIDENTIAL = say("(confidential)")
