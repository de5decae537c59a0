"""An office that knows a secret of each kind lives, errs and crashes: none of them is found where it was not put."""

from __future__ import annotations

import base64
import json
import signal
import sqlite3
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

from officebot.testing.dovecot import Dovecot, is_installed, running_dovecot
from officebot.testing.issuer import CLIENT_ID, SCOPE, FakeIssuer, running_issuer
from tests.app.days import Lived
from tests.app.offices import Service, edit, environment, letter, make_office, officebot, serving, urgent, wait_for
from tests.conftest import missing
from tests.connectors.oauth.test_by_token import taking

pytestmark = [pytest.mark.live, pytest.mark.timeout(240)]

ROOT = Path(__file__).parents[2]
DESK = "desk@office.example"
KINDS = ("file", "env", "command", "keyring", "credential", "client", "alert", "refused", "typed")
CANARIES = {kind: f"canary-{kind}-Xq7z{number}Kp" for number, kind in enumerate(KINDS)}
#: All that prints facts or sentences about the office.
CALLS = (
    "check", "check --json", "doctor", "doctor --json", "queue --json", "show 1 --json", "why 1 --json",
    "approve 1", "status", "status --json", "duties --json", "listed --json", "balance --json", "journal --json",
    "journal --verify", "history --json", "conversations --json", "deadlines --json", "actions --json", "mail learned",
    "numbers --json", "secret list", "secret list --json", "backup --json", "once --json", "once --dry-run --json",
    "report day", "report day --json", "budget status --json", "erase nobody@nowhere.example --json", "--help", "undo 1",
)  # fmt: skip
QUICK = ("doctor --json", "approve 1", "backup --json")


def forms(secret: str) -> list[bytes]:
    """A secret as it may stand somewhere: plain, escaped, and in base64 wherever it begins."""
    plain = secret.encode()
    aligned = [base64.b64encode(b"\0" * start + plain)[4 * (start > 0) + 2 : -4] for start in range(3)]
    return [plain, quote(secret, safe="").encode(), plain.hex().encode(), *aligned]


@dataclass(slots=True)
class Search:
    """Places that were looked through, and what was found in them."""

    secrets: Mapping[str, str]
    looked: dict[str, int] = field(default_factory=dict)
    hits: list[tuple[str, str]] = field(default_factory=list)

    def through(self, place: str, content: bytes) -> None:
        self.looked[place] = self.looked.get(place, 0) + len(content)
        for kind, secret in self.secrets.items():
            if any(form in content for form in forms(secret)):
                self.hits.append((place, kind))

    def folder(self, folder: Path, *but: str) -> None:
        for path in folder.rglob("*"):
            inside = path.relative_to(folder)
            if path.is_file() and not path.is_symlink() and inside.parts[0] not in but:
                self.through(str(inside), path.read_bytes())

    def processes(self, first: int) -> None:
        """The arguments of a process and of all below it; the variables of all below it."""
        for pid in _family(first):
            try:
                self.through("arguments of processes", Path(f"/proc/{pid}/cmdline").read_bytes())
                if pid != first:
                    self.through("variables of processes", Path(f"/proc/{pid}/environ").read_bytes())
            except OSError:
                continue


def _family(first: int) -> list[int]:
    found = [first]
    for pid in found:
        children = Path(f"/proc/{pid}/task/{pid}/children")
        if children.exists():
            found += [int(word) for word in children.read_text().split()]
    return found


@pytest.fixture(scope="module")
def issuer() -> Iterator[FakeIssuer]:
    with running_issuer(DESK) as running:
        running.client_secret, running.rotates = CANARIES["client"], True
        yield running


@pytest.fixture(scope="module")
def server(issuer: FakeIssuer) -> Iterator[Dovecot]:
    if not is_installed():
        missing("Debian's dovecot-imapd is missing, or this user may not start it (root is needed)")
    with running_dovecot(issuer=issuer.url, takes_all=True) as running:
        yield running


def keep(path: Path, value: str) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_text(value + "\n")
    path.chmod(0o600)


@pytest.fixture
def office(
    tmp_path: Path, server: Dovecot, dovecot_server: Dovecot, issuer: FakeIssuer, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An office with an account for each kind of secret, and one whose server refuses it."""
    monkeypatch.setenv("CANARY_ENV", CANARIES["env"])
    monkeypatch.setenv("CANARY_KEYRING", str(tmp_path / "keyring.json"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.live.canary_keyring.FileKeyring")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONFAULTHANDLER", "1")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    keep(tmp_path / "credentials" / "imap", CANARIES["credential"])
    (tmp_path / "keyring.json").write_text(json.dumps({"officebot/imap": CANARIES["keyring"]}))
    folder = make_office(tmp_path / "office", server.user(DESK))
    for kind in ("file", "client", "refused", "command"):
        keep(folder / "secrets" / kind, CANARIES[kind])
    keep(folder / "secrets" / "alert", f"json://127.0.0.1:9/{CANARIES['alert']}")
    places = {
        "file": {"file": "secrets/file"}, "env": {"env": "CANARY_ENV"},
        "command": {"command": ["cat", str(folder / "secrets" / "command")]},
        "keyring": {"keyring": "officebot/imap"}, "credential": {"credential": "imap"},
    }  # fmt: skip
    accounts = {kind: account(server, kind, place) for kind, place in places.items()}
    accounts["refused"] = account(dovecot_server, "refused", {"file": "secrets/refused"})
    edit(
        folder,
        mail={"accounts": accounts | {"desk": {"on_first_connection": "work"}}},
        alerts={DESK: {"url": {"file": "secrets/alert"}}},
    )
    return folder


def account(server: Dovecot, kind: str, place: Mapping[str, object]) -> dict[str, object]:
    user = server.user(f"{kind}@office.example")
    imap = {"host": "127.0.0.1", "port": user.imap_port, "security": "none", "user": user.user, "password": place}
    return {"address": f"{kind}@office.example", "owner": DESK, "on_first_connection": "work", "imap": imap}


def by_token(folder: Path, issuer: FakeIssuer, smtp_port: int) -> None:
    """Let the desk be entered by a sign-in, for reading and for sending."""
    oauth = {
        "issuer": issuer.url, "client_id": CLIENT_ID, "client_secret": {"file": "secrets/client"},
        "token": {"file": "secrets/desk.token"}, "scopes": [SCOPE],
    }  # fmt: skip
    smtp = {"host": "127.0.0.1", "port": smtp_port, "security": "none", "user": DESK, "oauth": oauth}
    edit(folder, mail={"accounts": {"desk": {"imap": {"password": None, "oauth": oauth}, "smtp": smtp}}},
         duties={"replies": {"mode": "send"}})  # fmt: skip


def sign_in(folder: Path) -> str:
    """Sign in as a person does; all that was said."""
    command = [sys.executable, "-m", "officebot", "--office", str(folder), "sign-in", "desk", "--no-open"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    with urllib.request.urlopen(address, timeout=10) as page:
        said = page.read().decode()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return address + said + out + err


@pytest.mark.parametrize("before", ["", "a", "ab", "\0desk\0"])
def test_a_secret_is_found_in_whatever_form_it_stands(before: str) -> None:
    for content in (f"{before}canary-x/y", base64.b64encode(f"{before}canary-x/y".encode()).decode(), "canary-x%2Fy"):
        search = Search({"x": "canary-x/y"})
        search.through("place", content.encode())
        assert search.hits == [("place", "x")]


@pytest.mark.sweep
def test_no_secret_of_any_kind_is_found_where_it_was_not_put(
    office: Path, server: Dovecot, issuer: FakeIssuer
) -> None:
    said = ""
    with taking(issuer) as (handler, smtp_port):
        by_token(office, issuer, smtp_port)
        before = officebot("doctor", office=office)
        assert "officebot sign-in desk" in before.out + before.err
        said += before.out + before.err + sign_in(office)
        assert "The mailbox “desk” lets us in." in said
        token = office / "secrets" / "desk.token"
        assert token.stat().st_mode & 0o777 == 0o600
        searched = Search(CANARIES)
        with serving(office) as service:
            lived(service, server, issuer, searched)
            for words in CALLS:
                called = officebot(*words.split(), office=office)
                assert "Traceback" not in called.err, called.err
                said += called.out + called.err
            for page in ("/", "/health"):
                searched.through("pages", service.get(page)[1])
            service.process.send_signal(signal.SIGABRT)
            service.process.wait(20)
        crashed = service.errors.read_text()
        assert "Current thread" in crashed, "it left a traceback"
        issuer.revoke()
        for words in ("doctor", "once --json"):
            called = officebot(*words.split(), office=office)
            said += called.out + called.err
    assert "sign in again with “officebot sign-in desk”" in said
    assert handler.tries > 0
    assert len(issuer.given) > 6
    # What the issuer gave is known only now; the canaries were looked for in processes all along.
    searched.secrets = {**CANARIES, **{f"{given.split('-')[0]} {n}": given for n, given in enumerate(issuer.given)}}
    searched.through("what was said", said.replace("\x1b", "").encode())
    searched.through("what the crash left", crashed.encode())
    searched.folder(office, "secrets")
    print(f"{len(searched.secrets)} secrets of {len(KINDS) + 4} kinds, {len(searched.looked)} places, "
          f"{sum(searched.looked.values()):,} bytes, {len(searched.hits)} hits")  # fmt: skip
    assert any("ledger.db" in place for place in searched.looked)
    assert any("backups" in place for place in searched.looked)
    assert any("logs" in place for place in searched.looked)
    assert searched.hits == []
    control = Search(searched.secrets)
    control.folder(office)
    assert {kind for _, kind in control.hits} >= {"file", "client", "refused", "command", "alert"}, "it can find them"


def lived(service: Service, server: Dovecot, issuer: FakeIssuer, searched: Search) -> None:
    """Mail comes to every account, tokens are withdrawn meanwhile, and somebody looks at the processes."""
    desk = server.user(DESK)
    desk.deliver(letter(1))
    for number, kind in enumerate(("file", "env", "command", "keyring", "credential"), 2):
        server.user(f"{kind}@office.example").deliver(urgent(number))
    assert wait_for(lambda: _received(service.folder) >= 6, 40), (_received(service.folder), service.log[-3000:])
    searched.processes(service.process.pid)
    issuer.withdraw()
    desk.deliver(letter(20))
    assert wait_for(lambda: _received(service.folder) >= 7, 40)
    searched.processes(service.process.pid)


def _received(folder: Path) -> int:
    connection = sqlite3.connect(f"file:{folder}/state/ledger.db?mode=ro", uri=True)
    try:
        (found,) = connection.execute("SELECT count(*) FROM mails").fetchone()
        return int(found)
    finally:
        connection.close()


@pytest.mark.xdist_group("day")
def test_a_lived_day_shows_its_password_nowhere(lived_day: Lived, is_sweep: bool) -> None:
    settings = tomllib.loads((lived_day.folder / "office.toml").read_text())
    servers = [one for table in settings["mail"]["accounts"].values() for one in (table["imap"], table.get("smtp"))]
    files = {lived_day.folder / one["password"]["file"] for one in servers if one and "file" in one["password"]}
    secrets = {path.name: path.read_text().strip() for path in files}
    assert secrets
    searched = Search(secrets)
    # The servers stand for somebody else's machine, which knows its passwords.
    searched.folder(lived_day.folder, "secrets", "servers")
    for words in CALLS if is_sweep else ("check --json", "queue --json"):
        called = officebot(*words.split(), office=lived_day.folder) if words.split()[0] in _LOOKS else None
        if called is not None:
            searched.through("what was said", (called.out + called.err).encode())
    searched.through("what a day prints", json.dumps(lived_day.totals).encode())
    print(f"a day: {len(secrets)} secrets, {len(searched.looked)} places, "
          f"{sum(searched.looked.values()):,} bytes, {len(searched.hits)} hits")  # fmt: skip
    assert searched.hits == []


#: Those that change nothing of an office that others look at, too.
_LOOKS = frozenset({"check", "queue", "show", "why", "status", "duties", "listed", "balance", "journal", "history"})
