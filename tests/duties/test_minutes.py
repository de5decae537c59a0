"""A board's agenda, notes and minutes: who gets what, when, and what nobody does alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.actions import CloseItem, DraftMail, NoteItem, SendMail, WriteDocument
from officebot.core.known import Known
from officebot.core.mail import Proof
from officebot.core.minutes.arrived import MailNotes
from officebot.core.minutes.following import Event as Happened
from officebot.core.minutes.following import followed, note_of
from officebot.core.minutes.model import Minutes
from officebot.core.people import People, Person
from officebot.core.proposals import Item
from officebot.core.text import quoted
from officebot.duties.minutes.occasions import occasions_of
from officebot.duties.minutes.settings import Settings
from officebot.duties.minutes.state import Standing, standing_of
from officebot.engine.running.proposing import content_of
from tests.duties.boardroom import (
    AFTERNOON,
    BANKER,
    CHAIR,
    GUEST,
    MEETING,
    MORNING,
    NADIA,
    NOTES,
    RACHEL,
    SOPHIE,
    Boardroom,
    board,
    file_of,
    mails,
    titles,
)

TUESDAY = MORNING + timedelta(days=1)


@pytest.fixture
def room() -> Boardroom:
    return Boardroom()


# ── the agenda ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_agenda_is_proposed_so_many_working_days_before_and_once(room: Boardroom) -> None:
    room.holds()
    assert room.in_the_morning(MORNING) == []
    (agenda,) = room.in_the_morning(TUESDAY)
    room.approve(agenda)
    assert room.in_the_morning(TUESDAY + timedelta(hours=1)) == []
    assert room.in_the_morning(TUESDAY + timedelta(days=1)) == []


def test_the_agenda_goes_to_who_belongs_or_was_invited_and_to_nobody_else(room: Boardroom) -> None:
    room.holds(attendees={SOPHIE: "ACCEPTED", GUEST: "ACCEPTED", BANKER: "DECLINED"})
    (agenda,) = room.in_the_morning(TUESDAY)
    (mail,) = mails(agenda)
    assert set(mail.recipients) == {CHAIR, NADIA, SOPHIE, RACHEL, GUEST}


def test_a_confidential_meeting_shows_itself_to_its_circle_alone() -> None:
    room = Boardroom(meetings={"codir": board(circle="direction")})
    room.approve(*room.comes(SOPHIE, "CODIR", "Point à l'ordre du jour : la prime du directeur."))
    room.holds()
    (agenda,) = room.in_the_morning(TUESDAY)
    room.approve(agenda)
    (draft,) = room.comes(NADIA, "Notes CODIR", files={"notes.md": NOTES}, at=AFTERNOON)
    room.approve(draft)
    (final,) = room.chair_says("OK")
    room.approve(final)
    made = [*room.items(), *room.items(state="closed")]
    assert {one.kind for one in made} == {"agenda-point", "minutes", "action"}
    assert all(one.circle == "direction" for one in made)
    assert all(one.confidential and one.circle == "direction" for one in (agenda, draft, final))


def test_a_cancelled_meeting_and_one_of_another_name_have_no_agenda(room: Boardroom) -> None:
    room.holds(summary="Déjeuner")
    room.holds(uid="other")
    room.events[1] = room.events[1].replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY")
    assert room.in_the_morning(TUESDAY) == []


def test_proposed_points_and_open_actions_stand_on_it_and_points_are_used_once(room: Boardroom) -> None:
    room.approve(*room.comes(SOPHIE, "CODIR", "Merci d'ajouter à l'ordre du jour : le hangar."))
    assert [one.title for one in room.items("agenda-point")] == ["Le hangar"]
    room.drafted()
    room.approve(*room.chair_says("OK"))
    room.holds(MEETING + timedelta(days=21), uid="next")
    (agenda,) = room.in_the_morning(MEETING + timedelta(days=19))
    page = next(one.data for one in agenda.actions if isinstance(one, WriteDocument))
    assert [one["text"] for one in page["points"]] == ["Finances", "Suivi des actions en cours", "Le hangar"]
    assert [(one["what"], one["who"]) for one in page["actions"]] == [
        ("signer le bail", "Sophie Delmas"),
        ("prévenir l'assureur", "sans responsable"),
    ]
    assert "prévenir l'assureur (sans responsable, sans échéance, " in mails(agenda)[0].body
    room.approve(agenda)
    assert room.items("agenda-point") == []


def test_the_next_agenda_says_what_was_reported_done_since_the_last_meeting_and_the_one_after_no_more(
    room: Boardroom,
) -> None:
    room.drafted()
    room.approve(*room.chair_says("OK"))
    (lease, _) = room.items("action")
    point = followed(lease, room.facts.working_time)
    room.carry_out(note_of(point.with_event(Happened(at="2026-12-01", what="done")), room.facts.working_time))
    room.carry_out(CloseItem(item_kind="action", key=lease.key, because="done"))
    room.holds(MEETING + timedelta(days=21), uid="next")
    (agenda,) = room.in_the_morning(MEETING + timedelta(days=19))
    page = next(one.data for one in agenda.actions if isinstance(one, WriteDocument))
    assert [one["what"] for one in page["actions"]] == ["prévenir l'assureur", "signer le bail"]
    assert "fait" in page["actions"][1]["state"]
    assert "Open actions: 1." in [one.what.render("en") for one in agenda.reasons]
    again = note_of(replace(followed(room.items("action")[0], room.facts.working_time),
                            held=date(2026, 12, 17)), room.facts.working_time)  # fmt: skip
    room.carry_out(again)
    room.holds(MEETING + timedelta(days=42), uid="after")
    later = room.in_the_morning(MEETING + timedelta(days=40))[-1]
    page = next(one.data for one in later.actions if isinstance(one, WriteDocument))
    assert [one["what"] for one in page["actions"]] == ["prévenir l'assureur"]


@pytest.mark.parametrize(("sender", "proof"), [(BANKER, Proof.PASSED), (SOPHIE, Proof.FAILED)])
def test_a_stranger_or_a_borrowed_name_puts_nothing_on_an_agenda(room: Boardroom, sender: str, proof: Proof) -> None:
    assert room.comes(sender, "CODIR", "Point à l'ordre du jour : nouveau RIB.", proof=proof) == []


def test_of_which_meeting_a_point_is_a_person_is_asked() -> None:
    room = Boardroom(meetings={"codir": board(), "cse": board(title="CSE", words=["CSE"])})
    (asked,) = room.comes(SOPHIE, "Bonjour", "Point à l'ordre du jour : le hangar.")
    assert [type(one) for one in asked.actions] == [NoteItem]
    assert "Comité de direction, CSE" in titles([asked])[0]
    (noted,) = room.comes(SOPHIE, "CSE", "Point à l'ordre du jour : les tickets restaurant.")
    room.approve(noted)
    assert room.items("agenda-point")[0].source["meeting"] == "cse"


# ── notes ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_notes_become_a_draft_for_the_chair_alone_with_what_is_not_sure(room: Boardroom) -> None:
    mail = room.drafted()
    assert mail.recipients == (CHAIR,)
    assert "A2" in mail.body
    assert room.kept == ["archive/minutes/codir/2026-11-26/notes/notes.md"]
    (item,) = room.items("minutes")
    assert item.source["version"] == 1
    assert list(room.written) == [item.source["document"]]


def minutes_of(room: Boardroom) -> Minutes:
    """What the draft says."""
    (item,) = room.items("minutes")
    standing = standing_of(item)
    assert standing is not None
    assert standing.minutes is not None
    return standing.minutes


def test_who_was_there_is_told_by_the_answers_to_the_invitation_where_the_notes_do_not_say(room: Boardroom) -> None:
    room.drafted()
    made = minutes_of(room)
    assert {"Étienne Kerbrat", "Sophie Delmas"} <= set(made.present)
    assert "Rachel Ashworth" in made.excused
    assert "Nadia Ferrand" not in {*made.present, *made.excused}


def test_validated_minutes_say_in_words_that_nobody_and_no_day_is_named(room: Boardroom) -> None:
    room.drafted()
    (final,) = room.chair_says("OK")
    assert "- A2 prévenir l'assureur – sans responsable, sans échéance" in mails(final)[0].body


def test_the_reference_of_the_document_is_the_meeting_and_its_day(room: Boardroom) -> None:
    room.drafted()
    (document,) = room.written.values()
    assert document.data["properties"]["reference"] == "Comité de direction 2026-11-26"


PAUL = "paul@office.example"


def with_paul(room: Boardroom) -> Boardroom:
    """The meeting stands in the calendar of one who does not belong to it."""
    paul = Person(name="Paul Masson", address=PAUL, circle="direction")
    room.facts = replace(room.facts, people=People([*room.facts.people.all, paul]))
    room.calendar_of = PAUL
    return room


def test_in_whose_calendar_it_stands_was_not_there_for_that_and_gets_no_agenda(room: Boardroom) -> None:
    with_paul(room).holds()
    (agenda,) = room.in_the_morning(TUESDAY)
    assert PAUL not in mails(agenda)[0].recipients
    room.approve(*room.comes(NADIA, "Notes CODIR", files={"notes.md": NOTES}, at=AFTERNOON))
    made = minutes_of(room)
    assert "Paul Masson" not in {*made.present, *made.excused, *made.absent}
    assert "Étienne Kerbrat" in made.present


@pytest.mark.parametrize(("reply", "place"), [("ACCEPTED", "present"), ("DECLINED", "excused")])
def test_who_was_invited_counts_as_they_answered_in_their_own_calendar(
    room: Boardroom, reply: str, place: str
) -> None:
    with_paul(room).holds(attendees={SOPHIE: "ACCEPTED", PAUL: reply})
    (agenda,) = room.in_the_morning(TUESDAY)
    assert PAUL in mails(agenda)[0].recipients
    room.approve(*room.comes(NADIA, "Notes CODIR", files={"notes.md": NOTES}, at=AFTERNOON))
    assert "Paul Masson" in getattr(minutes_of(room), place)


def test_a_list_of_participants_says_better_who_was_there(room: Boardroom) -> None:
    room.holds()
    listed = "nom,présence\nSophie Delmas,excusée\nRachel Ashworth,présente\nPaul Durand,présent\n"
    files = {"notes.md": NOTES, "participants.csv": listed}
    room.approve(*room.comes(NADIA, "Notes CODIR", files=files, at=AFTERNOON))
    made = minutes_of(room)
    assert {"Rachel Ashworth", "Paul Durand"} <= set(made.present)
    assert "Sophie Delmas" in made.excused


def test_a_transcript_alone_is_drafted_with_its_times(room: Boardroom) -> None:
    room.holds()
    said = ["<v Étienne Kerbrat>Bonjour à tous, nous décidons de louer le hangar de la rue des Carmes.",
            "<v Sophie Delmas>D'accord, je vais signer le bail avant le 4 décembre.",
            "<v Étienne Kerbrat>Très bien, merci à tous."]  # fmt: skip
    cues = (f"00:00:{2 * n:02}.000 --> 00:00:{2 * n + 2:02}.000\n{words}\n" for n, words in enumerate(said))
    room.approve(*room.comes(NADIA, "CODIR", files={"reunion.vtt": "WEBVTT\n\n" + "\n".join(cues)}, at=AFTERNOON))
    made = minutes_of(room)
    passages = [one for topic in made.topics for one in (*topic.summary, *topic.decisions)]
    assert passages
    assert all(one.source.unit == "seconds" for one in passages)


def test_the_points_of_the_agenda_that_went_out_are_the_headings(room: Boardroom) -> None:
    room.holds()
    room.approve(*room.comes(SOPHIE, "CODIR", "Point à l'ordre du jour : travaux du hangar."))
    room.approve(*room.in_the_morning(TUESDAY))
    room.approve(*room.comes(NADIA, "Notes CODIR", files={"notes.md": NOTES}, at=AFTERNOON))
    assert [topic.heading for topic in minutes_of(room).topics if topic.actions] == ["Travaux du hangar"]


def test_by_default_all_that_goes_to_members_and_chair_lies_in_drafts() -> None:
    room = Boardroom(mode="draft")
    room.holds()
    room.approve(*room.in_the_morning(TUESDAY))
    room.approve(*room.comes(NADIA, "Notes CODIR", files={"notes.md": NOTES}, at=AFTERNOON))
    assert room.outbox == []
    assert len(room.drafts) == 2


def test_notes_of_two_people_that_come_apart_are_one_draft(room: Boardroom) -> None:
    room.holds()
    (first,) = room.comes(NADIA, "Notes CODIR", files={"a.md": "Décision : un\nAction : deux\n"}, at=AFTERNOON)
    (both,) = room.comes(
        SOPHIE, "CODIR : mes notes", files={"a.md": "Action : trois\n"}, at=AFTERNOON + timedelta(hours=1)
    )
    assert first.key == both.key
    room.approve(both)
    assert [line[:8] for line in room.outbox[-1].body.splitlines() if line.startswith("- A")][:2] == [
        "- A1 deu",
        "- A2 tro",
    ]
    assert len(room.kept) == len(set(room.kept)) == 2


def test_notes_in_the_mail_itself_are_read(room: Boardroom) -> None:
    room.holds()
    text = (
        "Bonjour,\nvoici mes notes du CODIR, en vrac, prises pendant la réunion de ce matin dans la salle du quai.\n"
    )
    room.approve(*room.comes(NADIA, "Notes du CODIR", f"{text}Décision : nous louons le hangar.\n", at=AFTERNOON))
    assert "nous louons le hangar" in room.outbox[-1].body


@pytest.mark.parametrize(
    ("subject", "file"), [("CODIR : budget", "budget.docx"), ("CODIR : point à l'ordre du jour : le bail", "bail.md")]
)
def test_a_paper_for_a_meeting_is_no_notes_of_the_last_one(room: Boardroom, subject: str, file: str) -> None:
    room.holds()
    made = room.comes(SOPHIE, subject, "Bonjour, voici la pièce.", files={file: NOTES}, at=AFTERNOON)
    assert [one for one in made if mails(one)] == []


def test_notes_of_what_was_on_the_agenda_put_nothing_on_the_next_one(room: Boardroom) -> None:
    room.holds()
    text = "Notes prises en séance ce matin, salle du Quai, par Nadia.\nPoint à l'ordre du jour : le bail.\n"
    made = room.comes(
        NADIA, "Notes du CODIR", f"{text}Action : signer le bail (Sophie Delmas, 2026-12-04)\n", at=AFTERNOON
    )
    assert [len(mails(one)) for one in made] == [1]


def test_a_remark_of_somebody_else_does_not_silence_the_reminder(room: Boardroom) -> None:
    room.drafted()
    room.chair_says("J'ai une remarque.", sender=RACHEL)
    (reminder,) = room.in_the_morning(datetime(2026, 11, 30, 7, tzinfo=UTC))
    assert mails(reminder)[0].recipients == (CHAIR,)


def test_notes_of_no_known_meeting_are_asked_about(room: Boardroom) -> None:
    (asked,) = room.comes(NADIA, "Notes CODIR", files={"notes.md": NOTES}, at=AFTERNOON)
    assert "Of which meeting" in titles([asked])[0]
    (made,) = room.comes(NADIA, "Notes CODIR du 25 novembre 2026", files={"notes.md": NOTES}, at=AFTERNOON)
    assert "25 November 2026" in titles([made])[0]


def test_between_two_meetings_of_one_day_nobody_guesses() -> None:
    room = Boardroom(meetings={"codir": board(), "cse": board(title="CSE", words=["CSE"])})
    room.holds()
    room.holds(MEETING + timedelta(hours=2), summary="CSE", uid="cse")
    (asked,) = room.comes(SOPHIE, "Notes", files={"notes de la réunion.md": NOTES}, at=AFTERNOON)
    assert "Of which meeting" in titles([asked])[0]
    (made,) = room.comes(SOPHIE, "Notes", files={"notes CSE.md": NOTES}, at=AFTERNOON)
    assert "CSE" in titles([made])[0]


def test_what_cannot_be_read_is_said_and_the_rest_is_drafted(room: Boardroom) -> None:
    room.holds()
    made = room.comes(
        NADIA, "Notes CODIR", files={"notes.md": NOTES}, unread=(("vieux.doc", quoted("Too old.")),), at=AFTERNOON
    )
    assert len(made) == 2
    assert "vieux.doc" in titles(made)[0]


def test_notes_that_come_when_the_draft_is_out_are_told_and_change_nothing(room: Boardroom) -> None:
    room.drafted()
    (asked,) = room.comes(
        SOPHIE, "Notes CODIR", files={"b.md": "Action : de plus\n"}, at=AFTERNOON + timedelta(hours=3)
    )
    assert "b.md" in titles([asked])[0]
    assert mails(asked) == []


@pytest.mark.parametrize("subject", ["{}", "TR: {}"])
def test_our_own_minutes_that_come_back_are_no_late_notes(room: Boardroom, subject: str) -> None:
    room.drafted()
    room.approve(*room.chair_says("OK"))
    final = room.outbox[-1]
    at = AFTERNOON + timedelta(hours=3)
    assert room.comes(NADIA, subject.format(final.subject), final.body, files={"CODIR.md": NOTES}, at=at) == []


def test_our_own_letters_are_known_by_what_lies_among_our_sent_mails(room: Boardroom) -> None:
    room.drafted()
    at = AFTERNOON + timedelta(hours=3)
    words = "Point à l'ordre du jour : le hangar."
    assert (
        room.comes(NADIA, "Compte rendu CODIR", words, files={"CODIR.md": NOTES}, at=at, id_of=room.last_sent()) == []
    )
    assert room.comes(NADIA, "Compte rendu CODIR", words, files={"CODIR.md": NOTES}, at=at) != []


def test_notes_that_answer_our_minutes_are_still_told(room: Boardroom) -> None:
    room.drafted()
    room.approve(*room.chair_says("OK"))
    answered = room.last_sent()
    (asked,) = room.comes(NADIA, f"Re: {answered.subject}", "Il manquait mes notes.", files={"notes.md": NOTES},
                          answers=answered.message_id, at=AFTERNOON + timedelta(hours=3))  # fmt: skip
    assert "came after the draft" in titles([asked])[0]


def test_files_of_the_folder_are_drafted_and_filed(room: Boardroom) -> None:
    room.holds()
    found = file_of("2026-11-26.md", NOTES)
    placed = replace(found, path="incoming/minutes/codir/2026-11-26.md")
    room.folders["incoming/minutes/codir"] = MailNotes(files=(placed,))
    room.now = AFTERNOON
    (draft,) = room.runs("interval")
    room.approve(draft)
    assert room.kept == ["archive/minutes/codir/2026-11-26/notes/2026-11-26.md"]
    assert (
        room.runs("interval") != []
    )  # the file still lies in this office's folder: it is asked about, not drafted again
    assert len(room.outbox) == 1


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_chairs_ok_sends_the_minutes_to_the_circle_and_notes_the_actions() -> None:
    room = Boardroom(meetings={"codir": board(recipients=[SOPHIE], outside=[BANKER])})
    room.drafted()
    (final,) = room.chair_says("OK")
    assert not final.must_ask
    room.approve(final)
    assert set(room.outbox[-1].recipients) == {SOPHIE, BANKER}
    assert len(room.outbox[-1].attached_documents) == 2
    assert [(one.title, one.owner) for one in room.items("action")] == [
        ("signer le bail", SOPHIE),
        ("prévenir l'assureur", ""),
    ]
    assert room.items("minutes") == []


@pytest.mark.parametrize(
    ("sender", "proof"), [(RACHEL, Proof.PASSED), (NADIA, Proof.PASSED), (CHAIR, Proof.FAILED)],
    ids=["a member", "the secretary", "a borrowed name"],
)  # fmt: skip
def test_nobody_elses_ok_sends_anything(room: Boardroom, sender: str, proof: Proof) -> None:
    room.drafted()
    (asked,) = room.chair_says("OK", sender=sender, proof=proof)
    assert mails(asked) == []
    assert [one.key.startswith("minutes:question:") for one in asked.actions if isinstance(one, NoteItem)] == [True]


@pytest.mark.parametrize("sender", [RACHEL, "etienne.home@mail.example"], ids=["a member", "an address nobody knows"])
def test_what_others_write_about_a_draft_changes_nothing_and_is_told(room: Boardroom, sender: str) -> None:
    room.drafted()
    (asked,) = room.chair_says("A2 : c'est Rachel Ashworth.", sender=sender)
    assert [type(one) for one in asked.actions] == [NoteItem]
    assert "c'est Rachel Ashworth" in titles([asked])[0]


def test_the_secretary_may_validate_where_the_settings_say_so() -> None:
    room = Boardroom(secretary_validates=True)
    room.drafted()
    (final,) = room.chair_says("OK", sender=NADIA)
    assert any(isinstance(one, SendMail) for one in final.actions)


@pytest.mark.parametrize("proof", [Proof.UNKNOWN, Proof.UNPROVEN])
def test_an_ok_that_nothing_proves_waits_for_a_person_whatever_the_policy_says(room: Boardroom, proof: Proof) -> None:
    room.drafted()
    (final,) = room.chair_says("OK", proof=proof)
    assert final.must_ask


def test_an_ok_to_an_earlier_version_is_asked_about(room: Boardroom) -> None:
    room.drafted()
    first = room.last_sent()
    (second,) = room.chair_says("A2 : c'est Rachel Ashworth.")
    assert second.must_ask
    room.approve(second)
    assert "(version 2)" in room.outbox[-1].subject
    (asked,) = room.chair_says("OK", to=first)
    assert mails(asked) == []
    assert "version 2 was shown since" in titles([asked])[0]
    (final,) = room.chair_says("OK")
    room.approve(final)
    assert [one.owner for one in room.items("action")] == [SOPHIE, RACHEL]


def test_a_correction_after_a_yes_takes_the_place_of_what_waits(room: Boardroom) -> None:
    room.drafted()
    (final,) = room.chair_says("OK")
    (second,) = room.chair_says("A2 : c'est Rachel Ashworth.")
    assert final.key == second.key
    assert set(mails(second)[0].recipients) == {CHAIR}


def test_a_yes_with_a_correction_is_shown_again_unless_the_settings_let_it_out() -> None:
    shown = Boardroom()
    shown.drafted()
    (second,) = shown.chair_says("OK mais A2 : c'est Rachel Ashworth.")
    assert mails(second)[0].recipients == (CHAIR,)
    out = Boardroom(corrected_goes_out=True)
    out.drafted()
    (final,) = out.chair_says("OK mais A2 : c'est Rachel Ashworth.")
    assert set(mails(final)[0].recipients) == {CHAIR, NADIA, SOPHIE, RACHEL}
    out.approve(final)
    assert [one.owner for one in out.items("action")] == [SOPHIE, RACHEL]


@pytest.mark.parametrize("words", ["OK sauf point 1", "Non, ce n'est pas ce qui a été dit.", "OK ?", "Hmm, à voir."])
def test_what_is_not_clear_sends_nothing_and_drafts_a_question(room: Boardroom, words: str) -> None:
    room.drafted()
    (asked,) = room.chair_says(words)
    assert [type(one) for one in asked.actions] == [NoteItem, DraftMail]
    assert mails(asked)[0].recipients == (CHAIR,)
    assert len(room.outbox) == 1


def test_a_chairs_yes_with_a_correction_that_fits_nowhere_is_asked_back_in_her_words(room: Boardroom) -> None:
    room.drafted()
    (asked,) = room.chair_says("OK pour moi, juste le point 1 : c'est 12 000 € et non 10 000")
    assert "12 000 € et non 10 000" in titles([asked])[0].replace("\u00a0", " ")
    assert "settings" not in titles([asked])[0]
    (back,) = mails(asked)
    assert back.recipients == (CHAIR,)
    assert "12 000 €" in back.body


def test_a_bare_yes_does_not_take_back_a_correction_that_was_not_made(room: Boardroom) -> None:
    room.drafted()
    room.chair_says("OK pour moi, juste le point 1 : c'est 12 000 € et non 10 000")
    (final,) = room.chair_says("OK")
    assert final.must_ask
    assert any("12 000 €" in one.what.render("fr").replace("\u00a0", " ") for one in final.reasons)
    assert "settings" not in titles([final])[0]


def test_what_was_asked_is_over_when_the_minutes_go_out(room: Boardroom) -> None:
    room.drafted()
    room.approve(*room.chair_says("OK sauf point 1"))
    assert len(room.items("minutes-question")) == 1
    room.approve(*room.chair_says("OK"))
    assert room.items("minutes-question") == []


def test_an_answer_to_something_else_is_none(room: Boardroom) -> None:
    room.drafted()
    assert room.comes(CHAIR, "Re: Déjeuner", "OK", answers="<elsewhere@x>", at=AFTERNOON + timedelta(hours=2)) == []


def test_a_draft_that_a_person_sent_is_known_by_its_subject() -> None:
    room = Boardroom(mode="draft")
    subject = room.drafted().subject
    (final,) = room.comes(CHAIR, f"RE: {subject}", "OK", answers="<unknown@x>", at=AFTERNOON + timedelta(hours=2))
    assert any(isinstance(one, SendMail) for one in final.actions)


# ── what waits ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_chair_is_reminded_after_so_many_working_days_then_the_secretary_is_told(room: Boardroom) -> None:
    room.drafted()
    assert room.in_the_morning(AFTERNOON + timedelta(days=1)) == []
    monday = datetime(2026, 11, 30, 7, tzinfo=UTC)
    (reminder,) = room.in_the_morning(monday)
    assert mails(reminder)[0].recipients == (CHAIR,)
    room.approve(reminder)
    assert room.in_the_morning(monday + timedelta(hours=1)) == []
    (again,) = room.in_the_morning(monday + timedelta(days=2))
    room.approve(again)
    (told,) = room.in_the_morning(monday + timedelta(days=4))
    assert mails(told) == []
    assert "has not answered" in titles([told])[0]


def test_who_looks_at_it_later_is_reminded_later(room: Boardroom) -> None:
    room.drafted()
    room.approve(*room.chair_says("Je regarde demain.", at=AFTERNOON + timedelta(days=1)))
    assert room.in_the_morning(datetime(2026, 11, 30, 7, tzinfo=UTC)) == []
    assert len(room.in_the_morning(datetime(2026, 12, 1, 7, tzinfo=UTC))) == 1


def test_who_answered_is_not_reminded(room: Boardroom) -> None:
    room.drafted()
    room.chair_says("OK")
    assert room.in_the_morning(datetime(2026, 11, 30, 7, tzinfo=UTC)) == []


def test_minutes_without_notes_end_after_some_days(room: Boardroom) -> None:
    room.holds()
    room.approve(*room.in_the_morning(TUESDAY))
    (told,) = room.in_the_morning(MEETING + timedelta(days=11))
    room.approve(told)
    assert room.items("minutes") == []
    assert len(room.items("minutes-question")) == 1


def test_the_same_proposals_are_made_whenever_it_is_looked(room: Boardroom) -> None:
    room.drafted()
    (final,) = room.chair_says("OK")
    room.now += timedelta(days=1)
    assert room.in_the_morning() == []
    (second,) = room.chair_says("A2 : c'est Rachel Ashworth.")
    assert content_of(second) != content_of(final)
    room.approve(second)
    assert room.in_the_morning() == []


# ── settings, state ───────────────────────────────────────────────────────────────────────────────────────


def test_people_and_circles_that_nobody_knows_are_said(room: Boardroom) -> None:
    wrong = board(chair="etiene@office.example", outside=[SOPHIE], circle="directoire")
    settings = Settings.model_validate({"meetings": {"codir": wrong}})
    told = {keys[2]: what.render("en") for keys, what in settings.unfit(Known(people=room.facts.people))}
    assert set(told) == {"chair", "outside", "circle"}
    assert CHAIR in told["chair"]


@given(
    st.integers(0, 9),
    st.lists(st.text(max_size=20), max_size=3),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_where_minutes_stand_is_read_as_it_was_written(version: int, words: list[str], day: date) -> None:
    standing = Standing(meeting="codir", day=day, start=MEETING, version=version, agenda=tuple(words), mails=tuple(words),
                        since=MEETING)  # fmt: skip
    assert standing_of(Item(kind="minutes", key=standing.key, title="", source=standing.to_source())) == standing


@pytest.mark.parametrize(
    "source", [{}, {"meeting": "codir", "date": "x"}, {"meeting": 1, "date": "2026-11-26", "start": None}]
)
def test_an_item_that_cannot_be_read_is_none(source: dict[str, object]) -> None:
    assert standing_of(Item(kind="minutes", key="minutes:x", title="", source=source)) is None


@pytest.mark.parametrize("alone", ["participants.csv", "ordre-du-jour.md"])
def test_a_list_that_comes_alone_waits_for_the_notes_and_stops_nobody(room: Boardroom, alone: str) -> None:
    room.holds()
    text = "nom,présence\nSophie Delmas,oui\n" if alone.endswith(".csv") else "1. Budget\n2. Divers\n"
    covering = "Voici la liste, les notes suivent."
    assert room.comes(NADIA, "CODIR", covering, files={alone: text}, at=AFTERNOON) == []
    (made,) = room.comes(NADIA, "Notes CODIR", files={"notes.md": NOTES}, at=AFTERNOON + timedelta(hours=1))
    assert [one.recipients for one in mails(made)] == [(CHAIR,)]


def test_a_strangers_event_of_the_same_title_is_no_meeting_of_ours(room: Boardroom) -> None:
    room.holds(attendees={SOPHIE: "NEEDS-ACTION", "two@else.example": "ACCEPTED"}, organizer="evil@else.example")
    assert room.in_the_morning(TUESDAY) == []


def test_where_only_a_circle_may_know_of_a_meeting_no_guest_from_outside_gets_its_agenda() -> None:
    open_to_all, closed = Boardroom(), Boardroom(meetings={"codir": board(circle="direction")})
    for room in (open_to_all, closed):
        room.holds()
    told = [one.recipients for made in open_to_all.in_the_morning(TUESDAY) for one in mails(made)]
    kept = [one.recipients for made in closed.in_the_morning(TUESDAY) for one in mails(made)]
    assert any(GUEST in one for one in told)
    assert [GUEST in one for one in kept] == [False]


def test_a_yes_to_what_was_shown_sends_out_no_change_that_another_mail_made_since() -> None:
    room = Boardroom(corrected_goes_out=True)
    room.drafted()
    shown = room.last_sent()
    room.chair_says("A2 : c'est Rachel Ashworth.", to=shown, proof=Proof.UNPROVEN)
    (made,) = room.chair_says("OK", to=shown)
    assert [one.recipients[:1] for one in mails(made)] == [(CHAIR,)]  # the next version, for her to see
    assert made.must_ask
    assert any("vouch" in one.what.render("en") for one in made.reasons)


def test_what_a_sender_without_proof_brings_for_minutes_waits_for_a_person(room: Boardroom) -> None:
    room.holds()
    for proof, asked in ((Proof.PASSED, False), (Proof.UNKNOWN, False), (Proof.UNPROVEN, True)):
        (point,) = room.comes(SOPHIE, "CODIR", "Point à l'ordre du jour : le hangar.", at=MORNING, proof=proof)
        assert point.must_ask is asked
    (draft,) = room.comes(NADIA, "Notes CODIR", files={"notes.md": NOTES}, at=AFTERNOON, proof=Proof.UNPROVEN)
    assert draft.must_ask


# ── the newest word counts ────────────────────────────────────────────────────────────────────────────────

UNMADE = "OK pour moi, juste le point 1 : c'est 12 000 € et non 10 000"


@pytest.mark.parametrize(
    "words", ["Non, ce n'est pas ce qui a été dit.", "Hmm, à voir.", "Je regarde demain.", "OK sauf point 1"]
)
def test_what_the_chair_says_after_a_yes_takes_the_place_of_the_final_minutes_that_wait(
    room: Boardroom, words: str
) -> None:
    room.drafted()
    (final,) = room.chair_says("OK")
    (newer,) = room.chair_says(words)
    assert newer.key == final.key
    assert not [one for one in newer.actions if isinstance(one, SendMail)]
    (again,) = room.chair_says("OK")
    assert again.key == final.key
    assert any(isinstance(one, SendMail) for one in again.actions)


@pytest.mark.parametrize("between", [(), ("OK",)], ids=["asked", "agreed to since"])
def test_putting_it_off_does_not_lose_the_correction_before_it(room: Boardroom, between: tuple[str, ...]) -> None:
    room.drafted()
    for words in (UNMADE, *between):
        room.chair_says(words)
    for later in room.chair_says("Je regarde demain."):
        assert not [one for one in later.actions if isinstance(one, SendMail)]
        room.approve(later)
    (final,) = room.chair_says("OK")
    assert final.must_ask
    assert any("12 000 €" in one.what.render("fr").replace("\u00a0", " ") for one in final.reasons)


def test_the_secretarys_yes_after_the_chairs_leaves_the_chairs_standing(room: Boardroom) -> None:
    room.drafted()
    (final,) = room.chair_says("OK")
    for words in ("OK", "Je regarde demain."):
        (same,) = room.chair_says(words, sender=NADIA) or [final]
        assert same.key == final.key
        assert [type(one) for one in same.actions] == [type(one) for one in final.actions]


def test_a_forged_answer_does_not_silence_the_reminder(room: Boardroom) -> None:
    room.drafted()
    room.chair_says("OK", proof=Proof.FAILED)
    (reminder,) = room.in_the_morning(datetime(2026, 11, 30, 7, tzinfo=UTC))
    assert mails(reminder)[0].recipients == (CHAIR,)


def test_an_answer_older_than_what_the_office_read_last_is_still_heard(room: Boardroom) -> None:
    room.drafted()
    shown = room.last_sent()
    room.approve(*room.chair_says("Je regarde demain.", at=AFTERNOON + timedelta(hours=5)))
    (second,) = room.chair_says("A2 : c'est Rachel Ashworth.", to=shown, at=AFTERNOON + timedelta(hours=2))
    assert "(version 2)" in mails(second)[0].subject


def test_two_questions_about_one_mail_are_two() -> None:
    room = Boardroom(meetings={"codir": board(), "cse": board(title="CSE", words=["CSE"])})
    made = room.comes(
        SOPHIE,
        "Bonjour",
        "Point à l'ordre du jour : le hangar.",
        files={"notes de la réunion.md": NOTES},
        at=AFTERNOON,
    )
    asked = [one for one in titles(made) if "Of which meeting" in one or "For which agenda" in one]
    assert len({one.key for one in made}) == len(made) == len(asked) == 2


def test_a_folder_that_cannot_be_read_is_told(room: Boardroom) -> None:
    room.folders["incoming/minutes/codir"] = MailNotes(problem=quoted("Too much."))
    (told,) = room.runs("interval")
    assert titles([told]) == ["incoming/minutes/codir: Too much."]


def test_the_chairs_calendar_counts_before_others_however_her_address_is_written() -> None:
    room = Boardroom(meetings={"codir": board(chair=CHAIR.upper())})
    room.holds()
    own = room.calendars()[0]
    moved = room.events[0].replace("SUMMARY", "LOCATION:Ailleurs\r\nSUMMARY")
    other = replace(own, name="sophie", person=SOPHIE, objects=tuple(replace(one, text=moved) for one in own.objects))
    for order in ((own, other), (other, own)):
        since, until = MEETING - timedelta(days=1), MEETING + timedelta(days=1)
        (occasion,) = occasions_of(order, room.settings, since, until, room.facts)
        assert occasion.place == ""
