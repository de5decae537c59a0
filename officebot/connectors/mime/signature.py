"""Where a text's signature begins: delimiters, closings with names, contact details, device lines, legal footers.

Pure and linear: only the end of a text is looked at, line by line, or paragraph by paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from officebot.connectors.mime.signature_words import (
    CLOSINGS,
    FORMULA,
    FROM_DEVICE,
    GET_PROGRAM,
    GREEN,
    GREEN_SIGNS,
    LEGAL,
    LEGAL_SIGNS,
    SENT_FIRST,
    SENT_LAST,
    SENT_WITH,
    VIA_DEVICE,
)
from officebot.core.expressions import expression

# No signature, footer included, is longer than so many lines that are not empty.
_LONGEST = 40
_DELIMITER_MARKS = "-_=*~#+—–ᐧ"
_FORMULA_BEGINS = frozenset({"je", "no", "ve", "re", "ag", "da"})
_EMAIL = expression(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}\.[\w.-]{2,80}")
_PHONE = expression(r"(?<!\w)\+?\(?\d{1,4}\)?(?:[ .()/-]{1,3}\d{1,4}){2,6}(?!\w)")
_PHONE_LABEL = expression(
    r"(?:t[ée]l|t|m|mob|mobile|portable|fax|f|p|phone|cell|ligne directe|standard)\s?[.:]", re.IGNORECASE
)
_URL = expression(r"(?:https?://|www\.)\S{3,200}", re.IGNORECASE)
_NAME = expression(r"(?:[-–—#]\s?)?(?:[^\W\d_][\w.'’-]{0,24},?\s){0,4}[^\W\d_][\w.'’-]{0,24}(?:, [\w.]{2,8})?")


class Ending(NamedTuple):
    """Lines up to `end` are the text; the signature begins at `start`.

    The two differ where somebody closed by hand, with a word and a name: that belongs to what was written, and is
    how it is signed.
    """

    end: int
    start: int


def ending(lines: Sequence[str]) -> Ending:
    """Where the text ends and its signature begins; both are the number of lines where there is none."""
    end = only_delimited(lines)
    closed = _closing(lines, end)
    if closed >= 0:
        by_hand = _filled(lines, closed, end) <= 2 and _is_name_only(lines, closed + 1, end)
        return Ending(end if by_hand else closed, closed)
    block = _contact_block(lines, end)
    if block < end:
        return Ending(block, block)
    return Ending(end, _name_and_title(lines, end))


def only_delimited(lines: Sequence[str]) -> int:
    """Where a signature begins that its form alone shows: below a delimiter, a device line, a legal notice."""
    footed = _before_footers(lines, len(lines))
    end = _before_delimiter(lines, footed)
    return end if end == footed else _before_footers(lines, end)


# ── footers: device lines, legal notices ──────────────────────────────────────────────────────────────────


def _before_footers(lines: Sequence[str], end: int) -> int:
    """The end without the lines that programs and lawyers add below; never the whole text."""
    while True:
        last = _last_filled(lines, end)
        if last <= 0:
            return end
        line = lines[last].strip()
        begin = last if len(line) <= 160 and is_device_line(line) else _legal(lines, last)
        if begin < 0 or _last_filled(lines, begin) < 0:
            return end
        if VIA_DEVICE.fullmatch(line) and begin and _is_name(lines[begin - 1]):
            begin -= 1
        end = begin


def is_device_line(line: str) -> bool:
    """Whether a line says what it was sent with."""
    if SENT_WITH.match(line) or GET_PROGRAM.match(line) or FROM_DEVICE.match(line):
        return True
    return line.rstrip(".!) ").endswith(SENT_LAST) or line.startswith(SENT_FIRST)


def _legal(lines: Sequence[str], last: int) -> int:
    """Where the paragraph that ends at `last` begins, if it is a legal notice; else -1."""
    if len(lines[last]) < 25:
        return -1
    begin = _paragraph(lines, last, 25)
    words = " ".join(lines[begin : last + 1])[:4000].lower()
    if len(words) < 600 and any(sign in words for sign in GREEN_SIGNS) and GREEN.search(words):
        return begin
    if len(words) < 80 or not any(sign in words for sign in LEGAL_SIGNS):
        return -1
    return begin if sum(1 for pattern in LEGAL if pattern.search(words)) >= 4 else -1


# ── delimiters ────────────────────────────────────────────────────────────────────────────────────────────


def _before_delimiter(lines: Sequence[str], end: int) -> int:
    """Where the first delimiter stands below which all is a signature; else the end."""
    filled, found = 0, end
    for index in range(end - 1, 0, -1):
        line = lines[index].strip()
        if not line:
            continue
        filled += 1
        if filled > _LONGEST:
            break
        if line[0] in _DELIMITER_MARKS and not line.strip(_DELIMITER_MARKS) and _last_filled(lines, index) >= 0:
            if lines[index].startswith("```") or not _delimits(lines, index, end, line):
                continue
            found = index
    return found


def _delimits(lines: Sequence[str], index: int, end: int, line: str) -> bool:
    below = [one.strip() for one in lines[index + 1 : end] if one.strip()]
    if line == "--":
        # RFC 3676 §4.3, often without its blank.
        return len(below) <= 25 and not _goes_on(below)
    if lines[index - 1].strip() and not line.startswith("____"):
        return False
    if not below:
        return True
    if len(line) == 1 and line not in "—–ᐧ_":
        return False
    short = len(below) <= 15 and all(len(one) <= 160 for one in below)
    if not short or _goes_on(below):
        return False
    return line.startswith(("____", "—", "–")) or _has_contact(below) or (len(below) <= 3 and _is_name(below[0]))


def _goes_on(below: Sequence[str]) -> bool:
    """Whether the lines are prose: a signature has hardly any sentence."""
    sentences = sum(1 for one in below if len(one) > 60 and one[-1] in ".?!:;,")
    return sentences >= 3 or any(one.endswith("?") and len(one) > 20 for one in below)


# ── closings ──────────────────────────────────────────────────────────────────────────────────────────────


def _closing(lines: Sequence[str], end: int) -> int:
    """Where the closing stands that has only a signature below it; -1 for none."""
    below: list[str] = []
    found = -1
    for index in range(end - 1, -1, -1):
        line = lines[index].strip()
        if not line:
            continue
        if index and below and _is_closing(line) and _signs(below):
            found = index
        if len(line) > 90 or len(below) > 14:
            break
        below.insert(0, line)
    return found


def _is_closing(line: str) -> bool:
    if len(line) > 160:
        return False
    if len(line) <= 40 and line.lower().replace("’", "'").rstrip(" ,.!…-:;)") in CLOSINGS:
        return True
    return line[:2].lower() in _FORMULA_BEGINS and bool(FORMULA.match(line))


def _signs(below: Sequence[str]) -> bool:
    """Whether what stands below a closing is a name, with what belongs to it."""
    if below[0].startswith(("-", "*", "•", ">")) or any(one.endswith(("?", ":")) for one in below):
        return False
    if any(len(one) > 40 and one.endswith((".", "!")) and not _URL.search(one) for one in below):
        return False
    return any(_is_name(one) for one in below[:2])


def _is_name(line: str) -> bool:
    """Whether a line could be a person's name: one to five words, the first with a capital."""
    words = line.strip().strip("*_ ")
    if not 1 < len(words) <= 60 or not _NAME.fullmatch(words):
        return False
    first = words.lstrip("-–—# ")[:1]
    return first.isupper() or not first.islower() or " " not in words


def _is_name_only(lines: Sequence[str], begin: int, end: int) -> bool:
    below = [one.strip() for one in lines[begin:end] if one.strip()]
    return len(below) == 1 and _is_name(below[0]) and len(below[0].split()) <= 3


# ── names and contact details without a closing ───────────────────────────────────────────────────────────


def _contact_block(lines: Sequence[str], end: int) -> int:
    """Where the last paragraph begins, if it is a name with an address or a telephone below it; else the end."""
    last = _last_filled(lines, end)
    if last <= 0 or len(lines[last]) > 90:
        return end
    begin = _paragraph(lines, last, 10)
    block = [one.strip() for one in lines[begin : last + 1]]
    if not _has_contact(block) or any(len(one) > 90 for one in block):
        return end
    if len(block) == 1 or _is_contact(block[0]):
        # The name may stand alone above its details.
        above = _last_filled(lines, begin)
        if above <= 0 or not _is_name(lines[above]) or _paragraph(lines, above, 3) != above:
            return end
        begin = above
    above = _last_filled(lines, begin)
    if (
        above < 0
        or lines[above].rstrip().endswith((":", "："))
        or any(one.endswith(("?", "!", ":")) for one in block)
    ):
        return end
    return begin if _reads_as_name(lines[begin]) else end


def _name_and_title(lines: Sequence[str], end: int) -> int:
    """Where a last paragraph begins that is a name and a title only; else the end. Too weak a sign to cut it off."""
    last = _last_filled(lines, end)
    if last <= 0 or len(lines[last]) > 60:
        return end
    begin = _paragraph(lines, last, 5)
    above = _last_filled(lines, begin)
    if not 2 <= last - begin + 1 <= 4 or above < 0 or lines[above].rstrip().endswith((":", "：")):
        return end
    is_signed = all(_is_name(line) for line in lines[begin : last + 1]) and len(lines[begin].split()) > 1
    return begin if is_signed else end


def _reads_as_name(line: str) -> bool:
    words = line.split()
    if not words or len(words) > 7 or words[-1][-1] in ",;":
        return False
    # "Ph.D.", "Jr.", "S.A.S." end with a full stop, as sentences do, but are short.
    return words[-1][-1] != "." or len(words[-1]) <= 6


def _has_contact(block: Sequence[str]) -> bool:
    return any(_is_contact(one) for one in block)


def _is_contact(line: str) -> bool:
    """Whether a line is little more than an e-mail address or a telephone number."""
    mail = _EMAIL.search(line) if "@" in line else None
    if mail:
        return len(line) - len(mail.group()) <= 30
    phone = _PHONE.search(line)
    if not phone:
        return False
    digits = sum(letter.isdigit() for letter in phone.group())
    return 7 <= digits <= 15 and (len(line) - len(phone.group()) <= 16 or bool(_PHONE_LABEL.search(line)))


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────


def _last_filled(lines: Sequence[str], end: int) -> int:
    """The last line before `end` that is not empty; -1 for none."""
    index = end - 1
    while index >= 0 and not lines[index].strip():
        index -= 1
    return index


def _paragraph(lines: Sequence[str], last: int, most: int) -> int:
    """Where the paragraph that ends at `last` begins."""
    begin = last
    while begin and last - begin < most and lines[begin - 1].strip():
        begin -= 1
    return begin


def _filled(lines: Sequence[str], begin: int, end: int) -> int:
    return sum(1 for line in lines[begin:end] if line.strip())
