"""A backup of the whole office, made while it works, and restored elsewhere: whole, or nothing of it (TRUST 27)."""

from __future__ import annotations

import json
import sqlite3
import stat
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from officebot.app import App, backups
from officebot.cli.root import officebot as root
from officebot.core.backups import is_safe, superfluous
from officebot.core.problems import UserError
from officebot.engine import health
from officebot.engine.deciding import approvals
from officebot.engine.ledger import Ledger, open_sqlite, open_url
from officebot.engine.ledger.schema import metadata
from officebot.engine.record import journal
from officebot.sdk import Unavailable
from officebot.testing.clock import VirtualClock
from officebot.testing.postgres import Postgres
from tests.engine.helpers import CLAIRE, Bench, acting, letter, note, proposal

PARIS = ZoneInfo("Europe/Paris")
EVENING = datetime(2026, 11, 23, 19, 5, tzinfo=PARIS)
SETTINGS = """
[office]
name = "Bureau"
[mail.accounts.desk]
address = "claire@bureau.example"
signature = "templates/signature.txt"
[mail.accounts.desk.imap]
host = "127.0.0.1"
port = 1
security = "none"
user = "claire"
password = { file = "word.txt" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office with something in every corner, and secrets in several."""
    office = tmp_path / "office"
    for path, words in {
        "office.toml": SETTINGS,
        "people.csv": "name,address,role,language,circle,responsibilities\nClaire,claire@bureau.example,,fr,a,\n",
        "contacts.csv": "kind,name,addresses,language,form_of_address,phone,iban\n",
        "templates/signature.txt": "Claire\n",
        "stock.csv": "article;quantité\nvis;12\n",
        "odd\\name.txt": "odd",
        "archive/reports/brief.html": "<p>brief</p>",
        "state/backups/documents/1/before": "as it was",
        "secrets/imap": "SECRET-1",
        "word.txt": "SECRET-2",
        ".env": "SECRET-3",
        "keys/server.pem": "SECRET-4",
        "state/logs/officebot.log": "log",
    }.items():
        (office / path).parent.mkdir(parents=True, exist_ok=True)
        (office / path).write_text(words, "utf-8")
    (office / "word.txt").chmod(0o600)
    (office / "elsewhere").symlink_to(tmp_path)
    return office


@pytest.fixture
def made(folder: Path) -> Path:
    """A backup of it."""
    with App(folder, clock=VirtualClock(EVENING)) as app:
        Bench(folder, ledger=app.ledger).propose(*(proposal(f"p{n}", note(f"p{n}")) for n in range(5)))
        return app.backup().file


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a ledger holds, table by table."""
    with closing(sqlite3.connect(path)) as read:
        return {
            table.name: sorted(read.execute(f'SELECT * FROM "{table.name}"').fetchall(), key=repr)
            for table in metadata.sorted_tables
        }


def content(backup: Path, name: str) -> bytes:
    with zipfile.ZipFile(backup) as packed:
        return packed.read(name)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def repacked(backup: Path, target: Path, **changed: bytes | None) -> Path:
    """The backup with members changed, added or (None) left out."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(target, "w") as into:
        for info in source.infolist():
            if info.filename not in changed:
                into.writestr(info.filename, source.read(info))
        for name, data in changed.items():
            if data is not None:
                into.writestr(name, data)
    return target


# ── what a backup holds ───────────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_one_file_for_its_owner_named_by_the_office_s_time(made: Path) -> None:
    assert made.name == "officebot-20261123-190500.zip"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert [path.name for path in made.parent.iterdir() if path.is_file()] == [made.name]


def test_it_holds_all_that_makes_the_office_and_never_a_secret(made: Path) -> None:
    with zipfile.ZipFile(made) as packed:
        names = set(packed.namelist())
        everything = b"".join(packed.read(name) for name in names)
    assert names == {
        "office.toml", "people.csv", "contacts.csv", "templates/signature.txt", "stock.csv", "odd%5Cname.txt",
        "state/backups/documents/1/before", "state/ledger.db", "officebot-backup.json",
    }  # fmt: skip
    assert b"SECRET" not in everything
    told = json.loads(content(made, "officebot-backup.json"))
    assert told["documents"] == [["archive/reports/brief.html", 12]]


def test_documents_come_along_where_they_are_asked_for_and_another_folder_is_not_thinned(
    folder: Path, tmp_path: Path
) -> None:
    with App(folder, clock=VirtualClock(EVENING)) as app:
        made = app.backup(tmp_path / "disk", with_documents=True)
    assert content(made.file, "archive/reports/brief.html") == b"<p>brief</p>"
    assert made.file.parent == tmp_path / "disk"


def test_of_each_day_the_last_backup_is_kept_for_as_many_days_as_the_settings_say() -> None:
    names = [f"officebot-202611{day:02}-{hour}0000.zip" for day in range(1, 21) for hour in ("08", "19")]
    left = sorted(set(names) - set(superfluous([*names, "mine.zip", "officebot-20269999-000000.zip"], 14)))
    assert left == [f"officebot-202611{day:02}-190000.zip" for day in range(7, 21)]


def test_a_disk_that_is_full_leaves_the_backups_as_they_were(folder: Path, made: Path) -> None:
    blocked = folder / "blocked"
    blocked.write_text("a file where a folder should be")
    with App(folder, clock=VirtualClock(EVENING)) as app, pytest.raises(Unavailable):
        app.backup(blocked / "deep")
    assert [path.name for path in made.parent.iterdir() if path.is_file()] == [made.name]


# ── the drill ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_made_while_the_office_works_is_one_instant_of_it_and_comes_back_whole(
    folder: Path, tmp_path: Path
) -> None:
    with App(folder, clock=VirtualClock(EVENING)) as app:
        bench = Bench(folder, ledger=app.ledger)
        over, decided = threading.Event(), []

        def propose(who: int) -> None:
            number = 0
            while not over.is_set():
                bench.propose(*(proposal(f"{who}-{number}-{n}", letter(f"{who}-{number}-{n}")) for n in range(4)))
                number += 1

        def approve() -> None:
            number = 1
            while not over.is_set():
                try:
                    approvals.approve(app.ledger, acting(CLAIRE), number, None, bench.clock.now())
                except UserError:
                    time.sleep(0.005)
                    continue
                decided.append(number)
                number += 1

        threads = [threading.Thread(target=propose, args=(n,)) for n in range(2)] + [threading.Thread(target=approve)]
        for thread in threads:
            thread.start()
        time.sleep(0.3)
        before = len(decided)
        made = app.backup(tmp_path / "disk")
        after = len(decided)
        time.sleep(0.2)
        over.set()
        for thread in threads:
            thread.join()
        with app.ledger.reading() as tx:
            later = journal.head(tx)
    started = time.monotonic()
    restored = backups.restore(made.file, tmp_path / "new" / "office", VirtualClock(EVENING))
    seconds = time.monotonic() - started
    print(f"restored and verified in {seconds:.2f} s: {restored.contents.head[0]} entries of the journal")
    assert restored.before is None
    assert [one.where for one in restored.wanting] == ["office.toml: mail.accounts.desk.imap.password"]
    copy = tmp_path / "as-backed-up.db"
    copy.write_bytes(content(made.file, "state/ledger.db"))
    ledger = tmp_path / "new" / "office" / "state" / "ledger.db"
    assert rows_of(ledger) == rows_of(copy)
    # One instant: each proposal with its journal entry, each yes with its own, and nothing later.
    rows = rows_of(ledger)
    assert len(rows["approvals"]) in range(before, after + 2)
    told = [row[3] for row in rows["journal"]]
    assert told.count("proposal.approved") == len(rows["approvals"]) > 0
    assert restored.contents.head[0] == len(told) < later[0]
    with closing(open_sqlite(ledger)) as opened, opened.reading() as tx:
        assert journal.verify(tx, restored.contents.head).bad is None


def test_a_restored_office_is_the_office_and_opens_once_its_secret_is_given_again(made: Path, tmp_path: Path) -> None:
    office = tmp_path / "new"
    restored = backups.restore(made, office, VirtualClock(EVENING))
    assert (restored.documents_missing, restored.names_database) == (1, False)
    found = tree(office)
    assert found["stock.csv"] == "article;quantité\nvis;12\n".encode()
    assert {stat.S_IMODE(path.stat().st_mode) for path in office.rglob("*") if path.is_file()} == {0o600}
    (office / "word.txt").write_text("again\n")
    (office / "word.txt").chmod(0o600)
    with App(office) as app, app.ledger.reading() as tx:
        assert journal.head(tx) == restored.contents.head
    assert not list(office.glob(".restore-*"))


# ── what is refused ───────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_that_is_not_empty_is_refused_and_with_force_what_stood_there_is_moved_aside(
    made: Path, tmp_path: Path
) -> None:
    office = tmp_path / "new"
    (office / "state").mkdir(parents=True)
    old = {"office.toml": b"old", "state/ledger.db": b"old", "state/ledger.db-wal": b"old log", "mine.txt": b"mine"}
    for path, data in old.items():
        (office / path).write_bytes(data)
    with pytest.raises(UserError, match="not empty"):
        backups.restore(made, office, VirtualClock(EVENING))
    assert tree(office) == old
    restored = backups.restore(made, office, VirtualClock(EVENING), force=True)
    assert restored.before is not None
    found = {path: data for path, data in tree(restored.before).items() if not path.endswith("-shm")}
    assert found == {path: data for path, data in old.items() if path != "mine.txt"}
    assert (office / "mine.txt").read_bytes() == b"mine"
    assert not (office / "state" / "ledger.db-wal").exists()
    assert (office / "office.toml").read_text() == SETTINGS


def test_an_office_that_is_being_served_is_never_replaced(folder: Path, made: Path) -> None:
    before = tree(folder)["office.toml"]
    with closing(open_sqlite(folder / "state" / "ledger.db")) as ledger:
        health.beat(ledger, "elsewhere:1:1:run:aa", {})
    with pytest.raises(UserError, match="being served"):
        backups.restore(made, folder, VirtualClock(EVENING), force=True)
    assert tree(folder)["office.toml"] == before


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil", "a/../../evil", "a\\..\\evil", "secrets/imap", "a//b", "./a"]
)
def test_a_name_that_leads_elsewhere_is_refused_and_nothing_is_written(made: Path, tmp_path: Path, name: str) -> None:
    listed = json.loads(content(made, "officebot-backup.json"))
    listed["files"].append({"path": name, "size": 4, "sha256": "0" * 64})
    evil = repacked(
        made, tmp_path / "evil.zip", **{"officebot-backup.json": json.dumps(listed).encode(), name: b"evil"}
    )
    with pytest.raises(UserError, match="has no place in an office"):
        backups.restore(evil, tmp_path / "deep" / "new", VirtualClock(EVENING))
    assert not (tmp_path / "deep" / "new").exists()
    assert not list(tmp_path.rglob("evil.txt"))


def _one_byte(made: Path) -> bytes:
    data = bytearray(content(made, "state/ledger.db"))
    data[len(data) // 2] ^= 1
    return bytes(data)


@pytest.mark.parametrize("change", ["ledger by a byte", "a file more", "a file less", "list", "truncated", "no zip"])
def test_a_backup_that_was_changed_is_refused_and_nothing_half_is_there(
    made: Path, tmp_path: Path, change: str
) -> None:
    target = tmp_path / "changed.zip"
    match change:
        case "ledger by a byte":
            repacked(made, target, **{"state/ledger.db": _one_byte(made)})
        case "a file more":
            repacked(made, target, **{"more.txt": b"more"})
        case "a file less":
            repacked(made, target, **{"stock.csv": None})
        case "list":
            repacked(made, target, **{"officebot-backup.json": b"[1, 2"})
        case "truncated":
            target.write_bytes(made.read_bytes()[:-2000])
        case _:
            target.write_bytes(b"no zip at all")
    with pytest.raises(UserError):
        backups.restore(target, tmp_path / "new", VirtualClock(EVENING))
    assert not (tmp_path / "new").exists()


def test_a_journal_that_was_rewritten_is_refused_however_well_the_hashes_fit(made: Path, tmp_path: Path) -> None:
    import hashlib

    ledger = tmp_path / "forged.db"
    ledger.write_bytes(content(made, "state/ledger.db"))
    with closing(sqlite3.connect(ledger)) as forged, forged:
        forged.execute("UPDATE journal SET who = 'nobody' WHERE seq = 2")
    data = ledger.read_bytes()
    listed = json.loads(content(made, "officebot-backup.json"))
    for one in listed["files"]:
        if one["path"] == "state/ledger.db":
            one |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    changed = {"state/ledger.db": data, "officebot-backup.json": json.dumps(listed).encode()}
    with pytest.raises(UserError, match="tampered"):
        backups.restore(repacked(made, tmp_path / "forged.zip", **changed), tmp_path / "new", VirtualClock(EVENING))
    assert not (tmp_path / "new").exists()


def test_a_backup_of_a_newer_officebot_is_refused(made: Path, tmp_path: Path) -> None:
    listed = json.loads(content(made, "officebot-backup.json")) | {"schema": "9999"}
    newer = repacked(made, tmp_path / "newer.zip", **{"officebot-backup.json": json.dumps(listed).encode()})
    with pytest.raises(UserError, match="newer officebot"):
        backups.restore(newer, tmp_path / "new", VirtualClock(EVENING))


@given(st.text(max_size=60))
def test_a_safe_name_never_leaves_its_folder(name: str) -> None:
    if is_safe(name):
        place = Path("/office", name)
        assert place.is_relative_to("/office")
        assert ".." not in place.parts
        assert place != Path("/office")


# ── PostgreSQL ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[tuple[str, str]]:
    """The names of two databases without tables."""
    names = (postgres.database(), postgres.database())
    yield names
    for name in names:
        postgres.drop(name)


def on(postgres: Postgres, database: str, office: Path) -> None:
    """Keep the office's ledger there; its secrets are given (again)."""
    (office / "secrets").mkdir(exist_ok=True)
    for path, words in (("secrets/ledger", postgres.password), ("secrets/imap", "x"), ("word.txt", "x")):
        (office / path).write_text(words)
        (office / path).chmod(0o600)
    url = postgres.tcp_url(database).replace(f":{postgres.password}@", "@")
    table = f'[ledger]\nurl = "{url}"\npassword = {{ file = "secrets/ledger" }}\n'
    (office / "office.toml").write_text(SETTINGS + table)


def values_of(ledger: Ledger) -> dict[str, list[str]]:
    """All that a ledger holds, table by table, whatever database it is on."""
    with ledger.reading() as tx:
        return {
            table.name: sorted(str(tuple(row)) for row in tx.execute(select(table)))
            for table in metadata.sorted_tables
        }


def test_an_office_on_postgresql_is_restored_into_a_fresh_database(
    folder: Path, tmp_path: Path, postgres: Postgres, empty: tuple[str, str]
) -> None:
    def take_over(office: Path, *words: str) -> tuple[int, str]:
        told = ["--office", str(office), "ledger", "--from", str(office / "state" / "ledger.db"), *words]
        ended = CliRunner(env={"LANGUAGE": "en"}).invoke(root, told, prog_name="officebot")
        return ended.exit_code, ended.stderr

    on(postgres, empty[0], folder)
    with App(folder, clock=VirtualClock(EVENING)) as app:
        bench = Bench(folder, ledger=app.ledger)
        first, *_ = bench.propose(*(proposal(f"p{n}", letter(f"é\0p{n}"), owner=CLAIRE.address) for n in range(5)))
        approvals.approve(app.ledger, acting(CLAIRE), first, None, EVENING)
        made = app.backup().file
        bench.propose(proposal("after the backup", note("x")))
    restored = backups.restore(made, tmp_path / "new", VirtualClock(EVENING))
    assert restored.names_database
    assert any("to be taken over" in one.render("en") for one in backups.said(restored))
    with closing(open_sqlite(restored.folder / "state" / "ledger.db")) as copy:
        wanted = values_of(copy)
    assert len(wanted["proposals"]) == 5

    # A fresh machine with a fresh database; then the old one, which went on after the backup.
    on(postgres, empty[1], restored.folder)
    assert take_over(restored.folder)[0] == 0
    with App(restored.folder, clock=VirtualClock(EVENING)) as app, app.ledger.reading() as tx:
        assert journal.verify(tx, restored.contents.head).bad is None
        assert app.ledger.version().startswith("PostgreSQL")
    on(postgres, empty[0], restored.folder)
    code, err = take_over(restored.folder)
    assert (code, "not empty" in err) == (1, True)
    assert take_over(restored.folder, "--instead")[0] == 0
    with closing(open_url(postgres.url(empty[0]))) as ledger:
        assert values_of(ledger) == wanted


# ── by hand ───────────────────────────────────────────────────────────────────────────────────────────────


def test_by_hand_an_office_is_backed_up_and_restored(folder: Path, tmp_path: Path) -> None:
    def call(*words: str) -> tuple[int, str, str]:
        ended = CliRunner(env={"LANGUAGE": "en"}).invoke(root, [*words], prog_name="officebot")
        return ended.exit_code, ended.stdout, ended.stderr

    code, out, err = call("--office", str(folder), "backup", "--to", str(tmp_path / "disk"), "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["files"], told["documents"], told["left_out"]) == (8, 1, [])
    code, out, err = call("restore", told["file"], "--to", str(tmp_path / "new"))
    assert (code, out) == (0, "")
    assert "Ledger and journal were verified" in err
    assert "Secrets are never in a backup" in err
    code, _, err = call("restore", told["file"], "--to", str(tmp_path / "new"))
    assert code != 0
    assert "--force" in err
