"""A mail that somebody passed on: who wrote it first, about what, and its words."""

from __future__ import annotations

import re
from dataclasses import replace

from officebot.core.expressions import expression
from officebot.core.mail import Address, Mail

_MARK = expression(r"\s{0,3}(?:fwd?|tr|wg|transf(?:ert|\.)?)\s{0,2}:", re.IGNORECASE)
#: What mail programs put above what is passed on.
_BEGIN = expression(
    r"^[ \t>]{0,6}(?:-{2,20} ?(?:forwarded message|message transf[ée]r[ée]|original message|message d['’]origine) ?-{2,20}"
    r"|begin forwarded message ?:|début du message (?:réexpédié|transféré) ?:|_{10,40})[ \t]{0,3}$"
    # Outlook puts nothing above the fields.
    r"|^(?=(?:from|de) ?: .{3,200}\n(?:sent|envoyé|date|to|à) ?: )",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = expression(
    r"^[ \t>*]{0,6}(from|de|subject|objet|date|sent|envoyé|to|à|cc)\*? ?:\*?[ \t]{0,3}(.{0,300})$", re.IGNORECASE
)
_ADDRESS = expression(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_MOST_FIELDS = 12


def passed_on(mail: Mail) -> Mail | None:
    """The mail as its first author wrote it, where it was passed on with few words of one's own; None for any other."""
    if not _MARK.match(mail.subject):
        return None
    begin = _BEGIN.search(mail.text)
    if begin is None:
        return None
    lines = mail.text[begin.end() :].lstrip("\n").split("\n")
    said: dict[str, str] = {}
    place = 0
    for place, line in enumerate(lines[:_MOST_FIELDS]):  # noqa: B007 - where the fields end
        field = _FIELD.match(line)
        if field is None:
            if line.strip():
                break
            if said:
                break
            continue
        said[field[1].casefold()] = field[2].strip()
    author = said.get("from") or said.get("de") or ""
    address = _ADDRESS.search(author)
    if address is None and not (author and len(said) > 1):
        return None
    words = "\n".join(line.removeprefix("> ").removeprefix(">") for line in lines[place:]).strip("\n")
    name = author[: address.start()].strip(" <\"'[(*") if address is not None else ""
    return replace(
        mail,
        # Of an author without an address only who passes it on is known.
        sender=Address(name[:200], address[0].casefold()) if address is not None else mail.sender,
        subject=said.get("subject") or said.get("objet") or mail.subject,
        text=words,
        reply=words,
        html="",
    )
