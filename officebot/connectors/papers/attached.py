"""The bytes of what hangs on a mail, by their hash: the worker's side, for mails are built by anybody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from officebot.connectors.mime.headers import fields
from officebot.connectors.mime.parts import Part, Poison, cut, walk
from officebot.core.problems import Problem, UserError


def attachments_of(data: bytes) -> list[Part]:
    """What hangs on the mail, in its order. Raises UserError for a mail that is built to do harm."""
    header, body = cut(data)
    try:
        return [part for part in walk(fields(header), body) if part.is_attachment]
    except Poison as refused:
        raise UserError(Problem(where="", what=refused.problem)) from refused


def attachment_with(payload: tuple[bytes, str]) -> bytes | None:
    """The bytes of the attachment that has this SHA-256 (hexadecimal); None where none of the mail has."""
    data, sha256 = payload
    try:
        return next(_with(attachments_of(data), sha256), None)
    except UserError:
        return None


def _with(parts: list[Part], sha256: str) -> Iterator[bytes]:
    for part in parts:
        content = part.content()
        if hashlib.sha256(content).hexdigest() == sha256:
            yield content
