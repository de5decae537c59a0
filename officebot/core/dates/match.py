"""A date that was found in a text, as everybody outside sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Match:
    """One date, time, range, length or repetition of a text.

    `start` and `end` are places in the text, the end exclusive. `value`, `from_` and `to` are local ISO values; the end of
    a range is exclusive, an open one is empty. `latest` is the instant, or the whole day, by which something would be due if
    this is a deadline; None where it says nothing of the kind.
    """

    text: str
    start: int
    end: int
    type: str
    value: str = ""
    from_: str = ""
    to: str = ""
    seconds: int | None = None
    rule: str = ""
    role: str = "mention"
    latest: date | datetime | None = None
    has_time: bool = False
    #: Whether it is told whose clock shows its time: a zone is named, or it is counted from now, or the office closes then.
    is_zoned: bool = False

    def to_json(self) -> dict[str, object]:
        """The match as the command prints it."""
        made: dict[str, object] = {"text": self.text, "start": self.start, "end": self.end, "type": self.type}
        if self.value:
            made["value"] = self.value
        elif self.type.endswith("range"):
            made |= {"from": self.from_ or None, "to": self.to or None}
        if self.seconds is not None:
            made["seconds"] = self.seconds
        if self.rule:
            made["rule"] = self.rule
        return {**made, "role": self.role}
