"""Asks a plugin something in a process of its own, with limits and, where bwrap is there, without network or home."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import officebot
from officebot.isolation.linked import places_of
from officebot.isolation.sandbox import bubblewrap
from officebot.plugins.checking.holding import Answer, Held
from officebot.plugins.checking.subject import Subject
from officebot.resources import NAMES, packaged

SECONDS = 30.0
#: Address space of a probe, in bytes.
MEMORY = 1 << 30

#: Of the system's settings, those that Python and its libraries read.
_ETC = ("ld.so.cache", "localtime", "timezone", "passwd", "group", "hosts", "nsswitch.conf", "mime.types", "fonts", "ssl",
        "alternatives")  # fmt: skip
_PROBES: WeakKeyDictionary[Subject, dict[str, Held]] = WeakKeyDictionary()


def ask(subject: Subject, question: str, *, seconds: float | None = None, seed: str = "0", **more: Any) -> Answer:
    """The answer of a fresh child of the plugin's process to one question about the plugin: see `probe`."""
    asked = {"ask": question, "root": str(subject.root), "scratch": str(subject.scratch), **more}
    return _probe(subject, seed).ask(asked, SECONDS if seconds is None else seconds)


def _probe(subject: Subject, seed: str) -> Held:
    """The process that answers for this plugin, whose hashes begin with this seed."""
    known = _PROBES.setdefault(subject, {})
    if seed not in known:
        words = [sys.executable, "-P", "-m", "officebot.plugins.checking.probe"]
        known[seed] = Held(
            lambda out: confined([*words, str(out)], subject, subject.scratch), str(subject.scratch),
            environment(subject.scratch, seed), limits,
        )  # fmt: skip
        subject.kept.callback(known[seed].close)
    return known[seed]


def confined(command: Sequence[str], subject: Subject, scratch: Path) -> list[str]:
    """The command so that it sees Python, its packages and the project alone, and no network, where bwrap sees to it.

    Only `scratch` can be written. No folder of the machine is shown besides: in some of them lie sockets, by which a program
    outside would do what the plugin says. Without bwrap the command is as it was: the limits hold all the same.
    """
    bwrap = bubblewrap()
    if not bwrap:
        return list(command)
    shown = dict.fromkeys([*_libraries(), sys.base_prefix, sys.prefix, *_importable(), str(subject.folder)])
    links = [one for one in map(Path, ("/bin", "/lib", "/lib64", "/lib32", "/sbin")) if one.is_symlink()]
    return [
        bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--dev", "/dev", "--proc", "/proc",
        "--tmpfs", "/tmp",  # noqa: S108 - the sandbox's own
        *(part for one in links for part in ("--symlink", str(one.readlink()), str(one))),
        *(part for one in shown for part in ("--ro-bind-try", one, one)),
        "--bind", str(scratch), str(scratch), "--", *command,
    ]  # fmt: skip


def is_confined() -> bool:
    """Whether what is checked is kept from the person's files and from the network here."""
    return bool(bubblewrap())


def _libraries() -> Iterator[str]:
    yield "/usr"
    yield from (one for one in ("/bin", "/lib", "/lib64", "/lib32", "/sbin") if not Path(one).is_symlink())
    yield from (f"/etc/{name}" for name in _ETC)


def _importable() -> Iterator[str]:
    """Where Python imports from; not the folder in which somebody stands, nor one that holds it or their home."""
    here = (Path.cwd(), Path.home())
    yield str(Path(officebot.__file__).parent)
    # In a checkout they lie beside the package.
    yield from (str(packaged(name)) for name in NAMES)
    folders = [
        str(one)
        for one in map(Path, sys.path)
        if one.is_absolute() and one.is_dir() and not any(place.is_relative_to(one) for place in here)
    ]
    yield from folders
    yield from places_of(folders)


def environment(scratch: Path, seed: str = "0", *, before: Sequence[Path] = ()) -> dict[str, str]:
    """The few variables that a plugin's process gets: none of the office's or the person's. `before`: imported from first.

    Nothing compiled is written: of the packages that is there already, and a plugin's own could be something else than its
    sources.
    """
    return {
        "PATH": os.defpath, "HOME": str(scratch), "TMPDIR": str(scratch), "LANG": "C.UTF-8", "TZ": "UTC",
        "PYTHONPATH": os.pathsep.join([*map(str, before), *(p for p in sys.path if p)]),
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": seed, "COLUMNS": "100",
    }  # fmt: skip


def limits() -> None:
    """Called in the child before it becomes Python: memory, file size, no core."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20, 64 << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
