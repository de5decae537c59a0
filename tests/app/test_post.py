"""The office's mail is composed with what the ledger keeps."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from officebot.app import App
from officebot.connectors.imap.performers import MESSAGE
from officebot.core.mail import OutgoingMail
from officebot.engine.acting import filling
from officebot.engine.ledger import proposals as rows
from officebot.engine.running.proposing import Made
from officebot.sdk import (
    NUMBER_TO_COME,
    Action,
    DraftMail,
    FlagMessage,
    KeepSentCopy,
    MessageRef,
    Proposal,
    SendMail,
    UserError,
    WriteDocument,
    say,
)

OFFICE = """
[office]
name = "Bureau"
[mail.accounts.desk]
address = "claire@bureau.example"
[mail.accounts.desk.imap]
host = "127.0.0.1"
port = 1
security = "none"
user = "claire"
password = { env = "HOME" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office whose mail server answers nobody."""
    (tmp_path / "office.toml").write_text(OFFICE)
    (tmp_path / "people.csv").write_text(
        "name,address,role,language,circle,responsibilities\n"
        "Claire,claire@bureau.example,,fr,a,\nZoé,zoe@bureau.example,,fr,accueil,\n"
    )
    (tmp_path / "contacts.csv").write_text("kind,name,addresses,language,form_of_address,phone,iban\n")
    return tmp_path


def draft_with(blob: str) -> DraftMail:
    attached = (("offre été.txt", "text/plain", blob),)
    return DraftMail(
        mail=OutgoingMail(
            account="desk", to=("anne@outside.example",), subject="Offre", body="x", key="k", attachments=attached
        )
    )


def made(key: str, action: Action) -> Made:
    proposal = Proposal(key=key, title=say("Write a mail"), actions=(action,))
    return Made(proposal=proposal, duty="mail_triage", run_id=None)


def test_a_draft_carries_the_attachment_that_the_ledger_keeps(folder: Path) -> None:
    with App(folder) as app:
        proposer, now = app.engine.proposer, app.clock.now()
        document = proposer.prepare(
            made("document", WriteDocument(path="documents/offre.txt", content="Dix pièces")), now
        )
        [blob] = document.actions[0].blobs.values()
        with app.ledger.writing() as tx:
            proposer.store(tx, [document], now)
        prepared = proposer.prepare(made("draft", draft_with(blob)), now)
        written = message_from_bytes(prepared.blobs[prepared.actions[0].blobs[MESSAGE]])
        [part] = [one for one in written.walk() if one.get_filename()]
        assert part.get_filename() == "offre été.txt"
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        assert rows.blob_hash(payload) == blob


def test_a_mail_with_an_attachment_that_is_not_kept_is_refused_in_a_sentence(folder: Path) -> None:
    with App(folder) as app, pytest.raises(UserError) as refused:
        app.engine.proposer.prepare(made("draft", draft_with("0" * 64)), app.clock.now())
    assert "offre été.txt" in refused.value.problems[0].what.render()


OUTGOING = """
[mail.accounts.desk.smtp]
host = "127.0.0.1"
port = 1
security = "none"
"""


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        pytest.param(DraftMail, "quiet@outside.example", id="a draft is sent by a program that must know them"),
        pytest.param(SendMail, None, id="a mail that leaves tells nobody"),
        pytest.param(KeepSentCopy, None, id="nor does its copy"),
    ],
)
def test_blind_copies_stand_in_drafts_and_nowhere_else(
    folder: Path, kind: type[DraftMail | SendMail | KeepSentCopy], shown: str | None
) -> None:
    with (folder / "office.toml").open("a") as settings:
        settings.write(OUTGOING)
    mail = OutgoingMail(
        account="desk", to=("anne@outside.example",), bcc=("quiet@outside.example",), subject="s", body="x", key="k"
    )
    with App(folder) as app:
        prepared = app.engine.proposer.prepare(made("mail", kind(mail=mail)), app.clock.now())
    written = message_from_bytes(prepared.blobs[prepared.actions[0].blobs[MESSAGE]])
    assert written["Bcc"] == shown


# ── a mailbox in which several people work ────────────────────────────────────────────────────────────────

THE_MAIL = MessageRef("desk", "INBOX", 1, 1, "fp")


def shared(folder: Path, *, is_shared: bool, circle: str = "") -> Path:
    """The office with the mailbox contact@, in which several people work or one."""
    own = 'address = "claire@bureau.example"\n'
    table = (
        'address = "contact@bureau.example"\naliases = ["accueil@bureau.example"]\nowner = "claire@bureau.example"\n'
        f'shared = {str(is_shared).lower()}\ncircle = "{circle}"\n'
    )
    (folder / "office.toml").write_text(OFFICE.replace(own, table))
    return folder


def asked(folder: Path) -> tuple[str, str]:
    """Whose yes is asked about a flag on the mailbox's mail, and which circle decides."""
    with App(folder) as app:
        proposal = Proposal(
            key="flag", title=say("Flag"), actions=(FlagMessage(on=THE_MAIL, add=("\\Flagged",)),), about=THE_MAIL
        )
        row = app.engine.proposer.prepare(
            Made(proposal=proposal, duty="mail_triage", run_id=None), app.clock.now()
        ).row
    return row["owner"], row["circle"]


def test_nobody_in_particular_is_asked_about_a_shared_mailbox_but_its_circle(folder: Path) -> None:
    assert asked(shared(folder, is_shared=False)) == ("claire@bureau.example", "office")
    assert asked(shared(folder, is_shared=True)) == ("", "office")
    assert asked(shared(folder, is_shared=True, circle="accueil")) == ("", "accueil")


@pytest.mark.parametrize(("is_shared", "name"), [(True, "Bureau"), (False, "Claire")])
def test_a_shared_mailbox_writes_in_the_name_of_the_office(folder: Path, is_shared: bool, name: str) -> None:
    with App(shared(folder, is_shared=is_shared)) as app:
        mail = OutgoingMail(account="desk", to=("a@b.example",), subject="s", body="x", key="k")
        assert message_from_bytes(app.post.compose(mail))["From"] == f"{name} <contact@bureau.example>"


@pytest.mark.parametrize(
    ("written_as", "allowed"),
    [
        pytest.param({"sender": "accueil@bureau.example"}, True, id="as an alias"),
        pytest.param({"sender": "claire@bureau.example"}, False, id="as somebody else"),
        pytest.param({"on_behalf_of": "Claire@bureau.example"}, True, id="on behalf of a colleague"),
        pytest.param({"on_behalf_of": "boss@elsewhere.example"}, False, id="on behalf of a stranger"),
    ],
)
def test_a_mail_is_written_as_the_accounts_own_address_or_on_behalf_of_the_office(
    folder: Path, written_as: dict[str, str], allowed: bool
) -> None:
    mail = OutgoingMail(account="desk", to=("a@b.example",), subject="s", body="x", key="k", **written_as)
    with App(shared(folder, is_shared=True)) as app:
        if allowed:
            assert app.post.compose(mail)
            return
        with pytest.raises(UserError) as refused:
            app.post.compose(mail)
    assert next(iter(written_as.values())) in refused.value.problems[0].what.render()


def test_a_draft_and_a_kept_copy_that_await_a_number_become_the_same_mail(folder: Path) -> None:
    path = f"documents/{NUMBER_TO_COME}.txt"
    mail = OutgoingMail(
        account="desk", to=("anne@outside.example",), bcc=("zoe@bureau.example",), subject=f"Commande {NUMBER_TO_COME}",
        body=f"Voici {NUMBER_TO_COME}.", key="k", attached_documents=(path,),
    )  # fmt: skip
    actions = (WriteDocument(path=path, content=NUMBER_TO_COME), DraftMail(mail=mail), KeepSentCopy(mail=mail))
    proposal = Proposal(key="o", title=say("Order"), actions=actions, number_series="orders")
    with App(folder) as app:
        made_ = Made(proposal=proposal, duty="mail_triage", run_id=None)
        prepared = app.engine.proposer.prepare(made_, app.clock.now())
        shown = message_from_bytes(prepared.blobs[prepared.actions[1].blobs[MESSAGE]], policy=default)
        assert shown["Subject"] == "Commande numéro donné à l’approbation" or "number given" in shown["Subject"]
        with app.ledger.writing() as tx:
            (one,) = app.engine.proposer.store(tx, [prepared], app.clock.now())
            stored = rows.actions_of(tx, [one])
            held = rows.blobs_named(tx, filling.blobs_of(stored))
        parts, data = filling.filled_in(app.engine.performers, stored, "BC-2026-0001", held)
    composed = [data[parts[row.id].blobs[MESSAGE]] for row in stored[1:]]
    draft, copy = (message_from_bytes(one, policy=default) for one in composed)
    assert draft["Message-ID"] == copy["Message-ID"] != shown["Message-ID"]
    assert (draft["Subject"], draft["Bcc"], copy["Bcc"]) == ("Commande BC-2026-0001", "zoe@bureau.example", None)
    for one in (draft, copy):
        (file,) = one.iter_attachments()
        assert (file.get_filename(), file.get_content().strip()) == ("BC-2026-0001.txt", "BC-2026-0001")


def test_a_mail_that_awaits_a_number_forwards_none(folder: Path) -> None:
    mail = OutgoingMail(
        account="desk", to=("anne@outside.example",), subject=NUMBER_TO_COME, body="x", key="k",
        forwards=MessageRef("desk", "INBOX", 1, 1, "f"),
    )  # fmt: skip
    proposal = Proposal(key="o", title=say("Order"), actions=(DraftMail(mail=mail),), number_series="orders")
    with App(folder) as app, pytest.raises(UserError, match="cannot forward"):
        app.engine.proposer.prepare(Made(proposal=proposal, duty="mail_triage", run_id=None), app.clock.now())
