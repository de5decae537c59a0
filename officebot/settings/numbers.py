"""What stands in office.toml about numbers without gaps: how those of each series read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from officebot.core.numbering import SERIES, SeriesRule, is_format, usual_format
from officebot.core.text import Language, say
from officebot.settings.fields import Filled, Wrong
from officebot.settings.table import Table


def _series(name: str) -> str:
    if not SERIES.fullmatch(name):
        raise Wrong(say("“{read}” is not a name for a series of numbers: write it as “orders”.", read=name[:80]))
    return name


SeriesName = Annotated[str, AfterValidator(_series)]


class NumbersTable(Table):
    """[numbers.SERIES]: the numbers without gaps of one series, such as orders."""

    format: Filled | None = Field(
        default=None,
        description="How they read, as “BC-{year}-{number:04}”; as is usual in the office's language, if absent.",
    )
    start: Annotated[int, Field(ge=1, le=999_999_999)] = Field(
        default=1, description="The first number; of no effect on a series, or a year of it, that has begun."
    )
    reset: Literal["year", "never"] = Field(default="year", description="Whether they start anew each year.")

    @model_validator(mode="after")
    def _reads_well(self) -> NumbersTable:
        if self.format is not None and not is_format(self.format, is_yearly=self.reset == "year"):
            raise Wrong(
                say(
                    "“{read}” cannot be a format of numbers: write one {{number}} or {{number:04}}, a {{year}} where they "
                    "start anew each year, and between them letters, digits, blanks, “-”, “_” and “.” only.",
                    read=self.format,
                )
            )
        return self

    def rule(self, series: str, language: Language) -> SeriesRule:
        """The same as numbers are given by."""
        usual = usual_format(series, language)
        return SeriesRule(format=self.format or usual, start=self.start, is_yearly=self.reset == "year")


def rules_of(tables: Mapping[str, NumbersTable], language: Language) -> dict[str, SeriesRule]:
    """The rules of the series that the settings name."""
    return {series: table.rule(series, language) for series, table in tables.items()}
