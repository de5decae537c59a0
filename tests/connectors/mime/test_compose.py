"""What may stand in a mail that we write."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from officebot.connectors.imap.arguments import UnsafeArgument
from officebot.connectors.mime.compose import compose, plain_address
from officebot.core.mail import OutgoingMail
from tests.speed import within


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("a@" + "a" * 40 + "!", id="a label that ends badly"),
        pytest.param("a@" + "a-" * 50_000 + "_", id="a hundred thousand letters"),
        pytest.param("a@" + "a." * 50_000 + "_", id="fifty thousand labels"),
        pytest.param("a" * 100_000 + "@example.org", id="a name without end"),
    ],
)
def test_an_address_made_to_take_long_is_refused_at_once(address: str) -> None:
    def run() -> None:
        with pytest.raises(UnsafeArgument):
            plain_address(address)

    within(0.05, run)


@pytest.mark.parametrize(
    "address",
    [
        "a@b",
        "paul.martin+shop@mail.client.example",
        "o'neil@x-y.example",
        "a@" + "b" * 63 + ".example",
        "a@1.example",
    ],
)
def test_an_address_that_a_server_takes_is_taken(address: str) -> None:
    assert plain_address(address) == address


@pytest.mark.parametrize(
    "address", ["", "a", "@b", "a@", "a@.b", "a@b..c", "a@" + "b" * 64, "a b@c", "a@b\r\nc", "a@b,c"]
)
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    with pytest.raises(UnsafeArgument):
        plain_address(address)


@pytest.mark.parametrize(
    ("written_as", "author", "sender"),
    [
        pytest.param({}, "desk@office.example", None, id="by itself"),
        pytest.param({"sender": "orders@office.example"}, "orders@office.example", None, id="sent as another address"),
        pytest.param(
            {"on_behalf_of": "claire@office.example"}, "claire@office.example", "desk@office.example",
            id="on behalf of somebody",
        ),
        pytest.param(
            {"on_behalf_of": "claire@office.example", "sender": "orders@office.example"},
            "claire@office.example", "orders@office.example", id="on behalf of somebody, as another address",
        ),
        pytest.param({"on_behalf_of": "desk@office.example"}, "desk@office.example", None, id="on its own behalf"),
    ],
)  # fmt: skip
def test_a_mail_names_its_author_and_who_sends_it_for_another(
    written_as: dict[str, str], author: str, sender: str | None
) -> None:
    mail = OutgoingMail(
        account="desk", to=("a@b.example",), subject="s", body="b", key="k", with_signature=False, **written_as
    )
    written = message_from_bytes(
        compose(mail, date=datetime(2026, 11, 24, 9, tzinfo=UTC), from_address="desk@office.example")
    )
    assert (written["From"], written["Sender"]) == (author, sender)


INVITATION = "\r\n".join(
    ("BEGIN:VCALENDAR", "METHOD:REQUEST", "BEGIN:VEVENT", "SUMMARY:Réunion", "END:VEVENT", "END:VCALENDAR", "")
)


def parsed(*, invitation: str = "", html: str = "", body: str = "Bonjour") -> EmailMessage:
    mail = OutgoingMail(
        account="desk", to=("guest@elsewhere.example",), subject="Réunion", body=body, key="one",
        html=html, invitation=invitation,
    )  # fmt: skip
    written = compose(mail, date=datetime(2026, 11, 26, tzinfo=UTC), from_address="desk@office.example")
    return message_from_bytes(written, policy=default)


def test_an_invitation_is_a_version_of_the_text_with_its_method_and_a_file_beside_it() -> None:
    message = parsed(invitation=INVITATION, html="<p>Bonjour</p>")
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    shown = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    kept = next(part for part in message.walk() if part.get_content_type() == "application/ics")

    assert kinds == ["text/plain", "text/html", "text/calendar", "application/ics"]
    assert (shown["Content-Type"].params["method"], shown.get_content_disposition()) == ("REQUEST", None)
    assert shown.get_payload(decode=True) == INVITATION.encode() == kept.get_payload(decode=True)
    assert kept.get_filename() == "invite.ics"


def test_an_invitation_without_a_page_gets_its_own_words_as_one() -> None:
    message = parsed(invitation=INVITATION, body="Bonjour Anne & <Léo>,\nà mardi ?\n\nClaire")
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    page = next(part for part in message.walk() if part.get_content_type() == "text/html")

    assert kinds == ["text/plain", "text/html", "text/calendar", "application/ics"]
    assert "<p>Bonjour Anne &amp; &lt;Léo&gt;,<br>à mardi ?</p><p>Claire</p>" in page.get_content()
    assert "text/html" not in [part.get_content_type() for part in parsed().walk()]


def test_what_says_no_method_is_no_invitation() -> None:
    with pytest.raises(UnsafeArgument):
        parsed(invitation=INVITATION.replace("METHOD:REQUEST\r\n", ""))


def test_another_invitation_makes_another_mail() -> None:
    assert parsed(invitation=INVITATION)["Message-ID"] != parsed()["Message-ID"]


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param("=?utf-8?q?a=0ABcc:_x@y.example?=", id="a header behind a line feed"),
        pytest.param("=?utf-8?q?a=0D=0A=0D=0Aother_words?=", id="another body"),
        pytest.param("=?utf-8?b?YQouCg==?= é", id="in base64, beside an accent"),
    ],
)
def test_an_encoded_word_in_the_words_of_a_header_stays_words_and_begins_no_line(hidden: str) -> None:
    mail = OutgoingMail(
        account="main", to=("a@example.org",), subject=f"Re: {hidden}", body="Hello.\n", key="k",
        attachments=((f"{hidden}.pdf", "application/pdf", "blob"),),
    )  # fmt: skip
    written = compose(
        mail, date=datetime(2026, 11, 23, 9, tzinfo=UTC), from_address="us@example.org", from_name=hidden,
        attachments={"blob": b"x"},
    )  # fmt: skip
    read = message_from_bytes(written, policy=default)
    assert isinstance(read, EmailMessage)
    shown = hidden.replace("=?", "= ?")
    (file,) = read.iter_attachments()
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert read["Bcc"] is None
    assert (read["Subject"], read["From"].addresses[0].display_name, file.get_filename()) == (
        f"Re: {shown}", shown, f"{shown}.pdf",
    )  # fmt: skip
