"""What was changed on its way is refused: pip installs a locked package only when its bytes are those that were locked."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from tests.packaging.tools import ROOT, tool

locks = tool("locks")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A folder that pip takes packages from, with one wheel in it."""
    (tmp_path / "index").mkdir()
    with zipfile.ZipFile(tmp_path / "index" / "paper_mill-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("paper_mill.py", "HONEST = True\n")
        wheel.writestr("paper_mill-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: paper-mill\nVersion: 1.0\n")
        wheel.writestr(
            "paper_mill-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\nRoot-Is-Purelib: true\n"
        )
        wheel.writestr("paper_mill-1.0.dist-info/RECORD", "")
    return tmp_path / "index"


def wheel_in(index: Path) -> Path:
    (wheel,) = index.iterdir()
    return wheel


def install(index: Path, requirement: str) -> tuple[int, str, bool]:
    """pip's exit code, what it said, and whether anything was installed; as the Makefile calls it, with no network."""
    (index.parent / "some.lock").write_text(requirement)
    target = index.parent / "installed"
    ended = subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--isolated", "--disable-pip-version-check", "--no-cache-dir",
            "--no-index", "--find-links", str(index), "--target", str(target), "--require-hashes",
            "-r", str(index.parent / "some.lock"),
        ],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return ended.returncode, ended.stdout + ended.stderr, (target / "paper_mill.py").exists()


def locked(index: Path) -> str:
    return f"paper-mill==1.0 --hash=sha256:{sha256(wheel_in(index).read_bytes()).hexdigest()}\n"


def test_the_wheel_that_was_locked_is_installed(index: Path) -> None:
    code, said, is_there = install(index, locked(index))
    assert code == 0, said
    assert is_there


def test_a_wheel_that_was_tampered_with_is_refused(index: Path) -> None:
    lock = locked(index)
    wheel = wheel_in(index)
    # A whole wheel, sound in itself, of the same name and size: only its bytes are others.
    with zipfile.ZipFile(wheel) as honest:
        parts = {name: honest.read(name) for name in honest.namelist()}
    with zipfile.ZipFile(wheel, "w") as changed:
        for name, content in parts.items():
            changed.writestr(name, content.replace(b"HONEST", b"FORGED"))
    code, said, is_there = install(index, lock)
    assert code != 0
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in said
    assert not is_there


def test_a_package_without_a_hash_is_refused(index: Path) -> None:
    code, said, is_there = install(index, "paper-mill==1.0\n")
    assert code != 0
    assert "Hashes are required" in said
    assert not is_there


def test_no_package_of_any_lock_is_without_hashes() -> None:
    files = sorted((ROOT / "requirements").glob("*.lock"))
    assert [file.stem for file in files] == ["office", "runtime", "test"]
    for file in files:
        pins = locks.read(file)
        named = re.findall(r"^[A-Za-z0-9]", file.read_text(), re.MULTILINE)
        assert len(pins) == len(named)
        assert [pin.name for pin in pins if not pin.hashes] == []


def test_the_locks_agree_and_a_server_s_holds_every_extra_that_an_office_can_use() -> None:
    office, runtime, test = (
        {pin.name: pin.version for pin in locks.read(ROOT / "requirements" / f"{name}.lock")}
        for name in ("office", "runtime", "test")
    )
    assert runtime.items() <= office.items() <= test.items()
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for extra in extras.keys() - {"demo", "docs", "test"}:
        for needed in extras[extra]:
            assert locks.normalised(re.split(r"[<>=\[; ]", needed)[0]) in office, needed


def test_whatever_the_project_installs_it_installs_by_hash() -> None:
    called = re.findall(r"^\t.*pip install.*$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert len(called) == 2
    by_hash, itself = called
    assert "--require-hashes" in by_hash
    # Its own sources, with the build tool that was installed by hash before.
    assert all(word in itself for word in ("--no-deps", "--no-build-isolation", "-e ."))
    assert not re.search(r"\bpip3? install|\buv pip install|\bpipx install", (ROOT / ".ci" / "run").read_text())
