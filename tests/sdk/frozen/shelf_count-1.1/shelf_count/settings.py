"""The settings of the duty."""

from __future__ import annotations

from pydantic import Field

from officebot.sdk import DutySettings


class Settings(DutySettings):
    """[duties.shelf_count]: which workbook, and which of its columns."""

    workbook: str = Field(default="shelves", description="The workbook, by its name in the settings.")
    article: str = Field(default="Article", description="The heading above the articles.")
    column: str = Field(default="In stock", description="The heading above the numbers.")
