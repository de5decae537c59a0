"""`officebot init` where nobody sits at a terminal: one sentence says what is missing, and nothing is made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.offices import environment

_GIVEN = ("--name", "Office", "--person", "Ann", "--address", "ann@office.example", "--imap-host", "localhost",
          "--smtp-host", "", "--user", "ann")  # fmt: skip


def init(folder: Path, *words: str, typed: str = "") -> tuple[int, str]:
    """The exit code and what was said, without a terminal to ask at."""
    command = [sys.executable, "-m", "officebot", "init", str(folder), *words]
    ended = subprocess.run(
        command, input=typed, capture_output=True, text=True, env=environment(), start_new_session=True, check=False
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize("typed", ["", "secret\n"], ids=["nothing typed", "a password in a pipe"])
def test_a_password_that_would_be_shown_is_not_asked_for(tmp_path: Path, typed: str) -> None:
    code, said = init(tmp_path / "new", *_GIVEN, typed=typed)
    assert (code, "--password-file" in said, "secret" in said) == (1, True, False)
    assert said.count("officebot: ") == 1
    assert "Warning" not in said
    assert not (tmp_path / "new").exists()


def test_a_question_that_nobody_answers_names_its_option(tmp_path: Path) -> None:
    code, said = init(tmp_path / "new")
    assert (code, said.splitlines()[-1]) == (
        1, "officebot: Nobody is at a terminal to answer “The office's name”: give it with --name."
    )  # fmt: skip
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", None], ids=["no text", "a folder"])
def test_a_file_for_the_password_that_holds_none_is_refused(tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "secret"
    if data is None:
        file.mkdir()
    else:
        file.write_bytes(data)
    code, said = init(tmp_path / "new", *_GIVEN, "--password-file", str(file))
    assert code in (1, 2)
    assert "Traceback" not in said
    assert not (tmp_path / "new").exists()
