"""What a proposal would do, as it would be done: mails with their fields, cells before and after, documents to open.

Pure: stored bytes in, data for the page out. Nothing from outside is opened here; a mail is one that officebot wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

from officebot.app.reading import CellChange, as_read, cells_in, ending
from officebot.core.actions import SendMail
from officebot.core.people import People
from officebot.core.text import Text, quoted, say
from officebot.engine.record.views import ActionView, ProposalView

_TO = ("To", "Cc", "Bcc")
#: More of a text than anybody reads on a page; the whole is in the file behind its link. A letter is shown further: it is
#: what goes out.
_MOST_SIGNS, _MOST_OF_LETTER, _MOST_CELLS = 20_000, 100_000, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondent:
    """Somebody a mail goes to."""

    name: str
    is_outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as it would go: who writes, to whom, about what, which words, which files hang on it."""

    sender: str
    to: tuple[tuple[str, tuple[Correspondent, ...]], ...]
    subject: str
    words: str
    files: tuple[str, ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing that an action holds. One of `letter`, `cells` and `words` is there; `file` names it for its link.

    `left` counts the cells that are not shown, and `is_cut` says that a text goes on where it ends here.
    """

    place: str
    file: str
    letter: Letter | None = None
    cells: tuple[CellChange, ...] = ()
    words: Text | None = None
    left: int = 0
    is_cut: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all of it is shown."""
        return not self.left and not self.is_cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One action of a proposal with what it holds."""

    action: ActionView
    pieces: tuple[Piece, ...]


def steps_of(
    one: ProposalView, blobs: Mapping[str, bytes], people: People, clock: tzinfo | None = None
) -> list[Step]:
    """The actions in their order, each with what it would use; the same bytes are shown once."""
    seen: set[bytes] = set()
    steps = []
    for position, action in enumerate(one.actions):
        pieces = []
        for place, data in blobs.items():
            at, _, role = place.partition("/")
            if at != str(position) or role in ("frame", "envelope", "template") or data in seen:
                continue
            seen.add(data)
            pieces.append(_piece(place, role, data, people, clock))
        steps.append(Step(action=action, pieces=tuple(pieces)))
    return steps


def is_whole(steps: Sequence[Step]) -> bool:
    """Whether the page shows all that was to be shown of it: who sees it could answer it together with others."""
    return all(piece.is_whole for step in steps for piece in step.pieces)


def recipients_outside(steps: Sequence[Step]) -> list[str]:
    """Everybody outside the office whom a mail of it reaches, each once; a draft reaches nobody."""
    letters = _sent(steps)
    names = [one.name for letter in letters for _, several in letter.to for one in several if one.is_outside]
    return list(dict.fromkeys(names))


def files_sent(steps: Sequence[Step]) -> list[str]:
    """The names of the files that hang on the mails it sends."""
    letters = _sent(steps)
    return list(dict.fromkeys(name for letter in letters for name in letter.files))


def _sent(steps: Sequence[Step]) -> list[Letter]:
    leaving = [step for step in steps if step.action.kind == SendMail.kind]
    return [piece.letter for step in leaving for piece in step.pieces if piece.letter is not None]


def _piece(place: str, role: str, data: bytes, people: People, clock: tzinfo | None) -> Piece:
    name = f"{place.replace('/', '-')}{ending(place, data)}"
    if role == "message":
        letter = _letter(data, people)
        return Piece(place=place, file=name, letter=letter, is_cut=letter.is_cut)
    cells = cells_in(data) if role == "cells" else None
    if cells is not None:
        return Piece(place=place, file="", cells=tuple(cells[:_MOST_CELLS]), left=max(len(cells) - _MOST_CELLS, 0))
    words = as_read(place, data, clock)
    shown = words.render("en")
    is_cut = len(shown) > _MOST_SIGNS
    return Piece(place=place, file=name, words=quoted(_begun(shown, _MOST_SIGNS)) if is_cut else words, is_cut=is_cut)


def _letter(data: bytes, people: People) -> Letter:
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain", "html"))
    words = str(body.get_content()).replace("\r\n", "\n") if body is not None else ""
    to = tuple((field, _people(mail, field, people)) for field in _TO if mail[field])
    names = [part.get_filename() or "" for part in mail.iter_attachments()]
    return Letter(
        sender=str(mail["From"] or ""), to=to, subject=str(mail["Subject"] or ""),
        words=_begun(words, _MOST_OF_LETTER), files=tuple(name for name in names if name),
        is_cut=len(words) > _MOST_OF_LETTER,
    )  # fmt: skip


def _begun(words: str, most: int) -> str:
    """As much of a text as a page shows, with a mark where it goes on: the whole is in the file."""
    return words if len(words) <= most else f"{words[:most]}…"


def _people(mail: EmailMessage, field: str, people: People) -> tuple[Correspondent, ...]:
    pairs = getaddresses([str(value) for value in mail.get_all(field, [])])
    return tuple(
        Correspondent(name=f"{name} <{address}>" if name else address, is_outside=not people.inside(address))
        for name, address in pairs
    )


#: What stands beside a mail's recipients.
FIELDS: Mapping[str, Text] = {"To": say("To"), "Cc": say("Copy to"), "Bcc": say("Hidden copy to")}
