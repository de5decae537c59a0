"""What an office may set for its activity reports: who reads which, in which form and language, and how they are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.known import Known, Unfit

#: A kind of report.
Kind: TypeAlias = Literal["daily", "weekly", "monthly"]
#: The form of a document.
Form: TypeAlias = Literal["html", "docx", "xlsx", "pdf"]
#: A part's name, as reports show it.
PartName: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class ReaderTable(BaseModel):
    """[duties.activity_report.readers."ADDRESS"]: what this person reads."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    kinds: Annotated[tuple[Kind, ...], Field(strict=False)] = Field(
        default=("weekly", "monthly"), description="Which reports this person reads: “daily”, “weekly”, “monthly”."
    )
    form: Form = Field(default="html", description="The document's form: “html”, “docx”, “xlsx” or “pdf”.")
    language: Literal["own", "fr", "en"] = Field(default="own", description="Its language; “own”: the person's.")
    parts: Annotated[tuple[PartName, ...], Field(strict=False, max_length=40)] = Field(
        default=(), description="Which parts, such as “orders” and “mail”; none: all that the office uses."
    )


class Settings(BaseModel):
    """[duties.activity_report]: who reads what of the office's activity, and how it reaches them."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    readers: dict[str, ReaderTable] = Field(
        default_factory=dict,
        description="Who reads which reports, a table for each address; none: who answers for the mailbox reads weekly and "
        "monthly ones.",
    )
    tell: Literal["none", "draft", "mail"] = Field(
        default="draft",
        description="Whether the report goes to its reader: “draft” puts a mail with it into Drafts, “mail” sends it, “none” "
        "only keeps it in archive/reports.",
    )

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """Which readers nobody of the office is."""
        for address in self.readers:
            what = known.person(address)
            if what is not None:
                yield ("readers", address), what
