"""The sample office for tests: what its calendars hold lies on its server already, which else takes it in anew each time."""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from officebot.app import demo

_COLLECTIONS = Path("servers", "calendars", "collections")


def make_office(folder: Path) -> None:
    """As `officebot.app.demo.make_office`, with the calendars of its people filled."""
    demo.make_office(folder)
    shutil.copytree(_filled(), folder / _COLLECTIONS, dirs_exist_ok=True)


def write_calendar(folder: Path, name: str, text: str) -> None:
    """Have a person's calendar hold this from its first look on."""
    (folder / "calendars" / f"{name}.ics").write_text(text, "utf-8", newline="")
    for taken_in in (folder / _COLLECTIONS).glob(f"collection-root/*/{name}"):
        shutil.rmtree(taken_in)


@cache
def _filled() -> Path:
    """The calendar server's folder, filled once for all tests of this process."""
    folder = Path(mkdtemp(prefix="officebot-sample-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    demo.make_office(folder / "office")
    with demo.serving(folder / "office") as servers:
        for calendar in (folder / "office" / "calendars").glob("*.ics"):
            servers.fill_calendar(calendar.read_bytes(), name=calendar.stem)
    return folder / "office" / _COLLECTIONS
