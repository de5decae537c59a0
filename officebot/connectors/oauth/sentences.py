"""What is said where a mail server does not take a token."""

from __future__ import annotations

from officebot.core.text import Text, say


def not_let_in(host: str, user: str, account: str) -> Text:
    """The issuer gives tokens, but the server lets nobody in by them."""
    return say(
        "{host} does not let {user} in by the sign-in: sign in as {user} with “officebot sign-in {account}”, or ask "
        "who runs the server to allow programs there.",
        host=host,
        user=user,
        account=account,
    )


def no_tokens(host: str) -> Text:
    """The server knows passwords only."""
    return say("{host} takes no tokens: take oauth out, and write password instead.", host=host)
