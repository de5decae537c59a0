"""What the author of a mail newly wrote: the text without quotes, forwarded heads and signature. Linear in its length."""

from __future__ import annotations

import re

_LONGEST = 100_000
# Anchored and bounded on each side: every pattern looks at one line, or at a few joined ones, once.
_WROTE = re.compile(
    r"^(?:>\s?)*(?:le|on|am|el|il|em|op)\b.{4,300}?"
    r"(?:a écrit|a ecrit|écrivait|wrote|schrieb|escribió|ha scritto|escreveu|schreef)"
    r"\s*(?:\([^)]{0,100}\)\s*)?:\s*$",
    re.IGNORECASE,
)
_WROTE_END = re.compile(
    r"(?:a écrit|a ecrit|écrivait|wrote|schrieb|escribió|ha scritto|escreveu|schreef)\s*:\s*$", re.IGNORECASE
)
_WROTE_START = re.compile(r"^(?:le|on|am|el|il|em|op)\s", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"^[-_\s]*-{2,}\s*(?:message d['’]origine|message original|original message|message transféré|forwarded message"
    r"|ursprüngliche nachricht|début du message|mensaje original)\s*-*\s*$"
    r"|^(?:début du message (?:réexpédié|transféré)|begin forwarded message)\s*:\s*$"
    r"|^_{20,}\s*$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^\*{0,2}(de|from|von|envoyé|envoyé le|sent|gesendet|date|à|to|an|cc|objet|subject|betreff)\s*\*{0,2}\s?:\*{0,2}\s",
    re.IGNORECASE,
)
_FIRST_HEAD = re.compile(r"^\*{0,2}(?:de|from|von)\s*\*{0,2}\s?:", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"^--\s?$|^(?:envoyé|sent|gesendet) (?:de|depuis|from|à partir de|von) (?:mon|my|outlook|meinem|yahoo).{0,80}$",
    re.IGNORECASE,
)
_CLOSINGS = (
    r"(?:(?:bien )?cordialement|(?:bien )?à (?:vous|toi)|sincères salutations|salutations(?: distinguées)?|cdlt|cdt|bav"
    r"|respectueusement|amicalement|best regards|kind regards|warm regards|regards|sincerely|yours sincerely|best wishes"
    r"|yours faithfully|mit freundlichen grüßen)"
)
_CLOSING = re.compile(rf"^{_CLOSINGS}\s*[,.!]?$", re.IGNORECASE)


# How the lines begin that the patterns above can match: asked of every line, before any pattern is.
_SIGNS = frozenset(">-_* \t\xa0")
_BEGINS = frozenset({"le", "on", "am", "el", "il", "em", "op", "de", "fr", "vo", "dé", "be"})
_ENDS = frozenset(
    {"en", "se", "ge", "bi", "à ", "a ", "co", "si", "sa", "cd", "ba", "re", "am", "be", "ki", "wa", "yo", "mi"}
)


# A text without such a line quotes nothing: two quick searches that most mails need no more than.
_MAY_BEGIN_QUOTE = re.compile(
    r"\n[^\S\n]*(?:[-_][-_ ]*-|_{20}|\*{0,2}(?:de|from|von)[^\S\n]*\*{0,2}\s?:|d[ée]but du|begin)", re.IGNORECASE
)
_ENDS_WITH_COLON = re.compile(r":[^\S\n]*(?:\n|\Z)")


# The same for a closing or a signature.
_MAY_END = re.compile(
    r"\n[^\S\n]*(?=[-abcegkmrswyà])(?:--\s?(?:\n|\Z)|(?:envoyé|sent|gesendet) |"
    rf"{_CLOSINGS}[^\S\n]*[,.!]?[^\S\n]*(?:\n|\Z))",
    re.IGNORECASE,
)


def new_text(text: str) -> str:
    """The part of a mail's text that is neither quoted nor a signature; the text itself when nothing else is left."""
    lines = text[:_LONGEST].split("\n")
    end = _end_of_new(lines) if _may_quote(text) else len(lines)
    kept = lines[:end]
    if text.startswith(">") or "\n>" in text:
        kept = [line for line in kept if not line.startswith(">")]
    if _MAY_END.search(text):
        kept = _without_signature(kept)
    found = "\n".join(kept).strip()
    if found == text:
        return text
    # Forwarded without a word, or written below a quote that bears no marks: all that is not quoted counts.
    return found or "\n".join(line for line in lines if not line.startswith(">")).strip()


def _may_quote(text: str) -> bool:
    return bool(_ENDS_WITH_COLON.search(text) or _MAY_BEGIN_QUOTE.search("\n" + text))


def _end_of_new(lines: list[str]) -> int:
    """Where what follows is an earlier mail; quotes answered line by line do not end the new text."""
    for index, line in enumerate(lines):
        if not _may_match(line, _BEGINS) or len(line) > 600:
            continue
        stripped = line.strip()
        if _SEPARATOR.match(stripped) and index + 1 < len(lines):
            return index
        if _FIRST_HEAD.match(stripped) and _is_head(lines, index):
            return index
        if _is_wrote(lines, index) and not _answers_between(lines, index):
            return index
    return len(lines)


def _may_match(line: str, starts: frozenset[str]) -> bool:
    return line[:2].lower() in starts or line[:1] in _SIGNS


def _is_head(lines: list[str], index: int) -> bool:
    """At least three of From, Sent, To, Subject on the next lines: the head that Outlook puts above a quote."""
    following = [line.strip() for line in lines[index : index + 8]]
    return sum(1 for line in following if _HEAD.match(line[:40])) >= 3


def _is_wrote(lines: list[str], index: int) -> bool:
    stripped = lines[index].strip()
    if not _WROTE_START.match(stripped.lstrip("> ")):
        return False
    joined = stripped
    for following in lines[index + 1 : index + 4]:
        if _WROTE_END.search(joined[-40:]):
            break
        joined = f"{joined} {following.strip()}"[:600]
    return bool(_WROTE.match(joined))


def _answers_between(lines: list[str], index: int) -> bool:
    """Whether the author wrote between and below the quoted lines."""
    rest = [line for line in lines[index + 1 : index + 400] if line.strip()]
    quoted = [number for number, line in enumerate(rest) if line.startswith(">")]
    if not quoted:
        return False
    return any(not line.startswith(">") and len(line.strip()) > 3 for line in rest[quoted[0] :])


def _without_signature(lines: list[str]) -> list[str]:
    for index, line in enumerate(lines):
        if index == 0 or not _may_match(line, _ENDS) or len(line) > 120:
            continue
        stripped = line.strip()
        if _SIGNATURE.match(stripped):
            return lines[:index]
        if _CLOSING.match(stripped) and len([rest for rest in lines[index:] if rest.strip()]) <= 15:
            return lines[: index + 1]
    return lines
