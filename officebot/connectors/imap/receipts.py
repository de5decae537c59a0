"""What flags and moves will change, and what they changed: previews and receipts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from officebot.connectors.imap.whereabouts import Place
from officebot.core.actions import FlagMessage
from officebot.core.mail import MessageRef
from officebot.core.text import Text, joined, say

#: The flags of RFC 3501 §2.3.2, as people see them in their mail program.
_FLAGS_IN_WORDS: Mapping[str, Text] = {
    "\\flagged": say("the flag"),
    "\\seen": say("“read”"),
    "\\answered": say("“answered”"),
    "\\draft": say("“draft”"),
    "\\deleted": say("“deleted”"),
}
#: How the keywords begin that only officebot sets.
OWN_KEYWORDS = "$officebot"


def permitted(
    names: Sequence[str], keywords_allowed: bool, left_alone: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The flags to use, and those that this server does not keep or that are left alone, in lower case."""
    used = tuple(
        name for name in names if name.lower() not in left_alone and (keywords_allowed or name.startswith("\\"))
    )
    return used, tuple(name for name in names if name not in used)


def lowered(flags: Iterable[str]) -> set[str]:
    """Flags as they are compared: their case does not count (RFC 3501 §2.3.2)."""
    return {flag.lower() for flag in flags}


def flag_receipt(
    place: Place, added: Sequence[str], removed: Sequence[str], dropped: Sequence[str]
) -> dict[str, Any]:
    """What really changed: a flag that stood before is not ours to take away, but for keywords of our own making."""
    before = lowered(place.flags)
    return {
        "folder": place.folder,
        "uidvalidity": place.uidvalidity,
        "uid": place.uid,
        "before": sorted(place.flags),
        "added": sorted(name for name in added if name.lower() not in before or name.startswith(OWN_KEYWORDS)),
        "removed": sorted(name for name in removed if name.lower() in before),
        "not_kept": sorted(dropped),
    }


def move_receipt(ref: MessageRef, before: Place | None, after: Place) -> dict[str, Any]:
    """From where to where a message went, for undo."""
    origin = before or Place(folder=ref.folder, uidvalidity=ref.uidvalidity, uid=ref.uid)
    return {
        "from": {"folder": origin.folder, "uidvalidity": origin.uidvalidity, "uid": origin.uid},
        "to": {"folder": after.folder, "uidvalidity": after.uidvalidity, "uid": after.uid},
    }


def ref_of(ref: MessageRef, place: Mapping[str, Any]) -> MessageRef:
    """The message at the place that a receipt names."""
    return MessageRef(
        ref.account,
        str(place.get("folder", ref.folder)),
        int(place.get("uidvalidity", ref.uidvalidity)),
        int(place.get("uid", ref.uid)),
        ref.fingerprint,
    )


def flag_preview(action: FlagMessage, refused: Sequence[str], left_alone: frozenset[str]) -> Text:
    """What a person sees of flags that will change: those that the server keeps, and those that it does not."""
    added = [name for name in action.add if name not in refused and name.lower() not in left_alone]
    removed = [name for name in action.remove if name.lower() not in left_alone]
    add, remove, folder = _flags_in_words(added), _flags_in_words(removed), action.on.folder
    if added and removed:
        what = say("Set {add}, clear {remove} on a message in “{folder}”.", add=add, remove=remove, folder=folder)
    elif removed:
        what = say("Clear {remove} on a message in “{folder}”.", remove=remove, folder=folder)
    elif added:
        what = say("Set {add} on a message in “{folder}”.", add=add, folder=folder)
    else:
        what = say("Leave the flags of a message in “{folder}” as they are.", folder=folder)
    if refused:
        return say("{what} This server does not keep {refused}.", what=what, refused=_flags_in_words(refused))
    return what


def _flags_in_words(names: Sequence[str]) -> Text:
    """Flags as a mail program calls them; a keyword of an office's own by its name."""
    words = [_FLAGS_IN_WORDS.get(name.lower()) or say("the label “{label}”", label=name) for name in names]
    if len(words) < 2:
        return joined(words, "")
    return say("{others} and {last}", others=joined(words[:-1], ", "), last=words[-1])
