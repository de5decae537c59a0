"""Measures how well officebot understands mail, and writes docs/explanation/evaluation.md from what it measured.

python tools/evaluate.py [--shared FOLDER]    FOLDER (else the variable OFFICEBOT_CORPORA, else ../shared beside the sources)
                                              holds mailset/ and corpora/; what is absent is said to be absent

Each module of tools/evaluation/ has a function `measure`; its arguments are named after what they are given.
"""

from __future__ import annotations

import argparse
import importlib.util
import inspect
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "explanation" / "evaluation.md"
EVALUATION = ROOT / "tools" / "evaluation"
_BEGIN, _END = "<!-- by hand, from here -->", "<!-- by hand, to here -->"
_WORST = 10
_HAND_WRITTEN = "Nothing was written here yet."
_INTRODUCTION = """\
# How well mail is understood

This page is written by `make evaluate` from what it measured; only the part between the two marks is written by hand.
Two people labelled the mails without seeing each other's labels; a verdict counts as right where it equals either.
*Held out* are mails and sentences that nobody read while rules, words and training texts were written.
"""


class Judged(Protocol):
    """A labelled mail with its verdict, as tools/evaluation/mails.py gives it."""

    id: str
    verdict: Any
    labels: Sequence[Mapping[str, Any]]

    def fits(self, field: str) -> bool: ...

    def steps_off(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the first table: what, the target, and which figures show it (module, names; an empty name: all)."""

    what: str
    target: str
    module: str
    figures: tuple[str, ...]


ROWS = (
    Row("urgency exact · within one step", "≥ 75 % · ≥ 95 %", "mails", ("urgency", "urgency within one step")),
    Row("“now” and “today” ranked below “week”", "≤ 3 %", "mails", ("now and today ranked below week",)),
    Row(
        "kind · act · who · reply expected · confidential",
        "≥ 80 · 90 · 75 · 85 · 85 %",
        "mails",
        ("kind", "act", "who", "reply expected", "confidential"),
    ),
    Row(
        "deadline where there is one · where there is none",
        "≥ 85 % · ≥ 85 %",
        "mails",
        ("deadline where there is one", "deadline where there is none"),
    ),
    Row("fraud found · false alarms", "≥ 95 % · ≤ 1 %", "mails", ("fraud found", "fraud on honest mail")),
)
#: Other modules, with the title and the targets of their tables.
TABLES = (
    ("fraud", "Fraud", "fraud from the wild flagged ≥ 80 %, ranked hot ≤ 1 %"),
    ("dates", "Dates", "exact on the specifications: French ≥ 55 %, English ≥ 70 %"),
    ("intents", "Requests and promises", "F1 ≥ 0.78 on sentences that were not learned from"),
    ("trimming", "Replies without quotes", "≥ 95 % exact on each collection"),
    ("languages", "Languages", "≥ 99 %"),
    ("robustness", "Every mail of every corpus", "0 crashes, 0 over 200 ms"),
)


def main(arguments: list[str]) -> int:
    """0 when the page was written; it says what could not be measured."""
    parser = argparse.ArgumentParser(description="Measure how well mail is understood.")
    default = Path(os.environ.get("OFFICEBOT_CORPORA", ROOT.parent / "shared"))
    parser.add_argument("--shared", type=Path, default=default, help="the folder with mailset/ and corpora/")
    options = parser.parse_args(arguments)
    shared: Path = options.shared
    page = "\n".join([_INTRODUCTION, *_of_mails(shared), *_of_others(shared), *_elsewhere(), ""])
    PAGE.write_text(page, encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} written")
    return 0


# ── what is measured ──────────────────────────────────────────────────────────────────────────────────────


def module(name: str) -> ModuleType | None:
    """A module of tools/evaluation/, or None where there is none of this name."""
    path = EVALUATION / f"{name}.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location(f"evaluation_{name}", path)
    if spec is None or spec.loader is None:
        return None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


def measured(name: str, shared: Path) -> Mapping[str, float | int] | str:
    """The figures of a module, or the sentence that says why there are none."""
    found = module(name)
    if found is None:
        return "Not measured: there is no module for it."
    places = {"shared": shared, "mailset": shared / "mailset", "corpora": shared / "corpora"}
    wanted = {
        argument: places[argument] for argument in inspect.signature(found.measure).parameters if argument in places
    }
    absent = [argument for argument, place in wanted.items() if not place.is_dir()]
    if absent:
        return f"Not measured: the folder of the {absent[0]} is absent."
    print(f"measuring {name} …", flush=True)
    figures: Mapping[str, float | int] = found.measure(**wanted)
    return figures


# ── what is written ───────────────────────────────────────────────────────────────────────────────────────


def _of_mails(shared: Path) -> Iterator[str]:
    figures = measured("mails", shared)
    yield "## Labelled office mails\n"
    if isinstance(figures, str):
        yield figures + "\n"
        yield from _by_hand()
        return
    yield f"{figures['mails, all']} mails, {figures['mails, held out']} of them held out.\n"
    yield "| | target | all | held out |\n|---|---|---|---|"
    for row in ROWS:
        cells = [" · ".join(_percent(figures[f"{name}, {of}"]) for name in row.figures) for of in ("all", "held out")]
        yield f"| {row.what} | {row.target} | {cells[0]} | {cells[1]} |"
    yield f"| mails a second, read and judged, one core | ≥ 700 | {figures['mails a second']} | |\n"
    found = module("mails")
    if found is not None:
        judged = found.judge_all(shared / "mailset")
        yield from _confusion("Urgency", found.confusion(judged, "urgency"), found.STEPS)
        kinds = sorted({label for pair in found.confusion(judged, "kind") for label in pair})
        yield from _confusion("Kind", found.confusion(judged, "kind"), kinds)
        yield from _mistakes(judged)
    yield from _by_hand()


def _confusion(title: str, counts: Counter[tuple[str, str]], labels: Sequence[str]) -> Iterator[str]:
    yield f"### {title}: what was meant (lines) and what was said (columns)\n"
    yield "| | " + " | ".join(labels) + " |\n|---|" + "---|" * len(labels)
    for meant in labels:
        yield f"| **{meant}** | " + " | ".join(str(counts[meant, said] or "·") for said in labels) + " |"
    yield ""


def _mistakes(judged: Sequence[Judged]) -> Iterator[str]:
    """The verdicts that are furthest off, with what counted; no words of the mails, which are not ours to print."""
    yield f"### The {_WORST} worst mistakes\n"
    for one in sorted(judged, key=_badness, reverse=True)[:_WORST]:
        if _badness(one) > 0:
            yield _told(one)
    yield ""


def _badness(one: Judged) -> float:
    fields = {"kind": 1.0, "act": 2.0, "who": 1.0, "deadline": 1.0, "reply_expected": 0.5, "confidential": 0.5}
    return 2.0 * one.steps_off() + sum(weight for field, weight in fields.items() if not one.fits(field))


def _told(one: Judged) -> str:
    """A mistake in a sentence: what was meant and said, how sure, and what counted most."""
    data, meant = one.verdict.to_data(), one.labels[0]
    fields = ("urgency", "kind", "act", "who", "deadline", "reply_expected", "confidential")
    wrong = [f"{field.replace('_', ' ')} {_shown(data[field])} instead of {_shown(meant[field])}" for field in fields
             if not one.fits(field)]  # fmt: skip
    counted = "; ".join(f"{one.what.render('en').rstrip('.')} ({one.weight:+.1f})" for one in one.verdict.reasons[:4])
    return (
        f"- **{one.id}** ({_percent(data['confidence'])} sure): {', '.join(wrong)}. Counted: {counted or 'nothing'}."
    )


def _shown(value: object) -> str:
    if isinstance(value, list):
        return f"{len(value)} people" if value else "nobody"
    return {True: "yes", False: "no", None: "none"}.get(value, str(value)) if not isinstance(value, str) else value


def _of_others(shared: Path) -> Iterator[str]:
    for name, title, target in TABLES:
        yield f"## {title}\n\nWanted: {target}.\n"
        figures = measured(name, shared)
        if isinstance(figures, str):
            yield figures + "\n"
            continue
        yield "| | |\n|---|---|"
        yield from (f"| {what} | {value:,} |" for what, value in figures.items())
        yield ""


def _elsewhere() -> Iterator[str]:
    yield """## Measured elsewhere

- Triage of 10,000 mails beside imapfilter and the bare floor: `python benchmarks/triage.py`, see
  [benchmarks](../../benchmarks/README.md).
- What reading, language, dates and judging cost a mail: `python benchmarks/judging.py`.
- Spoofed mails, names of attachments, invitations, marks of private mail, expressions: `make sweep`, see [trust](trust.md)."""


def _by_hand() -> Iterator[str]:
    """The part of the present page that people wrote, kept as it is."""
    words = _HAND_WRITTEN
    if PAGE.exists():
        page = PAGE.read_text("utf-8")
        if _BEGIN in page and _END in page:
            words = page.partition(_BEGIN)[2].partition(_END)[0].strip("\n")
    yield f"### What the mistakes have in common\n\n{_BEGIN}\n{words}\n{_END}\n"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
