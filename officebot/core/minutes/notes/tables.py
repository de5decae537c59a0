"""Actions that notes hold as a table: which column says what, who and by when. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from officebot.core.expressions import expression
from officebot.core.minutes.notes.marks import Line, folded
from officebot.core.minutes.notes.outline import cells

_COLUMNS = {
    "what": expression(r"^(?:actions?|quoi|taches?|sujets?|what|tasks?|items?|objet|description|a faire|to ?do|"
    r"intitule|libelle|points?|action a mener|jobs?|works?|travaux|missions?|etapes?|steps?|besoins?)\b"),
    "who": expression(r"^(?:qui|resp\w{0,10}\.?|pilotes?|owners?|who|porteurs?|by whom|action by|lead|"
    r"assigned(?: to)?|assignee|charge|en charge|nom|name|acteur)\b"),
    "due": expression(r"^(?:quand|echeances?|ech\.?|delais?|date(?: limite)?|when|due(?: date)?|by(?: when)?|"
    r"deadline|pour(?: le)?|target|butoir|terme)\b"),
    "status": expression(r"^(?:statuts?|etat|status|avancement|state|suivi|progress|fait|done)\b"),
}  # fmt: skip
_TASK_COLUMN = expression(r"^(?:actions?|taches?|tasks?|a faire|to ?do|jobs?)\b")
_CLOSED = expression(
    r"\b(?:clos|close|fait|faite|termine[es]{0,2}|ok fait|done|closed|complete|completed|annule[es]{0,2}|"
    r"cancelled|solde[es]{0,2}|abandonne[es]{0,2}|"
    r"finished|regle[es]{0,2})\b|[✔✓✅☑]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table of actions: where its cells stand in the text; a place is empty where there is no such column."""

    line: Line
    what: tuple[int, int]
    who: tuple[int, int]
    due: tuple[int, int]
    is_closed: bool = False
    #: The cells of other columns, each as a line: what was said of the matter.
    told: tuple[Line, ...] = ()


def columns_of(line: Line) -> dict[str, int]:
    """Which cell of a heading row says what; empty where the line heads no table of actions."""
    found: dict[str, int] = {}
    spans = cells(line)
    if not 2 <= len(spans) <= 12:
        return {}
    for place, (start, end) in enumerate(spans):
        words = folded(line.text[start:end]).strip(" *_:.")
        kind = next(
            (
                name
                for name, pattern in _COLUMNS.items()
                if pattern.match(words) and len(words) < 30 and name not in found
            ),
            "",
        )
        if kind:
            found[kind] = place
        elif "what" in found and _TASK_COLUMN.match(words) and len(words) < 30:
            # « sujet | échanges | action | qui »: the matter stands first, what is to be done in a column of its own.
            found["what"] = place
    return found if "what" in found and ("who" in found or "due" in found) else {}


def table_rows(all_lines: Sequence[Line]) -> Iterator[Row]:
    """The rows below each heading row, until a line that is none."""
    columns: dict[str, int] = {}
    for line in all_lines:
        spans = cells(line)
        if not spans:
            columns = {}
            continue
        heading = columns_of(line)
        if heading:
            columns = heading
        elif columns and spans:
            yield _row(line, spans, columns)


def _row(line: Line, spans: Sequence[tuple[int, int]], columns: dict[str, int]) -> Row:
    def cell(name: str) -> tuple[int, int]:
        place = columns.get(name, -1)
        start, end = spans[place] if 0 <= place < len(spans) else (0, 0)
        return line.start + start, line.start + end

    status = cell("status")
    words = folded(line.text[status[0] - line.start : status[1] - line.start]) if "status" in columns else ""
    told = tuple(
        replace(line, text=line.text[start:end], start=line.start + start, end=line.start + end, sign="")
        for place, (start, end) in enumerate(spans)
        if place not in columns.values() and end > start
    )
    return Row(
        line=line,
        what=cell("what"),
        who=cell("who"),
        due=cell("due"),
        is_closed=_CLOSED.search(words) is not None,
        told=told,
    )
