"""A shell completes commands, options and values; for it nothing of an office is read and no plugin is run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.entrypoints.distributions import install

PROGRAM = Path(sys.executable).with_name("officebot")
#: Commands that anybody's duty, calendar or workbook code would be imported by.
_HEAVY = ("officebot.app", "officebot.duties", "officebot.engine", "officebot.connectors", "pydantic", "sqlalchemy")


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    cache = str(tmp_path / "cache")
    path = os.pathsep.join([str(PROGRAM.parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "XDG_CACHE_HOME": cache, "LANGUAGE": "en", **more}


def ended(command: list[str], tmp_path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment(tmp_path, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def bash(line: str, tmp_path: Path, **more: str) -> tuple[list[str], str]:
    """What a real bash completes the last word of the line with, and how it completes files besides."""
    if shutil.which("bash") is None:
        pytest.skip("bash is missing")
    script = (
        'source <(officebot completion bash) && compopt() { local IFS=" "; echo "compopt $*"; } && '
        'read -ra COMP_WORDS <<< "$1" && [[ "$1" != *" " ]] || COMP_WORDS+=("") && '
        "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) && _officebot_completion officebot && "
        'printf "%s\\n" "${COMPREPLY[@]}" && complete -p officebot'
    )
    said = ended(["bash", "--norc", "-c", script, "bash", line], tmp_path, **more).stdout.splitlines()
    assert said[-1] == "complete -o nosort -F _officebot_completion officebot"
    options = [row.removeprefix("compopt ") for row in said[:-1] if row.startswith("compopt ")]
    return [row for row in said[:-1] if row and not row.startswith("compopt ")], "".join(options)


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        pytest.param("officebot dea", ["deadlines"], id="a command"),
        pytest.param("officebot --office . mail ju", ["judge"], id="a command of a group, after an option"),
        pytest.param("officebot mail judge --own", ["--owner"], id="an option"),
        pytest.param("officebot completion ", ["bash", "zsh", "fish"], id="a choice"),
        pytest.param("officebot once dispa", ["dispatch"], id="a duty"),
        pytest.param("officebot no-such-thing xy", [], id="nothing of what is not there"),
    ],
)
def test_bash_completes_commands_options_and_values(line: str, completed: list[str], tmp_path: Path) -> None:
    assert bash(line, tmp_path) == (completed, "")


@pytest.mark.parametrize(
    ("line", "option"),
    [
        pytest.param("officebot invoice check inv", "-o default", id="a file"),
        pytest.param("officebot document render letter.docx --out ", "-o default", id="the file of an option"),
        pytest.param("officebot --office of", "-o dirnames", id="a folder"),
    ],
)
def test_bash_completes_files_and_folders_itself(line: str, option: str, tmp_path: Path) -> None:
    assert bash(line, tmp_path) == ([], option)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_what_they_read(shell: str, tmp_path: Path) -> None:
    said = ended([str(PROGRAM), "completion", shell], tmp_path).stdout
    assert f"_OFFICEBOT_COMPLETE={shell}_complete" in said
    if shutil.which(shell) is not None:
        (tmp_path / "script").write_text(said)
        ended([shell, "-n", str(tmp_path / "script")], tmp_path)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_wheel_brings_what_the_command_prints(shell: str, tmp_path: Path) -> None:
    brought = (Path(__file__).parents[2] / "completions" / f"officebot.{shell}").read_text()
    assert ended([str(PROGRAM), "completion", shell], tmp_path).stdout == brought


def asked(tmp_path: Path, words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """What a shell is told when it asks how the last of the words may go on."""
    count = str(len(words.split(" ")) - 1)
    return ended(
        [sys.executable, "-X", "importtime", "-m", "officebot"], tmp_path,
        _OFFICEBOT_COMPLETE="zsh_complete", COMP_WORDS=words, COMP_CWORD=count, **more,
    )  # fmt: skip


def test_each_command_and_option_comes_with_its_sentence_in_the_reader_s_language(tmp_path: Path) -> None:
    assert asked(tmp_path, "officebot balanc", LANGUAGE="fr").stdout.splitlines() == [
        "plain", "balance", "Compter ce qui est arrivé\xa0: traité, en attente, listé.",
    ]  # fmt: skip
    options = asked(tmp_path, "officebot balance --j", LANGUAGE="fr").stdout.splitlines()
    assert options == ["plain", "--json", "Un objet JSON par ligne."]


@pytest.mark.parametrize("words", ["officebot ", "officebot mail ", "officebot once ", "officebot mine sub"])
def test_completing_imports_no_duty_and_runs_no_plugin(words: str, tmp_path: Path) -> None:
    plugins = tmp_path / "plugins"
    install(plugins, "mine-1.0.dist-info", mine="mine:DUTY")
    (plugins / "mine.py").write_text("raise SystemExit('a plugin was run')\n")
    done = asked(tmp_path, words, PYTHONPATH=str(plugins))
    imported = {row.rpartition("|")[2].strip() for row in done.stderr.splitlines() if row.startswith("import time:")}
    assert "officebot.cli.table" in imported
    assert [name for name in imported if name.startswith(_HEAVY)] == []
    assert ("mine" in done.stdout.split()) is (words == "officebot once ")
