"""What the benchmarks share: an office on a private Dovecot, a bare IMAP client, memory of a process tree."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from officebot.resources import packaged

PROGRAM = (sys.executable, "-m", "officebot")
OFFICE_ADDRESS = "assistance@atelier-verrier.example"
_OFFICE = """
[office]
name = "Atelier Verrier"
[service]
port = {page_port}
[mail]
batch = {batch}
[mail.accounts.desk]
address = "{address}"
owner = "{address}"
on_first_connection = "work"
[mail.accounts.desk.imap]
host = "127.0.0.1"
port = {port}
security = "none"
user = "{user}"
password = {{file = "secrets/mail"}}
[trust]
observe_days = 0
[duties.mail_triage]
enabled = true
"""


def make_office(
    folder: Path, *, user: str, password: str, port: int, page_port: int = 0, batch: int = 250,
    folders: Mapping[str, str] | None = None,
) -> Path:  # fmt: skip
    """An office of one mailbox and one duty, mail triage, that acts alone from the first mail on.

    `folders` are those for each kind of mail, where they are not the usual ones.
    """
    (folder / "secrets").mkdir(parents=True)
    secret = folder / "secrets" / "mail"
    secret.write_text(password)
    secret.chmod(0o600)
    for name in ("people.csv", "contacts.csv"):
        shutil.copy(packaged("config") / name, folder)
    settings = _OFFICE.format(address=OFFICE_ADDRESS, user=user, port=port, page_port=page_port or 8765, batch=batch)
    if folders is not None:
        named = "".join(f'{kind} = "{name}"\n' for kind, name in folders.items())
        settings += f"[duties.mail_triage.folders]\n{named}"
    (folder / "office.toml").write_text(settings)
    return folder


class BareImap:
    """The least a client can do: send commands, and read until each is completed, looking at nothing else."""

    def __init__(self, port: int, user: str, password: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.settimeout(600)
        self._buffer = memoryview(bytearray(1 << 20))
        self._number = 0
        self._socket.recv(4096)
        self.command(f"LOGIN {user} {password}")

    def command(self, *commands: str) -> None:
        """Send the commands at once, and read up to the completion of the last. Raises where that is not OK."""
        for words in commands:
            self._number += 1
            self._socket.sendall(b"B%d %b\r\n" % (self._number, words.encode()))
        done, tail = b"\r\nB%d " % self._number, b"\r\n"
        while not (tail.endswith(b"\r\n") and done in tail):
            count = self._socket.recv_into(self._buffer)
            if not count:
                raise ConnectionError("the server closed the connection")
            # A completion may tell where hundreds of messages were copied to: its start must stay in sight.
            tail = (tail + bytes(self._buffer[max(0, count - 65536) : count]))[-65536:]
        if not tail[tail.rindex(done) + len(done) :].startswith(b"OK"):
            raise RuntimeError(f"the server refused: {commands[-1][:40]}")

    def count(self, folder: str) -> int:
        """How many messages a folder holds."""
        self.send(f"C STATUS {folder} (MESSAGES)")
        answer = b""
        while b"C OK" not in answer:
            answer += self._socket.recv(65536)
        return int(answer.partition(b"MESSAGES ")[2].partition(b")")[0])

    def wait_for(self, mark: bytes) -> None:
        """Read until the server says something that contains `mark`."""
        tail = b""
        while mark not in tail:
            tail = tail[-200:] + self._socket.recv(65536)

    def send(self, words: str) -> None:
        """Send a line without waiting for an answer."""
        self._socket.sendall(words.encode() + b"\r\n")

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()


def ranges(numbers: Iterable[int]) -> Iterator[str]:
    """The numbers as IMAP sets (`1:4,7`), each short enough for a command line."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    words = [str(first) if first == last else f"{first}:{last}" for first, last in spans]
    for start in range(0, len(words), 500):
        yield ",".join(words[start : start + 500])


def answers(port: int, service: subprocess.Popen[bytes], seconds: float = 30.0) -> None:
    """Wait until the service's /health says 200."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and service.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.01)
    raise SystemExit("the service does not answer")


def process_tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            with_gone = task.read_text() if task.exists() else ""
            found.extend(int(word) for word in with_gone.split())
    return found


def status_mb(pid: int, field: str) -> float:
    """A line of /proc/PID/status in MB (10⁶ bytes): VmRSS now, VmHWM at its highest."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def pss_mb(pid: int) -> float:
    """The proportional set size in MB: shared pages count once among those who share them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def cpu_seconds(pid: int) -> float:
    """Processor time of one process, its own and the system's for it."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """`{"wall", "cpu"}` of what runs inside, in seconds, filled in at the end."""
    found: dict[str, float] = {}
    wall, cpu = time.perf_counter(), time.process_time()
    yield found
    found.update(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu)


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def table(rows: Iterable[tuple[str, ...]]) -> str:
    """Rows of cells as a Markdown table; the first is the heading."""
    cells = list(rows)
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])
