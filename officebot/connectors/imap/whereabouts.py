"""Where a message lies now: under the UID it had, under a new one after a rebuild, or where we moved it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from officebot.connectors.imap.session import FolderState, ImapSession, MissingFolder
from officebot.core.mail import MessageRef

#: Asked for a message that is not where it was: where the office itself put it, from the ledger's receipts.
Whereabouts = Callable[[MessageRef], "MessageRef | None"]

# Where a folder has no COPYUID to tell, a message that was just moved there is among the newest.
_NEWEST = 2000
# Ten batches of the executor; what was moved before is asked of the ledger.
_MOVES = 5_000
# Of how many folders the newest are remembered, about 200 kB each.
_FOLDERS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a message was found, and the flags it had then."""

    folder: str
    uidvalidity: int
    uid: int
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Newest:
    """The fingerprints of a folder's newest messages by UID, as of a UIDNEXT and a count of messages."""

    uidvalidity: int
    uidnext: int = 0
    exists: int = 0
    marks: dict[int, str] = field(default_factory=dict)


class Finder:
    """Finds messages by their refs, and remembers moves for the actions that follow in the same bundle."""

    def __init__(self, known: Whereabouts | None = None) -> None:
        self._known = known
        self._moved: OrderedDict[MessageRef, MessageRef] = OrderedDict()
        self._newest: dict[tuple[str, str], _Newest] = {}

    def remember(self, ref: MessageRef, place: Place) -> None:
        """The message was moved there by us; asked again by its old ref it is looked for there first."""
        if len(self._moved) >= _MOVES:
            self._moved.popitem(last=False)
        self._moved[ref] = MessageRef(ref.account, place.folder, place.uidvalidity, place.uid, ref.fingerprint)

    def forget(self, ref: MessageRef) -> None:
        """The message is back where it was."""
        self._moved.pop(ref, None)

    def locate(self, session: ImapSession, refs: Sequence[MessageRef]) -> dict[MessageRef, Place]:
        """The messages that could be found; one that a person put elsewhere is not looked for there."""
        found = self._look(session, {ref: self._moved.get(ref, ref) for ref in refs})
        strayed = {ref: ref for ref in refs if ref not in found and ref in self._moved}
        if strayed:
            found.update(self._look(session, strayed))
        if self._known is not None:
            told = {ref: place for ref in refs if ref not in found and (place := self._known(ref)) is not None}
            found.update(self._look(session, {ref: place for ref, place in told.items() if place != ref}))
        return found

    def _look(self, session: ImapSession, targets: Mapping[MessageRef, MessageRef]) -> dict[MessageRef, Place]:
        """The messages that lie where the targets say, folder by folder."""
        by_folder: dict[str, list[tuple[MessageRef, MessageRef]]] = {}
        for ref, target in targets.items():
            by_folder.setdefault(target.folder, []).append((ref, target))
        found: dict[MessageRef, Place] = {}
        for folder, pairs in by_folder.items():
            found.update(self._in_folder(session, folder, pairs))
        return found

    def among_newest(self, session: ImapSession, folder: str, refs: Iterable[MessageRef]) -> dict[MessageRef, Place]:
        """Those of the messages that lie among the newest of a folder, by their fingerprints."""
        wanted = {_mark(ref): ref for ref in refs if ref.fingerprint}
        if not wanted:
            return {}
        try:
            state = session.select(folder, again=True)
        except MissingFolder:
            return {}
        marks = self._newest_marks(session, state)
        return {
            wanted[mark]: Place(folder=folder, uidvalidity=state.uidvalidity, uid=uid)
            for uid, mark in sorted(marks.items())
            if mark in wanted
        }

    def _newest_marks(self, session: ImapSession, state: FolderState) -> dict[int, str]:
        """The fingerprints of the open folder's newest by UID; what was read of it before is not read again.

        After a crash every move in doubt asks for the same folder. As long as UIDNEXT and the count are the
        same nothing came and nothing went, and a UID always names the same message (RFC 3501 §2.3.1.1).
        """
        key = (session.account.name, state.folder)
        known = self._newest.get(key)
        if known is None or known.uidvalidity != state.uidvalidity:
            known = _Newest(uidvalidity=state.uidvalidity)
        if not state.uidnext or (known.uidnext, known.exists) != (state.uidnext, state.exists):
            newest = session.uids_from(1)[-_NEWEST:]
            read = session.fetch_identities([uid for uid in newest if uid not in known.marks])
            marks = known.marks | {uid: mark for uid, (_, mark) in read.items()}
            known = _Newest(
                uidvalidity=state.uidvalidity,
                uidnext=state.uidnext,
                exists=state.exists,
                marks={uid: marks[uid] for uid in newest if uid in marks},
            )
            if len(self._newest) >= _FOLDERS:
                self._newest.clear()
            self._newest[key] = known
        return known.marks

    def _in_folder(
        self, session: ImapSession, folder: str, pairs: Sequence[tuple[MessageRef, MessageRef]]
    ) -> dict[MessageRef, Place]:
        """By UID where UIDVALIDITY is the same and the fingerprint agrees, else by fingerprint in the whole folder."""
        try:
            state = session.select(folder, again=True)
        except MissingFolder:
            return {}
        found: dict[MessageRef, Place] = {}
        same = [pair for pair in pairs if pair[1].uidvalidity == state.uidvalidity and pair[1].uid]
        identities = session.fetch_identities([target.uid for _, target in same])
        for ref, target in same:
            flags, mark = identities.get(target.uid, (frozenset(), ""))
            if target.uid in identities and _mark(ref) in ("", mark):
                found[ref] = Place(folder=folder, uidvalidity=state.uidvalidity, uid=target.uid, flags=flags)
        lost = {_mark(ref): ref for ref, _ in pairs if ref not in found and ref.fingerprint}
        # Asked in any case: a server whose folder is being rebuilt says goodbye here, which is no proof of a loss.
        present = session.uids_from(1) if lost else []
        # Under the same UIDVALIDITY a UID that is gone is gone for good (RFC 3501 §2.3.1.1).
        if lost and any(target.uidvalidity != state.uidvalidity or target.uid in identities for _, target in pairs):
            for uid, (flags, mark) in session.fetch_identities(present).items():
                if mark in lost:
                    found.setdefault(
                        lost[mark], Place(folder=folder, uidvalidity=state.uidvalidity, uid=uid, flags=flags)
                    )
        return found


def _mark(ref: MessageRef) -> str:
    """The fingerprint of the message itself; a second copy of one bears a number behind it."""
    return ref.fingerprint.partition("#")[0]
