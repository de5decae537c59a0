"""What an office may set for its budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.budget.alerts import Limit, Thresholds
from officebot.core.budget.choices import Choices
from officebot.core.budget.standing import Asked
from officebot.core.known import Known, Unfit, alone

Name: TypeAlias = Annotated[str, Field(max_length=200)]
_ADDRESS = r"^$|^[^@\s,;<>]+@[^@\s,;<>]+$"
Address: TypeAlias = Annotated[str, Field(pattern=_ADDRESS, max_length=254)]


class LimitTable(BaseModel):
    """[duties.budget.limits."LINE"]: how far a line, or a group, may go beyond its budget."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    percent: Annotated[float, Field(ge=0, le=1_000)] = Field(
        default=5.0, description="By how many percent of its budget."
    )
    amount: Annotated[float, Field(ge=0)] = Field(
        default=100.0, description="And by how much, in the budget’s currency."
    )
    group: bool = Field(default=False, description="Whether the name is a group’s.")

    @property
    def limit(self) -> Limit:
        """The limit as decisions take it."""
        return Limit(ratio=Decimal(str(self.percent)) / 100, amount=Decimal(str(self.amount)))


class Settings(BaseModel):
    """[duties.budget]: which workbook is the budget, what it is held against, when and to whom a variance is told."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    workbook: Name = Field(default="budget", description="The name under [workbooks] of the budget.")
    sheet: Name = Field(default="", description="The budget’s sheet, where several could be it.")
    year: Annotated[int, Field(ge=0, le=2_200)] = Field(
        default=0, description="The budget’s year, where it stands nowhere."
    )
    first_month: Annotated[int, Field(ge=0, le=12)] = Field(
        default=0, description="The number of the month that the budget’s year begins with, where it stands nowhere."
    )
    version: Name = Field(default="", description="Which version counts, where the workbook has several.")
    accounts: Mapping[Name, Name] = Field(
        default_factory=dict, description='Accounts that belong to a line of another name: 6063 = "Fournitures".'
    )
    ledgers: Annotated[tuple[Name, ...], Field(strict=False, max_length=20)] = Field(
        default=(), description="The names under [workbooks] of ledgers exported from the accounts."
    )
    invoices: Name = Field(default="invoices", description="The name under [workbooks] of the invoice register.")
    orders: Name = Field(default="orders", description="The name under [workbooks] of the orders.")
    percent: Annotated[float, Field(ge=0, le=1_000)] = Field(
        default=5.0, description="From how many percent beyond its budget on a line is told of."
    )
    amount: Annotated[float, Field(ge=0)] = Field(
        default=100.0, description="And from how much on, in the budget’s currency: both must be passed."
    )
    trend_months: int = Field(
        default=3,
        ge=0,
        le=12,
        description="After how many months in a row over budget a line is told of; 0 for never.",
    )
    limits: Mapping[Name, LimitTable] = Field(
        default_factory=dict, description="Other limits of some lines or groups."
    )
    owners: Mapping[Name, Address] = Field(
        default_factory=dict, description="Who answers for a line or a group, where the workbook does not say."
    )
    keeper: Address = Field(default="", description="Who keeps the budget; without, who answers for the mailbox.")
    tell: Literal["none", "draft", "mail"] = Field(
        default="draft", description="Whether a line’s owner is written to when it crosses its limit, and how."
    )
    report: Annotated[tuple[Literal["docx", "pdf"], ...], Field(strict=False)] = Field(
        default=("docx",), description="In which forms the month’s report is written."
    )
    report_to: Address = Field(default="", description="For whom the month’s report is; without, the keeper.")
    report_day: int = Field(
        default=5, ge=1, le=20, description="On which working day of a month the report of the last one is written."
    )

    @property
    def asked(self) -> Asked:
        """How the workbook is meant, and when a line is told of."""
        return Asked(
            choices=Choices(sheet=self.sheet, year=self.year, first_month=self.first_month, version=self.version),
            accounts=self.accounts,
            thresholds=Thresholds(
                usual=Limit(ratio=Decimal(str(self.percent)) / 100, amount=Decimal(str(self.amount))),
                lines={name: one.limit for name, one in self.limits.items() if not one.group},
                groups={name: one.limit for name, one in self.limits.items() if one.group},
                trend_months=self.trend_months,
            ),
        )

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """A keeper, a reader or an owner whom nobody knows."""
        yield from alone("keeper", known.person(self.keeper))
        yield from alone("report_to", known.person(self.report_to))
        for line, address in self.owners.items():
            what = known.person(address)
            if what is not None:
                yield ("owners", line), what
