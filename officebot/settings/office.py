"""What stands in office.toml: one model a table, with its defaults and what each key means."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, ValidationInfo, field_validator, model_validator

from officebot.core.expressions import expression
from officebot.core.sessions import SessionLimits
from officebot.core.text import Language, say
from officebot.core.worktime import OFFICE_HOURS, WorkingTime
from officebot.settings.calendars import CalendarTable, RoomTable
from officebot.settings.fields import (
    AccountName,
    Address,
    Addresses,
    Amount,
    Days,
    Filled,
    Host,
    Hours,
    Line,
    Lines,
    OptionalAddress,
    Port,
    Recipient,
    SecretPlace,
    Wrong,
    Zone,
    is_loopback,
    knows_holidays,
    regions,
)
from officebot.settings.numbers import NumbersTable, SeriesName
from officebot.settings.oauth import OauthTable
from officebot.settings.plugins import DistributionName, PluginTable
from officebot.settings.secret import Secret
from officebot.settings.table import Table
from officebot.settings.workbooks import WorkbookTable

_PUBLIC_URL = expression(r"https://[a-zA-Z0-9.-]{1,253}(?::\d{1,5})?/?")

Security: TypeAlias = Literal["tls", "starttls", "none"]


class OfficeTable(Table):
    """[office]: who this office is."""

    name: Filled = Field(description="The office's name, as it stands in reports and documents.")
    language: Language = Field(default="fr", description="The language of the office: “fr” or “en”.")
    circle: Filled = Field(default="office", description="The circle that sees what no other circle is named for.")


class HoursTable(Table):
    """[working_time.hours]: the hours of each weekday; a day that is left out is not worked."""

    mon: Hours = Field(default=(), description="Monday's hours, as “09:00-12:30 13:30-18:00”.")
    tue: Hours = Field(default=(), description="Tuesday's hours.")
    wed: Hours = Field(default=(), description="Wednesday's hours.")
    thu: Hours = Field(default=(), description="Thursday's hours.")
    fri: Hours = Field(default=(), description="Friday's hours.")
    sat: Hours = Field(default=(), description="Saturday's hours.")
    sun: Hours = Field(default=(), description="Sunday's hours.")

    @model_validator(mode="after")
    def _works_at_all(self) -> HoursTable:
        if not any((self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)):
            raise Wrong(say('No day has working hours: give at least one, as mon = "09:00-18:00".'))
        return self


class WorkingTimeTable(Table):
    """[working_time]: when the office works."""

    zone: Zone = Field(default="Europe/Paris", description="The time zone of every hour in the settings.")
    country: Line = Field(default="FR", description="The country of the public holidays (ISO 3166); “” for none.")
    region: Line = Field(default="", description="The region, where holidays differ, as “57” for Moselle.")
    closed: Days = Field(default=(), description="Further days on which the office is closed.")
    hours: HoursTable | None = Field(
        default=None, description="Hours by weekday; Monday to Friday, 9 to 18, if absent."
    )

    @field_validator("country")
    @classmethod
    def _has_holidays(cls, country: str) -> str:
        if country and not knows_holidays(country, ""):
            raise Wrong(
                say("“{read}” is not a country whose holidays are known: write two capitals, as FR.", read=country)
            )
        return country

    @field_validator("region")
    @classmethod
    def _is_in_country(cls, region: str, info: ValidationInfo) -> str:
        country = info.data.get("country", "")
        if region and country and not knows_holidays(country, region):
            known = regions(country)
            raise Wrong(
                say(
                    "“{read}” is not a region of {country} with own holidays: leave it empty, or write one of {known}.",
                    read=region,
                    country=country,
                    known=known,
                )
            )
        return region

    def working_time(self) -> WorkingTime:
        """The same as the calendar that duties use."""
        hours = OFFICE_HOURS
        if self.hours is not None:
            week = (getattr(self.hours, day) for day in HoursTable.model_fields)
            hours = {number: spans for number, spans in enumerate(week) if spans}
        return WorkingTime(
            zone=self.zone, hours=hours, country=self.country, region=self.region, closed=frozenset(self.closed)
        )


class ServerTable(Table):
    """What reaching a mail server takes."""

    host: Host = Field(description="The server's name.")
    security: Security = Field(default="tls", description="“tls”, “starttls”, or “none” for this very machine.")
    user: Line = Field(default="", description="The login.")
    password: SecretPlace | None = Field(default=None, description="Where the password is kept, never the password.")
    oauth: OauthTable | None = Field(default=None, description="How one signs in where no password is taken.")
    ca_file: Line = Field(default="", description="A file with the certificate authority of an own server.")
    timeout_seconds: Annotated[int, Field(ge=1, le=600)] = Field(default=30, description="Patience with the server.")

    @field_validator("security")
    @classmethod
    def _is_protected(cls, security: Security, info: ValidationInfo) -> Security:
        host = info.data.get("host", "localhost")
        if security == "none" and not is_loopback(host):
            raise Wrong(
                say(
                    'security = "none" would send the password in the clear to {host}: write "tls" or "starttls".',
                    host=host,
                )
            )
        return security

    @model_validator(mode="after")
    def _has_user_and_password(self) -> ServerTable:
        if self.password is not None and self.oauth is not None:
            raise Wrong(say("password and oauth are both given: keep one."))
        if bool(self.user) != (self.password is not None or self.oauth is not None):
            raise Wrong(say("A user needs a password, and a password needs a user: write both or none."))
        return self


class ImapTable(ServerTable):
    """[mail.accounts.NAME.imap]: where its mail is read."""

    user: Filled = Field(description="The login.")
    port: Port | None = Field(default=None, description="993 for “tls”, else 143, if absent.")
    folders: Lines = Field(default=("INBOX",), description="The folders that are watched.")
    poll_seconds: Annotated[int, Field(ge=1, le=86_400)] = Field(
        default=60, description="How often to look, where the server cannot say by itself."
    )

    @field_validator("folders")
    @classmethod
    def _names_a_folder(cls, folders: tuple[str, ...]) -> tuple[str, ...]:
        if not folders:
            raise Wrong(say("This is empty: fill it in."))
        return folders

    @property
    def port_number(self) -> int:
        """The port, or the usual one of its security."""
        return self.port or (993 if self.security == "tls" else 143)


class SmtpTable(ServerTable):
    """[mail.accounts.NAME.smtp]: where its mail is sent; without it, drafts are all there is."""

    port: Port | None = Field(default=None, description="465 for “tls”, 587 for “starttls”, else 25, if absent.")

    @property
    def port_number(self) -> int:
        """The port, or the usual one of its security."""
        return self.port or {"tls": 465, "starttls": 587, "none": 25}[self.security]


class AccountTable(Table):
    """[mail.accounts.NAME]: one mailbox."""

    address: Address = Field(description="The mailbox's address.")
    aliases: Addresses = Field(default=(), description="Other addresses that arrive here.")
    owner: OptionalAddress = Field(
        default="", description="The person whose yes is asked; “” for anyone of the circle."
    )
    shared: bool = Field(
        default=False,
        description="Whether several people work in it: nobody in particular is asked, read and unread stay theirs.",
    )
    circle: Line = Field(default="", description="The circle that decides about its mail; “” for the office's.")
    display_name: Line = Field(default="", description="The name written before the address.")
    signature: str = Field(default="", max_length=10_000, description="What stands under each mail.")
    signature_file: Line = Field(default="", description="A text file of the office with the signature.")
    authserv_ids: Lines = Field(default=(), description="Our own servers' names in Authentication-Results.")
    on_first_connection: Literal["baseline", "work"] = Field(
        default="baseline", description="Whether mail that was already there is left alone, or is work."
    )
    drafts: Line = Field(default="", description="The drafts folder, if the server does not say.")
    sent: Line = Field(default="", description="The folder of sent mail, if the server does not say.")
    trash: Line = Field(default="", description="The bin, if the server does not say.")
    archive: Line = Field(default="", description="The archive folder, if the server does not say.")
    keywords: Literal["auto", "yes", "no"] = Field(default="auto", description="Whether own labels are set on mail.")
    imap: ImapTable = Field(description="Where its mail is read.")
    smtp: SmtpTable | None = Field(default=None, description="Where its mail is sent.")

    @model_validator(mode="after")
    def _has_one_signature(self) -> AccountTable:
        if self.signature and self.signature_file:
            raise Wrong(say("signature and signature_file are both given: keep one."))
        return self


class MailTable(Table):
    """[mail]: the mailboxes, and what holds for all of them."""

    hold_seconds: Annotated[int, Field(ge=0, le=86_400)] = Field(
        default=0, description="How long an approved mail waits, so that it can still be taken back."
    )
    batch: Annotated[int, Field(ge=1, le=5_000)] = Field(
        default=250, description="How many mails are read at a time."
    )
    accounts: dict[AccountName, AccountTable] = Field(default_factory=dict, description="The mailboxes, by name.")


class PolicyTable(Table):
    """[[policy]]: one rule; the first that matches decides."""

    then: Literal["act", "ask", "never"] = Field(description="Do it at once, ask a person, or never do it.")
    action: Filled = Field(default="*", description="A kind of action, or a pattern as “mail.*”.")
    duty: Line = Field(default="", description="Only what this duty proposes.")
    recipient: Recipient = Field(
        default="", description="Only what goes to “inside”, “outside”, an address or “@domain”."
    )
    amount_over: Amount | None = Field(
        default=None,
        description="Only amounts above this one; one not known in full counts as above, unless the rule is “act”.",
    )
    confidential: bool | None = Field(default=None, description="Only what is confidential, or only what is not.")
    approvals: Annotated[int, Field(ge=1, le=2)] = Field(default=1, description="How many people must say yes.")
    expires_hours: Annotated[int, Field(ge=1, le=720)] = Field(
        default=72, description="How many hours one may say yes; days on which nobody works do not count."
    )


class TrustTable(Table):
    """[trust]: how carefully the office begins."""

    observe_days: Annotated[int, Field(ge=0, le=90)] = Field(
        default=3, description="For how many days a new office only proposes."
    )
    guard_items: Annotated[int, Field(ge=1, le=100_000)] = Field(
        default=20, description="More changes at once to old things than this ask a person first."
    )
    guard_share: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.1, description="A larger share of a folder than this asks a person first."
    )
    stop_after_failures: Annotated[int, Field(ge=1, le=1_000)] = Field(
        default=5, description="A duty that fails so often in a row is stopped until somebody lets it try again."
    )
    run_seconds: Annotated[int, Field(ge=5, le=3_600)] = Field(
        default=120, description="A run of a duty that takes longer than this is ended, and counts as a failure."
    )
    redirect_all_to: OptionalAddress = Field(
        default="", description="While trying things out: every mail that leaves goes to this address instead."
    )


class AlertTable(Table):
    """[alerts."ADDRESS"]: by which medium one person of the office is alerted."""

    url: SecretPlace = Field(
        description="Where the medium's address is kept, as Apprise writes it: ntfy, Teams, Slack, Signal, SMS …"
    )


class LedgerTable(Table):
    """[ledger]: where the office keeps its memory."""

    url: Line = Field(default="", description="A database's URL, without password; state/ledger.db if empty.")
    password: SecretPlace | None = Field(default=None, description="Where the database's password is kept.")

    @field_validator("url")
    @classmethod
    def _holds_no_password(cls, url: str) -> str:
        before_at = url.partition("://")[2].rpartition("@")[0]
        if ":" in before_at or "password=" in url.lower():
            raise Wrong(
                say('The url holds a password: take it out, and write password = { file = "secrets/db" } below it.')
            )
        if url and "://" not in url:
            raise Wrong(say("“{read}” is not a database's URL: write it as postgresql://user@server/name.", read=url))
        return url

    @field_validator("password")
    @classmethod
    def _belongs_to_somebody(cls, password: Secret | None, info: ValidationInfo) -> Secret | None:
        if password is not None and "@" not in info.data.get("url", "@"):
            raise Wrong(say("The url names no user for this password: write it as postgresql://user@server/name."))
        return password

    def connection_url(self) -> str:
        """The url with its password, revealed now: to be handed on, never kept or printed."""
        if self.password is None:
            return self.url
        from urllib.parse import quote

        before, _, after = self.url.rpartition("@")
        return f"{before}:{quote(self.password.reveal(), safe='')}@{after}"


class ServiceTable(Table):
    """[service]: how `officebot run` serves."""

    host: Host = Field(default="127.0.0.1", description="Where the dashboard listens.")
    port: Port = Field(default=8765, description="The dashboard's port.")
    heartbeat_seconds: Annotated[int, Field(ge=1, le=3_600)] = Field(
        default=15, description="How often the service shows that it lives."
    )
    log_days: Annotated[int, Field(ge=1, le=3_650)] = Field(default=30, description="How long logs are kept.")
    backup_days: Annotated[int, Field(ge=1, le=3_650)] = Field(
        default=14, description="Of so many days the last backup is kept in state/backups."
    )
    public_url: Line = Field(
        default="",
        description="The dashboard's address as people's browsers reach it, where a proxy of yours serves it by https.",
    )
    session_hours: Annotated[int, Field(ge=1, le=720)] = Field(
        default=8, description="After how long without use one signs in to the dashboard again."
    )
    session_days: Annotated[int, Field(ge=1, le=90)] = Field(
        default=7, description="After how long one signs in again whatever happens."
    )
    proof_minutes: Annotated[int, Field(ge=1, le=240)] = Field(
        default=10, description="For how long a password given counts for what spends money."
    )

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if url and not _PUBLIC_URL.fullmatch(url):
            raise Wrong(
                say(
                    "“{read}” is not the dashboard's address: write it as https://office.example, without more.",
                    read=url,
                )
            )
        return url.rstrip("/")

    def session_limits(self) -> SessionLimits:
        """How long a session at the dashboard lasts."""
        return SessionLimits(
            idle=timedelta(hours=self.session_hours),
            longest=timedelta(days=self.session_days),
            proof=timedelta(minutes=self.proof_minutes),
        )


class DemoTable(Table):
    """[demo]: for sample offices."""

    embedded: bool = Field(default=False, description="Whether the office brings its own mail servers, for trying.")


class OfficeSettings(Table):
    """The whole of office.toml, but for the duties, which bring their own models."""

    office: OfficeTable = Field(description="Who this office is.")
    working_time: WorkingTimeTable = Field(default_factory=WorkingTimeTable, description="When the office works.")
    mail: MailTable = Field(default_factory=MailTable, description="The mailboxes.")
    calendars: dict[AccountName, CalendarTable] = Field(default_factory=dict, description="The calendars, by name.")
    rooms: dict[AccountName, RoomTable] = Field(default_factory=dict, description="The rooms and equipment, by name.")
    workbooks: dict[AccountName, WorkbookTable] = Field(
        default_factory=dict, description="The office's own workbooks, by name."
    )
    numbers: dict[SeriesName, NumbersTable] = Field(
        default_factory=dict, description="The numbers without gaps, by series."
    )
    policy: Annotated[tuple[PolicyTable, ...], Field(strict=False)] = Field(
        default=(), description="What may happen without a person."
    )
    trust: TrustTable = Field(default_factory=TrustTable, description="How carefully the office begins.")
    alerts: dict[Address, AlertTable] = Field(
        default_factory=dict, description="How people are alerted of what cannot wait, by their address."
    )
    plugins: dict[DistributionName, PluginTable] = Field(
        default_factory=dict, description="What plugins may see, propose and reach, by their distributions' names."
    )
    ledger: LedgerTable = Field(default_factory=LedgerTable, description="Where the office keeps its memory.")
    service: ServiceTable = Field(default_factory=ServiceTable, description="How the service runs.")
    demo: DemoTable = Field(default_factory=DemoTable, description="For sample offices.")

    @field_validator("numbers")
    @classmethod
    def _are_told_apart(cls, numbers: dict[str, NumbersTable]) -> dict[str, NumbersTable]:
        formats = [table.format for table in numbers.values() if table.format is not None]
        for read in formats:
            if formats.count(read) > 1:
                raise Wrong(say("Two series would give the same numbers: “{read}” is the format of both.", read=read))
        return numbers
