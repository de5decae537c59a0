"""A mail's text taken apart: what its author newly wrote, the earlier mails below it, the signature. Linear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from officebot.connectors.mime import quotes, signature
from officebot.connectors.mime.quotes import is_quote

# No honest mail is longer; what is beyond is not looked at, and goes with what stands before it.
_MOST_LINES = 4_000


class Trimmed(NamedTuple):
    """A text's parts, each without outer empty lines.

    `reply` is what the author wrote, with the lines they answered between; `quoted` the rest of earlier mails;
    `signature` how it is signed, with device lines and legal footers. A closing by hand ("Thanks,", a name) is part
    of the reply too: a person wrote it.
    """

    reply: str
    quoted: str
    signature: str


def trim(text: str) -> Trimmed:
    """The parts of a mail's text.

    A forward without a word has an empty reply; a text that is nothing but unmarked quotes is its own reply.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    parts = _quotes_apart(lines[:_MOST_LINES], quotes.may_quote(text))
    if len(lines) > _MOST_LINES:
        (parts.quoted or parts.own).extend(lines[_MOST_LINES:])
    end = signature.ending(parts.own)
    return Trimmed(
        _joined(parts.own[: end.end]),
        _joined(parts.quoted),
        _joined([*parts.own[end.start :], *([""] if parts.footer else []), *parts.footer]),
    )


def new_text(text: str) -> str:
    """What the author wrote, without any quoted line and without signature; the text itself when nothing else is left."""
    if ">" not in text and not quotes.may_quote(text):
        # Most mails: nothing is quoted, so only their end is looked at.
        lines = text.split("\n")
        end = signature.ending(lines).end
        return text if end == len(lines) else _joined(lines[:end])
    own = [line for line in trim(text).reply.split("\n") if not is_quote(line)]
    new = "\n".join(own).strip()
    # Forwarded without a word: all that is not marked counts.
    return new or "\n".join(line for line in text.split("\n") if not is_quote(line)).strip()


class _Parts(NamedTuple):
    own: list[str]
    quoted: list[str]
    footer: list[str]


def _quotes_apart(lines: list[str], may_quote: bool) -> _Parts:
    found = list(quotes.marks(lines)) if may_quote else []
    if found and found[-1].is_certain:
        at = found[-1].start
        # What follows a head is an earlier mail, with all that hangs on it.
        above = _below_marks(lines[:at], found[:-1])
        return _Parts(above.own, [*above.quoted, *lines[at:]], above.footer)
    return _below_marks(lines, found)


def _below_marks(lines: list[str], found: Sequence[quotes.Mark]) -> _Parts:
    """The parts of a text that may have "… wrote:" in it, and lines marked as quotes."""
    if not found:
        return _without_last_quote(lines)
    first = found[0]
    before, after = lines[: first.start], lines[first.end :]
    foot = _footer(after)
    body, footer = after[:foot], after[foot:]
    if not _has_own(before):
        return _answer_below(lines, first, body, footer)
    if not _is_quoted_below(body) or not _answers(body):
        return _Parts(before, lines[first.start : first.end + foot], footer)
    kept, marks = _without_marks(body, found, first.end)
    inline = _without_last_quote([*before, *kept])
    return _Parts(inline.own, [*lines[first.start : first.end], *marks, *inline.quoted], [*inline.footer, *footer])


def _answer_below(lines: list[str], first: quotes.Mark, body: list[str], footer: list[str]) -> _Parts:
    """A text that begins with "… wrote:": the answer stands below the quote, or between its lines."""
    mark = lines[: first.end]
    if not _is_quoted_below(body):
        return _Parts(body, mark, footer)
    if not _answers(body):
        return _Parts([], [*mark, *body], footer)
    begin = next(index for index, line in enumerate(body) if line.strip())
    end = begin
    while end < len(body) and (is_quote(body[end]) or not body[end].strip()):
        end += 1
    if any(is_quote(line) for line in body[end:]) and _answers_between(body[end:]):
        inline = _without_last_quote(body)
        return _Parts(inline.own, [*mark, *inline.quoted], footer)
    below = _without_last_quote(body[end:])
    return _Parts(below.own, [*mark, *body[:end], *below.quoted], footer)


def _without_marks(body: list[str], found: Sequence[quotes.Mark], offset: int) -> tuple[list[str], list[str]]:
    """The lines without the further "… wrote:" among them, and those."""
    marks = {index - offset for mark in found[1:] for index in range(mark.start, mark.end)}
    kept = [line for index, line in enumerate(body) if index not in marks]
    return kept, [line for index, line in enumerate(body) if index in marks]


def _without_last_quote(lines: list[str]) -> _Parts:
    """The lines without the quote that ends them, if anything stands above it; a footer may stand below it."""
    if not any(is_quote(line) for line in lines):
        return _Parts(lines, [], [])
    foot = _footer(lines)
    body, footer = lines[:foot], lines[foot:]
    end = len(body)
    while end and (is_quote(body[end - 1]) or not body[end - 1].strip()):
        end -= 1
    if _has_own(body[:end]) and any(is_quote(line) for line in body[end:]):
        return _Parts(body[:end], body[end:], footer)
    return _Parts(lines, [], [])


def _footer(lines: list[str]) -> int:
    """Where what stands below a quote is only a signature; else the number of lines."""
    last_quote = max((index for index, line in enumerate(lines) if is_quote(line)), default=-1)
    if last_quote < 0:
        return len(lines)
    return last_quote + signature.only_delimited(["a quote", *lines[last_quote + 1 :]])


def _has_own(lines: Sequence[str]) -> bool:
    return any(line.strip() and not is_quote(line) for line in lines)


def _is_quoted_below(lines: Sequence[str]) -> bool:
    return is_quote(next((line for line in lines if line.strip()), ""))


def _answers(lines: list[str]) -> bool:
    """Whether any line below the first quote is the author's own, not merely one that was wrapped."""
    return any(
        line.strip() and not is_quote(line) and not _is_wrapped(lines, index) for index, line in enumerate(lines)
    )


def _answers_between(lines: list[str]) -> bool:
    last = max(index for index, line in enumerate(lines) if is_quote(line))
    return _has_own(lines[:last]) and _has_own(lines[last + 1 :])


def _is_wrapped(lines: Sequence[str], index: int) -> bool:
    """Whether a line is the rest of the quoted line above, which some program broke in two."""
    return (
        0 < index < len(lines) - 1
        and len(lines[index - 1]) >= 60
        and is_quote(lines[index - 1])
        and is_quote(lines[index + 1])
        and len(lines[index]) < 40
    )


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()
