"""What happened, as the journal names it, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from officebot.core.text import Text, say

_NAMES: Mapping[str, Text] = {
    "action.recovered": say("found out after an interruption"),
    "approval.lapsed": say("yes has lapsed"),
    "balance": say("counted"),
    "codes.forgotten": say("old codes forgotten"),
    "corrections.forgotten": say("corrections forgotten"),
    "duty.migrated": say("what it remembers brought to a new version"),
    "delegation.made": say("delegation given"),
    "feed.added": say("feed made"),
    "feed.removed": say("feed taken back"),
    "guard.stopped": say("held back: too much at once"),
    "incident.changed": say("held back: changed since the yes"),
    "incident.emptied": say("held back: a folder looks empty"),
    "incident.filled": say("a folder is filled again"),
    "incident.gap": say("mails that were never noted"),
    "item.closed": say("closed"),
    "item.noted": say("noted"),
    "mail.corrected": say("verdict corrected"),
    "mail.received": say("mail taken in"),
    "mailbox.baseline": say("mailbox first seen"),
    "number.given": say("number given"),
    "office.evening": say("evening’s end"),
    "office.paused": say("office paused"),
    "office.resumed": say("office goes on"),
    "password.set": say("password set"),
    "person.erased": say("a person’s data erased"),
    "proposal.amended": say("words changed"),
    "proposal.approved": say("approved"),
    "proposal.asked-for": say("asked for by hand"),
    "proposal.done": say("done"),
    "proposal.expired": say("expired"),
    "proposal.failed": say("failed"),
    "proposal.filled": say("number filled in"),
    "proposal.made": say("proposed"),
    "proposal.partly-done": say("partly done"),
    "proposal.put_off": say("put off"),
    "proposal.rejected": say("rejected"),
    "proposal.settled": say("settled"),
    "proposal.superseded": say("superseded"),
    "proposal.uncertain": say("uncertain"),
    "proposal.undo-failed": say("not wholly undone"),
    "proposal.undone": say("undone"),
    "proposal.withdrawn": say("withdrawn"),
    "settings.changed": say("settings changed"),
    "session.opened": say("session opened"),
    "duty.left-off": say("duty left off"),
    "duty.stopped": say("duty stopped"),
    "duty.tried-again": say("duty to be tried again"),
    "duty.works-again": say("duty works again"),
    "plugin.added": say("plugin added"),
    "plugin.removed": say("plugin removed"),
    "run.asked-for": say("duty asked to run"),
    "run.done": say("duty has run"),
    "run.failed": say("duty failed"),
    "run.skipped": say("duty skipped"),
}


def in_words(what: str) -> Text:
    """The words for `proposal.made`; what has none stands as the journal has it."""
    return _NAMES.get(what, Text("{what}", (("what", what),)))
