"""How well dates in sentences are read, measured on the specifications of Recognizers-Text with the shared scorer.

python tools/evaluation/dates.py SHARED    prints the figures; SHARED holds score/dates.py and corpora/

The scorer takes the end of every span for inclusive. In the French specification most ends are exclusive already: no
program whose spans are right can pass there. So each language is scored twice: as the scorer does, and with the end
that the specification's own text has.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

from officebot.core.dates import find_dates

_FOLDERS = {"fr": ("French", "dmy"), "en": ("English", "mdy")}
_Case: TypeAlias = Mapping[str, Any]


def measure(shared: Path) -> dict[str, float | int]:
    """The share of cases read exactly, by language and by how the ends of spans are taken; even and odd cases apart.

    The even cases were looked at while the grammar was written, the odd ones only measured.
    """
    scorer = _scorer(shared / "score" / "dates.py")
    figures: dict[str, float | int] = {}
    for language, (folder, order) in _FOLDERS.items():
        spec = shared / "corpora" / "nlp-recognizers-text" / "DateTime" / folder / "DateTimeModel.json"
        cases = scorer.cases(spec)
        begin = time.process_time()
        found = [_matches(scorer, case, language, order) for case in cases]
        seconds = time.process_time() - begin
        figures[f"{language}, cases"] = len(cases)
        figures[f"{language}, exact by the scorer"] = _share(scorer, cases, found)
        with _ends_of_the_text(scorer):
            figures[f"{language}, exact by the specification's text"] = _share(scorer, cases, found)
            figures[f"{language}, the same, seen half"] = _share(scorer, cases[::2], found[::2])
            figures[f"{language}, the same, held out"] = _share(scorer, cases[1::2], found[1::2])
        wrong = sum(_is_exclusive(case, one) for case in cases for one in case["Results"])
        figures[f"{language}, spans whose end the scorer puts one too far"] = wrong
        figures[f"{language}, sentences a second"] = round(len(cases) / seconds)
    return figures


def _matches(scorer: ModuleType, case: _Case, language: str, order: str) -> list[dict[str, Any]]:
    at = datetime.fromisoformat(scorer.reference(case) or scorer.NO_REFERENCE)
    return [match.to_json() for match in find_dates(case["Input"], at, language, order=order)]


def _share(scorer: ModuleType, cases: Sequence[_Case], found: Sequence[list[dict[str, Any]]]) -> float:
    right = sum(bool(scorer.right(case, matches)) for case, matches in zip(cases, found, strict=True))
    return round(right / max(1, len(cases)), 4)


def _is_exclusive(case: _Case, result: Mapping[str, Any]) -> bool:
    """Whether the end that the specification names lies behind the words, not on their last letter."""
    if "Start" not in result or "End" not in result:
        return False
    start, end, words = result["Start"], result["End"], result["Text"].lower()
    text = case["Input"].lower()
    return bool(text[start:end] == words)


@contextmanager
def _ends_of_the_text(scorer: ModuleType) -> Iterator[None]:
    """The scorer, with the end of a span where the specification's own text ends."""
    usual: Callable[[_Case, Mapping[str, Any]], tuple[int, int]] = scorer.span

    def span(case: _Case, result: Mapping[str, Any]) -> tuple[int, int]:
        return (result["Start"], result["End"]) if _is_exclusive(case, result) else usual(case, result)

    scorer.__dict__["span"] = span
    try:
        yield
    finally:
        scorer.__dict__["span"] = usual


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_dates", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure how well dates in sentences are read.")
    parser.add_argument("shared", type=Path)
    print(json.dumps(measure(parser.parse_args(arguments).shared), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
