"""Carries out what happens in a mailbox: flags, moves, drafts, copies of sent mail.

Everything is done in batches: one STORE for each set of flags and one MOVE for each destination.

| cut off … | then |
|---|---|
| before or in a STORE | `Retry`: setting the same flags again is harmless |
| before or in a MOVE | `Retry`: the next try finds the message at its destination and says `Done` |
| between copying and expunging, without MOVE | `Retry`: the next try sees the copy, and only expunges |
| before or in an APPEND | `Retry`: the next try looks for the Message-ID first |
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TypeAlias

from officebot.connectors.imap import arguments
from officebot.connectors.imap.receipts import (
    OWN_KEYWORDS,
    flag_preview,
    flag_receipt,
    lowered,
    move_receipt,
    permitted,
    ref_of,
)
from officebot.connectors.imap.session import ImapSession, MissingFolder, Refused
from officebot.connectors.imap.whereabouts import Finder, Place, Whereabouts
from officebot.connectors.mime.fingerprint import message_id_of
from officebot.connectors.mime.framing import MESSAGE as MESSAGE
from officebot.connectors.mime.framing import FramedMails, Framer, with_files
from officebot.connectors.mime.parts import cut
from officebot.core.actions import Action, DraftMail, FlagMessage, KeepSentCopy, MoveMessage
from officebot.core.mail import MessageRef, OutgoingMail
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, say
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, Retry, Uncertain

Sessions: TypeAlias = Callable[[str], AbstractContextManager[ImapSession]]
Composer: TypeAlias = Callable[[OutgoingMail], bytes]


class MailboxPerformer:
    """Performs mail.flag, mail.move, mail.draft and mail.keep_sent.

    `sessions` opens the mailbox of an account by its name; `composer` makes a mail's exact bytes, `drafter` those
    of a draft, by default the same; `whereabouts` tells from the ledger where a message was put by an earlier action,
    after a restart. In the `shared` accounts read and unread are left to the people who work there.
    """

    kinds = frozenset({FlagMessage.kind, MoveMessage.kind, DraftMail.kind, KeepSentCopy.kind})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def __init__(
        self,
        sessions: Sessions,
        composer: Composer,
        whereabouts: Whereabouts | None = None,
        *,
        drafter: Composer | None = None,
        shared: Iterable[str] = (),
        framer: Framer | None = None,
    ) -> None:
        self._framed = FramedMails(framer=framer)
        self._sessions = sessions
        self._composer = composer
        self._drafter = drafter or composer
        self._shared = frozenset(shared)
        self._finder = Finder(whereabouts)
        self._before: dict[tuple[str, MessageRef], frozenset[str]] = {}

    def prepare(self, action: Action) -> Prepared:
        """What will change in the mailbox; composes drafts and copies. Raises UserError for unsafe flags and names."""
        if isinstance(action, FlagMessage):
            preview = flag_preview(action, self._refused_keywords(action), self._left_alone(action))
            return Prepared(action=action, preview=preview)
        if isinstance(action, MoveMessage):
            arguments.mailbox(action.to_folder)
            return Prepared(
                action=action,
                preview=say("Move from “{folder}” to “{to}”.", folder=action.on.folder, to=action.to_folder),
            )
        if isinstance(action, DraftMail):
            return Prepared(action=action, preview=_written(action), blobs={MESSAGE: self._drafter(action.mail)})
        if isinstance(action, KeepSentCopy):
            return Prepared(action=action, preview=_written(action), blobs={MESSAGE: self._composer(action.mail)})
        raise TypeError(f"not an action of the mailbox: {action.kind}")

    def prepare_with(self, action: Action, shown: Action, documents: Mapping[str, bytes]) -> Prepared:
        """The same of a draft or a copy that awaits a number or carries documents of its proposal."""
        if not isinstance(action, DraftMail | KeepSentCopy) or not isinstance(shown, DraftMail | KeepSentCopy):
            return self.prepare(action)
        blobs = self._framed.prepare(action.mail, shown.mail, documents, with_bcc=isinstance(action, DraftMail))
        return Prepared(action=action, preview=_written(action), blobs=blobs)

    def fill(self, action: Action, kept: Mapping[str, bytes], documents: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """The draft or the copy with its number."""
        if not isinstance(action, DraftMail | KeepSentCopy):
            return kept
        return self._framed.fill(action.mail, kept, documents, with_bcc=isinstance(action, DraftMail))

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Carry the jobs out, account by account."""
        return self._by_account(jobs, self._perform)

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Look: are the flags set, is the message at its destination, is the draft there?

        Raises Unavailable or UserError while the mailbox cannot be reached: then it is asked again later.
        """
        with self._sessions(_account(job.action)) as session:
            try:
                return self._look(session, job)
            except Refused:
                return Uncertain(say("The mailbox cannot be looked at just now."))

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Restore the flags that were changed, move back, put drafts and copies into the trash."""
        return self._by_account(jobs, self._undo)

    # ── by account ────────────────────────────────────────────────────────────────────────────────────────

    def _by_account(
        self, jobs: Sequence[Job], work: Callable[[ImapSession, list[Job], dict[int, Outcome]], None]
    ) -> list[Outcome]:
        outcomes: dict[int, Outcome] = {}
        by_account: dict[str, list[Job]] = {}
        for job in jobs:
            by_account.setdefault(_account(job.action), []).append(job)
        for account, some in by_account.items():
            rest: Outcome = Failed(_gone())
            try:
                with self._sessions(account) as session:
                    try:
                        work(session, some, outcomes)
                    except UserError as problem:
                        rest = Failed(problem.problems[0].what)
                    except Refused as refusal:
                        rest = Retry(_refused(refusal)) if refusal.is_passing else Failed(_refused(refusal))
            except Unavailable as problem:
                rest = Retry(problem.what)
            except UserError as problem:
                # Nobody is let in: a wrong password, an expired certificate. Once mended, it is still done.
                rest = Retry(problem.problems[0].what)
            for job in some:
                outcomes.setdefault(job.id, rest)
        return [outcomes[job.id] for job in jobs]

    def _perform(self, session: ImapSession, jobs: list[Job], outcomes: dict[int, Outcome]) -> None:
        self._flag(session, [(job, job.action) for job in jobs if isinstance(job.action, FlagMessage)], outcomes)
        self._move(session, [(job, job.action) for job in jobs if isinstance(job.action, MoveMessage)], outcomes)
        for job in jobs:
            if isinstance(job.action, DraftMail):
                outcomes[job.id] = self._append(session, job, session.special("drafts"), ("\\Draft", "\\Seen"))
            elif isinstance(job.action, KeepSentCopy):
                outcomes[job.id] = self._append(session, job, session.special("sent"), ("\\Seen",))

    # ── flags ─────────────────────────────────────────────────────────────────────────────────────────────

    def _flag(self, session: ImapSession, jobs: list[tuple[Job, FlagMessage]], outcomes: dict[int, Outcome]) -> None:
        sound = [(job, action) for job, action in jobs if _check(job, outcomes, *action.add, *action.remove)]
        places = self._finder.locate(session, list({action.on for _, action in sound}))
        wanted: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[tuple[Job, FlagMessage, Place]]] = {}
        for job, action in sound:
            place = places.get(action.on)
            if place is not None:
                key = (place.folder, tuple(sorted(action.add)), tuple(sorted(action.remove)))
                wanted.setdefault(key, []).append((job, action, place))
        for (folder, add, remove), group in wanted.items():
            allowed = session.select(folder).keywords_allowed
            left = self._left_alone(group[0][1])
            added, dropped = permitted(add, allowed, left)
            removed, _ = permitted(remove, allowed, left)
            before = {job.id: self._flags_before(job, action, place) for job, action, place in group}
            session.store([place.uid for _, _, place in group], added, removed)
            for job, action, place in group:
                self._before.pop((job.key, action.on), None)
                outcomes[job.id] = Done(flag_receipt(replace(place, flags=before[job.id]), added, removed, dropped))

    def _flags_before(self, job: Job, action: FlagMessage, place: Place) -> frozenset[str]:
        """The flags that stood there before our first STORE: its answer may have been lost, and this be the second."""
        if len(self._before) > 20_000:
            self._before.clear()
        return self._before.setdefault((job.key, action.on), place.flags)

    def _undo_flags(
        self, session: ImapSession, jobs: list[tuple[Job, FlagMessage]], outcomes: dict[int, Outcome]
    ) -> None:
        refs = {job.id: ref_of(action.on, job.receipt) for job, action in jobs}
        places = self._finder.locate(session, list(set(refs.values())))
        for job, action in jobs:
            place = places.get(refs[job.id])
            if place is None:
                continue
            put_back, take_away = job.receipt.get("removed", ()), job.receipt.get("added", ())
            if not put_back and not take_away and lowered(action.add) & lowered(place.flags):
                # A crash hid which of them stood there before: only a person can tell.
                outcomes[job.id] = Failed(_not_known_whose())
                continue
            session.select(place.folder)
            session.store([place.uid], put_back, take_away)
            outcomes[job.id] = Done({})

    # ── moves ─────────────────────────────────────────────────────────────────────────────────────────────

    def _move(self, session: ImapSession, jobs: list[tuple[Job, MoveMessage]], outcomes: dict[int, Outcome]) -> None:
        places = self._finder.locate(session, list({action.on for _, action in jobs}))
        groups: dict[tuple[str, str], dict[MessageRef, Place]] = {}
        for job, action in jobs:
            place = places.get(action.on)
            if place is not None and place.folder == action.to_folder:
                outcomes[job.id] = Done(move_receipt(action.on, place, place))
            elif place is not None:
                groups.setdefault((place.folder, action.to_folder), {})[action.on] = place
        moved: dict[tuple[MessageRef, str], tuple[Place, Place]] = {}
        for (folder, to), group in groups.items():
            for ref, before, after in self._carry(session, folder, to, group):
                moved[ref, to] = (before, after)
        missing: dict[str, list[MessageRef]] = {}
        for job, action in jobs:
            if pair := moved.get((action.on, action.to_folder)):
                outcomes[job.id] = Done(move_receipt(action.on, *pair))
            elif action.on not in places:
                missing.setdefault(action.to_folder, []).append(action.on)
        # An earlier try may have moved it and lost its answer: then it lies at its destination.
        for to, refs in missing.items():
            there = self._finder.among_newest(session, to, refs)
            for job, action in jobs:
                if action.to_folder == to and action.on in there:
                    self._finder.remember(action.on, there[action.on])
                    outcomes[job.id] = Done(move_receipt(action.on, None, there[action.on]))

    def _carry(
        self, session: ImapSession, folder: str, to: str, group: Mapping[MessageRef, Place]
    ) -> list[tuple[MessageRef, Place, Place]]:
        session.ensure_folder(to)
        found = self._copied_before(session, folder, to, group)
        session.select(folder)
        session.remove_copied(group[ref].uid for ref in found)
        new = session.move([place.uid for ref, place in group.items() if ref not in found], to)
        uidvalidity = session.uidvalidity(to)
        silent = [ref for ref, place in group.items() if ref not in found and new.get(place.uid) is None]
        found |= self._finder.among_newest(session, to, silent) if silent else {}
        carried: list[tuple[MessageRef, Place, Place]] = []
        for ref, before in group.items():
            uid = new.get(before.uid)
            if uid is None and ref not in found and ref.fingerprint:
                continue  # it neither was moved nor lies there: somebody was quicker
            after = found.get(ref) or Place(folder=to, uidvalidity=uidvalidity, uid=uid or 0, flags=before.flags)
            self._finder.remember(ref, after)
            carried.append((ref, before, after))
        return carried

    def _copied_before(
        self, session: ImapSession, folder: str, to: str, group: Mapping[MessageRef, Place]
    ) -> dict[MessageRef, Place]:
        """Those of which an earlier try, cut off on a server without MOVE, left a copy at the destination.

        Only the very same bytes count: the original of anything else would be lost with it.
        """
        if session.has("MOVE") or not session.has("UIDPLUS"):
            return {}
        there = self._finder.among_newest(session, to, group)
        if not there:
            return {}
        copies = {ref: _digest(session, place.uid) for ref, place in there.items()}
        session.select(folder)
        return {ref: there[ref] for ref, copy in copies.items() if copy and copy == _digest(session, group[ref].uid)}

    def _undo_moves(
        self, session: ImapSession, jobs: list[tuple[Job, MoveMessage]], outcomes: dict[int, Outcome]
    ) -> None:
        groups: dict[tuple[str, str], dict[MessageRef, tuple[Job, Place, MessageRef]]] = {}
        for job, action in jobs:
            ref = ref_of(action.on, job.receipt.get("to", {}))
            place = self._finder.locate(session, [ref]).get(ref)
            home = str(job.receipt.get("from", {}).get("folder", action.on.folder))
            if place is not None and place.folder != home:
                groups.setdefault((place.folder, home), {})[ref] = (job, place, action.on)
            elif place is not None:
                outcomes[job.id] = Done({})
        for (folder, home), group in groups.items():
            carried = self._carry(session, folder, home, {ref: place for ref, (_, place, _) in group.items()})
            for ref, before, after in carried:
                job, _, original = group[ref]
                self._finder.remember(original, after)
                outcomes[job.id] = Done(move_receipt(ref, before, after))

    # ── drafts and copies ─────────────────────────────────────────────────────────────────────────────────

    def _append(self, session: ImapSession, job: Job, folder: str, flags: tuple[str, ...]) -> Outcome:
        raw = job.blobs[MESSAGE]
        identity = message_id_of(cut(raw)[0])
        session.ensure_folder(folder)
        there = session.find_message_id(folder, identity)
        uid = there[0] if there else session.append(folder, raw, flags)
        return Done(
            {
                "folder": folder,
                "uidvalidity": session.uidvalidity(folder),
                "uid": uid or 0,
                "message_id": identity,
                # A draft with our Message-ID is ours, put there by a try whose answer was lost; a copy in Sent may be
                # the server's own.
                "was_there": bool(there) and isinstance(job.action, KeepSentCopy),
            }
        )

    def _undo_append(self, session: ImapSession, job: Job) -> Outcome:
        folder, identity = str(job.receipt.get("folder", "")), str(job.receipt.get("message_id", ""))
        if job.receipt.get("was_there"):
            return Failed(say("The mail was there before: it is left where it is."))
        try:
            there = session.find_message_id(folder, identity)
        except MissingFolder:
            there = []
        trash = session.special("trash")
        if not there and self._is_in(session, trash, identity):
            return Done({"folder": trash, "message_id": identity})  # an earlier try put it there, and was cut off
        if not there:
            return Failed(say("The mail is no longer in “{folder}”: it was sent, moved or deleted.", folder=folder))
        session.ensure_folder(trash)
        session.move(there[:1], trash)
        return Done({"folder": trash, "message_id": identity})

    def _is_in(self, session: ImapSession, folder: str, identity: str) -> bool:
        try:
            return bool(session.find_message_id(folder, identity))
        except MissingFolder:
            return False

    def _undo(self, session: ImapSession, jobs: list[Job], outcomes: dict[int, Outcome]) -> None:
        self._undo_flags(
            session, [(job, job.action) for job in jobs if isinstance(job.action, FlagMessage)], outcomes
        )
        self._undo_moves(
            session, [(job, job.action) for job in jobs if isinstance(job.action, MoveMessage)], outcomes
        )
        for job in jobs:
            if isinstance(job.action, DraftMail | KeepSentCopy):
                outcomes[job.id] = self._undo_append(session, job)

    # ── looking ───────────────────────────────────────────────────────────────────────────────────────────

    def _look(self, session: ImapSession, job: Job) -> Done | NotDone | Uncertain:
        action = job.action
        if isinstance(action, FlagMessage):
            return self._look_at_flags(session, action)
        if isinstance(action, MoveMessage):
            return self._look_at_move(session, action)
        folder = session.special("drafts" if isinstance(action, DraftMail) else "sent")
        identity = message_id_of(cut(job.blobs[MESSAGE])[0])
        try:
            found = session.find_message_id(folder, identity)
        except MissingFolder:
            return NotDone()
        if not found:
            return NotDone()
        return Done(
            {"folder": folder, "uidvalidity": session.uidvalidity(folder), "uid": found[0], "message_id": identity}
        )

    def _look_at_move(self, session: ImapSession, action: MoveMessage) -> Done | NotDone:
        """Done only when it is gone from where it was: by copying, it is in both folders for a moment."""
        place = self._finder.locate(session, [action.on]).get(action.on)
        if place is not None and place.folder != action.to_folder:
            return NotDone()
        place = place or self._finder.among_newest(session, action.to_folder, [action.on]).get(action.on)
        if place is None:
            return NotDone()
        self._finder.remember(action.on, place)
        return Done(move_receipt(action.on, None, place))

    def _look_at_flags(self, session: ImapSession, action: FlagMessage) -> Done | NotDone:
        place = self._finder.locate(session, [action.on]).get(action.on)
        if place is None:
            return NotDone()
        allowed = session.select(place.folder).keywords_allowed
        left = self._left_alone(action)
        added, dropped = permitted(action.add, allowed, left)
        removed, _ = permitted(action.remove, allowed, left)
        if set(added) <= place.flags and not set(removed) & place.flags:
            # What stood there before the crash is not known; keywords of our own making are ours all the same.
            ours = [name for name in added if name.startswith(OWN_KEYWORDS)]
            return Done(flag_receipt(place, ours, (), dropped))
        return NotDone()

    def _left_alone(self, action: FlagMessage) -> frozenset[str]:
        """The flags that are never touched in this account."""
        return frozenset({"\\seen"}) if action.on.account in self._shared else frozenset()

    def _refused_keywords(self, action: FlagMessage) -> list[str]:
        """Keywords that the server will not keep, when that can be asked just now."""
        arguments.flag_list((*action.add, *action.remove))
        words = [name for name in action.add if not name.startswith("\\")]
        if not words:
            return []
        try:
            with self._sessions(action.on.account) as session:
                return [] if session.select(action.on.folder).keywords_allowed else words
        except (Unavailable, UserError, Refused):
            return []


def _account(action: Action) -> str:
    if isinstance(action, DraftMail | KeepSentCopy):
        return action.mail.account
    message = action.message
    if message is None:
        raise TypeError(f"not an action of the mailbox: {action.kind}")
    return message.account


def _check(job: Job, outcomes: dict[int, Outcome], *flags: str) -> bool:
    try:
        arguments.flag_list(flags)
    except arguments.UnsafeArgument as problem:
        outcomes[job.id] = Failed(problem.problems[0].what)
        return False
    return True


def _written(action: DraftMail | KeepSentCopy) -> Text:
    if isinstance(action, DraftMail):
        preview = say("Put a draft to {to} into the drafts of {account}.", **_whom(action.mail))
    else:
        preview = say("Keep a copy of the mail to {to} in the sent mails of {account}.", **_whom(action.mail))
    return with_files(preview, action.mail)


def _whom(mail: OutgoingMail) -> dict[str, str]:
    return {"to": ", ".join(mail.recipients), "account": mail.account}


def _digest(session: ImapSession, uid: int) -> str:
    """The SHA-256 of a message of the open folder, "" when it is gone."""
    raw = session.fetch_whole(uid)
    return "" if raw is None else hashlib.sha256(raw).hexdigest()


def _not_known_whose() -> Text:
    return say("Whether these flags stood there before is not known: take them away yourself if they are wrong.")


def _gone() -> Text:
    return say("The message is no longer where it was: it was moved or deleted by someone else.")


def _refused(refusal: Refused) -> Text:
    return say("The mail server refused the change ({answer}).", answer=refusal.code or "NO")
