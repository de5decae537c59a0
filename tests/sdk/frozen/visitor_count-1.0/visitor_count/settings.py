"""The settings of the duty."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from officebot.sdk import DutySettings, Known, Unfit
from officebot.sdk.settings import alone


class Settings(DutySettings):
    """[duties.visitor_count]: whom visitors come to, and where their badges are put."""

    word: str = Field(
        default="visitors", min_length=1, max_length=40, description="The word that announces visitors."
    )
    host: str = Field(default="", description="Who receives them: an address.")
    badges: str = Field(default="", description="The folder of this machine that the badge printer watches.")

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """A host whom nobody knows."""
        yield from alone("host", known.person(self.host))
