"""A stuck service is noticed by its own watchdog, and by systemd through the heartbeat that stops (TRUST 29)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from officebot.app import App
from officebot.app.service import Service
from officebot.app.watchdog import LIMIT_SECONDS, Watchdog
from officebot.connectors.systemd import Notifier
from officebot.core.systemd import WATCHDOG_SECONDS
from officebot.engine import health
from officebot.engine.ledger import open_sqlite
from officebot.engine.running.runner import Ran
from officebot.testing.dovecot import free_port
from tests.app.offices import environment

SETTINGS = """
[office]
name = "Bureau"
[service]
heartbeat_seconds = 1
port = {port}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office without a mailbox."""
    (tmp_path / "office.toml").write_text(SETTINGS.format(port=free_port()))
    (tmp_path / "people.csv").write_text(
        "name,address,role,language,circle,responsibilities\nClaire,claire@bureau.example,,fr,a,\n"
    )
    (tmp_path / "contacts.csv").write_text("kind,name,addresses,language,form_of_address,phone,iban\n")
    return tmp_path


class Manager:
    """What systemd does with NOTIFY_SOCKET: it takes each datagram and remembers when."""

    def __init__(self, address: str) -> None:
        self.environment = {"NOTIFY_SOCKET": address}
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("\0" + address[1:] if address.startswith("@") else address)
        self._socket.settimeout(0.05)
        self.heard: list[tuple[float, str]] = []

    def listen(self, seconds: float, until: Callable[[str], bool] = lambda _: False) -> list[str]:
        """What came within so many seconds, or up to the first for which `until` holds."""
        end, came = time.monotonic() + seconds, []
        while time.monotonic() < end:
            try:
                said = self._socket.recv(4096).decode()
            except TimeoutError:
                continue
            came.append(said)
            self.heard.append((time.monotonic(), said))
            if until(said):
                break
        return came

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    made = Manager(f"@officebot-{os.getpid()}-{time.monotonic_ns()}")
    yield made
    made.close()


class NoPage:
    """A dashboard that nobody looks at."""

    port = 1

    def start(self) -> None: ...
    def stop(self) -> None: ...


class HeldApp(App):
    """An office one of whose duties does not come back until it is let go."""

    def __init__(self, folder: Path, how: str) -> None:
        super().__init__(folder, role="run")
        self.how, self.hang, self.free = how, threading.Event(), threading.Event()

    def run_duties(self, *_: Any, **__: Any) -> list[Ran]:
        if self.hang.is_set():
            while not self.free.is_set():
                if self.how == "waits":
                    self.free.wait(10)
        return []


# ── the watchdog alone ────────────────────────────────────────────────────────────────────────────────────


def test_a_thread_is_stuck_once_it_has_shown_no_life_for_longer_than_the_limit() -> None:
    now = [0.0]
    dog = Watchdog(10, clock=lambda: now[0])
    dog.join("worker")
    now[0] = 10.0
    assert dog.stuck() == []
    now[0] = 10.1
    assert dog.stuck() == ["worker"]
    dog.alive()
    assert dog.stuck() == []


def test_a_rest_that_was_told_is_no_standstill_and_who_leaves_is_not_missed() -> None:
    now = [0.0]
    dog = Watchdog(10, clock=lambda: now[0])
    dog.join("intake")
    dog.alive(rest=100)
    now[0] = 110.0
    assert dog.stuck() == []
    now[0] = 110.1
    assert dog.stuck() == ["intake"]
    dog.leave()
    assert dog.stuck() == []


def test_a_thread_that_ended_without_a_word_is_missed_at_once() -> None:
    dog = Watchdog(600)
    thread = threading.Thread(target=lambda: dog.join("worker"))
    thread.start()
    thread.join()
    assert dog.stuck() == ["worker"]


def test_what_is_committed_counts_as_a_sign_of_life(tmp_path: Path) -> None:
    now = [0.0]
    dog = Watchdog(10, clock=lambda: now[0])
    ledger = open_sqlite(tmp_path / "ledger.db")
    ledger.wrote = dog.alive
    dog.join("worker")
    now[0] = 9.0
    health.beat(ledger, "me", {})
    now[0] = 18.0
    assert dog.stuck() == []
    ledger.close()


def test_found_within_a_quarter_of_an_hour_and_started_anew_within_a_minute_by_the_figures() -> None:
    assert LIMIT_SECONDS + 20 + WATCHDOG_SECONDS <= 15 * 60
    # SIGABRT, then SIGKILL after 15 s, then RestartSec=5.
    assert 15 + 5 <= 60


# ── the service ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("how", ["waits", "loops"])
def test_while_a_worker_is_stuck_the_heart_does_not_beat(folder: Path, manager: Manager, how: str) -> None:
    app = HeldApp(folder, how)
    dog = Watchdog(0.5)
    told = {**manager.environment, "WATCHDOG_USEC": "600000", "WATCHDOG_PID": str(os.getpid())}
    service = Service(app, lambda _: NoPage(), dog, Notifier(told))
    # The worker turns at least every five seconds by itself: here it is woken as often as the limit wants it.
    over = threading.Event()

    def wake() -> None:
        while not over.wait(0.1):
            app.nudge()

    threads = [threading.Thread(target=service.run), threading.Thread(target=wake)]
    for thread in threads:
        thread.start()
    try:
        assert manager.listen(10, lambda said: "READY=1" in said)
        assert manager.listen(10, lambda said: said == "WATCHDOG=1")
        app.hang.set()
        began = time.monotonic()
        said = manager.listen(10, lambda said: "STATUS=stuck" in said)
        print(f"{how}: noticed after {time.monotonic() - began:.1f} s with a limit of 0.5 s")
        assert said[-1] == "STATUS=stuck: worker"
        assert manager.listen(1.5) == []
        assert "service" in health.lost(app.ledger)
        app.free.set()
        app.hang.clear()
        came = manager.listen(10, lambda said: said == "WATCHDOG=1")
        assert came[-2:] == ["STATUS=serving", "WATCHDOG=1"]
    finally:
        over.set()
        app.free.set()
        app.hang.clear()
        service.stop()
        for thread in threads:
            thread.join(timeout=20)
        app.close()
    assert manager.listen(2, lambda said: said == "STOPPING=1")[-1] == "STOPPING=1"


def test_a_process_that_stands_still_stops_beating_and_its_successor_takes_over_at_once(
    folder: Path, manager: Manager
) -> None:
    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "officebot", "--office", str(folder), "run"]
        told = environment(**manager.environment, WATCHDOG_USEC="1500000")
        return subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    first = start()
    second = None
    try:
        assert "READY=1" in manager.listen(60, lambda said: "READY=1" in said)[-1]
        assert manager.listen(10, lambda said: said == "WATCHDOG=1")
        first.send_signal(signal.SIGSTOP)
        manager.listen(0.3)
        assert manager.listen(2) == []
        # What systemd does when WatchdogSec is over.
        began = time.monotonic()
        first.kill()
        first.wait(timeout=10)
        second = start()
        assert "READY=1" in manager.listen(60, lambda said: "READY=1" in said)[-1]
        seconds = time.monotonic() - began
        print(f"started anew in {seconds:.1f} s")
        assert seconds < 60
        with open_sqlite(folder / "state" / "ledger.db").reading():
            pass
        second.terminate()
        assert second.wait(timeout=40) == 0
        assert manager.listen(5, lambda said: said == "STOPPING=1")[-1] == "STOPPING=1"
    finally:
        for process in (first, second):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait(timeout=10)


def test_settings_read_anew_are_a_reload_and_not_an_end(folder: Path, manager: Manager) -> None:
    told = environment(**manager.environment)
    process = subprocess.Popen(
        [sys.executable, "-m", "officebot", "--office", str(folder), "run"], env=told, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert "READY=1" in manager.listen(60, lambda said: "READY=1" in said)[-1]
        process.send_signal(signal.SIGHUP)
        came = manager.listen(60, lambda said: "READY=1" in said)
        assert any("RELOADING=1" in said and "MONOTONIC_USEC=" in said for said in came)
        # systemd would kill what says that it stops and goes on.
        assert "STOPPING=1" not in came
        process.send_signal(signal.SIGHUP)
        assert "RELOADING=1" in manager.listen(60, lambda said: "RELOADING=1" in said)[-1]
        process.terminate()
        assert process.wait(timeout=60) == 0
        assert manager.listen(5, lambda said: said == "STOPPING=1")[-1] == "STOPPING=1"
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(timeout=10)


def test_without_a_manager_nothing_is_told_and_nothing_fails(tmp_path: Path) -> None:
    assert not Notifier({}).tell("READY=1")
    assert not Notifier({"NOTIFY_SOCKET": str(tmp_path / "nobody")}).tell("READY=1")
    assert not Notifier({"NOTIFY_SOCKET": "relative"}).tell("READY=1")
    assert Notifier({"WATCHDOG_USEC": "1500000", "WATCHDOG_PID": "1"}).watchdog_seconds == 0
    assert Notifier({"WATCHDOG_USEC": "1500000"}).watchdog_seconds == 1.5
