"""One error put into a finished report: a digit changed, two swapped, a sign, a cent, a line left out."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

from officebot.connectors.budget_workbook import LINES_SHEET

_DIGITS = re.compile(r"\d")


def spoilt(words: str, chance: random.Random) -> str:
    """The number with one error in it that a hand or a program makes; never the same number."""
    ways: list[Callable[[str, random.Random], str]] = [_digit, _swapped, _sign, _cent]
    chance.shuffle(ways)
    for way in ways:
        other = way(words, chance)
        if _value(other) != _value(words):
            return other
    raise AssertionError(words)


def _value(words: str) -> str:
    """What counts of a number: `-0,00` is `0,00`."""
    bare = re.sub(r"[^\d\u2212-]", "", words)
    return bare.lstrip("\u2212-") if not re.search(r"[1-9]", bare) else bare


def _digit(words: str, chance: random.Random) -> str:
    found = chance.choice(list(_DIGITS.finditer(words)))
    other = chance.choice([one for one in "0123456789" if one != found[0]])
    return words[: found.start()] + other + words[found.end() :]


def _swapped(words: str, chance: random.Random) -> str:
    places = [one.start() for one in _DIGITS.finditer(words)]
    if len(places) < 2:
        return words
    at = chance.randrange(len(places) - 1)
    first, second = places[at], places[at + 1]
    letters = list(words)
    letters[first], letters[second] = letters[second], letters[first]
    return "".join(letters)


def _sign(words: str, _: random.Random) -> str:
    if words[:1] in "-\u2212":
        return words[1:]
    return f"\u2212{words.lstrip('+')}" if "\u00a0" in words or "," in words else f"-{words.lstrip('+')}"


def _cent(words: str, _: random.Random) -> str:
    last = list(_DIGITS.finditer(words))[-1]
    return words[: last.start()] + str((int(last[0]) + 1) % 10) + words[last.end() :]


# ── where ─────────────────────────────────────────────────────────────────────────────────────────────────


def into_json(fact: dict[str, Any], chance: random.Random) -> None:
    """One figure of a report's JSON spoilt, or a line left out."""
    if chance.random() < 0.1:
        del fact["lines"][chance.randrange(len(fact["lines"]))]
        return
    line = chance.choice([*fact["lines"], fact["totals"]])
    places = [
        (holder, name) for holder in (line, line["ytd"]) for name, value in holder.items() if _is_figure(name, value)
    ]
    holder, name = chance.choice(places)
    holder[name] = spoilt(holder[name], chance)


def _is_figure(name: str, value: Any) -> bool:
    return isinstance(value, str) and name not in ("code", "label", "group", "method", "alert") and value != ""


def into_workbook(content: bytes, chance: random.Random, cells: list[str]) -> bytes:
    """One number of the sheet of lines spoilt, as a hand that types over it would, or its row emptied."""
    at = chance.choice(cells)
    row = re.sub(r"[A-Z]", "", at)
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == f"xl/worksheets/sheet{LINES_SHEET + 1}.xml":
                text = part.decode()
                if chance.random() < 0.1:
                    text = re.sub(rf'<row r="{row}"[^>]*>.*?</row>', "", text, flags=re.DOTALL)
                else:
                    value = re.compile(rf'(<c r="{at}"[^>]*>(?:<f>[^<]*</f>)?<v>)([^<]*)(</v>)')
                    found = value.search(text)
                    assert found is not None, at
                    text = text[: found.start(2)] + spoilt(found[2], chance) + text[found.end(2) :]
                part = text.encode()
            target.writestr(name, part)
    return held.getvalue()


def into_document(content: bytes, chance: random.Random) -> bytes:
    """One number of a Word document spoilt, in a table or a sentence, or a row of the lines left out."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = _document_spoilt(part.decode(), chance).encode()
            target.writestr(name, part)
    return held.getvalue()


def _document_spoilt(text: str, chance: random.Random) -> str:
    drawn = [found.span() for found in re.finditer(r"<mc:AlternateContent.*?</mc:AlternateContent>", text, re.DOTALL)]
    if chance.random() < 0.1:
        rows = [row for row in re.finditer(r"<w:tr[ >].*?</w:tr>", text, re.DOTALL) if row[0].count("<w:tc>") == 11]
        row = chance.choice(rows[2:])
        return text[: row.start()] + text[row.end() :]
    figures = [
        found
        for found in re.finditer(r"[+\u2212]?\d[\d\u00a0]*,\d{1,2}(?=[^<>]*</w:t>)", text)
        if not any(begin <= found.start() < end for begin, end in drawn)
    ]
    found = chance.choice(figures)
    return text[: found.start()] + spoilt(found[0], chance) + text[found.end() :]
