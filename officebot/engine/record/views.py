"""What people look at: the queue, one proposal, the reasons, the day's totals, the journal; reading only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import Connection, Row, select

from officebot.core.actions import WriteDocument
from officebot.core.breaker import Breaker
from officebot.core.people import Person
from officebot.core.problems import UserError
from officebot.core.proposals import ActionState, ProposalState, Reason
from officebot.core.text import Text, say
from officebot.core.worktime import WorkingTime
from officebot.engine.ledger import Ledger, mails, marks, queued
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.filled import as_done
from officebot.engine.ledger.schema import actions, runs
from officebot.engine.record import balance, journal
from officebot.engine.running import breakers
from officebot.engine.running.duties import EnabledDuty


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: their language, and the zone of the times they are shown."""

    language: str
    zone: tzinfo

    def instant(self, instant: datetime | None) -> str | None:
        """Local ISO to the second with the offset: `2026-11-23T08:40:00+01:00`."""
        return None if instant is None else instant.astimezone(self.zone).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """One action as a person sees it."""

    kind: str
    preview: Text
    state: str
    problem: Text | None = None
    blobs: tuple[tuple[str, str], ...] = ()
    not_before: datetime | None = None

    def to_json(self, reader: Reader) -> dict[str, Any]:
        """`{"kind", "preview", "state"}`, and `problem`, `not_before` where there is one."""
        shown: dict[str, Any] = {
            "kind": self.kind,
            "preview": self.preview.render(reader.language),
            "state": self.state,
        }
        if self.problem is not None:
            shown["problem"] = self.problem.render(reader.language)
        if self.not_before is not None:
            shown["not_before"] = reader.instant(self.not_before)
        return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A proposal as a person sees it, in the queue and on its own."""

    id: int
    duty: str
    key: str
    state: str
    title: Text
    reason: Text
    reasons: tuple[Reason, ...]
    consequences: tuple[Text, ...]
    because: Text
    actions: tuple[ActionView, ...]
    hash: str
    created: datetime
    expires: datetime | None
    owner: str
    approvals_needed: int
    decided_by: str | None
    rejected_because: str | None
    run_id: int | None
    mail_id: int | None
    amount: str | None
    amount_is_least: bool = False
    circle: str = ""
    is_confidential: bool = False

    def to_json(self, reader: Reader) -> dict[str, Any]:
        """The contract of `queue --json`: id, duty, title, reason, actions, hash, expires, consequences, state."""
        return {
            "id": self.id,
            "duty": self.duty,
            "title": self.title.render(reader.language),
            "reason": self.reason.render(reader.language),
            "actions": [action.to_json(reader) for action in self.actions],
            "hash": self.hash,
            "expires": reader.instant(self.expires),
            "consequences": [consequence.render(reader.language) for consequence in self.consequences],
            "asks_because": self.because.render(reader.language),
            "state": self.state,
            "owner": self.owner,
            "approvals_needed": self.approvals_needed,
        }


def queue(ledger: Ledger) -> list[ProposalView]:
    """What waits for a person, oldest first: proposals to answer, and actions nobody is certain of."""
    with ledger.reading() as tx:
        waiting = rows.in_states(tx, [ProposalState.WAITING, ProposalState.UNCERTAIN])
        return _views(tx, waiting)


def waiting_for(
    ledger: Ledger, person: Person, now: datetime, *, first: int = 0, most: int = 50, after: int = 0
) -> tuple[int, list[ProposalView]]:
    """What waits and this person may see, oldest first, without what they put off: how much in all, and some of it.

    `after` leaves out all up to this number.
    """
    with ledger.reading() as tx:
        count, found = queued.waiting_for(tx, person.circle, person.address, now, first, most, after)
        return count, _views(tx, found)


def ended(
    ledger: Ledger, person: Person, *, duty: str = "", before: int | None = None, most: int = 50
) -> list[ProposalView]:
    """What came to an end and this person may see, newest first, of one duty or all, below a number."""
    with ledger.reading() as tx:
        return _views(tx, queued.ended(tx, person.circle, person.address, duty, before, most))


def proposal(ledger: Ledger, proposal_id: int) -> ProposalView:
    """One proposal. Raises UserError when there is none with this number."""
    with ledger.reading() as tx:
        row = rows.by_id(tx, proposal_id)
        if row is None:
            raise UserError(
                say("There is no proposal {id}: “officebot queue” lists those that wait.", id=proposal_id)
            )
        return _views(tx, [row])[0]


def done_since(ledger: Ledger, person: Person, since: datetime, most: int = 40) -> tuple[int, list[ProposalView]]:
    """What was carried out, failed or was taken back since then and this person may see, newest first: how much, and some
    of it.
    """
    with ledger.reading() as tx:
        count, found = queued.done_since(tx, person.circle, person.address, since, most)
        return count, _views(tx, found)


def content(ledger: Ledger, proposal_id: int) -> dict[str, bytes]:
    """The exact bytes a proposal would use, by `ACTION-POSITION/ROLE`."""
    with ledger.reading() as tx:
        stored = rows.actions_of(tx, [proposal_id])
        used = [(one.position, as_done(one).blobs) for one in stored]
        held = rows.blobs_named(tx, [name for _, named in used for name in named.values()])
        return {
            f"{place}/{role}": held[name] for place, named in used for role, name in named.items() if name in held
        }


def why(ledger: Ledger, proposal_id: int, reader: Reader) -> dict[str, Any]:
    """The reasons of a proposal, the facts and where each came from, and all that happened to it, as JSON."""
    shown = proposal(ledger, proposal_id)
    with ledger.reading() as tx:
        mail = mails.by_id(tx, shown.mail_id) if shown.mail_id is not None else None
        claims = mails.claims_of(tx, shown.mail_id) if shown.mail_id is not None else []
        story = list(journal.read(tx, f"proposal:{proposal_id}"))
        run = tx.execute(select(runs).where(runs.c.id == shown.run_id)).one_or_none() if shown.run_id else None
    return {
        **shown.to_json(reader),
        "reasons": [_reason(reason, reader) for reason in shown.reasons],
        "run": {"id": run.id, "duty": run.duty, "trigger": run.trigger_key} if run else None,
        "mail": _mail(mail, reader) if mail is not None else None,
        "claims": [
            {"duty": duty, "kind": claim.kind, "data": dict(claim.data),
             "reasons": [_reason(reason, reader) for reason in claim.reasons]}
            for duty, claim in claims
        ],
        "story": [
            {"seq": entry.seq, "at": reader.instant(entry.at), "who": entry.who, "what": entry.what}
            for entry in story
        ],
    }  # fmt: skip


def counted_once(found: Mapping[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Each reason of what `why` found, once, with the duty that gave it: a mail that is two things is both for the
    same reasons, and a duty may take over those of another.
    """
    told = [(one, found["duty"]) for one in found["reasons"]]
    told += [(one, claim["duty"]) for claim in found["claims"] for one in claim["reasons"]]
    once: dict[tuple[str, str], tuple[dict[str, Any], str]] = {}
    for one, duty in told:
        once.setdefault((one["what"], one["quote"]), (one, duty))
    return list(once.values())


def totals(ledger: Ledger) -> dict[str, Any]:
    """`{"received", "handled", "waiting", "listed", "proposals": {state: n}, "files": [path]}` of the office."""
    with ledger.reading() as tx:
        counts = balance.totals(tx)
        by_state = Counter(queued.count_by_state(tx))
        return {**counts, "proposals": dict(sorted(by_state.items())), "files": _files(tx)}


def status(ledger: Ledger, reader: Reader) -> dict[str, Any]:
    """Whether the office is paused, how much waits, the last balance, the journal's head."""
    with ledger.reading() as tx:
        by_state = queued.count_by_state(tx)
        balanced = marks.set_at(tx, marks.LAST_BALANCE)
        seq, head = journal.head(tx)
        return {
            "paused": bool(marks.get(tx, marks.PAUSED)),
            "uncertain": by_state.get(ProposalState.UNCERTAIN, 0),
            "last_balance": reader.instant(balanced),
            "journal": {"seq": seq, "hash": head},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyState:
    """A duty at a glance: when it is due next, when it ran last and how that ended, its breaker where that stopped it."""

    name: str
    title: Text
    triggers: tuple[str, ...]
    next: datetime | None
    last: datetime | None
    last_state: str | None
    stopped: Breaker | None = None


def duty_states(
    ledger: Ledger, duties: Mapping[str, EnabledDuty], working: WorkingTime, now: datetime
) -> list[DutyState]:
    """The enabled duties with their schedules and runs."""
    with ledger.reading() as tx:
        known = breakers.kept(tx)
        stopped = {name: one for name, one in known.items() if one.is_stopped}
        return [_duty_state(tx, duty, working, now, stopped.get(duty.name)) for duty in duties.values()]


def _duty_state(
    tx: Connection, duty: EnabledDuty, working: WorkingTime, now: datetime, stopped: Breaker | None
) -> DutyState:
    query = select(runs.c.due, runs.c.state).where(runs.c.duty == duty.name).order_by(runs.c.id.desc()).limit(1)
    last = tx.execute(query).one_or_none()
    dues = [due.instant for one in duty.schedules if (due := one.next_after(now, working.tz, working))]
    return DutyState(
        name=duty.name,
        title=duty.duty.title,
        triggers=tuple(one.source for one in duty.schedules),
        next=min(dues, default=None),
        last=last.due if last else None,
        last_state=last.state if last else None,
        stopped=stopped,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One run of a duty: what set it off, when it was due and ended, how, and what went wrong."""

    id: int
    trigger_kind: str
    due: datetime
    finished: datetime | None
    state: str
    is_late: bool
    problem: Text | None


def last_runs(ledger: Ledger, names: Iterable[str], most: int = 3) -> dict[str, list[RunView]]:
    """The latest runs of each of these duties, newest first."""
    columns = (
        runs.c.id,
        runs.c.trigger_kind,
        runs.c.due,
        runs.c.finished,
        runs.c.state,
        runs.c.is_late,
        runs.c.problem,
    )
    found: dict[str, list[RunView]] = {}
    with ledger.reading() as tx:
        for name in names:
            query = select(*columns).where(runs.c.duty == name).order_by(runs.c.id.desc()).limit(most)
            found[name] = [
                RunView(**{**row._mapping, "problem": Text.from_json(row.problem) if row.problem else None})
                for row in tx.execute(query)
            ]
    return found


def entries(ledger: Ledger, reader: Reader, since: int = 0) -> Iterator[dict[str, Any]]:
    """The journal's entries from number `since` on: `{"seq", "at", "who", "what", "subject", "hash"}`."""
    with ledger.reading() as tx:
        for entry in journal.read(tx, since=since):
            yield {
                "seq": entry.seq,
                "at": reader.instant(entry.at),
                "who": entry.who,
                "what": entry.what,
                "subject": entry.subject,
                "hash": entry.hash,
            }


def _views(tx: Connection, found: Sequence[Row[Any]]) -> list[ProposalView]:
    by_proposal: dict[int, list[ActionView]] = {row.id: [] for row in found}
    for action in rows.actions_of(tx, by_proposal):
        by_proposal[action.proposal_id].append(_action(action))
    return [_view(row, by_proposal[row.id]) for row in found]


def _view(row: Row[Any], its_actions: Sequence[ActionView]) -> ProposalView:
    return ProposalView(
        id=row.id,
        duty=row.duty,
        key=row.key,
        state=row.state,
        title=Text.from_json(row.title),
        reason=Text.from_json(row.reason),
        reasons=tuple(map(Reason.from_json, row.reasons)),
        consequences=tuple(map(Text.from_json, row.consequences)),
        because=Text.from_json(row.ruling["because"]),
        actions=tuple(its_actions),
        hash=row.hash,
        created=row.created,
        expires=row.expires,
        owner=row.owner,
        approvals_needed=row.approvals_needed,
        decided_by=row.decided_by,
        rejected_because=row.because,
        run_id=row.run_id,
        mail_id=row.mail_id,
        amount=row.amount,
        amount_is_least=bool(row.ruling.get("amount_is_least")),
        circle=row.circle,
        is_confidential=row.confidential,
    )


def _action(row: Row[Any]) -> ActionView:
    return ActionView(
        kind=row.kind,
        preview=Text.from_json(row.preview),
        state=row.state,
        problem=Text.from_json(row.problem) if row.problem else None,
        blobs=tuple(row.blobs.items()),
        not_before=row.not_before if row.state == ActionState.PENDING else None,
    )


def _reason(reason: Reason, reader: Reader) -> dict[str, Any]:
    return {
        "what": reason.what.render(reader.language),
        "quote": reason.quote,
        "weight": reason.weight,
        "source": reason.source,
    }


def _mail(row: Row[Any], reader: Reader) -> dict[str, Any]:
    return {
        "id": row.id,
        "account": row.account,
        "folder": row.folder,
        "uid": row.uid,
        "message_id": row.message_id,
        "received": reader.instant(row.received),
        "sender": row.sender,
        "subject": row.subject,
    }


def files_for(ledger: Ledger, person: Person, since: datetime, most: int = 30) -> list[str]:
    """The documents that were made since then by proposals that this person may see, the newest first; at most so many."""
    with ledger.reading() as tx:
        told = [as_done(row).params for row in queued.written_for(tx, person.circle, person.address, since, most)]
    return list(dict.fromkeys(params["path"] for params in told if "path" in params))


def _files(tx: Connection) -> list[str]:
    """The documents made for people, in the order they were made; those taken back are left out."""
    query = (
        select(actions.c.params, actions.c.blobs, actions.c.filled)
        .where(actions.c.kind == WriteDocument.kind, actions.c.state == ActionState.DONE)
        .order_by(actions.c.id)
    )
    # Of a document that was erased with a person's data the path may be, too.
    told = (as_done(row).params for row in tx.execute(query))
    return list(dict.fromkeys(params["path"] for params in told if "path" in params))
