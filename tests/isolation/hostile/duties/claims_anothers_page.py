"""Puts its panel on the page of another, with links that lead out of the house."""

from collections.abc import Sequence
from typing import Any

from officebot.sdk import Duty, Panel, say
from officebot.sdk.panels import Block, Cell, Rows


def show(office: Any, viewer: Any, settings: Any) -> Sequence[Block]:
    places = ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/proposal/3")
    cells = tuple(Cell(words=say("Approve"), to=one) for one in places)
    return (Rows(title=say("Urgent"), columns=(), rows=(cells,), after="https://evil.example/"),)


DUTY: Duty[Any, Any] = Duty(
    name="claims_anothers_page",
    title=say("Grasps"),
    observe=lambda *_: None,
    decide=lambda *_: (),
    panels=(Panel(page="approvals", title=say("Approvals"), show=show),),
)
