"""What a plugin's process says, held to its rights: proposals, claims, panels, prepared actions. Nothing is believed.

Each thing that breaks a rule ends the whole saying with one sentence: half of what a faulty plugin wants is not safer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, assert_never, cast

from officebot.core.actions import (
    Action,
    AppendRows,
    CheckFree,
    CheckUnanswered,
    CloseItem,
    Forget,
    KeepAttachment,
    MoveFile,
    NoteItem,
    PutCalendarObject,
    Remember,
    RemoveCalendarObject,
    SetCells,
    WriteDocument,
)
from officebot.core.judging.labels import KINDS
from officebot.core.mail import MessageRef, OutgoingMail
from officebot.core.panels import PAGES, Block, Counts, Drawing, Notice, Rows
from officebot.core.proposals import Claim, Proposal
from officebot.core.text import NUMBER_TO_COME, Text, say
from officebot.isolation.answering import Asked, key_of
from officebot.isolation.child import PluginFault
from officebot.isolation.describing import DescribedPanel, Description
from officebot.isolation.foreign import ForeignAction
from officebot.isolation.rights import NEVER_PROPOSED, Right, Sphere, is_own, word_of
from officebot.isolation.shapes import from_json
from officebot.isolation.words import BadShape, clean

_MOST_PROPOSALS = 1_001
_LONGEST_KEY = 200
#: Claims that officebot's own duties make, and build on (some say how far a sender is proven): no plugin says them.
OWN_CLAIMS = frozenset({
    "triage", *KINDS, "action-answer", "agenda-point", "approval-answer", "away", "bounce", "contribution", "invitation",
    "invoice-papers", "meeting-answer", "meeting-notes", "meeting-wish", "minutes-answer", "moved", "promise", "reached",
    "room-request", "sent", "supplier-letter", "trade-papers",
})  # fmt: skip
#: More than this of a panel nobody reads.
_MOST_BLOCKS, _MOST_ROWS, _MOST_COLUMNS, _MOST_COUNTS, _MOST_SERIES, _MOST_CATEGORIES = 20, 500, 20, 50, 12, 400


def wrong(duty: str, what: Text) -> PluginFault:
    """The fault of a duty that said what it may not say."""
    return PluginFault("wrong", say("What the duty “{duty}” said is refused: {why}", duty=duty, why=what))


def shaped(duty: str, wanted: Any, data: Any) -> Any:
    """The value of this type. Raises PluginFault where the data are none."""
    try:
        return from_json(wanted, data)
    except BadShape as error:
        shown = clean(str(error)[:200])
        raise wrong(duty, say("it has not the shape that is expected ({what}).", what=shown)) from None


# ── proposals ─────────────────────────────────────────────────────────────────────────────────────────────


def proposals_of(asked: Asked, data: Any) -> list[Proposal]:
    """The proposals that were said, under keys of this duty alone. Raises PluginFault for what it has no right to."""
    if not isinstance(data, list) or len(data) > _MOST_PROPOSALS:
        raise wrong(asked.duty, say("it made more proposals than anyone could read."))
    return [_proposal(asked, one) for one in shaped(asked.duty, tuple[Proposal, ...], data)]


def _proposal(asked: Asked, proposal: Proposal) -> Proposal:
    key = proposal.key
    if not 0 < len(key) <= _LONGEST_KEY or not key.isprintable() or NUMBER_TO_COME in key:
        raise wrong(asked.duty, say("a proposal's key is empty, too long, or holds signs that nobody can read."))
    if proposal.about is not None:
        _must_know(asked, proposal.about)
    for action in proposal.actions:
        _check(asked, action)
    return replace(
        proposal, key=key_of(asked.duty, key), owner=clean(proposal.owner)[:254], circle=clean(proposal.circle)[:100],
        approvals=min(max(proposal.approvals, 1), 10),
        # A number without gaps is given by the yes: that yes is a person's.
        must_ask=proposal.must_ask or bool(proposal.number_series),
        # What a yes to something else covers is not for a stranger to say.
        agreed_by="",
    )  # fmt: skip


def _check(asked: Asked, action: Action) -> None:
    rights, kind = asked.rights, action.kind
    if _is_own_note(asked, action):
        return
    if kind in NEVER_PROPOSED or not rights.may_propose(kind):
        raise _lacks(asked, Right(Sphere.ACTION, word_of(kind)))
    for ref in _messages(action):
        _must_know(asked, ref)
    for account in _accounts(action):
        if not rights.may_write_from(account):
            raise _lacks(asked, Right(Sphere.MAIL, f"{clean(account)[:60]}/…"))
    match action:
        case SetCells() | AppendRows():
            _needs(asked, Sphere.WORKBOOK, action.workbook, rights.may_use_workbook(action.workbook))
        case PutCalendarObject() | RemoveCalendarObject() | CheckFree():
            _needs(asked, Sphere.CALENDARS, "", rights.calendars)
        case NoteItem() | CloseItem():
            _needs(asked, Sphere.ITEM, action.item_kind, rights.may_note(action.item_kind))
        case MoveFile():
            _needs(asked, Sphere.FILE, action.path, rights.may_read_file(action.path))
        case WriteDocument():
            if ":" in action.template and action.template.partition(":")[0] != asked.package:
                raise wrong(asked.duty, say("it writes by a template of another plugin."))


def _is_own_note(asked: Asked, action: Action) -> bool:
    """Whether it only notes or remembers what is its own: that is asked of nobody."""
    if isinstance(action, Remember | Forget):
        return True
    return isinstance(action, NoteItem | CloseItem) and is_own(action.item_kind, asked.duty)


def _needs(asked: Asked, sphere: Sphere, what: str, may: bool) -> None:
    if not may:
        raise _lacks(asked, Right(sphere, clean(what)[:100]))


def _messages(action: Action) -> Iterator[MessageRef]:
    """The messages that an action is about, or hands on."""
    if action.message is not None:
        yield action.message
    if isinstance(action, KeepAttachment):
        yield action.on
    mail = getattr(action, "mail", None)
    if isinstance(mail, OutgoingMail) and mail.forwards is not None:
        yield mail.forwards


def _accounts(action: Action) -> Iterator[str]:
    mail = getattr(action, "mail", None)
    if isinstance(mail, OutgoingMail):
        yield mail.account
    if isinstance(action, CheckUnanswered):
        yield action.account


def _must_know(asked: Asked, ref: MessageRef) -> None:
    if not asked.knows(ref):
        raise wrong(asked.duty, say("it is about a mail that it was not shown in this run."))


def _lacks(asked: Asked, right: Right) -> PluginFault:
    return wrong(asked.duty, asked.lacks(right).what)


# ── claims, actions ───────────────────────────────────────────────────────────────────────────────────────


def claims_of(duty: str, data: Any) -> list[Claim]:
    """What its recogniser said. Raises PluginFault for a claim that officebot's own duties make."""
    found: tuple[Claim, ...] = shaped(duty, tuple[Claim, ...], data)
    if len(found) > 50:
        raise wrong(duty, say("it made more claims about one mail than there can be."))
    for one in found:
        if one.kind in OWN_CLAIMS or not one.kind.isprintable() or not 0 < len(one.kind) <= 80:
            raise wrong(duty, say("it claims “{kind}”, which is officebot's own to say.", kind=clean(one.kind)[:80]))
    return list(found)


def own_action(duty: str, action: Any, wanted: Action) -> Action:
    """A prepared action: of the same kind as the one that was to be prepared."""
    if not isinstance(action, ForeignAction) or action.kind != wanted.kind:
        raise wrong(duty, say("it prepared another action than it was asked for."))
    return action


# ── panels ────────────────────────────────────────────────────────────────────────────────────────────────


def page_of(panel: DescribedPanel, duty: str) -> str:
    """Where a panel stands: a usual page, a page of the duty's own name, else on its own page whatever it wishes."""
    word = panel.page
    if word in PAGES or is_own(word, duty):
        return word
    return duty.replace("_", "-")


def panels_of(description: Description, duty: str) -> Sequence[tuple[str, DescribedPanel]]:
    """The panels of a duty, each with its page."""
    return [(page_of(one, duty), one) for one in description.panels[:10]]


def blocks_of(duty: str, data: Any) -> list[Block]:
    """What its panel shows: bounded, and leading nowhere but to this dashboard."""
    found: tuple[Block, ...] = shaped(duty, tuple[Block, ...], data)
    if len(found) > _MOST_BLOCKS:
        raise wrong(duty, say("its panel shows more than a page holds."))
    return [_block(duty, one) for one in found]


def _block(duty: str, block: Block) -> Block:
    match block:
        case Counts():
            _few(duty, block.counts, _MOST_COUNTS)
            return Counts(tuple(replace(one, to=_here(one.to)) for one in block.counts))
        case Rows():
            _few(duty, block.rows, _MOST_ROWS)
            for row in (block.columns, *block.rows):
                _few(duty, row, _MOST_COLUMNS)
            rows = tuple(tuple(replace(cell, to=_here(cell.to)) for cell in row) for row in block.rows)
            return replace(block, rows=rows, before=_query(block.before), after=_query(block.after))
        case Notice():
            return block
        case Drawing():
            chart = block.chart
            _few(duty, chart.series, _MOST_SERIES)
            _few(duty, chart.categories, _MOST_CATEGORIES)
            if any(
                len(one.values) != len(chart.categories) or len(one.words) != len(one.values) for one in chart.series
            ):
                raise wrong(duty, say("its chart has values that belong to nothing."))
            return block
    # A new kind of block is looked at here before a plugin may show it: a type checker says where it is missing.
    assert_never(block)


def _few(duty: str, found: Sequence[Any], most: int) -> None:
    if len(found) > most:
        raise wrong(duty, say("its panel shows more than a page holds."))


def _here(to: str) -> str:
    """A place on this dashboard; "" for any other."""
    is_here = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable() and len(to) <= 500
    return to if is_here else ""


def _query(to: str) -> str:
    return to if to.startswith("?") and to.isprintable() and len(to) <= 100 else ""


def blobs_of(duty: str, data: Any) -> dict[str, bytes]:
    """Bytes by their roles."""
    return cast(dict[str, bytes], shaped(duty, dict[str, bytes], data))
