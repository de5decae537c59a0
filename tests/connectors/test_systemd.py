"""The unit that serves an office: what it says, that systemd understands it, and that nobody's own unit is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result

from officebot.cli.root import officebot as root
from officebot.connectors.systemd import Systemd
from officebot.core.problems import UserError
from officebot.core.systemd import Wanted, is_our_own, unit
from tests.conftest import missing

FOLDER = PurePosixPath("/srv/bureau d'été 100 %")


def wanted(folder: PurePosixPath = FOLDER, *, user: str = "") -> Wanted:
    python = PurePosixPath(sys.executable)
    return Wanted(office="Bureau\nd'été 5 %", folder=folder, python=python, user=user,
                  writable=(folder / "within", PurePosixPath("/srv/books")))  # fmt: skip


@pytest.mark.parametrize("user", ["", "root"])
def test_systemd_understands_the_unit(tmp_path: Path, user: str) -> None:
    if shutil.which("systemd-analyze") is None:
        missing("systemd-analyze is missing")
    office = tmp_path / "bureau d'été 100 % $HOME"
    office.mkdir()
    asked = wanted(PurePosixPath(office), user=user)
    place = tmp_path / asked.name
    place.write_text(unit(asked), "utf-8")
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *([] if user else ["--user"]), str(place)],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )  # fmt: skip
    complaints = [line for line in ended.stderr.splitlines() if asked.name in line]
    assert (ended.returncode, complaints) == (0, []), ended.stderr


def test_it_is_hardened_watched_and_may_write_into_the_office_only() -> None:
    lines = unit(wanted()).splitlines()
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "Restart=on-failure", "Type=notify",
                 "WatchdogSec=60", "UMask=0077"):  # fmt: skip
        assert line in lines
    assert 'ReadWritePaths="/srv/bureau d\'été 100 %%" "/srv/books"' in lines
    assert "Description=officebot: Bureau d'été 5 %%" in lines
    assert not any(line.startswith("User=") for line in lines)
    assert "User=anne" in unit(wanted(user="anne")).splitlines()


@pytest.mark.parametrize("name", ["a\nExecStartPre=/bin/evil", "a\\", "a "])
def test_a_folder_that_could_say_more_than_its_name_is_refused(name: str) -> None:
    with pytest.raises(UserError, match="plainer name"):
        unit(wanted(PurePosixPath("/srv") / name))


def test_each_office_has_a_unit_of_its_own() -> None:
    names = {wanted(PurePosixPath(path)).name for path in ("/srv/a/office", "/srv/b/office", "/srv/%$")}
    assert len(names) == 3
    assert all(name.isascii() and name.startswith("officebot-") for name in names)


def test_a_unit_of_another_hand_or_changed_since_is_foreign(tmp_path: Path) -> None:
    manager = Systemd(folder=tmp_path)
    text = unit(wanted())
    assert is_our_own(text)
    for found, foreign in (
        (None, False),
        (text, False),
        (f"{text}Nice=5\n", True),
        ("[Unit]\n", True),
        ("\xff", True),
    ):
        if found is not None:
            (tmp_path / "a.service").write_text(found, "latin-1" if found == "\xff" else "utf-8")
        assert manager.is_foreign("a.service") is foreign
    (tmp_path / "b.service").symlink_to(tmp_path / "a.service")
    assert manager.is_foreign("b.service")


def test_installing_and_removing_tell_systemd_each_step(tmp_path: Path) -> None:
    asked: list[str] = []

    def run(*words: str) -> tuple[int, str]:
        asked.append(" ".join(words))
        return 0, "ActiveState=active\nMainPID=12\nNRestarts=0"

    manager = Systemd(folder=tmp_path / "units", run=run, is_there=lambda: True)
    manager.install("a.service", "text")
    assert (tmp_path / "units" / "a.service").read_text() == "text"
    assert manager.status("a.service")["MainPID"] == "12"
    assert manager.uninstall("a.service")
    assert not manager.uninstall("a.service")
    assert list((tmp_path / "units").iterdir()) == []
    steps = [step.removeprefix("systemctl --user --no-pager ").partition(" --property")[0] for step in asked]
    assert steps == ["daemon-reload", "enable a.service", "restart a.service", "show a.service",
                     "disable --now a.service", "daemon-reload"]  # fmt: skip


def test_what_systemd_refuses_is_said_in_its_own_words(tmp_path: Path) -> None:
    manager = Systemd(folder=tmp_path, run=lambda *_: (1, "Failed to connect to bus"), is_there=lambda: True)
    with pytest.raises(UserError, match="Failed to connect to bus"):
        manager.install("a.service", "text")


def inside(*words: str, office: Path) -> Result:
    runner = CliRunner(env={"LANGUAGE": "en"})
    return runner.invoke(root, ["--office", str(office), *words], prog_name="officebot")


def test_by_hand_a_dry_run_prints_the_unit_and_without_systemd_a_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text('[office]\nname = "Bureau"\n')
    (tmp_path / "people.csv").write_text("name,address,role,language,circle,responsibilities\nA,a@b.example,,fr,a,\n")
    (tmp_path / "contacts.csv").write_text("kind,name,addresses,language,form_of_address,phone,iban\n")
    called = inside("service", "install", "--dry-run", office=tmp_path)
    assert called.exit_code == 0, called.stderr
    assert is_our_own(called.stdout)
    if not Path("/run/systemd/system").is_dir():
        for words in (("service", "install"), ("service", "status", "--json"), ("service", "uninstall")):
            called = inside(*words, office=tmp_path)
            assert (called.exit_code, called.stdout) == (1, "")
            assert "not run by systemd" in called.stderr
