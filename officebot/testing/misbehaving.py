"""Recognisers that do what none may, by the words of a mail's subject, for tests of what holds against them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from officebot.sdk import Claim, Duty, Mail, Office, OfficeFacts, Trigger, quoted

_FOR_LONG = 600.0


class Settings(BaseModel):
    """None."""


def recognise(mail: Mail, _facts: OfficeFacts, _settings: Any, _now: datetime) -> Iterable[Claim]:
    """Hangs over "hang", ends its process over "die", takes memory without end over "eat"; else says that it looked."""
    if "hang" in mail.subject:
        time.sleep(_FOR_LONG)
    if "die" in mail.subject:
        os._exit(7)
    if "eat" in mail.subject:
        held = []
        while True:
            held.append(bytearray(50_000_000))
    yield Claim(kind="looked", data={"subject": mail.subject})


def observe(_office: Office, trigger: Trigger, _settings: Any) -> Trigger:
    """The trigger."""
    return trigger


def decide(_facts: Trigger, _settings: Any) -> Iterable[Any]:
    """Nothing."""
    return ()


def duty(name: str) -> Duty[Any, Any]:
    """A duty whose recogniser misbehaves."""
    return Duty(
        name=name, title=quoted(name), settings=Settings, observe=observe, decide=decide, recogniser=recognise
    )
