"""The settings of an office in a box: its office.toml, changed table by table, and the workbooks that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit

from officebot.core.text import Language
from officebot.settings.tables import PEOPLE_COLUMNS


class Settings:
    """The office.toml of the office in this folder, and what lies beside it."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder = folder
        self.language: Language = "fr" if language == "fr" else "en"

    def begin(self, second: str) -> None:
        """Past the days of observing, without the wait before a mail leaves; with a second person who may decide."""
        self.put("trust", {"observe_days": 0})
        self.put("mail", {"hold_seconds": 0})
        address = f"{second.partition(' ')[0].lower()}@office.example"
        told = {"name": second, "address": address, "language": self.language, "circle": "direction"}
        with (self._folder / "people.csv").open("a", encoding="utf-8") as people:
            people.write(",".join(told.get(column, "") for column in PEOPLE_COLUMNS[:7]) + "\n")

    def put(self, table: str, values: Mapping[str, Any]) -> None:
        """Set these keys of a table; a dot in its name leads into a table."""
        path = self._folder / "office.toml"
        document: Any = tomlkit.parse(path.read_text("utf-8"))
        within = document
        for name in table.split("."):
            if name not in within:
                within[name] = tomlkit.table()
            within = within[name]
        for key, value in values.items():
            within[key] = value
        path.write_text(tomlkit.dumps(document), "utf-8")

    def duty(self, name: str, settings: Mapping[str, Any], triggers: Sequence[str] | None) -> None:
        """Enable a duty, with these settings."""
        own = {"enabled": True, **settings}
        if triggers is not None:
            own["triggers"] = list(triggers)
        self.put(f"duties.{name}", own)

    def workbook(self, name: str, sheets: Mapping[str, Sequence[Sequence[Any]]], *, write: bool) -> Path:
        """A workbook with these sheets, under this name."""
        from openpyxl import Workbook

        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        target = self._folder / "workbooks" / f"{name}.xlsx"
        target.parent.mkdir(exist_ok=True)
        book.save(target)
        self.put(f"workbooks.{name}", {"path": f"workbooks/{name}.xlsx", "write": write})
        return target

    def calendar(self, name: str, url: str, address: str) -> None:
        """A calendar on the office's own server, which is that person's and may be written to."""
        place = tomlkit.inline_table()
        place.update({"file": "secrets/imap"})
        table = {"person": address, "kind": "caldav", "url": url, "user": address, "password": place, "write": True}
        self.put(f"calendars.{name}", table)
