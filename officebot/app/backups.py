"""Backups of the whole office: made while it works, and restored onto an empty folder."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from officebot.connectors import backup_files
from officebot.connectors.backup_files import Found
from officebot.core.backups import LEDGER, BackupList, Kept, name_of, superfluous
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say
from officebot.engine import health
from officebot.engine.ledger import Ledger, marks
from officebot.engine.ledger.database import HEAD
from officebot.engine.record import journal
from officebot.settings.secret import Secret

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.core.clock import Clock

#: Where backups lie in the office.
FOLDER = Path("state") / "backups"
#: A part that a crash left is removed by the next backup, once nobody can be writing it any more.
_LEFT_SECONDS = 6 * 3600
#: What a file that is no sound ledger answers with.
_UNREADABLE = (SQLAlchemyError, Unavailable, ValueError, TypeError)


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: its file, and its list."""

    file: Path
    contents: BackupList


def make(app: App, to: Path | None = None, *, with_documents: bool = False) -> Made:
    """Back the whole office up, secrets excepted, while it works.

    In the office's own folder the oldest go, one a day is kept. Raises Unavailable where it cannot be written.
    """
    own = app.folder / FOLDER
    folder = to.absolute() if to is not None else own
    own.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = app.clock.now()
    target = folder / name_of(app.facts.working_time.local(now))
    _sweep(own)
    copy = own / f"{target.stem}.db"
    try:
        app.ledger.copy_to(copy)
        copy.chmod(0o600)
        head = _head(copy)
        found = backup_files.found_in(app.folder, _secret_files([app.settings, *_duty_settings(app)]))
        within = folder.is_relative_to(app.folder) and folder != own
        files = (one for one in found if not within or not one.place.is_relative_to(folder))
        held, told = backup_files.documents_of(files, with_documents=with_documents)
        held.append(Found(PurePosixPath(LEDGER), copy))

        def described(kept: tuple[Kept, ...], left_out: tuple[str, ...]) -> BackupList:
            return BackupList(office=app.facts.name, made=now, schema=HEAD, head=head, files=kept, documents=told,
                              left_out=left_out)  # fmt: skip

        written = backup_files.write(target, held, described)
    finally:
        copy.unlink(missing_ok=True)
    with app.ledger.writing() as tx:
        marks.put(tx, marks.LAST_BACKUP, {"file": str(target)}, now)
    for name in superfluous((one.name for one in own.glob("*.zip")), app.settings.service.backup_days):
        (own / name).unlink(missing_ok=True)
    return Made(target, written)


def _head(copy: Path) -> tuple[int, str]:
    with closing(Ledger(f"sqlite:///{copy}")) as ledger, ledger.reading() as tx:
        return journal.head(tx)


def _sweep(folder: Path) -> None:
    """Remove what a crash left half written, and copies of earlier versions that are older than two weeks."""
    now = time.time()
    old = {"*.part": _LEFT_SECONDS, "officebot-*.db*": _LEFT_SECONDS, "ledger-*.db": 14 * 86_400}
    for pattern, seconds in old.items():
        for left in folder.glob(pattern):
            with suppress(OSError):
                if now - left.stat().st_mtime > seconds:
                    left.unlink()


def _secret_files(models: Iterable[BaseModel]) -> frozenset[Path]:
    """The files that any setting names as the place of a secret."""
    return frozenset(
        Path(secret.where()["file"]).resolve()
        for model in models
        for secret in _secrets(model)
        if "file" in secret.where()
    )


def _duty_settings(app: App) -> Iterator[BaseModel]:
    for table in app.loaded.duties.values():
        if isinstance(table.settings, BaseModel):
            yield table.settings


def _secrets(value: Any) -> Iterator[Secret]:
    if isinstance(value, Secret):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _secrets(getattr(value, name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _secrets(one)
    elif isinstance(value, list | tuple | frozenset):
        for one in value:
            yield from _secrets(one)


# ── restoring ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored. `before` is where what stood there was put; `wanting` what a person must still give."""

    contents: BackupList
    folder: Path
    before: Path | None
    wanting: tuple[Problem, ...]
    #: Documents that the office had and that are not here.
    documents_missing: int
    #: Whether the settings name a database, into which the restored ledger must be taken over.
    names_database: bool


def restore(backup: Path, folder: Path, clock: Clock, *, force: bool = False) -> Restored:
    """Put an office back from its backup: verified whole, hashes and journal, before anything stands in its place.

    Raises UserError for a folder that is not empty (unless `force`; what stood there is moved aside, never removed),
    one whose service runs, and a backup that is damaged; nothing was changed then.
    """
    folder = folder.absolute()
    _check_folder(folder, force=force)
    with backup_files.opened(backup) as (packed, contents):
        if contents.schema > HEAD:
            raise UserError(say("This backup was made by a newer officebot: restore it with that one."))
        with backup_files.aside(folder) as made:
            backup_files.unpack(packed, contents, made)
            _check_ledger(made / LEDGER, contents)
            before = folder / f"before-restore-{clock.now().astimezone():%Y%m%d-%H%M%S}"
            was_any = backup_files.put_in_place(made, folder, [one.path for one in contents.files], before)
    for name in ("secrets", "archive"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    missing = sum(not (folder / path).exists() for path, _ in contents.documents)
    return Restored(
        contents=contents,
        folder=folder,
        before=before if was_any else None,
        wanting=_wanting(folder),
        documents_missing=missing,
        names_database=_names_database(folder),
    )


def _check_folder(folder: Path, *, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UserError(say("{folder} is a file: name a folder.", folder=str(folder)))
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not force:
        raise UserError(
            say("{folder} is not empty: name an empty folder, or add --force to move what is there aside.",
                folder=str(folder))
        )  # fmt: skip
    ledger = folder / LEDGER
    if ledger.exists() and _is_served(ledger):
        raise UserError(say("This office is being served: stop officebot first."))


def _is_served(path: Path) -> bool:
    """Whether a service lives on this ledger; one that cannot be read serves nobody. It is looked at, not touched."""
    try:
        with closing(Ledger(f"sqlite:///file:{quote(str(path))}?mode=ro&uri=true")) as ledger:
            return health.service(ledger) is not None
    except _UNREADABLE:
        return False


def _check_ledger(path: Path, contents: BackupList) -> None:
    """Raise UserError unless the ledger is sound and its journal whole, up to the entry that the list names."""
    if not path.exists():
        raise UserError(say("This backup is not restored: it holds no ledger."))
    try:
        with closing(Ledger(f"sqlite:///{path}")) as ledger:
            faults: list[str] = ledger.check()
            with ledger.reading() as tx:
                found, head = journal.verify(tx, contents.head), journal.head(tx)
    except _UNREADABLE as error:
        raise UserError(say("This backup is not restored: its ledger is damaged.")) from error
    if faults:
        raise UserError(say("This backup is not restored: its ledger is damaged."))
    if found.bad is not None or head != contents.head:
        raise UserError(say("This backup is not restored: its journal was tampered with."))


def _wanting(folder: Path) -> tuple[Problem, ...]:
    """What keeps the restored office from opening: as a rule, secrets that must be given again."""
    from officebot.app.installed import installed_duties
    from officebot.settings.load import load_office

    try:
        load_office(folder, installed_duties(folder))
    except UserError as error:
        return tuple(error.problems)
    return ()


def _names_database(folder: Path) -> bool:
    """Whether the settings, which may not be complete yet, keep the ledger elsewhere than in its file."""
    try:
        table = tomllib.loads((folder / "office.toml").read_text("utf-8-sig")).get("ledger", {})
    except (OSError, ValueError):
        return False
    return isinstance(table, dict) and bool(table.get("url"))


def last(ledger: Ledger) -> tuple[str, Any]:
    """The last backup's file and the instant it was made; `("", None)` where there was none."""
    with ledger.reading() as tx:
        value, at = marks.get(tx, marks.LAST_BACKUP), marks.set_at(tx, marks.LAST_BACKUP)
    return (str(value["file"]), at) if isinstance(value, dict) and at is not None else ("", None)


def said(restored: Restored) -> list[Text]:
    """What a person reads after a restore."""
    told = [say("Restored into {folder}: {office}, as it was on {made}. Ledger and journal were verified.",
                folder=str(restored.folder), office=restored.contents.office, made=restored.contents.made)]  # fmt: skip
    if restored.before is not None:
        told.append(say("What stood there lies in {folder}.", folder=str(restored.before)))
    if restored.documents_missing:
        told.append(say("Documents are not in the backup: copy “archive” and “documents” back from your own."))
    if restored.names_database:
        told.append(
            say("Its settings name a database: the restored ledger lies in state/ledger.db, to be taken over.")
        )
    if restored.wanting:
        told.append(say("Secrets are never in a backup. Before you start it, see to this:"))
        told += [say("{where}: {what}", where=one.where, what=one.what) for one in restored.wanting]
    return told
