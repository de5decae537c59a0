"""How well the language of a text is told, measured on labelled mails and on sentences of known language.

python tools/evaluation/languages.py MAILSET CORPORA    prints the figures; MAILSET holds labels.jsonl and eml/, CORPORA
                                                        holds nlp-recognizers-text
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from officebot.connectors.mailfiles import read_mails
from officebot.core.language import language_of
from officebot.core.mail import Mail

_WORD = re.compile(r"[^\W\d_]{2,}")
_FOLDERS = {"fr": "French", "en": "English"}
_ROUNDS = 20


def measure(mailset: Path, corpora: Path) -> dict[str, float | int]:
    """The share of texts whose language is told right: mails, and sentences of three and of six words and more.

    Sentences are split in two halves by their hash; "held out" is the one that is never looked at.
    """
    figures: dict[str, float | int] = {}
    texts = list(mails(mailset))
    figures["mails"] = _share(texts)
    figures["mails, texts"] = len(texts)
    for language in _FOLDERS:
        for half in ("seen", "held out"):
            found = [text for text in sentences(corpora, language) if is_held_out(text) == (half == "held out")]
            for least in (3, 6):
                some = [(text, language) for text in found if len(_WORD.findall(text)) >= least]
                figures[f"{language} sentences of {least} words, {half}"] = _share(some)
                figures[f"{language} sentences of {least} words, {half}, texts"] = len(some)
    figures["microseconds for 1 KB"] = round(1e6 * _seconds_for_a_kilobyte([text for text, _ in texts]), 1)
    return figures


def mails(mailset: Path) -> Iterator[tuple[str, str]]:
    """The texts of the labelled mails with their language."""
    rows = [json.loads(line) for line in (mailset / "labels.jsonl").read_text("utf-8").splitlines()]
    labels = {row["id"]: row["lang"] for row in rows}
    for file, mail in read_mails(mailset / "eml"):
        if isinstance(mail, Mail) and Path(file).stem in labels:
            yield mail.reply or mail.text, labels[Path(file).stem]


def sentences(corpora: Path, language: str) -> list[str]:
    """The sentences of the specifications in one language, each once, sorted."""
    folder = corpora / "nlp-recognizers-text"
    files = sorted(folder.glob(f"*/{_FOLDERS[language]}/*.json"))
    return sorted({case["Input"] for file in files for case in json.loads(file.read_text("utf-8-sig"))})


def is_held_out(text: str) -> bool:
    """Whether a sentence belongs to the half that is only measured."""
    return sha256(text.encode()).digest()[0] % 2 == 1


def _share(texts: list[tuple[str, str]]) -> float:
    return round(sum(language_of(text) == language for text, language in texts) / max(1, len(texts)), 4)


def _seconds_for_a_kilobyte(texts: list[str]) -> float:
    whole = "\n".join(texts)
    pieces = [whole[start : start + 1024] for start in range(0, len(whole) - 1024, 1024)]
    best = float("inf")
    for _ in range(5):
        begin = time.process_time()
        for _ in range(_ROUNDS):
            for piece in pieces:
                language_of(piece)
        best = min(best, time.process_time() - begin)
    return best / _ROUNDS / max(1, len(pieces))


def main() -> None:
    """Print the figures as JSON."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("mailset", type=Path)
    asked.add_argument("corpora", type=Path)
    given = asked.parse_args()
    print(json.dumps(measure(given.mailset, given.corpora), indent=2))


if __name__ == "__main__":
    main()
