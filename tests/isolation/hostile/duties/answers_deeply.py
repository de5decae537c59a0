"""Answers with brackets in brackets, and with more small things than would fit into memory."""

import os
import struct
from contextlib import suppress
from typing import Any

from officebot.sdk import Duty, say

DEEP = b"[" * 100_000
MANY = b'{"id":1,"said":[' + b"[]," * 5_000_000 + b"[]]}"


def observe(office: Any, trigger: Any, settings: Any) -> Any:
    said = DEEP if trigger.key == "deep" else MANY
    for handle in range(3, 64):
        with suppress(OSError):
            os.set_blocking(handle, True)
            frame = struct.pack(">I", len(said)) + said
            while frame:
                frame = frame[os.write(handle, frame) :]


DUTY: Duty[Any, Any] = Duty(name="answers_deeply", title=say("Lies"), observe=observe, decide=lambda *_: ())
