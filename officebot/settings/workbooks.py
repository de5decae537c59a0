"""What stands in office.toml about the office's own workbooks: where each lies, and whether it may be changed."""

from __future__ import annotations

from pydantic import Field

from officebot.settings.fields import Filled
from officebot.settings.table import Table


class WorkbookTable(Table):
    """[workbooks.NAME]: a workbook that people keep, and that officebot reads."""

    path: Filled = Field(description="The file, seen from the office's folder.")
    write: bool = Field(default=False, description="Whether officebot may change it; else it is only read.")
