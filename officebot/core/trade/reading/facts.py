"""What stands around the lines of a paper: its own number, the orders it speaks of, its days, its currency, its parties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from officebot.core.expressions import expression
from officebot.core.trade.model import TradeKind
from officebot.core.trade.paper import Paper, Row
from officebot.core.trade.reading.days import Days, arriving, only_leaves
from officebot.core.trade.reading.figures import CURRENCY, currency_of
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.kinds import titles_in
from officebot.core.trade.reading.references import DATE, code_at, codes, order_numbers

_SIGN = expression(
    r"[ ]{0,2}(?:(?:n ?[°o]s?\.?(?![a-z])|nos?\.|num(?:ero)?\b|numbers?\b|nr\.?\b|#"
    r"|ref(?:erence)?\b\.?)[ ]{0,2})?[:#-]?[ ]{0,3}\(?"
)
#: Labels of a document's own number, folded, where no title stands before it.
_OWN = expression(
    r"(?<![a-z])(?:notre ref(?:erence)?|n/ref|our ref(?:erence)?|our (?:confirmation|order|no|number"
    r"|acknowledge?ment)"
    r"|document|doc|numero|job|quotation|quote|devis|offre|facture|invoice|inv|de?i?spatch"
    r"|delivery(?: note)?|bl|dn|bon"
    r"|sales order|confirmation|acknowledge?ment|order ack|accuse|ar|arc|so|credit note|avoir"
    r"|intervention|docket|ticket|livraison|delivery|shipment|colis|suivi|tracking|track|expedition"
    r"|consignment|rapport|report"
    r"|notre)\b\.?[ ]{0,2}(?:n ?[°o]s?\.?(?![a-z])|nos?\.?(?![a-z])|num(?:ero)?\b|numbers?\b|nr\.?\b|#"
    r"|ref\b\.?)?[ ]{0,2}[:#]?[ ]{0,3}\(?"
)
_NUMBER_ALONE = expression(r"^(?:n ?[°o]\.?|no\.?|numero|number|nr\.?|#) ?:? ?(?=[a-z0-9])")
_ISSUED = expression(
    r"(?:^|(?<=[,;|] ))(?:date(?: (?:de|d'|du|of))? ?(?:la |l')?(?:facture|devis|document|bl|emission"
    r"|edition|offre|invoice|issue|quotation|order)?|invoice date|raised|issued|emis le|edite le"
    r"|etabli le|tax point|dated?)\b"
)
_DELIVERED = expression(
    r"(?<![a-z])(?:date (?:de |d'|prevue de )?(?:livraison|expedition|depart|enlevement|passage"
    r"|intervention)|livr(?:aison|e|ee|es|able|erons|ons)\b|expedi(?:tion|e|ee|es)\b|depart\b|delai\b"
    r"|disponib"
    r"|deliver(?:y|ed|ies)?\b|(?:de|di)spatch(?:ed)?\b|ship(?:ped|ping|ment|s)?\b|ready\b|eta\b"
    r"|collect(?:ed|ion)\b|booked\b|arriv|expected\b|lead time|activat|a retirer|installation"
    r"|intervention|visit\b|visite\b|passage|attend|ex works|works date|usine|date de service"
    r"|attestation|realise|departure)"
)
_VALID = expression(
    r"(?<![a-z])(?:valable|validite|valid|validity|expires?|offre (?:ferme|valide)|open until|good until)\b"
)
_OTHER_DAY = expression(
    r"(?<![a-z])(?:echeance|due(?: date)?|payable|payment|reglement|paiement|a payer|order(?:ed)?|commande|cde|po)\b"
)
_SENTENCE_END = expression(r"[.;!] (?=[A-ZÉÀÊ])")
_SUPPLIER_END = expression(r"\b(?:sarl|sas|sasu|sa|eurl|scop|ltd|limited|llp|plc|inc|gmbh|b\.?v\.?|s\.a\.|llc)\b")


def own_number(paper: Paper, kind: TradeKind, subject: str = "") -> str:
    """The document's own number: behind or below its title, or a label of its own; else in its file's name or the subject."""
    orders = set(order_numbers(paper.text[:20_000]))
    for candidate in (*_by_titles(paper.rows[:20], kind), *_by_labels(paper.rows[:40])):
        if candidate not in orders:
            return candidate
    for text in (subject, re.sub(r"[_]+", " ", paper.name.rpartition(".")[0])):
        for candidate in _in_words(text, kind):
            if candidate not in orders:
                return candidate
    return ""


def _by_titles(rows: Sequence[Row], kind: TradeKind) -> Iterator[str]:
    for place, row in enumerate(rows):
        for n, piece in enumerate(row.pieces):
            for start, words, title in titles_in(piece.text[:200]):
                if title is not kind:
                    continue
                plain = folded(piece.text)
                behind = code_behind(piece.text, plain, start + len(words))
                if behind:
                    yield behind
                elif _is_end(plain[start + len(words) :]):
                    yield from _next_to(rows, place, n)


def _is_end(rest: str) -> bool:
    sign = _SIGN.match(rest)
    return sign is not None and sign.end() == len(rest)


def code_behind(text: str, plain: str, at: int) -> str:
    """The number behind a title or a label, "" for none."""
    sign = _SIGN.match(plain, at)
    found = code_at(text, plain, sign.end() if sign is not None else at)
    return found[0].rstrip(".") if found is not None else ""


def _next_to(rows: Sequence[Row], place: int, n: int) -> Iterator[str]:
    """A number that begins the next piece of the row, or the piece below."""
    row = rows[place]
    if n + 1 < len(row.pieces):
        yield from _whole(row.pieces[n + 1].text)
    piece = row.pieces[n]
    for below in rows[place + 1 : place + 3]:
        if below.page != row.page:
            break
        for other in below.pieces:
            if other.left <= piece.right + 1 and piece.left <= other.right + 1:
                yield from _whole(other.text)


def _whole(text: str) -> Iterator[str]:
    """The number that a piece is, after its sign."""
    plain = folded(text)
    if DATE.match(plain):
        return
    alone = _NUMBER_ALONE.match(plain)
    found = code_at(text, plain, alone.end() if alone is not None else 0)
    if found is not None and len(text) - found[1] < 15:
        yield found[0]


def _by_labels(rows: Sequence[Row]) -> Iterator[str]:
    for place, row in enumerate(rows):
        for n, piece in enumerate(row.pieces):
            plain = folded(piece.text[:300])
            for label in _OWN.finditer(plain):
                found = code_at(piece.text, plain, label.end())
                if found is not None:
                    yield found[0].rstrip(".")
                elif label.end() == len(plain) and label.start() < 3 and len(plain) < 30:
                    yield from _next_to(rows, place, n)
            if _NUMBER_ALONE.match(plain):
                yield from _whole(piece.text)


def _in_words(text: str, kind: TradeKind) -> Iterator[str]:
    """Numbers in a subject or a file's name: behind a title first, then any that looks like one."""
    plain = folded(text)
    for start, words, _ in titles_in(text):
        behind = code_behind(text, plain, start + len(words))
        if behind:
            yield behind
    for label in _OWN.finditer(plain):
        found = code_at(text, plain, label.end())
        if found is not None:
            yield found[0]
    if kind is not TradeKind.other:
        yield from codes(text)


def own_number_in(text: str, kind: TradeKind) -> str:
    """The number that a mail's text gives to the document it is, "" for none."""
    orders = set(order_numbers(text))
    plain = folded(text[:20_000])
    for start, words, title in titles_in(text[:12_000]):
        if title is kind:
            behind = code_behind(text, plain, start + len(words))
            if behind and behind not in orders:
                return behind
    for label in _OWN.finditer(plain):
        found = code_at(text, plain, label.end())
        if found is not None and found[0] not in orders:
            return found[0]
    return ""


def references(rows: Sequence[Row], own: str) -> tuple[str, ...]:
    """The orders that the rows speak of, in order; a label that ends its piece names what stands in the next or below."""
    found: list[str] = []
    for place, row in enumerate(rows):
        found += order_numbers("  ".join(piece.text for piece in row.pieces))
        for n, piece in enumerate(row.pieces):
            if len(piece.text) < 40 and _names_order(piece.text) and n + 1 >= len(row.pieces) - 1:
                found += [one for one in _next_to(rows[: place + 2], place, n) if one not in found][:1]
    return tuple(one for one in dict.fromkeys(found) if one and one != own)


_ORDER_LABEL = expression(
    r"(?:(?:votre|vos|your|v/|customer|cust\.?|client"
    r"|buyer'?s?) ?(?:n ?[°o]\.? ?)?(?:bon de )?(?:commande|cde|order|ref(?:erence)?|po"
    r"|purchase order)s?"
    r"|purchase order|po|bon de commande|commande(?: client)?|order)\.? ?(?:n ?[°o]\.?|no\.?|number|nr"
    r"|ref\.?|reference)? ?:?"
)


def _names_order(text: str) -> bool:
    return _ORDER_LABEL.fullmatch(folded(text).strip()) is not None


# ── days ──────────────────────────────────────────────────────────────────────────────────────────────────


def issued_on(rows: Sequence[Row], days: Days) -> date | None:
    """The day of a paper: the one that a label calls so, else the first that is called nothing else."""
    first: date | None = None
    for place, row in enumerate(rows[:40]):
        for n, piece in enumerate(row.pieces):
            plain = folded(piece.text[:200])
            if _ISSUED.search(plain) and not _DELIVERED.search(plain) and not _OTHER_DAY.search(plain):
                found = days.first(piece.text) or _day_next_to(rows, place, n, days)
                if found is not None:
                    return found
            elif first is None and len(piece.text) < 80 and not _is_of_something(row, n):
                first = days.first(piece.text)
    return first


def _is_of_something(row: Row, n: int) -> bool:
    """Whether the day in this piece is called one of delivery, of payment or of the order."""
    words = folded(" ".join(piece.text for piece in row.pieces[max(0, n - 1) : n + 1])[-160:])
    return any(pattern.search(words) for pattern in (_DELIVERED, _OTHER_DAY, _VALID))


def _day_next_to(rows: Sequence[Row], place: int, n: int, days: Days) -> date | None:
    row = rows[place]
    if n + 1 < len(row.pieces):
        beside = row.pieces[n + 1].text
        found = days.first(beside) or _of_spreadsheet(beside)
        if found is not None:
            return found
    for below in rows[place + 1 : place + 2]:
        for other in below.pieces:
            if other.left <= row.pieces[n].right and row.pieces[n].left <= other.right:
                return days.first(other.text)
    return None


def _of_spreadsheet(text: str) -> date | None:
    """A day that a spreadsheet shows as the number of days since 1900, where its cell was not formatted."""
    if len(text) != 5 or not text.isascii() or not text.isdigit() or not 40_000 <= int(text) < 60_000:
        return None
    return date(1899, 12, 30) + timedelta(days=int(text))


def delivered_on(rows: Sequence[Row], days: Days) -> date | None:
    """The day that words about delivery name; None where none do, or where they name none."""
    leaving: date | None = None
    for place, row in enumerate(rows):
        for n, piece in enumerate(row.pieces):
            plain = folded(piece.text[:400])
            for label in _DELIVERED.finditer(plain):
                # Behind the word before all, as in « livraison le 12 » and “delivered Monday”.
                words = _SENTENCE_END.split(piece.text[label.start() : 400], maxsplit=1)[0]
                found = next((one.day for one in arriving(folded(words), days.found(words))), None)
                if found is None and len(plain) < 40 and not any(map(str.isdigit, plain)):
                    found = _day_next_to(rows, place, n, days)
                if found is None:
                    continue
                if not only_leaves(folded(words)):
                    return found
                # Another word may say when it comes.
                leaving = leaving or found
    return leaving


def valid_until(rows: Sequence[Row], days: Days, issued: date | None) -> date | None:
    """By when an offer can be taken."""
    seen = Days(issued, days.language) if issued is not None else days
    for row in rows:
        text = row.text[:400]
        label = _VALID.search(folded(text))
        if label is not None:
            words = text[label.start() :]
            found = seen.last(words) or seen.last(
                re.sub(
                    r"(?<=\d) (?=jours|days|mois|months)",
                    " ",
                    f"dans {words[label.end() - label.start() :].strip(' :')}",
                )
            )
            if found is not None:
                return found
    return None


def currency_in(text: str) -> str:
    """The currency that most amounts of a text are in, "" for none."""
    counts: dict[str, int] = {}
    for sign in CURRENCY.finditer(folded(text[:50_000])):
        name = currency_of(sign[0])
        counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda name: counts[name]) if counts else ""


def firm_at_top(rows: Sequence[Row]) -> str:
    """The firm whose paper it is: the name at the top that ends as firms' names do; "" where none does."""
    for row in rows[:8]:
        for piece in row.pieces:
            if len(piece.text) <= 80 and _SUPPLIER_END.search(folded(piece.text)):
                return re.split(r" - |, | – ", piece.text)[0].strip()
    return ""
