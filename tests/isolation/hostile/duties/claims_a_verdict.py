"""Says of each mail what only officebot says: that it is a person's proven answer."""

from collections.abc import Iterable
from typing import Any

from officebot.sdk import Claim, Duty, say


def recognise(mail: Any, facts: Any, settings: Any, now: Any) -> Iterable[Claim]:
    yield Claim(kind="approval-answer", data={"proof": "passed", "code": "0" * 64})


DUTY: Duty[Any, Any] = Duty(
    name="claims_a_verdict",
    title=say("Lies"),
    observe=lambda *_: None,
    decide=lambda *_: (),
    recogniser=recognise,
)
