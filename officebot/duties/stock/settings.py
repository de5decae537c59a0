"""What an office may set for its stock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.stock.fields import FIELDS
from officebot.core.stock.model import StockPolicy

#: A table's or a column's name as it stands in the workbook.
Name: TypeAlias = Annotated[str, Field(max_length=200)]
_FIELDS = sorted({field for fields in FIELDS.values() for field in fields})
_ANY_FIELD = "^(?:" + "|".join(_FIELDS) + ")$"
FieldName: TypeAlias = Annotated[str, Field(pattern=_ANY_FIELD)]


class Settings(BaseModel):
    """[duties.stock]: which workbook is the stock, how well it is kept, and what is written about it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    workbook: Name = Field(default="stock", description="The name under [workbooks] of the stock.")
    articles: Name = Field(default="", description="The table of articles, where several could be it.")
    journal: Name = Field(default="", description="The table of movements, where several could be it.")
    orders: Name = Field(default="", description="The table of orders, where several could be it.")
    words: Mapping[FieldName, Annotated[tuple[Name, ...], Field(strict=False, max_length=20)]] = Field(
        default_factory=dict, description='What the office calls a column: on_hand = ["Reste"].'
    )
    service: float = Field(
        default=0.98, ge=0.5, le=0.999, description="The share of what is asked for that shall lie there."
    )
    review_days: int = Field(default=1, ge=1, le=60, description="Every how many working days orders are decided.")
    needs: Literal["none", "document"] = Field(
        default="document", description="Whether what is to be ordered is listed by supplier, in documents/stock."
    )
    tell: Literal["none", "draft", "mail"] = Field(
        default="draft",
        description="How whoever looks after the stock is told of shortages: a draft, or a mail to them.",
    )
    monthly: Literal["none", "document"] = Field(
        default="document", description="Whether each month's use is written up, with a chart, in documents/stock."
    )
    withdrawals: Literal["none", "internal"] = Field(
        default="internal", description="Whether mails of colleagues that took or brought something are entered."
    )
    keeper: Annotated[str, Field(pattern=r"^$|^[^@\s,;<>]+@[^@\s,;<>]+$", max_length=254)] = Field(
        default="", description="Who looks after the stock; without, who answers for the mailbox."
    )

    @property
    def policy(self) -> StockPolicy:
        """How the stock is kept."""
        return StockPolicy(service=self.service, review_days=self.review_days)

    @property
    def chosen(self) -> Mapping[str, str]:
        """The tables that the office named, by part."""
        named = {"articles": self.articles, "journal": self.journal, "orders": self.orders}
        return {part: name for part, name in named.items() if name}
