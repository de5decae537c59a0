"""What an office may set for its orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.orders.fields import FIELDS

#: A table's or a column's name as it stands in the workbook.
Name: TypeAlias = Annotated[str, Field(max_length=200)]
_FIELDS = sorted({field for fields in FIELDS.values() for field in fields})
FieldName: TypeAlias = Annotated[str, Field(pattern="^(?:" + "|".join(_FIELDS) + ")$")]
_ADDRESS = r"^$|^[^@\s,;<>]+@[^@\s,;<>]+$"


class Settings(BaseModel):
    """[duties.orders]: which workbook holds the orders, how suppliers are written to, and when they are late."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    workbook: Name = Field(default="orders", description="The name under [workbooks] of the orders.")
    lines: Name = Field(default="", description="The table of order lines, where several could be it.")
    suppliers: Name = Field(default="", description="The table of suppliers, where several could be it.")
    budget: Name = Field(default="", description="The table of the budget, where several could be it.")
    words: Mapping[FieldName, Annotated[tuple[Name, ...], Field(strict=False, max_length=20)]] = Field(
        default_factory=dict, description='What the office calls a column: promised = ["Annoncé pour le"].'
    )
    budget_workbook: Name = Field(
        default="budget", description="The name under [workbooks] of the budget that orders are held against."
    )
    ledgers: Annotated[tuple[Name, ...], Field(strict=False, max_length=20)] = Field(
        default=(), description="The names under [workbooks] of ledgers that say what was spent of the budget."
    )
    stock: Name = Field(default="stock", description="The name under [workbooks] of the stock that goods go into.")
    mode: Literal["draft", "send"] = Field(
        default="send",
        description="Whether letters to suppliers are sent, once somebody said yes, or put into Drafts.",
    )
    goods: Literal["mail", "day"] = Field(
        default="day",
        description="Whether all goods of a day are asked about once, the next working morning, or each mail that tells of "
        "goods by itself, as it comes; after a no each is asked about.",
    )
    slip_days: int = Field(
        default=5,
        ge=0,
        le=250,
        description="By how many working days a supplier may confirm a later day than was asked for without a question: the day "
        "is entered, and told; 0 asks about each.",
    )
    late_days: int = Field(
        default=1, ge=0, le=60, description="After how many working days over its day a delivery is reminded of."
    )
    again_days: int = Field(default=3, ge=1, le=60, description="How many working days lie between two reminders.")
    most_reminders: int = Field(default=3, ge=0, le=3, description="How many reminders are written for a delivery.")
    answer_days: int = Field(default=5, ge=1, le=60, description="How many working days suppliers have for an offer.")
    offers: int = Field(
        default=3, ge=1, le=10, description="How many suppliers are asked for an offer, where several sell the goods."
    )
    offers_above: float = Field(
        default=500.0,
        ge=0,
        description="From which amount on offers are asked for, where a supplier is known already.",
    )
    deliver_days: int = Field(
        default=10, ge=1, le=250, description="In how many working days goods are wanted, where no need says more."
    )
    deliver_to: Annotated[str, Field(max_length=300)] = Field(
        default="", description="Where goods are delivered to; without, the office's name."
    )
    terms: Annotated[str, Field(max_length=300)] = Field(
        default="", description="The terms of payment that stand on an order."
    )
    template: Name = Field(
        default="order/order.typ",
        description="The template of an order: typst (.typ), Word (.docx) or Excel (.xlsx).",
    )
    negotiate: bool = Field(
        default=False, description="Whether letters for another round are proposed, once offers are compared."
    )
    decline: bool = Field(
        default=False, description="Whether an order's yes also puts drafts to those who were not chosen into Drafts."
    )
    naming_prices: bool = Field(
        default=False, description="Whether a letter that negotiates may name the best figure, never whose it is."
    )
    keeper: Annotated[str, Field(pattern=_ADDRESS, max_length=254)] = Field(
        default="", description="Who looks after orders; without, who answers for the mailbox."
    )

    @property
    def chosen(self) -> Mapping[str, str]:
        """The tables that the office named, by part."""
        named = {"lines": self.lines, "suppliers": self.suppliers, "budget": self.budget}
        return {part: name for part, name in named.items() if name}
