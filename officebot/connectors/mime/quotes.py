"""Where an earlier mail begins within a text: below "… wrote:", below a head, below a line that says so.

Pure and linear: each pattern looks at one line, or at a few joined ones of bounded length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from officebot.connectors.mime.quote_words import (
    ADDRESS,
    COPIED,
    DATE,
    DATE_BEGINS,
    FIELD,
    FIELDS,
    FORWARD_BEGINS,
    FORWARDED_BY,
    FULL_DATE,
    LABELS,
    MAY_BEGIN,
    QUOTING,
    WRITING_WORDS,
    WROTE,
    WROTE_ALONE,
)
from officebot.core.expressions import expression

_INDENT = " \t\xa0|*_"
# A colon, or the end of an address, with nothing but blanks behind it.
_ENDS_A_LINE = expression(r"[:：>](?:[ \t\r\f\v\xa0\u202f]{0,20}(?:\n|\Z)|[ \t\r\f\v\xa0\u202f]{21})")
_RULE = expression(r"\s*[-_=*~–—]{2,200}\s*")

# No honest mail has more lines that look like the beginning of one.
_MOST_TRIES = 200


class Mark(NamedTuple):
    """Lines `start` up to but not `end` that stand above an earlier mail.

    `is_certain` tells a head or a dividing line, below which all is quoted, from "… wrote:", below which all depends
    on what follows.
    """

    start: int
    end: int
    is_certain: bool


def may_quote(text: str) -> bool:
    """Whether any mark could be found in the text: quick, and rarely true where there is none."""
    return _ENDS_A_LINE.search(text) is not None or MAY_BEGIN.search("\n" + text) is not None


def marks(lines: Sequence[str]) -> Iterator[Mark]:
    """The marks in order; the first certain one is the last that is given."""
    kinds = [_kind(line) for line in lines]
    fenced, tries = False, 0
    for index, line in enumerate(lines):
        if line.startswith("```"):
            fenced = not fenced
        bare = line.strip(_INDENT)
        if fenced or not bare or len(bare) > 2000:
            continue
        if _is_divider(lines, kinds, index, bare) or _is_head(lines, kinds, index):
            yield Mark(_above(lines, kinds, index), index + 1, True)
            return
        if bare[-1] in ":：>" and tries < _MOST_TRIES and _may_be_wrote(lines, index):
            tries += 1
            start = _wrote_from(lines, index, bare)
            if start >= 0:
                yield Mark(_above(lines, kinds, start), index + 1, False)


def is_quote(line: str) -> bool:
    """Whether the line is marked as quoted: by `>`, or by the initials that some programs put before it."""
    begin = line[:6]
    if ">" not in begin:
        return False
    begin = begin.lstrip(" ")
    return begin[0] == ">" or (begin[1:2] == ">" and begin[0].isupper() and begin[2:3] in ("", " "))


# ── a line that divides ───────────────────────────────────────────────────────────────────────────────────


def _is_divider(lines: Sequence[str], kinds: Sequence[str], index: int, bare: str) -> bool:
    first = bare[0]
    if first == "-" and bare.startswith("--"):
        words = bare.strip("-–— ")
        if bare.endswith("--") and 3 <= len(words) <= 160:
            return bool(COPIED.search(words) or WROTE.search(words[-80:]))
        return bool(FORWARDED_BY.match(bare))
    if line_is_underscores(lines[index]):
        following = _next_filled(lines, index)
        return following < len(lines) and kinds[following] in ("from", "date") and _is_head(lines, kinds, following)
    return len(bare) <= 80 and bool(FORWARD_BEGINS.match(bare))


def line_is_underscores(line: str) -> bool:
    """Whether the line is what Outlook and list servers draw: underscores only."""
    return line.startswith("_____") and not line.strip().strip("_")


# ── a head: From, Sent, To, Subject ───────────────────────────────────────────────────────────────────────


def _kind(line: str) -> str:
    """Which field of a head a line holds, "" for none."""
    if ":" not in line[:40] and "：" not in line[:40]:
        return ""
    match = FIELD.match(line)
    return FIELDS.get(match.group(1).lower().replace("’", "'"), "") if match else ""


def _label(line: str) -> str:
    bare = line.strip().lower()
    return FIELDS.get(bare, "subject") if bare in LABELS else ""


def _is_head(lines: Sequence[str], kinds: Sequence[str], index: int) -> bool:
    """Whether at least three fields begin here: wrapped values between them, one empty line at most."""
    first = kinds[index]
    if not first or first == "more":
        return _is_label_head(lines, index)
    found, enough, fields, other, blank = {first}, False, 1, 0, 0
    for following in range(index + 1, min(len(lines), index + 60)):
        kind = kinds[following]
        if kind:
            fields += 1
            blank = 0
            if kind not in found:
                found.add(kind)
                enough = _is_enough(found)
        elif not lines[following].strip():
            blank += 1
        elif blank:
            break
        else:
            other += 1
        if blank > 1 or other > 40 or fields > 12:
            break
        if enough:
            return True
    return " " in lines[index] and first == "from" and _is_one_line(lines[index])


def _is_enough(found: set[str]) -> bool:
    kinds = found - {"more"}
    return len(kinds) >= 3 and ("subject" in kinds or {"from", "date"} <= kinds)


def _is_one_line(line: str) -> bool:
    """From, Sent and Subject that some conversion has put on one line."""
    lowered = line[:1000].lower()
    return any(f" {date}" in lowered for date in ("sent:", "envoyé :", "envoyé:", "date:", "gesendet:")) and any(
        f" {name}" in lowered for name in ("subject:", "objet :", "objet:", "betreff:")
    )


def _is_label_head(lines: Sequence[str], index: int) -> bool:
    if _label(lines[index]) != "to":
        return False
    following = {_label(line) for line in lines[index + 1 : index + 14]}
    return "subject" in following and "cc" in following


def _above(lines: Sequence[str], kinds: Sequence[str], start: int) -> int:
    """Where the quote begins that has its mark at `start`: rules above it belong to it, and the name and date
    that Lotus Notes puts above the other fields."""
    if kinds[start] in ("to", "cc") or _label(lines[start]):
        start = _name_and_date(lines, start)
    above = start
    while above and (not lines[above - 1].strip() or _RULE.fullmatch(lines[above - 1][:300])):
        above -= 1
        if lines[above].strip():
            start = above
    return start


def _name_and_date(lines: Sequence[str], start: int) -> int:
    filled = [index for index in range(max(0, start - 8), start) if lines[index].strip()]
    for place in range(len(filled) - 1, max(-1, len(filled) - 5), -1):
        line = lines[filled[place]]
        if len(line) < 120 and DATE.search(line) and not line.rstrip().endswith((".", "!", "?")):
            name = place if len(line.split()) > 4 or not place else place - 1
            # "Sent by: …" stands between the name and the date.
            return filled[name - 1] if name and _kind(lines[filled[name]]) == "more" else filled[name]
    return start


# ── "… wrote:" ────────────────────────────────────────────────────────────────────────────────────────────


def _may_be_wrote(lines: Sequence[str], index: int) -> bool:
    """Whether to look closer: a word for writing, or an address, in the last three lines."""
    words = " ".join(lines[max(0, index - 2) : index + 1])[-600:].lower()
    if "@" in words or not WRITING_WORDS.isdisjoint(words.replace(":", " ").split()):
        return True
    if words.startswith(("quot", "zitat", "cit")):
        return True
    return not words.isascii() and WROTE.search(words) is not None


def _wrote_from(lines: Sequence[str], index: int, bare: str) -> int:
    """The line with which "On … wrote:", ending at `index`, begins; -1 where it is none."""
    if is_quote(lines[index]) and not WROTE_ALONE.fullmatch(lines[index]):
        return -1
    before_quote = _precedes_quote(lines, index)
    if bare[-1] == ">":
        # "2013/7/20 Anne <a@b.example>": no verb, so it must stand right above a quote.
        return index if before_quote and FULL_DATE.match(bare) and ADDRESS.search(bare) else -1
    if QUOTING.match(bare) and before_quote:
        return index
    joined = ""
    weak = -1
    for start in _upwards(lines, index):
        joined = f"{lines[start].strip()[:300]} {joined}"
        verb = WROTE.search(joined)
        if DATE_BEGINS.match(joined):
            if (before_quote or FULL_DATE.match(joined)) and ADDRESS.search(joined) and DATE.search(joined):
                return start
            if verb and (before_quote or DATE.search(joined) or ADDRESS.search(joined)):
                return start
        elif weak < 0 and verb and verb.start() > 1 and _names_writer(joined, verb, before_quote):
            weak = start
    return weak


def _upwards(lines: Sequence[str], index: int) -> Iterator[int]:
    """The lines that "On … wrote:" may be spread over, from its last upwards."""
    filled = 0
    for start in range(index, max(-1, index - 10), -1):
        line = lines[start].strip()
        if not line:
            # Some programs set the address apart: an empty line, "<", the address, "> wrote:".
            if not lines[start + 1].startswith("<"):
                return
            continue
        if filled and line[-1] in ":：.!?" and not line[-3:-1].strip(".").isdigit() and not DATE.search(line):
            return
        filled += 1
        if filled > 5:
            return
        yield start


def _names_writer(joined: str, verb: re.Match[str], before_quote: bool) -> bool:
    """Whether it begins with who wrote: a name and an address, or a short line right above a quote."""
    if ADDRESS.search(joined[: verb.start()]):
        return True
    if before_quote:
        return len(joined) <= 160
    return bool(DATE.search(joined[verb.end() :])) and len(joined) <= 160


def _precedes_quote(lines: Sequence[str], index: int) -> bool:
    following = _next_filled(lines, index)
    return following < len(lines) and (is_quote(lines[following]) or lines[following].startswith("|"))


def _next_filled(lines: Sequence[str], index: int) -> int:
    for following in range(index + 1, min(len(lines), index + 6)):
        if lines[following].strip():
            return following
    return len(lines)
