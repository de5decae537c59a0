"""Kinds of value that settings are made of, each with the sentence said when it is wrong."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo

from officebot.core.expressions import expression
from officebot.core.known import closest
from officebot.core.problems import UserError
from officebot.core.public_holidays import calendar_of
from officebot.core.schedule import Schedule, parse
from officebot.core.text import Text, say
from officebot.settings.secret import Secret

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = expression(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_DOMAIN = expression(rf"@{_LABEL}(?:\.{_LABEL})*")
_HOST = expression(rf"(?:{_LABEL}(?:\.{_LABEL})*|\[?[0-9A-Fa-f:.]+\]?)")
_SPAN = expression(r"(\d{1,2})[:h](\d{2})?[-–](\d{1,2})[:h](\d{2})?")
_VARIABLE = expression(r"[A-Za-z_][A-Za-z0-9_]*")
_IN_KEYRING = expression(r"([^/\s]{1,100})/([^/\s]{1,200})")
# A plain file's name: systemd's own rule (CREDENTIALS in systemd.exec(5)), and no way out of its folder.
_CREDENTIAL = expression(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,200}")
_NAME = expression(r"[a-z][a-z0-9_-]{0,30}")
_LONGEST_LINE = 500

Span: TypeAlias = tuple[time, time]


class Wrong(ValueError):
    """A value that a setting does not allow, with the sentence for the person who wrote it."""

    def __init__(self, what: Text) -> None:
        self.what = what
        super().__init__(what.render())


def is_address(word: str) -> bool:
    """Whether the word is one plain mail address, `local@domain`, and nothing else."""
    return len(word) <= 254 and _ADDRESS.fullmatch(word) is not None


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, whatever a name server says."""
    return host in ("localhost", "::1") or re.fullmatch(r"127(?:\.\d{1,3}){3}", host) is not None


def _address(value: Any) -> Any:
    if isinstance(value, str) and not is_address(value):
        raise Wrong(say("“{read}” is not a mail address: write it as name@domain.", read=value))
    return value.lower() if isinstance(value, str) else value


def _optional_address(value: Any) -> Any:
    return value if value == "" else _address(value)


def _recipient(value: Any) -> Any:
    if not isinstance(value, str) or value in ("", "inside", "outside"):
        return value
    if not _DOMAIN.fullmatch(value) and not is_address(value):
        raise Wrong(
            say(
                "“{read}” names no recipient: write “inside”, “outside”, an address, or a domain as “@bank.example”.",
                read=value,
            )
        )
    return value.lower()


def _line(value: Any) -> Any:
    if isinstance(value, str) and (len(value) > _LONGEST_LINE or not value.isprintable()):
        raise Wrong(say("This must be one line of at most {most} visible characters.", most=_LONGEST_LINE))
    return value


def _filled(value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        raise Wrong(say("This is empty: fill it in."))
    return _line(value)


def _host(value: Any) -> Any:
    if isinstance(value, str) and not _HOST.fullmatch(value):
        raise Wrong(say("“{read}” is not the name of a server: write it as mail.company.example.", read=value))
    return value


def _zone(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        from zoneinfo import available_timezones

        near = closest(value, available_timezones()) or "Europe/Paris"
        raise Wrong(say("“{read}” is not a time zone: did you mean {near}?", read=value, near=near)) from None
    return value


def _account_name(value: Any) -> Any:
    if isinstance(value, str) and not _NAME.fullmatch(value):
        raise Wrong(say("“{read}” is not a possible name: use small letters, digits, - and _.", read=value))
    return value


def _hours(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    spans = [_span(word, value) for word in re.split(r"[ ,]+", value.strip()) if word]
    if any(earlier[1] > later[0] for earlier, later in pairwise(spans)):
        raise Wrong(say("The hours “{read}” overlap or are out of order.", read=value))
    return tuple(spans)


def _span(word: str, whole: str) -> Span:
    found = _SPAN.fullmatch(word)
    numbers = [int(each or 0) for each in found.groups()] if found else [24, 0, 24, 0]
    if max(numbers[::2]) > 23 or max(numbers[1::2]) > 59 or numbers[:2] >= numbers[2:]:
        raise Wrong(say("“{read}” are not working hours: write them as “09:00-12:30 13:30-18:00”.", read=whole))
    return time(numbers[0], numbers[1]), time(numbers[2], numbers[3])


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise Wrong(say("“{read}” is not a day: write it as 2026-12-24.", read=value)) from None
    return value


def _amount(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    if isinstance(value, str) and re.fullmatch(r"\d{1,12}(?:\.\d{1,2})?", value):
        return Decimal(value)
    return value


def _schedule(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return parse(value)
    except UserError as refused:
        raise Wrong(refused.problems[0].what) from None


def _secret(value: Any, info: ValidationInfo) -> Secret:
    if isinstance(value, Secret):
        return value
    folder: Path = (info.context or {}).get("folder", Path())
    match value:
        case {"env": str(name), **rest} if not rest and _VARIABLE.fullmatch(name):
            return Secret(env=name)
        case {"file": str(name), **rest} if not rest and name and name.isprintable():
            return Secret(file=folder / name)
        case {"command": [str(first), *others], **rest} if not rest and all(isinstance(w, str) for w in others):
            return Secret(command=(first, *others))
        case {"keyring": str(name), **rest} if not rest and (found := _IN_KEYRING.fullmatch(name)):
            return Secret(keyring=(found[1], found[2]))
        case {"credential": str(name), **rest} if not rest and _CREDENTIAL.fullmatch(name):
            return Secret(credential=name)
    # What was written may be the password itself: it is not repeated.
    raise Wrong(
        say(
            'A password is not written here: write where it is kept, as { env = "NAME" }, { file = "secrets/imap" }, '
            '{ command = ["pass", "show", "imap"] }, { keyring = "officebot/imap" } or { credential = "imap" }.'
        )
    )


Address: TypeAlias = Annotated[str, BeforeValidator(_address)]
OptionalAddress: TypeAlias = Annotated[str, BeforeValidator(_optional_address)]
Recipient: TypeAlias = Annotated[str, BeforeValidator(_recipient)]
Line: TypeAlias = Annotated[str, BeforeValidator(_line)]
Filled: TypeAlias = Annotated[str, BeforeValidator(_filled)]
AccountName: TypeAlias = Annotated[str, BeforeValidator(_account_name)]
Host: TypeAlias = Annotated[str, BeforeValidator(_host)]
Zone: TypeAlias = Annotated[str, BeforeValidator(_zone)]
Hours: TypeAlias = Annotated[tuple[Span, ...], BeforeValidator(_hours)]
Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
Amount: TypeAlias = Annotated[Decimal, BeforeValidator(_amount), Field(ge=0)]
When: TypeAlias = Annotated[Schedule, BeforeValidator(_schedule)]
Port: TypeAlias = Annotated[int, Field(ge=1, le=65535)]
SecretPlace: TypeAlias = Annotated[
    Secret, BeforeValidator(_secret), PlainSerializer(lambda secret: dict(secret.where()))
]
Lines: TypeAlias = Annotated[tuple[Filled, ...], Field(strict=False)]
Addresses: TypeAlias = Annotated[tuple[Address, ...], Field(strict=False)]
Days: TypeAlias = Annotated[tuple[Day, ...], Field(strict=False)]


@cache
def knows_holidays(country: str, region: str) -> bool:
    """Whether public holidays are known for this country (ISO 3166-1) and region (ISO 3166-2)."""
    if not region and country in _COMMON_COUNTRIES:
        return True
    try:
        calendar_of(country)(subdiv=region or None)
    except NotImplementedError:
        return False
    return True


def regions(country: str) -> list[str]:
    """The regions of a country that have holidays of their own."""
    return sorted(calendar_of(country)().subdivisions)


# Known to be known: reading the calendars of the whole world takes longer than reading an office.
_COMMON_COUNTRIES = frozenset(
    {
        "AT", "AU", "BE", "BG", "BR", "CA", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR",
        "HR", "HU", "IE", "IN", "IT", "JP", "LT", "LU", "LV", "MA", "MC", "MT", "MX", "NL", "NO", "NZ", "PL",
        "PT", "RO", "SE", "SI", "SK", "TN", "US", "ZA",
    }
)  # fmt: skip
