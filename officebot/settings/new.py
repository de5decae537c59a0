"""Makes the folder of a new office from a few answers."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from officebot.core.actions import SendMail
from officebot.core.problems import UserError
from officebot.core.text import Language, Text, plain, say
from officebot.resources import packaged
from officebot.settings.load import OFFICE_FILE, LoadedOffice, load_office
from officebot.settings.tables import CONTACT_COLUMNS, PEOPLE_COLUMNS

_SECRET = Path("secrets") / "imap"
_CALENDAR_SECRET = Path("secrets") / "calendar"
#: What a new office does: of its mailbox, and where it can send mails.
_DUTIES = ("mail_triage", "replies", "follow_up", "deadlines", "daily_brief")
_OF_MAILBOX, _OF_SENDING = ("self_check",), ("approvals",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What `officebot init` asks. Without `imap_host` the office has no mailbox yet.

    A password that is given is kept in a file of its own; otherwise a variable is named that will hold it.
    """

    name: str
    person: str
    address: str
    login: str = ""
    language: Language = "fr"
    zone: str = "Europe/Paris"
    country: str = "FR"
    imap_host: str = ""
    imap_security: str = "tls"
    imap_port: int | None = None
    smtp_host: str = ""
    smtp_security: str = "tls"
    smtp_port: int | None = None
    user: str = ""
    password: str = field(default="", repr=False)
    folders: tuple[str, ...] = ()
    hours: str = "09:00-12:30 13:30-18:00"
    #: Calendars on a CalDAV server, as (name, address); they are the person's, and only read.
    calendars: tuple[tuple[str, str], ...] = ()
    calendar_user: str = ""
    calendar_password: str = field(default="", repr=False)
    #: Where the dashboard listens; 0 for the usual port.
    port: int = 0
    #: What the office does; None for what a new office usually does.
    duties: tuple[str, ...] | None = None


def write_new_office(folder: Path, answers: Answers) -> LoadedOffice:
    """The office that now lies in the folder: settings, people, contacts, templates, and room for its memory.

    Nothing that exists is overwritten. The files are made aside, checked, then moved into place; when an answer
    is wrong, UserError says so and nothing was made.
    """
    if (folder / OFFICE_FILE).exists():
        raise UserError(say("There is an office in {folder} already: choose another folder.", folder=str(folder)))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as aside:
        draft = Path(aside)
        _write(draft, answers)
        load_office(draft)
        taken = [made.name for made in draft.iterdir() if (folder / made.name).exists()]
        if taken:
            raise UserError(
                say("{folder} holds {taken} already: choose an empty folder.", folder=str(folder), taken=taken)
            )
        # The settings come last: without them there is no office yet, and the questions can be asked again.
        for made in sorted(draft.iterdir(), key=lambda each: each.name == OFFICE_FILE):
            made.rename(folder / made.name)
    return load_office(folder)


def _write(folder: Path, answers: Answers) -> None:
    for name in ("state", "archive", "secrets"):
        (folder / name).mkdir(mode=0o700)
    shutil.copytree(packaged("templates"), folder / "templates", ignore=shutil.ignore_patterns(".*"))
    if answers.password:
        _write_secret(folder / _SECRET, answers.password)
    if answers.calendar_password:
        _write_secret(folder / _CALENDAR_SECRET, answers.calendar_password)
    (folder / ".gitignore").write_text("secrets/\nstate/\n", encoding="utf-8")
    (folder / "people.csv").write_text(_people(answers), encoding="utf-8")
    (folder / "contacts.csv").write_text(_csv(CONTACT_COLUMNS), encoding="utf-8")
    (folder / OFFICE_FILE).write_text(_settings(answers), encoding="utf-8")


def _write_secret(path: Path, value: str) -> None:
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(value + "\n", encoding="utf-8")


def _people(answers: Answers) -> str:
    columns = PEOPLE_COLUMNS[:7]
    values = {
        "name": answers.person,
        "address": answers.address,
        "language": answers.language,
        "login": answers.login,
    }
    values |= {"circle": "direction", "responsibilities": "mailbox owner"}
    return _csv(columns, [values.get(column, "") for column in columns])


def _csv(*rows: tuple[str, ...] | list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


# ── office.toml ───────────────────────────────────────────────────────────────────────────────────────────


def _settings(answers: Answers) -> str:
    """The text of office.toml, with comments in the office's language."""
    tables = [
        _head(answers),
        _mail(answers),
        *_calendars(answers),
        _duties(answers),
        _policy(answers),
        _trust(answers),
        *([f"[service]\nport = {answers.port}"] if answers.port else []),
    ]
    return "\n\n".join(tables) + "\n"


def _head(answers: Answers) -> str:
    return "\n".join(
        [
            _comment(answers, say("The settings of this office. After a change, run “officebot check”.")),
            _comment(answers, say("The people are in people.csv, the contacts in contacts.csv.")),
            "",
            "[office]",
            f"name = {_toml(answers.name)}",
            f"language = {_toml(answers.language)}",
            'circle = "direction"',
            "",
            "[working_time]",
            f"zone = {_toml(answers.zone)}",
            _comment(answers, say("The public holidays of this country are not worked.")),
            f"country = {_toml(answers.country)}",
            _comment(answers, say("Further days on which the office is closed, as [2026-12-24].")),
            "closed = []",
            "",
            _comment(answers, say("A day that is left out is not worked.")),
            "[working_time.hours]",
            *(f"{day} = {_toml(answers.hours)}" for day in ("mon", "tue", "wed", "thu", "fri")),
        ]
    )


def _mail(answers: Answers) -> str:
    lines = [
        "[mail]",
        _comment(answers, say("A mail that was approved waits so long: time to take it back.")),
        "hold_seconds = 20",
    ]
    if answers.imap_host:
        lines += [
            "",
            "[mail.accounts.desk]",
            f"address = {_toml(answers.address)}",
            f"owner = {_toml(answers.address)}",
        ]
        lines += _server(answers, "imap", answers.imap_host, answers.imap_security, answers.imap_port)
    if _can_send(answers):
        lines += _server(answers, "smtp", answers.smtp_host, answers.smtp_security, answers.smtp_port)
    return "\n".join(lines)


def _server(answers: Answers, name: str, host: str, security: str, port: int | None) -> list[str]:
    place = f'{{ file = "{_SECRET.as_posix()}" }}' if answers.password else '{ env = "OFFICEBOT_MAIL_PASSWORD" }'
    lines = ["", f"[mail.accounts.desk.{name}]", f"host = {_toml(host)}", f"security = {_toml(security)}"]
    if port is not None:
        lines.append(f"port = {port}")
    lines.append(f"user = {_toml(answers.user or answers.address)}")
    lines.append(_comment(answers, say("Never the password itself: a file that only you may read, or a variable.")))
    lines.append(f"password = {place}")
    if name == "imap" and answers.folders:
        lines.append(f"folders = [{', '.join(_toml(one) for one in answers.folders)}]")
    return lines


def _calendars(answers: Answers) -> list[str]:
    """The calendars that were found; where no password is their own, it is the mailbox's."""
    secret = _CALENDAR_SECRET if answers.calendar_password else _SECRET
    user = answers.calendar_user or answers.user or answers.address
    made = []
    for number, (name, url) in enumerate(answers.calendars, 1):
        lines = [
            f"[calendars.{_called(name, number)}]",
            f"person = {_toml(answers.address.lower())}",
            'kind = "caldav"',
        ]
        lines += [f"url = {_toml(url)}", f"user = {_toml(user)}", f'password = {{ file = "{secret.as_posix()}" }}']
        made.append("\n".join(lines))
    return made


def _called(name: str, number: int) -> str:
    """A calendar's name as settings may write it."""
    plainly = re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")[:24].rstrip("-")
    return f"{plainly}-{number}" if plainly[:1].isalpha() else f"calendar-{number}"


def _duties(answers: Answers) -> str:
    return "\n\n".join(f"[duties.{name}]\nenabled = true" for name in _duty_names(answers))


def _duty_names(answers: Answers) -> tuple[str, ...]:
    """Those that were named, else the usual ones."""
    has_mailbox = bool(answers.imap_host)
    usual = (*_DUTIES, *(_OF_MAILBOX if has_mailbox else ()), *(_OF_SENDING if _can_send(answers) else ()))
    return usual if answers.duties is None else answers.duties


def _can_send(answers: Answers) -> bool:
    return bool(answers.imap_host and answers.smtp_host)


def _policy(answers: Answers) -> str:
    by_mail = [
        _comment(answers, say("Who decides is asked by mail what waits, and told what became of the answer.")),
        "[[policy]]",
        f'action = "{SendMail.kind}"',
        'duty = "approvals"',
        'recipient = "inside"',
        'then = "act"',
        "",
    ]
    return "\n".join(
        [
            _comment(answers, say("“act”: done at once; “ask”: waits for a person; “never”: not done.")),
            _comment(answers, say("The first rule that fits decides.")),
            "",
            # A rule about a duty that the office has not is refused.
            *(by_mail if "approvals" in _duty_names(answers) and _can_send(answers) else ()),
            "[[policy]]",
            f'action = "{SendMail.kind}"',
            'then = "ask"',
        ]
    )


def _trust(answers: Answers) -> str:
    return "\n".join(
        [
            "[trust]",
            _comment(answers, say("For the first days everything is proposed and nothing is done alone.")),
            "observe_days = 3",
            _comment(answers, say("To try without risk: every mail goes to this address instead.")),
            'redirect_all_to = ""',
        ]
    )


def _comment(answers: Answers, sentence: Text) -> str:
    return f"# {sentence.render(answers.language)}"


def _toml(value: str) -> str:
    """The text as a TOML basic string; JSON's escapes are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
