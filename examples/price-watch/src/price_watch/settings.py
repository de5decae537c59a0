"""The duty's settings, as they stand in office.toml below [duties.price_watch]."""

from __future__ import annotations

from officebot.sdk import DutySettings
from pydantic import Field


class Settings(DutySettings):
    """[duties.price_watch]: which list is watched, and from which change on somebody is asked."""

    source: str = Field(
        default="incoming/prices/prices.csv",
        min_length=5,
        max_length=500,
        description="The supplier’s list: a file below incoming/prices, or an https address.",
    )
    workbook: str = Field(
        default="stock", max_length=100, description="The workbook with your prices, by its name in the settings."
    )
    article: str = Field(
        default="", max_length=100, description="The heading of your articles, where it is not found by itself."
    )
    price: str = Field(
        default="", max_length=100, description="The heading of your prices, where it is not found by itself."
    )
    list_article: str = Field(
        default="",
        max_length=100,
        description="The heading of the articles in the supplier’s list, where it is not found.",
    )
    list_price: str = Field(
        default="",
        max_length=100,
        description="The heading of the prices in the supplier’s list, where it is not found.",
    )
    percent: int = Field(default=5, ge=0, le=100, description="From a change of so many percent on, you are asked.")
