"""What an office may set for its suppliers' invoices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.invoices.accounting import Accounts
from officebot.core.invoices.fields import FIELDS
from officebot.core.known import Known, Unfit, alone

Name: TypeAlias = Annotated[str, Field(max_length=200)]
FieldName: TypeAlias = Annotated[str, Field(pattern="^(?:" + "|".join(sorted(FIELDS)) + ")$")]
_ADDRESS = r"^$|^[^@\s,;<>]+@[^@\s,;<>]+$"
Size: TypeAlias = Literal["", "micro", "sme", "intermediate", "large"]


Account: TypeAlias = Annotated[str, Field(pattern=r"^[0-9A-Za-z]{2,20}$")]


class AccountsTable(BaseModel):
    """[duties.invoices.accounts]: on which accounts invoices are entered; those of the Plan comptable général without."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    suppliers: Account = Field(default="401000", description="The suppliers’ account.")
    vat: Account = Field(default="445660", description="The account of the VAT to recover.")
    expenses: Account = Field(default="607000", description="The expense account, where no budget line says another.")
    journal: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,8}$")] = Field(
        default="AC", description="The journal’s code."
    )
    by_budget: Mapping[Name, Account] = Field(
        default_factory=dict, description="The expense account of a budget line."
    )
    by_supplier: Mapping[Name, Account] = Field(
        default_factory=dict, description="A supplier’s own account, by its VAT number, SIREN or name."
    )


class Settings(BaseModel):
    """[duties.invoices]: which workbook is the register, what is compared, and who is asked."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    workbook: Name = Field(default="invoices", description="The name under [workbooks] of the invoice register.")
    table: Name = Field(default="", description="The register’s table, where several could be it.")
    words: Mapping[FieldName, Annotated[tuple[Name, ...], Field(strict=False, max_length=20)]] = Field(
        default_factory=dict, description='What the office calls a column: payable = ["Montant dû"].'
    )
    orders: Name = Field(
        default="orders", description="The name under [workbooks] of the orders invoices are compared with."
    )
    budget: Name = Field(default="budget", description="The name under [workbooks] of the budget they count against.")
    ledgers: Annotated[tuple[Name, ...], Field(strict=False, max_length=20)] = Field(
        default=(), description="The names under [workbooks] of ledgers that say what was spent of the budget."
    )
    archive: Annotated[str, Field(pattern=r"^(?:archive|documents)(?:/[^/]{1,80}){0,4}$")] = Field(
        default="archive/invoices", description="Where invoices are filed, by year, month and supplier."
    )
    keeper: Annotated[str, Field(pattern=_ADDRESS, max_length=254)] = Field(
        default="", description="Who keeps the invoices; without, who answers for the mailbox."
    )
    alert_days: int = Field(
        default=3, ge=0, le=60, description="How many working days before its day a payment is told of."
    )
    price_tolerance: Annotated[float, Field(ge=0, le=50)] = Field(
        default=0.5, description="By how many percent a price may lie above the order’s without a question."
    )
    amount_tolerance: Annotated[float, Field(ge=0, le=1_000)] = Field(
        default=0.05, description="By how much an amount may differ without a question, in the invoice’s currency."
    )
    default_terms: Annotated[str, Field(max_length=100)] = Field(
        default="", description="The terms of payment of suppliers whose invoices name none: “30 days end of month”."
    )
    payments: Literal["none", "mon", "tue", "wed", "thu", "fri"] = Field(
        default="mon", description="On which working day the list of payments is proposed."
    )
    accounts: AccountsTable = Field(
        default_factory=AccountsTable, description="On which accounts invoices are entered."
    )
    payment_days: int = Field(
        default=10, ge=1, le=60, description="Payments due within so many days are on the list."
    )

    @property
    def booking(self) -> Accounts:
        """The accounts that entries for the books are made on."""
        told = self.accounts
        return Accounts(suppliers=told.suppliers, vat=told.vat, expenses=told.expenses, journal=told.journal,
                        by_budget=told.by_budget, by_supplier=told.by_supplier)  # fmt: skip

    @property
    def tolerance(self) -> tuple[Decimal, Decimal]:
        """By how much a price may lie above an order's: as a part of it, and as an amount."""
        return Decimal(str(self.price_tolerance)) / 100, Decimal(str(self.amount_tolerance))

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """A keeper whom nobody knows."""
        yield from alone("keeper", known.person(self.keeper))
