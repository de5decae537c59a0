"""The project itself: its rules hold, its commands exist, nothing of anybody's machine is in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".lock",
    ".in",
    ".yml",
    ".yaml",
    ".html",
    ".css",
    ".csv",
    ".po",
    ".sh",
    ".ics",
    "",
}
#: Where somebody's own files lie; written apart, so that this file does not name them.
_MACHINE = re.compile(
    "|".join(["/work" + "/", "/root" + "/", "/home" + "/[a-z]", "/Users" + "/", "/tmp" + r"/\w", r"C:\\" + "Users"])
)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text("utf-8", "replace") for path in tracked() if path.suffix in _TEXT
    }


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: what is tracked cannot be told")
    return texts()


# ── imports ───────────────────────────────────────────────────────────────────────────────────────────────


def contracts(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The package and its rules, for one test to break."""
    shutil.copytree(ROOT / "officebot", tmp_path / "officebot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_point_one_way(copied: Path) -> None:
    kept = contracts(copied)
    assert kept.returncode == 0, kept.stdout


@pytest.mark.parametrize(
    ("place", "line"),
    [
        pytest.param("duties/replies/decide.py", "import officebot.connectors.smtp", id="a duty imports a connector"),
        pytest.param(
            "duties/replies/decide.py", "import officebot.engine.intake.intake", id="a duty imports the engine"
        ),
        pytest.param("duties/replies/decide.py", "import officebot.duties.mail_triage", id="a duty imports another"),
        pytest.param(
            "connectors/smtp.py", "import officebot.engine.intake.intake", id="a connector imports the engine"
        ),
        pytest.param(
            "engine/intake/intake.py", "import officebot.connectors.smtp", id="the engine imports a connector"
        ),
        pytest.param(
            "engine/record/journal.py", "import officebot.engine.erasing.persons", id="the record imports erasing"
        ),
        pytest.param("engine/ledger/marks.py", "import officebot.engine.lease", id="the ledger imports the engine"),
        pytest.param("core/mail.py", "import officebot.sdk", id="the core imports the sdk"),
        pytest.param("sdk/duty.py", "import officebot.app", id="the sdk imports the app"),
    ],
)
def test_an_import_against_the_grain_is_found(copied: Path, place: str, line: str) -> None:
    path = copied / "officebot" / place
    path.write_text(f"{path.read_text()}\n{line}\n")
    broken = contracts(copied)
    assert broken.returncode == 1
    assert "BROKEN" in broken.stdout
    assert line.removeprefix("import ") in broken.stdout


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_file_names_a_place_on_somebody_s_machine(sources: dict[str, str]) -> None:
    found = [
        f"{name}: {line.strip()[:100]}"
        for name, text in sources.items()
        for line in text.splitlines()
        if _MACHINE.search(line)
    ]
    assert found == []


def test_locks_pin_every_package_by_hash_and_name_no_host() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text()
        assert "://" not in text
        assert "--index-url" not in text
        assert "--find-links" not in text
        pinned = [part for part in re.split(r"\n(?=[a-z0-9])", text, flags=re.IGNORECASE) if "==" in part]
        assert len(pinned) > 20
        assert all("--hash=sha256:" in part for part in pinned)


def test_what_the_wheel_depends_on_stands_in_the_lock() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lock = (ROOT / "requirements" / "runtime.lock").read_text().lower()
    for dependency in project["dependencies"]:
        name = re.split(r"[<>=\[; ]", dependency)[0].lower()
        assert re.search(rf"^{re.escape(name)}(\[[a-z,]+\])?==", lock, re.MULTILINE), name


def test_what_decides_is_what_the_readme_says() -> None:
    run = (ROOT / ".ci" / "run").read_text()
    assert re.search(r"^make test$", run, re.MULTILINE)
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    readme = ROOT / "README.md"
    named = set(re.findall(r"\bmake ([a-z]+)", readme.read_text())) if readme.exists() else set()
    assert named | {"demo", "test"} <= targets


def test_every_command_in_the_documents_exists(sources: dict[str, str]) -> None:
    from officebot.cli.table import COMMANDS

    called = re.compile(r"^\s*(?:\$ )?officebot (?:--office \S+ |--lang \S+ )*([a-z]+)", re.MULTILINE)
    unknown = {
        (name, command)
        for name, text in sources.items()
        if name.endswith(".md")
        for block in re.findall(r"```(?:sh|console|bash|text)?\n(.*?)```", text, re.DOTALL)
        for command in called.findall(block)
        if command not in COMMANDS
    }
    assert unknown == set()


def test_every_test_is_named_by_a_sentence(sources: dict[str, str]) -> None:
    names = [
        (name, found)
        for name, text in sources.items()
        if name.startswith("tests/")
        for found in re.findall(r"^def (test_\w+)", text, re.MULTILINE)
    ]
    assert len(names) > 100
    assert [one for one in names if one[1].count("_") < 3] == []


def test_nothing_is_left_to_do(sources: dict[str, str]) -> None:
    left = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]))
    assert [name for name, text in sources.items() if name.endswith(".py") and left.search(text)] == []


def test_a_kind_of_action_is_written_by_its_class_alone(sources: dict[str, str]) -> None:
    own = {name: text for name, text in sources.items() if name.startswith("officebot/") and name.endswith(".py")}
    # As the sources have them, whatever other tests have loaded.
    kinds = {
        kind
        for text in own.values()
        for kind in re.findall(r'^    kind: ClassVar\[str\] = "(.+)"$', text, re.MULTILINE)
    }
    assert len(kinds) > 25
    named = re.compile("|".join(f'"{re.escape(kind)}"' for kind in sorted(kinds)))
    written = [
        f"{name}: {line.strip()}"
        for name, text in own.items()
        for line in text.splitlines()
        if named.search(line) and not re.match(r'\s+kind: ClassVar\[str\] = "|\s*(""")?[A-Z].*"""$', line)
    ]
    assert written == []


def test_each_version_has_lines_of_its_own_for_plugin_authors() -> None:
    _, *versions = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)
    assert versions
    for version in versions:
        for_all, heading, for_authors = version.partition("\n### For plugin authors\n")
        assert heading, version.splitlines()[0]
        assert "officebot.sdk" not in for_all
        assert for_authors.count("\n- ") >= 1
