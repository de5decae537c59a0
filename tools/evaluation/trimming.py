"""How well mails are taken apart, measured on collections of replies whose parts are known.

python tools/evaluation/trimming.py CORPORA    prints the figures, and what differs; CORPORA holds mail-reply-trimmer
                                               and mail-talon
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from officebot.connectors.mailtexts import read_texts
from officebot.connectors.mime.reply import Trimmed, trim

#: What each reply of the second collection says where no file beside it says otherwise.
_HELLO = "Hello"
_HTML = "Hi. I am fine. Thanks, Alex"


class Case(NamedTuple):
    """A file, which figure it counts for, what was expected and what was found."""

    figure: str
    file: str
    expected: str
    found: str

    @property
    def is_exact(self) -> bool:
        """Whether nothing but outer blanks and blanks at the ends of lines differs."""
        return _lines(self.expected) == _lines(self.found)


def measure(corpora: Path) -> dict[str, float | int]:
    """The share of texts whose reply, or signature, is exactly as expected, by collection; and how many there are."""
    found: dict[str, list[bool]] = {}
    for case in cases(corpora):
        found.setdefault(case.figure, []).append(case.is_exact)
    figures: dict[str, float | int] = {}
    for name, exact in found.items():
        figures[name] = round(sum(exact) / len(exact), 4)
        figures[f"{name}, texts"] = len(exact)
    return figures


def cases(corpora: Path) -> Iterator[Case]:
    """Each comparison, in order."""
    yield from _trimmer(corpora / "mail-reply-trimmer")
    yield from _talon(corpora / "mail-talon")


def _trimmer(folder: Path) -> Iterator[Case]:
    for file in sorted((folder / "emails").iterdir()):
        parts = _parts(file)
        yield Case("trimmer: reply", file.name, _read(folder / "trimmed" / file.name), parts.reply)
        elided = " ".join(_read(folder / "elided" / file.name).split())
        # There, lines that were wrapped are joined, and every sign of a quote is made ">".
        cut = " ".join(f"{parts.quoted} {parts.signature}".replace("\n|", "\n>").replace("\nC>", "\n>").split())
        yield Case("trimmer: all that is cut off", file.name, elided, cut)


def _talon(folder: Path) -> Iterator[Case]:
    for file in sorted((folder / "standard_replies").glob("*.eml")):
        beside = file.with_name(f"{file.stem}_reply_text")
        expected = _read(beside) if beside.exists() else _HELLO
        parts = _parts(file)
        yield Case("talon: reply", file.name, expected, parts.reply)
        # There, a signature is part of the reply.
        whole = f"{parts.reply}\n\n{parts.signature}" if not parts.reply.endswith(parts.signature) else parts.reply
        yield Case("talon: reply with signature", file.name, expected, whole)
    for file in sorted((folder / "html_replies").glob("*.html")):
        yield Case("talon: reply in HTML", file.name, _HTML, " ".join(_parts(file).reply.split()))
    for file in sorted((folder / "signature" / "emails" / "stripped").glob("*_body")):
        expected = _read(file.with_name(file.name.replace("_body", "_signature")))
        yield Case("talon: signature", file.name, expected, _parts(file).signature)


def _parts(file: Path) -> Trimmed:
    ((_, text),) = read_texts(file)
    return trim(text) if isinstance(text, str) else Trimmed("", "", "")


def _read(file: Path) -> str:
    return file.read_text("utf-8", "replace")


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n")]


def main() -> None:
    """Print the figures as JSON, and each text that differs."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("corpora", type=Path)
    corpora = asked.parse_args().corpora
    print(json.dumps(measure(corpora), indent=2))
    for case in cases(corpora):
        if not case.is_exact:
            print(f"{case.figure} {case.file}\n  expected {case.expected!r}\n  found    {case.found!r}")


if __name__ == "__main__":
    main()
