"""What the codes say that a seller answers with: UNTDID 4343, 1225 and 1229, and those of X12 that travel along."""

from __future__ import annotations

from collections.abc import Mapping

from officebot.core.trade.model import Answer

#: To a whole document: Peppol's OrderResponseCode and Order-X's StatusCode (UNTDID 4343); 27, 29 and 30 are UNTDID 1225.
_DOCUMENT: Mapping[str, Answer] = {
    "AP": Answer.accepted, "AD": Answer.accepted, "29": Answer.accepted, "5": Answer.accepted, "PD": Answer.accepted,
    "CA": Answer.changed, "AC": Answer.changed, "AI": Answer.changed, "30": Answer.changed, "6": Answer.changed,
    "RE": Answer.rejected, "27": Answer.rejected, "7": Answer.rejected,
}  # fmt: skip

#: To a line: LineStatusCode (UNTDID 1229), then what X12's 668 says of an item.
_LINE: Mapping[str, Answer] = {
    "1": Answer.added, "2": Answer.rejected, "3": Answer.changed, "4": Answer.accepted, "5": Answer.accepted,
    "6": Answer.changed, "7": Answer.rejected, "36": Answer.changed,
    "IA": Answer.accepted, "AR": Answer.accepted, "AA": Answer.accepted, "SP": Answer.accepted,
    "DR": Answer.changed, "IC": Answer.changed, "IP": Answer.changed, "IQ": Answer.changed, "IS": Answer.changed,
    "IB": Answer.changed, "BP": Answer.changed, "BA": Answer.changed,
    "IR": Answer.rejected, "ID": Answer.rejected,
}  # fmt: skip


def document_answer(code: str) -> Answer:
    """What the code of a whole document says: nothing for one that only acknowledges (AB), or that nobody knows."""
    return _DOCUMENT.get(code.strip().upper(), Answer.none)


def line_answer(code: str) -> Answer:
    """What the code of a line says; what is said of documents is understood of lines as well."""
    code = code.strip().upper()
    return _LINE.get(code) or _DOCUMENT.get(code, Answer.none)
