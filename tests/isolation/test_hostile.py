"""Hostile plugins: each deed succeeds where nothing holds it, and is held behind the sandbox."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from officebot.isolation import sandbox
from officebot.isolation.keeping import Keeper
from officebot.isolation.sandbox import Means
from officebot.isolation.standin import Across
from tests.conftest import missing
from tests.isolation.attacking import across, all_deeds, deeds, succeeds_alone, told_by

pytestmark = pytest.mark.xdist_group("hostile plugins")

SECRET = "the password of the mailbox"


@pytest.fixture(scope="module")
def keeper() -> Iterator[Keeper]:
    kept = Keeper()
    yield kept
    kept.close()


@pytest.fixture(scope="module", params=["bwrap", "landlock"])
def means(request: pytest.FixtureRequest) -> Means:
    """What holds plugins here: both ways are tried."""
    wanted: Means = request.param
    if wanted == "bwrap" and not sandbox.bubblewrap():
        missing("bubblewrap is not installed, or does not work here")
    if wanted == "landlock" and not sandbox.has_landlock():
        missing("this kernel has no Landlock")
    return wanted


@dataclass(frozen=True, slots=True)
class Prey:
    """What the deeds aim at, by their names."""

    target: dict[str, str]
    handle: int

    def of(self, attack: str) -> str:
        """What this deed aims at."""
        return self.target[attack]


@pytest.fixture(scope="module")
def prey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prey]:
    """An office with a password, ports that listen, a process that works: all that a plugin could reach for."""
    folder = tmp_path_factory.mktemp("prey")
    (folder / "secrets").mkdir()
    key = folder / "secrets" / "mailbox"
    key.write_text(SECRET)
    (folder / "code.py").write_text("pass\n")
    (folder / "empty").write_text("")
    os.environ["OFFICEBOT_TEST_SECRET"] = SECRET
    with ExitStack() as stack:
        port = _listening(stack, socket.AF_INET, ("127.0.0.1", 0)).getsockname()[1]
        _listening(stack, socket.AF_UNIX, str(folder / "bus"))
        _listening(stack, socket.AF_UNIX, f"\0officebot-{os.getpid()}")
        service = stack.enter_context(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))
        handle = os.open(key, os.O_RDONLY)
        os.set_inheritable(handle, True)
        yield Prey({
            "reads_a_file": str(key), "reads_through_a_link": str(key),
            "reads_the_environment": "OFFICEBOT_TEST_SECRET", "reads_the_services_memory": str(service.pid),
            "reads_inherited_handles": SECRET, "writes_a_file": str(folder), "changes_code": str(folder / "code.py"),
            "fills_the_disk": "4", "connects": str(port), "sends_a_datagram": str(port),
            "connects_by_a_file": str(folder / "bus"), "connects_by_an_abstract_name": f"officebot-{os.getpid()}",
            "asks_for_a_name": "localhost", "makes_processes": "", "runs_a_program": "run",
            "leaves_a_process_behind": "0.1", "becomes_another_program": "become", "signals": str(service.pid),
            "traces": str(service.pid), "changes_its_user": "", "leaves_its_namespace": "",
            "asks_the_kernels_keyring": "", "makes_threads": "200", "eats_memory": "800000000",
            "looks_at_the_office": str(folder), "opens_a_file_to_all": str(folder / "code.py"),
            "dates_a_file_back": str(folder / "code.py"), "empties_a_file": str(folder / "empty"),
            "watches_a_folder": str(folder), "has_the_kernel_signal": str(service.pid), "outlives_the_service": "",
        }, handle)  # fmt: skip
        os.close(handle)
        service.kill()
    del os.environ["OFFICEBOT_TEST_SECRET"]


def _listening(stack: ExitStack, family: int, address: Any) -> socket.socket:
    listener = stack.enter_context(socket.socket(family, socket.SOCK_STREAM))
    listener.bind(address)
    listener.listen()
    return listener


@pytest.fixture(scope="module")
def way(means: Means, keeper: Keeper, tmp_path_factory: pytest.TempPathFactory) -> Across:
    """The way to the plugin that tries every deed."""
    return across(all_deeds(tmp_path_factory.mktemp(means)), keeper, means)


@cache
def alone(deed: str, target: str) -> str:
    """What the deed brings where nothing holds it."""
    return succeeds_alone(deed, target, close_fds=deed != "reads_inherited_handles")


@pytest.mark.parametrize("deed", deeds())
def test_a_deed_succeeds_alone_and_is_held_behind_the_sandbox(
    deed: str, means: Means, prey: Prey, way: Across
) -> None:
    target = prey.of(deed)
    assert alone(deed, target), "a deed that cannot succeed proves nothing"
    told = told_by(way, deed, target)
    if deed == "makes_threads" and (means != "bwrap" or os.getuid() == 0):
        # Without a user's own count of threads (and root has none) its memory bounds them: see the page on isolation.
        return
    assert told.startswith("held: "), told
    assert SECRET not in told


def test_nothing_was_written_by_those_that_were_held(way: Across, tmp_path: Path) -> None:
    assert told_by(way, "writes_a_file", str(tmp_path)).startswith("held: ")
    assert list(tmp_path.iterdir()) == []


def test_no_process_of_a_plugin_outlives_its_keeper(means: Means, tmp_path: Path) -> None:
    kept = Keeper()
    told_by(across(all_deeds(tmp_path), kept, means), "reads_a_file", "/nowhere")
    assert kept.count == 1
    kept.close()
    assert kept.count == 0
