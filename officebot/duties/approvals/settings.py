"""What an office may set for approvals by mail."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.known import Known, Unfit, alone

#: An address of a person of the office.
Somebody: TypeAlias = Annotated[str, Field(pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+$", max_length=254)]


class Settings(BaseModel):
    """[duties.approvals]: who is asked by mail, what a mail may decide, and what happens when nobody answers."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    people: Annotated[tuple[Somebody, ...], Field(strict=False)] = Field(
        default=(), description="Who is asked by mail; empty: all who may decide."
    )
    everyone: bool = Field(
        default=False,
        description="Whether all who may decide are asked at once; else its owner alone, and the others when it nears its end.",
    )
    deputies: dict[Somebody, Somebody] = Field(
        default_factory=dict,
        description="Who is asked in whose place when they are away or silent, where they recorded no delegation.",
    )
    most_by_mail: Annotated[float, Field(ge=0, le=100_000)] = Field(
        default=0,
        description="Up to which amount a yes by mail counts; what has a larger one is decided on the page. 0: whatever has one.",
    )
    sender_is_checked: bool = Field(
        default=False,
        description="Whether the office's own mail server lets nobody send in another's name; if not, a yes counts only where "
        "it answers the very mail that asked.",
    )
    most: Annotated[int, Field(ge=1, le=100)] = Field(
        default=20, description="How many proposals one mail asks about."
    )
    good_hours: Annotated[int, Field(ge=1, le=336)] = Field(
        default=72, description="For how long a mail may be answered."
    )
    remind_hours: Annotated[float, Field(ge=0, le=200)] = Field(
        default=9,
        description="So many working hours before it expires, whoever was asked is reminded once; 0: never.",
    )
    pass_on_hours: Annotated[float, Field(ge=0, le=200)] = Field(
        default=4,
        description="So many working hours before it expires, the delegate or the others who may decide are asked; 0: never.",
    )
    alert: Literal["none", "medium"] = Field(
        default="none",
        description="Whether those with a medium in [alerts] are alerted of what cannot wait, and of what is passed on to them.",
    )
    account: str = Field(default="", description="From which mail account it is asked; empty: the first one.")

    @property
    def most_amount(self) -> Decimal:
        """Up to which amount a mail decides."""
        return Decimal(str(self.most_by_mail))

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """What of these settings names nobody and nothing of the office."""
        for place, one in enumerate(self.people):
            yield from alone(f"people[{place}]", known.person(one))
        for absent, deputy in self.deputies.items():
            yield from alone(f"deputies.{absent}", known.person(absent))
            yield from alone(f"deputies.{absent}", known.person(deputy))
        yield from alone("account", known.account(self.account))
