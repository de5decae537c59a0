"""What the duty tells for the reports of the week: how many mails are open, of the mailbox as a whole."""

from __future__ import annotations

from officebot.sdk import Office, Part, Window
from officebot.sdk.reports import Is, Tally

from mailbox_rota.duty import KIND
from mailbox_rota.settings import Settings
from mailbox_rota.texts import TITLE, say


def report(office: Office, window: Window, settings: Settings) -> Part:
    """How many mails of the shared mailbox wait for an answer, without a word of whose they are."""
    tally = Tally("mailbox_rota", TITLE, window, "items", "item")
    tally.state(
        "open",
        say("Open mails of the shared mailbox"),
        say("Mails that were shared out and not answered yet, as things stand."),
        [f"{one.kind} {one.key}" for one in office.items(KIND)],
        (Is("kind", "is", KIND), Is("state", "is", "open")),
    )
    return tally.part()
