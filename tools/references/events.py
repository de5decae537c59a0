"""The page about events: what makes a duty run, the states of a proposal, what the journal names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import translations

from officebot.core.schedule import Kind
from officebot.engine.record.happenings import _NAMES

ROOT = Path(__file__).parents[2]
_HEAD = """\
# Every event

What makes a duty run, how a proposal goes on, and what the journal names. This page is written from the sources by
`python tools/reference.py`.

## What makes a duty run

`Trigger.kind` in [the SDK](sdk.md#trigger); how each is written in `triggers` stands with the
[settings](settings.md#when-a-duty-is-due).

| kind | the run takes place |
|---|---|
"""
_TRIGGERS = {
    Kind.CALENDAR: "at a local time of certain days: `mon-fri 08:00`; `key` is that time, and what was missed is caught up once",
    Kind.INTERVAL: "by the clock of UTC: `every 15 minutes`",
    Kind.MAIL: "for one mail that came in, `Trigger.mail`, with what recognisers say of it, `Trigger.claims`: `mail invoice`",
    Kind.ARRIVALS: "once for all that came in together, and what the office sent: `after mail`; `Office.arrived` gives the mails",
    Kind.ANSWERS: "once an answer by mail to what waits was carried out: `after answer`; `Office.desk` tells what became of it",
    Kind.FILE: "when a file of the office's folder has changed, `Trigger.path`: `file stock.xlsx`",
    Kind.START: "when the service starts: `start`",
}
_BY_HAND = "| `manual` | because a person asks for it: `officebot once NAME`, or the duty's page of the dashboard |\n"
_STATES = """\

## The states of a proposal

```text
waiting → approved | rejected | expired | superseded
approved → doing → done | partly-done | failed | uncertain
done, partly-done → undone
```

What policy lets happen at once begins as approved.

| state | means |
|---|---|
| `waiting` | a person is asked |
| `approved` | it will be carried out: policy said so, or all who had to agreed |
| `rejected` | somebody said no; the same content stays silent |
| `expired` | nobody answered in time |
| `superseded` | the duty proposed other content under the same key |
| `doing` | it is being carried out |
| `done` | each of its actions was carried out, once |
| `partly-done` | some were, some failed |
| `failed` | none was: nothing was changed |
| `uncertain` | nobody can tell after an interruption whether it happened: a person looks, and says so (`officebot settle`) |
| `undone` | it was taken back |
| `never` | policy forbids it |

## What the journal names

`officebot journal` shows each entry with its moment, who, what and about which subject; `officebot.sdk` gives plugins no
way to write one.

| what | in words | en français | subject | when |
|---|---|---|---|---|
"""
#: What the journal names: its subject, and when it is written.
_WHEN: dict[str, tuple[str, str]] = {
    "action.recovered": ("proposal", "after a crash it was found out whether an action had happened"),
    "approval.lapsed": ("proposal", "a yes was given too long ago: a person is asked anew"),
    "balance": ("office", "mails were counted: received, handled, waiting, listed, and gaps"),
    "codes.forgotten": ("office", "codes of mails that ended 60 days ago were forgotten: how many"),
    "corrections.forgotten": ("office", "what was learned from corrections was given up"),
    "delegation.made": ("person", "somebody let another person act for them"),
    "duty.left-off": ("duty", "a person decided that a stopped duty stays so"),
    "duty.migrated": ("duty", "what it remembers was brought to the version of its code"),
    "duty.stopped": ("duty", "it failed too often in a row, and is not asked any more until it is tried again"),
    "duty.tried-again": ("duty", "a person lets a stopped duty try again"),
    "duty.works-again": ("duty", "a stopped duty was tried, and came to its end"),
    "feed.added": ("person", "a secret address for calendars was made"),
    "feed.removed": ("person", "such an address was taken back"),
    "guard.stopped": ("proposal", "more was to be done at once than the guard lets pass: a person decides"),
    "incident.changed": (
        "proposal",
        "what is stored is not what was approved: somebody changed the ledger; nothing was done",
    ),
    "incident.emptied": ("account", "a folder lost nearly all its mails at once: nothing acts on it"),
    "incident.filled": ("account", "such a folder is full again"),
    "incident.gap": ("folder", "mails that the server has were never noted"),
    "item.closed": ("item", "something noted was closed"),
    "item.noted": ("item", "something was noted, or noted anew: a deadline, a thing waited for"),
    "mail.corrected": ("mail", "a person corrected a verdict"),
    "mail.received": ("account", "a batch of mails was taken in"),
    "mailbox.baseline": ("account", "a mailbox was seen for the first time: what is there is no work"),
    "number.given": ("proposal", "a number without gaps was given with the yes"),
    "office.evening": ("run", "no entry of its own: the run that holds the evening's balance and backup"),
    "office.paused": ("office", "a person stopped all acting"),
    "office.resumed": ("office", "a person let it go on"),
    "password.set": ("person", "a password for the dashboard was set"),
    "person.erased": ("office", "what the ledger held about one person was erased; counts are left"),
    "plugin.added": ("plugin", "a person agreed to a plugin and its rights"),
    "plugin.removed": ("plugin", "a plugin was removed, with what was held of it"),
    "proposal.amended": ("proposal", "a person changed its words before saying yes"),
    "proposal.approved": ("proposal", "a person said yes"),
    "proposal.asked-for": ("proposal", "a command made it, because a person asked for it"),
    "proposal.done": ("proposal", "each of its actions was carried out"),
    "proposal.expired": ("proposal", "nobody answered in time"),
    "proposal.failed": ("proposal", "none of its actions could be carried out"),
    "proposal.filled": ("proposal", "its number was filled in; the hash of what came of it is told"),
    "proposal.made": ("proposal", "a duty proposed it"),
    "proposal.partly-done": ("proposal", "some of its actions failed"),
    "proposal.put_off": ("proposal", "a person wants to be asked later"),
    "proposal.rejected": ("proposal", "a person said no"),
    "proposal.settled": ("proposal", "a person said whether an uncertain one happened"),
    "proposal.superseded": ("proposal", "other content took its place"),
    "proposal.uncertain": ("proposal", "nobody can tell whether it happened"),
    "proposal.undo-failed": ("proposal", "it could not be taken back wholly"),
    "proposal.undone": ("proposal", "it was taken back"),
    "proposal.withdrawn": ("proposal", "it was taken back before it was carried out"),
    "run.asked-for": ("duty", "a person asked for a run at the dashboard"),
    "run.done": ("run", "a duty has run"),
    "run.failed": ("run", "a duty raised, hung or flooded: nothing of its run was kept"),
    "run.skipped": ("duty", "firings were missed: the latest was caught up, so many were not"),
    "session.opened": ("person", "somebody came in to the dashboard"),
    "settings.changed": ("settings", "settings were changed at the dashboard"),
}


def page() -> str:
    """The whole of docs/reference/events.md."""
    french = translations.translations(translations.catalogue())
    triggers = "".join(f"| `{kind.value}` | {_TRIGGERS[kind]} |\n" for kind in Kind)
    rows = []
    for what, (subject, when) in sorted(_WHEN.items()):
        said = _NAMES[what].render("en")
        rows.append(f"| `{what}` | {said} | {french.get(said, '')} | {subject} | {when} |\n")
    return _HEAD + triggers + _BY_HAND + _STATES + "".join(rows)


def written() -> Iterator[str]:
    """What the sources write into the journal by a word of its own: the second argument of `Note`, and all with a name."""
    yield from _NAMES
    for path in sorted((ROOT / "officebot").rglob("*.py")):
        if "Note(" not in (text := path.read_text("utf-8")):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Note" and len(node.args) > 1:
                said = node.args[1]
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    yield said.value
