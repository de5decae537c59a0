"""How well notes become minutes: actions with owner and day, decisions, the next meeting, of a folder of labelled sets.

    .venv/bin/python tools/evaluation/minutes_notes.py DIR [--show] [--only 01]

Each set is a folder with notes, `meta.json` and `truth.json`, perhaps an agenda and people. An action counts as found where
its source overlaps the words that the label names, or shares half of its words, one to one. Owners, days and next meetings
are counted twice: of all, and behind a slash of those that the label or the draft names; that nobody is named is no merit.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document
from docx.table import Table

from officebot.core.minutes.agenda import read_agenda
from officebot.core.minutes.model import ActionPoint, Minutes, NotesFile, Passage
from officebot.core.minutes.notes.drafting import draft_from_notes
from officebot.core.minutes.notes.likeness import likeness, stems
from officebot.core.minutes.notes.participants import read_participants
from officebot.core.text import plain

_EVERYBODY = {"tous", "all", "everyone", "everybody", "tout le monde"}


def main() -> int:
    """Print the figures, and with --show what was read otherwise than labelled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    count: Counter[str] = Counter()
    by_language: dict[str, Counter[str]] = {"fr": Counter(), "en": Counter()}
    for place in sorted(chosen.folder.glob(f"{chosen.only}*/truth.json")):
        one = measure(place.parent, show=chosen.show)
        count.update(one)
        language = json.loads((place.parent / "meta.json").read_text())["language"]
        by_language.setdefault(language, Counter()).update(one)
    for name, figures in (*by_language.items(), ("all", count)):
        print(f"{name:4} {_line(figures)}")
    return 0


def _line(figures: Counter[str]) -> str:
    return (
        f"sets {figures['sets']:2}  actions {_prf(figures, 'action')}"
        f"  owner {_share(figures, 'owner')}  due {_share(figures, 'due')}"
        f"  decisions {_prf(figures, 'decision')}  disputes {_prf(figures, 'dispute')}  next {_share(figures, 'next')}"
        f"  present {_share(figures, 'present')}  untraced {figures['untraced']}"
        f"  ms/set {figures['us'] / 1000 / max(1, figures['sets']):.0f}"
    )


def _prf(figures: Counter[str], kind: str) -> str:
    hit, made, wanted = figures[f"{kind} hit"], figures[f"{kind} made"], figures[f"{kind} wanted"]
    precision, recall = hit / made if made else 0, hit / wanted if wanted else 0
    f1 = 2 * precision * recall / (precision + recall) if hit else 0
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({hit}/{made}/{wanted})"


def _share(figures: Counter[str], kind: str) -> str:
    whole = f"{figures[f'{kind} right'] / max(1, figures[f'{kind} of']):.3f}"
    named = figures[f"{kind} named"]
    return f"{whole}/{figures[f'{kind} named right'] / named:.3f}" if named else whole


def _count(count: Counter[str], kind: str, is_right: bool, *, is_named: bool) -> None:
    count.update({f"{kind} of": 1, f"{kind} right": int(is_right)})
    count.update({f"{kind} named": int(is_named), f"{kind} named right": int(is_named and is_right)})


def measure(folder: Path, *, show: bool) -> Counter[str]:
    """The counts of one set."""
    truth = json.loads((folder / "truth.json").read_text())
    files = [NotesFile(name=path.name, text=_text(path)) for path in sorted(folder.glob("notes*"))]
    meta = json.loads((folder / "meta.json").read_text())
    agenda = next((read_agenda(path.read_text()) for path in folder.glob("agenda*")), None)
    people = next((read_participants(path.read_text()) for path in folder.glob("people*")), ())
    started = time.process_time()
    minutes = draft_from_notes(
        files, agenda=agenda, people=people, when=date.fromisoformat(meta["date"]), language=meta["language"]
    )
    count: Counter[str] = Counter({"sets": 1, "us": int((time.process_time() - started) * 1e6)})
    texts = {one.name: one.text for one in files}
    _actions(count, folder.name, minutes, truth, texts, show=show)
    for kind, mine, label in (
        ("decision", [one for topic in minutes.topics for one in topic.decisions], "decisions"),
        ("dispute", [one for topic in minutes.topics for one in topic.disagreements], "disagreements"),
    ):
        _passages(
            count,
            kind,
            folder.name,
            mine,
            [one["evidence"] for item in truth["items"] for one in item[label]],
            texts,
            show=show,
        )
    _next(count, folder.name, minutes, truth, show=show)
    wanted, present = {plain(name) for name in truth["present"]}, {plain(name) for name in minutes.present}
    count.update({"present of": 1, "present right": int(wanted == present)})
    if show and wanted != present:
        print(folder.name, "PRESENT", sorted(present), "wanted", sorted(wanted))
    count["untraced"] += _untraced(minutes, texts)
    return count


def _actions(
    count: Counter[str], name: str, minutes: Minutes, truth: dict[str, Any], texts: dict[str, str], *, show: bool
) -> None:
    mine = [action for _, action in minutes.actions]
    wanted = [action for item in truth["items"] for action in item["actions"]]
    pairs = _pairs(mine, wanted, texts)
    count.update({"action made": len(mine), "action wanted": len(wanted), "action hit": len(pairs)})
    for place, at in pairs:
        found, label = mine[place], wanted[at]
        is_owner, is_due = _is_owner(found, label), _is_due(found, label)
        _count(count, "owner", is_owner, is_named=bool(found.who or label["who"]))
        _count(count, "due", is_due, is_named=bool(found.due or label["due"]))
        if show and not (is_owner and is_due):
            print(
                name,
                "WRONG",
                "" if is_owner else f"who {found.who} wanted {label['who']!r}",
                "" if is_due else f"due {found.due} wanted {label['due']}",
                "|",
                found.quote,
            )
    if show:
        for place in sorted(set(range(len(mine))) - {pair[0] for pair in pairs}):
            print(name, "EXTRA", mine[place].who, mine[place].due, "|", mine[place].quote)
        for at in sorted(set(range(len(wanted))) - {pair[1] for pair in pairs}):
            print(name, "MISSED", wanted[at]["who"], wanted[at]["due"], "|", wanted[at]["evidence"])


def _pairs(
    mine: Sequence[ActionPoint], wanted: Sequence[dict[str, Any]], texts: dict[str, str]
) -> list[tuple[int, int]]:
    """Which action of ours is which labelled one, the best overlaps first."""
    scored = []
    for place, found in enumerate(mine):
        for at, label in enumerate(wanted):
            score = max((_overlap(found, span) for span in _spans(label, texts)), default=0.0)
            words = likeness(stems(found.what), stems(label["what"]))
            score = score if score > 0 else (words / 2 if words >= 0.5 else 0.0)
            if score > 0:
                scored.append((score + (0.2 if _is_owner(found, label) else 0), place, at))
    taken: list[tuple[int, int]] = []
    for _, place, at in sorted(scored, reverse=True):
        if all(place != one and at != other for one, other in taken):
            taken.append((place, at))
    return taken


def _spans(label: dict[str, Any], texts: dict[str, str]) -> Iterator[tuple[str, int, int]]:
    also = label.get("evidence_also", [])
    for words in (label["evidence"], *([also] if isinstance(also, str) else also)):
        yield from _places(words, texts)


def _places(words: str, texts: dict[str, str]) -> Iterator[tuple[str, int, int]]:
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
    for name, text in texts.items():
        found = pattern.search(text)
        if found is not None:
            yield name, found.start(), found.end()


def _overlap(found: ActionPoint | Passage, span: tuple[str, int, int]) -> float:
    name, start, end = span
    if found.source.file != name:
        return 0.0
    common = min(found.source.end, end) - max(found.source.start, start)
    return common / (max(found.source.end, end) - min(found.source.start, start)) if common > 0 else 0.0


def _is_owner(found: ActionPoint, label: dict[str, Any]) -> bool:
    also = label.get("who_also", [])
    return any(
        _names(found.who) == _names(who.split(", ") if who else [])
        for who in (label["who"], *([also] if isinstance(also, str) else also))
    )


def _names(who: Sequence[str]) -> set[str]:
    return {"all" if plain(name) in _EVERYBODY else plain(name) for name in who if name}


def _is_due(found: ActionPoint, label: dict[str, Any]) -> bool:
    due = found.due.isoformat() if found.due is not None else None
    also = label.get("due_also", [])
    return due == label["due"] or due in (also if isinstance(also, list) else [also])


def _passages(
    count: Counter[str],
    kind: str,
    name: str,
    mine: Sequence[Passage],
    wanted: Sequence[str],
    texts: dict[str, str],
    *,
    show: bool,
) -> None:
    scored = sorted(
        (
            (score, place, at)
            for place, found in enumerate(mine)
            for at, words in enumerate(wanted)
            if (score := max((_overlap(found, span) for span in _places(words, texts)), default=0.0)) > 0
        ),
        reverse=True,
    )
    taken: list[tuple[int, int]] = []
    for _, place, at in scored:
        if all(place != one and at != other for one, other in taken):
            taken.append((place, at))
    count.update({f"{kind} made": len(mine), f"{kind} wanted": len(wanted), f"{kind} hit": len(taken)})
    if show:
        for place in sorted(set(range(len(mine))) - {pair[0] for pair in taken}):
            print(name, f"extra {kind} |", mine[place].text)
        for at in sorted(set(range(len(wanted))) - {pair[1] for pair in taken}):
            print(name, f"missed {kind} |", wanted[at])


def _next(count: Counter[str], name: str, minutes: Minutes, truth: dict[str, Any], *, show: bool) -> None:
    found, wanted = minutes.next_meeting, truth["next_meeting"]
    told = (
        None
        if found is None or found.date is None
        else (found.date.isoformat(), found.time.isoformat("minutes") if found.time else None)
    )
    asked = None if not wanted or not wanted.get("date") else (wanted["date"], wanted.get("time"))
    _count(count, "next", told == asked, is_named=bool(told or asked))
    if show and told != asked:
        print(name, "NEXT", told, "wanted", asked)


def _untraced(minutes: Minutes, texts: dict[str, str]) -> int:
    """How many sentences hold a word that their source does not."""
    wrong = 0
    for topic in minutes.topics:
        told = [(one.text, one.source) for one in (*topic.summary, *topic.decisions, *topic.disagreements)]
        told += [(one.what, one.source) for one in topic.actions]
        for words, source in told:
            source_words = set(re.findall(r"\w+", texts[source.file][int(source.start) : int(source.end)]))
            wrong += not set(re.findall(r"\w+", words)) <= source_words
    return wrong


def _text(path: Path) -> str:
    """The notes as text; of a Word file paragraphs and tables in their order."""
    if path.suffix != ".docx":
        return path.read_text()
    lines = []
    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            lines += ["| " + " | ".join(cell.text for cell in row.cells) + " |" for row in block.rows]
        else:
            style = (block.style.name if block.style is not None else "") or ""
            sign = (
                "## " if style.startswith(("Heading", "Titre", "Title")) else "- " if style.startswith("List") else ""
            )
            lines.append(sign + block.text if block.text.strip() else "")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
