"""Sends mail, step by step, so that each failure has one meaning.

| what happens | outcome |
|---|---|
| no connection, a temporary refusal, anything lost before the final dot | `Retry`: nobody got it |
| a login or a certificate is refused, a table of the settings is missing | `Retry`: sent once it is mended |
| its recipients would no longer be those that were approved | `Failed`: it is to be looked at again |
| a recipient or the mail is refused for good | `Failed`: RSET, nobody got it |
| the connection is lost after the final dot, before a plain yes or no | `Uncertain`: it may have gone |
| 2xx after the final dot | `Done` |
"""

from __future__ import annotations

import contextlib
import json
import re
import smtplib
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from officebot.connectors.imap.account import explain
from officebot.connectors.imap.performers import MESSAGE, Composer, Sessions
from officebot.connectors.imap.session import MissingFolder, Refused
from officebot.connectors.mime.compose import plain_address
from officebot.connectors.mime.fingerprint import message_id_of
from officebot.connectors.mime.framing import FramedMails, Framer, with_files
from officebot.connectors.mime.parts import cut
from officebot.connectors.oauth import sasl
from officebot.connectors.oauth.sentences import no_tokens, not_let_in
from officebot.connectors.tls import tls_context
from officebot.core.actions import Action, SendMail
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, Retry, Uncertain

#: The role of the blob that says to whom exactly a mail goes.
ENVELOPE = "envelope"
# RFC 4954 §6: these say that whoever sends must log in, or otherwise; nothing is wrong with the mail.
_LOGIN_REFUSALS = frozenset({530, 534, 535, 538})


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpAccount:
    """How mail leaves. `address` is the envelope's sender; without `user` nobody logs in.

    `token`, where it is given, is asked instead of a password: for a token, and for another after one was refused.
    """

    name: str
    host: str
    address: str
    port: int = 587
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: str = ""
    password: str | Callable[[], str] = field(default="", repr=False)
    token: Callable[[str], str] | None = field(default=None, repr=False)
    ca_file: str = ""
    timeout: float = 60.0

    def secret(self) -> str:
        """The password as text."""
        return self.password if isinstance(self.password, str) else self.password()


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From whom to whom exactly a mail goes (RFC 5321 §2.3.1), approved together with its bytes."""

    sender: str
    recipients: tuple[str, ...]

    def to_blob(self) -> bytes:
        """As it is stored and hashed."""
        return json.dumps({"sender": self.sender, "recipients": self.recipients}, sort_keys=True).encode()

    @classmethod
    def from_blob(cls, data: bytes) -> Envelope | None:
        """The stored envelope; None for bytes that are none."""
        try:
            told = json.loads(data)
        except ValueError:
            return None
        match told:
            case {"sender": str(sender), "recipients": [*recipients]} if recipients:
                addresses = tuple(address for address in recipients if isinstance(address, str))
                return cls(sender=sender, recipients=addresses) if len(addresses) == len(recipients) else None
        return None


class SmtpPerformer:
    """Performs mail.send. `redirect_all_to` replaces every recipient, while an office tries things out.

    `framer` composes what is completed after its approval: a number to come, documents of its proposal.
    """

    kinds = frozenset({SendMail.kind})
    repeatable = False
    irreversible = kinds

    def __init__(
        self,
        accounts: Mapping[str, SmtpAccount],
        sessions: Sessions,
        composer: Composer,
        *,
        redirect_all_to: str | None = None,
        framer: Framer | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._composer = composer
        self._redirect = redirect_all_to
        self._framed = FramedMails(framer=framer)
        self._now = now

    def prepare(self, action: Action) -> Prepared:
        """The exact bytes, and to whom they go. Raises UserError for a mail that cannot be sent."""
        return self._prepared(action, lambda: {MESSAGE: self._composer(_send_mail(action).mail)})

    def prepare_with(self, action: Action, shown: Action, documents: Mapping[str, bytes]) -> Prepared:
        """The same of a mail that awaits a number or carries documents of its proposal."""
        mail, as_shown = _send_mail(action).mail, _send_mail(shown).mail
        return self._prepared(action, lambda: self._framed.prepare(mail, as_shown, documents))

    def fill(self, action: Action, kept: Mapping[str, bytes], documents: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """The mail with its number, to whom it was approved to go."""
        return self._framed.fill(_send_mail(action).mail, kept, documents)

    def _prepared(self, action: Action, message: Callable[[], Mapping[str, bytes]]) -> Prepared:
        mail = _send_mail(action).mail
        self._account(mail.account)
        envelope = self._envelope(_send_mail(action))
        values = {"subject": mail.subject, "to": ", ".join(envelope.recipients), "account": mail.account}
        preview = say("Send “{subject}” to {to} from {account}.", **values)
        if self._redirect:
            preview = say("Send “{subject}” to {to} from {account}, instead of to its recipients.", **values)
        if mail.sender or mail.on_behalf_of:
            preview = say(
                "{preview} Its author is {author}.", preview=preview, author=mail.on_behalf_of or mail.sender
            )
        # The envelope is part of what is shown and approved: a setting changed later must not send it elsewhere.
        blobs = {**message(), ENVELOPE: envelope.to_blob()}
        return Prepared(action=action, preview=with_files(preview, mail), blobs=blobs)

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Send each mail once, over one connection for each account."""
        outcomes: dict[int, Outcome] = {}
        by_account: dict[str, list[Job]] = {}
        for job in jobs:
            by_account.setdefault(_send_mail(job.action).mail.account, []).append(job)
        for account, some in by_account.items():
            self._send_all(account, some, outcomes)
        return [outcomes[job.id] for job in jobs]

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Whether its Message-ID lies in Sent; if not, nobody can tell: many servers keep no copy.

        Raises Unavailable or UserError while the mailbox cannot be reached: then it is asked again later.
        """
        identity = message_id_of(cut(job.blobs[MESSAGE])[0])
        try:
            with self._sessions(_send_mail(job.action).mail.account) as session:
                if session.find_message_id(session.special("sent"), identity):
                    return Done({"message_id": identity, "found_in": session.special("sent")})
        except MissingFolder:
            return _uncertain()
        except Refused:
            return Uncertain(say("The sent mails cannot be looked at just now."))
        return _uncertain()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """A mail that has left cannot be called back."""
        why = say("A mail that has left cannot be called back: write to its recipients instead.")
        return [Failed(why) for _ in jobs]

    # ── one connection ────────────────────────────────────────────────────────────────────────────────────

    def _send_all(self, name: str, jobs: Sequence[Job], outcomes: dict[int, Outcome]) -> None:
        server: smtplib.SMTP | None = None
        try:
            account = self._account(name)
            for job in jobs:
                approved = Envelope.from_blob(job.blobs.get(ENVELOPE, b""))
                if approved is None or approved.recipients != self._envelope(_send_mail(job.action)).recipients:
                    outcomes[job.id] = Failed(_other_recipients())
                    continue
                if server is None:
                    server = connect(account)
                outcome = send(server, approved.sender, approved.recipients, job.blobs[MESSAGE])
                outcomes[job.id] = self._signed(outcome, job, approved.recipients)
                if not isinstance(outcome, Done | Failed):
                    _quit(server)
                    server = None
        except Unavailable as problem:
            _fill(jobs, outcomes, Retry(problem.what))
        except UserError as problem:
            # A wrong password, an expired certificate, a missing table: once mended, it still goes out.
            _fill(jobs, outcomes, Retry(problem.problems[0].what))
        finally:
            if server is not None:
                _quit(server)

    def _signed(self, outcome: Outcome, job: Job, recipients: Sequence[str]) -> Outcome:
        if not isinstance(outcome, Done):
            return outcome
        return Done(
            {
                "message_id": message_id_of(cut(job.blobs[MESSAGE])[0]),
                "at": self._now().isoformat(timespec="seconds"),
                "recipients": list(recipients),
            }
        )

    def _account(self, name: str) -> SmtpAccount:
        try:
            return self._accounts[name]
        except KeyError:
            raise UserError(
                say("The account “{account}” has no server for outgoing mail: add its smtp table.", account=name)
            ) from None

    def _envelope(self, action: SendMail) -> Envelope:
        """From whom and to whom it goes by the present settings."""
        wanted = (self._redirect,) if self._redirect else action.mail.recipients
        if not wanted:
            raise UserError(say("The mail has no recipient."))
        sender = plain_address(self._account(action.mail.account).address)
        return Envelope(sender=sender, recipients=tuple(plain_address(address) for address in wanted))


def connect(account: SmtpAccount) -> smtplib.SMTP:
    """A connection that is encrypted and logged in as the account says. Raises Unavailable or UserError."""
    try:
        if account.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.port, timeout=account.timeout, context=tls_context(account.ca_file)
            )
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=account.timeout)
    except (OSError, smtplib.SMTPException) as error:
        raise explain(error, account.name, account.host, account.port, account.ca_file) from error
    try:
        server.ehlo()
        if account.security == "starttls":
            server.starttls(context=tls_context(account.ca_file))
            server.ehlo()
        if account.token is not None:
            _log_in_by_token(server, account, account.token)
        elif account.user:
            server.login(account.user, account.secret())
    except smtplib.SMTPAuthenticationError as error:
        server.close()
        if error.smtp_code < 500:
            raise explain(error, account.name, account.host, account.port) from error
        if account.token is not None:
            what = not_let_in(account.host, account.user, account.name)
            raise UserError(Problem(where=account.name, what=what)) from error
        raise UserError(
            Problem(
                where=account.name,
                what=say(
                    "{host} refuses the user name or the password of {user} for sending: correct them.",
                    host=account.host,
                    user=account.user,
                ),
            )
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        server.close()
        raise UserError(
            Problem(
                where=account.name,
                what=say("{host} does not offer the encryption or the login that is set.", host=account.host),
            )
        ) from error
    except UnicodeError as error:
        # smtplib writes them as ASCII; nothing was sent.
        server.close()
        what = say("The user name or the password for sending has letters that cannot be sent: choose plain ones.")
        raise UserError(Problem(where=account.name, what=what)) from error
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        raise explain(error, account.name, account.host, account.port, account.ca_file) from error
    except BaseException:
        server.close()  # the password's place is empty, for one
        raise
    return server


def _log_in_by_token(server: smtplib.SMTP, account: SmtpAccount, token_of: Callable[[str], str]) -> None:
    """Show a token; where it is refused for good, another one, once: it may have been withdrawn before its time."""
    chosen = sasl.mechanism(server.esmtp_features.get("auth", "").split())
    if not chosen:
        raise UserError(Problem(where=account.name, what=no_tokens(account.host)))
    token = token_of("")
    try:
        _show(server, chosen, account, token)
    except smtplib.SMTPAuthenticationError as refusal:
        another = token if refusal.smtp_code < 500 else token_of(token)
        if another == token:
            raise
        _show(server, chosen, account, another)


def _show(server: smtplib.SMTP, chosen: str, account: SmtpAccount, token: str) -> None:
    # By hand: smtplib's auth() can send text only, and errs on an answer that is empty.
    shown = sasl.response(chosen, account.user, token, account.host, account.port)
    code, answer = server.docmd("AUTH", f"{chosen} {b64encode(shown).decode('ascii')}")
    if code == 334:
        # The server explains its no, and says it once this is answered.
        code, answer = server.docmd(b64encode(sasl.after_refusal(chosen)).decode("ascii"))
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, answer)


def send(server: smtplib.SMTP, sender: str, recipients: Sequence[str], message: bytes) -> Outcome:
    """Hand one message over: to all of the recipients, or to none."""
    data = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    stuffed = re.sub(rb"(?m)^\.", b"..", data) + (b"" if data.endswith(b"\r\n") else b"\r\n")
    try:
        refusal = _envelope(server, sender, recipients, stuffed)
        if refusal is not None:
            return refusal
        server.send(stuffed)
    except (OSError, smtplib.SMTPException):
        return Retry(say("The connection to the mail server was lost before the mail was handed over."))
    try:
        server.send(b".\r\n")
        code, answer = server.getreply()
    except (OSError, smtplib.SMTPException):
        return _uncertain()
    if 200 <= code < 300:
        return Done({})
    # Only a plain no says that nobody got it (RFC 5321 §4.2.1): anything else may be a yes that was garbled.
    return _refusal(code, answer, say("the mail")) if 400 <= code < 600 else _uncertain()


def _envelope(server: smtplib.SMTP, sender: str, recipients: Sequence[str], data: bytes) -> Outcome | None:
    options = ["BODY=8BITMIME"] if not data.isascii() and server.has_extn("8bitmime") else []
    code, answer = server.mail(sender, options)
    if code != 250:
        server.rset()
        return _refusal(code, answer, say("the sender {address}", address=sender))
    for recipient in recipients:
        code, answer = server.rcpt(recipient)
        if code not in (250, 251):
            server.rset()
            return _refusal(code, answer, say("the recipient {address}", address=recipient))
    code, answer = server.docmd("DATA")
    if code != 354:
        server.rset()
        return _refusal(code, answer, say("the mail"))
    return None


def _refusal(code: int, answer: bytes, what: Text) -> Outcome:
    words = re.sub(r"[^\x20-\x7e]+", " ", answer.decode("utf-8", "replace"))[:200]
    why = say("The mail server refuses {what} ({code} {answer}).", what=what, code=str(code), answer=words)
    return Failed(why) if code >= 500 and code not in _LOGIN_REFUSALS else Retry(why)


def _other_recipients() -> Text:
    return say(
        "What was approved would have gone to other recipients than now: look at it again, and approve it anew."
    )


def _uncertain() -> Uncertain:
    return Uncertain(
        say("The mail may have left: ask a recipient or look into the sent mails, then say whether it did.")
    )


def _send_mail(action: Action) -> SendMail:
    if not isinstance(action, SendMail):
        raise TypeError(f"not a mail to send: {action.kind}")
    return action


def _fill(jobs: Sequence[Job], outcomes: dict[int, Outcome], outcome: Outcome) -> None:
    for job in jobs:
        outcomes.setdefault(job.id, outcome)


def _quit(server: smtplib.SMTP) -> None:
    with contextlib.suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()
