"""What an office may set for passing mail on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.known import Known, Unfit, alone, among
from officebot.core.text import say

Address: TypeAlias = Annotated[str, Field(pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+$", max_length=254)]


class Settings(BaseModel):
    """[duties.dispatch]: who is alerted, what is forwarded, and who gets a digest."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    alert: Literal["none", "draft", "mail", "medium"] = Field(
        default="none",
        description="How those who must act are told of what cannot wait an hour; “medium” is the one of [alerts].",
    )
    alert_to: dict[Address, Address] = Field(
        default_factory=dict,
        description="Where a person is alerted instead of in their mailbox, as the address of a telephone's gateway.",
    )
    forward: Literal["none", "draft", "mail"] = Field(
        default="draft", description="How a mail is forwarded to whoever must act and did not get it."
    )
    ask_before_forward: bool | None = Field(
        default=None,
        description="Whether a person says yes to each forward; without, to those that are sent: a draft is seen in Drafts.",
    )
    digest: Literal["none", "document", "draft", "mail"] = Field(
        default="document",
        description="The form of each person's digest: a page in archive/lists, with a draft or a mail to them.",
    )
    digest_to: Annotated[tuple[Address, ...], Field(strict=False, max_length=200)] = Field(
        default=(), description="Who gets a digest; without, everybody for whom there is something."
    )

    @property
    def asks(self) -> bool:
        """Whether a forward waits for a yes. A draft leaves by a person's own hand anyway."""
        return self.forward == "mail" if self.ask_before_forward is None else self.ask_before_forward

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """What of these settings names nobody and nothing of the office."""
        if self.alert == "medium" and not known.alerts:
            yield ("alert",), say('Nobody has a medium: write [alerts."ADDRESS"] with its url, or alert = "mail".')
        for address in self.alert_to:
            yield from alone("alert_to", known.person(address))
        yield from among("digest_to", self.digest_to, known.person)
