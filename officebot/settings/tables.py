"""The office's people and contacts, read from tables that people keep in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast, get_args
from zoneinfo import ZoneInfo

from officebot.core.ibans import is_iban
from officebot.core.known import closest
from officebot.core.people import Contact, Contacts, People, Person
from officebot.core.problems import Problem
from officebot.core.text import Language, Text, quoted, say
from officebot.settings.complaints import in_one_line, syntax_problem, unknown
from officebot.settings.fields import is_address

PEOPLE_COLUMNS = (
    "name", "address", "role", "language", "circle", "responsibilities", "login", "zone", "may_approve",
)  # fmt: skip
CONTACT_COLUMNS = ("kind", "name", "addresses", "language", "form_of_address", "phone", "iban")
CONTACT_KINDS = ("supplier", "customer", "other")
_LARGEST = 10_000_000
_LONGEST_CELL = 2_000
_YES = frozenset({"", "yes", "true", "oui", "vrai", "1"})
_NO = frozenset({"no", "false", "non", "faux", "0"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its file, where in it the row stands, and its cells by column, without outer spaces."""

    file: str
    at: Text
    cells: Mapping[str, str]

    def list_of(self, column: str) -> list[str]:
        """The entries of a cell that holds several, separated by ";"."""
        return [entry.strip() for entry in self.cells.get(column, "").split(";") if entry.strip()]


@dataclass(slots=True)
class Findings:
    """The problems met so far, so that one reading reports them all."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, where: str, what: Text, at: Text | None = None) -> None:
        """Note a problem at this place."""
        self.problems.append(Problem(where=where, what=in_one_line(what), at=at))

    def at(self, row: Row, column: str, what: Text) -> None:
        """Note a problem in a cell."""
        self.add(row.file, what, _cell_of(row.at, column))


def read_people(folder: Path, language: Language, findings: Findings) -> People:
    """The people of people.csv, or of people.toml; what is wrong goes into the findings, row by row."""
    found = [name for name in ("people.csv", "people.toml") if (folder / name).is_file()]
    if len(found) == 2:
        findings.add("people.toml", say("There is a people.csv as well: keep one of the two."))
    if not found:
        findings.add("people.csv", say("The file is missing: create it with the columns {columns}.", columns=_head()))
        return People(())
    return people_in(folder / found[0], language, findings)


def people_in(path: Path, language: Language, findings: Findings) -> People:
    """The people of one table; what is wrong goes into the findings, row by row."""
    read = _rows_of_csv if path.suffix == ".csv" else _rows_of_toml
    rows = read(path, PEOPLE_COLUMNS, ("name", "address"), findings)
    people = [person for row in rows if (person := _person(row, language, findings))]
    if not people and not findings.problems:
        findings.add(path.name, say("Nobody is in it: write at least one person."))
    return People(people)


def read_contacts(folder: Path, language: Language, findings: Findings) -> Contacts:
    """The contacts of contacts.csv; none when there is no such file."""
    path = folder / "contacts.csv"
    if not path.exists():
        return Contacts(())
    seen: dict[str, Row] = {}
    rows = _rows_of_csv(path, CONTACT_COLUMNS, ("name",), findings)
    return Contacts([contact for row in rows if (contact := _contact(row, language, seen, findings))])


def duplicates(people: People, file: str, findings: Findings) -> None:
    """Note each address and each login that two people share."""
    for address in _twice(person.address for person in people.all):
        findings.add(file, say("Two people have the address “{value}”: keep one.", value=address))
    for login in _twice(person.login for person in people.all if person.login):
        findings.add(file, say("Two people have the login “{value}”: keep one.", value=login))


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _person(row: Row, language: Language, findings: Findings) -> Person | None:
    cells = row.cells
    before = len(findings.problems)
    address = _address(cells["address"], row, "address", findings)
    if not cells["name"]:
        findings.at(row, "name", say("This is empty: fill it in."))
    zone = cells.get("zone", "")
    if zone and not _is_zone(zone):
        findings.at(row, "zone", say("“{read}” is not a time zone: write it as Europe/Paris.", read=zone))
    may_approve = cells.get("may_approve", "").lower()
    if may_approve not in _YES | _NO:
        findings.at(row, "may_approve", say("“{read}” is neither yes nor no: write one of them.", read=may_approve))
    speaks = _language(row, language, findings)
    if len(findings.problems) > before:
        return None
    return Person(
        name=cells["name"],
        address=address,
        role=cells.get("role", ""),
        language=speaks,
        circle=cells.get("circle", "") or "office",
        responsibilities=tuple(row.list_of("responsibilities")),
        login=cells.get("login", "") or None,
        zone=zone or None,
        may_approve=may_approve not in _NO,
    )


def _contact(row: Row, language: Language, seen: dict[str, Row], findings: Findings) -> Contact | None:
    cells = row.cells
    before = len(findings.problems)
    if not cells["name"]:
        findings.at(row, "name", say("This is empty: fill it in."))
    kind = cells.get("kind", "").lower() or "other"
    if kind not in CONTACT_KINDS:
        allowed = list(CONTACT_KINDS)
        findings.at(row, "kind", say("“{read}” is not allowed here: write {allowed}.", read=kind, allowed=allowed))
    addresses = tuple(_address(entry, row, "addresses", findings) for entry in row.list_of("addresses"))
    for address in addresses:
        first = seen.setdefault(address, row)
        if address and first != row:
            findings.at(
                row, "addresses", say("“{read}” stands already in {where}: keep one.", read=address, where=first.at)
            )
    iban = cells.get("iban", "")
    if iban and not is_iban(iban):
        findings.at(
            row, "iban", say("This IBAN is wrong, its check digits do not fit: copy it again from a signed document.")
        )
    speaks = _language(row, language, findings)
    if len(findings.problems) > before:
        return None
    return Contact(
        name=cells["name"],
        addresses=addresses,
        kind=kind,
        language=speaks,
        form_of_address=cells.get("form_of_address", ""),
        phone=cells.get("phone", ""),
        iban=re.sub(r"\s", "", iban).upper(),
    )


def _address(word: str, row: Row, column: str, findings: Findings) -> str:
    if not is_address(word):
        findings.at(row, column, say("“{read}” is not a mail address: write it as name@domain.", read=word))
        return ""
    return word.lower()


def _language(row: Row, default: Language, findings: Findings) -> Language:
    word = row.cells.get("language", "").lower() or default
    if word not in get_args(Language):
        findings.at(
            row, "language", say("“{read}” is not allowed here: write {allowed}.", read=word, allowed="fr, en")
        )
    return cast(Language, word)


def _is_zone(word: str) -> bool:
    try:
        ZoneInfo(word)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _head() -> str:
    return ",".join(PEOPLE_COLUMNS[:7])


def _rows_of_csv(path: Path, columns: Collection[str], needed: Collection[str], findings: Findings) -> list[Row]:
    words = _read(path, findings)
    if words is None:
        return []
    head = words.partition("\n")[0]
    reader = csv.reader(io.StringIO(words), delimiter=max(",;\t", key=head.count), strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        start = 1
        for values in reader:
            lines.append((start, values))
            start = reader.line_num + 1
    except csv.Error:
        what = say("The line cannot be read: look for a quotation mark that is not closed.")
        findings.add(path.name, what, _line(reader.line_num))
        return []
    return list(_rows(lines, path.name, columns, needed, findings))


def _rows(
    lines: Sequence[tuple[int, list[str]]],
    file: str,
    columns: Collection[str],
    needed: Collection[str],
    findings: Findings,
) -> Iterator[Row]:
    head = [name.strip().lower() for name in lines[0][1]] if lines else []
    if not _has_columns(head, file, columns, needed, findings):
        return
    for line, values in lines[1:]:
        row = Row(file, _line(line), dict(zip(head, (value.strip() for value in values), strict=False)))
        if not any(row.cells.values()):
            continue
        if len(values) != len(head):
            findings.add(
                file,
                say(
                    "The line has {read} cells instead of {expected}: a separator is missing, or one too many.",
                    read=len(values),
                    expected=len(head),
                ),
                row.at,
            )
        elif _is_clean(row, findings):
            yield row


def _has_columns(
    head: list[str], file: str, columns: Collection[str], needed: Collection[str], findings: Findings
) -> bool:
    before = len(findings.problems)
    for name in head:
        if name not in columns:
            findings.add(file, _unknown_column(name, columns), _cell_of(_line(1), name or "“”"))
    for name in needed:
        if name not in head:
            findings.add(file, say("The column “{name}” is missing: add it.", name=name), _line(1))
    if len(set(head)) != len(head):
        findings.add(file, say("A column stands there twice: keep one."), _line(1))
    return len(findings.problems) == before


def _line(number: int) -> Text:
    return say("line {line}", line=number)


def _cell_of(at: Text, column: str) -> Text:
    return Text("{row}, {column}", (("row", at), ("column", column)))


def _unknown_column(name: str, columns: Collection[str]) -> Text:
    near = closest(name, columns)
    if near:
        return say("This column is unknown: did you mean {near}?", near=near)
    return say("This column is unknown: the columns are {columns}.", columns=list(columns))


def _is_clean(row: Row, findings: Findings) -> bool:
    for column, value in row.cells.items():
        if len(value) > _LONGEST_CELL or not value.isprintable():
            findings.at(
                row, column, say("This must be one line of at most {most} visible characters.", most=_LONGEST_CELL)
            )
            return False
    return True


def _read(path: Path, findings: Findings) -> str | None:
    """The file's text: UTF-8, else the Windows code page that spreadsheets write."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError:
        findings.add(path.name, say("The file cannot be opened: check its name and rights."))
        return None
    if len(content) > _LARGEST:
        what = say("The file is larger than {most} MB: keep nothing but people in it.", most=_LARGEST // 10**6)
        findings.add(path.name, what)
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows_of_toml(path: Path, columns: Collection[str], needed: Collection[str], findings: Findings) -> list[Row]:
    try:
        tables = tomllib.loads(_read(path, findings) or "").get("person", [])
    except tomllib.TOMLDecodeError as error:
        findings.problems.append(syntax_problem(path.name, error))
        return []
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        findings.add(path.name, say("People are written as [[person]] tables."))
        return []
    rows = []
    for number, table in enumerate(tables, 1):
        row = Row(path.name, quoted(f"person[{number}]"), {key: _cell(value) for key, value in table.items()})
        for key in table.keys() - set(columns):
            findings.at(row, key, unknown(key, columns))
        missing = [name for name in needed if name not in table]
        for name in missing:
            findings.at(row, name, say("This is missing: write it."))
        if not missing and _is_clean(row, findings):
            rows.append(row)
    return rows


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(str(entry) for entry in value)
    return str(value).lower() if isinstance(value, bool) else str(value).strip()
