"""A private Dovecot on loopback, for tests against a real IMAP server.

One server serves any number of users; a test takes a user of its own, so that nothing is shared.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

_PROGRAM = "/usr/sbin/dovecot"
_HOST = "127.0.0.1"
_UNPRIVILEGED = 5611

_SETTINGS = """
base_dir = {base}/run
state_dir = {base}/state
instance_name = {name}
log_path = {base}/log
info_log_path = {base}/info.log
protocols = imap lmtp
listen = 127.0.0.1
disable_plaintext_auth = no
default_internal_user = {internal_user}
default_login_user = {login_user}
default_internal_group = {internal_group}
first_valid_uid = 1
mail_max_userip_connections = 200
mail_location = maildir:{base}/mail/%u/Maildir
maildir_very_dirty_syncs = yes
mail_fsync = optimized
auth_failure_delay = 0
{tls}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap_port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps_port}
    ssl = {has_tls}
  }}
  service_count = 0
  process_min_avail = 1
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
{tokens}
passdb {{
  driver = static
  args = {login}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={base}/mail/%u
}}
namespace inbox {{
  inbox = yes
  mailbox Drafts {{
    auto = create
    special_use = \\Drafts
  }}
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Trash {{
    auto = create
    special_use = \\Trash
  }}
  mailbox Archive {{
    auto = create
    special_use = \\Archive
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@office.example
}}
protocol imap {{
  imap_idle_notify_interval = 2 mins
  rawlog_dir = {base}/rawlog/%u
}}
"""


def is_installed() -> bool:
    """Whether Debian's dovecot-imapd is here, and may be started by this user."""
    return os.access(_PROGRAM, os.X_OK) and os.getuid() == 0


def free_port() -> int:
    """A loopback port that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind((_HOST, 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass(slots=True)
class Dovecot:
    """A running server; `user(name)` gives a mailbox on it."""

    base: Path
    imap_port: int
    imaps_port: int
    lmtp_port: int
    password: str = field(default_factory=lambda: secrets.token_hex(8))
    _process: subprocess.Popen[bytes] | None = None
    _names: Iterator[int] = field(default_factory=itertools.count)

    @property
    def is_running(self) -> bool:
        """Whether the master process lives."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server and wait until it greets. Raises RuntimeError with Dovecot's own words."""
        with (self.base / "errors").open("wb") as errors:
            self._process = subprocess.Popen(
                [_PROGRAM, "-F", "-c", str(self.base / "dovecot.conf")],
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )
        deadline = time.monotonic() + 10
        while not _greets(self.imap_port):
            if self._process.poll() is not None:
                raise RuntimeError(f"dovecot does not start: {(self.base / 'errors').read_text().strip()}")
            if time.monotonic() > deadline:
                raise RuntimeError("dovecot does not greet within ten seconds")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server and wait until it is gone; its mailboxes stay."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        # Processes that serve a connection outlive their master until it ends.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process = None

    def user(self, name: str | None = None) -> DovecotUser:
        """A mailbox of this server, empty unless the name was used before."""
        chosen = name or f"u{next(self._names)}"
        home = self.base / "mail" / chosen
        for folder in ("new", "cur", "tmp"):
            (home / "Maildir" / folder).mkdir(parents=True, exist_ok=True)
        _give_away(home)
        return DovecotUser(server=self, user=chosen)


@dataclass(slots=True)
class DovecotUser:
    """One mailbox: where to log in, and ways to put mail into it behind the program's back."""

    server: Dovecot
    user: str
    host: str = _HOST
    _count: int = 0

    @property
    def password(self) -> str:
        """The server's one password."""
        return self.server.password

    @property
    def imap_port(self) -> int:
        """The port that speaks IMAP without TLS (STARTTLS where the server has a certificate)."""
        return self.server.imap_port

    @property
    def home(self) -> Path:
        """The folder that holds this user's Maildir."""
        return self.server.base / "mail" / self.user

    def folder_path(self, folder: str = "INBOX") -> Path:
        """The Maildir of a folder, named in the server's own way (`A/B` is `.A.B`)."""
        root = self.home / "Maildir"
        return root if folder == "INBOX" else root / ("." + folder.replace("/", "."))

    def deliver(self, raw: bytes, folder: str = "INBOX", when: datetime | None = None) -> None:
        """Drop a message into the folder's `new`; the arrival is `when`, else now."""
        place = self.folder_path(folder)
        self._count += 1
        arrival = when.timestamp() if when else time.time()
        name = f"{int(arrival)}.M{self._count:06d}P{os.getpid()}.office"
        temporary = place / "tmp" / name
        temporary.write_bytes(raw.replace(b"\r\n", b"\n"))
        os.utime(temporary, (arrival, arrival))
        _give(temporary)
        temporary.rename(place / "new" / name)

    def rebuild(self, folder: str = "INBOX") -> None:
        """Make Dovecot forget the folder's UIDs: the next SELECT shows another UIDVALIDITY, UIDs from 1."""
        for pattern in ("dovecot-uidlist", "dovecot.index*"):
            for file in self.folder_path(folder).glob(pattern):
                file.unlink()

    def keep_raw_log(self) -> Path:
        """From the next connection on, write all that is sent and received to files in this folder."""
        place = self.server.base / "rawlog" / self.user
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o777)
        return place


_TOKENS = """
auth_mechanisms = plain {mechanism}
passdb {{
  driver = oauth2
  mechanisms = {mechanism}
  args = {file}
}}
"""
# doc.dovecot.org, "Open Authentication v2.0 database": the issuer is asked about each token.
_ASKED = """
introspection_mode = get
introspection_url = {url}/introspect?token=
username_attribute = email
active_attribute = active
active_value = true
"""


@contextmanager
def running_dovecot(
    directory: Path | None = None,
    *,
    certificate: tuple[Path, Path] | None = None,
    issuer: str = "",
    mechanism: str = "xoauth2",
    takes_all: bool = False,
) -> Iterator[Dovecot]:
    """A started Dovecot that is stopped at the end; `certificate` is (certificate, key) in PEM for TLS.

    With the address of an `issuer`, it also takes tokens of its, by this SASL mechanism; with `takes_all`, any
    password.

    Without a directory it lives in one of its own, which the unprivileged mail process can reach, and
    which is removed at the end.
    """
    base = directory or Path(tempfile.mkdtemp(prefix="office-dovecot-"))
    tokens = ""
    if issuer:
        base.mkdir(parents=True, exist_ok=True)
        (base / "tokens.conf").write_text(_ASKED.format(url=issuer))
        tokens = _TOKENS.format(mechanism=mechanism, file=base / "tokens.conf")
    server = _configure(base, certificate, tokens, takes_all=takes_all)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        if directory is None:
            shutil.rmtree(base, ignore_errors=True)


def _configure(base: Path, certificate: tuple[Path, Path] | None, tokens: str, *, takes_all: bool) -> Dovecot:
    base.mkdir(parents=True, exist_ok=True)
    for folder in ("run", "state", "mail", "rawlog"):
        (base / folder).mkdir(exist_ok=True)
        (base / folder).chmod(0o755)
    base.chmod(0o755)
    _give(base / "mail")
    server = Dovecot(base=base, imap_port=free_port(), imaps_port=free_port(), lmtp_port=free_port())
    tls = f"ssl = yes\nssl_cert = <{certificate[0]}\nssl_key = <{certificate[1]}" if certificate else "ssl = no"
    (base / "dovecot.conf").write_text(
        _SETTINGS.format(
            base=base,
            name=base.name,
            internal_user="dovecot",
            internal_group="dovecot",
            login_user="dovenull",
            tls=tls,
            tokens=tokens,
            has_tls="yes" if certificate else "no",
            imap_port=server.imap_port,
            imaps_port=server.imaps_port if certificate else 0,
            lmtp_port=server.lmtp_port,
            uid=_UNPRIVILEGED,
            gid=_UNPRIVILEGED,
            login=f"password={server.password}" if not takes_all else "nopassword=y",
        )
    )
    return server


def _greets(port: int) -> bool:
    try:
        with socket.create_connection((_HOST, port), timeout=1) as connection:
            return connection.recv(16).startswith(b"* OK")
    except OSError:
        return False


def _give(path: Path) -> None:
    if os.getuid() == 0:
        os.chown(path, _UNPRIVILEGED, _UNPRIVILEGED)


def _give_away(path: Path) -> None:
    _give(path)
    for inner in path.rglob("*"):
        _give(inner)


def make_certificate(directory: Path, host: str = _HOST, *, is_expired: bool = False) -> tuple[Path, Path]:
    """A self-signed certificate for an IP address and its key, as PEM files; expired since yesterday on demand."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=10))
        .not_valid_after(now + timedelta(days=-1 if is_expired else 10))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = directory / "certificate.pem", directory / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
