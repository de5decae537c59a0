"""What settings of a duty are made of: their base, and how they say that they name what is not there."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from officebot.core.known import Known, Unfit, alone, among

__all__ = ["DutySettings", "Known", "NoSettings", "Unfit", "alone", "among"]


class DutySettings(BaseModel):
    """The base of a duty's settings: frozen, and a key that nobody knows is said with its place.

    Each key is a field with a default and a description, in English; its French stands in the plugin's locale/fr.po:
    `most: int = Field(default=100, ge=1, description="How many rows are listed.")`.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NoSettings(DutySettings):
    """The settings of a duty that has none."""
