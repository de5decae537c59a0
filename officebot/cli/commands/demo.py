"""demo: a working day in a sample office, then its page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.output import emit, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import Day, argument, command, language, option
from officebot.core.problems import UserError
from officebot.core.proposals import state_name
from officebot.core.text import counted, say

if TYPE_CHECKING:
    from threading import Event

    from officebot.app import App
    from officebot.app.demo import Step


@command("demo", COMMANDS["demo"][1])
@argument("folder", default="demo-office", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False))
@option("--once", is_flag=True, spoken=say("Live through the day, print its totals, and end."))
@option(
    "--day",
    type=Day(),
    default="2026-11-23",
    metavar="DATE",
    spoken=say("Which day it is there."),
)
@option("--json", "as_json", is_flag=True, spoken=say("The totals as one JSON object on the last line."))
def demo(folder: Path, once: bool, day: date, as_json: bool) -> None:
    try:
        from officebot.app.demo import Day as Lived
    except ModuleNotFoundError as missing:
        tell(say("The demo needs its own servers: pip install “officebot[demo]” ({name}).", name=missing.name))
        sys.exit(1)
    _refuse_real_office(folder)
    lived = Lived(folder, day)
    if once:
        totals = lived.is_over() or _live(lived)
        _print(totals, as_json)
        return
    _serve(lived)


def _refuse_real_office(folder: Path) -> None:
    """Raise UserError where the folder is somebody's own office: the sample day would be lived in it."""
    settings = folder / "office.toml"
    if settings.is_file() and not _is_sample(settings):
        raise UserError(say("{folder} is an office of your own, no sample: name another folder.", folder=str(folder)))


def _is_sample(settings: Path) -> bool:
    import tomllib

    try:
        table = tomllib.loads(settings.read_text("utf-8")).get("demo", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False
    return isinstance(table, dict) and bool(table.get("embedded"))


def _live(lived: Any) -> dict[str, Any]:
    with lived.opened() as (app, servers), _progress() as told:
        found: dict[str, Any] = lived.live(app, servers, told)
        return found


def _serve(lived: Any) -> None:
    """Live through the day under the eyes of whoever opened the page, and go on serving it."""
    import signal
    import threading

    from officebot.web.server import Dashboard

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with lived.opened() as (app, servers):
        page = Dashboard(app, port=0)
        page.start()
        click.echo(f"dashboard {page.address}")
        click.echo(_way_in(app, page.address))
        sys.stdout.flush()
        with _progress() as told:
            totals = lived.live(app, servers, lambda step: _watched(app, told, step, stop, page.port))
        _print(totals, as_json=False)
        tell(say("The page stays open until Ctrl-C. Try: {officebot} --office {folder} queue", officebot=_as_called(),
                 folder=str(app.folder)))  # fmt: skip
        _go_on(app, stop, page.port)
        page.stop()


def _way_in(app: App, address: str) -> str:
    """The first link by which whoever tries the sample office enters its dashboard."""
    from officebot.engine.deciding import access

    return f"{address}enter?code={access.make_entry(app.ledger, app.answer(None).person)}"


def _go_on(app: App, stop: Event, port: int) -> None:
    """Carry out what is answered on the dashboard, by command or by mail, until somebody ends the demo."""
    import threading

    from officebot.engine import health

    wake = threading.Event()
    app.nudge = wake.set
    while not stop.is_set():
        _beat(app, port)
        for account in app.settings.mail.accounts:
            app.take_in(account)
        app.run_duties()
        app.act()
        wake.wait(5.0)
        wake.clear()
    health.stopped(app.ledger, app.owner)


def _as_called() -> str:
    """How this program was called: from a checkout it is in no PATH."""
    return sys.argv[0] if Path(sys.argv[0]).name == "officebot" else "officebot"


def _beat(app: App, port: int) -> None:
    """Say that the page is served, and where: other commands make links to it."""
    import os

    from officebot.engine import health

    health.beat(app.ledger, app.owner, {"pid": os.getpid(), "port": port, "at": app.clock.now().isoformat()})


def _watched(app: App, told: Callable[[Step], None], step: Step, stop: Event, port: int) -> None:
    told(step)
    _beat(app, port)
    if stop.is_set():
        sys.exit(0)


@contextmanager
def _progress() -> Iterator[Callable[[Step], None]]:
    """A bar on a terminal; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("The day").render(language()), total=1.0)
        yield lambda step: bar.update(task, completed=step.share, description=f"{step.at:%H:%M}")


def _print(totals: dict[str, Any], as_json: bool) -> None:
    if as_json:
        emit(totals)
        return
    tell(
        counted(
            "Received {count} mail: handled {handled}, waiting {waiting}, listed {listed}.",
            "Received {count} mails: handled {handled}, waiting {waiting}, listed {listed}.",
            totals["received"],
            handled=totals["handled"],
            waiting=totals["waiting"],
            listed=totals["listed"],
        )
    )
    for state, count in totals["proposals"].items():
        tell(say("Proposals {state}: {count}", state=state_name(state), count=count))
    for path in totals["files"]:
        tell(say("Made: {path}", path=path))
