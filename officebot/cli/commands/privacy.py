"""erase: what the office keeps about one person, shown or erased for good."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.opening import called, opened
from officebot.cli.output import emit, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import argument, command, language, option
from officebot.core.text import Text, counted, say

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.app.erasing import Kept
    from officebot.engine.erasing.persons import Held


@command("erase", COMMANDS["erase"][1])
@argument("address", metavar="ADDRESS")
@option("--yes", is_flag=True, spoken=say("Really erase it, after the address was typed a second time."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def erase(address: str, yes: bool, as_json: bool) -> None:
    from officebot.app import erasing

    with opened() as app:
        found = erasing.kept(app, address)
        if yes:
            who = app.answer(called().principal)
            if not found.is_empty:
                _ask_again(address, found)
            found = erasing.erase(app, who, address)
        left = _left(app, address, found.ledger)
    is_erased = yes and not found.is_empty
    if as_json:
        emit({"address": address, "erased": is_erased, **_counts(found), **left})
        return
    for sentence in _told(address, found, left, is_erased):
        tell(sentence)


def _ask_again(address: str, found: Kept) -> None:
    """Ends the command unless the address is typed once more."""
    for sentence in _counted(address, found):
        tell(sentence)
    question = say("This cannot be taken back. Type the address once more to erase it").render(language())
    if click.prompt(question, err=True, default="", show_default=False).strip().lower() != address.lower():
        tell(say("That is another address: nothing was erased."))
        sys.exit(1)


def _left(app: App, address: str, found: Held) -> dict[str, list[str]]:
    """What erasing leaves for a person to look after: documents, copies of the ledger, tables of the office."""
    kept = app.folder / "state" / "backups"
    copies = sorted([*kept.glob("ledger-*.db"), *kept.glob("officebot-*.zip")])
    tables = {"people": app.loaded.people.at(address), "contacts": app.loaded.contacts.at(address)}
    return {
        "files": list(found.files),
        "backups": [f"state/backups/{copy.name}" for copy in copies],
        "tables": [name for name, row in tables.items() if row is not None],
    }


def _counts(kept: Kept) -> dict[str, Any]:
    found = kept.ledger
    return {
        "mails": len(found.mails), "proposals": len(found.proposals), "waiting": len(found.pending),
        "items": len(found.items), "facts": len(found.facts), "codes": len(found.codes), "journal": len(found.payloads),
        "changes": len(kept.changes), "acted": found.named,
    }  # fmt: skip


def _counted(address: str, kept: Kept) -> list[Text]:
    """How much there is, by where it lies."""
    told = [_summary(address, kept.ledger)]
    if kept.ledger.codes:
        told.append(counted("{count} code that went out by mail names them.", "{count} codes that went out by mail name them.",
                            len(kept.ledger.codes)))  # fmt: skip
    if kept.changes:
        told.append(counted("{count} change of settings that is kept names them: it cannot be taken back afterwards.",
                            "{count} changes of settings that are kept name them: they cannot be taken back afterwards.",
                            len(kept.changes)))  # fmt: skip
    return told


def _summary(address: str, found: Held) -> Text:
    return say(
        "About {address}: {mails}, {proposals} ({waiting}), {items}, {facts}, {journal}.",
        address=address,
        mails=counted("{count} mail", "{count} mails", len(found.mails)),
        proposals=counted("{count} proposal", "{count} proposals", len(found.proposals)),
        waiting=counted("{count} of them waits and will be rejected", "{count} of them wait and will be rejected",
                        len(found.pending)),
        items=counted("{count} item", "{count} items", len(found.items)),
        facts=counted("{count} fact", "{count} facts", len(found.facts)),
        journal=counted("{count} detail in the journal", "{count} details in the journal", len(found.payloads)),
    )  # fmt: skip


def _told(address: str, kept: Kept, left: dict[str, list[str]], is_erased: bool) -> list[Text]:
    found = kept.ledger
    if kept.is_empty:
        said = [say("The ledger holds nothing about {address}.", address=address)]
    elif is_erased:
        said = [say("Erased. The journal still holds: see “officebot journal --verify”.")]
    else:
        said = [*_counted(address, kept), say("Nothing was erased: add --yes to erase it for good.")]
    if found.named:
        said.append(counted("{count} entry of the journal names them as who acted: it stays.",
                            "{count} entries of the journal name them as who acted: those stay.",
                            found.named))  # fmt: skip
    if left["files"]:
        said.append(say("Documents that may name them: {files}. Look at them yourself.", files=left["files"]))
    if left["backups"]:
        said.append(say("Copies of the ledger made before still hold it, each for up to two weeks: {files}.",
                        files=left["backups"]))  # fmt: skip
    if left["tables"]:
        said.append(say("They stand in the office's own tables: {tables}.", tables=left["tables"]))
    return said
