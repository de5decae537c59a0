"""How well mails are judged, measured on mails that two people labelled.

python tools/evaluation/mails.py SHARED    prints the figures; SHARED holds mailset/labels.jsonl, second.jsonl, people.csv, eml/
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from officebot.connectors.mailfiles import read_mails
from officebot.core.facts import OfficeFacts
from officebot.core.judging.judge import judge
from officebot.core.judging.verdict import Verdict
from officebot.core.mail import Mail
from officebot.core.people import Contacts
from officebot.core.worktime import WorkingTime
from officebot.engine import collecting
from officebot.settings.tables import Findings, people_in

STEPS = ("now", "today", "week", "later", "none")
#: Every so manieth mail was never read while rules, words and training mails were written: only measured.
_HELD_OUT = 4
_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A mail with its verdict and the labels of both people."""

    id: str
    verdict: Verdict
    labels: tuple[Mapping[str, Any], Mapping[str, Any]]

    def fits(self, field: str) -> bool:
        """Whether the verdict's field is what either of the two said."""
        got = _plain(self.verdict.to_data()[field])
        return any(got == _plain(label[field]) for label in self.labels)

    def steps_off(self) -> int:
        """How many steps the urgency lies from the nearer of the two."""
        got = STEPS.index(self.verdict.urgency)
        return min(abs(got - STEPS.index(label["urgency"])) for label in self.labels)


def measure(shared: Path) -> dict[str, float | int]:
    """The shares of verdicts that are right, over all labelled mails and over the held-out ones; and mails a second."""
    judged = judge_all(shared / "mailset")
    figures = {f"{name}, all": value for name, value in shares(judged).items()}
    figures |= {f"{name}, held out": value for name, value in shares(held_out(judged)).items()}
    figures["mails a second"] = mails_a_second(shared / "mailset")
    return figures


def judge_all(mailset: Path) -> list[Judged]:
    """Every labelled mail, judged as `officebot mail judge` does, by the order of their names."""
    first, second = _labels(mailset / "labels.jsonl"), _labels(mailset / "second.jsonl")
    facts = facts_of(mailset)
    judged = []
    for file, mail in read_mails(mailset / "eml", authserv_ids=facts.people.domains):
        name = Path(file).stem
        if isinstance(mail, Mail) and name in first:
            seen = replace(mail, received=mail.date)
            judged.append(Judged(name, judge(seen, facts, mail.date), (first[name], second[name])))
    return judged


def facts_of(mailset: Path) -> OfficeFacts:
    """The office of the labelled mails."""
    people = people_in(mailset / "people.csv", "fr", Findings())
    return OfficeFacts(name="", people=people, contacts=Contacts(()), working_time=WorkingTime())


def held_out(judged: Sequence[Judged]) -> list[Judged]:
    """The mails that were only measured."""
    return [one for number, one in enumerate(judged) if number % _HELD_OUT == _HELD_OUT - 1]


def shares(judged: Sequence[Judged]) -> dict[str, float | int]:
    """The share that is right, by name."""
    hot = [one for one in judged if one.labels[0]["urgency"] in ("now", "today")]
    dated = [one for one in judged if one.labels[0]["deadline"]]
    undated = [one for one in judged if not any(label["deadline"] for label in one.labels)]
    fraud = [one for one in judged if one.labels[0]["kind"] == "fraud"]
    honest = [one for one in judged if one.labels[0]["kind"] != "fraud"]
    return {
        "mails": len(judged),
        "urgency": _share(judged, lambda one: one.fits("urgency")),
        "urgency within one step": _share(judged, lambda one: one.steps_off() <= 1),
        "now and today ranked below week": _share(hot, lambda one: STEPS.index(one.verdict.urgency) > 2),
        **{name: _share(judged, lambda one, f=name: one.fits(f)) for name in ("importance", "kind", "act", "who")},
        "reply expected": _share(judged, lambda one: one.fits("reply_expected")),
        "confidential": _share(judged, lambda one: one.fits("confidential")),
        "deadline where there is one": _share(dated, lambda one: one.fits("deadline")),
        "deadline where there is none": _share(undated, lambda one: one.fits("deadline")),
        "fraud found": _share(fraud, lambda one: one.verdict.kind == "fraud"),
        "fraud on honest mail": _share(honest, lambda one: one.verdict.kind == "fraud"),
    }


def confusion(judged: Iterable[Judged], field: str) -> Counter[tuple[str, str]]:
    """How often each label (of whom the verdict agrees with, else the first person's) became which verdict."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in judged:
        got = str(one.verdict.to_data()[field])
        counts[got if one.fits(field) else str(one.labels[0][field]), got] += 1
    return counts


def mails_a_second(mailset: Path) -> float:
    """Mails read from their files and judged in a second of CPU time, after the first round."""
    facts = facts_of(mailset)
    files = list(read_mails(mailset / "eml"))
    for _, mail in files:
        if isinstance(mail, Mail):
            judge(mail, facts, mail.date)
    with collecting.seldom():  # As the command does.
        began, count = time.process_time(), 0
        for _ in range(_ROUNDS):
            for _, mail in read_mails(mailset / "eml", authserv_ids=facts.people.domains):
                if isinstance(mail, Mail):
                    judge(replace(mail, received=mail.date), facts, mail.date)
                    count += 1
        seconds = time.process_time() - began
    return round(count / seconds)


def _labels(path: Path) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in map(json.loads, path.read_text("utf-8").splitlines())}


def _plain(value: Any) -> Any:
    """Lists without their order, date-times to the minute."""
    if isinstance(value, list):
        return frozenset(value)
    return value[:16] if isinstance(value, str) and value[4:5] == "-" else value


def _share(judged: Sequence[Judged], is_right: Callable[[Judged], bool]) -> float:
    return round(sum(map(is_right, judged)) / max(1, len(judged)), 3)


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1])), indent=1))
