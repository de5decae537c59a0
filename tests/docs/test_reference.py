"""The pages made from the code tell all of it: actions with their fields, events, duties, every name of the SDK."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import re
import sys
from dataclasses import fields
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from officebot import sdk
from officebot.core.actions import kinds
from officebot.core.proposals import ProposalState
from officebot.core.schedule import Kind
from officebot.testing.box import OfficeInABox

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "tools"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """tools/reference.py, with the makers of its pages beside it."""
    spec = importlib.util.spec_from_file_location("reference", TOOLS / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["reference"] = module
    spec.loader.exec_module(module)
    return module


def page(name: str) -> str:
    return (ROOT / "docs" / "reference" / f"{name}.md").read_text("utf-8")


def section(text: str, heading: str) -> str:
    """What stands below a heading, down to the next one."""
    _, found, rest = text.partition(f"\n{heading}\n")
    assert found, heading
    return re.split(r"\n#+ ", rest)[0]


def duties() -> dict[str, Any]:
    found = entry_points(group="officebot.duties")
    return {one.name: one.load() for one in found if one.value.startswith("officebot.duties.")}


def test_each_kind_of_action_stands_there_with_each_of_its_fields() -> None:
    duties()
    # Those of the test tools, and what stands for a plugin's own, are known once something of them was imported.
    own = {kind: cls for kind, cls in kinds().items() if cls.__module__.startswith("officebot.core.")}
    assert len(own) > 20
    for kind, cls in own.items():
        about = section(page("actions"), f"## `{kind}`")
        assert inspect.getdoc(cls) in about
        assert [one.name for one in fields(cls) if f"| `{one.name}` |" not in about] == [], kind


def test_what_cannot_be_taken_back_says_so() -> None:
    about = page("actions")
    assert "Taken back: not once it is done." in section(about, "## `alert.person`")
    assert "Taken back: while it is held back; not once it has left." in section(about, "## `mail.send`")
    assert "Taken back: yes." in section(about, "## `workbook.set`")


def test_each_trigger_state_and_event_stands_there(tool: ModuleType) -> None:
    about = page("events")
    events = sys.modules["references.events"]
    written = set(events.written())
    assert {"proposal.made", "item.noted", "balance", "run.failed"} <= written
    told = [*(one.value for one in Kind), "manual", *(one.value for one in ProposalState), *written]
    assert [one for one in told if f"| `{one}` |" not in about] == []


def test_each_duty_stands_there_with_its_page_and_its_times() -> None:
    about = page("duties")
    for name, duty in duties().items():
        (row,) = re.findall(rf"^\| \[`{name}`\].*$", about, re.MULTILINE)
        assert (ROOT / "docs" / "duties" / f"{name}.md").is_file()
        assert [one for one in duty.triggers if f"`{one}`" not in row] == []


def test_each_claim_that_a_duty_waits_for_is_made_by_a_recogniser(tool: ModuleType) -> None:
    made = sys.modules["references.duties"].claimed(duties())
    waited = {
        one.removeprefix("mail ") for duty in duties().values() for one in duty.triggers if one.startswith("mail ")
    }
    assert waited
    assert waited <= set(made)
    assert "invoice" in made


def test_each_name_of_the_sdk_stands_there_and_says_what_it_is() -> None:
    about = page("sdk")
    silent = []
    for name in sdk.__all__:
        thing = getattr(sdk, name)
        if isinstance(thing, type) and issubclass(thing, sdk.Action) and thing.kind:
            assert f"| `{name}` | [`{thing.kind}`]" in about
            continue
        below = section(about, f"### `{name}`")
        if (isinstance(thing, type) or inspect.isfunction(thing)) and (inspect.getdoc(thing) or "-") not in below:
            silent.append(name)
        assert below.strip(), name
    assert silent == []


def test_each_name_of_a_subject_stands_there(tool: ModuleType) -> None:
    about = page("sdk")
    subjects = sys.modules["references.interface"].subjects()
    assert "panels" in subjects
    for subject in subjects:
        held = importlib.import_module(f"officebot.sdk.{subject}")
        for name in held.__all__:
            if getattr(sdk, name, None) is not getattr(held, name):
                assert section(about, f"### `{subject}.{name}`").strip(), name


def test_what_authors_test_with_stands_there(tool: ModuleType) -> None:
    about = page("testing")
    testing = sys.modules["references.testing"]
    assert {"office", "embedded", "virtual_clock"} <= set(testing.fixture_names())
    assert [one for one in testing.fixture_names() if f"| `{one}` |" not in about] == []
    box = [name for name, one in vars(OfficeInABox).items() if inspect.isfunction(one) and not name.startswith("_")]
    assert len(box) > 15
    assert [name for name in box if f"| `{name}(" not in section(about, "### `OfficeInABox`")] == []


def test_each_method_of_the_office_stands_there() -> None:
    about = section(page("sdk"), "### `Office`")
    named = [name for name, one in vars(sdk.Office).items() if inspect.isfunction(one) and not name.startswith("_")]
    assert len(named) > 15
    assert [name for name in named if f"| `{name}(" not in about] == []
