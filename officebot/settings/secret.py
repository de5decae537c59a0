"""A secret that settings name but never hold: it is read where it lies, at the moment it is used."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from officebot.core.problems import UserError
from officebot.core.text import Text, say

_LONGEST: Final = 16_384
_COMMAND_SECONDS: Final = 30


class Secret:
    """Where a password is to be found: a variable, a file that only its owner may read, or a command.

    Nothing that prints, copies or stores a Secret shows its value: it does not have one.
    """

    __slots__ = ("_command", "_env", "_file")

    def __init__(self, *, env: str = "", file: Path | None = None, command: tuple[str, ...] = ()) -> None:
        self._env, self._file, self._command = env, file, command

    def reveal(self) -> str:
        """The value, read now; its last line break is left out. Raises UserError with what to do."""
        if self._file is not None:
            value = _read(self._file)
        elif self._command:
            value = _run(self._command)
        else:
            value = os.environ.get(self._env, "")
        value = value.rstrip("\r\n")
        if not value:
            raise UserError(say("The secret in {place} is empty or missing: put it there.", place=self._place()))
        if "\x00" in value or "\n" in value or "\r" in value:
            raise UserError(say("The secret in {place} has more than one line: keep the first.", place=self._place()))
        return value

    def problem(self) -> Text | None:
        """What is wrong with the file's place or rights, if it is a file; its content is not read."""
        if self._file is None:
            return None
        try:
            return _unsafe(self._file, self._file.stat())
        except OSError:
            return say(
                "The secret file {path} is missing: create it, with the secret on one line.", path=str(self._file)
            )

    def where(self) -> Mapping[str, str]:
        """Which of the three forms it has, and its name; of a command, only the first word."""
        if self._file is not None:
            return {"file": str(self._file)}
        return {"command": self._command[0]} if self._command else {"env": self._env}

    def _place(self) -> Text:
        if self._file is not None:
            return say("the file {path}", path=str(self._file))
        if self._command:
            return say("the answer of the command {command}", command=self._command[0])
        return say("the variable {name}", name=self._env)

    def __repr__(self) -> str:
        ((form, name),) = self.where().items()
        return f"Secret({form}={name!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._forms() == other._forms()

    def __hash__(self) -> int:
        return hash(self._forms())

    def _forms(self) -> tuple[str, Path | None, tuple[str, ...]]:
        return self._env, self._file, self._command


def _unsafe(path: Path, facts: os.stat_result) -> Text | None:
    if not stat.S_ISREG(facts.st_mode):
        return say("The secret file {path} is not a regular file.", path=str(path))
    if facts.st_uid != os.geteuid():
        return say("The secret file {path} belongs to somebody else: make it your own.", path=str(path))
    if facts.st_mode & 0o077:
        return say("Others may read the secret file {path}: run chmod 600 on it.", path=str(path))
    return None


def _read(path: Path) -> str:
    # Judged and read through one descriptor: a file swapped in between is not read.
    try:
        with path.open("rb") as file:
            unsafe = _unsafe(path, os.fstat(file.fileno()))
            if unsafe is not None:
                raise UserError(unsafe)
            return file.read(_LONGEST).decode("utf-8")
    except OSError:
        raise UserError(
            say("The secret file {path} is missing: create it, with the secret on one line.", path=str(path))
        ) from None
    except UnicodeDecodeError:
        raise UserError(say("The secret file {path} is not text in UTF-8.", path=str(path))) from None


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
