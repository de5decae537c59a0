"""systemd: what it is told of our life (sd_notify), and the units that it is given."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from officebot.core.problems import UserError
from officebot.core.systemd import is_our_own
from officebot.core.text import say

#: sd_booted(3): there where systemd runs the machine.
_BOOTED = Path("/run/systemd/system")
_SECONDS = 60
_SHOWN = ("LoadState", "ActiveState", "SubState", "MainPID", "NRestarts", "ExecMainStartTimestamp", "StatusText")


class Notifier:
    """Tells the service manager that started us how we are; silent where none did. Never raises."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        told = os.environ if environment is None else environment
        self._address = told.get("NOTIFY_SOCKET", "")
        spent = told.get("WATCHDOG_USEC", "")
        is_ours = told.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        #: After how many seconds without a beat we are started anew; 0: never.
        self.watchdog_seconds = int(spent) / 1e6 if is_ours and spent.isdecimal() else 0.0

    def tell(self, *lines: str) -> bool:
        """Send these lines, as `READY=1`; whether somebody took them."""
        if not self._address.startswith(("/", "@")):
            return False
        # sd_notify(3): a leading @ means an address without a file.
        address = "\0" + self._address[1:] if self._address[0] == "@" else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sending:
                # A manager that does not read must never be what stops us.
                sending.settimeout(2)
                sending.sendto("\n".join(lines).encode(), address)
        except OSError:
            return False
        return True


def _run(*words: str) -> tuple[int, str]:
    try:
        ended = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return 1, str(error)
    return ended.returncode, (ended.stdout + ended.stderr).strip()


def _own_folder() -> Path:
    settings = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(settings) if settings.startswith("/") else Path.home() / ".config") / "systemd" / "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Systemd:
    """The service manager: a person's own, or the machine's (`is_system`)."""

    is_system: bool = False
    folder: Path | None = None
    run: Callable[..., tuple[int, str]] = _run
    is_there: Callable[[], bool] = field(default=lambda: _BOOTED.is_dir() and shutil.which("systemctl") is not None)

    def place_of(self, name: str) -> Path:
        """Where a unit of this name lies."""
        return (self.folder or (Path("/etc/systemd/system") if self.is_system else _own_folder())) / name

    def check(self) -> None:
        """Raise UserError where there is no systemd."""
        if not self.is_there():
            raise UserError(
                say("This machine is not run by systemd: start “officebot run” by whatever starts its services. "
                    "“officebot service install --dry-run” shows what such a unit would say.")
            )  # fmt: skip

    def is_foreign(self, name: str) -> bool:
        """Whether a unit of this name stands there that we did not write, or that was changed since."""
        place = self.place_of(name)
        if not os.path.lexists(place):
            return False
        try:
            return place.is_symlink() or not is_our_own(place.read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            return True

    def install(self, name: str, text: str) -> None:
        """Write the unit, start it, and have it started with the machine. Raises UserError with systemd's own words."""
        place = self.place_of(name)
        part = place.with_name(f".{name}.part")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(text, "utf-8")
            part.chmod(0o644)
            part.replace(place)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise UserError(say("{file} cannot be written: {cause}.", file=str(place), cause=str(error))) from error
        self._systemctl("daemon-reload")
        self._systemctl("enable", name)
        # restart, not start: what runs may be the unit as it was.
        self._systemctl("restart", name)

    def uninstall(self, name: str) -> bool:
        """Stop and forget the unit; whether there was one."""
        place = self.place_of(name)
        if not os.path.lexists(place):
            return False
        self._systemctl("disable", "--now", name)
        try:
            place.unlink()
        except OSError as error:
            raise UserError(say("{file} cannot be removed: {cause}.", file=str(place), cause=str(error))) from error
        self._systemctl("daemon-reload")
        return True

    def status(self, name: str) -> dict[str, str]:
        """What systemd says of the unit, by its own names of properties."""
        shown = self._systemctl("show", name, f"--property={','.join(_SHOWN)}")
        return dict(line.partition("=")[::2] for line in shown.splitlines() if "=" in line)

    def _systemctl(self, *words: str) -> str:
        whose = () if self.is_system else ("--user",)
        code, said = self.run("systemctl", *whose, "--no-pager", *words)
        if code:
            raise UserError(say("systemd refused “{command}”: {said}", command=" ".join(words), said=said[-400:]))
        return said
