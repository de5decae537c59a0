"""Backups as files: one zip, written whole or not at all, and put back into a folder the same way.

The cases. The disk is full or the process dies while a backup is written: a `.part` is left at most, which the next
one removes. The same while one is put back: everything is made and verified aside, in a folder within the target, and
only then moved into place, the settings last: a folder without them is no office. A move that fails is taken back.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

from officebot.core.backups import LIST, BackupList, Kept, is_document, is_safe, is_taken, read_list, stored_name
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import say

_PIECE = 1 << 20
#: No list of an office is longer.
_LONGEST_LIST = 200_000_000
_LAST = "office.toml"
_DAMAGED = say("This file is no backup of officebot, or it is damaged: take another one.")


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the office: its path within it, and where it lies."""

    path: PurePosixPath
    place: Path


def found_in(folder: Path, secrets: frozenset[Path]) -> Iterator[Found]:
    """The files of an office that a backup holds or tells, in order; links lead elsewhere and are not followed."""
    for root, folders, names in os.walk(folder):
        here = PurePosixPath(Path(root).relative_to(folder).as_posix())
        folders[:] = sorted(name for name in folders if is_taken(here / name))
        for name in sorted(names):
            place = Path(root) / name
            if is_taken(here / name) and place.resolve() not in secrets and _is_file(place):
                yield Found(here / name, place)


def _is_file(place: Path) -> bool:
    try:
        return stat.S_ISREG(place.lstat().st_mode)
    except OSError:
        return False


# ── writing ───────────────────────────────────────────────────────────────────────────────────────────────


def write(
    target: Path, files: Iterable[Found], described: Callable[[tuple[Kept, ...], tuple[str, ...]], BackupList]
) -> BackupList:
    """Make the backup, readable by its owner only; its list. Raises Unavailable where it cannot be written.

    `described` makes the list of what was packed, and of what could not be read.
    """
    left_out: list[str] = []
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        opened = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(opened, "w+b") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
                kept = tuple(one for found in files if (one := _packed(packed, found, left_out)) is not None)
                contents = described(kept, tuple(left_out))
                packed.writestr(_info(LIST), contents.to_json())
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(target)
        _sync(target.parent)
    except (OSError, zipfile.LargeZipFile) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        why = say("The backup cannot be written: {cause}. Free some disk space.", cause=str(error))
        raise Unavailable("backup", why) from error
    return contents


def _packed(packed: zipfile.ZipFile, found: Found, left_out: list[str]) -> Kept | None:
    """The file, packed; None where it went away meanwhile, as files do while people work, or may not be read."""
    name = stored_name(found.path)
    try:
        handle = os.open(found.place, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    except PermissionError:
        left_out.append(name)
        return None
    size, digest = 0, sha256()
    with os.fdopen(handle, "rb") as source, packed.open(_info(name), "w", force_zip64=True) as into:
        while piece := source.read(_PIECE):
            size += len(piece)
            digest.update(piece)
            into.write(piece)
    return Kept(path=name, size=size, sha256=digest.hexdigest())


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, BackupList]]:
    """The backup and its list, each name of which was found safe. Raises UserError for anything else."""
    with ExitStack() as stack:
        try:
            packed = stack.enter_context(zipfile.ZipFile(path))
            if packed.getinfo(LIST).file_size > _LONGEST_LIST:
                raise UserError(Problem(where=path.name, what=_DAMAGED))
            contents = read_list(packed.read(LIST))
        except OSError as error:
            why = say("The file cannot be opened: check its name and rights.")
            raise UserError(Problem(where=str(path), what=why)) from error
        except (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
            raise UserError(Problem(where=path.name, what=_DAMAGED)) from error
        _check_names(packed, contents)
        yield packed, contents


def _check_names(packed: zipfile.ZipFile, contents: BackupList) -> None:
    """Refuse names that lead elsewhere, stand twice, are no plain file, or are not those of the list."""
    listed = [one.path for one in contents.files]
    members = [info.filename for info in packed.infolist()]
    wrong = next((name for name in (*listed, *(one for one in members if one != LIST)) if not is_safe(name)), None)
    if wrong is not None:
        raise UserError(say("This backup is not restored: “{name}” has no place in an office.", name=wrong[:200]))
    odd = any(info.flag_bits & 1 or stat.S_ISLNK(info.external_attr >> 16) for info in packed.infolist())
    if odd or sorted([*listed, LIST]) != sorted(members) or len(set(listed)) != len(listed):
        raise UserError(say("This backup is not restored: what it holds is not what its list says."))
    if _LAST not in listed:
        raise UserError(say("This backup is not restored: it holds no office.toml."))


def unpack(packed: zipfile.ZipFile, contents: BackupList, folder: Path) -> None:
    """Write each file into the folder, verified by size and hash. Raises UserError for the first that is not so."""
    needed = sum(one.size for one in contents.files)
    if needed > shutil.disk_usage(folder).free:
        raise UserError(say("There is not enough room: {size} MB are needed.", size=needed // 1_000_000 + 1))
    for kept in contents.files:
        place = folder / kept.path
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with packed.open(kept.path) as source, _new(place) as into:
                whole = _copied(source, into, kept)
        except (zipfile.BadZipFile, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
            raise _changed(kept) from error
        except OSError as error:
            why = say("{name} cannot be written: {cause}.", name=kept.path, cause=str(error))
            raise Unavailable("restore", why) from error
        if not whole:
            raise _changed(kept)


def _copied(source: IO[bytes], into: IO[bytes], kept: Kept) -> bool:
    """Whether what was copied is what the list says; no byte more than that is written."""
    digest, left = sha256(), kept.size
    while left and (piece := source.read(min(_PIECE, left))):
        left -= len(piece)
        digest.update(piece)
        into.write(piece)
    into.flush()
    os.fsync(into.fileno())
    return not left and not source.read(1) and digest.hexdigest() == kept.sha256


def _new(place: Path) -> IO[bytes]:
    return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def _changed(kept: Kept) -> UserError:
    return UserError(say("This backup is not restored: {name} is not what it was.", name=kept.path))


# ── putting in place ──────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A folder within the target in which everything is made first; gone at the end, and the target where it was new."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Path(tempfile.mkdtemp(prefix=".restore-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if is_new:
            with suppress(OSError):
                folder.rmdir()


def put_in_place(made: Path, folder: Path, paths: list[str], before: Path) -> bool:
    """Move what was made into the folder, what stood there to `before`; whether there was any. All of it, or nothing."""
    ordered = sorted(paths, key=lambda path: path == _LAST)
    moved: list[tuple[Path, Path]] = []
    try:
        # First of all the old settings, and with the ledger its log: the old one must never meet the new file.
        old = [_LAST, *(path for path in ordered if path != _LAST), "state/ledger.db-wal", "state/ledger.db-shm"]
        for path in old:
            if os.path.lexists(folder / path):
                _move(folder / path, before / path, moved)
        was_any = bool(moved)
        for path in ordered:
            _move(made / path, folder / path, moved)
    except OSError as error:
        for source, target in reversed(moved):
            target.rename(source)
        shutil.rmtree(before, ignore_errors=True)
        _without_empty(folder, paths)
        raise Unavailable("restore", say("The backup cannot be put in place: {cause}.", cause=str(error))) from error
    for parent in {(folder / path).parent for path in paths}:
        _sync(parent)
    return was_any


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    source.rename(target)
    moved.append((source, target))


def _without_empty(folder: Path, paths: list[str]) -> None:
    """Remove the folders that were made for these paths and hold nothing."""
    for parent in sorted({up for path in paths for up in PurePosixPath(path).parents}, reverse=True):
        if parent.parts:
            with suppress(OSError):
                (folder / parent).rmdir()


def documents_of(files: Iterator[Found], *, with_documents: bool) -> tuple[list[Found], tuple[tuple[str, int], ...]]:
    """What a backup holds of these files, and the documents that it only tells, each with its size."""
    held: list[Found] = []
    told: list[tuple[str, int]] = []
    for found in files:
        if with_documents or not is_document(found.path):
            held.append(found)
            continue
        with suppress(OSError):
            told.append((stored_name(found.path), found.place.lstat().st_size))
    return held, tuple(told)
