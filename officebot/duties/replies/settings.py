"""What an office may set for the replies that are prepared."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

Kind: TypeAlias = Literal[
    "request", "question", "meeting", "information", "invoice", "order", "complaint", "incident", "hr"
]


class Settings(BaseModel):
    """[duties.replies]: which mails are acknowledged, and how."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    mode: Literal["draft", "send"] = Field(
        default="draft", description="“draft” puts replies into Drafts; “send” sends them, once policy agrees."
    )
    ask_before_draft: bool = Field(
        default=False, description="Whether a person sees each draft before it appears in Drafts."
    )
    kinds: Annotated[tuple[Kind, ...], Field(strict=False)] = Field(
        default=("request", "question", "order", "complaint"),
        description="The kinds of mail whose sender gets an acknowledgement.",
    )
    unknown_senders: bool = Field(
        default=False, description="Whether senders that are not among the contacts get one, too."
    )
    never: Annotated[tuple[str, ...], Field(strict=False, max_length=500)] = Field(
        default=(), description="Addresses, or domains as “@bank.example”, that never get one."
    )
