"""No process of a plugin outlives the service, however that ends."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from officebot.isolation.sandbox import kernel_alone, nothing_holds
from tests.isolation.attacking import one_duty

ROOT = Path(__file__).parents[2]
SERVICE = """
import sys, threading
sys.path[:0] = [{root!r}]
from pathlib import Path
from officebot.isolation import standin
from officebot.isolation.keeping import Keeper
from tests.isolation.attacking import across, proposed
from officebot.isolation.sandbox import means_for

way = across(Path({package!r}), Keeper(), means_for({runs!r}))
threading.Thread(target=proposed, args=(way,), daemon=True).start()
print("begun", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("runs", ["sandbox", "process"])
def test_a_plugin_that_never_ends_is_gone_once_the_service_was_killed(tmp_path: Path, runs: str) -> None:
    package = one_duty(tmp_path, "loops_in_a_run")
    script = SERVICE.format(root=str(ROOT), package=str(package), runs=runs)
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == b"begun\n"
        begun = wait_until(lambda: descendants(service.pid))
        service.kill()
        service.wait()
        assert wait_until(lambda: not [one for one in begun if is_alive(one)])


def wait_until(found: object) -> list[int]:
    """What is found, as soon as there is something."""
    assert callable(found)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if seen := found():
            return seen if isinstance(seen, list) else [1]
        time.sleep(0.05)
    raise AssertionError("never")


def descendants(pid: int) -> list[int]:
    """The processes that a process began, and those that they began."""
    begun = [
        int(one)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for one in (task / "children").read_text().split()
    ]  # fmt: skip
    return [*begun, *(further for one in begun for further in descendants(one))]


def is_alive(pid: int) -> bool:
    """Whether a process still works: one that ended and was not looked after yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except FileNotFoundError:
        return False


def test_what_holds_no_plugin_is_said_as_it_is_on_this_machine() -> None:
    assert "install bubblewrap" in nothing_holds(is_installed=False).render("en")
    assert "may make no namespaces" in nothing_holds(is_installed=True).render("en")
    assert "install bubblewrap" in kernel_alone(is_installed=False).render("en")
    assert "may make no namespaces" in kernel_alone(is_installed=True).render("en")
