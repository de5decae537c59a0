"""What must be true of numbers without gaps, whatever happened: looked for in the ledger and in what was done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from officebot.core.text import NUMBER_TO_COME, say
from officebot.engine.ledger.schema import actions, numbers, proposals, sequences
from officebot.engine.record import journal
from officebot.sdk import Action, Proposal, WriteDocument
from tests.engine.helpers import Bench, letter

#: Where a number is not void.
_USED = {"approved", "doing", "done", "partly-done", "uncertain", "waiting"}


def order(key: str, words: str = "", *, written: bool = False, **more: Any) -> Proposal:
    """An order whose number stands in its words and in its bytes, and, if `written`, in a document."""
    text = f"{key} {words} is {NUMBER_TO_COME}"
    title = say("Order {number}", number=NUMBER_TO_COME)
    actions: tuple[Action, ...] = (letter(text, content=NUMBER_TO_COME),)
    if written:
        actions = (*actions, WriteDocument(path=f"documents/{NUMBER_TO_COME}.txt", content=f"N° {NUMBER_TO_COME}"))
    return Proposal(key=key, title=title, actions=actions, number_series="orders", **more)


def wrong(bench: Bench) -> Iterator[str]:
    """All that is not as it must be."""
    with bench.ledger.reading() as tx:
        given = tx.execute(select(numbers)).all()
        owners = tx.execute(select(proposals).where(proposals.c.number_series != "")).all()
        states = {row.id: row.state for row in owners}
        raised = {row.name: row.value for row in tx.execute(select(sequences)) if row.name.startswith("number ")}
        of_action = {f"action:{row.id}": row.proposal_id for row in tx.execute(select(actions))}
        stories = journal.stories(tx, [f"proposal:{number}" for number in states])
    by_year: dict[int, list[int]] = defaultdict(list)
    for row in given:
        by_year[row.year].append(row.number)
    for year, found in by_year.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            yield f"{year}: {sorted(found)}"
        if raised.get(f"number orders {year}") != len(found):
            yield f"{year}: {raised} beside {len(found)}"
    yield from _wrong_owners(given, owners, stories)
    yield from _wrong_effects(bench, {row.proposal_id: row.text for row in given}, states, of_action)
    yield from _wrong_files(bench, {row.text for row in given})
    if bench.verify().bad is not None:
        yield f"journal: {bench.verify()}"


def _wrong_files(bench: Bench, given: set[str]) -> Iterator[str]:
    """Each document bears a number that was given, in its name and in its words; what is done stands there."""
    folder = bench.folder / "office" / "documents"
    found = {file.stem: file.read_text() for file in folder.glob("*.txt")} if folder.exists() else {}
    if any(words != f"N° {number}" or number not in given for number, words in found.items()):
        yield f"documents: {found}"
    with bench.ledger.reading() as tx:
        states = {
            row.filled["params"]["path"].removeprefix("documents/").removesuffix(".txt"): row.state
            for row in tx.execute(select(actions).where(actions.c.kind == "document.write"))
            if row.filled is not None
        }
    # A kill while it is taken back: it lies in the trash, and the ledger does not know yet.
    trash = {file.stem for file in (bench.folder / "office" / "archive/.trash/documents").glob("*.txt")}
    missing = {number for number, state in states.items() if state == "done"} - set(found) - trash
    if missing:
        yield f"done, and not there: {missing}"


def _wrong_owners(given: Any, owners: Any, stories: Any) -> Iterator[str]:
    has = {row.proposal_id: row for row in given}
    for one in owners:
        row, story = has.get(one.id), stories[f"proposal:{one.id}"]
        yeses = sum(what == "proposal.approved" for what, _ in story)
        is_by_policy = any(what == "proposal.made" and told["ruling"] == "act" for what, told in story)
        if (row is not None) != (is_by_policy or yeses >= one.approvals_needed):
            yield f"{one.id} is {one.state}, with {yeses} of {one.approvals_needed}, and its number is {row}"
        if sum(what == "number.given" for what, _ in story) != (row is not None):
            yield f"{one.id}: {story}"
        if row is not None and (row.state == "used") != (one.state in _USED):
            yield f"{one.id} is {one.state}, and its number {row.state}"


def _wrong_effects(bench: Bench, texts: dict[int, str], states: dict[int, str], of: dict[str, int]) -> Iterator[str]:
    done = [line for line in bench.performer.effects() if line["do"] == "perform" and of[line["key"]] in states]
    for line in done:
        number = texts.get(of[line["key"]])
        if number is None or not line["text"].endswith(f" is {number}") or line["blobs"] != {"content": number}:
            yield f"done as {line}, but its number is {number}"
    for number, times in Counter(line["blobs"]["content"] for line in done).items():
        if times != 1:
            yield f"{number} stands in {times} documents"
    missing = [one for one, state in states.items() if state == "done"
               and one not in {of[line["key"]] for line in done}]  # fmt: skip
    if missing:
        yield f"done without a document: {missing}"
