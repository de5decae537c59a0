"""Which messages of a batch are new, and which are known ones found again at another place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from officebot.core.mail import MessageRef
from officebot.engine.intake.mail_source import Message
from officebot.engine.ledger import mails


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The folder being read."""

    name: str
    uidvalidity: int
    first_uid: int
    since: datetime
    rebuilt: bool


@dataclass(slots=True)
class Asked:
    """What the ledger knows of a batch: where each message was last seen, its second copies, its size."""

    known: Mapping[str, MessageRef]
    copies: Mapping[str, list[MessageRef]]
    sizes: Mapping[str, int]
    folder: Folder
    is_there: Callable[[int], bool]

    def sorted_out(self, batch: Sequence[Message]) -> tuple[list[MessageRef], list[Message]]:
        """(messages found again at a new place, messages that are new).

        A second copy beside the first, or one of another size, is a message of its own: somebody may have sent
        it with another's Message-ID, so it is judged like any other. A message that somebody moved, or that
        lies in a rebuilt folder, is found again, and so is its copy.
        """
        found: list[MessageRef] = []
        fresh: list[Message] = []
        taken = dict(self.known)
        copies = {mark: list(refs) for mark, refs in self.copies.items()}
        for one in batch:
            mark = one.ref.fingerprint
            before = taken.get(mark)
            others = copies.setdefault(mark, [])
            if any(self._is_here(ref, one) for ref in (before, *others)):
                continue
            if before is None:
                fresh.append(one)
            elif not self._is_another(one, before):
                found.append(one.ref)
            elif (copy := next((ref for ref in others if self._is_former(ref)), None)) is not None:
                others.remove(copy)
                found.append(replace(one.ref, fingerprint=copy.fingerprint))
                others.append(found[-1])
                continue
            else:
                fresh.append(replace(one, ref=mails.as_copy(one.ref)))
                others.append(fresh[-1].ref)
                continue
            taken[mark] = one.ref
        return found, fresh

    def _is_here(self, ref: MessageRef | None, one: Message) -> bool:
        place = (self.folder.name, self.folder.uidvalidity, one.ref.uid)
        return ref is not None and (ref.folder, ref.uidvalidity, ref.uid) == place

    def _is_elsewhere(self, ref: MessageRef) -> bool:
        return (ref.folder, ref.uidvalidity) != (self.folder.name, self.folder.uidvalidity)

    def _is_former(self, ref: MessageRef) -> bool:
        """Whether the place is one of this folder before it was rebuilt."""
        return ref.folder == self.folder.name and ref.uidvalidity != self.folder.uidvalidity

    def _is_another(self, one: Message, before: MessageRef) -> bool:
        size = self.sizes.get(one.ref.fingerprint, 0)
        # A rebuilt folder may lie on another server, which counts line ends in its own way.
        if not self.folder.rebuilt and size and one.size and size != one.size:
            return True
        return not self._is_elsewhere(before) and self.is_there(before.uid)
