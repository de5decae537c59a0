"""A mail's text cut into what is said at a time: items of lists, rows that each name a thing, sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from officebot.core.expressions import expression
from officebot.core.trade.reading.folding import folded

_BULLET = expression(r"\s{0,20}(?:[-*•·–—o>✓→]|\(?\d{1,2}[.)]|[a-h]\))\s{1,6}(?=\S)")
_SENTENCE_END = expression(r"(?<=[.!?;])\s{1,3}(?=[^\W\d_]|\d|[«“\"'(£€$])")
_TELLS = expression(r"\b(?:nous|vous|je|est|sont|sera|seront|ont|will|is|are|was|were|we|you|they)\b")
_LIST = expression(r", (?:and |et )?| and (?:the )?| et (?:les |la |le )?| & ")
#: Words that a point ends and no sentence.
_SHORT_WORDS = (
    "mm mme mr mrs ms dr m st no nos art ref env approx tel qte qty ex incl excl sem wk av bd cf etc p n cde max min ltd co"
    " jan feb fev fevr mar apr avr jun jul juil aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun lun mer jeu"
    " ven sam dim pcs boul"
)
_SHORT = frozenset(_SHORT_WORDS.split())
#: A line of a paragraph that a mail program wrapped is about as long as this.
_WRAPPED = 62
_GREETING = expression(
    r"(?:bonjour|bonsoir|salut|chers?|cheres?|madame|monsieur|mesdames|maitre|coucou|hello|hi|hey|dear"
    r"|good (?:morning|afternoon|evening|day|news)|morning|afternoon|greetings|lads"
    r"|cordialement|bien (?:a vous|cordialement)|sinceres? salutations|salutations|bonne (?:journee"
    r"|reception|soiree|semaine|fin)|a (?:bientot|votre disposition)|merci(?: d'avance|!|\.|,|$)"
    r"|kind regards|best (?:regards|wishes)|regards|yours (?:sincerely|faithfully|truly)|many thanks"
    r"|thanks(?:!|,|\.|$)|cheers|sincerely|avec nos excuses|sent from|envoye de)\b"
)
_SIGNED = expression(r"(?:tel|phone|mob|fax|www\.|https?:|siret|tva fr|registered in|rcs|capital)\b|\S@\w")


@dataclass(frozen=True, slots=True)
class Segment:
    """What is said at a time. An item stands in a list or in a row of its own; `lead` is the sentence above the list."""

    text: str
    is_item: bool = False
    lead: str = ""


def segments_of(text: str) -> list[Segment]:
    """The segments of a text in order, without greetings and signatures' lines."""
    found: list[Segment] = []
    lead = ""
    for block in _blocks(text.split("\n")):
        made = list(_of_block(block, lead))
        found += made
        if made and not made[-1].is_item:
            lead = made[-1].text if made[-1].text.rstrip().endswith((":", "…")) else ""
    return found[:400]


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Paragraphs: lines up to an empty one."""
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _of_block(block: Sequence[str], lead: str) -> Iterator[Segment]:
    """The segments of a paragraph: what stands before its first bullet leads the list."""
    parts = _joined(block)
    own_lead = lead
    for text, is_item in parts:
        if not is_item:
            for sentence in sentences(text):
                if not _is_idle(sentence):
                    yield from _listed(sentence)
            own_lead = text if text.rstrip().endswith(":") else own_lead
        elif not _is_idle(text):
            yield Segment(text, True, own_lead)


def _listed(sentence: str) -> Iterator[Segment]:
    """The things behind a colon, each an item: “went out today: lamps, cables (12) and the stand”."""
    lead, colon, rest = sentence.partition(": ")
    parts = [part.strip(" .") for part in _LIST.split(rest)]
    is_list = (
        len(parts) > 1
        and len(lead) > 12
        and all(0 < len(part) <= 60 and part.count(" ") < 8 and not _TELLS.search(folded(part)) for part in parts)
    )
    if not colon or not is_list or any(map(str.isdigit, lead[-3:])):
        yield Segment(sentence, False)
        return
    yield Segment(f"{lead}:", False)
    for part in parts:
        yield Segment(part, True, lead)


def _joined(block: Sequence[str]) -> list[tuple[str, bool]]:
    """The lines of a paragraph joined where one goes on in the next; and whether each stands for itself."""
    made: list[tuple[str, bool]] = []
    for place, line in enumerate(block):
        bullet = _BULLET.match(line)
        text = line[bullet.end() :] if bullet is not None else line.strip()
        if bullet is not None and not line.lstrip().startswith(">"):
            made.append((text, True))
        elif made and _goes_on(block[place - 1], line, made[-1][1]):
            made[-1] = (f"{made[-1][0]} {text}", made[-1][1])
        else:
            made.append((text, _is_row(block, place)))
    return made


def _goes_on(before: str, line: str, is_item: bool) -> bool:
    """Whether a line goes on with the sentence above: that one was wrapped, or this one is set in under a bullet."""
    if before.rstrip().endswith((":", ";")):
        return False
    begins_low = line.lstrip()[:1].islower()
    is_long = len(before.rstrip()) >= _WRAPPED
    if is_item:
        return (is_long or line[:2] == "  ") and begins_low
    return is_long or (begins_low and not before.rstrip().endswith((".", "!", "?", ",")))


def _is_row(block: Sequence[str], place: int) -> bool:
    """Whether a line stands for itself among others of its like: short, with a figure, below or above another such."""

    def may_be(line: str) -> bool:
        return len(line) < 100 and any(map(str.isdigit, line)) and not line.rstrip().endswith(":")

    near = [block[n] for n in (place - 1, place + 1) if 0 <= n < len(block)]
    return may_be(block[place]) and any(may_be(line) for line in near) and len(block[place]) < 90


def sentences(text: str) -> list[str]:
    """The sentences of a text, abbreviations and figures not cut."""
    found: list[str] = []
    begin = 0
    for end in _SENTENCE_END.finditer(text):
        before = text[begin : end.start()]
        if text[end.start() - 1] == "." and _is_short(before):
            continue
        if before.count(" ") < 4 and text[end.end() : end.end() + 1].isdigit() and text[end.start() - 1] == ".":
            # “First aid requal. 4 delegates”: a word cut short.
            continue
        found.append(before.strip())
        begin = end.end()
    found.append(text[begin:].strip())
    return [one for one in found if one]


def _is_short(before: str) -> bool:
    """Whether the point behind these words ends an abbreviation or an initial."""
    word = folded(before[-12:]).rstrip(".").replace("(", " ").rpartition(" ")[2]
    return word in _SHORT or (len(word) == 1 and word.isalpha())


def _is_idle(text: str) -> bool:
    """Whether the words greet, sign or tell how to reach somebody."""
    plain = folded(text.strip())
    if not plain or len(plain) < 3:
        return True
    greeting = _GREETING.match(plain)
    if (
        greeting is not None
        and len(plain) < 60
        and not any(map(str.isdigit, plain[greeting.end() :]))
        and plain.count(" ") < 7
    ):
        return True
    return _SIGNED.search(plain) is not None and len(plain) < 200 and plain.count(" ") < 14
