"""How one signs in to a mail server by tokens: who issues them, and where what a sign-in leaves behind is kept."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, field_validator, model_validator

from officebot.core.expressions import expression
from officebot.core.text import say
from officebot.settings.fields import Filled, Line, Lines, SecretPlace, Wrong, is_loopback
from officebot.settings.secret import Secret
from officebot.settings.table import Table

_MICROSOFT = "https://login.microsoftonline.com/"
# RFC 6749 §3.3: what a scope is made of.
_SCOPE = expression(r"[\x21\x23-\x5b\x5d-\x7e]+")


def _issuer(value: Any) -> Any:
    if not isinstance(value, str) or value in ("google", "microsoft"):
        return value
    try:
        read = urlsplit(value)
        # Read for its complaint: a port that is none.
        is_plain = read.port != 0 and not (read.username or read.query or read.fragment)
    except ValueError:
        is_plain = False
    host = read.hostname if is_plain else None
    is_safe = host is not None and (read.scheme == "https" or (read.scheme == "http" and is_loopback(host)))
    if not is_safe or not value.isascii() or not value.isprintable() or " " in value:
        raise Wrong(
            say("“{read}” issues no tokens: write “google”, “microsoft”, or its address as https://…", read=value)
        )
    return value


Issuer: TypeAlias = Annotated[str, BeforeValidator(_issuer)]


class OauthTable(Table):
    """[mail.accounts.NAME.imap.oauth]: how one signs in where no password is taken: Gmail, Microsoft 365."""

    issuer: Issuer = Field(description="Who issues the tokens: “google”, “microsoft”, or an address.")
    client_id: Filled = Field(description="By which name officebot is registered there, by you or your organisation.")
    client_secret: SecretPlace | None = Field(
        default=None, description="Where the program’s own secret is kept, if the issuer gave one."
    )
    token: SecretPlace = Field(description="Where “officebot sign-in” keeps what it obtains: a file, or the keyring.")
    scopes: Lines = Field(default=(), description="What is asked for, where it is not the issuer’s usual.")
    ca_file: Line = Field(default="", description="A file with the certificate authority of an own issuer.")

    @field_validator("token")
    @classmethod
    def _can_be_kept(cls, token: Secret) -> Secret:
        if not token.is_keepable:
            raise Wrong(
                say('A token is renewed by officebot itself: write { file = "secrets/desk.token" } '
                    'or { keyring = "officebot/desk" }.')
            )  # fmt: skip
        return token

    @field_validator("scopes")
    @classmethod
    def _are_scopes(cls, scopes: tuple[str, ...]) -> tuple[str, ...]:
        for scope in scopes:
            if not _SCOPE.fullmatch(scope):
                raise Wrong(
                    say("“{read}” is not a scope: write each as text of its own, without blanks.", read=scope)
                )
        return scopes

    @model_validator(mode="after")
    def _knows_its_scopes(self) -> OauthTable:
        if self.issuer.startswith("http") and not self.issuer.startswith(_MICROSOFT) and not self.scopes:
            raise Wrong(say("scopes is missing: write what this issuer calls the right to read and send mail."))
        return self
