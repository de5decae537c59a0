"""A message's bytes as a `Mail`: pure, and never raising anything but `Poison`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

from officebot.connectors.mime import marks
from officebot.connectors.mime.addresses import addresses
from officebot.connectors.mime.attachments import attachment, clean_name
from officebot.connectors.mime.headers import codec_name, decode, encoded_words, fields, raw_text, safe_text
from officebot.connectors.mime.html import declared_charset, html_to_text
from officebot.connectors.mime.parts import LARGEST_HEADER, MOST_FIELDS, Part, Poison, walk
from officebot.connectors.mime.proof import proof
from officebot.connectors.mime.reply import new_text
from officebot.core.expressions import expression
from officebot.core.mail import TWO_SENDERS, Address, Attachment, Mail, MessageRef, Proof
from officebot.core.text import Text, say

LARGEST_MESSAGE = 50 * 1024 * 1024
_LONGEST_TEXT = 200_000
_LONGEST_HTML = 1_000_000
_SHORT = 400
_MOST_DECODED = 4

#: Headers that recognisers may look at, decoded.
KEPT_HEADERS = frozenset(
    {"auto-submitted", "content-class", "content-language", "content-type", "disposition-notification-to"}
    | {"importance", "keywords", "list-id", "list-post", "list-unsubscribe", "mailing-list", "organization"}
    | {"precedence", "priority", "reply-to", "return-path", "return-receipt-to", "sender", "sensitivity"}
    | {"thread-topic", "user-agent", "x-auto-response-suppress", "x-autoreply", "x-autorespond"}
    | {"x-failed-recipients", "x-mailer", "x-priority", "x-spam-flag", "x-spam-status"}
)


class _Body(NamedTuple):
    text: str
    html: str
    calendar: str
    attachments: tuple[Attachment, ...]
    problems: tuple[Text, ...]


def read_message(
    ref: MessageRef,
    header: bytes,
    text: bytes,
    flags: frozenset[str],
    internal_date: datetime,
    size: int,
    *,
    authserv_ids: frozenset[str] = frozenset(),
    truncated: bool = False,
    block: Sequence[tuple[str, bytes]] | None = None,
) -> Mail:
    """The mail with its text, its reply and its attachments; a private one with its headers only.

    `text` is the body, or its start when `truncated`; `block` is the header cut into its fields, if that was done.
    Raises Poison for a message that must not be read further.
    """
    try:
        _check(header, text, size)
        found = fields(header) if block is None else block
        return _read(ref, found, text, flags, internal_date, size, authserv_ids, truncated)
    except (ValueError, LookupError, TypeError, ArithmeticError) as error:
        # Ours to mend, but one mail must not stop the others: it is listed as unreadable.
        raise Poison(say("This mail could not be read ({error}).", error=type(error).__name__)) from error


def _read(
    ref: MessageRef,
    block: Sequence[tuple[str, bytes]],
    text: bytes,
    flags: frozenset[str],
    internal_date: datetime,
    size: int,
    authserv_ids: frozenset[str],
    truncated: bool,
) -> Mail:
    if len(block) > MOST_FIELDS:
        raise Poison(say("This mail has more than {limit} header fields.", limit=MOST_FIELDS))
    # The first of each name counts.
    raw = dict(reversed(block))
    kept = _kept_headers(raw)
    subject = decode(raw.get("subject", b""))
    senders = addresses(raw.get("from", b""))
    sender = senders[0] if senders else Address("", "")
    private = marks.is_private(subject, kept.get("sensitivity", ""))
    body = _Body("", "", "", (), ()) if private else _body(block, text, truncated)
    twin = sum(1 for name, _ in block if name == "from") > 1 or len(senders) > 1
    found = proof(block, authserv_ids, sender.domain)
    return Mail(
        ref=ref,
        message_id=decode(raw.get("message-id", b""))[:998],
        subject=subject[:2000],
        sender=sender,
        reply_to=addresses(raw.get("reply-to", b"")),
        to=addresses(raw.get("to", b"")),
        cc=addresses(raw.get("cc", b"")),
        date=_date(raw.get("date", b""), internal_date),
        received=internal_date,
        in_reply_to=_first_id(raw.get("in-reply-to", b"")),
        references=_ids(raw.get("references", b"")),
        text=body.text,
        reply=new_text(body.text) if body.text else "",
        html=body.html,
        attachments=body.attachments,
        headers=kept,
        flags=flags,
        size=size,
        proof=Proof.FAILED if twin and found is Proof.PASSED else found,
        is_automatic=marks.is_automatic(kept),
        is_list=marks.is_list(kept),
        is_private=private,
        truncated=truncated,
        problems=(*_header_problems(raw, twin), *body.problems),
        calendar=body.calendar,
    )


def _check(header: bytes, text: bytes, size: int) -> None:
    if len(header) > LARGEST_HEADER:
        raise Poison(say("The header of this mail is larger than {limit} bytes.", limit=LARGEST_HEADER))
    if max(size, len(text)) > LARGEST_MESSAGE:
        raise Poison(say("This mail is larger than {limit} bytes.", limit=LARGEST_MESSAGE))
    if b"\x00" in header:
        raise Poison(say("The header of this mail holds NUL bytes."))
    if header.count(b"(") > 1_000:
        raise Poison(say("The header of this mail holds thousands of nested comments."))


def _kept_headers(raw: Mapping[str, bytes]) -> dict[str, str]:
    return {
        name: decode(value)[:2000]
        for name, value in raw.items()
        if name in KEPT_HEADERS or name.startswith("x-officebot")
    }


def _header_problems(raw: Mapping[str, bytes], twin: bool) -> list[Text]:
    problems: list[Text] = []
    if twin:
        problems.append(TWO_SENDERS)
    for name in ("subject", "from", "to", "message-id"):
        value = raw.get(name, b"")
        if b"=?" in value and _hides_line_break(value):
            problems.append(say("The field “{name}” of this mail hides line breaks.", name=name))
    return problems


def _hides_line_break(value: bytes) -> bool:
    return _short_hides(value) if len(value) <= _SHORT else _hides(value)


@lru_cache(maxsize=2048)
def _short_hides(value: bytes) -> bool:
    return _hides(value)


def _hides(value: bytes) -> bool:
    """Whether decoding brings line breaks to light, be it only that of what was decoded: some programs look twice."""
    for _ in range(_MOST_DECODED):
        if any("\r" in word or "\n" in word for word in encoded_words(value)):
            return True
        value = decode(value).encode("utf-8", "replace")
        if b"=?" not in value:
            return False
    # Nobody encodes so often what may be seen.
    return bool(encoded_words(value))


_MONTHS = {
    name: number
    for number, name in enumerate(
        (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"), 1
    )
}
_USUAL_DATE = expression(
    rb"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) (%b) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)([0-5]\d)"
    rb"(?: \([A-Z]{1,5}\))?" % b"|".join(_MONTHS)
)


def _date(value: bytes, arrival: datetime) -> datetime:
    if not value:
        return arrival
    if (usual := _USUAL_DATE.fullmatch(value)) is not None:
        day, month, year, hour, minute, second, sign, hours, minutes = usual.groups()
        # "-0000" means that nobody knows the zone (RFC 5322 §3.3): read as UTC, like everything without one.
        offset = int(hours) * 60 + int(minutes)
        try:
            zone = _zone(-offset if sign == b"-" else offset)
            found = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=zone)
            found.astimezone(UTC)
        except (ValueError, OverflowError):
            return arrival
        return found
    return _odd_date(value, arrival)


@lru_cache(maxsize=128)
def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def _odd_date(value: bytes, arrival: datetime) -> datetime:
    try:
        found = parsedate_to_datetime(raw_text(value[:200]))
        aware = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
        aware.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return arrival
    return aware


def _first_id(value: bytes) -> str:
    found = _ids(value)
    return found[0] if found else ""


def _ids(value: bytes) -> tuple[str, ...]:
    words = decode(value[:20_000]).replace(">", "> ").split() if value else []
    return tuple(word for word in words if word.startswith("<") and word.endswith(">") and len(word) <= 998)[-100:]


def _body(block: Sequence[tuple[str, bytes]], text: bytes, truncated: bool) -> _Body:
    plain: list[str] = []
    html: list[str] = []
    calendar = ""
    attached: list[Attachment] = []
    problems: list[Text] = []
    parts = list(walk(block, text))
    for index, part in enumerate(parts):
        kind = part.content_type.main
        name = part.name
        if kind == "text/calendar" or (name and clean_name(name).lower().endswith(".ics")):
            calendar = calendar or safe_text(part.text(_LONGEST_HTML)[0])
        if part.is_attachment:
            attached.append(attachment(part, not truncated or index + 1 < len(parts)))
        elif kind == "text/html":
            html.append(_text_of(part, problems))
        elif kind != "text/calendar":
            plain.append(_text_of(part, problems))
    shown = "\n\n".join(words for words in plain if words.strip())
    markup = "\n".join(html)[:_LONGEST_HTML]
    if not shown.strip() and markup:
        shown = html_to_text(markup)
    return _Body(shown[:_LONGEST_TEXT].strip("\n"), markup, calendar, tuple(attached), tuple(problems))


def _text_of(part: Part, problems: list[Text]) -> str:
    charset = part.content_type.parameters.get("charset", "")
    if part.content_type.main == "text/html" and not codec_name(charset):
        charset = declared_charset(part.content(4096)) or charset
        part = Part(
            part.number,
            type(part.content_type)(part.content_type.main, {**part.content_type.parameters, "charset": charset}),
            part.disposition,
            part.encoding,
            part.raw,
        )
    words, was_right = part.text(_LONGEST_HTML)
    if charset and not was_right:
        problems.append(say("Its text declares the charset “{charset}”, which it is not.", charset=charset[:40]))
    return safe_text(words)
