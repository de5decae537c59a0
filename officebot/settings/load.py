"""Reads an office's folder into settings, people and contacts, or says everything that is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from officebot.core.actions import kinds
from officebot.core.known import Fitting, Known
from officebot.core.people import Contacts, People
from officebot.core.policy import Policy, Rule, Verdict
from officebot.core.problems import Problem, UserError
from officebot.core.schedule import Schedule
from officebot.core.text import Text, say
from officebot.core.worktime import WorkingTime
from officebot.settings.calendars import CalendarTable, RoomTable
from officebot.settings.complaints import nested_too_deeply, place, problems_of, syntax_problem, unknown
from officebot.settings.fields import When
from officebot.settings.oauth import OauthTable
from officebot.settings.office import AccountTable, OfficeSettings, PolicyTable
from officebot.settings.secret import Secret
from officebot.settings.table import Table
from officebot.settings.tables import Findings, duplicates, read_contacts, read_people

OFFICE_FILE = "office.toml"
K = TypeVar("K")
M = TypeVar("M", bound=BaseModel)
_LARGEST = 1_000_000
_LONGEST_SIGNATURE = 10_000


class DutyTable(Table):
    """[duties.NAME]: what every duty has; its own keys are the duty's own model."""

    enabled: bool = True
    triggers: Annotated[tuple[When, ...], Field(strict=False)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySettings:
    """A duty of the office: whether it works, when (None: at its own times), and its own settings.

    `settings` is the duty's validated model when it was known, `values` what was written.
    """

    name: str
    enabled: bool = True
    triggers: tuple[Schedule, ...] | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    settings: BaseModel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedOffice:
    """An office whose files were all read and found right. `signatures` are texts, by account."""

    folder: Path
    settings: OfficeSettings
    people: People
    contacts: Contacts
    working_time: WorkingTime
    duties: Mapping[str, DutySettings]
    rules: tuple[Rule, ...]
    signatures: Mapping[str, str]

    def policy(self, *, begun: datetime | None = None, paused: bool = False) -> Policy:
        """The office's policy; it observes for its first days, counted from the aware instant it began."""
        until = None
        if begun is not None:
            # On the office's wall clock, as people read it in the reason.
            until = self.working_time.local(begun + timedelta(days=self.settings.trust.observe_days))
        return Policy(rules=self.rules, observe_until=until, paused=paused)


def load_office(folder: Path, duty_settings: Mapping[str, type[BaseModel]] | None = None) -> LoadedOffice:
    """The office in this folder; raises UserError with all problems at once.

    `duty_settings` maps the known duties to their models. It is asked only for the duties that are enabled, so it
    may import each when asked. Without it, the duties' own keys are kept as they are written.
    """
    folder = folder.absolute()
    findings = Findings()
    written = _read(folder / OFFICE_FILE, findings)
    duties, settings = {}, None
    if written is not None:
        duties = dict(_duties(written.pop("duties", {}), duty_settings, findings))
        settings = _settings(written, folder, findings)
    language = settings.office.language if settings else "fr"
    people = read_people(folder, language, findings)
    contacts = read_contacts(folder, language, findings)
    duplicates(people, "people.csv" if (folder / "people.csv").exists() else "people.toml", findings)
    if settings is not None:
        _check_secret(settings.ledger.password, ("ledger", "password"), findings)
    parts = _valid_parts(written or {}, settings, folder)
    _check_accounts(parts.accounts, people, folder, findings)
    known = Known(
        people=None if _misses_people(findings) else people,
        rooms=_room_names(written or {}),
        accounts=parts.accounts,
        alerts=settings.alerts if settings else _tables_in((written or {}).get("alerts")),
    )
    _check_calendars(parts.calendars, known, folder, findings)
    _check_rooms(parts.rooms, known, findings)
    _check_duties(duties, known, findings)
    _check_policy(parts.policy, duties, duty_settings, findings)
    signatures = _signatures(parts.accounts, folder, findings)
    if settings is None or findings.problems:
        raise UserError(findings.problems)
    return LoadedOffice(
        folder=folder,
        settings=settings,
        people=people,
        contacts=contacts,
        working_time=settings.working_time.working_time(),
        duties=duties,
        rules=tuple(_rules(settings)),
        signatures=signatures,
    )


def _read(path: Path, findings: Findings) -> dict[str, Any] | None:
    try:
        with path.open("rb") as file:
            return tomllib.loads(file.read(_LARGEST).decode("utf-8-sig"))
    except FileNotFoundError:
        raise UserError(Problem(where=path.name, what=_no_office(path.parent))) from None
    except OSError:
        findings.add(path.name, say("The file cannot be opened: check its name and rights."))
    except UnicodeDecodeError:
        findings.add(path.name, say("The file is not text in UTF-8: save it again in that encoding."))
    except RecursionError:
        findings.add(path.name, nested_too_deeply())
    except tomllib.TOMLDecodeError as error:
        findings.problems.append(syntax_problem(path.name, error))
    return None


def _no_office(folder: Path) -> Text:
    return say(
        "There is no office here: {folder} has no office.toml. Go to the office's folder, name it with --office, "
        "or make one with “officebot init”.",
        folder=str(folder),
    )


def _settings(written: Mapping[str, Any], folder: Path, findings: Findings) -> OfficeSettings | None:
    try:
        return OfficeSettings.model_validate(written, context={"folder": folder})
    except ValidationError as error:
        findings.problems += problems_of(error, OfficeSettings, OFFICE_FILE)
        return None


# ── duties ────────────────────────────────────────────────────────────────────────────────────────────────


def _duties(
    tables: object, models: Mapping[str, type[BaseModel]] | None, findings: Findings
) -> Iterator[tuple[str, DutySettings]]:
    if not isinstance(tables, dict):
        findings.add(place(OFFICE_FILE, ("duties",)), say("Each duty has its own table, as [duties.mail_triage]."))
        return
    for name, table in tables.items():
        where = place(OFFICE_FILE, ("duties", name))
        if not isinstance(table, dict):
            findings.add(where, say("Each duty has its own table, as [duties.mail_triage]."))
        elif models is not None and name not in models:
            findings.add(where, _no_duty(name, models))
        else:
            yield name, _duty(name, table, models, findings)


def _no_duty(name: str, models: Mapping[str, type[BaseModel]]) -> Text:
    return say(
        "No duty has the name “{name}”: write one of {known}, or install the plugin that brings it.",
        name=name,
        known=sorted(models),
    )


def _duty(
    name: str, table: Mapping[str, Any], models: Mapping[str, type[BaseModel]] | None, findings: Findings
) -> DutySettings:
    own = {key: value for key, value in table.items() if key not in DutyTable.model_fields}
    common = _common(name, {key: value for key, value in table.items() if key not in own}, findings)
    settings = None
    if models is not None and common.enabled:
        settings = _own_settings(name, own, models[name], findings)
    return DutySettings(name=name, enabled=common.enabled, triggers=common.triggers, values=own, settings=settings)


def _common(name: str, table: Mapping[str, Any], findings: Findings) -> DutyTable:
    try:
        return DutyTable.model_validate(table)
    except ValidationError as error:
        findings.problems += problems_of(error, DutyTable, OFFICE_FILE, ("duties", name))
        return DutyTable()


def _own_settings(name: str, own: Mapping[str, Any], model: type[BaseModel], findings: Findings) -> BaseModel | None:
    known = {field.alias or key for key, field in model.model_fields.items()} | model.model_fields.keys()
    takes_any = model.model_config.get("extra") == "allow"
    for key in own.keys() - known if not takes_any else ():
        findings.add(place(OFFICE_FILE, ("duties", name, key)), unknown(key, model.model_fields))
    try:
        return model.model_validate({key: value for key, value in own.items() if key in known})
    except ValidationError as error:
        findings.problems += problems_of(error, model, OFFICE_FILE, ("duties", name))
        return None


# ── what one table alone cannot know ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Parts:
    """The tables that are right by themselves, also where others are wrong."""

    accounts: Mapping[str, AccountTable]
    policy: Mapping[int, PolicyTable]
    calendars: Mapping[str, CalendarTable]
    rooms: Mapping[str, RoomTable]


def _valid_parts(written: Mapping[str, Any], settings: OfficeSettings | None, folder: Path) -> _Parts:
    if settings is not None:
        return _Parts(settings.mail.accounts, dict(enumerate(settings.policy)), settings.calendars, settings.rooms)
    mail, policy = written.get("mail"), written.get("policy")
    accounts = mail.get("accounts") if isinstance(mail, dict) else None
    return _Parts(
        _each_valid(AccountTable, _tables_in(accounts), folder),
        _each_valid(PolicyTable, dict(enumerate(policy)) if isinstance(policy, list) else {}, folder),
        _each_valid(CalendarTable, _tables_in(written.get("calendars")), folder),
        _each_valid(RoomTable, _tables_in(written.get("rooms")), folder),
    )


def _tables_in(written: object) -> Mapping[str, object]:
    return written if isinstance(written, dict) else {}


def _room_names(written: Mapping[str, Any]) -> list[str]:
    """The rooms that are written, also where one of them is wrong: that is said already."""
    return sorted(_tables_in(written.get("rooms")))


def _each_valid(model: type[M], tables: Mapping[K, object], folder: Path) -> dict[K, M]:
    found = {}
    for key, table in tables.items():
        with suppress(ValidationError):
            found[key] = model.model_validate(table, context={"folder": folder})
    return found


def _check_accounts(accounts: Mapping[str, AccountTable], people: People, folder: Path, findings: Findings) -> None:
    everyone_is_known = not _misses_people(findings)
    seen: dict[str, str] = {}
    for name, account in accounts.items():
        at = ("mail", "accounts", name)
        for address in (account.address, *account.aliases):
            first = seen.setdefault(address, name)
            if first != name:
                what = say("“{address}” belongs to the account {first} already.", address=address, first=first)
                findings.add(place(OFFICE_FILE, at), what)
        if account.owner and everyone_is_known and people.at(account.owner) is None:
            what = say("Nobody in the table of people has the address “{address}”.", address=account.owner)
            findings.add(place(OFFICE_FILE, (*at, "owner")), what)
        if account.circle and everyone_is_known and account.circle not in {person.circle for person in people.all}:
            what = say("Nobody in the table of people is of the circle “{circle}”.", circle=account.circle)
            findings.add(place(OFFICE_FILE, (*at, "circle")), what)
        for key, server in (("imap", account.imap), ("smtp", account.smtp)):
            if server is not None:
                _check_secret(server.password, (*at, key, "password"), findings)
                if server.oauth is not None:
                    _check_oauth(server.oauth, folder, (*at, key, "oauth"), findings)
                _check_file(server.ca_file, folder, (*at, key, "ca_file"), findings)


def _check_calendars(calendars: Mapping[str, CalendarTable], known: Known, folder: Path, findings: Findings) -> None:
    for name, calendar in calendars.items():
        at = ("calendars", name)
        _note(known.person(calendar.person), (*at, "person"), findings)
        _note(known.room(calendar.room), (*at, "room"), findings)
        _check_secret(calendar.password, (*at, "password"), findings)
        _check_file(calendar.ca_file, folder, (*at, "ca_file"), findings)


def _check_rooms(rooms: Mapping[str, RoomTable], known: Known, findings: Findings) -> None:
    for name, room in rooms.items():
        _note(known.person(room.approver), ("rooms", name, "approver"), findings)


def _check_duties(duties: Mapping[str, DutySettings], known: Known, findings: Findings) -> None:
    for name, duty in duties.items():
        settings: object = duty.settings
        if isinstance(settings, Fitting):
            for keys, what in settings.unfit(known):
                _note(what, ("duties", name, *keys), findings)


def _note(what: Text | None, at: tuple[str | int, ...], findings: Findings) -> None:
    if what is not None:
        findings.add(place(OFFICE_FILE, at), what)


def _misses_people(findings: Findings) -> bool:
    """Whether a row of people is wrong, which is said already: that its person is missing elsewhere follows from it."""
    return any(problem.where.startswith("people.") for problem in findings.problems)


def _check_secret(secret: Secret | None, at: tuple[str, ...], findings: Findings) -> None:
    what = secret.problem() if secret else None
    if what is not None:
        findings.add(place(OFFICE_FILE, at), what)


def _check_oauth(oauth: OauthTable, folder: Path, at: tuple[str, ...], findings: Findings) -> None:
    _check_secret(oauth.client_secret, (*at, "client_secret"), findings)
    _check_file(oauth.ca_file, folder, (*at, "ca_file"), findings)
    # Before somebody signed in there is no token yet.
    _note(oauth.token.unsafe(), (*at, "token"), findings)


def _check_file(name: str, folder: Path, at: tuple[str, ...], findings: Findings) -> None:
    if name and not (folder / name).is_file():
        findings.add(place(OFFICE_FILE, at), say("The file {path} is missing.", path=name))


def _signatures(accounts: Mapping[str, AccountTable], folder: Path, findings: Findings) -> dict[str, str]:
    signatures = {}
    for name, account in accounts.items():
        signatures[name] = account.signature
        if account.signature_file:
            at = place(OFFICE_FILE, ("mail", "accounts", name, "signature_file"))
            signatures[name] = _text_of(folder / account.signature_file, at, findings)
    return signatures


def _text_of(path: Path, at: str, findings: Findings) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST_SIGNATURE).decode("utf-8-sig", errors="strict")
    except OSError:
        findings.add(at, say("The file {path} is missing.", path=path.name))
    except UnicodeDecodeError:
        findings.add(at, say("The file {path} is not text in UTF-8.", path=path.name))
    return ""


def _check_policy(
    policy: Mapping[int, PolicyTable],
    duties: Mapping[str, DutySettings],
    models: Mapping[str, type[BaseModel]] | None,
    findings: Findings,
) -> None:
    for index, rule in policy.items():
        if not _is_known_kind(rule.action, everything_is_known=models is not None):
            what = say(
                "No action is of the kind “{read}”: write one of {known}, or a pattern as “mail.*”.",
                read=rule.action,
                known=sorted(kinds()),
            )
            findings.add(place(OFFICE_FILE, ("policy", index, "action")), what)
        known = set(duties) | set(models or ())
        if rule.duty and rule.duty not in known:
            what = say("No duty has the name “{name}”: write one of {known}.", name=rule.duty, known=sorted(known))
            findings.add(place(OFFICE_FILE, ("policy", index, "duty")), what)


def _is_known_kind(pattern: str, *, everything_is_known: bool) -> bool:
    """Whether a registered kind matches; before the plugins are imported, theirs get the benefit of the doubt."""
    if any(fnmatchcase(kind, pattern) for kind in kinds()):
        return True
    family = pattern.partition(".")[0]
    return not everything_is_known and "." in pattern and family not in {kind.partition(".")[0] for kind in kinds()}


def _rules(settings: OfficeSettings) -> Iterator[Rule]:
    for number, table in enumerate(settings.policy, 1):
        yield Rule(
            then=Verdict(table.then),
            action=table.action,
            duty=table.duty,
            recipient=table.recipient,
            amount_over=table.amount_over,
            confidential=table.confidential,
            approvals=table.approvals,
            expires_after=timedelta(hours=table.expires_hours),
            number=number,
        )
