"""How a plugin's process is started: bubblewrap's command line, what it may read, which means of confining there are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.isolation.confining import landlock_version
from officebot.isolation.filters import MACHINES
from officebot.isolation.linked import places_of
from officebot.isolation.rights import Runs

#: Behind what a plugin's process stands: bubblewrap, or Landlock alone.
Means: TypeAlias = Literal["bwrap", "landlock"]
#: Room for temporary files behind bubblewrap; without it there is none at all.
_TEMPORARY = 32_000_000
_PROBE_SECONDS = 10.0
#: So many threads in all; without a user's own count (behind bubblewrap) none is set.
_THREADS = 32
# Nothing that is loaded is garbage: looking for some would take a tenth of the start. `host.py` lets it be looked for again.
_START = "import gc, sys; gc.disable(); sys.path[:] = {paths!r}; from officebot.isolation.host import main; main()"
#: What Python and its libraries read outside their own folders.
_SYSTEM = ("/usr/share/zoneinfo", "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom")
_LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/lib32", "/usr/local/lib", "/lib", "/lib64", "/lib32")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a plugin's process may use: memory (bytes of address space), CPU time over its life, the largest file."""

    memory: int = 512_000_000
    cpu_seconds: int = 1_200
    file_bytes: int = _TEMPORARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a plugin's code lies: its entry ("package.module:DUTY"), and the folder or file of its top package."""

    entry: str
    package: Path | None


def _installed() -> str | None:
    return shutil.which("bwrap", path="/usr/local/bin:/usr/bin:/bin")


@lru_cache(maxsize=1)
def bubblewrap() -> str:
    """The path of a bubblewrap that works here, or ""."""
    found = _installed()
    if found is None:
        return ""
    trial = [found, "--unshare-all", "--die-with-parent", *_system_binds(), "--", "/usr/bin/true"]
    try:
        ended = subprocess.run(trial, capture_output=True, timeout=_PROBE_SECONDS, check=False, env={})
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return found if ended.returncode == 0 else ""


@lru_cache(maxsize=1)
def has_landlock() -> bool:
    """Whether this kernel can keep a process from files by itself."""
    return landlock_version() >= 1


def means_for(runs: Runs) -> Means:
    """Behind what a plugin runs that is to run so. Raises UserError where nothing here keeps it from files."""
    is_known = sys.platform.startswith("linux") and os.uname().machine in MACHINES
    if is_known and runs == "sandbox" and bubblewrap():
        return "bwrap"
    if is_known and has_landlock():
        return "landlock"
    if is_known and runs == "process" and bubblewrap():
        return "bwrap"
    raise UserError(nothing_holds(is_installed=_installed() is not None))


def shortfall(runs: Runs) -> Text | None:
    """What is weaker than the settings wish, in a sentence for the signs of health; None where nothing is."""
    if runs == "trusted":
        return None
    try:
        means = means_for(runs)
    except UserError as error:
        return error.problems[0].what
    if runs == "sandbox" and means != "bwrap":
        return kernel_alone(is_installed=_installed() is not None)
    return None


def nothing_holds(*, is_installed: bool) -> Text:
    """Why a plugin is not run: nobody can install what is there and may not work, as within a container."""
    if is_installed:
        return say("Nothing here keeps a plugin from your files: bubblewrap may make no namespaces, and Landlock is missing or "
                   "forbidden. Allow one of them, or trust the plugin with runs = \"trusted\".")  # fmt: skip
    return say("Nothing on this machine keeps a plugin from your files: install bubblewrap, or trust the plugin "
               "with runs = \"trusted\".")  # fmt: skip


def kernel_alone(*, is_installed: bool) -> Text:
    """Why a sandbox is not bubblewrap's."""
    if is_installed:
        return say("Plugins run confined by the kernel alone: bubblewrap may make no namespaces here, as within officebot’s "
                   "own systemd unit.")  # fmt: skip
    return say("Plugins run without bubblewrap, confined by the kernel alone: install bubblewrap.")


def readable(place: Place) -> list[str]:
    """What the process may read: Python, officebot, installed packages, and the plugin. No home, no office."""
    packages = _package_folders()
    folders = [sys.base_prefix, sys.prefix, *packages, *places_of(packages), str(_officebot())]
    if place.package is not None:
        folders.append(str(place.package))
    return [one for one in dict.fromkeys([*_LIBRARIES, *_SYSTEM, *folders]) if os.path.exists(one)]  # noqa: PTH110 - pathlib costs an import at each start


def command(place: Place, means: Means) -> list[str]:
    """The command that starts the process."""
    start = [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START.format(paths=_paths(place))]
    if means == "landlock":
        return start
    return [
        bubblewrap(), "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL",
        "--hostname", "plugin", "--size", str(_TEMPORARY), "--tmpfs", "/tmp",  # noqa: S108 - the sandbox's own
        *_system_binds(), *_own_binds(place),
        "--dir", "/dev", "--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/urandom", "/dev/urandom",
        # Without it the sandbox's own root, which lies in memory, could be filled.
        "--remount-ro", "/", "--chdir", "/", *_environment_options(), "--", *start,
    ]  # fmt: skip


def first_frame(place: Place, means: Means, limits: Limits) -> dict[str, Any]:
    """What the process is told before anything else."""
    return {
        "entry": place.entry,
        "confine": True,
        # Behind bubblewrap there is nothing else to be seen.
        "readable": readable(place) if means == "landlock" else None,
        "limits": {
            "memory": limits.memory, "seconds": limits.cpu_seconds,
            "file": limits.file_bytes, "threads": _THREADS if means == "bwrap" else 0,
        },
    }  # fmt: skip


def environment() -> dict[str, str]:
    """The environment of a process without bubblewrap: nothing of ours but what its libraries need."""
    kept = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin"}
    if libraries := os.environ.get("LD_LIBRARY_PATH"):
        kept["LD_LIBRARY_PATH"] = libraries
    return kept


def _environment_options() -> Iterator[str]:
    for name, value in environment().items():
        yield from ("--setenv", name, value)


def _system_binds() -> Iterator[str]:
    """The system's programs and libraries, for reading."""
    yield from ("--ro-bind", "/usr", "/usr")
    for name in ("bin", "lib", "lib64", "lib32"):
        path = Path("/") / name
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.is_dir():
            yield from ("--ro-bind", str(path), str(path))
    for path in map(Path, ("/etc/ld.so.cache", "/etc/localtime")):
        yield from ("--ro-bind-try", str(path), str(path))


def _own_binds(place: Place) -> Iterator[str]:
    """Python where it is not the system's, officebot, the packages, the plugin."""
    bound: list[Path] = [Path("/usr")]
    for one in readable(place):
        path = Path(one)
        if path.is_relative_to("/dev") or path.is_relative_to("/etc") or any(map(path.is_relative_to, bound)):
            continue
        if one in _LIBRARIES:
            continue
        bound.append(path)
        yield from ("--ro-bind", one, one)


def _paths(place: Place) -> list[str]:
    """Where the process looks for modules."""
    standard = [one for one in sys.path if one.endswith((".zip", "lib-dynload")) or _is_standard(one)]
    own = [str(place.package.parent)] if place.package is not None else []
    # officebot first: what a plugin calls by its name is never taken for it.
    return list(dict.fromkeys([*standard, str(_officebot().parent), *_package_folders(), *own]))


def _is_standard(path: str) -> bool:
    return Path(path) == Path(os.__file__).parent


def _package_folders() -> Sequence[str]:
    return [one for one in sys.path if Path(one).name in ("site-packages", "dist-packages")]


def _officebot() -> Path:
    """The folder of the package officebot."""
    return Path(__file__).resolve().parent.parent
