"""The page of examples: its code runs, and each name of the SDK is shown there, or said where officebot uses it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.sdk.test_surface import loaded

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "sdk-examples.md"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    return loaded("sdk_uses")


def test_the_code_on_the_page_runs() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) > 10
    module = sys.modules["sdk_examples"] = ModuleType("sdk_examples")
    for number, block in enumerate(blocks):
        exec(compile(block, f"example {number}", "exec"), module.__dict__)


def test_each_name_of_the_sdk_is_shown_in_use(tool: ModuleType) -> None:
    made, missing = tool.written(PAGE.read_text("utf-8"))
    assert missing == []
    assert made == PAGE.read_text("utf-8"), "python tools/sdk_uses.py"


def test_a_name_that_nothing_shows_is_found(tool: ModuleType) -> None:
    assert "Recogniser" in tool.written("no code")[1]
    assert tool.shown("```python\nNoteItem\n```\n") == {"NoteItem"}
