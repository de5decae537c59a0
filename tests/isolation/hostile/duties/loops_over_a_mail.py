"""Never ends over a mail."""

from collections.abc import Iterable
from typing import Any

from officebot.sdk import Claim, Duty, say


def recognise(mail: Any, facts: Any, settings: Any, now: Any) -> Iterable[Claim]:
    while True:
        pass


DUTY: Duty[Any, Any] = Duty(
    name="loops_over_a_mail",
    title=say("Loops"),
    observe=lambda *_: None,
    decide=lambda *_: (),
    recogniser=recognise,
)
