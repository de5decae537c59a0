"""Whether every mail of a collection is read, and how long the slowest takes.

python tools/evaluation/robustness.py CORPORA…    prints the figures, the mails that could not be read and the slowest
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from officebot.connectors.mailfiles import mail_files, read_mail_file
from officebot.connectors.mime.html import html_to_text
from officebot.connectors.mime.reply import trim
from officebot.core.language import language_of
from officebot.core.mail import Unreadable

_SLOW_SECONDS = 0.2


class Read(NamedTuple):
    """A mail, the CPU seconds it took, and what is wrong: "" for nothing, "crash: …" for a fault of ours."""

    file: str
    seconds: float
    problem: str


def measure(corpora: Path) -> dict[str, float | int]:
    """How many mails there are, how many are listed as unreadable, crash or take over 200 ms; the slowest one's time."""
    found = list(read_all(corpora))
    seconds = [one.seconds for one in found]
    return {
        "mails": len(found),
        "listed as unreadable": sum(bool(one.problem) and not one.problem.startswith("crash") for one in found),
        "crashes": sum(one.problem.startswith("crash") for one in found),
        "over 200 ms": sum(one > _SLOW_SECONDS for one in seconds),
        "slowest, ms": round(1000 * max(seconds, default=0), 1),
        "mean, microseconds": round(1e6 * sum(seconds) / max(1, len(found)), 1),
    }


def read_all(corpora: Path) -> Iterator[Read]:
    """Each mail below the folders named mail-…, or below the folder itself: read, turned into text, taken apart."""
    folders = sorted(corpora.glob("mail-*")) or [corpora]
    for folder in folders:
        for one in mail_files(folder):
            begin = time.process_time()
            problem = ""
            try:
                mail = read_mail_file(one)
                if isinstance(mail, Unreadable):
                    problem = str(mail.problem)
                else:
                    trim(mail.text)
                    language_of(mail.text)
                    trim(html_to_text(mail.html))
            except Exception as fault:  # noqa: BLE001 - to find out is what this is for
                problem = f"crash: {type(fault).__name__}"
            yield Read(one.file, time.process_time() - begin, problem)


def main() -> None:
    """Print the figures of each folder as JSON, and what is worth a look."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("corpora", type=Path, nargs="+")
    for folder in asked.parse_args().corpora:
        print(json.dumps(measure(folder), indent=2))
        found = list(read_all(folder))
        for one in [*sorted(found, key=lambda read: -read.seconds)[:5], *(read for read in found if read.problem)]:
            print(f"{1000 * one.seconds:8.1f} ms  {one.file}  {one.problem}")


if __name__ == "__main__":
    main()
