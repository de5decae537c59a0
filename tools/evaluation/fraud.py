"""How many frauds are found, and how many honest mails are taken for one, on labelled mails and on public collections.

python tools/evaluation/fraud.py SHARED    prints the figures; SHARED holds mailset/ and corpora/ with mail-spamassassin
                                           and mail-enron-categories
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from train_judging import is_held_out

from officebot.connectors.mailfiles import read_mails
from officebot.core.facts import OfficeFacts
from officebot.core.judging.suspicion import doubts
from officebot.core.mail import Mail
from officebot.core.people import Contacts, People, Person
from officebot.core.worktime import WorkingTime
from officebot.duties.mail_triage.recognise import recognise
from officebot.duties.mail_triage.settings import Settings

_HOT = ("now", "today")
#: The first of each pair was looked at while the rules were made, and is learned from; the second is only measured.
_SPAM = {"spam, learned from": "spam-1", "spam, held out": "spam-2"}
_HAM = ("easy-ham-1", "easy-ham-2", "hard-ham-1")


def measure(shared: Path) -> dict[str, float | int]:
    """The shares of mails found, flagged and ranked hot, with how many there were of each kind."""
    figures = _of_mailset(shared / "mailset")
    collection = shared / "corpora" / "mail-spamassassin"
    nobody = _office([])
    for name, folder in _SPAM.items():
        figures |= _shares(name, _verdicts(collection / folder, nobody))
    ham = [one for folder in _HAM for one in _verdicts_by_file(collection / folder, nobody)]
    enron = list(_verdicts_by_file(shared / "corpora" / "mail-enron-categories", nobody))
    for name, found in (("ham", ham), ("enron", enron)):
        figures |= _shares(f"{name}, learned from", [one for file, one in found if not is_held_out(file)])
        figures |= _shares(f"{name}, held out", [one for file, one in found if is_held_out(file)])
    return figures


def _of_mailset(folder: Path) -> dict[str, float | int]:
    labels = {row["id"]: row for row in map(json.loads, (folder / "labels.jsonl").read_text("utf-8").splitlines())}
    office = _office(people(folder / "people.csv"))
    found = {Path(file).stem: verdict for file, verdict in _verdicts_by_file(folder / "eml", office)}
    frauds = [name for name, label in labels.items() if label["kind"] == "fraud"]
    fair = [name for name in labels if name not in frauds]
    idle = [name for name in frauds if labels[name]["urgency"] == "none"]
    return {
        "mailset, frauds": len(frauds),
        "mailset, frauds found": _share(found[name]["kind"] == "fraud" for name in frauds),
        "mailset, honest mails": len(fair),
        "mailset, false alarms": _share(found[name]["kind"] == "fraud" for name in fair),
        "mailset, honest mails warned of": _share(bool(found[name]["warnings"]) for name in fair),
        "mailset, frauds ranked hot": _share(found[name]["urgency"] in _HOT for name in idle),
        "microseconds a mail": round(1e6 * _seconds(folder, office), 1),
    }


def _shares(name: str, verdicts: Iterable[Mapping[str, Any]]) -> dict[str, float | int]:
    all_of = list(verdicts)
    return {
        f"{name}, mails": len(all_of),
        f"{name}, flagged": _share(bool(one["warnings"]) or one["kind"] == "fraud" for one in all_of),
        f"{name}, kind fraud": _share(one["kind"] == "fraud" for one in all_of),
        f"{name}, flagged and ranked hot": _share(bool(one["warnings"]) and one["urgency"] in _HOT for one in all_of),
    }


def people(file: Path) -> list[Person]:
    """The people of the fictional office."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            Person(
                name=row["name"],
                address=row["address"],
                role=row["role"],
                circle=row["circle"],
                responsibilities=tuple(word.strip() for word in row["responsibilities"].split(";")),
            )
            for row in csv.DictReader(stream)
        ]


def _office(persons: list[Person]) -> OfficeFacts:
    return OfficeFacts(
        name="", people=People(persons), contacts=Contacts([]), working_time=WorkingTime(), language="fr"
    )


def _verdicts(folder: Path, office: OfficeFacts) -> Iterator[Mapping[str, Any]]:
    return (verdict for _, verdict in _verdicts_by_file(folder, office))


def _verdicts_by_file(folder: Path, office: OfficeFacts) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for file, mail in read_mails(folder, authserv_ids=office.people.domains):
        if isinstance(mail, Mail):
            claims = recognise(mail, office, Settings(), mail.received)
            yield file, next(claim.data for claim in claims if claim.kind == "triage")


def _seconds(folder: Path, office: OfficeFacts) -> float:
    """The CPU time of what speaks against a mail, for one of the labelled mails, the text already read."""
    mails = [
        mail for _, mail in read_mails(folder / "eml", authserv_ids=office.people.domains) if isinstance(mail, Mail)
    ]
    for mail in mails:
        doubts(mail, office, {})
    rounds = 30
    begin = time.process_time()
    for mail in mails * rounds:
        doubts(mail, office, {})
    return (time.process_time() - begin) / (len(mails) * rounds)


def _share(right: Iterable[bool]) -> float:
    answers = list(right)
    return round(sum(answers) / len(answers), 4) if answers else 0.0


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    print(json.dumps(measure(parser.parse_args().shared), indent=1))


if __name__ == "__main__":
    main()
