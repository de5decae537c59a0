"""Coming in: passwords, one-time codes and sessions of the dashboard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from officebot.core.people import Person
from officebot.core.problems import UserError
from officebot.core.sessions import SessionLimits
from officebot.engine.deciding import access, codes
from officebot.engine.ledger.leases import real_now
from officebot.engine.ledger.schema import codes as kept_codes
from officebot.engine.ledger.schema import passwords, sessions
from tests.engine.helpers import CLAIRE, MONDAY, PAUL, Bench, together

WORDS = "quatre mots sans lien"


def test_a_password_opens_for_its_person_only_and_stands_nowhere_in_the_ledger(bench: Bench) -> None:
    access.set_password(bench.ledger, CLAIRE, WORDS, MONDAY)
    assert access.is_password(bench.ledger, CLAIRE, WORDS)
    assert not access.is_password(bench.ledger, CLAIRE, WORDS.upper())
    assert not access.is_password(bench.ledger, PAUL, WORDS)
    assert not access.is_password(bench.ledger, None, WORDS)
    with bench.ledger.reading() as tx:
        assert access.has_password(tx, CLAIRE)
        assert not access.has_password(tx, PAUL)
        assert WORDS not in tx.execute(select(passwords.c.hash)).scalar_one()
    bench.ledger.close()
    held = b"".join(one.read_bytes() for one in bench.folder.glob("ledger.db*"))
    assert WORDS.encode() not in held


@pytest.mark.parametrize("weak", ["court", "a" * 20, "claire morel claire", "x" * 300])
def test_what_is_easy_to_guess_or_endless_is_no_password(bench: Bench, weak: str) -> None:
    with pytest.raises(UserError):
        access.set_password(bench.ledger, CLAIRE, weak, MONDAY)


def test_a_new_password_ends_what_was_opened_with_the_old_one(bench: Bench) -> None:
    token = access.open_session(bench.ledger, CLAIRE)
    assert access.find_session(bench.ledger, token, SessionLimits()) is not None
    access.set_password(bench.ledger, CLAIRE, WORDS, MONDAY)
    assert access.find_session(bench.ledger, token, SessionLimits()) is None


def _aged(bench: Bench, **by: timedelta) -> None:
    with bench.ledger.writing() as tx:
        tx.execute(update(sessions).values({name: real_now() - age for name, age in by.items()}))


def test_a_session_ends_unused_and_after_its_longest_time_and_its_word_is_not_kept(bench: Bench) -> None:
    limits = SessionLimits(idle=timedelta(hours=1), longest=timedelta(days=1), proof=timedelta(minutes=10))
    token = access.open_session(bench.ledger, CLAIRE)
    with bench.ledger.reading() as tx:
        assert token not in tx.execute(select(sessions.c.hash)).scalar_one()
    found = access.find_session(bench.ledger, token, limits)
    assert found is not None
    assert found.person == CLAIRE.address
    assert found.is_proven(limits)
    _aged(bench, proven=timedelta(minutes=11), seen=timedelta(minutes=30))
    later = access.find_session(bench.ledger, token, limits)
    assert later is not None
    assert not later.is_proven(limits)
    _aged(bench, seen=timedelta(minutes=61))
    assert access.find_session(bench.ledger, token, limits) is None
    _aged(bench, seen=timedelta(0), created=timedelta(hours=25))
    assert access.find_session(bench.ledger, token, limits) is None


def test_a_form_s_word_is_its_session_s_own(bench: Bench) -> None:
    mine, other = (access.open_session(bench.ledger, one) for one in (CLAIRE, PAUL))
    session = access.find_session(bench.ledger, mine, SessionLimits())
    foreign = access.find_session(bench.ledger, other, SessionLimits())
    assert session is not None
    assert foreign is not None
    assert access.is_form_word(session, session.form_word)
    assert not access.is_form_word(session, foreign.form_word)
    assert not access.is_form_word(session, "")
    assert not access.is_form_word(session, "é")


def test_of_many_who_use_one_code_at_once_one_comes_in(bench: Bench) -> None:
    code = access.make_entry(bench.ledger, CLAIRE)
    came = together(8, lambda _: access.entered_by(bench.ledger, code))
    assert sorted(one or "" for one in came) == [""] * 7 + [CLAIRE.address]


def test_a_code_is_good_for_its_purpose_until_its_instant_and_its_letters_are_not_kept(bench: Bench) -> None:
    code, now = codes.new_code(), MONDAY
    with bench.ledger.writing() as tx:
        codes.keep(tx, code, "digest", CLAIRE.address, {"1": [7, "h"]}, now, now + timedelta(days=1))
        assert codes.find(tx, code, "enter") is None
        assert codes.find(tx, code.lower(), "digest") is not None
        assert code not in tx.execute(select(kept_codes.c.hash)).scalar_one()
        assert not codes.use(tx, code, now + timedelta(days=2))
        assert codes.use(tx, code, now)
        assert not codes.use(tx, code, now)


def test_who_is_nobody_any_more_comes_in_by_nothing(bench: Bench) -> None:
    gone = Person(name="Ancien Collègue", address="ancien@atelier.example")
    assert access.entered_by(bench.ledger, "AAAAAAAAAAAAAA") is None
    assert not access.is_password(bench.ledger, gone, WORDS)


def test_a_new_password_ends_the_links_to_enter_that_were_made_before(bench: Bench) -> None:
    mine, other = access.make_entry(bench.ledger, CLAIRE), access.make_entry(bench.ledger, PAUL)
    access.set_password(bench.ledger, CLAIRE, WORDS, MONDAY)
    assert access.entered_by(bench.ledger, mine) is None
    assert access.entered_by(bench.ledger, other) == PAUL.address
