"""Action points are followed until they are done: reminded of in time and once, and answered by mail in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias, cast

import pytest

from officebot.core.actions import CheckUnanswered, CloseItem, DiscardDraft, DraftMail, NoteItem, SendMail
from officebot.core.mail import Mail, OutgoingMail, Proof
from officebot.core.minutes.following import items_of
from officebot.core.minutes.model import ActionPoint, Minutes, Source, Topic
from officebot.core.proposals import Item, Proposal
from officebot.core.text import one_line
from officebot.duties.action_points.decide import decide
from officebot.duties.action_points.observe import observe
from officebot.duties.action_points.recognise import recognise
from officebot.duties.action_points.settings import Settings
from officebot.engine.running.proposing import content_of
from officebot.sdk import Claim, Office, OfficeFacts, SeenMail, SeenProposal, Trigger

MakeMail: TypeAlias = Callable[..., Mail]
NADIA, ETIENNE, SOPHIE, RACHEL = (f"{one}@office.example" for one in ("nadia", "etienne", "sophie", "rachel"))
#: A Tuesday.
HELD = date(2026, 11, 24)
MINUTES = "Compte rendu du comité de direction"


@dataclass(slots=True)
class Desk:
    """An office that lives through its days: proposals are kept once by key and content, notes and yeses done at once."""

    facts: OfficeFacts
    settings: Settings = field(default_factory=Settings)
    #: Whether somebody says yes to all that is asked.
    agrees: bool = True
    open: dict[tuple[str, str], Item] = field(default_factory=dict)
    made: dict[str, Proposal] = field(default_factory=dict)
    #: What waits for a yes, in its newest form.
    waiting: dict[str, Proposal] = field(default_factory=dict)
    letters: list[tuple[date, OutgoingMail]] = field(default_factory=list)
    #: What lies in Sent.
    copies: list[SeenMail] = field(default_factory=list)
    _arrived: list[tuple[SeenMail, Claim]] = field(default_factory=list)

    # ── what a duty reads ──
    def arrived(self, _trigger: Trigger) -> Sequence[SeenMail]:
        return [mail for mail, _ in self._arrived]

    def claims(self, _kind: str, _since: datetime, _until: datetime) -> Sequence[tuple[SeenMail, Claim]]:
        return self._arrived

    def sent(self, _since: datetime, _until: datetime) -> Sequence[SeenMail]:
        return self.copies

    def items(self, kind: str | None = None, state: str = "open") -> Sequence[Item]:
        return [one for one in self.open.values() if one.kind == kind and one.state == state]

    def proposals(self, states: Iterable[str], _since: datetime | None = None) -> Sequence[SeenProposal]:
        return [
            SeenProposal(id=1, duty="action_points", title=one.title, state="waiting", created=self.facts and datetime.now(UTC),
                         owner="", key=key)
            for key, one in self.waiting.items() if "waiting" in states
        ]  # fmt: skip

    def read_file(self, path: str) -> bytes:
        raise FileNotFoundError(path)

    # ── what happens ──
    def note(self, *actions: ActionPoint, subject: str = MINUTES, circle: str = "", **more: Any) -> list[str]:
        minutes = Minutes(title="Comité de direction", date=HELD, topics=(Topic(heading="Divers", actions=actions),))
        notes = items_of(minutes, "codir", self.facts.people, self.facts.working_time, subject=subject, circle=circle,
                         path="archive/minutes/codir.docx", **{"secretary": NADIA, "chair": ETIENNE, **more})  # fmt: skip
        for one in notes:
            self.put(one)
        return [one.key for one in notes]

    def put(self, note: NoteItem) -> None:
        self.open[note.item_kind, note.key] = Item(kind=note.item_kind, key=note.key, title=note.title, owner=note.owner,
                                                   due=note.due, source=note.source, circle=note.circle)  # fmt: skip

    def run(self, kind: str, now: datetime) -> list[Proposal]:
        """A run of the duty; what is new of it."""
        trigger = Trigger(kind=kind, key="k", due=now, now=now)
        found = {one.key: one for one in decide(observe(cast(Office, self), trigger, self.settings), self.settings)}
        self._arrived = []
        news = [one for one in found.values()
                if one.key not in self.made or content_of(self.made[one.key]) != content_of(one)]  # fmt: skip
        for one in news:
            self.made[one.key] = one
            self.waiting.pop(one.key, None)
            if one.must_ask and not self.agrees:
                self.waiting[one.key] = one
            else:
                self.done(one, now)
        return news

    def done(self, proposal: Proposal, now: datetime) -> None:
        self.waiting.pop(proposal.key, None)
        for action in proposal.actions:
            if isinstance(action, NoteItem):
                self.put(action)
            elif isinstance(action, CloseItem):
                key = (action.item_kind, action.key)
                self.open[key] = replace(self.open[key], state="closed")
            elif isinstance(action, DraftMail | SendMail):
                self.letters.append((self.facts.working_time.local(now).date(), action.mail))

    def morning(self, day: date) -> list[Proposal]:
        now = datetime.combine(day, time(8, 30), self.facts.working_time.tz)
        return self.run("schedule", now) if self.facts.working_time.is_working_day(day) else []

    def mornings(self, first: date, days: int) -> Iterator[tuple[date, list[Proposal]]]:
        for number in range(days):
            day = first + timedelta(days=number)
            yield day, self.morning(day)

    def answer(
        self,
        make_mail: MakeMail,
        text: str,
        *,
        sender: str = SOPHIE,
        at: date = date(2026, 12, 2),
        to: str = "",
        **more: Any,
    ) -> list[Proposal]:
        """A mail comes: an answer to the last reminder, or to a mail of another subject."""
        now = datetime.combine(at, time(14), self.facts.working_time.tz)
        subject = to or (f"Re: {self.letters[-1][1].subject}" if self.letters else f"Re: {MINUTES}")
        values: dict[str, Any] = {"proof": Proof.PASSED, "in_reply_to": "<x@office.example>", "reply": text, "sender": sender,
                                  "received": now, "date": now,
                                  "message_id": f"<{len(self.made)}@office.example>", **more}  # fmt: skip
        mail = make_mail(text, subject, **values)
        seen = SeenMail(ref=mail.ref, subject=mail.subject, sender=mail.sender, received=now, state="handled",
                        verdict={}, id=len(self.made) + 1, message_id=mail.message_id, in_reply_to=mail.in_reply_to)  # fmt: skip
        self._arrived = [(seen, claim) for claim in recognise(mail, self.facts, self.settings, now)]
        return self.run("after mail", now)

    def states(self) -> dict[str, str]:
        return {one.title: one.state for one in self.open.values() if one.kind == "action"}

    def item(self, title: str) -> Item:
        return next(one for one in self.open.values() if one.kind == "action" and one.title == title)


def point(what: str, *who: str, due: date | None = date(2026, 12, 4)) -> ActionPoint:
    return ActionPoint(what=what, who=who, due=due, source=Source(file="n.md", start=0, end=9), quote=f"{what}.")


@pytest.fixture
def desk(facts: OfficeFacts) -> Desk:
    return Desk(replace(facts, account="desk"))


def titles(found: Iterable[Proposal]) -> list[str]:
    return [one.title.render("fr") for one in found]


ROOM, QUOTES = point("Réserver la salle", "Sophie Delmas"), point("Demander trois devis", "Sophie Delmas")


# ── reminders ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_point_is_recalled_before_its_day_on_it_and_after_it_and_then_its_secretary_is_told(desk: Desk) -> None:
    desk.note(ROOM)
    told = {day: titles(found) for day, found in desk.mornings(date(2026, 11, 25), 40) if found}
    # Two working days before Friday the 4th, on it, and every three working days behind it; Christmas is none.
    assert list(told) == [date(2026, 12, day) for day in (2, 4, 9, 14, 17, 22)]
    assert [day for day, _ in desk.letters] == list(told)[:5]
    assert told[date(2026, 12, 22)] == [
        "Pas de réponse de Sophie Delmas au sujet de « Réserver la salle », attendu pour le 4 décembre 2026 : parlez-lui-en."
        .replace("« ", "«\u00a0").replace(" »", "\u00a0»").replace(" :", "\u00a0:")
    ]  # fmt: skip
    (notice,) = desk.items("notice")
    assert notice.owner == NADIA


def test_a_person_gets_one_letter_with_all_their_points_in_their_language(desk: Desk) -> None:
    desk.note(ROOM, point("Payer", "Étienne Kerbrat"), QUOTES, point("Send the list", "Rachel Ashworth"),
              point("Plus tard", "Sophie Delmas", due=date(2026, 12, 30)))  # fmt: skip
    desk.morning(date(2026, 12, 2))
    letters = {mail.to[0]: mail for _, mail in desk.letters}
    assert set(letters) == {SOPHIE, ETIENNE, RACHEL}
    assert len(desk.letters) == 3
    sophie = letters[SOPHIE]
    assert sophie.subject == "Vos points d’action, 2 décembre 2026"
    assert [line for line in sophie.body.splitlines() if line.startswith("A")] == [
        "A1 – Réserver la salle", "A3 – Demander trois devis", "A5 – Plus tard",
    ]  # fmt: skip
    assert "pour le 4 décembre 2026" in sophie.body
    assert letters[RACHEL].subject == "Your action points, 2 December 2026"
    assert "“A4 done”" in letters[RACHEL].body


def test_two_points_of_one_number_get_different_ones(desk: Desk) -> None:
    desk.note(ROOM)
    desk.note(point("Autre chose", "Sophie Delmas", due=date(2026, 12, 3)))
    desk.morning(date(2026, 12, 2))
    lines = [line for line in desk.letters[0][1].body.splitlines() if line.startswith("A")]
    assert lines == ["A1 – Autre chose", "A2 – Réserver la salle"]


def test_a_reminder_that_waits_is_made_anew_not_sent_twice(desk: Desk) -> None:
    desk.agrees = False
    desk.note(ROOM)
    for _ in desk.mornings(date(2026, 12, 1), 2):
        pass
    (first,) = desk.waiting.values()
    # The day after nothing has changed; on its day it is another letter, under the same key.
    assert desk.morning(date(2026, 12, 3)) == []
    (second,) = desk.morning(date(2026, 12, 4))
    assert second.key == first.key
    assert desk.waiting == {second.key: second}


def test_a_day_off_counts_as_the_working_day_before_it(desk: Desk) -> None:
    desk.note(point("Offrir les chocolats", "Sophie Delmas", due=date(2026, 12, 25)))
    days = [day for day, found in desk.mornings(date(2026, 12, 14), 16) if found]
    assert days == [date(2026, 12, 22), date(2026, 12, 24)]


def test_an_old_point_is_reminded_once_before_its_secretary_is_told(desk: Desk) -> None:
    desk.note(point("Oublié", "Sophie Delmas", due=date(2026, 9, 1)))
    days = [(day, titles(found)[0][:8]) for day, found in desk.mornings(date(2026, 12, 1), 9) if found]
    assert days == [(date(2026, 12, 1), "Relancer"), (date(2026, 12, 4), "Pas de r")]


def test_the_mode_decides_between_drafts_and_mails(desk: Desk) -> None:
    desk.note(ROOM)
    (draft,) = desk.morning(date(2026, 12, 2))
    assert any(isinstance(one, DraftMail) for one in draft.actions)
    assert draft.must_ask
    sending = Desk(desk.facts, Settings(mode="send", ask_first=False))
    sending.note(ROOM)
    (sent,) = sending.morning(date(2026, 12, 2))
    assert any(isinstance(one, SendMail) for one in sent.actions)
    assert not sent.must_ask


def test_points_of_a_circle_stand_in_a_letter_of_their_own(desk: Desk) -> None:
    desk.note(ROOM)
    desk.note(point("Préparer le licenciement", "Sophie Delmas"), circle="direction")
    made = desk.morning(date(2026, 12, 2))
    assert [(one.circle, one.confidential) for one in made] == [("", False), ("direction", True)]
    assert "licenciement" not in desk.letters[0][1].body


def test_outsiders_and_strangers_are_never_written_to(desk: Desk) -> None:
    desk.note(point("Livrer", "Maître Aubert"), point("Venir", ""))
    assert titles(desk.morning(date(2026, 12, 3))) == []
    assert titles(desk.morning(date(2026, 12, 11))) == []
    assert [mail.to for _, mail in desk.letters] == []


def test_once_a_week_the_secretary_is_asked_who_does_what_has_nobody_or_no_day(desk: Desk) -> None:
    desk.note(
        ROOM, point("Livrer", "Maître Aubert"), point("Ranger", "Sophie Delmas", due=None), point("Voir", due=None)
    )
    found = {
        day: one for day, made in desk.mornings(date(2026, 11, 26), 12) for one in made if "unsettled" in one.key
    }
    assert list(found) == [date(2026, 11, 30), date(2026, 12, 7)]
    first = next(mail for _, mail in desk.letters if "unsettled" in mail.key)
    assert first.to == (NADIA,)
    lines = [one_line(line) for line in first.body.splitlines() if "Comité" in line]
    assert [line.rpartition(" – ")[2] for line in lines] == [
        "personne du bureau n’est désigné", "pas de date", "ni responsable ni date",
    ]  # fmt: skip
    assert "Réserver" not in first.body


def test_the_secretary_s_answer_gives_owner_and_day(desk: Desk, make_mail: MakeMail) -> None:
    desk.note(point("Livrer", "Maître Aubert", due=None), point("Ranger", "Sophie Delmas", due=None))
    desk.morning(date(2026, 11, 30))
    desk.agrees = False
    desk.answer(make_mail, "A1 : Étienne Kerbrat, 12/12\nA2 : 15 décembre", sender=NADIA, at=date(2026, 11, 30))
    assert desk.waiting == {}
    one, two = desk.item("Livrer"), desk.item("Ranger")
    assert (one.owner, one.source["due"], one.source["who"]) == (ETIENNE, "2026-12-12", ["Étienne Kerbrat"])
    assert (two.owner, two.source["due"]) == (SOPHIE, "2026-12-15")


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def reminded(desk: Desk) -> Desk:
    """Sophie has been reminded of A1 and A2."""
    desk.note(ROOM, QUOTES)
    desk.morning(date(2026, 12, 2))
    desk.agrees = False
    return desk


def test_an_owner_s_proven_word_closes_the_point_at_once(reminded: Desk, make_mail: MakeMail) -> None:
    closing, heard = reminded.answer(make_mail, "A1 fait")
    assert not closing.must_ask
    assert closing.reasons[0].quote == "A1 fait"
    assert reminded.states() == {"Réserver la salle": "closed", "Demander trois devis": "open"}
    assert reminded.item("Réserver la salle").source["history"][-1] == {
        "at": "2026-12-02", "what": "done", "by": SOPHIE, "words": "A1 fait",
    }  # fmt: skip
    assert "answer" not in heard.key


@pytest.mark.parametrize(
    "changes",
    [{"proof": Proof.UNPROVEN}, {"proof": Proof.UNKNOWN}, {"sender": RACHEL, "to": f"Re: {MINUTES}"}],
    ids=["not proven", "not looked at", "not the owner"],
)
def test_anybody_else_s_word_closes_nothing_by_itself(
    reminded: Desk, make_mail: MakeMail, changes: dict[str, Any]
) -> None:
    found = reminded.answer(make_mail, "A1 fait", **changes)
    assert [one.must_ask for one in found] == [True]
    assert "answer" in found[0].key
    assert reminded.states()["Réserver la salle"] == "open"


def test_who_may_not_know_of_a_point_asks_nobody_anything_about_it(desk: Desk, make_mail: MakeMail) -> None:
    desk.note(ROOM, circle="direction")
    assert desk.answer(make_mail, "A1 fait", sender=RACHEL, to=f"Re: {MINUTES}") == []


@pytest.mark.parametrize("proof", [Proof.UNPROVEN, Proof.UNKNOWN])
@pytest.mark.parametrize("text", ["A1 et A2 sont faits", "Euh, A1 et A2, je ne sais plus bien"])
def test_what_nobody_vouches_for_takes_no_reminder_back_until_a_person_says_yes(
    reminded: Desk, make_mail: MakeMail, proof: Proof, text: str
) -> None:
    reminded.morning(date(2026, 12, 4))
    (key,) = reminded.waiting
    letter = reminded.waiting[key]
    found = reminded.answer(make_mail, text, at=date(2026, 12, 4), proof=proof)
    assert found
    assert reminded.waiting[key] is letter
    assert reminded.items("action-heard", "closed") == []
    assert not any(isinstance(action, DiscardDraft) for one in found for action in one.actions)


def test_the_yes_to_what_nobody_vouched_for_counts_as_an_answer(reminded: Desk, make_mail: MakeMail) -> None:
    found = reminded.answer(make_mail, "A1 est en cours", proof=Proof.UNPROVEN)
    assert [one.must_ask for one in found] == [True]
    reminded.done(found[0], datetime(2026, 12, 2, 15, tzinfo=UTC))
    (heard,) = reminded.items("action-heard", "closed")
    assert heard.source["keys"] == [reminded.item("Réserver la salle").key]


def test_a_forged_sender_is_not_heard_at_all(reminded: Desk, make_mail: MakeMail) -> None:
    assert reminded.answer(make_mail, "A1 fait", proof=Proof.FAILED) == []


def test_a_stranger_is_not_heard_at_all(reminded: Desk, make_mail: MakeMail) -> None:
    assert reminded.answer(make_mail, "A1 fait", sender="sophie@elsewhere.example") == []


def test_where_the_office_wishes_it_a_person_is_asked_each_time(reminded: Desk, make_mail: MakeMail) -> None:
    reminded.settings = Settings(close_alone=False)
    closing, _ = reminded.answer(make_mail, "A1 fait")
    assert closing.must_ask
    assert closing.owner == NADIA


def test_a_new_day_wished_by_the_owner_is_asked_about_and_given_by_the_chair_is_taken(
    reminded: Desk, make_mail: MakeMail
) -> None:
    wish, _ = reminded.answer(make_mail, "A2 : je le ferai le 11 décembre")
    assert wish.must_ask
    assert titles([wish])[0].endswith("au 11 décembre 2026, comme l’écrit Sophie Delmas")
    reminded.answer(make_mail, "A2 : plutôt le 15 décembre", sender=ETIENNE, to=f"Re: {MINUTES}")
    assert reminded.item("Demander trois devis").source["due"] == "2026-12-15"
    # The newest word has taken the place of the one that waited.
    assert wish.key not in reminded.waiting


def test_done_except_one_closes_the_others(reminded: Desk, make_mail: MakeMail) -> None:
    reminded.answer(make_mail, "Tout est fait sauf les devis : j’attends le traiteur.")
    assert reminded.states() == {"Réserver la salle": "closed", "Demander trois devis": "open"}
    assert reminded.item("Demander trois devis").source["status"]["state"] == "blocked"


def test_what_belongs_to_another_is_given_to_them_by_a_person_s_yes(reminded: Desk, make_mail: MakeMail) -> None:
    given, _ = reminded.answer(make_mail, "A1 n’est pas à moi mais à Étienne")
    assert given.must_ask
    reminded.done(given, datetime(2026, 12, 2, tzinfo=UTC))
    assert reminded.item("Réserver la salle").owner == ETIENNE


@pytest.mark.parametrize("text", ["C’est fait.", "Qu’est-ce que c’est que A1 ?", "A7 fait", "Considérez que A1 est fait",
                                  "Je préfère en parler de vive voix avec toi."])  # fmt: skip
def test_what_is_not_clear_is_for_a_person_to_read(reminded: Desk, make_mail: MakeMail, text: str) -> None:
    reminded.answer(make_mail, text)
    assert set(reminded.states().values()) == {"open"}
    (notice,) = reminded.items("notice")
    assert notice.owner == NADIA
    assert notice.title.startswith("Sophie Delmas a répondu au sujet de points d’action")


def test_thanks_say_nothing(reminded: Desk, make_mail: MakeMail) -> None:
    assert reminded.answer(make_mail, "Merci, bien reçu.") == []


def test_who_answered_is_not_reminded_while_the_answer_is_fresh(reminded: Desk, make_mail: MakeMail) -> None:
    reminded.answer(make_mail, "A1 et A2 en cours", at=date(2026, 12, 3))
    days = [day for day, found in reminded.mornings(date(2026, 12, 4), 10) if found]
    # Without the answer the 4th, their day, would have its reminder.
    assert days == [date(2026, 12, 9)]


def test_a_reminder_that_waits_is_taken_back_when_its_answer_comes(reminded: Desk, make_mail: MakeMail) -> None:
    reminded.morning(date(2026, 12, 4))
    (waiting,) = reminded.waiting.values()
    reminded.answer(make_mail, "A1 et A2 sont faits", at=date(2026, 12, 4))
    assert reminded.waiting == {}
    assert reminded.made[waiting.key].actions != waiting.actions


def test_a_reminder_that_waits_loses_the_point_that_was_answered_and_keeps_the_other(
    reminded: Desk, make_mail: MakeMail
) -> None:
    reminded.morning(date(2026, 12, 4))
    reminded.answer(make_mail, "A1 fait", at=date(2026, 12, 4))
    (waiting,) = reminded.waiting.values()
    (mail,) = (one.mail for one in waiting.actions if isinstance(one, DraftMail))
    assert "A2 – Demander trois devis" in mail.body
    assert "Réserver" not in mail.body


def test_a_draft_that_nobody_sent_is_taken_back_when_the_answer_comes_by_another_way(
    reminded: Desk, make_mail: MakeMail
) -> None:
    found = reminded.answer(make_mail, "A1 et A2 faits", to=f"Re: {MINUTES}")
    (discard,) = (one for made in found for one in made.actions if isinstance(one, DiscardDraft))
    assert discard.mail == reminded.letters[-1][1]


def test_before_a_second_reminder_the_answers_to_the_first_are_looked_for(reminded: Desk) -> None:
    (second,) = reminded.morning(date(2026, 12, 4))
    (check,) = (one for one in second.actions if isinstance(one, CheckUnanswered))
    assert (check.awaited, check.subject) == ((SOPHIE,), "Vos points d’action, 2 décembre 2026")


def test_answers_to_the_minutes_are_heard_by_their_numbers(desk: Desk, make_mail: MakeMail) -> None:
    desk.note(ROOM, point("Payer", "Étienne Kerbrat"))
    desk.answer(make_mail, "A1 fait", to=f"RE: {MINUTES}")
    assert desk.states() == {"Réserver la salle": "closed", "Payer": "open"}
    # The chair may close another's.
    desk.answer(make_mail, "A2 fait", sender=ETIENNE, to=f"RE: {MINUTES}")
    assert desk.states()["Payer"] == "closed"


def test_a_mail_that_answers_nothing_may_name_a_number_and_is_asked_about(
    reminded: Desk, make_mail: MakeMail
) -> None:
    (closing, _) = reminded.answer(make_mail, "Bonjour, A1 est fait.", to="Divers", in_reply_to="")
    assert closing.must_ask
    assert reminded.answer(make_mail, "Bonjour, c’est fait.", to="Divers", in_reply_to="") == []


def test_that_a_closed_point_is_not_done_after_all_is_for_a_person(reminded: Desk, make_mail: MakeMail) -> None:
    reminded.answer(make_mail, "A1 fait")
    reminded.answer(make_mail, "En fait A1 n’est pas fait, désolée")
    assert len(reminded.items("notice")) == 1
    assert reminded.states()["Réserver la salle"] == "closed"


def test_the_same_answer_read_again_changes_nothing(reminded: Desk, make_mail: MakeMail) -> None:
    reminded.answer(make_mail, "A1 est bloqué, j’attends l’hôtel", message_id="<same@office.example>")
    before = reminded.item("Réserver la salle")
    assert reminded.answer(make_mail, "A1 est bloqué, j’attends l’hôtel", message_id="<same@office.example>") == []
    assert reminded.item("Réserver la salle") == before


DISTRIBUTED = """Bonjour,

Voici le compte rendu validé par Étienne Kerbrat : Comité de direction, mardi 24 novembre 2026.

Décisions :
- D1 Les travaux sont terminés et la facture est réglée.

Actions :
- A1 la salle est réservée, confirmer – Sophie Delmas, 4 décembre 2026
- A2 payer – Étienne Kerbrat, ?

Cordialement,
"""


@pytest.mark.parametrize("sender", [NADIA, SOPHIE], ids=["delivered to a colleague", "passed on by its owner"])
@pytest.mark.parametrize("answers", ["", "<x@office.example>"])
def test_our_own_minutes_that_come_back_close_nothing(
    desk: Desk, make_mail: MakeMail, sender: str, answers: str
) -> None:
    desk.note(ROOM, point("Payer", "Étienne Kerbrat"))
    for subject in (MINUTES, f"Re: {MINUTES}", f"TR: {MINUTES}"):
        desk.answer(make_mail, DISTRIBUTED, sender=sender, to=subject, in_reply_to=answers)
        assert set(desk.states().values()) == {"open"}


def test_what_lies_among_our_sent_mails_is_nobodys_answer(desk: Desk, make_mail: MakeMail) -> None:
    desk.note(ROOM)
    ours = make_mail("", MINUTES)
    desk.copies = [
        SeenMail(ref=ours.ref, subject=MINUTES, sender=ours.sender, received=ours.received, state="sent", verdict={}, id=99,
                 message_id="<ours@office.example>")
    ]  # fmt: skip
    assert (
        desk.answer(make_mail, "A1 fait", sender=SOPHIE, to=f"Re: {MINUTES}", message_id="<ours@office.example>")
        == []
    )
    desk.answer(make_mail, "A1 fait", sender=SOPHIE, to=f"Re: {MINUTES}")
    assert set(desk.states().values()) == {"closed"}


def test_what_bears_the_subject_of_the_minutes_and_answers_nothing_is_asked_about(
    desk: Desk, make_mail: MakeMail
) -> None:
    desk.note(ROOM)
    desk.agrees = False
    closing = desk.answer(make_mail, "A1 fait", to=MINUTES, in_reply_to="")
    assert [one.must_ask for one in closing if one.key.startswith("actions:answer:")] == [True]
    assert set(desk.states().values()) == {"open"}


def test_words_that_somebody_only_passes_on_are_not_theirs(desk: Desk, make_mail: MakeMail) -> None:
    desk.note(ROOM)
    assert desk.answer(make_mail, "A1 fait", to=f"TR: {MINUTES}", reply="") == []
