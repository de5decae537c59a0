"""Each way in which sending can fail has one meaning, and only a lost last answer is uncertain."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

import pytest

from officebot.connectors.imap.arguments import UnsafeArgument
from officebot.connectors.imap.performers import MESSAGE
from officebot.connectors.imap.session import ImapSession
from officebot.connectors.mime.compose import compose
from officebot.connectors.smtp import ENVELOPE, SmtpAccount, SmtpPerformer
from officebot.core.mail import OutgoingMail
from officebot.sdk import Done, Failed, Job, Outcome, Retry, SendMail, Unavailable, Uncertain, UserError
from officebot.testing.embedded import EmbeddedOffice
from tests.connectors.conftest import account


def write(mail: OutgoingMail) -> bytes:
    return compose(mail, date=datetime(2026, 11, 24, 9, tzinfo=UTC), from_address="desk@office.example")


def outgoing(*to: str, key: str = "send-1") -> OutgoingMail:
    return OutgoingMail(
        account="desk", to=to or ("anne@outside.example",), subject="Été", body="Bonjour,\n.\n..deux\nfin", key=key
    )


class Script:
    """An SMTP server that answers as it is told to, and keeps what it was given."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.received: list[bytes] = []
        self.commands: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as lines:
                self._talk(connection, lines)

    def _talk(self, connection: socket.socket, lines: Iterator[bytes]) -> None:
        connection.sendall(b"220 script\r\n")
        for line in lines:
            word = line.split()[0].decode().upper().partition(":")[0]
            self.commands.append(line.decode().strip())
            answer = self.answers.get(word, {"DATA": "354 go", "QUIT": "221 bye"}.get(word, "250 ok"))
            if word == "RCPT" and "refused" in line.decode():
                answer = self.answers.get("REFUSE", "550 no such person")
            if answer == "cut":
                return
            connection.sendall(answer.encode() + b"\r\n")
            if answer.startswith("354"):
                if self.answers.get("BODY") == "cut":
                    return
                body = b""
                for part in lines:
                    if part == b".\r\n":
                        break
                    body += part
                self.received.append(body)
                last = self.answers.get("DOT", "250 taken")
                if last == "cut":
                    return
                connection.sendall(last.encode() + b"\r\n")


@contextmanager
def script(**answers: str) -> Iterator[Script]:
    server = Script(**answers)
    try:
        yield server
    finally:
        server.close()


def nobody(_: str) -> AbstractContextManager[ImapSession]:
    raise AssertionError("no mailbox is needed here")


def performer(
    port: int,
    redirect: str | None = None,
    *,
    address: str = "desk@office.example",
    user: str = "",
    password: str = "",
) -> SmtpPerformer:
    settings = SmtpAccount(
        name="desk",
        host="127.0.0.1",
        port=port,
        security="none",
        address=address,
        user=user,
        password=password,
        timeout=5,
    )
    return SmtpPerformer({"desk": settings}, nobody, write, redirect_all_to=redirect)


def send(port: int, mail: OutgoingMail | None = None) -> Outcome:
    action = SendMail(mail=mail or outgoing())
    asked = performer(port)
    job = Job(id=1, key="1", action=action, blobs=asked.prepare(action).blobs)
    [outcome] = asked.perform([job])
    return outcome


def test_a_mail_arrives_with_exactly_the_bytes_that_were_shown() -> None:
    with script() as server:
        outcome = send(server.port)
        assert isinstance(outcome, Done)
        assert outcome.receipt["recipients"] == ["anne@outside.example"]
        received = server.received[0].replace(b"\r\n..", b"\r\n.")
    assert received == write(outgoing())


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"MAIL": "451 later"}, Retry),
        ({"MAIL": "553 not you"}, Failed),
        ({"RCPT": "450 later"}, Retry),
        ({"RCPT": "550 unknown"}, Failed),
        ({"DATA": "451 later"}, Retry),
        ({"DATA": "554 no"}, Failed),
        ({"DOT": "452 full"}, Retry),
        ({"DOT": "554 spam"}, Failed),
        ({"EHLO": "cut", "HELO": "cut"}, Retry),
        ({"MAIL": "cut"}, Retry),
        ({"RCPT": "cut"}, Retry),
        ({"DATA": "cut"}, Retry),
        ({"DOT": "cut"}, Uncertain),
        ({"DOT": "what is this"}, Uncertain),
        ({"DOT": "354 go on"}, Uncertain),
        ({"DOT": "150 wait"}, Uncertain),
        ({"DOT": "421 closing"}, Retry),
    ],
    ids=lambda value: str(value),
)
def test_each_refusal_and_each_cut_has_its_meaning(answers: dict[str, str], expected: type) -> None:
    with script(**answers) as server:
        assert isinstance(send(server.port), expected)


def test_a_cut_while_the_text_goes_over_is_never_called_done() -> None:
    with script(BODY="cut") as server:
        assert isinstance(send(server.port), Retry | Uncertain)
        assert server.received == []


def test_one_refused_recipient_means_that_nobody_gets_it_and_is_named() -> None:
    with script() as server:
        outcome = send(server.port, outgoing("anne@outside.example", "refused@outside.example"))
        assert isinstance(outcome, Failed)
        assert "refused@outside.example" in outcome.why.render()
        assert "rset" in [command.lower() for command in server.commands]
        assert server.received == []


def test_a_server_that_does_not_answer_is_tried_again_later() -> None:
    with script() as server:
        port = server.port
    assert isinstance(send(port), Retry)


def test_after_an_uncertain_mail_the_next_one_is_sent_over_a_new_connection() -> None:
    with script(DOT="cut") as server:
        actions = [SendMail(mail=outgoing(key=f"send-{number}")) for number in range(2)]
        asked = performer(server.port)
        jobs = [Job(id=n, key=str(n), action=a, blobs=asked.prepare(a).blobs) for n, a in enumerate(actions)]
        assert [type(outcome) for outcome in asked.perform(jobs)] == [Uncertain, Uncertain]
        assert len(server.received) == 2


def test_while_trying_things_out_everything_goes_to_one_person() -> None:
    with script() as server:
        asked = performer(server.port, redirect="trial@office.example")
        action = SendMail(mail=outgoing())
        prepared = asked.prepare(action)
        assert "trial@office.example" in prepared.preview.render()
        asked.perform([Job(id=1, key="1", action=action, blobs=prepared.blobs)])
        assert [command for command in server.commands if command.lower().startswith("rcpt")] == [
            "RCPT TO:<trial@office.example>"
        ] or "rcpt TO:<trial@office.example>" in server.commands


@pytest.mark.parametrize(
    ("approved_with", "sent_with"),
    [
        (None, "trial@office.example"),
        ("trial@office.example", None),
        ("trial@office.example", "other@office.example"),
    ],
    ids=["redirect set since", "redirect removed since", "redirect changed since"],
)
def test_a_mail_goes_nowhere_but_to_whom_it_was_approved_for(
    approved_with: str | None, sent_with: str | None
) -> None:
    with script() as server:
        action = SendMail(mail=outgoing())
        approved = performer(server.port, redirect=approved_with).prepare(action)
        job = Job(id=1, key="1", action=action, blobs=approved.blobs)
        [outcome] = performer(server.port, redirect=sent_with).perform([job])
        assert isinstance(outcome, Failed)
        assert "look at it again" in outcome.why.render()
        assert server.commands == []


@pytest.mark.parametrize("envelope", [None, b"", b"[]", b'{"recipients": "anne@outside.example"}', b"\xff"])
def test_a_mail_without_a_sound_approved_envelope_is_not_sent(envelope: bytes | None) -> None:
    with script() as server:
        action = SendMail(mail=outgoing())
        blobs = {MESSAGE: performer(server.port).prepare(action).blobs[MESSAGE]}
        if envelope is not None:
            blobs[ENVELOPE] = envelope
        [outcome] = performer(server.port).perform([Job(id=1, key="1", action=action, blobs=blobs)])
        assert isinstance(outcome, Failed)
        assert server.commands == []


def test_the_sender_is_the_one_that_was_approved() -> None:
    with script() as server:
        action = SendMail(mail=outgoing())
        approved = performer(server.port).prepare(action)
        [outcome] = performer(server.port, address="renamed@office.example").perform(
            [Job(id=1, key="1", action=action, blobs=approved.blobs)]
        )
        assert isinstance(outcome, Done)
        assert any("desk@office.example" in command for command in server.commands)
        assert not any("renamed@office.example" in command for command in server.commands)


@pytest.mark.parametrize(
    "answers", [{"AUTH": "535 wrong password"}, {"EHLO": "250 no login"}, {"MAIL": "530 log in first"}], ids=str
)
def test_a_login_that_is_refused_keeps_the_approved_mail_for_later(answers: dict[str, str]) -> None:
    with script(**{"EHLO": "250-script\r\n250 AUTH PLAIN", **answers}) as server:
        action = SendMail(mail=outgoing())
        asked = performer(server.port, user="desk@office.example", password="wrong")
        if "MAIL" in answers:
            asked = performer(server.port)
        [outcome] = asked.perform([Job(id=1, key="1", action=action, blobs=asked.prepare(action).blobs)])
        assert isinstance(outcome, Retry)
        assert server.received == []


def test_a_password_that_cannot_be_sent_keeps_the_approved_mail_and_is_named() -> None:
    with script(EHLO="250-script\r\n250 AUTH PLAIN") as server:
        action = SendMail(mail=outgoing())
        asked = performer(server.port, user="desk@office.example", password="pässwörd")
        [outcome] = asked.perform([Job(id=1, key="1", action=action, blobs=asked.prepare(action).blobs)])
    assert isinstance(outcome, Retry)
    assert "password" in outcome.why.render("en")
    assert server.received == []


def test_an_account_that_has_lost_its_outgoing_server_keeps_its_mails_for_later() -> None:
    action = SendMail(mail=outgoing())
    blobs = performer(1).prepare(action).blobs
    [outcome] = SmtpPerformer({}, nobody, write).perform([Job(id=1, key="1", action=action, blobs=blobs)])
    assert isinstance(outcome, Retry)
    assert "smtp" in outcome.why.render()


@pytest.mark.parametrize("wrong", ["no server", "wrong password"])
def test_while_the_sent_mails_cannot_be_reached_it_is_asked_again_later(embedded: EmbeddedOffice, wrong: str) -> None:
    changes: dict[str, object] = {"password": "wrong"}
    if wrong == "no server":
        with script() as server:
            changes = {"port": server.port}
    action = SendMail(mail=outgoing())
    job = Job(id=1, key="1", action=action, blobs=performer(1).prepare(action).blobs)
    asked = SmtpPerformer({}, lambda _: ImapSession(account(embedded, **changes)), write)
    with pytest.raises((Unavailable, UserError)):
        asked.was_done(job)


def test_line_breaks_in_any_field_are_refused() -> None:
    for mail in (
        OutgoingMail(account="desk", to=("a@b.example\r\nBcc: x@y.example",), subject="x", body="y", key="k"),
        OutgoingMail(account="desk", to=("a@b.example",), subject="x\r\nBcc: x@y.example", body="y", key="k"),
        OutgoingMail(
            account="desk", to=("a@b.example",), subject="x", body="y", key="k", in_reply_to="<a@b>\r\nX: y"
        ),
    ):
        with pytest.raises(UnsafeArgument):
            write(mail)


def test_after_a_crash_a_mail_in_sent_was_sent_and_another_is_uncertain(embedded: EmbeddedOffice) -> None:
    settings = SmtpAccount(
        name="desk",
        host=embedded.host,
        port=embedded.smtp_port,
        security="none",
        address="desk@office.example",
        user=embedded.user,
        password=embedded.password,
    )
    asked = SmtpPerformer({"desk": settings}, lambda _: ImapSession(account(embedded)), write)
    action = SendMail(mail=outgoing())
    job = Job(id=1, key="1", action=action, blobs=asked.prepare(action).blobs)
    assert isinstance(asked.was_done(job), Uncertain)
    assert isinstance(asked.perform([job])[0], Done)
    with ImapSession(account(embedded)) as session:
        session.append("Sent", job.blobs[MESSAGE])
    assert isinstance(asked.was_done(job), Done)
    assert [mail.raw.replace(b"\r\n", b"\n") for mail in embedded.sent_mails()] == [
        job.blobs[MESSAGE].replace(b"\r\n", b"\n")
    ]


def test_a_mail_that_has_left_cannot_be_called_back() -> None:
    job = Job(id=1, key="1", action=SendMail(mail=outgoing()))
    assert isinstance(performer(1).undo([job])[0], Failed)
