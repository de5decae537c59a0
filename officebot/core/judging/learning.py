"""What the office's own corrections teach: kept as they were made, weighed by likeness and age, forgotten on demand.

A correction speaks for the mails that are like the corrected one: of the same thread or of the same list most,
of the same sender next, of the same domain least. It counts at once, and half as much after half a year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.judging.evidence import flat_words
from officebot.core.judging.labels import IMPORTANCES, KINDS, URGENCIES
from officebot.core.mail import Mail, Proof
from officebot.core.people import PUBLIC_DOMAINS
from officebot.core.text import Text, quoted, say

Scope: TypeAlias = Literal["thread", "list", "sender", "domain"]
Field: TypeAlias = Literal["kind", "urgency", "importance", "act"]

FIELDS: tuple[Field, ...] = ("kind", "urgency", "importance", "act")
#: How much one correction says about a mail that shares only this with the corrected one; the nearest first.
_WEIGHTS: Mapping[Scope, float] = {"thread": 3.0, "list": 3.0, "sender": 2.0, "domain": 0.6}
#: From this weight on the lesson decides; below, a verdict stays as it was read. One of a sender is enough.
ENOUGH: Final = 1.0
_HALF_LIFE_DAYS = 183.0
_MOST_CORRECTIONS = 5_000
_ANSWERS = expression(
    r"^(?:\s{0,3}(?:re|ref|rep|fw|fwd|tr|wg|aw)\s{0,2}(?:\[\d{1,3}\])?\s{0,2}:){1,10}", re.IGNORECASE
)
_DIGIT = expression(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person made of a verdict, and the mail it was about; only what they changed is given.

    `at` is aware; `subject_key` is that of `subject_key`. Where the verdict as it was before is known
    (`judged_kind`, `judged_urgency`), the correction speaks only for mails that are judged the same way again.
    """

    at: datetime
    sender: str
    sender_domain: str = ""
    list_id: str = ""
    subject_key: str = ""
    kind: str | None = None
    urgency: str | None = None
    importance: str | None = None
    act: bool | None = None
    judged_kind: str = ""
    judged_urgency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What was learned about one field: its value, from how many corrections of which scope, and how much it weighs."""

    scope: Scope
    key: str
    field: Field
    value: str | bool
    count: int
    weight: float
    last: datetime

    @property
    def why(self) -> Text:
        """The sentence for a person, with how often it was corrected."""
        to = value_in_words(self.field, self.value)
        if self.scope == "thread":
            return say("You corrected mails like this one to “{to}” ({count}).", to=to, count=self.count)
        if self.scope == "list":
            return say("You corrected mails of this list to “{to}” ({count}).", to=to, count=self.count)
        if self.scope == "sender":
            return say("You corrected mails of this sender to “{to}” ({count}).", to=to, count=self.count)
        return say("You corrected mails of this domain to “{to}” ({count}).", to=to, count=self.count)


@dataclass(frozen=True, slots=True)
class Learned:
    """The corrections by what they speak for; asked with each mail, and falsy where there are none."""

    _by_key: Mapping[tuple[Scope, str], tuple[Correction, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def about(self, mail: Mail, now: datetime, kind: str, urgency: str) -> tuple[Lesson, ...]:
        """What was learned for such a mail that is judged `kind` and `urgency` without it: a lesson a field at most.

        A sender that failed the check teaches nothing: anybody may have written in that name.
        """
        if not self._by_key or mail.proof is Proof.FAILED:
            return ()
        found: dict[Field, Lesson] = {}
        for scope, key in keys_of(mail):
            corrections = self._by_key.get((scope, key), ())
            fitting = [one for one in corrections if _speaks_for(one, kind, urgency)]
            for lesson in _lessons(scope, key, fitting, now):
                if lesson.weight >= ENOUGH:
                    found.setdefault(lesson.field, lesson)
        return tuple(found.values())

    def lessons(self, now: datetime) -> tuple[Lesson, ...]:
        """Everything that was learned, the weightiest first: what a person is shown."""
        every = [
            lesson
            for (scope, key), corrections in self._by_key.items()
            for lesson in _lessons(scope, key, corrections, now)
        ]
        return tuple(sorted(every, key=lambda one: (-one.weight, one.scope, one.key, one.field)))


def learn(corrections: Sequence[Correction]) -> Learned:
    """What these corrections teach, in any order; of very many the latest count."""
    by_key: dict[tuple[Scope, str], list[Correction]] = defaultdict(list)
    for one in sorted(corrections, key=lambda one: one.at)[-_MOST_CORRECTIONS:]:
        for scope_key in _keys(one.sender, one.sender_domain, one.list_id, one.subject_key):
            by_key[scope_key].append(one)
    return Learned({key: tuple(of) for key, of in by_key.items()})


def correction_of(
    mail: Mail,
    at: datetime,
    *,
    kind: str | None = None,
    urgency: str | None = None,
    importance: str | None = None,
    act: bool | None = None,
    judged_kind: str = "",
    judged_urgency: str = "",
) -> Correction:
    """The correction of this mail's verdict to what is given."""
    return Correction(
        at=at,
        sender=mail.sender.address,
        sender_domain=mail.sender.domain,
        list_id=list_id_of(mail),
        subject_key=subject_key(mail.subject),
        kind=kind,
        urgency=urgency,
        importance=importance,
        act=act,
        judged_kind=judged_kind,
        judged_urgency=judged_urgency,
    )


def forget(corrections: Iterable[Correction], *, sender: str = "", list_id: str = "") -> tuple[Correction, ...]:
    """The corrections without those of a sender (an address or a domain) or of a list."""
    wanted = sender.lower().lstrip("@")
    return tuple(
        one
        for one in corrections
        if not (wanted and wanted in (one.sender, one.sender_domain)) and not (list_id and list_id == one.list_id)
    )


def subject_key(subject: str) -> str:
    """What the mails of one thread or series share of their subject: no "Re:", no numbers, no accents."""
    plain = _ANSWERS.sub("", subject[:300])
    return flat_words(" ".join(word for word in plain.split() if not _DIGIT.search(word)))[:120]


def list_id_of(mail: Mail) -> str:
    """The list a mail came by (RFC 2919), between its angle brackets, lower case; "" for others."""
    written = mail.headers.get("list-id", "")
    start = written.rfind("<")
    return (written[start + 1 :].partition(">")[0] if start >= 0 else written).strip().lower()[:200]


def keys_of(mail: Mail) -> Iterator[tuple[Scope, str]]:
    """What a mail may share with corrected ones, the nearest first."""
    return _keys(mail.sender.address, mail.sender.domain, list_id_of(mail), subject_key(mail.subject))


def value_in_words(name: Field, value: str | bool) -> Text:
    """A field's value as a person reads it."""
    if isinstance(value, bool):
        return say("to be done") if value else say("nothing to do")
    known = {"kind": KINDS, "urgency": URGENCIES, "importance": IMPORTANCES}[name]
    return known.get(value, quoted(value))


def _keys(sender: str, domain: str, list_id: str, subject: str) -> Iterator[tuple[Scope, str]]:
    if sender and subject:
        yield "thread", f"{sender} {subject}"
    if list_id:
        yield "list", list_id
    if sender:
        yield "sender", sender
    if domain and domain not in PUBLIC_DOMAINS:
        yield "domain", domain


def _speaks_for(correction: Correction, kind: str, urgency: str) -> bool:
    return correction.judged_kind in ("", kind) or correction.judged_urgency in ("", urgency)


def _lessons(scope: Scope, key: str, corrections: Sequence[Correction], now: datetime) -> Iterator[Lesson]:
    """The value that weighs most for each field; where people change their minds, the later word weighs more."""
    for name in FIELDS:
        weights: dict[str | bool, float] = defaultdict(float)
        given: dict[str | bool, list[datetime]] = defaultdict(list)
        for one in corrections:
            value: str | bool | None = getattr(one, name)
            if value is None:
                continue
            for other in weights:
                if other != value:
                    weights[other] /= 3
            weights[value] += _WEIGHTS[scope] * _freshness(one.at, now)
            given[value].append(one.at)
        if weights:
            best = max(weights, key=lambda value: weights[value])
            yield Lesson(
                scope=scope, key=key, field=name, value=best, count=len(given[best]),
                weight=round(weights[best], 3), last=max(given[best]),
            )  # fmt: skip


def _freshness(at: datetime, now: datetime) -> float:
    days = (now - at).total_seconds() / 86_400
    return float(0.5 ** (max(0.0, min(days, 36_500.0)) / _HALF_LIFE_DAYS))
