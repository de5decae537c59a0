"""What an office may set for the sorting of its mail."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

Kind: TypeAlias = Literal[
    "request", "question", "meeting", "information", "invoice", "order", "complaint", "incident", "hr",
    "newsletter", "automatic", "fraud", "personal",
]  # fmt: skip
Urgency: TypeAlias = Literal["now", "today", "week", "later", "none"]
#: An IMAP keyword or system flag (RFC 3501 §9: an atom).
Keyword: TypeAlias = Annotated[str, Field(pattern=r"^\\?[A-Za-z0-9$_.-]{1,60}$")]
Folder: TypeAlias = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f*%\\\"]{0,100}$")]
Words: TypeAlias = Annotated[tuple[str, ...], Field(strict=False, max_length=200)]


class Table(BaseModel):
    """A table whose every key is known."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class OfficeRule(Table):
    """One of the office's own rules: mails that fit it are judged as it says, whatever else was read."""

    sender: str = Field(
        default="",
        alias="from",
        max_length=254,
        description="The sender's address, or “@domain” for all of a domain.",
    )
    subject: str = Field(default="", max_length=200, description="Words that the subject must contain.")
    kind: Kind | None = Field(default=None, description="What such a mail is.")
    urgency: Urgency | None = Field(default=None, description="How urgent such a mail is.")
    folder: Folder = Field(default="", description="The folder such a mail is filed into.")


class Settings(Table):
    """[duties.mail_triage]: the rules, flags and folders of the sorting."""

    rules: Annotated[tuple[OfficeRule, ...], Field(strict=False, max_length=500)] = Field(
        default=(), description="The office's own rules; the first that fits a mail decides."
    )
    flags: dict[str, Annotated[tuple[Keyword, ...], Field(strict=False)]] = Field(
        default={"now": ("\\Flagged", "$officebot_now"), "today": ("\\Flagged", "$officebot_today")},
        description="The flags and keywords that a mail is given, by its urgency or its kind.",
    )
    folders: dict[Kind, Folder] | None = Field(
        default=None,
        description="The folder for each kind of mail that is moved; “” leaves that kind where it is. "
        "Without this table, newsletters, notifications and frauds are moved to folders named in the office's language.",
    )
    urgent_folder: Folder = Field(
        default="", description="The folder for what is urgent; “” flags it without moving it."
    )
    urgent_words: Words = Field(default=(), description="Further words that make a mail urgent in this office.")
    bulk_words: Words = Field(default=(), description="Further words that mark a mail as a mailing.")
