"""The orders' duty after mail: what a supplier says enters by itself only where it says so itself and nothing differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from officebot.core.actions import CheckUnanswered
from officebot.core.facts import OfficeFacts
from officebot.core.mail import Address, Mail, MessageRef
from officebot.core.orders.following import What, steps
from officebot.core.orders.mapping import OrdersMap
from officebot.core.orders.matches import Matched
from officebot.core.orders.matching import Matcher
from officebot.core.people import Contacts, People, Person
from officebot.core.problems import Problem
from officebot.core.proposals import Item, Proposal
from officebot.core.text import Text, say
from officebot.core.trade.letter import Papers
from officebot.core.trade.model import TradeDocument, TradeLine
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.worktime import WorkingTime
from officebot.duties.orders.decide import decide
from officebot.duties.orders.incoming import questions
from officebot.duties.orders.late import reminders as the_reminders
from officebot.duties.orders.made import ASKED_OF, ENTERED, REFUSED, Made
from officebot.duties.orders.observe import LATE, LETTERS, Event, Facts
from officebot.duties.orders.recognise import recognise
from officebot.duties.orders.settings import Settings
from officebot.engine.running.proposing import content_of
from officebot.sdk import NoteItem, SeenMail, SeenProposal, SendMail, SetCells
from tests.core.orders.orderbook import BOOK, CHAIR, NORD, PENS, PORT, TODAY, letter, paper, said

ANN = Person(name="Ann", address="ann@office.example", language="fr", responsibilities=("mailbox owner",))
OFFICE = OfficeFacts(
    name="Atelier", people=People((ANN,)), contacts=Contacts(()), working_time=WorkingTime(), language="fr", account="desk",
)  # fmt: skip
_AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
_LETTERS = {(language, name): "{lines}" for language in ("fr", "en") for name in LETTERS}
_AGREES = paper("confirmation", said("Stylo bleu", "20", delivery_date=PENS.due), references=("BC-2026-0041",))


def _mail(sender: str, message_id: str) -> SeenMail:
    ref = MessageRef(account="desk", folder="INBOX", uidvalidity=1, uid=1, fingerprint="f")
    return SeenMail(ref=ref, subject="AR", sender=Address("", sender), received=_AT, state="handled", verdict={}, id=1,
                    message_id=message_id)  # fmt: skip


def _broken() -> Papers:
    """Documents of a mail that are none."""
    return Papers(letter=letter(PORT), documents=cast("tuple[TradeDocument, ...]", (None,)))


#: An office that is asked about each delivery as it is told of.
_EACH = Settings(goods="mail")


def told(
    *documents: TradeDocument, sender: str = PORT, is_proven: bool = True, problem: Text | None = None,
    more: tuple[Event, ...] = (), settings: Settings = _EACH, **facts: Any,
) -> list[Proposal]:  # fmt: skip
    """What is proposed after a mail with these documents, and after the events `more` before it."""
    papers = Papers(letter=letter(sender), documents=documents, problem=problem)
    event = Event(mail=_mail(sender, "<1@port.example>"), papers=papers, is_proven=is_proven)
    workbook = OfficeWorkbook(name="orders", file="Commandes.xlsx", can_write=True)
    made = Facts(office=OFFICE, now=_AT, today=TODAY, workbook=workbook, found=OrdersMap({}), book=BOOK,
                 events=(*more, event), texts=_LETTERS)  # fmt: skip
    return list(decide(replace(made, **facts), settings))


_BEFORE = say("As before")


def past(*found: tuple[str, str], title: Text = _BEFORE) -> Made:
    """What was proposed before: keys, and in which state each is."""
    return Made.of(
        SeenProposal(id=number, duty="orders", title=title, state=state, created=_AT, owner="", key=key, decided=_AT)
        for number, (key, state) in enumerate(found)
    )


def kinds(made: list[Proposal]) -> list[str]:
    return [one.key.split(":")[1] for one in made]


def test_a_confirmation_that_agrees_enters_by_itself() -> None:
    [entered] = told(_AGREES)
    assert (kinds([entered]), entered.must_ask) == (["read"], False)
    [cells] = entered.actions
    assert isinstance(cells, SetCells)
    assert ("C!M2", None, "2026-12-10") in cells.cells


def test_what_was_not_understood_of_a_letter_is_shown_and_asked_about() -> None:
    words = "La palette est à rendre, est-ce possible ?"
    more = Problem(where="", what=say("It also says “{words}”, which a person must read.", words=words))
    [entered] = told(replace(_AGREES, problems=(more,)))
    assert entered.must_ask
    assert words in entered.reasons[0].what.render("fr")


@pytest.mark.parametrize(
    ("sender", "is_proven"),
    [(PORT, False), ("x@else.example", True), ("x@else.example", False), ("ventes@gmail.com", True), (NORD, True)],
)
def test_what_the_supplier_did_not_provably_say_itself_waits_for_a_yes(sender: str, is_proven: bool) -> None:
    assert all(one.must_ask for one in told(_AGREES, sender=sender, is_proven=is_proven) if kinds([one]) == ["read"])


def test_a_colleague_of_the_supplier_s_house_is_believed() -> None:
    [entered] = told(_AGREES, sender="depot@port.example")
    assert not entered.must_ask


def test_a_supplier_s_word_does_not_enter_another_s_order() -> None:
    both = paper("confirmation", said("Stylo bleu", "20", order="BC-2026-0041", delivery_date=PENS.due),
                 said("Chaise visiteur", "6", order="BC-2026-0099", delivery_date=CHAIR.due),
                 references=("BC-2026-0041", "BC-2026-0099"))  # fmt: skip
    [entered] = told(both)
    [cells] = entered.actions
    assert isinstance(cells, SetCells)
    assert {"C!M1", "C!M2"} <= {cell for cell, _, _ in cells.cells}
    assert entered.must_ask


def test_a_changed_price_is_flagged_once_and_contested_only_with_a_yes() -> None:
    dearer = replace(_AGREES, lines=(replace(_AGREES.lines[0], price=Decimal(5)),))
    entered, flagged = told(dearer)
    assert (kinds([entered, flagged]), entered.must_ask) == (["read", "differs"], True)
    [note] = flagged.actions
    assert isinstance(note, NoteItem)
    assert (note.source["what"], note.source["said"]) == ("price", "5")
    cells, sent, _ = entered.actions
    assert isinstance(cells, SetCells)
    assert isinstance(sent, SendMail)
    assert sent.mail.to == (PORT,)


@pytest.mark.parametrize(
    ("days", "settings", "is_asked"),
    [
        pytest.param(5, Settings(), False, id="a working week later"),
        pytest.param(6, Settings(), True, id="a day more than that"),
        pytest.param(1, Settings(slip_days=0), True, id="an office that wants to be asked of each day"),
    ],
)
def test_a_day_that_slips_a_little_is_entered_and_told_and_a_later_one_asked_about(
    days: int, settings: Settings, is_asked: bool
) -> None:
    assert PENS.due is not None
    later = OFFICE.working_time.add_working_days(PENS.due, days)
    entered, flagged = told(
        replace(_AGREES, lines=(replace(_AGREES.lines[0], delivery_date=later),)), settings=settings
    )
    assert (kinds([entered, flagged]), entered.must_ask) == (["read", "differs"], is_asked)
    assert [one.kind for one in entered.actions] == [
        "workbook.set",
        *(["mail.send", "mail.keep_sent"] if is_asked else []),
    ]


def test_goods_are_entered_only_when_somebody_saw_them() -> None:
    [entered] = told(paper("despatch", said("Stylo bleu", "20"), references=("BC-2026-0041",), number="BL-9"))
    assert entered.must_ask


def test_a_delivery_note_that_comes_in_another_mail_is_not_entered_twice() -> None:
    note = paper("despatch", said("Stylo bleu", "20"), references=("BC-2026-0041",), number="BL-9")
    key = told(note)[0].key
    mark = key.split(":")[2]
    assert kinds(told(note, made=past((key.replace(mark, "other"), "done")))) == ["twice"]
    assert told(note, made=past((key, "done"))) == []
    assert kinds(told(replace(note, number="BL-10"), made=past((key.replace(mark, "other"), "done")))) == ["read"]


def test_the_invoice_with_the_number_of_its_delivery_note_is_another_document() -> None:
    note = paper("despatch", said("Stylo bleu", "20"), references=("BC-2026-0041",), number="9")
    key = told(note)[0].key
    before = past((key.replace(key.split(":")[2], "other"), "done"))
    invoice = replace(note, kind=type(note.kind)("invoice"))
    assert "twice" not in kinds(told(invoice, made=before))


def test_a_workbook_that_may_not_be_written_is_entered_by_hand() -> None:
    [entered] = told(_AGREES, workbook=OfficeWorkbook(name="orders", file="Commandes.xlsx", can_write=False))
    [note] = entered.actions
    assert isinstance(note, NoteItem)
    assert note.key.startswith("orders:hand:")


def test_a_price_in_another_currency_is_flagged_and_not_entered() -> None:
    pens = said("Stylo bleu", "20", price=PENS.price)
    pounds = replace(paper("confirmation", pens, references=("BC-2026-0041",)), currency="GBP")
    assert "differs" in kinds(told(pounds))
    [made] = steps([Matcher(BOOK).match(pounds, letter(PORT))], TODAY)
    assert ([one.what for one in made.differences], made.after.confirmed_price) == ([What.currency], None)


@pytest.mark.parametrize("place", ["²", "9" * 5_000, "-1", "x"])
def test_a_strange_place_of_a_line_takes_nothing_with_it(place: str) -> None:
    strange = paper("confirmation", said("Stylo bleu", "20", order_line=place), references=("BC-2026-0041",))
    assert "fault" not in kinds(told(strange))


def test_a_mail_that_nobody_foresaw_takes_no_other_s_with_it() -> None:
    good = told(_AGREES)
    broken = Event(mail=_mail(PORT, "<2@port.example>"), papers=_broken(), is_proven=True)
    both = told(_AGREES, more=(broken,))
    assert [kind for kind in kinds(both) if kind != "fault"] == kinds(good)
    assert "fault" in kinds(both)


def test_what_hangs_on_a_supplier_s_mail_and_cannot_be_read_is_said() -> None:
    why = say("This PDF holds pictures of pages only, no words: ask for one made by a program, or enter it by hand.")
    assert kinds(told(problem=why)) == ["unread"]
    assert told(problem=why, sender="x@else.example") == []


# ── one question a matter ─────────────────────────────────────────────────────────────────────────────────

_BILL = paper("invoice", said("Stylo bleu", "20", price=Decimal(9)), references=("BC-2026-0041",), number="F-1")
_MARK = _mail(PORT, "<1@port.example>").mark


def _billed(invoice: str, **facts: Any) -> list[Proposal]:
    """What is proposed after an invoice that differs from the order, where whoever keeps invoices is so far."""
    papers = Papers(letter=letter(PORT), documents=(_BILL,))
    event = Event(mail=_mail(PORT, "<1@port.example>"), papers=papers, is_proven=True, invoice=invoice)
    return told(events=(event,), **facts)


def _asked(made: list[Proposal]) -> list[str]:
    return [kind for kind, one in zip(kinds(made), made, strict=True) if one.must_ask]


def test_an_invoice_that_differs_is_asked_about_where_nobody_keeps_invoices() -> None:
    assert _asked(_billed("")) == ["read"]


def test_an_invoice_is_noted_and_not_asked_about_while_whoever_keeps_invoices_is() -> None:
    made = _billed(ASKED_OF)
    assert (_asked(made), kinds(made)) == ([], ["charge", "differs"])


def test_an_invoice_that_was_entered_is_charged_by_the_same_yes_and_noted_no_more() -> None:
    note = Item(kind="order-charge", key=f"orders:charge:{_MARK}", title="", source={"mark": _MARK})
    made = _billed(ENTERED, items=(note,))
    assert (_asked(made), sorted(kinds(made))) == ([], ["charge-over", "differs", "read"])


def test_an_invoice_that_was_refused_is_not_charged_and_the_letter_about_it_waits_for_a_yes() -> None:
    made = _billed(REFUSED)
    assert (_asked(made), "read" in kinds(made)) == (["contest"], False)


@pytest.mark.parametrize(
    ("states", "so_far"),
    [
        pytest.param((), "", id="nothing was ever proposed"),
        pytest.param(("waiting",), ASKED_OF, id="it waits"),
        pytest.param(("expired",), ASKED_OF, id="it lapsed, and is asked about again"),
        pytest.param(("done",), ENTERED, id="it was entered"),
        pytest.param(("rejected",), REFUSED, id="it was refused"),
        pytest.param(("done", "waiting"), ASKED_OF, id="one of two waits"),
        pytest.param(("done", "rejected"), "", id="one was entered, the other refused"),
    ],
)
def test_what_became_of_the_invoices_of_a_mail(states: tuple[str, ...], so_far: str) -> None:
    made = past(*((f"invoices:enter:abc:{number}", state) for number, state in enumerate(states)))
    assert made.invoice_of("abc") == so_far


def test_a_letter_that_was_asked_about_on_its_own_is_not_written_twice() -> None:
    dearer = replace(_AGREES, lines=(replace(_AGREES.lines[0], price=Decimal(5)),))
    made = told(dearer, made=past(("orders:contest:<1@port.example>:0", "waiting")))
    assert not [one for proposal in made if kinds([proposal]) == ["read"] for one in proposal.actions
                if isinstance(one, SendMail)]  # fmt: skip


def test_an_answer_without_a_word_on_what_differs_is_no_question() -> None:
    silent = paper("confirmation", references=("BC-2026-0041",))
    papers = Papers(letter=letter(PORT, subject="Re: BC-2026-0041", new="Bien reçu."), documents=(silent,))
    event = Event(mail=_mail(PORT, "<1@port.example>"), papers=papers, is_proven=True)
    match = Matcher(BOOK).match(silent, papers.letter)
    asked = replace(match, lines=(Matched(said=TradeLine(), candidates=(PENS,), sureness=1.0),))
    note = Item(kind="order-difference", key=f"orders:difference:{PENS.order}:{PENS.line}:date", title="")
    book = Facts(office=OFFICE, now=_AT, today=TODAY, book=BOOK, found=OrdersMap({}), texts=_LETTERS,
                 workbook=OfficeWorkbook(name="orders", file="Commandes.xlsx", can_write=True))  # fmt: skip
    one = asked.lines[0]
    assert kinds(list(questions(book, event, asked, one, "0.0"))) == ["meant"]
    assert list(questions(replace(book, items=(note,)), event, asked, one, "0.0")) == []
    spoken = replace(one, said=TradeLine(says="les stylos suivent"))
    assert kinds(list(questions(replace(book, items=(note,)), event, asked, spoken, "0.0"))) == ["meant"]


def test_lists_that_the_office_sends_itself_are_no_supplier_s_papers() -> None:
    def claimed(**values: Any) -> bool:
        mail = Mail(ref=_mail(PORT, "").ref, subject="3 décisions vous attendent", text="Commande BC-2026-0041 : livrée.",
                    date=_AT, received=_AT, **values)  # fmt: skip
        return bool(list(recognise(mail, OFFICE, None, _AT)))

    own = Address("", ANN.address)
    assert not claimed(sender=own, is_automatic=True)
    assert claimed(sender=own)
    assert claimed(sender=Address("", PORT), is_automatic=True)


# ── reminders ─────────────────────────────────────────────────────────────────────────────────────────────

_LATE = replace(PENS, due=date(2026, 11, 23), promised=None, received=PENS.received * 0)
_OTHER = replace(CHAIR, order="BC-2026-0042", supplier=PENS.supplier, address=PENS.address, due=date(2026, 11, 24),
                 promised=None, received=CHAIR.received * 0)  # fmt: skip
_OTHER_ORDER = replace(CHAIR, due=date(2027, 1, 8), promised=None)
_FIRST = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)


def _reminders(
    at: datetime, *lines: Any, made: Made | None = None, mails: tuple[SeenMail, ...] = (), spoken: tuple[int, ...] = (),
    answered: date | None = None, reminders: int = 0,
) -> list[Proposal]:  # fmt: skip
    """All that a morning makes of these lines; `answered` is the day on which the supplier was last heard."""
    told = Item(kind=LATE, key=f"orders:late:{PORT}", title="", owner="", due=None, state="open",
                source={"reminders": reminders, "answered": answered.isoformat() if answered else ""})  # fmt: skip
    facts = Facts(office=OFFICE, now=at, today=at.date(), book=replace(BOOK, lines=lines), found=OrdersMap({}), mails=mails,
                  workbook=OfficeWorkbook(name="orders", file="Commandes.xlsx"), texts=_LETTERS, is_morning=True,
                  made=made or Made(), spoken=spoken, items=(told,) if answered or reminders else ())  # fmt: skip
    return list(the_reminders(facts, Settings()))


def _morning(at: datetime, *lines: Any, **more: Any) -> Proposal | None:
    """The reminder that is asked about on a morning, of these lines."""
    found = [one for one in _reminders(at, *lines, **more) if kinds([one]) == ["remind"] and one.must_ask]
    return found[0] if found else None


def _since(state: str) -> Made:
    """The reminder was asked about on the first morning, and stands so."""
    return Made.of([SeenProposal(id=1, duty="orders", title=say("Remind"), state=state, created=_FIRST, owner="",
                                 key=f"orders:remind:{PORT}:{PENS.supplier}:1")])  # fmt: skip


def test_a_reminder_that_waits_says_the_same_however_many_days_go_by() -> None:
    first = _morning(_FIRST, _LATE)
    assert first is not None
    for days in (1, 2, 5):
        again = _morning(_FIRST + timedelta(days=days), _LATE, made=_since("waiting"))
        assert again is not None
        assert content_of(again) == content_of(first)


def test_a_reminder_that_waits_changes_when_a_line_came_or_is_promised_for_another_day() -> None:
    early = replace(_OTHER, due=date(2026, 11, 20))
    both = _morning(_FIRST, _LATE, early)
    assert both is not None
    for other in (
        _morning(_FIRST + timedelta(days=1), early, made=_since("waiting")),
        _morning(
            _FIRST + timedelta(days=1), early, replace(_LATE, promised=date(2026, 12, 20)), made=_since("waiting")
        ),
    ):
        assert other is not None
        assert content_of(other) != content_of(both)


def test_a_line_that_is_late_meanwhile_waits_for_the_next_reminder() -> None:
    first = _morning(_FIRST, _LATE)
    new = replace(_OTHER, due=date(2026, 11, 25))
    again = _morning(_FIRST + timedelta(days=2), _LATE, new, made=_since("waiting"))
    assert first is not None
    assert again is not None
    assert content_of(again) == content_of(first)


def test_after_a_no_other_lines_are_asked_about_only_once_some_days_are_over() -> None:
    new = replace(_OTHER, due=date(2026, 11, 25))
    assert _morning(_FIRST + timedelta(days=2), _LATE, new, made=_since("rejected")) is None
    later = _morning(_FIRST + timedelta(days=7), _LATE, new, made=_since("rejected"))
    assert later is not None
    first, same = _morning(_FIRST, _LATE), _morning(_FIRST + timedelta(days=7), _LATE, made=_since("rejected"))
    assert first is not None
    assert same is not None
    assert content_of(same) == content_of(first), "the same lines stay refused"


def _wrote(subject: str, *, at: datetime = _FIRST - timedelta(hours=2), number: int = 1) -> SeenMail:
    """A mail of the supplier's."""
    return replace(_mail(PORT, f"<{number}@port.example>"), subject=subject, received=at, id=number)


def _check(reminder: Proposal | None) -> CheckUnanswered:
    assert reminder is not None
    [check] = [one for one in reminder.actions if isinstance(one, CheckUnanswered)]
    return check


@pytest.mark.parametrize(
    ("subject", "spoken"),
    [
        pytest.param("Nos vœux pour la nouvelle année", (), id="about something else"),
        pytest.param(f"Votre commande {CHAIR.order} est partie", (1,), id="about another order"),
    ],
)
def test_what_the_supplier_writes_about_something_else_is_no_answer(subject: str, spoken: tuple[int, ...]) -> None:
    reminder = _morning(_FIRST, _LATE, _OTHER_ORDER, mails=(_wrote(subject),), spoken=spoken)
    assert _check(reminder).about == (_LATE.order,)
    assert _check(reminder).known == ()


@pytest.mark.parametrize(
    ("subject", "spoken"),
    [
        pytest.param(f"Re: Notre commande {_LATE.order} : livraison attendue", (), id="a reply that names it"),
        pytest.param("Livraison", (1,), id="goods, and no order named"),
    ],
)
def test_what_the_supplier_wrote_about_what_is_late_is_an_answer_before_the_first_reminder_too(
    subject: str, spoken: tuple[int, ...]
) -> None:
    mail = _wrote(subject)
    assert _morning(_FIRST, _LATE, mails=(mail,), spoken=spoken) is None
    # Three working days later it was not enough; what was looked at before keeps nothing back.
    later = _morning(_FIRST + timedelta(days=5), _LATE, mails=(mail,), spoken=spoken, answered=_FIRST.date())
    assert _check(later).known == (mail.message_id,)
    assert _check(later).since < mail.received


def test_a_mail_whose_paper_was_another_orders_was_looked_at_and_keeps_nothing_back() -> None:
    mail = _wrote("Confirmation")
    read = SeenProposal(id=1, duty="orders", title=say("Enter {order}", order=CHAIR.order), state="done", created=_FIRST,
                        owner="", key=f"orders:read:{mail.mark}:all:")  # fmt: skip
    reminder = _morning(_FIRST, _LATE, _OTHER_ORDER, mails=(mail,), spoken=(1,), made=Made.of([read]))
    assert _check(reminder).known == (mail.message_id,)


def test_an_answer_takes_back_a_reminder_that_waits() -> None:
    mail = _wrote(f"Re: {_LATE.order}", at=_FIRST + timedelta(hours=5))
    made = _reminders(_FIRST + timedelta(days=1), _LATE, made=_since("waiting"), mails=(mail,))
    assert [one.key for one in made] == [f"orders:remind:{PORT}:{PENS.supplier}:1"]
    assert not made[0].must_ask


def test_a_reminder_that_nobody_answered_says_the_same_and_other_lines_wait_some_days() -> None:
    first, new = _morning(_FIRST, _LATE), replace(_OTHER, due=date(2026, 11, 25))
    assert first is not None
    same = _morning(_FIRST + timedelta(days=5), _LATE, made=_since("expired"))
    assert same is not None
    assert content_of(same) == content_of(first)
    assert _morning(_FIRST + timedelta(days=2), _LATE, new, made=_since("expired")) is None
    assert _morning(_FIRST + timedelta(days=7), _LATE, new, made=_since("expired")) is not None


def test_a_question_that_another_took_the_place_of_is_as_old_as_that_one() -> None:
    key = f"orders:remind:{PORT}:{PENS.supplier}:1"
    asked = [
        SeenProposal(id=number, duty="orders", title=say("Remind"), state=state, created=_FIRST + timedelta(days=days),
                     owner="", key=key)
        for number, (state, days) in enumerate((("expired", 0), ("superseded", 4), ("waiting", 6)))
    ]  # fmt: skip
    made = Made.of(asked)
    assert made.asked_since[key] == _FIRST + timedelta(days=4)
    assert made.latest[key].state == "waiting"


def test_the_day_of_the_yes_is_noted_as_that_of_the_reminder() -> None:
    sent = SeenProposal(id=1, duty="orders", title=say("Remind"), state="done", created=_FIRST, owner="",
                        key=f"orders:remind:{PORT}:{PENS.supplier}:1", decided=_FIRST + timedelta(hours=26))  # fmt: skip
    [noted] = _reminders(_FIRST + timedelta(days=2), _LATE, made=Made.of([sent]), reminders=1)
    [note] = noted.actions
    assert isinstance(note, NoteItem)
    assert note.source["last"] == "2026-11-26"


def test_nobody_is_reminded_of_an_order_of_which_their_own_word_waits_for_a_yes() -> None:
    waits = Made.of([SeenProposal(id=1, duty="orders", title=say("Enter {order}", order=_LATE.order), state="waiting",
                                  created=_FIRST, owner="", key="orders:read:abc:all:")])  # fmt: skip
    assert _morning(_FIRST, _LATE, made=waits) is None
