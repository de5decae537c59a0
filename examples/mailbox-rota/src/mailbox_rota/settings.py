"""The duty's settings, as they stand in office.toml below [duties.mailbox_rota]."""

from __future__ import annotations

from officebot.sdk import DutySettings
from pydantic import Field


class Settings(DutySettings):
    """[duties.mailbox_rota]: whose mails are shared out, and by which rota."""

    account: str = Field(
        default="desk", max_length=100, description="The shared mailbox, by its name in the settings."
    )
    workbook: str = Field(
        default="rota", max_length=100, description="The workbook with the rota, by its name in the settings."
    )
    days: int = Field(default=1, ge=0, le=30, description="In so many working days a mail is to be answered.")
