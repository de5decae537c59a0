"""A mailbox's folders: their names in one spelling for all servers, and which of them has which use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from imapclient.imap_utf7 import decode as decode_utf7
from imapclient.response_parser import parse_response

from officebot.connectors.imap.wire import Line
from officebot.core.problems import UserError
from officebot.core.text import plain, say

SpecialUse = Literal["drafts", "sent", "trash", "archive", "junk"]

_ATTRIBUTES: dict[bytes, SpecialUse] = {
    b"\\drafts": "drafts",
    b"\\sent": "sent",
    b"\\trash": "trash",
    b"\\archive": "archive",
    b"\\junk": "junk",
}

#: What mail programs call these folders where the server does not say (RFC 6154), in French and English.
_WELL_KNOWN: dict[SpecialUse, tuple[str, ...]] = {
    "drafts": ("drafts", "draft", "brouillons", "brouillon"),
    "sent": ("sent", "sent items", "sent messages", "sent mail", "envoyes", "elements envoyes", "messages envoyes"),
    "trash": ("trash", "deleted items", "deleted messages", "bin", "corbeille", "elements supprimes"),
    "archive": ("archive", "archives"),
    "junk": ("junk", "junk e-mail", "spam", "courrier indesirable", "indesirables", "pourriel"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """One folder: its name with `/` between levels, whatever the server uses, and its special use."""

    name: str
    use: SpecialUse | None = None
    can_be_opened: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Turns names between the office's spelling (`Clients/Durand`) and the server's (`INBOX.Clients.Durand`)."""

    delimiter: str = "/"
    prefix: str = ""

    def to_server(self, name: str) -> str:
        """The server's name. Raises UserError when the name holds the server's own delimiter."""
        if name.upper() == "INBOX":
            return "INBOX"
        if self.delimiter != "/" and self.delimiter and self.delimiter in name:
            raise UserError(
                say(
                    "The folder name “{folder}” holds “{delimiter}”, which this mail server uses between levels: "
                    "choose a name without it.",
                    folder=name,
                    delimiter=self.delimiter,
                )
            )
        spelled = name.replace("/", self.delimiter) if self.delimiter else name
        return spelled if not self.prefix or spelled.startswith(self.prefix) else self.prefix + spelled

    def from_server(self, name: str) -> str:
        """The office's name."""
        if name.upper() == "INBOX":
            return "INBOX"
        short = name.removeprefix(self.prefix) if self.prefix else name
        return short.replace(self.delimiter, "/") if self.delimiter else short


def read_list(lines: Iterable[Line]) -> list[tuple[frozenset[bytes], str, str]]:
    """Attributes (lower case), delimiter and name of each folder in the responses to LIST."""
    found: list[tuple[frozenset[bytes], str, str]] = []
    for line in lines:
        match = re.match(rb"\* LIST ", line.chunks[0], re.IGNORECASE)
        if match is None:
            continue
        first = line.chunks[0][match.end() :].rstrip(b"\r\n")
        raw: list[object] = [first] if not line.literals else [(first, line.literals[0]), b""]
        values = parse_response(raw)
        if len(values) < 3:
            continue
        attributes, delimiter, name = values[:3]
        found.append(
            (
                frozenset(attribute.lower() for attribute in attributes if isinstance(attribute, bytes)),
                delimiter.decode("ascii", "replace") if isinstance(delimiter, bytes) else "",
                _decode(name),
            )
        )
    return found


def with_uses(listed: Iterable[tuple[frozenset[bytes], str, str]], names: Names) -> list[Folder]:
    """The folders with their uses: those the server names, else well-known names, one folder a use."""
    entries = [(attributes, names.from_server(name)) for attributes, _, name in listed]
    uses: dict[SpecialUse, str] = {}
    for attributes, name in entries:
        for attribute in attributes & _ATTRIBUTES.keys():
            uses.setdefault(_ATTRIBUTES[attribute], name)
    for use, known in _WELL_KNOWN.items():
        if use not in uses:
            places = {_plain(name): name for _, name in entries}
            match = next((places[word] for word in known if word in places), None)
            if match:
                uses[use] = match
    by_name = {name: use for use, name in uses.items()}
    return [
        Folder(name=name, use=by_name.get(name), can_be_opened=not attributes & {b"\\noselect", b"\\nonexistent"})
        for attributes, name in entries
    ]


def _decode(name: object) -> str:
    if isinstance(name, bytes):
        try:
            return str(decode_utf7(name))
        except UnicodeError:
            return name.decode("ascii", "replace")
    return str(name)


def _plain(name: str) -> str:
    """Without accents and case, of the last level: `[Gmail]/Éléments envoyés` is `elements envoyes`."""
    return plain(name.rpartition("/")[2])
