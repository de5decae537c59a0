"""Each rule of `officebot plugin check` catches the plugin that breaks it, and lets the others be."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot
from officebot.plugins.checking import grading, probing
from officebot.plugins.checking.bounding import descendants
from officebot.plugins.checking.model import Grade
from officebot.plugins.checking.rules import RULES
from officebot.plugins.checking.subject import subject_at
from officebot.sdk.deprecated import Deprecated
from tests.conftest import missing

GOOD = Path(__file__).parent / "good"
PANEL = "door_list/panel.py"
DUTY, ACTING, SETTINGS = "door_list/duty.py", "door_list/acting.py", "door_list/settings.py"
TEST, MANIFEST = "tests/test_door_list.py", "door_list/plugin.toml"

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("plugin check")]

#: rule → the edits that break it: file, what stood there, what stands there now ("" for both: the file is gone).
TWINS: dict[str, list[tuple[str, str, str]]] = {
    "loads-quietly": [(SETTINGS, "class Settings", 'open("seen.txt", "w").close()\n\n\nclass Settings')],
    "loads-fast": [(SETTINGS, "class Settings", "sum(i * i for i in range(4_000_000))\n\n\nclass Settings")],
    "is-named": [(DUTY, 'name="door_list"', 'name="front_door"')],
    "documents-settings": [(SETTINGS, ', description="For so many days a visit stays announced."', "")],
    "declares-itself": [(MANIFEST, 'sdk = "1.0"\n', "")],
    "fitting-rights": [(MANIFEST, 'mail = ["desk/INBOX"]\n', 'mail = ["desk/INBOX"]\nworkbooks = ["stock"]\n')],
    "sdk-only": [(DUTY, "from officebot.sdk import Duty", "import officebot.core.text\nfrom officebot.sdk import Duty")],
    "decides-purely": [(DUTY, "    for mail in facts.mails:", "    datetime.now()\n    for mail in facts.mails:")],
    "decides-alike": [(DUTY, "quote=mail.subject[:100]", "quote=str(hash(mail.subject))")],
    "stable-keys": [
        (DUTY, 'f"door-list:{mail.mark}"', 'f"door-list:{mail.mark}:{facts.now}"'),
        (TEST, '[f"door-list:{mail(1).mark}"]', '[f"door-list:{mail(1).mark}:{facts()[0].now}"]'),
    ],
    "tested": [(TEST, 'kind="invoice")) == []', 'kind="invoice")) == ["door-list:1"]')],
    "readable": [(DUTY, '            reason=say("A visit was announced by mail."),\n', "")],
    "both-languages": [("door_list/locale/fr.po", 'msgstr "Le courriel le dit."', 'msgstr ""')],
    "acts-once": [(ACTING, "return Done() if self._stands(_visitor(job.action)) else NotDone()", "return NotDone()")],
    "takes-back": [(ACTING, "if not line.startswith(f\"{visitor.mark} \")", "")],
    "previews": [(ACTING, "address=visitor.address", "address=str(object())")],
    "hostile-words": [(DUTY, "        yield Proposal(", '        mail.subject.encode("ascii")\n        yield Proposal(')],
    "tests-can-fail": [(TEST, "assert ", "assert True or ")],
    "runs-apart": [(DUTY, "    since = trigger", '    getattr(office, "workbook")("stock")\n    since = trigger')],
    "draws": [(PANEL, "    rows = tuple(", "    visits[0]\n    rows = tuple(")],
    "migrates": [("door_list/migrating.py", "int(value)", 'int(value["count"])')],
    "typed": [(SETTINGS, "class Settings", "def nothing(a):\n    return a\n\n\nclass Settings")],
    "papers": [("CHANGELOG.md", "", "")],
}  # fmt: skip
#: Rules that cannot be broken alone: whose tests fail, has no tests that could show anything; who writes a file when it is
#: loaded, or calls itself otherwise than its entry point does, is turned away by the sandbox.
DRAGGED = {"tested": {"tests-can-fail"}, "loads-quietly": {"runs-apart"}, "is-named": {"runs-apart"}}


@pytest.fixture
def twin(tmp_path: Path) -> Callable[[str], Path]:
    """The good plugin with one rule broken."""

    def made(rule: str) -> Path:
        place = tmp_path / "project"
        shutil.copytree(GOOD, place)
        for name, before, after in TWINS[rule]:
            file = place / name
            if not before:
                file.unlink()
                continue
            text = file.read_text("utf-8")
            assert before in text, f"{name} no longer holds {before!r}"
            file.write_text(text.replace(before, after), "utf-8")
        return place

    return made


def test_a_plugin_that_keeps_every_rule_is_gold() -> None:
    report = grading.check(GOOD)
    assert [one.rule.id for one in report.verdicts if one.is_broken] == []
    assert report.grade is Grade.GOLD


def test_each_rule_has_a_twin_that_breaks_it() -> None:
    assert set(TWINS) == {rule.id for rule in RULES} - {"up-to-date"}


def test_a_name_on_its_way_out_is_found_with_the_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    leaving = (
        Deprecated(name="SeenMail", since="1.1", replacement="Letter", edit="Write Letter."),
        Deprecated(name="Office.mails", since="1.1", replacement="Office.letters", edit="Call letters."),
    )
    monkeypatch.setattr("officebot.sdk.deprecated.DEPRECATED", leaving)
    (verdict,) = grading.check(GOOD, ["up-to-date"]).verdicts
    told = " ".join(one.render() for one in verdict.found.evidence)
    assert "SeenMail is gone in version 1.3" in told
    assert "Call letters." in told


@pytest.mark.parametrize("rule", TWINS)
def test_the_rule_catches_its_twin(rule: str, twin: Callable[[str], Path]) -> None:
    (verdict,) = grading.check(twin(rule), [rule]).verdicts
    assert verdict.is_broken, [one.render() for one in verdict.found.evidence]
    assert verdict.found.evidence


@pytest.mark.sweep
@pytest.mark.parametrize("rule", TWINS)
def test_no_other_rule_complains_of_the_twin(rule: str, twin: Callable[[str], Path], is_sweep: bool) -> None:
    if not is_sweep:
        return
    broken = {one.rule.id for one in grading.check(twin(rule)).verdicts if one.is_broken}
    assert broken == {rule} | DRAGGED.get(rule, set())


def test_the_grade_is_the_one_below_the_first_broken_rule(twin: Callable[[str], Path]) -> None:
    place = twin("papers")
    only = ["is-named", "papers", "sdk-only"]
    assert grading.check(place, only).grade is Grade.SILVER


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    called = CliRunner().invoke(officebot, ["plugin", "check", str(tmp_path / "nowhere")])
    assert "There is no folder" in called.output


def test_a_plugin_for_another_sdk_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "project"
    shutil.copytree(GOOD, place)
    (place / MANIFEST).write_text((place / MANIFEST).read_text("utf-8").replace('"1.0"', '"9.0"'), "utf-8")
    (verdict,) = grading.check(place, ["declares-itself"]).verdicts
    assert verdict.is_broken


@pytest.mark.parametrize(("version", "is_broken"), [("1.0", True), ("1.1", False)])
def test_a_name_that_is_newer_than_the_version_it_says_is_found(
    tmp_path: Path, version: str, is_broken: bool
) -> None:
    place = tmp_path / "project"
    shutil.copytree(GOOD, place)
    with (place / DUTY).open("a", encoding="utf-8") as duty:
        duty.write("\n\nfrom officebot.sdk.workbooks import rows_by_key  # noqa: E402, F401\n")
    (place / MANIFEST).write_text((place / MANIFEST).read_text("utf-8").replace('"1.0"', f'"{version}"'), "utf-8")
    (verdict,) = grading.check(place, ["declares-itself"]).verdicts
    assert verdict.is_broken is is_broken
    told = " ".join(one.render() for one in verdict.found.evidence)
    assert ('rows_by_key came with version 1.1 of the SDK: write sdk = "1.1".' in told) is is_broken


def test_a_plugin_that_hangs_while_it_is_loaded_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "project"
    shutil.copytree(GOOD, place)
    (place / SETTINGS).write_text("while True:\n    pass\n")
    monkeypatch.setattr("officebot.plugins.checking.probing.SECONDS", 2.0)
    (verdict,) = grading.check(place, ["is-named"]).verdicts
    assert verdict.is_broken


BEGINS_MANY = """import subprocess, sys

kept = [subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"]) for _ in range(200)]
"""


@pytest.mark.parametrize("rule", ["is-named", "tested"])
def test_a_plugin_that_begins_processes_without_end_is_ended_with_them(tmp_path: Path, rule: str) -> None:
    place = tmp_path / "project"
    shutil.copytree(GOOD, place)
    (place / (SETTINGS if rule == "is-named" else TEST)).write_text(f"{BEGINS_MANY}\n\ndef test_it() -> None: ...\n")
    before = set(descendants(os.getpid()))
    (verdict,) = grading.check(place, [rule]).verdicts
    assert verdict.is_broken
    assert "more than 64 processes" in " ".join(one.render() for one in verdict.found.evidence)
    assert set(descendants(os.getpid())) <= before


def test_a_plugin_that_ends_its_process_is_told_of(tmp_path: Path) -> None:
    place = tmp_path / "project"
    shutil.copytree(GOOD, place)
    (place / SETTINGS).write_text("import os\n\nos._exit(7)\n")
    (verdict,) = grading.check(place, ["loads-quietly"]).verdicts
    assert "exit 7" in verdict.found.evidence[0].render()


def test_the_command_says_what_is_wrong_and_what_to_do(twin: Callable[[str], Path]) -> None:
    place = twin("papers")
    called = CliRunner().invoke(
        officebot, ["plugin", "check", str(place), "--rule", "papers"], env={"LANGUAGE": "fr"}
    )
    assert called.exit_code == 1
    assert "Il n’y a pas de CHANGELOG.md." in called.output
    called = CliRunner().invoke(officebot, ["plugin", "check", str(place), "--rule", "papers", "--json"])
    assert json.loads(called.output.splitlines()[0])["outcome"] == "failed"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "There is no pyproject.toml"),
        ({"pyproject.toml": "[project"}, "cannot be read"),
        ({"pyproject.toml": "[project]\nname='a'\n"}, "makes no duty known"),
        (
            {"pyproject.toml": "[project]\nversion='1'\n[project.entry-points.'officebot.duties']\na='gone:DUTY'\n"},
            "which is neither in it",
        ),
        (
            {"pyproject.toml": "[project]\nname='a'\n[project.entry-points.'officebot.duties']\na='a:DUTY'\n"},
            'says no version: write version = "0.1.0" below [project]',
        ),
    ],
)
def test_a_folder_that_is_no_plugin_is_one_sentence(files: dict[str, str], said: str, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    called = CliRunner().invoke(officebot, ["plugin", "check", str(tmp_path)])
    assert called.exit_code != 0
    assert said in called.output


def test_what_a_decision_did_besides_is_said_in_french_too(twin: Callable[[str], Path]) -> None:
    called = CliRunner().invoke(
        officebot,
        ["plugin", "check", str(twin("decides-purely")), "--rule", "decides-purely"],
        env={"LANGUAGE": "fr"},
    )
    assert "- door_list: horloge, datetime.now" in called.output


def test_what_is_checked_sees_the_project_and_nothing_of_the_machine_beside_it(tmp_path: Path) -> None:
    outside = [__file__, "/run", "/var"]
    assert all(map(os.path.exists, outside))
    words = f"import os; print([one for one in {outside!r} if os.path.exists(one)], os.listdir({str(GOOD)!r}) != [])"
    command = probing.confined([sys.executable, "-I", "-c", words], subject_at(GOOD), tmp_path)
    if not probing.is_confined():
        missing("bubblewrap is not installed")
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    seen, is_there = ended.stdout.strip().rsplit(" ", 1)
    assert is_there == "True"
    assert not {__file__, "/run", "/var"} & set(ast.literal_eval(seen))


def test_no_code_of_a_project_is_run_by_what_reads_its_types(tmp_path: Path) -> None:
    place, told = tmp_path / "project", tmp_path / "told"
    shutil.copytree(GOOD, place)
    for name in ("sitecustomize.py", "mypy.py"):
        (place / name).write_text(f"open({str(told)!r}, 'w').write('run')\n")
    grading.check(place, ["typed"])
    assert not told.exists()
