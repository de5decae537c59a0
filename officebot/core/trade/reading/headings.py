"""Which row of a paper heads its lines, and what each of its columns holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from officebot.core.trade.paper import Paper, Piece, Row
from officebot.core.trade.reading.figures import Writing, figure
from officebot.core.trade.reading.words import Role, roles_of

_COUNTS = frozenset(
    {Role.quantity, Role.ordered, Role.price, Role.gross_price, Role.amount, Role.amount_taxed, Role.outstanding}
)
_NAMES = frozenset({Role.label, Role.article, Role.buyer_article, Role.position})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading with its place, and the roles that its words give it, the likeliest first."""

    title: str
    left: float
    right: float
    roles: tuple[Role, ...] = ()

    @property
    def middle(self) -> float:
        """The place of its middle."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a table: the rows that hold them, by their numbers in the paper, the end exclusive."""

    first: int
    end: int
    columns: tuple[Column, ...]


def find_headings(paper: Paper, writing: Writing, start: int = 0) -> Headings | None:
    """The first headings from the row on; None where no row heads a table of lines."""
    rows = paper.rows
    for place in range(start, len(rows)):
        if is_headings(_columns(rows[place], paper, writing)):
            return _with_neighbours(paper, place, writing)
        if place + 1 < len(rows) and _is_wordy(rows[place], writing) and _is_wordy(rows[place + 1], writing):
            stacked = _stacked(paper, place, place + 1, writing)
            if stacked is not None and is_headings(stacked) and _is_near(paper, place, place + 1):
                return Headings(place, place + 2, stacked)
    return None


def is_headings(columns: Sequence[Column]) -> bool:
    """Whether these are headings of lines: something that names and something that counts, and few words of another kind."""
    known = [column for column in columns if column.roles]
    if len(known) < 2 or len(known) < 0.6 * len(columns):
        return False
    firsts = {column.roles[0] for column in known}
    every = {role for column in known for role in column.roles}
    if not every & _COUNTS:
        return False
    # « Taxe, base, montant » heads no lines.
    has_quantity = bool(every & {Role.quantity, Role.ordered, Role.outstanding})
    return bool(every & _NAMES) or (has_quantity and len(firsts & _COUNTS) > 1)


def _columns(row: Row, paper: Paper, writing: Writing) -> tuple[Column, ...]:
    if len(row.pieces) > 25 or any(figure(piece.text, writing) is not None for piece in row.pieces):
        return ()
    found: list[Column] = []
    for piece in row.pieces:
        found += _of_piece(piece, paper)
    return tuple(found)


def _of_piece(piece: Piece, paper: Paper) -> list[Column]:
    """The column that a piece heads; two or three where headings stand so near that they were read as one."""
    text = piece.text.rstrip(" :*")
    roles = roles_of(text)
    words = text.split()
    if paper.is_gridded or len(words) < 2 or len(words) > 8:
        return [Column(text, piece.left, piece.right, roles)]
    parts = _parts(words)
    if len(parts) < 2 or (roles and not _are_several(parts)):
        return [Column(text, piece.left, piece.right, roles)]
    return _spread(parts, piece)


def _are_several(parts: Sequence[str]) -> bool:
    """Whether the parts are headings of their own kinds, as `Qté PU HT Remise`, not the words of one, as `Prix unitaire`."""
    kinds = [roles_of(part)[0] for part in parts]
    return len(set(kinds)) == len(kinds) and not ({Role.unit, Role.unknown} & set(kinds)) and len(kinds) > 1 and (
        sum(kind in _COUNTS or kind in (Role.discount, Role.tax, Role.date) for kind in kinds) > 1
        and not {kinds[0], kinds[-1]} <= {Role.price, Role.amount}
    )  # fmt: skip


def _parts(words: Sequence[str]) -> list[str]:
    """The words cut into headings that are known, the longest first; none where a word is left over."""
    found: list[str] = []
    at = 0
    while at < len(words):
        if found and not any(map(str.isalnum, words[at])):
            at += 1
            continue
        for length in (3, 2, 1):
            part = " ".join(words[at : at + length])
            if at + length <= len(words) and roles_of(part) and not _turns(words[at : at + length]):
                found.append(part)
                at += length
                break
        else:
            return []
    return found


def _turns(words: Sequence[str]) -> bool:
    """Whether the last word heads a column of another kind than those before it: « Montant Disponibilité »."""
    if len(words) < 2:
        return False
    before, last = roles_of(" ".join(words[:-1])), roles_of(words[-1])
    return bool(before and last) and not set(before) & set(last) and last[0] in (*_COUNTS, Role.date, Role.discount)


def _spread(parts: Sequence[str], piece: Piece) -> list[Column]:
    """The parts at the places that their letters have in the piece."""
    step = (piece.right - piece.left) / max(1, len(piece.text))
    found, at = [], 0
    for part in parts:
        begin = piece.text.find(part.split()[0], at)
        end = begin + len(part)
        found.append(Column(part, piece.left + begin * step, piece.left + end * step, roles_of(part)))
        at = end
    return found


# ── headings of two rows ──────────────────────────────────────────────────────────────────────────────────


def _with_neighbours(paper: Paper, place: int, writing: Writing) -> Headings:
    """The headings with a second row of words below or above them, where that makes more of them known."""
    own = _columns(paper.rows[place], paper, writing)
    best = Headings(place, place + 1, own)
    for first, second in ((place, place + 1), (place - 1, place)):
        if first < 0 or second >= len(paper.rows) or not _is_near(paper, first, second):
            continue
        other = paper.rows[second if first == place else first]
        if not _is_wordy(other, writing) or not any(roles_of(piece.text) for piece in other.pieces):
            continue
        stacked = _stacked(paper, first, second, writing)
        if stacked is not None and is_headings(stacked) and _known(stacked) >= _known(own):
            best = Headings(first, second + 1, stacked)
            break
    return _past_words(paper, best, writing)


def _past_words(paper: Paper, found: Headings, writing: Writing) -> Headings:
    """The headings with what is left of them in the next row, as « unitaire » below « Prix »: it begins no line."""
    end = found.end
    while (
        end < min(len(paper.rows), found.end + 2)
        and paper.source == "pdf"
        and paper.rows[end].top - paper.rows[end - 1].top < 9
    ):
        row = paper.rows[end]
        if not _is_wordy(row, writing) or not any(
            one.left < piece.right and piece.left < one.right for piece in row.pieces for one in found.columns
        ):
            break
        end += 1
    return Headings(found.first, end, found.columns)


def _known(columns: Sequence[Column]) -> int:
    return sum(1 for column in columns if column.roles)


def _is_near(paper: Paper, first: int, second: int) -> bool:
    one, other = paper.rows[first], paper.rows[second]
    if paper.source != "pdf":
        return other.top - one.top == 1
    return one.page == other.page and other.top - one.top < 16


def _is_wordy(row: Row, writing: Writing) -> bool:
    return 0 < len(row.pieces) <= 20 and all(
        len(piece.text) <= 40 and figure(piece.text, writing) is None for piece in row.pieces
    )


def _stacked(paper: Paper, first: int, second: int, writing: Writing) -> tuple[Column, ...] | None:
    """Two rows of headings read as one: each piece of one row with the one that it stands over."""
    upper, lower = _columns(paper.rows[first], paper, writing), _columns(paper.rows[second], paper, writing)
    if not upper or not lower:
        return None
    longer, shorter, is_upper = (upper, lower, False) if len(upper) >= len(lower) else (lower, upper, True)
    made = list(longer)
    for column in shorter:
        at = next((n for n, one in enumerate(made) if _overlap(one, column, paper.is_gridded)), None)
        if at is None:
            made.append(column)
            continue
        words = (column.title, made[at].title) if is_upper else (made[at].title, column.title)
        title = " ".join(words)
        made[at] = replace(
            made[at],
            title=title,
            left=min(made[at].left, column.left),
            right=max(made[at].right, column.right),
            roles=roles_of(title) or made[at].roles,
        )
    return tuple(sorted(made, key=lambda column: column.left))


def _overlap(one: Column, other: Column, is_gridded: bool) -> bool:
    if is_gridded:
        return one.left == other.left
    return one.left < other.right and other.left < one.right
