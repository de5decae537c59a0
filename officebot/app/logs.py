"""The log: one JSON object a line, kept for so many days, without bodies, subjects, addresses or passwords."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from typing import Any

#: What may stand in a log besides the message: keys and counts, never what people wrote.
_ALLOWED = frozenset(
    {"account", "attempts", "duty", "ended", "error", "even", "first", "kind", "later", "listed", "new", "pid", "places",
     "port", "problems", "proposal", "reason", "received", "run", "source", "state"}
)  # fmt: skip


class JsonLines(logging.Formatter):
    """One JSON object a record; only allowed extras, tracebacks as places without their values."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        shown: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        shown.update({name: value for name, value in record.__dict__.items() if name in _ALLOWED})
        if record.exc_info and record.exc_info[1] is not None:
            # The exception's own words may quote a mail: the places where it passed are enough.
            frames = traceback.extract_tb(record.exc_info[1].__traceback__)
            shown["trace"] = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(shown, ensure_ascii=False, default=str)


def keep_logs(folder: Path, days: int) -> None:
    """Write officebot's log into the folder, a file a day, the oldest gone after `days`."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = TimedRotatingFileHandler(
        folder / "officebot.log", when="midnight", backupCount=days, encoding="utf-8", utc=True
    )
    handler.setFormatter(JsonLines())
    root = logging.getLogger("officebot")
    for old in root.handlers[:]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False
    (folder / "officebot.log").chmod(0o600)
