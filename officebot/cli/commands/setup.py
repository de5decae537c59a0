"""init, check, doctor: from nothing to an office that works."""

from __future__ import annotations

import getpass
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from officebot.cli.opening import called, opened
from officebot.cli.output import clean, emit, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import argument, command, language, option
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Language, Text, counted, quoted, say

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.engine.intake.mail_source import MailSource

_JSON = say("One JSON object a line.")


@command("init", COMMANDS["init"][1])
@argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@option("--name", spoken=say("The office's name."))
@option("--person", spoken=say("Your name."))
@option("--address", spoken=say("Your mail address."))
@option("--imap-host", spoken=say("The mail server for reading."))
@option("--imap-port", type=int, spoken=say("Its port, if it is not the usual one."))
@option(
    "--imap-security",
    type=click.Choice(["tls", "starttls", "none"]),
    default="tls",
    spoken=say("How the connection is protected."),
)
@option("--smtp-host", spoken=say("The mail server for sending; empty: drafts only."))
@option("--smtp-port", type=int, spoken=say("Its port, if it is not the usual one."))
@option(
    "--smtp-security",
    type=click.Choice(["tls", "starttls", "none"]),
    default="tls",
    spoken=say("How the connection is protected."),
)
@option("--user", spoken=say("The login at the mail server."))
@option(
    "--password-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    spoken=say("A file that holds the password; else it is asked for."),
)
@option("--no-test", is_flag=True, spoken=say("Do not try the mailbox before it is saved."))
@option("--browser", is_flag=True, spoken=say("Ask in a browser of this machine instead."))
def init(folder: Path, **given: Any) -> None:
    from officebot.app import login
    from officebot.settings.new import Answers, write_new_office

    if (folder / "office.toml").exists():
        raise UserError(say("There is an office in {folder} already: choose another folder.", folder=str(folder)))
    if given["browser"]:
        _in_browser(folder)
        return
    reader = _reader()
    answers = Answers(
        name=_asked(given["name"], say("The office's name"), "--name"),
        person=_asked(given["person"], say("Your name"), "--person"),
        address=_asked(given["address"], say("Your mail address"), "--address"),
        login=login(),
        language=reader,
        imap_host=_asked(given["imap_host"], say("The mail server for reading (IMAP)"), "--imap-host"),
        imap_security=given["imap_security"],
        imap_port=given["imap_port"],
        smtp_host=given["smtp_host"]
        if given["smtp_host"] is not None
        else _answer(
            say("The mail server for sending (SMTP), empty for drafts only"),
            "--smtp-host",
            default="",
            show_default=False,
        ),
        smtp_security=given["smtp_security"],
        smtp_port=given["smtp_port"],
        user=_asked(given["user"], say("The login at the mail server"), "--user"),
        password=_password(given["password_file"]),
    )
    write_new_office(folder, answers)
    tell(say("Made: {path}", path=str(folder / "office.toml")))
    if not given["no_test"]:
        _try(folder)
    tell(
        say(
            "For its first days the office only proposes. Start it with: officebot --office {folder} run",
            folder=str(folder),
        )
    )


def _in_browser(folder: Path) -> None:
    """Ask on pages of this machine, then serve the office that was made, until it is told to stop."""
    from officebot.cli.commands.service import serve_with_page
    from officebot.web.first_run import FirstRun

    pages = FirstRun(folder, language())
    pages.start()
    click.echo(pages.link)
    tell(say("Open this link in a browser of this machine: it asks a few questions. (Ctrl-C ends.)"))
    try:
        pages.started.wait()
    finally:
        pages.stop()
    sys.exit(serve_with_page(folder))


@command("check", COMMANDS["check"][1])
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def check(as_json: bool) -> None:
    from officebot.app.installed import installed_duties
    from officebot.settings.load import load_office

    try:
        loaded = load_office(Path(called().folder), installed_duties(Path(called().folder)))
    except UserError as error:
        for problem in error.problems:
            if as_json:
                emit({"where": problem.place(language()), "what": problem.what.render(language())})
            else:
                click.echo(f"officebot: {problem.render(language())}", err=True)
        sys.exit(1)
    if not as_json:
        tell(say("The settings of “{office}” are right: {accounts}, {people}, {duties}.",
                 office=loaded.settings.office.name,
                 accounts=counted("{count} mailbox", "{count} mailboxes", len(loaded.settings.mail.accounts)),
                 people=counted("{count} person", "{count} people", len(loaded.people.all)),
                 duties=counted("{count} duty", "{count} duties", len(loaded.duties))))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the doctor looked at: what it is, whether it is well, and a sentence.

    `called` is what a person reads for `what`, where it is no name of the settings.
    """

    what: str
    well: bool
    said: Text
    called: Text | None = None


@command("doctor", COMMANDS["doctor"][1])
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def doctor(as_json: bool) -> None:
    ill = False
    with opened() as app:
        for finding in _examine(app):
            ill |= not finding.well
            if as_json:
                emit({"what": finding.what, "well": finding.well, "said": finding.said.render(language())})
            else:
                mark = click.style("✓", fg="green") if finding.well else click.style("✗", fg="red")
                what = finding.called or quoted(finding.what)
                told = say("{where}: {what}", where=what, what=finding.said).render(language())
                click.echo(f"{mark} {clean(told)}")
    sys.exit(int(ill))


def _examine(app: App) -> Iterator[Finding]:
    wrong = app.ledger.check()
    said = say("sound") if not wrong else say("damaged: restore it from state/backups (“officebot restore”).")
    yield Finding("ledger", not wrong, said, say("memory"))
    for name, table in app.settings.mail.accounts.items():
        yield from _mailbox(app, name)
        if table.smtp is not None:
            called = say("sending from {name}", name=name)
            yield _reached(f"{name} smtp", lambda name=name: app.post.check_sending(name), called)
    for address in app.settings.alerts:
        called = say("alert to {address}", address=address)
        yield _reached(f"alert {address}", lambda address=address: app.alerts().check(address), called)
    for name in app.settings.calendars:
        yield _calendar(app, name)
    told = {f"calendar {name}" for name in app.settings.calendars}
    for sign in app.wellbeing.signs():
        if sign.what not in told:
            yield Finding(sign.what, sign.well, sign.said, sign.called)
    yield Finding("duties", bool(app.duties), say("{count} enabled", count=len(app.duties)), say("duties"))


def _mailbox(app: App, name: str) -> Iterator[Finding]:
    try:
        with app.post.source(name) as source:
            for folder in source.folders:
                yield _folder(source, name, folder)
    except Unavailable as lost:
        yield Finding(name, False, lost.what)
    except UserError as error:
        yield Finding(name, False, error.problems[0].what)


def _folder(source: MailSource, account: str, name: str) -> Finding:
    what = f"{account}/{name}"
    try:
        return Finding(what, True, counted("{count} message", "{count} messages", source.select(name).exists))
    except UserError as error:
        return Finding(what, False, error.problems[0].what)


def _calendar(app: App, name: str) -> Finding:
    found, called = app.agendas.calendar(name), say("calendar {name}", name=name)
    if found.problem is not None:
        return Finding(f"calendar {name}", False, found.problem, called)
    return Finding(f"calendar {name}", True, counted("{count} entry", "{count} entries", len(found.objects)), called)


def _reached(what: str, attempt: Any, called: Text) -> Finding:
    try:
        attempt()
    except Unavailable as lost:
        return Finding(what, False, lost.what, called)
    except UserError as error:
        return Finding(what, False, error.problems[0].what, called)
    return Finding(what, True, say("reached"), called)


def _try(folder: Path) -> None:
    """Connect to the new mailbox; what is wrong is said, and the office stays to be mended."""
    from officebot.app import App

    with App(folder) as app:
        for finding in _examine(app):
            if not finding.well:
                tell(say("{what}: {said}", what=finding.what, said=finding.said))


def _reader() -> Language:
    found = language()
    return next(one for one in get_args(Language) if one == found)


def _asked(given: str | None, question: Text, option_name: str) -> str:
    return given if given is not None else _answer(question, option_name)


def _answer(question: Text, option_name: str, **how: Any) -> str:
    """What the person answers. Raises UserError where nobody is there to answer."""
    with warnings.catch_warnings():
        # A password that would be shown, or read from a pipe, is not asked for.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return str(click.prompt(question.render(language()), err=True, **how))
        except getpass.GetPassWarning:
            pass
        except click.Abort:
            if sys.stdin.isatty():
                raise
    click.echo(err=True)
    raise UserError(
        say("Nobody is at a terminal to answer “{question}”: give it with {option}.", question=question,
            option=option_name)
    )  # fmt: skip


def _password(file: Path | None) -> str:
    if file is None:
        return _answer(say("The password (not shown)"), "--password-file", hide_input=True)
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise UserError(say("The file {path} cannot be read as text.", path=str(file))) from None
