"""A secret that settings name but never hold: it is read where it lies, at the moment it is used."""

from __future__ import annotations

import os
import stat
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Final

from officebot.core.problems import UserError
from officebot.core.text import Text, say

_LONGEST: Final = 16_384
_COMMAND_SECONDS: Final = 30
# A keyring may ask its owner to unlock it: nobody answers where nobody sits.
_KEYRING_SECONDS: Final = 30
#: Where systemd puts what LoadCredential= and SetCredentialEncrypted= name (systemd.exec(5), CREDENTIALS).
_CREDENTIALS: Final = "CREDENTIALS_DIRECTORY"


class Secret:
    """Where a password is to be found: a variable, a file that only its owner may read, a command, the desktop's
    keyring, or a credential of systemd.

    Nothing that prints, copies or stores a Secret shows its value: it does not have one.
    """

    __slots__ = ("_command", "_credential", "_env", "_file", "_keyring")

    def __init__(
        self,
        *,
        env: str = "",
        file: Path | None = None,
        command: tuple[str, ...] = (),
        keyring: tuple[str, str] | None = None,
        credential: str = "",
    ) -> None:
        """`keyring` is (service, user); exactly one of them is given."""
        self._env, self._file, self._command = env, file, command
        self._keyring, self._credential = keyring, credential

    def reveal(self) -> str:
        """The value, read now; its last line break is left out. Raises UserError with what to do."""
        value = self._value().rstrip("\r\n")
        if not value:
            raise UserError(say("The secret in {place} is empty or missing: put it there.", place=self.place()))
        if "\x00" in value or "\n" in value or "\r" in value:
            raise UserError(say("The secret in {place} has more than one line: keep the first.", place=self.place()))
        return value

    def peek(self) -> str:
        """The same, but empty where nothing was put there yet."""
        if self._file is not None and not self._file.exists():
            return ""
        if self._keyring is not None:
            return _from_keyring(*self._keyring)
        return self.reveal()

    def _value(self) -> str:
        if self._file is not None:
            return _read(self._file)
        if self._command:
            return _run(self._command)
        if self._keyring is not None:
            return _from_keyring(*self._keyring)
        if self._credential:
            return _read_credential(self._credential)
        return os.environ.get(self._env, "")

    @property
    def is_keepable(self) -> bool:
        """Whether officebot itself can put a value there."""
        return self._file is not None or self._keyring is not None

    def keep(self, value: str) -> None:
        """Put the value there: all of it or none, also when the machine stops meanwhile. Raises UserError."""
        if not value.isprintable() or not value or len(value) > _LONGEST - 2:
            raise UserError(say("A secret is one line of visible characters: nothing was kept."))
        if self._file is not None:
            _write(self._file, value)
        elif self._keyring is not None:
            _into_keyring(*self._keyring, value)
        else:
            raise UserError(
                say("The settings say that this secret is in {place}: officebot cannot put it there.",
                    place=self.place())
            )  # fmt: skip

    def problem(self) -> Text | None:
        """What is wrong with the file's place or rights, if it is a file; its content is not read."""
        if self._credential and os.environ.get(_CREDENTIALS):
            return _credential_problem(self._credential)
        if self._file is None:
            return None
        try:
            return _unsafe(self._file, self._file.stat())
        except OSError as error:
            return _out_of_reach(self._file, error)

    def unsafe(self) -> Text | None:
        """The same for a secret that may still be missing."""
        return self.problem() if self._file is not None and self._file.exists() else None

    def where(self) -> Mapping[str, str]:
        """Which of the forms it has, and its name; of a command, only the first word."""
        if self._file is not None:
            return {"file": str(self._file)}
        if self._keyring is not None:
            return {"keyring": "/".join(self._keyring)}
        if self._credential:
            return {"credential": self._credential}
        return {"command": self._command[0]} if self._command else {"env": self._env}

    def place(self) -> Text:
        """Where it is, as part of a sentence."""
        if self._file is not None:
            return say("the file {path}", path=str(self._file))
        if self._command:
            return say("the answer of the command {command}", command=self._command[0])
        if self._keyring is not None:
            return say("the keyring, under {name}", name="/".join(self._keyring))
        if self._credential:
            return say("systemd’s credential {name}", name=self._credential)
        return say("the variable {name}", name=self._env)

    def __repr__(self) -> str:
        ((form, name),) = self.where().items()
        return f"Secret({form}={name!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._forms() == other._forms()

    def __hash__(self) -> int:
        return hash(self._forms())

    def _forms(self) -> tuple[object, ...]:
        return self._env, self._file, self._command, self._keyring, self._credential


def may_be_of(owner: int, folder_owner: int, us: int) -> bool:
    """Whether a secret file may belong to this user: to us; for root, who installs an office's service, to whose folder it is."""
    return owner == us or (us == 0 and owner == folder_owner)


def _unsafe(path: Path, facts: os.stat_result) -> Text | None:
    if not stat.S_ISREG(facts.st_mode):
        return say("The secret file {path} is not a regular file.", path=str(path))
    if not may_be_of(facts.st_uid, path.parent.stat().st_uid, os.geteuid()):
        return say("The secret file {path} belongs to somebody else: make it your own.", path=str(path))
    if facts.st_mode & 0o077:
        return say("Others may read the secret file {path}: run chmod 600 on it.", path=str(path))
    return None


def _out_of_reach(path: Path, error: OSError) -> Text:
    """Why a secret's file was not read: it is another account's, or it is not there."""
    if isinstance(error, PermissionError):
        return say(
            "The secret file {path} is closed to this account: call officebot as the account that the office belongs to.",
            path=str(path),
        )
    return say("The secret file {path} is missing: create it, with the secret on one line.", path=str(path))


def _read(path: Path, judge: Callable[[Path, os.stat_result], Text | None] = _unsafe) -> str:
    # Judged and read through one descriptor: a file swapped in between is not read.
    try:
        with path.open("rb") as file:
            unsafe = judge(path, os.fstat(file.fileno()))
            if unsafe is not None:
                raise UserError(unsafe)
            return file.read(_LONGEST).decode("utf-8")
    except OSError as error:
        raise UserError(_out_of_reach(path, error)) from None
    except UnicodeDecodeError:
        raise UserError(say("The secret file {path} is not text in UTF-8.", path=str(path))) from None


def _write(path: Path, value: str) -> None:
    """The file with this line, for its owner only.

    Written beside it, then renamed: killed before, the old secret is there; killed after, the new one; never half of
    one. Another process that reads meanwhile gets one of the two.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made with 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(value + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError:
        raise UserError(
            say("The secret file {path} cannot be written: make room, or give yourself the right to its folder.",
                path=str(path))
        ) from None  # fmt: skip


# ── systemd ───────────────────────────────────────────────────────────────────────────────────────────────


def _credential_problem(name: str) -> Text | None:
    path = Path(os.environ[_CREDENTIALS], name)
    try:
        return _unsafe_credential(path, path.stat())
    except OSError:
        return _no_credential(name)


def _unsafe_credential(path: Path, facts: os.stat_result) -> Text | None:
    if not stat.S_ISREG(facts.st_mode):
        return say("The secret file {path} is not a regular file.", path=str(path))
    if facts.st_uid not in (0, os.geteuid()):
        return say("The secret file {path} belongs to somebody else: make it your own.", path=str(path))
    # systemd gives a service's user the right to read root's file by an ACL, whose mask shows as the group's.
    allowed = 0o740 if facts.st_uid == 0 else 0o700
    if facts.st_mode & 0o777 & ~allowed:
        return say("Others may read the secret file {path}: run chmod 600 on it.", path=str(path))
    return None


def _no_credential(name: str) -> Text:
    return say(
        "systemd gave no credential {name}: it is there only for the service, by LoadCredential={name}:… in its unit.",
        name=name,
    )


def _read_credential(name: str) -> str:
    folder = os.environ.get(_CREDENTIALS)
    if not folder:
        raise UserError(_no_credential(name))
    if not Path(folder, name).exists():
        raise UserError(_no_credential(name))
    return _read(Path(folder, name), _unsafe_credential)


# ── the keyring ───────────────────────────────────────────────────────────────────────────────────────────


def _from_keyring(service: str, user: str) -> str:
    return _asked_of_keyring(lambda keyring: keyring.get_password(service, user) or "")


def _into_keyring(service: str, user: str, value: str) -> None:
    def put(keyring: ModuleType) -> str:
        keyring.set_password(service, user, value)
        return ""

    _asked_of_keyring(put)


def _asked_of_keyring(question: Callable[[ModuleType], str]) -> str:
    """What the desktop's keyring answers. Raises UserError where there is none, or where it stays locked."""
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise UserError(say("The keyring needs a part that is not installed: install officebot[keyring].")) from None
    answers: list[str] = []

    def ask() -> None:
        # What went wrong may hold the secret: none of it is repeated. Its parts raise all kinds of errors.
        with suppress(Exception):
            if not type(keyring.get_keyring()).__module__.startswith(("keyring.backends.fail", "keyrings.alt")):
                answers.append(question(keyring))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_KEYRING_SECONDS)
    if not answers:
        raise UserError(
            say("No keyring of a desktop is running and unlocked here: unlock it, or keep the secret in a file.")
        )
    return answers[0]


# ── commands ──────────────────────────────────────────────────────────────────────────────────────────────


def _run(command: tuple[str, ...]) -> str:
    import subprocess

    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_COMMAND_SECONDS, check=False
        )
        # What a failed command wrote may hold the secret: none of it is repeated.
        if done.returncode == 0:
            return done.stdout[:_LONGEST].decode("utf-8").partition("\n")[0]
    except (OSError, UnicodeDecodeError, subprocess.TimeoutExpired):
        pass
    raise UserError(
        say("The command {command} did not give the secret: try it in a terminal.", command=command[0])
    ) from None
