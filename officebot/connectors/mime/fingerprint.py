"""A digest that knows a message again in another folder, or after its folder was rebuilt."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from officebot.connectors.mime.headers import fields, raw_text, values

_KEPT = frozenset({"message-id", "date", "from", "subject"})
# Added or changed on the way, or by mail programs that keep their state in the message.
_CHANGING = (
    b"received:",
    b"status:",
    b"x-status:",
    b"x-keywords:",
    b"x-uid:",
    b"delivered-to:",
    b"return-path:",
    b"x-mozilla-",
    b"content-length:",
    b"lines:",
    b"x-originating-",
    b"authentication-results:",
)


def fingerprint(header: bytes) -> str:
    """32 hex digits over Message-ID, Date, From and Subject, or over the whole header where no id is given."""
    return fingerprint_of(header, fields(header))


def fingerprint_of(header: bytes, block: Sequence[tuple[str, bytes]]) -> str:
    """The same, of a header that was cut into its fields already."""
    found = [(name, value) for name, value in block if name in _KEPT]
    digest = hashlib.sha256()
    if any(name == "message-id" and value for name, value in found):
        for name, value in sorted(found):
            digest.update(b"%b:%b\n" % (name.encode("ascii"), b" ".join(value.split())))
    else:
        for line in sorted(_stable_lines(header)):
            digest.update(line + b"\n")
    return digest.hexdigest()[:32]


def message_id_of(header: bytes) -> str:
    """The Message-ID with its angle brackets, as it stands; "" without one."""
    for _, value in values(header, frozenset({b"message-id"})):
        return raw_text(value)
    return ""


def _stable_lines(header: bytes) -> list[bytes]:
    unfolded = header.replace(b"\r\n", b"\n").replace(b"\n ", b" ").replace(b"\n\t", b" ")
    lines = (b" ".join(line.split()) for line in unfolded.split(b"\n"))
    return [line for line in lines if line and not line.lower().startswith(_CHANGING)]
