"""The mail of today and yesterday on the dashboard, the most urgent first, each with its verdict and a way to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal

from officebot.core.charts.model import Chart, Series
from officebot.core.panels import Block, Cell, Count, Counts, Drawing, Rows, Tone, Viewer, day_words, words_of
from officebot.core.reports.kinds import KINDS, URGENCIES
from officebot.core.text import Text, say
from officebot.duties.mail_triage.settings import Settings
from officebot.sdk import Office, Panel, SeenMail

_MOST = 50
_ORDER = tuple(URGENCIES)
_TONES: dict[str, Tone] = {"now": "hot", "today": "warm"}


def mail(office: Office, viewer: Viewer, _settings: Settings) -> Sequence[Block]:
    """The page “Mail”."""
    midnight = datetime.combine(viewer.today, time(), viewer.zone)
    seen = [
        one
        for one in office.mails(midnight - timedelta(days=1), viewer.now + timedelta(seconds=1))
        if one.ref.account in viewer.accounts
    ]
    seen.sort(key=lambda one: (_place(one), -one.received.timestamp()))
    first = viewer.first if viewer.first < len(seen) else 0
    urgent = Counter(str(one.verdict.get("urgency", "")) for one in seen)
    return (
        Counts((
            Count(label=say("Mails of today"), value=say("{count}", count=sum(one.received >= midnight for one in seen))),
            Count(label=say("Mails of yesterday"), value=say("{count}", count=sum(one.received < midnight for one in seen))),
            *(
                Count(label=URGENCIES[name], value=say("{count}", count=urgent[name]),
                      tone=_TONES.get(name, "") if urgent[name] else "")
                for name in ("now", "today", "week")
            ),
            Count(label=say("With something waiting"), value=say("{count}", count=sum(one.state == "waiting" for one in seen))),
        )),
        *_kinds(seen, viewer),
        Rows(
            title=say("Mail of today and yesterday, the most urgent first"),
            columns=(say("At"), say("Urgency"), say("From"), say("Subject"), say("Kind"), say("Deadline")),
            rows=tuple(_row(one, viewer) for one in seen[first : first + _MOST]),
            before=f"/page/mail?from={max(first - _MOST, 0)}" if first else "",
            after=f"/page/mail?from={first + _MOST}" if first + _MOST < len(seen) else "",
        ),
    )  # fmt: skip


def _place(mail: SeenMail) -> int:
    urgency = str(mail.verdict.get("urgency", ""))
    return _ORDER.index(urgency) if urgency in _ORDER else len(_ORDER)


def _row(mail: SeenMail, viewer: Viewer) -> tuple[Cell, ...]:
    verdict = mail.verdict
    urgency, kind = str(verdict.get("urgency", "")), str(verdict.get("kind", ""))
    local = mail.received.astimezone(viewer.zone)
    at = say("{hour}", hour=f"{local:%H:%M}")
    if local.date() != viewer.today:
        at = say("yesterday {hour}", hour=f"{local:%H:%M}")
    subject = say("(private)") if kind == "personal" else words_of(mail.subject or "", 100)
    return (
        Cell(words=at),
        Cell(words=URGENCIES.get(urgency, say("—")), tone=_TONES.get(urgency, "")),
        Cell(words=words_of(mail.sender.name or mail.sender.address, 50)),
        Cell(words=subject, to=f"/mail/{mail.id}"),
        Cell(words=_kind(mail, kind), tone="hot" if kind == "fraud" else ""),
        Cell(words=_deadline(mail, viewer)),
    )


def _kind(mail: SeenMail, kind: str) -> Text:
    return say("could not be read") if mail.state == "listed" else KINDS.get(kind, KINDS[""])


def _deadline(mail: SeenMail, viewer: Viewer) -> Text:
    written = str(mail.verdict.get("deadline") or "")
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return say("—")
    day = day_words(read.date(), viewer.today)
    return say("{day} {hour}", day=day, hour=f"{read:%H:%M}") if "T" in written else day


def _kinds(seen: Sequence[SeenMail], viewer: Viewer) -> Sequence[Block]:
    """The kinds of these mails as bars."""
    found = Counter(str(one.verdict.get("kind", "")) for one in seen)
    present = [(KINDS[kind].render(viewer.language), found[kind]) for kind in KINDS if found[kind]]
    if len(present) < 2:
        return ()
    counted = tuple(Decimal(count) for _, count in present)
    series = Series(
        name=say("mails").render(viewer.language), values=counted, words=tuple(f"{one}" for one in counted)
    )
    return (
        Drawing(
            Chart(name="mail-kinds", kind="bar", title=say("Mails by kind").render(viewer.language),
                  categories=tuple(name for name, _ in present), series=(series,),
                  unit=say("mails").render(viewer.language))
        ),
    )  # fmt: skip


PANELS = (Panel(page="mail", title=say("Mail that came"), show=mail, place=10),)
