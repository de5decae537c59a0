"""Changes of an office's files: checked as a whole before anything is saved, saved all at once, and kept so that each can
be taken back.
"""

from __future__ import annotations

import difflib
import fcntl
import json
import os
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.core.problems import Problem, UserError
from officebot.core.text import Value, say
from officebot.settings import forms, toml_tables
from officebot.settings.load import OFFICE_FILE, load_office

if TYPE_CHECKING:
    from pydantic import BaseModel

#: The files that may be changed so.
FILES = (OFFICE_FILE, "people.csv", "contacts.csv")
_HISTORY = Path("state") / "settings-history"
#: So many changes are kept.
MOST_KEPT = 50


class Conflict(UserError):
    """Somebody changed the file since it was shown."""

    def __init__(self) -> None:
        super().__init__(
            say("Somebody changed this meanwhile. What you typed is kept here: look through it, and save it again.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A file as it was read; `hash` names this state of it."""

    data: bytes

    @property
    def hash(self) -> str:
        """SHA-256 of the file."""
        return sha256(self.data).hexdigest()

    def tables(self) -> dict[str, Any]:
        """What office.toml says, as plain values."""
        return tomllib.loads(self.data.decode("utf-8-sig"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change that was made: when, by whom, where; the file's text before and after."""

    number: int
    at: datetime
    who: str
    file: str
    what: str
    before: str = field(repr=False)
    after: str = field(repr=False)

    def lines(self) -> list[str]:
        """How the two differ, as lines that begin with "+", "-", " " or "@"."""
        found = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), lineterm="", n=2)
        return [line for line in found if not line.startswith(("---", "+++"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Changes the files of one office; `duties` are the installed duties' models."""

    folder: Path
    duties: Mapping[str, type[BaseModel]]

    def read(self, file: str) -> Content:
        """The file as it is now; empty where there is none."""
        try:
            return Content(data=(self.folder / file).read_bytes())
        except FileNotFoundError:
            return Content(data=b"")

    def with_changes(self, content: Content, at: forms.Path, changed: Mapping[forms.Path, Any]) -> bytes:
        """office.toml with these changes, everything else as people wrote it. Raises UserError where that cannot be."""
        import tomlkit

        expected = forms.applied(content.tables(), at, changed)
        if (added := _added(content, at, changed)) is not None and _reads_as(added, expected):
            return added.encode("utf-8")
        document = tomlkit.parse(content.data.decode("utf-8-sig"))
        forms.apply(document, at, _as_toml(changed), tomlkit.table, tomlkit.aot)
        return self._same(document, expected)

    def without(self, content: Content, at: forms.Path) -> bytes:
        """office.toml without the table at this place, and without what was left empty around it."""
        import tomlkit

        text, plain = content.data.decode("utf-8-sig"), content.tables()
        document = tomlkit.parse(text)
        try:
            forms.removed(document, at)
            forms.removed(plain, at)
        except (KeyError, IndexError):
            raise Conflict from None
        taken_out = toml_tables.without_table(text, at)
        bare = {key: value for key, value in plain.items() if key != at[0] or value}
        return taken_out.encode("utf-8") if _reads_as(taken_out, bare) else self._same(document, plain)

    def _same(self, document: Any, expected: Mapping[str, Any]) -> bytes:
        """The document's text, if it reads as what was meant."""
        import tomlkit

        made = tomlkit.dumps(document)
        if not _reads_as(made, expected):
            what = say("This cannot be changed here as the file is written: change it in the file itself.")
            raise UserError(Problem(where=OFFICE_FILE, what=what))
        return made.encode("utf-8")

    def save(
        self,
        file: str,
        shown: str,
        data: bytes,
        who: str,
        what: str,
        now: datetime,
        secrets: Mapping[str, str] | None = None,
    ) -> None:
        """Save the file, if it is still what it was when it was `shown` (its hash) and the whole office is right with it.

        `secrets` are files of secrets/ with what they hold. Raises Conflict, or UserError with all that is wrong; then
        everything is as it was.
        """
        if file not in FILES:
            raise UserError(say("“{file}” is not changed here.", file=file))
        with self._alone():
            before = self.read(file)
            if before.hash != shown:
                raise Conflict
            if before.data == data and not secrets:
                return
            self.check({file: data}, secrets or {})
            for name, value in (secrets or {}).items():
                _write(self.folder / "secrets" / name, f"{value}\n".encode(), 0o600)
            self._keep(file, before.data, data, who, what, now)
            _write(self.folder / file, data, None)

    def check(self, files: Mapping[str, bytes], secrets: Mapping[str, str]) -> None:
        """Read the whole office as it would be with these files. Raises UserError with all that is wrong with it."""
        with tempfile.TemporaryDirectory(prefix=".check-", dir=self.folder) as aside:
            draft = Path(aside)
            for one in self.folder.iterdir():
                if one.name not in files and one.name != "secrets" and one != draft:
                    (draft / one.name).symlink_to(one)
            for name, data in files.items():
                (draft / name).write_bytes(data)
            (draft / "secrets").mkdir(mode=0o700)
            for one in (self.folder / "secrets").glob("*"):
                (draft / "secrets" / one.name).symlink_to(one)
            for name, value in secrets.items():
                _write(draft / "secrets" / name, value.encode(), 0o600)
            try:
                load_office(draft, self.duties)
            except UserError as error:
                raise UserError([self._placed(problem, draft) for problem in error.problems]) from None

    def _placed(self, problem: Problem, draft: Path) -> Problem:
        """The problem with the office's own folder in the place of the one in which it was checked."""
        values: list[tuple[str, Value]] = [
            (name, value.replace(str(draft), str(self.folder)) if isinstance(value, str) else value)
            for name, value in problem.what.values
        ]
        what = replace(problem.what, values=tuple(values))
        return Problem(where=problem.where, what=what, at=problem.at)

    def secret_name(self, at: forms.Path, path: forms.Path) -> str:
        """A name in secrets/ that no file has yet: older ones stay, for a change that is taken back."""
        words = [re.sub(r"[^A-Za-z0-9_-]+", "-", word) for word in (*at, *path[:-1])]
        plain = "-".join(word for word in words if word)[:60] or "secret"
        taken = {one.name for one in (self.folder / "secrets").glob("*")}
        names = [plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3))]
        return next(name for name in names if name not in taken)

    # ── history ───────────────────────────────────────────────────────────────────────────────────────────

    def history(self) -> list[Change]:
        """The changes that are kept, newest first."""
        return [found for number in reversed(self._numbers()) if (found := self._change(number)) is not None]

    def change(self, number: int) -> Change:
        """One of them. Raises UserError where it is not kept."""
        found = self._change(number)
        if found is None:
            raise UserError(say("This change is not kept any more."))
        return found

    def take_back(self, number: int, shown: str, who: str, now: datetime) -> str:
        """Make the file what it was before this change, and before all later ones; the file's name."""
        found = self.change(number)
        data = found.before.encode("utf-8", "surrogateescape")
        self.save(found.file, shown, data, who, f"back to before {number}", now)
        return found.file

    def naming(self, names: Callable[[str], bool]) -> list[int]:
        """The numbers of the kept changes whose file named somebody, before or after, by whether a text `names` them."""
        named = (one.number for one in self.history() if any(map(names, (one.before, one.after, one.what))))
        return sorted(named)

    def forget(self, numbers: Iterable[int]) -> None:
        """Forget what these changes changed, for good: they cannot be taken back any more, nor seen."""
        with self._alone():
            for number in numbers:
                # The number stays taken: a page that still shows it must not take back another change.
                _write(self.folder / _HISTORY / f"{number:06d}.json", b'{"forgotten": true}', 0o600)

    def _numbers(self) -> list[int]:
        return sorted(int(one.stem) for one in (self.folder / _HISTORY).glob("*.json") if one.stem.isdecimal())

    def _change(self, number: int) -> Change | None:
        try:
            told = json.loads((self.folder / _HISTORY / f"{number:06d}.json").read_text("utf-8"))
            return Change(**{**told, "number": number, "at": datetime.fromisoformat(told["at"])})
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _keep(self, file: str, before: bytes, after: bytes, who: str, what: str, now: datetime) -> None:
        folder = self.folder / _HISTORY
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        numbers = self._numbers()
        number = (numbers[-1] if numbers else 0) + 1
        told = {
            "at": now.isoformat(), "who": who, "file": file, "what": what,
            "before": before.decode("utf-8", "surrogateescape"), "after": after.decode("utf-8", "surrogateescape"),
        }  # fmt: skip
        _write(folder / f"{number:06d}.json", json.dumps(told).encode("ascii"), 0o600)
        for old in [*numbers, number][:-MOST_KEPT]:
            (folder / f"{old:06d}.json").unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One change at a time, whoever makes it."""
        (self.folder / "state").mkdir(exist_ok=True)
        with (self.folder / "state" / "settings.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _reads_as(text: str, expected: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == expected
    except tomllib.TOMLDecodeError:
        return False


def _added(content: Content, at: forms.Path, changed: Mapping[forms.Path, Any]) -> str | None:
    """The file with a new table of plain values at its end; None where it is no such change."""
    plain = {path[0]: value for path, value in changed.items() if len(path) == 1 and value is not None}
    is_plain = len(plain) == len(changed) and not any(isinstance(value, Mapping) for value in plain.values())
    text = content.data.decode("utf-8-sig")
    return toml_tables.with_table(text, at, plain) if is_plain and not forms.stands(content.tables(), at) else None


def _as_toml(changed: Mapping[forms.Path, Any]) -> dict[forms.Path, Any]:
    """Tables among the values written in one line, as `{ file = "secrets/imap" }`."""
    import tomlkit

    made: dict[forms.Path, Any] = {}
    for path, value in changed.items():
        if isinstance(value, Mapping):
            inline = tomlkit.inline_table()
            inline.update(value)
            made[path] = inline
        else:
            made[path] = value
    return made


def _write(path: Path, data: bytes, mode: int | None) -> None:
    """All at once: after a crash it is the old file or the new one."""
    if mode is None:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    path = path.resolve()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
