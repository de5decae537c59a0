"""The page about testing a duty: its examples run, and all that the office in a box can do stands there."""

from __future__ import annotations

from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from officebot.testing.box import OfficeInABox
from tests.docs.following import blocks

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "test-a-duty.md"


@pytest.fixture
def examples() -> list[str]:
    return [block.text for block in blocks(PAGE.read_text("utf-8")) if block.language == "python"]


def test_a_workbook_made_of_rows_is_as_the_page_says(examples: list[str]) -> None:
    exec(examples[0], {})


def test_the_page_s_test_of_a_duty_passes(examples: list[str], office: OfficeInABox) -> None:
    made: dict[str, Any] = {"__name__": "example"}
    exec(compile(examples[1], "test_note.py", "exec"), made)
    made["test_a_mail_is_noted_after_the_yes"](office)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, value in vars(OfficeInABox).items()
        if not name.startswith("_") and isinstance(value, FunctionType | property)
    ],
)
def test_all_that_the_office_in_a_box_can_do_stands_on_the_page(name: str) -> None:
    page = PAGE.read_text("utf-8")
    assert f"`{name}(" in page or f"`{name}`" in page
