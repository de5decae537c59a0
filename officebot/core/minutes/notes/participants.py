"""The people of a meeting, read from a table or from a list with one name a line. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.minutes.model import Participant
from officebot.core.minutes.notes.marks import folded, lines
from officebot.core.minutes.notes.names import each

Presence: TypeAlias = Literal["", "present", "excused", "absent"]

#: What the columns are called, without accents.
_HEADINGS = {
    "name": "name nom participant participants personne "
    " qui who person membre member fullname nomcomplet nometprenom nomprenom prenomnom attendee attendees",
    "first": "prenom firstname givenname forename",
    "last": "nomdefamille lastname surname familyname",
    "address": "address adresse email mail courriel mel adressemail adresseemail adresseelectronique emailaddress",
    "role": "role fonction function title titre poste job jobtitle qualite service position entreprise company "
    "organisation",
    "presence": "present presente presence attendance attended statut status etat reply response reponse participation",
}
_FIELD = {name: field for field, names in _HEADINGS.items() for name in names.split()}
_EXCUSED = expression(
    r"\b(?:excuse[es]{0,2}|excused|exc|apologies|apology|apols?|sends? apolog\w{1,4}|on leave|conges?|regrets|declined|"
    r"decline[es]{0,2}|represente[es]{0,2}|pouvoir)\b"
)
_ABSENT = expression(r"\b(?:absent[es]{0,2}|abs|missing|no show|not present|did not attend)\b")
_PRESENT = expression(
    r"\b(?:present[es]{0,2}|pst|presents|attended|attending|accepted|accepte[es]{0,2}|visio|remote|online)\b"
)
_YES = each("yes y oui o x 1 true vrai ok ✓ ✔ p")
_NO = each("no n non 0 false faux a")
_ADDRESS = expression(r"[<(\[]?\b(?<!\w[.+'-])([\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})[>)\]]?")
_BETWEEN = expression(r"[,;:|\t()\[\]<>]|(?<=\s)[-–—](?=\s)")
#: More people than these come to no meeting of an office; one more is kept, which tells.
MOST_PEOPLE = 500
_LONGEST_NAME, _LONGEST_HEAD = 80, 2_000


def read_participants(text: str) -> tuple[Participant, ...]:
    """The participants in the order of the text, each once.

    A table has headings in French or English (`name,address,role,present`), parted by commas, semicolons or tabs. Else each
    line is a name, with what follows in any order: an address, a role, whether they are excused; headings such as
    « Excusés : » hold for the names below them or behind them.
    """
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = max(",;\t|", key=first.count)
    fields = [_FIELD.get(_heading(cell), "") for cell in first[:_LONGEST_HEAD].split(sign)]
    is_table = "name" in fields or {"first", "last"} & set(fields)
    found = _of_table(text, sign, fields) if is_table else _of_list(text)
    return _once(found)


def _heading(cell: str) -> str:
    return re.sub(r"[^a-z]", "", folded(cell))


def _of_table(text: str, sign: str, fields: Sequence[str]) -> Iterable[Participant]:
    started = text.lstrip()
    fields = ["last" if field == "name" and "first" in fields else field for field in fields]
    try:
        rows = [row for row in csv.reader(StringIO(started, newline=""), delimiter=sign) if any(row)][1:]
    except csv.Error:
        rows = [line.split(sign) for line in started.splitlines() if line.strip()][1:]
    for row in rows:
        cells = {field: " ".join(cell.split()) for field, cell in zip(fields, row, strict=False) if field}
        name = cells.get("name") or " ".join(part for part in (cells.get("first"), cells.get("last")) if part)
        if not name and not cells.get("address"):
            continue
        made = name or cells["address"].partition("@")[0]
        yield Participant(
            name=made[:_LONGEST_NAME],
            address=cells.get("address", "").lower(),
            role=cells.get("role", ""),
            presence=presence_of(cells.get("presence", "")),
        )


def presence_of(words: str) -> Presence:
    """What a cell or a remark says of somebody's presence: "x", « oui », "declined", « excusé »; "" where it says nothing."""
    said = folded(words).strip(" .!")
    if said in _YES:
        return "present"
    if said in _NO:
        return "absent"
    if _EXCUSED.search(said):
        return "excused"
    if _ABSENT.search(said):
        return "absent"
    return "present" if _PRESENT.search(said) else ""


def _of_list(text: str) -> Iterable[Participant]:
    presence: Presence = ""
    for line in lines(text):
        words = line.text[:2_000]
        head, colon, rest = words.partition(":")
        said = presence_of(head) if len(head) < 40 else ""
        is_heading = (
            bool(said) and "@" not in head and len(head.split()) <= 3 and (bool(colon) or len(head.split()) == 1)
        )
        if is_heading:
            presence = said
            yield from (_person(one, said) for one in re.split(r"[,;]| et | and ", rest) if _name(one))
        elif line.level or folded(words).strip(" *:") in (
            "participants",
            "membres",
            "members",
            "attendees",
            "people",
        ):
            presence = ""
        elif _name(words):
            yield _person(words, presence)


def _person(words: str, presence: Presence) -> Participant:
    """A participant from one line: the name comes first, an address, a role and a remark in any order."""
    address = _ADDRESS.search(words)
    without = _ADDRESS.sub(",", words, count=1) if address else words
    parts = [part.strip(" *_.\"'") for part in _BETWEEN.split(without)]
    parts = [part for part in parts if part]
    name = parts[0] if parts else (address[1].partition("@")[0] if address else "")
    remarks = [(part, presence_of(part)) for part in parts[1:]]
    said: Presence = next((one for _, one in remarks if one), "")
    role = ", ".join(part for part, one in remarks if not one)
    return Participant(
        name=" ".join(name.split())[:_LONGEST_NAME],
        address=address[1].lower() if address else "",
        role=role[:_LONGEST_NAME],
        presence=said or presence,
    )


def _name(words: str) -> bool:
    """Whether a line can begin with a name: some letter, no sentence."""
    part = _BETWEEN.split(words, maxsplit=1)[0]
    return "@" in words or (0 < len(part.split()) <= 6 and any(letter.isalpha() for letter in part))


def _once(found: Iterable[Participant]) -> tuple[Participant, ...]:
    """Each person once; two with one name stay two where their addresses differ."""
    kept: dict[tuple[str, str], Participant] = {}
    for one in found:
        if one.name and len(kept) <= MOST_PEOPLE:
            kept.setdefault((folded(one.name), one.address), one)
    return tuple(kept.values())
