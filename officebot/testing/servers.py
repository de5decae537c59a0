"""The note that the embedded office's process leaves in its folder: where it listens, and whether it still runs."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
PASSWORD_VARIABLE = "OFFICEBOT_EMBEDDED_PASSWORD"  # noqa: S105  (a name, not a password)
#: Who started the servers: "process:start time".
PARENT_VARIABLE = "OFFICEBOT_EMBEDDED_PARENT"
_FILE_NAME = "servers.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Where the servers are, and who may log in. A number and a start time together name one process for ever."""

    pid: int
    started: str
    parent: int
    parent_started: str
    imap_port: int
    smtp_port: int
    control_port: int
    token: str
    accounts: Mapping[str, str]

    @property
    def is_alive(self) -> bool:
        """Whether those servers still run, and will: they end soon after the process that started them."""
        alive = bool(self.started) and start_time(self.pid) == self.started
        return alive and start_time(self.parent) == self.parent_started


def authserv_id(address: str) -> str:
    """The name under which the embedded office vouches for senders (RFC 8601): mail.<domain of the account>."""
    return f"mail.{address.rpartition('@')[2].lower()}"


def start_time(pid: int) -> str:
    """When the process started, in the system's own terms; "" when there is none."""
    stat = Path(f"/proc/{pid}/stat")
    if stat.parent.parent.joinpath("self").exists():
        try:
            fields = stat.read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:
            return ""
        # proc(5): field 3 is the state, field 22 the start time in clock ticks after boot.
        return "" if fields[0] in "ZX" else fields[19]
    shown = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip()


def parent() -> tuple[int, str]:
    """The process that started this one and when it began, as told by it, for its successor may be init by now."""
    pid, _, started = os.environ.pop(PARENT_VARIABLE, "").partition(":")
    return (int(pid), started) if pid else (os.getppid(), start_time(os.getppid()))


def read(directory: Path) -> Servers | None:
    """The folder's note, if there is one that can be read."""
    try:
        values = json.loads((directory / _FILE_NAME).read_bytes())
        return Servers(**values)
    except (OSError, ValueError, TypeError):
        return None


def write(directory: Path, servers: Servers) -> None:
    """Leave the note, whole or not at all, for this user only."""
    path = directory / _FILE_NAME
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(dataclasses.asdict(servers), indent=1), "utf-8")
    draft.replace(path)
