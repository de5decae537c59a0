"""A forward carries the mail as it came; a private one is never attached."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from officebot.core.mail import OutgoingMail
from officebot.sdk import MessageRef
from tests.app.embedded import Whole, whole


def attached(office: Whole, ref: MessageRef) -> list[tuple[str | None, Any]]:
    mail = OutgoingMail(
        account="desk", to=("r.ashworth@atelier-verrier.example",), subject="Fwd", body="x", key="k", forwards=ref
    )
    found = cast(EmailMessage, message_from_bytes(office.app.post.compose(mail), policy=policy.default))
    return [(part.get_filename(), part.get_payload(decode=True)) for part in found.iter_attachments()]


def test_a_forward_holds_the_original_wherever_it_lies_and_none_that_is_private(tmp_path: Path) -> None:
    with whole(tmp_path / "office") as office:
        plain = office.deliver("Quote for Dublin", "Could you send the quote by Friday?\n")
        private = office.deliver("[Personal] holidays", "A secret.\n")
        office.turn(minutes=1)
        ((name, raw),) = attached(office, office.seen(plain).ref)
        assert name == "original mail.eml" or name == "courriel d'origine.eml"
        assert b"Could you send the quote by Friday?" in raw
        assert b"Message-ID: <whole1@client.example>" in raw
        assert attached(office, office.seen(private).ref) == []
        assert attached(office, MessageRef("desk", "INBOX", 1, 999, "gone")) == []
