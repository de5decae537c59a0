"""The month counted against its truth: what was forgotten, what has no owner, what came too late or twice, what it cost."""

from __future__ import annotations

import email
import email.policy
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr
from typing import Any

import openpyxl

from tests.app.embedded import ZONE
from tests.sweeps.month_office import Month, rows
from tests.sweeps.month_post import Truth, is_working, working_day_after

#: What a duty keeps for itself, so as to do nothing twice: nobody's work.
MEMORY = ("report", "heard", "agenda-sent", "record", "brief")
_OPEN_ENDS = ("approved", "doing")


@dataclass(slots=True)
class Count:
    """What was found; each list holds enough to find out why."""

    received: int = 0
    items: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    forgotten: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    early: list[str] = field(default_factory=list)
    unreminded: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    uneven: list[str] = field(default_factory=list)
    evenings: int = 0
    answered_wrongly: list[str] = field(default_factory=list)
    alerts: int = 0
    acted_on: int = 0
    uncertain: int = 0

    @property
    def per_hundred(self) -> float:
        """How often a person was asked for a yes, for a hundred mails."""
        return 100 * sum(self.asked.values()) / max(self.received, 1)

    def by_duty(self) -> str:
        """The same by duty."""
        return ", ".join(f"{duty} {100 * n / max(self.received, 1):.1f}" for duty, n in self.asked.most_common())


def count(month: Month) -> Count:
    """All counts of a month that was lived."""
    found = Count()
    _mails(month, found)
    _orphans(month, found)
    _deadlines(month, found)
    _reminders(month, found)
    _twice(month, found)
    _evenings(month, found)
    _questions(month, found)
    _invoices(month, found)
    return found


def _mails(month: Month, found: Count) -> None:
    """Every mail is known; whoever must act can see it; nothing was written to a fraud, a machine or a private mail."""
    known = {row[0]: row[1:] for row in rows(month.folder, "SELECT message_id, state, verdict, id FROM mails")}
    told = {
        str(row[0]) for row in rows(month.folder, "SELECT DISTINCT mail_id FROM proposals WHERE mail_id IS NOT NULL")
    }
    noted = "\n".join(row[0] for row in rows(month.folder, "SELECT source FROM items"))
    delivered = _delivered(month)
    found.received = sum(one.folder == "INBOX" for one in delivered)
    for one in delivered:
        truth, row = one.truth, known.get(one.truth.identity)
        if row is None:
            found.forgotten.append(f"{truth.kind} {truth.tag}: not in the ledger")
        elif one.folder == "INBOX" and row[0] not in ("judged", "listed"):
            found.forgotten.append(f"{truth.kind} {truth.tag}: {row[0]}")
        elif truth.needs and row[0] == "judged":
            verdict = json.loads(row[1]) if row[1] else {}
            if not verdict.get("act") and str(row[2]) not in told and truth.identity not in noted:
                found.forgotten.append(f"{truth.kind} {truth.tag}: judged {verdict.get('kind')}, and nothing done")


def _delivered(month: Month) -> list[Any]:
    left = {one.truth.identity for one in month._coming}
    return [one for one in month.mails if one.truth.identity not in left]


def _orphans(month: Month, found: Count) -> None:
    for kind, key, owner, due in rows(month.folder, "SELECT kind, key, owner, due FROM items WHERE state = 'open'"):
        if kind not in MEMORY and (not owner or due is None):
            found.orphans.append(
                f"item {kind}: {'no owner' if not owner else ''} {'no date' if due is None else ''} {key}"
            )
    found.items = rows(month.folder, "SELECT count(*) FROM items")[0][0]
    stuck = (
        "SELECT p.duty, p.key, p.state, max(a.not_before) FROM proposals p LEFT JOIN actions a ON a.proposal_id = p.id"
        f" AND a.state = 'pending' WHERE p.state IN {_OPEN_ENDS} GROUP BY p.id"
    )
    for duty, key, state, held in rows(month.folder, stuck):
        if held is None:
            found.orphans.append(f"proposal {duty} {key}: {state}, and nothing under way")
    for duty, kind in rows(month.folder, "SELECT p.duty, a.kind FROM actions a JOIN proposals p ON p.id = a.proposal_id"
                                         " WHERE a.state = 'doing'"):  # fmt: skip
        found.orphans.append(f"action {duty} {kind}: begun and never ended")
    for duty, key in rows(month.folder, "SELECT duty, trigger_key FROM runs WHERE state IN ('pending', 'running')"):
        found.orphans.append(f"run {duty} {key}: not ended")
    found.orphans += [f"draft {name}: nobody knows it" for name in _unknown_drafts(month)]
    found.uncertain = rows(month.folder, "SELECT count(*) FROM proposals WHERE state = 'uncertain'")[0][0]


def _unknown_drafts(month: Month) -> list[str]:
    """Drafts of officebot's that no receipt tells of."""
    receipts = rows(
        month.folder, "SELECT json_extract(receipt, '$.message_id') FROM actions WHERE kind = 'mail.draft'"
    )
    known = {row[0] for row in receipts}
    lying = (
        email.message_from_bytes(one.raw, policy=email.policy.default) for one in month.servers.mailbox("Drafts")
    )
    return [str(mail["Message-ID"]) for mail in lying if str(mail["Message-ID"]) not in known]


def _deadlines(month: Month, found: Count) -> None:
    """A dated wish is noted with its day, and stands on a morning's list by then, unless it was settled before."""
    query = "SELECT json_extract(source, '$.message_id'), key, due, state FROM items WHERE kind = 'deadline'"
    items = {row[0]: row[1:] for row in rows(month.folder, query)}
    lists = {path.name: path.read_text("utf-8") for path in (month.folder / "archive/lists").glob("*deadlines*")}
    last = month.first + timedelta(days=month.days - 1)
    for one in _delivered(month):
        truth = one.truth
        if truth.due is None or truth.due > last:
            continue
        item = items.get(truth.identity)
        if item is None:
            found.late.append(f"{truth.kind} {truth.tag}: due {truth.due}, never noted")
            continue
        key, due, state = item
        noted = datetime.fromisoformat(due.replace("Z", "+00:00")).astimezone(ZONE).date()
        closed = month.tally.closed.get(("deadline", key))
        begin = _lead_day(truth.due)
        if closed is not None and closed.astimezone(ZONE).date() <= begin:
            continue
        shown = [
            name for name, text in lists.items() if truth.tag in text and date.fromisoformat(name[:10]) <= truth.due
        ]
        if noted > truth.due or not shown:
            found.late.append(
                f"{truth.kind} {truth.tag}: due {truth.due}, noted {noted} {state}, on {len(shown)} lists"
            )


def _lead_day(due: date) -> date:
    """The working day before."""
    day = due - timedelta(days=1)
    while not is_working(day):
        day -= timedelta(days=1)
    return day


def _reminders(month: Month, found: Count) -> None:
    """Whom we asked is reminded a working day after the third without an answer, and never once they have answered."""
    made = rows(month.folder, "SELECT p.created, a.params FROM proposals p JOIN actions a ON a.proposal_id = p.id WHERE"
                              " p.duty = 'follow_up' AND a.kind IN ('mail.draft', 'mail.send')")  # fmt: skip
    reminded = [(datetime.fromisoformat(when.replace("Z", "+00:00")), params) for when, params in made]
    end = datetime.combine(month.first + timedelta(days=month.days), time(0), ZONE)
    away = {(one.truth.sender, one.truth.at) for one in _delivered(month) if one.truth.kind == "away"}
    for one in _delivered(month):
        truth = one.truth
        if truth.kind != "ours":
            continue
        to = _recipient_of(one.raw)
        after = [when for when, params in reminded if truth.tag in params]
        if truth.answered is not None:
            seen = truth.answered + timedelta(hours=1)
            found.early += [
                f"{truth.tag}: answered {truth.answered}, reminded {when}" for when in after if when > seen
            ]
        by = datetime.combine(working_day_after(truth.at.date(), 5), time(12), ZONE)
        if any(sender == to and truth.at - timedelta(days=8) < at < by for sender, at in away):
            continue  # nobody is reminded who said that they are away
        if (
            (truth.answered is None or truth.answered > by)
            and by < end
            and not [when for when in after if when <= by]
        ):
            found.unreminded.append(f"{truth.tag} of {truth.at:%d/%m}: not reminded by {by:%d/%m}")


def _recipient_of(raw: bytes) -> str:
    return parseaddr(str(email.message_from_bytes(raw, policy=email.policy.default)["To"]))[1]


def _twice(month: Month, found: Count) -> None:
    sent = month.servers.sent_mails()
    same = Counter((one.recipients, email.message_from_bytes(one.raw)["Message-ID"]) for one in sent)
    found.double += [f"sent {times} times: {what}" for what, times in same.items() if times > 1]
    texts = Counter((one.recipients, _words(one.raw)) for one in sent)
    found.double += [
        f"the same words {times} times to {to}: {words[0]}" for (to, words), times in texts.items() if times > 1
    ]
    drafts = Counter(_words(one.raw) for one in month.servers.mailbox("Drafts"))
    found.double += [f"drafted {times} times: {words[0]}" for words, times in drafts.items() if times > 1]
    bad = {
        one.truth.sender: one.truth.tag
        for one in month.mails
        if one.truth.kind in ("fraud", "newsletter", "automatic")
    }
    found.answered_wrongly = [f"{to}: {bad[to]}" for one in sent for to in one.recipients if to in bad]


def _words(raw: bytes) -> tuple[str, str]:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    return str(mail["Subject"]), str(body.get_content()) if body is not None else ""


def _evenings(month: Month, found: Count) -> None:
    """The balance of every evening is even."""
    entries = rows(month.folder, "SELECT j.at, p.payload FROM journal j JOIN journal_payloads p ON p.seq = j.seq"
                                 " WHERE j.what = 'balance'")  # fmt: skip
    found.evenings = len(entries)
    for at, payload in entries:
        said = json.loads(payload)
        if said["received"] != said["handled"] + said["waiting"] + said["listed"] or said["gaps"]:
            found.uneven.append(f"{at}: {payload}")


def _questions(month: Month, found: Count) -> None:
    """What waited for a person; and of the alerts, those about what needed somebody at once."""
    for duty, _, verdict in rows(month.folder, "SELECT duty, key, json_extract(ruling, '$.verdict') FROM proposals"):
        if verdict == "ask":
            found.asked[duty] += 1
    urgent = {one.truth.identity for one in month.mails if one.truth.urgent or _is_soon(one.truth)}
    query = (
        "SELECT DISTINCT m.message_id FROM proposals p JOIN mails m ON m.id = p.mail_id JOIN actions a ON a.proposal_id = p.id"
        " WHERE p.duty = 'dispatch' AND a.kind IN ('mail.send', 'alert.send')"
    )
    alerted = rows(month.folder, query)
    found.alerts = len(alerted)
    found.acted_on = sum(identity in urgent for (identity,) in alerted)


def _is_soon(truth: Truth) -> bool:
    return truth.due is not None and truth.due <= working_day_after(truth.at.date(), 1)


def _invoices(month: Month, found: Count) -> None:
    """A right invoice stands once in the register or waits; one to another account only where two people let it pass."""
    sheet = openpyxl.load_workbook(month.folder / "workbooks/factures.xlsx", data_only=True)["Factures"]
    entered = Counter(str(row[1]) for row in sheet.iter_rows(values_only=True))
    found.double += [
        f"invoice {tag}: entered {n} times" for tag, n in entered.items() if n > 1 and tag.startswith("FA-")
    ]
    told = "\n".join(
        str(row) for row in rows(month.folder, "SELECT title, state FROM proposals WHERE duty = 'invoices'")
    )
    for one in _delivered(month):
        truth = one.truth
        is_one = truth.kind in ("right invoice", "wrong invoice", "page invoice", "changed account")
        if is_one and not entered[truth.tag] and truth.tag not in told:
            found.forgotten.append(f"{truth.kind} {truth.tag}: neither entered nor told")
    twice = _passed_alone(month)
    found.answered_wrongly += [f"{tag}: another account, passed with {n} approvals" for tag, n in twice if n < 2]


def _passed_alone(month: Month) -> Iterator[tuple[str, int]]:
    changed = [one.truth.tag for one in month.mails if one.truth.kind == "changed account"]
    query = (
        "SELECT p.title, (SELECT count(*) FROM approvals a WHERE a.proposal_id = p.id) FROM proposals p WHERE p.duty ="
        " 'invoices' AND p.state = 'done' AND EXISTS (SELECT 1 FROM actions x WHERE x.proposal_id = p.id AND x.kind LIKE"
        " 'workbook.%')"
    )
    done = rows(month.folder, query)
    for title, people in done:
        for tag in changed:
            if tag in title:
                yield tag, people
