"""The service: clock, intake, executor and status page in one process, until it is told to stop.

The threads. One an account reads its mailbox and waits (IDLE). One works: notes what is due, runs it, and
carries out what is approved; it wakes when mail came in, a person answered or a schedule fired. APScheduler
is the clock only. A thread that loses its server says so once, waits longer each time, and says once that it
is back. SIGTERM and SIGINT let the step under way end; SIGHUP, or a change of office.toml, people.csv or
contacts.csv, reads the settings again, and a faulty file leaves the old ones in force. A thread that is stuck stops
the heartbeat (see `watchdog`).
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from officebot.app import App, evening
from officebot.app.logs import keep_logs
from officebot.app.upgrades import Upgrades
from officebot.app.watchdog import Watchdog
from officebot.connectors.systemd import Notifier
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, quoted, say
from officebot.engine import health
from officebot.engine.acting.executor import backoff
from officebot.engine.health import PLUGIN
from officebot.engine.ledger import leases
from officebot.engine.running import watching

if TYPE_CHECKING:
    from officebot.connectors.imap.source import MailboxSource
    from officebot.engine.intake.mail_source import MailSource

log = logging.getLogger("officebot.service")

#: The worker looks again after this long, should a wake-up be lost.
TICK_SECONDS = 5.0
#: RFC 2177: renew IDLE at least every 29 minutes; shorter, so that a stop is seen soon.
IDLE_SECONDS = 20.0
#: A watched file is lost when it could not be seen for so long: one that is replaced is away for a moment.
UNSEEN_SECONDS = 30.0
#: A rarer heartbeat would let the service's place run out.
_LONGEST_PAUSE = leases.LEASE.total_seconds() / 3


class Page(Protocol):
    """What answers a browser while the service runs; `port` is where."""

    port: int

    def start(self) -> None: ...
    def stop(self) -> None: ...


def serve(app: App, page_of: Callable[[App], Page]) -> int:
    """Run the service for this office until a signal, with a page; the exit code."""
    keep_logs(app.folder / "state" / "logs", app.settings.service.log_days)
    folder, ending = app.folder, threading.Event()
    while True:
        service = Service(app, page_of, ending=ending)
        again = service.run()
        if not again:
            return 0
        app = _reopened(app, folder)


def _reopened(app: App, folder: Path) -> App:
    """The office with its settings read again; the one there is, where the file has become faulty meanwhile."""
    try:
        fresh = App(folder, role="run")
    except UserError as error:
        log.error("settings refused", extra={"problems": len(error.problems), "first": error.problems[0].where})
        return app
    app.close()
    return fresh


class Service:
    """One life of the service, between two readings of the settings."""

    def __init__(
        self,
        app: App,
        page_of: Callable[[App], Page],
        watchdog: Watchdog | None = None,
        notifier: Notifier | None = None,
        ending: threading.Event | None = None,
    ) -> None:
        """`ending` is set once a signal told the process to end: it holds for the lives that follow, too."""
        self._ending = ending or threading.Event()
        self._app = app
        self._page_of = page_of
        self._stop = threading.Event()
        self._reload = threading.Event()
        self._wake = threading.Event()
        self._threads: list[threading.Thread] = []
        self._failing: dict[str, Text] = {}
        self._open: dict[str, MailboxSource] = {}
        self._attempts: dict[str, int] = {}
        self._page: Page | None = None
        self._settings_seen = _changed(app.folder)
        self._clock: Any = None
        self._watchdog = watchdog or Watchdog()
        self._notifier = notifier or Notifier()
        self._stuck: list[str] = []
        self._upgrades = Upgrades(app)

    def run(self) -> bool:
        """Serve until told to stop; whether the settings are to be read again."""
        app = self._app
        if not health.beat(app.ledger, app.owner, self._sign()):
            raise UserError(say("This office is already served by another officebot: see “officebot status”."))
        self._listen_to_signals()
        if self._ending.is_set():
            # It was told to end while the settings were read.
            self._stop.set()
        app.nudge = self._wake.set
        app.ledger.wrote = self._watchdog.alive
        page = self._start_page()
        try:
            app.engine.documents.sweep()
            watching.note_start(app.ledger, app.duties, app.clock.now())
            self._start_clock()
            for account in app.settings.mail.accounts:
                self._start(f"intake {account}", lambda account=account: self._watch(account))
            self._start("worker", self._work)
            log.info("service started", extra={"pid": os.getpid()})
            self._notifier.tell("READY=1", f"MAINPID={os.getpid()}", "STATUS=serving")
            while not self._stop.wait(self._pause()):
                self._beat()
        finally:
            self._end(page)
        return self._is_between_lives

    @property
    def _is_between_lives(self) -> bool:
        """Whether it ends only to go on with the settings as they are now."""
        return self._reload.is_set() and not self._ending.is_set()

    # ── threads ───────────────────────────────────────────────────────────────────────────────────────────

    def _watch(self, account: str) -> None:
        """Read one mailbox, and wait for more, until the service stops."""
        while not self._stop.is_set():
            try:
                with self._app.post.source(account) as source:
                    self._open[account] = source
                    self._follow(account, source)
            except (Unavailable, UserError) as error:
                if not self._stop.is_set():
                    self._lost(account, error)
            except Exception as error:
                log.error("intake failed", extra={"account": account, "error": type(error).__name__}, exc_info=True)
            attempts = self._attempts.get(account, 0)
            self._attempts[account] = attempts + 1
            pause = backoff(attempts).total_seconds()
            self._watchdog.alive(pause)
            self._stop.wait(pause)

    def _follow(self, account: str, source: MailSource) -> None:
        intake = self._app.intake(account, after_batch=lambda _: self._wake.set())
        sent = self._app.sent_intake(account)
        while not self._stop.is_set():
            self._watchdog.alive(IDLE_SECONDS)
            try:
                self._app.learner.renew()
                self._app.mind_stopped()
                # Before the mailbox itself, which must be the open folder while it is waited on.
                if sent.work(source):
                    self._wake.set()
                received = intake.work(source)
            except UserError as error:
                # One folder is wrong, and only a person can mend that: the others are looked at now and then.
                self._lost(account, error)
                pause = self._app.settings.mail.accounts[account].imap.poll_seconds
                self._watchdog.alive(pause)
                self._stop.wait(pause)
                continue
            self._attempts[account] = 0
            self._back(account)
            if received.known:
                self._app.learner.from_moves()
            if received.new or received.known:
                self._wake.set()
                log.info("mail received", extra={"account": account, "new": received.new, "listed": received.listed})
            source.wait(IDLE_SECONDS, self._stop)

    def _work(self) -> None:
        """Run what is due and carry out what is approved, until the service stops."""
        if self._app.ledger.check():
            damaged = say("The ledger is damaged: nothing is done. Stop officebot and restore it from state/backups.")
            self._lost("ledger", UserError(damaged))
            return
        while not self._stop.is_set():
            self._watchdog.alive()
            self._wake.wait(TICK_SECONDS)
            self._wake.clear()
            if self._stop.is_set():
                return
            try:
                for ran in self._app.run_duties():
                    log.info("run", extra={"run": ran.id, "duty": ran.duty, "state": ran.state})
                self._watch_files()
                work = self._app.act(wait_seconds=0)
                if work.ended:
                    log.info("acted", extra={"ended": len(work.ended), "later": work.later})
                self._back("executor")
                evening.keep(self._app)
            except (Unavailable, UserError) as error:
                self._lost("executor", error)
            except Exception as error:
                log.error("worker failed", extra={"error": type(error).__name__}, exc_info=True)

    def _watch_files(self) -> None:
        """Say once that a watched file cannot be seen, and once that it can."""
        unseen = {f"file {path}": why for path, why in self._app.watcher.unseen(UNSEEN_SECONDS).items()}
        for source, why in unseen.items():
            self._lost(source, Unavailable(source, why))
        for source in [one for one in self._failing if one.startswith("file ") and one not in unseen]:
            self._back(source)

    # ── clock ─────────────────────────────────────────────────────────────────────────────────────────────

    def _start_clock(self) -> None:
        from apscheduler.schedulers.background import BackgroundScheduler

        from officebot.app.firing import Firing

        working = self._app.facts.working_time
        # misfire_grace_time=None: however late the clock wakes, the ledger decides what is caught up.
        self._clock = BackgroundScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        for duty in self._app.duties.values():
            for schedule in duty.schedules:
                if schedule.kind in ("schedule", "interval"):
                    self._clock.add_job(self._wake.set, Firing(schedule, working))
        self._clock.add_job(self._wake.set, Firing(evening.AT, working))
        self._clock.start()

    # ── life and death ────────────────────────────────────────────────────────────────────────────────────

    def _start_page(self) -> Page:
        self._page = page = self._page_of(self._app)
        page.start()
        # Where it answers stands in the sign of life: “officebot dashboard” reads it there.
        self._tell()
        return page

    def _pause(self) -> float:
        """How long until the next heartbeat: systemd wants at least two of them within its own limit."""
        pauses = [self._app.settings.service.heartbeat_seconds, _LONGEST_PAUSE]
        if self._notifier.watchdog_seconds:
            pauses.append(self._notifier.watchdog_seconds / 3)
        return min(pauses)

    def _beat(self) -> None:
        stuck = self._watchdog.stuck()
        if stuck != self._stuck:
            self._tell_stuck(stuck)
        if stuck:
            # No heart beats for a body that does not move: whoever watches us starts us anew.
            return
        self._notifier.tell("WATCHDOG=1")
        try:
            if not health.beat(self._app.ledger, self._app.owner, self._sign()):
                log.error("another service took over")
                self._stop.set()
            self._back("ledger")
        except Unavailable as error:
            self._lost("ledger", error)
        self._look_at_plugins()
        if _changed(self._app.folder) != self._settings_seen:
            self._ask_reload()

    def _look_at_plugins(self) -> None:
        """Take in a plugin that was upgraded, or say what a person must do about it."""
        told, is_new = self._upgrades.look()
        for plugin, why in told.items():
            self._lost(f"{PLUGIN}{plugin}", UserError(why))
        for source in [one for one in self._failing if one.startswith(PLUGIN) and one[len(PLUGIN) :] not in told]:
            self._back(source)
        if is_new and self._ask_reload():
            log.warning("plugins changed")

    def _tell_stuck(self, stuck: list[str]) -> None:
        """Say once that threads are stuck, and once that they move again."""
        self._stuck = stuck
        if not stuck:
            log.error("threads move again")
            self._notifier.tell("STATUS=serving")
            self._back("service")
            return
        log.critical("threads are stuck", extra={"reason": ", ".join(stuck)})
        self._notifier.tell(f"STATUS=stuck: {', '.join(stuck)}")
        self._lost("service", UserError(say("It is stuck ({what}) and is to be started anew.", what=list(stuck))))

    def _sign(self) -> dict[str, Any]:
        return {
            "pid": os.getpid(),
            "port": self._page.port if self._page is not None else self._app.settings.service.port,
            "at": datetime.now(UTC).isoformat(),
            "lost": {source: why.to_json() for source, why in dict(self._failing).items()},
        }

    def _ask_reload(self) -> bool:
        """Read the settings again, and say so; unless they are wrong: then the old ones stay, and the log says once why."""
        from officebot.settings.load import load_office

        self._settings_seen = _changed(self._app.folder)
        # A plugin may have been installed since, and be what they speak of.
        installed = self._app.installed.anew()
        try:
            load_office(self._app.folder, installed)
        except UserError as error:
            first = error.problems[0]
            why = say("the old ones stay in force: {why}", why=quoted(first.render()))
            if self._failing.get("settings") != why:
                log.error("settings refused", extra={"problems": len(error.problems), "first": first.where})
                self._back("settings")
                self._lost("settings", UserError(why))
            return False
        finally:
            installed.close()
        self._back("settings")
        self._reload.set()
        self._stop.set()
        return True

    def _listen_to_signals(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._told_to_end())
        signal.signal(signal.SIGHUP, lambda *_: self._ask_reload())

    def _told_to_end(self) -> None:
        self._ending.set()
        self._stop.set()

    def stop(self) -> None:
        """Ask the service to end."""
        self._stop.set()

    def _end(self, page: Page) -> None:
        goes_on = self._is_between_lives
        if goes_on:
            # sd_notify(3): whoever says STOPPING=1 is killed if it goes on; this ends with the next READY=1.
            self._notifier.tell(
                "RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}", "STATUS=reading the settings"
            )
        else:
            self._notifier.tell("STOPPING=1")
        self._stop.set()
        self._wake.set()
        if self._clock is not None:
            self._clock.shutdown(wait=False)
        for source in self._open.values():
            source.interrupt()
        for thread in self._threads:
            thread.join(timeout=30)
        page.stop()
        health.stopped(self._app.ledger, self._app.owner)
        if goes_on and not self._is_between_lives:
            self._notifier.tell("STOPPING=1")
        log.info("service stopped")

    def _start(self, name: str, work: Any) -> None:
        def watched() -> None:
            self._watchdog.join(name)
            work()
            self._watchdog.leave()

        thread = threading.Thread(target=watched, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _lost(self, source: str, error: Unavailable | UserError) -> None:
        """Say once that a source is lost: in the log, and to people in the status and on the page."""
        if source not in self._failing:
            why = error.what if isinstance(error, Unavailable) else error.problems[0].what
            self._failing[source] = why
            log.warning("source lost", extra={"source": source, "reason": why.source})
            self._tell()

    def _back(self, source: str) -> None:
        """Say once that it is back."""
        if self._failing.pop(source, None) is not None:
            log.warning("source back", extra={"source": source})
            self._tell()

    def _tell(self) -> None:
        """Show at once what is lost; should the ledger itself be lost, the next heartbeat shows it."""
        with suppress(Unavailable):
            health.beat(self._app.ledger, self._app.owner, self._sign())


def _changed(folder: Path) -> tuple[float, ...]:
    return tuple(_changed_at(folder / name) for name in ("office.toml", "people.csv", "contacts.csv"))


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
