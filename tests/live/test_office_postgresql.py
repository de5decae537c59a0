"""An office whose ledger goes to PostgreSQL and back, as its owner would do it: with settings and commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from officebot.testing.dovecot import DovecotUser
from officebot.testing.postgres import Postgres
from tests.app.offices import edit, make_office, officebot, serving, urgent, wait_for

pytestmark = pytest.mark.live


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    """The name of an empty database, where nobody made the tables yet."""
    name = postgres.database()
    yield name
    postgres.drop(name)


def settings(postgres: Postgres, database: str, office: Path) -> dict[str, object]:
    """The table [ledger] of an office there."""
    (office / "secrets" / "ledger").write_text(postgres.password)
    (office / "secrets" / "ledger").chmod(0o600)
    url = postgres.tcp_url(database).replace(f":{postgres.password}@", "@")
    return {"url": url, "password": {"file": "secrets/ledger"}}


def test_an_office_moves_to_postgresql_and_back_with_all_it_knows(
    tmp_path: Path, dovecot: DovecotUser, postgres: Postgres, database: str
) -> None:
    office = make_office(tmp_path / "office", dovecot)
    for number in range(2):  # the first look notes what there was before
        dovecot.deliver(urgent(number))
        assert officebot("once", office=office).code == 0
    [before] = officebot("ledger", "--json", office=office).facts
    assert before["database"].startswith("SQLite")

    edit(office, ledger=settings(postgres, database, office))
    moved = officebot("ledger", "--from", office / "state" / "ledger.db", "--json", office=office)
    [told] = moved.facts
    assert (told["entries"], told["bad"]) == (before["entries"], None)
    assert told["database"].startswith("PostgreSQL")
    assert postgres.password not in moved.out + moved.err
    again = officebot("ledger", "--from", office / "state" / "ledger.db", office=office, lang="fr")
    assert again.code == 1
    assert "n’est pas vide" in again.err

    with serving(office) as service:
        refused = officebot("ledger", "--from", office / "state" / "ledger.db", "--instead", office=office)
        assert (refused.code, "stop “officebot run” first" in refused.err) == (1, True)
        dovecot.deliver(urgent(2))
        assert wait_for(lambda: officebot("status", "--json", office=office).facts[0]["received"] == 2, 60)
        assert service.is_up
    assert officebot("doctor", office=office).code == 0
    [backup] = officebot("backup", "--json", office=office).facts

    edit(office, ledger=None)
    (office / "state" / "ledger.db").rename(office / "state" / "before.db")
    assert officebot("ledger", "--from", backup["file"], office=office).code == 0
    [status] = officebot("status", "--json", office=office).facts
    assert status["received"] == 2
    assert officebot("journal", "--verify", office=office).code == 0


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("cannot be reached", "lets this user not in")),
        ("fr", ("Le registre est inaccessible", "refuse cet utilisateur")),
    ],
)
def test_what_keeps_the_office_from_its_database_is_said_in_a_sentence(
    tmp_path: Path, dovecot: DovecotUser, postgres: Postgres, database: str, lang: str, words: tuple[str, str]
) -> None:
    office = make_office(tmp_path / "office", dovecot)
    edit(office, ledger=settings(postgres, database, office))
    (office / "secrets" / "ledger").write_text("another")
    refused = officebot("doctor", office=office, lang=lang)
    edit(office, ledger={"url": "postgresql://office@127.0.0.1:1/x"})
    away = officebot("doctor", office=office, lang=lang)
    for called, word in ((away, words[0]), (refused, words[1])):
        assert called.code == 1
        assert word in called.err
        assert "Traceback" not in called.err
        assert "another" not in called.err
