"""Runs the commands of a page of docs/ on a fresh Dovecot mailbox, and compares what they print with the page.

python tools/transcripts.py           says where a page no longer shows what is printed; exit 1 when it does not
python tools/transcripts.py --write   pastes what was printed into the pages

In a page, a fence `console` holds commands (`$ officebot …`) and what they print, a fence `csv contacts.csv` the lines
that are added to that file of the office, and a fence `eml` a mail that arrives. They happen in the order of the page,
after `officebot init` made the office.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

from officebot.testing.dovecot import Dovecot, DovecotUser, running_dovecot

ROOT = Path(__file__).parents[1]
#: The pages that are run, each with the language of its reader.
PAGES = {"docs/guide/en/mailbox.md": "en", "docs/guide/fr/mailbox.md": "fr"}
_OFFICEBOT = Path(sys.executable).with_name("officebot")
_SECONDS = 60
#: How often a new office looks at itself (`self_check`), and how long following a page takes at the most.
_LOOKS_SECONDS, _PAGE_SECONDS = 600, 60
# What differs from one run to the next: times, days, hashes.
_VARIES = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?(?:[+-]\d\d:\d\d)?"
    r"|\w{3}, \d\d? \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
    r"|\b\d{1,2}(?:er)? \w+ \d{4}(?: (?:at|à) \d\d:\d\d)?\b|\b[0-9a-f]{12,64}\b"
)


@dataclass(slots=True)
class Fence:
    """A fenced part of a page: what its first line says, where its lines begin, and the lines."""

    info: str
    start: int
    lines: list[str] = field(default_factory=list)


def fences(page: str) -> Iterator[Fence]:
    """The fenced parts of a page, in order."""
    found: Fence | None = None
    for number, line in enumerate(page.splitlines()):
        if found is None and line.startswith("```"):
            found = Fence(line[3:].strip(), number + 1)
        elif found is not None and line == "```":
            yield found
            found = None
        elif found is not None:
            found.lines.append(line)


def shape(printed: str) -> str:
    """What was printed without times and hashes, and with single spaces: two runs of one page are equal in it."""
    return "\n".join(re.sub(r"[ ─]+", " ", _VARIES.sub("…", line)).strip() for line in printed.splitlines())


class Walk:
    """One person following one page: a mailbox, an office made for it, and the folder they stand in."""

    def __init__(self, mailbox: DovecotUser, folder: Path, language: str) -> None:
        self._mailbox = mailbox
        self._folder = folder
        self._language = language
        self._init()

    def follow(self, page: str) -> str:
        """The page with what its commands really print."""
        lines = page.splitlines()
        for fence in reversed([(one, self._happen(one)) for one in fences(page)]):
            part, printed = fence
            if printed is not None:
                lines[part.start : part.start + len(part.lines)] = printed
        return "\n".join(lines) + "\n"

    def _happen(self, fence: Fence) -> list[str] | None:
        if fence.info == "eml":
            self._deliver(fence.lines)
        elif fence.info.startswith("csv "):
            with (self._folder / fence.info.removeprefix("csv ")).open("a", encoding="utf-8") as table:
                table.writelines(f"{line}\n" for line in fence.lines)
        elif fence.info == "console":
            return list(self._console(fence.lines))
        return None

    def _console(self, lines: list[str]) -> Iterator[str]:
        for line in lines:
            if line.startswith("$ officebot "):
                yield line
                yield from _without_edges(self._run(*shlex.split(line)[2:]))

    def _run(self, *words: str) -> list[str]:
        # A page has its own width, whoever makes it and wherever.
        elsewhere = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment = {**elsewhere, "LANG": f"{self._language}.UTF-8", "LANGUAGE": self._language}
        printed = subprocess.run(
            [_OFFICEBOT, *words], cwd=self._folder, env=environment, timeout=_SECONDS, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        ).stdout  # fmt: skip
        return [line.rstrip() for line in printed.splitlines()]

    def _deliver(self, lines: list[str]) -> None:
        date = f"Date: {format_datetime(datetime.now().astimezone())}"
        headers = [line for line in lines if not line.startswith("Date:")]
        self._mailbox.deliver("\n".join([date, *headers, ""]).encode())

    def _init(self) -> None:
        secret = self._folder.with_suffix(".secret")
        secret.write_text(self._mailbox.password)
        given = {
            "name": "Atelier Verrier", "person": "Claire Morel", "address": "claire@atelier-verrier.example",
            "imap-host": self._mailbox.host, "imap-port": str(self._mailbox.imap_port), "imap-security": "none",
            "smtp-host": "", "user": self._mailbox.user, "password-file": str(secret),
        }  # fmt: skip
        self._folder.mkdir()
        self._run("init", ".", *(word for name, value in given.items() for word in (f"--{name}", value)))


def _without_edges(lines: list[str]) -> list[str]:
    """The lines without the empty ones before the first and after the last."""
    return "\n".join(lines).strip("\n").splitlines()


def _wait_for_quiet() -> None:
    """Wait where a tenth minute comes soon: a new office looks at itself then, and the page would tell of one run more."""
    left = _LOOKS_SECONDS - time.time() % _LOOKS_SECONDS
    if left < _PAGE_SECONDS:
        time.sleep(left + 1)


def followed(server: Dovecot, place: str, folder: Path) -> tuple[str, str]:
    """A page as it stands, and as it is when its commands are run for a new mailbox in a new folder."""
    _wait_for_quiet()
    page = (ROOT / place).read_text("utf-8")
    return page, Walk(server.user(), folder, PAGES[place]).follow(page)


def main(arguments: list[str]) -> int:
    """0 when every page shows what is printed."""
    parser = argparse.ArgumentParser(description="Run the commands of the pages, and compare what they print.")
    parser.add_argument("--write", action="store_true", help="paste what was printed into the pages")
    options = parser.parse_args(arguments)
    stale = 0
    with running_dovecot() as server, tempfile.TemporaryDirectory() as place:
        for number, page in enumerate(PAGES):
            written, printed = followed(server, page, Path(place) / f"office{number}")
            if shape(written) != shape(printed):
                stale += 1
                print(f"{page} does not show what is printed")
            if options.write:
                (ROOT / page).write_text(printed, "utf-8")
    return int(stale > 0 and not options.write)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
