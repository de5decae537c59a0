"""What stands in office.toml about plugins: how each runs, and which of the rights it asked for were agreed to."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.entrypoints import normalised
from officebot.isolation.rights import Consent, Right, parsed
from officebot.settings.fields import Wrong
from officebot.settings.table import Table

_NAME = expression(r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?")
#: The distribution whose duties are no plugins.
OWN = "officebot"


def _distribution(name: str) -> str:
    plain = normalised(name)
    if name != plain and _NAME.fullmatch(plain):
        # pip takes all of these for one: of two tables, only one could count.
        raise Wrong(
            say(
                "A plugin's table is called as pip compares names: write [plugins.{name}], and keep one table of it.",
                name=plain,
            )
        )
    if not _NAME.fullmatch(name):
        raise Wrong(
            say(
                "“{read}” is not how a plugin is called: small letters and figures, with - between words.",
                read=name[:80],
            )
        )
    if name == OWN:
        raise Wrong(say("officebot's own duties are no plugin: they need nobody's consent."))
    return name


def _right(written: object) -> object:
    if isinstance(written, str):
        try:
            return str(Right.parse(written))
        except UserError as refused:
            raise Wrong(refused.problems[0].what) from None
    return written


DistributionName: TypeAlias = Annotated[str, AfterValidator(_distribution)]
WrittenRight: TypeAlias = Annotated[str, BeforeValidator(_right)]


class PluginTable(Table):
    """[plugins.NAME]: what the office agreed to for a plugin, by its distribution's name."""

    runs: Literal["sandbox", "process", "trusted"] = Field(
        default="sandbox",
        description="Where it runs: a “sandbox”, a “process” of its own, or “trusted” in officebot's own process.",
    )
    rights: Annotated[tuple[WrittenRight, ...], Field(strict=False)] = Field(
        default=(), description="What it may see, propose and reach: one right a line, as “mail desk/INBOX”."
    )

    def consent(self) -> Consent:
        """The same as whatever runs the plugin reads it."""
        return Consent(runs=self.runs, rights=parsed(self.rights))
