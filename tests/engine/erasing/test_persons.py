"""Erasing a person: nothing of them is left in the ledger's files, the rest is as it was, and the journal holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.mail import Address
from officebot.core.proposals import Claim, Item, Reason
from officebot.core.text import say
from officebot.engine.deciding import approvals, codes
from officebot.engine.erasing import persons
from officebot.engine.intake.recognising import stored_claim
from officebot.engine.lease import ExecutorLease
from officebot.engine.ledger import items, mails, marks
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.mails import Noted
from officebot.engine.ledger.types import canonical
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from officebot.sdk import FlagMessage, MessageRef, Proposal, UserError
from officebot.testing.performers import RecordingPerformer
from tests.engine.helpers import CLAIRE, TOM, Bench, acting, letter, note, proposal
from tests.engine.stores import bytes_of

ANNA = "anna.canary@client.example"
BEN = "ben@client.example"
#: What of Anna may be nowhere afterwards.
TRACES = ("anna.canary", "Anna Canary", "CANARY-SUBJECT", "CANARY-BODY", "CANARY-REASON")


def noted(bench: Bench, sender: str, name: str, number: int, subject: str = "") -> int:
    """A mail of theirs, with what was said of it."""
    claim = Claim(kind="triage", data={"about": subject}, reasons=(Reason(what=say("{w}", w=subject)),))
    mail = Noted(
        ref=MessageRef("desk", "INBOX", 1, number, f"fp{number}"), received=bench.clock.now(), subject=subject,
        sender=Address(name, sender), message_id=f"<{number}.{sender}>", claims=(stored_claim("tests", claim),),
        verdict=canonical({"about": subject}),
    )  # fmt: skip
    with bench.ledger.writing() as tx:
        return mails.note(tx, [mail], bench.clock.now())[mail.ref]


def about(bench: Bench, mail_id: int, key: str, *texts: str, ask: bool = False) -> int:
    """A proposal about a mail; with `ask`, one that waits."""
    reason = say("{why}", why=texts[0].replace("BODY", "REASON"))
    made = proposal(key, *(letter(text) if ask else note(text) for text in texts), reason=reason)
    [number] = bench.propose(made, mail_id=mail_id)
    return number


def lived(bench: Bench) -> dict[str, int]:
    """An office that knows Anna and Ben."""
    anna = noted(bench, ANNA, "Anna Canary", 1, "CANARY-SUBJECT")
    ben = noted(bench, BEN, "Ben Fair", 2, "Ben's question")
    found = {
        "anna": anna, "ben": ben,
        "done": about(bench, anna, "done", "CANARY-BODY"),
        "waits": about(bench, anna, "waits", "CANARY-BODY", ask=True),
        "names": bench.propose(proposal(f"reply:{ANNA}", note(f"to {ANNA}")))[0],
        "ben's": about(bench, ben, "bens", "Dear Ben"),
    }  # fmt: skip
    bench.executor.work()
    now = bench.clock.now()
    with bench.ledger.writing() as tx:
        items.put(tx, Item(kind="deadline", key="1", title=f"Answer {ANNA}", source={"mail": anna}), now)
        items.put(tx, Item(kind="deadline", key="2", title="Answer Ben", source={"mail": ben}), now)
        marks.put_fact(tx, "tests", ANNA, {"seen": 1})
        codes.keep(tx, "a", "digest", ANNA, {"questions": {}}, now, now)
        codes.keep(tx, "b", "digest", BEN, {"questions": {}}, now, now)
        journal.write(tx, now, [Note("officebot", "test", "office", {"to": ANNA.upper()})])
    return found


def erased(bench: Bench, address: str = ANNA, **more: Any) -> persons.Held:
    who = more.pop("who", acting(CLAIRE))
    return persons.erase(bench.ledger, ExecutorLease(bench.ledger, bench.owner), address, who, bench.clock.now())


def in_files(bench: Bench, words: Iterable[str]) -> list[str]:
    held = bytes_of(bench.ledger).lower()
    return [word for word in words if word.lower().encode() in held]


def test_nothing_of_the_person_is_left_and_the_journal_still_holds(bench: Bench) -> None:
    known = lived(bench)
    assert in_files(bench, TRACES) == list(TRACES)
    told = persons.held(bench.ledger, ANNA)
    assert bench.verify().bad is None
    gone = erased(bench, ANNA.upper())
    assert (gone.mails, set(gone.proposals)) == ((known["anna"],), {known["done"], known["waits"], known["names"]})
    assert (len(gone.items), len(gone.facts), len(gone.codes), gone.pending) == (1, 1, 1, (known["waits"],))
    assert gone == told
    assert in_files(bench, TRACES) == []
    verified = bench.verify()
    assert (verified.bad, verified.why) == (None, "")
    assert bench.journalled()[-2:] == ["proposal.rejected", "person.erased"]
    assert persons.held(bench.ledger, ANNA).is_empty


def test_what_is_about_others_stays_as_it_was(bench: Bench) -> None:
    known = lived(bench)
    erased(bench)
    assert in_files(bench, [BEN, "Ben Fair", "Ben's question", "Dear Ben", "Answer Ben"]) == [
        BEN, "Ben Fair", "Ben's question", "Dear Ben", "Answer Ben",
    ]  # fmt: skip
    assert bench.state(known["ben's"]) == "done"
    with bench.ledger.reading() as tx:
        assert mails.count_states(tx)["received"] == 2


def test_what_waited_is_rejected_and_never_done(bench: Bench) -> None:
    known = lived(bench)
    erased(bench)
    assert bench.how(known["waits"]).state == "rejected"
    assert not approvals.approve(bench.ledger, acting(CLAIRE), known["waits"], None, bench.clock.now()).took
    before = bench.performer.texts()
    bench.executor.work()
    assert bench.performer.texts() == before


def test_an_erased_effect_cannot_be_taken_back_and_says_so(bench: Bench) -> None:
    known = lived(bench)
    erased(bench)
    state, said = bench.undoer.undo(known["done"], acting(CLAIRE))
    assert state == "done"
    assert "erased" in said.render("en")


def test_what_only_tells_where_a_message_lies_can_still_be_taken_back(tmp_path: Path) -> None:
    flags = RecordingPerformer(tmp_path / "flags", kinds=["mail.flag"])
    bench = Bench(tmp_path, performers=[flags])
    flag = FlagMessage(on=MessageRef("desk", "INBOX", 1, 1, "fp1"), add=("\\Flagged",))
    mail = noted(bench, ANNA, "Anna Canary", 1)
    [number] = bench.propose(Proposal(key="flag", title=say("t"), actions=(flag,)), mail_id=mail)
    bench.executor.work()
    erased(bench)
    state, _ = bench.undoer.undo(number, acting(CLAIRE))
    assert state == "undone"
    assert [effect["do"] for effect in flags.effects()] == ["perform", "undo"]


def test_while_something_is_in_doubt_nothing_is_erased(bench: Bench) -> None:
    known = lived(bench)
    with bench.ledger.writing() as tx:
        rows.set_states(tx, {known["done"]: "uncertain"})
    with pytest.raises(UserError) as refused:
        erased(bench)
    assert str(known["done"]) in refused.value.problems[0].what.render("en")
    assert in_files(bench, TRACES) == list(TRACES)


def test_who_may_not_decide_erases_nothing(bench: Bench) -> None:
    lived(bench)
    with pytest.raises(UserError):
        erased(bench, who=acting(TOM))
    assert not persons.held(bench.ledger, ANNA).is_empty


def test_nobody_with_a_longer_address_is_erased_with_them(bench: Bench) -> None:
    noted(bench, "joanna.canary@client.example", "J", 1)
    noted(bench, "x@elsewhere.example", "X", 2, subject="joanna.canary@client.example wrote")
    noted(bench, "y@elsewhere.example", "Y", 3, subject=f"{ANNA}.au wrote")
    assert persons.held(bench.ledger, ANNA).is_empty
    noted(bench, "z@elsewhere.example", "Z", 4, subject=f"fwd from <{ANNA}>.")
    assert persons.held(bench.ledger, ANNA).mails == (4,)
    erased(bench)
    assert in_files(bench, ["z@elsewhere.example", f"from <{ANNA}>"]) == ["z@elsewhere.example"]


@pytest.mark.parametrize(
    "words", ["", "%", "anna", "@client.example", "a@b@c", "a b@c.example", "x" * 70 + "@c.example"]
)
def test_what_is_no_address_erases_nothing(bench: Bench, words: str) -> None:
    with pytest.raises(UserError):
        persons.held(bench.ledger, words)


@given(before=st.text(max_size=3), after=st.text(max_size=3))
def test_an_address_is_found_unless_a_longer_one_holds_it(before: str, after: str) -> None:
    found = persons.mention_of("a@b.cd").search(f"{before}a@b.cd{after}") is not None
    is_longer = bool(before and (before[-1].isalnum() or before[-1] in "_.+-")) or bool(
        after and (after[0].isalnum() or after[0] in "_-" or (after[0] == "." and after[1:2].isalnum()))
    )
    if found:
        assert not is_longer
