"""`officebot calendar` as others build on it."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root
from officebot.testing.invitations import GUESTS, ORGANIZER, mail, message

BOB, ANN = GUESTS


def calendar(*words: str, lang: str = "en") -> tuple[int, list[dict[str, Any]], str]:
    called = CliRunner(env={"LANGUAGE": lang}).invoke(root, ["calendar", *words], prog_name="officebot")
    facts = [json.loads(line) for line in called.stdout.splitlines()] if "--json" in words else []
    return called.exit_code, facts, called.stdout + called.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "invite.ics").write_bytes(
        message("REQUEST", rule="FREQ=DAILY;COUNT=3", lines=["SUMMARY:Budget"]).encode()
    )
    (tmp_path / "reply.eml").write_bytes(
        mail(message("REPLY", guests={BOB: "PARTSTAT=ACCEPTED"}, start=""), sender=BOB, method="REPLY")
    )
    (tmp_path / "forged.eml").write_bytes(
        mail(message("REPLY", guests={ANN: "PARTSTAT=DECLINED"}, start=""), sender="eve@x.example", method="REPLY")
    )
    gone = message("CANCEL", sequence=1, which=":20261202T090000Z", start="", lines=["STATUS:CANCELLED"])
    (tmp_path / "cancel.ics").write_bytes(gone.encode())
    return tmp_path


SPAN = ("--from", "2026-11-01", "--to", "2027-01-01", "--json")


def test_occurrences_are_one_object_a_line(folder: Path) -> None:
    code, facts, _ = calendar("occurrences", str(folder / "invite.ics"), *SPAN)
    assert code == 0
    assert facts[0] == {
        "uid": "meeting-1", "recurrence_id": "2026-12-01T10:00:00+01:00", "summary": "Budget",
        "start": "2026-12-01T10:00:00+01:00", "end": "2026-12-01T10:45:00+01:00",
        "all_day": False, "status": "CONFIRMED", "transparent": False,
    }  # fmt: skip
    assert [fact["start"][:10] for fact in facts] == ["2026-12-01", "2026-12-02", "2026-12-03"]


def test_a_file_that_cannot_be_read_stops_no_other(folder: Path) -> None:
    (folder / "bomb.ics").write_text(message("", start="DTSTART:19700101T000000Z", rule="FREQ=SECONDLY"))
    names = [str(folder / name) for name in ("none.ics", "bomb.ics", "invite.ics")]
    code, facts, _ = calendar("occurrences", *names, *SPAN)
    assert code == 1
    assert [sorted(fact)[:2] for fact in facts[:2]] == [["error", "file"]] * 2
    assert [fact["file"] for fact in facts[2:]] == [names[2]] * 3


def test_times_without_a_zone_are_said_to_be_so(folder: Path) -> None:
    (folder / "floating.ics").write_text(message("", start="DTSTART:20261201T100000"))
    code, (fact,), _ = calendar("occurrences", str(folder / "floating.ics"), *SPAN, "--tz", "Romance Standard Time")
    assert (code, fact["start"]) == (0, "2026-12-01T10:00:00+01:00")
    assert "--tz" in calendar("occurrences", str(folder / "floating.ics"), *SPAN[:4])[2]


@pytest.mark.parametrize("words", [("--from", "soon", "--to", "2027"), ("--from", "2026-02-01", "--to", "2026-01-01"),
                                   ("--from", "2026-01-01", "--to", "2026-02-01", "--tz", "Nowhere")])  # fmt: skip
def test_a_span_that_is_none_is_refused(folder: Path, words: tuple[str, ...]) -> None:
    assert calendar("occurrences", str(folder / "invite.ics"), *words)[0] == 1


def test_messages_are_applied_and_each_says_what_became_of_it(folder: Path) -> None:
    names = [str(folder / name) for name in ("invite.ics", "reply.eml", "forged.eml", "cancel.ics", "absent.ics")]
    code, facts, _ = calendar("apply", str(folder / "state.ics"), *names, "--for", ORGANIZER, "--json")
    assert code == 1
    assert [fact["file"] for fact in facts] == names
    assert [fact.get("outcome") for fact in facts] == ["applied", "applied", "rejected", "applied", None]
    assert all(sorted(fact) == ["changes", "file", "outcome", "reason", "reply"] for fact in facts[:4])
    assert facts[1]["changes"] == [
        {
            "uid": "meeting-1",
            "recurrence_id": "",
            "what": f"answer:{BOB}",
            "before": "NEEDS-ACTION",
            "after": "ACCEPTED",
        }
    ]
    assert "error" in facts[4]
    assert not (folder / "state.ics").exists()


def test_any_order_of_the_same_messages_writes_the_same_bytes(folder: Path) -> None:
    names = [str(folder / name) for name in ("invite.ics", "reply.eml", "forged.eml", "cancel.ics")]
    written = set()
    for order in permutations(names):
        out = folder / "new.ics"
        assert calendar("apply", str(folder / "none.ics"), *order, "--for", ORGANIZER, "--out", str(out))[0] == 0
        written.add(out.read_bytes())
    assert len(written) == 1
    one_by_one = folder / "one.ics"
    for name in reversed(names):
        calendar("apply", str(one_by_one), name, "--for", ORGANIZER, "--out", str(one_by_one))
    assert one_by_one.read_bytes() in written


def test_an_invitation_goes_round_between_two_people(tmp_path: Path) -> None:
    out = ("--out", str(tmp_path), "--json")
    code, (sent,), _ = calendar(
        "invite", "--organizer", ORGANIZER, "--name", "Claire", "--attendee", BOB, "--summary", "Réunion",
        "--start", "2026-12-01T10:00", "--minutes", "30", "--tz", "Europe/Paris", "--place", "Salle Bleue",
        "--rrule", "FREQ=WEEKLY;COUNT=3", "--lang", "fr", *out,
    )  # fmt: skip
    assert code == 0
    assert sent == {
        "ics": str(tmp_path / "invite.ics"), "mail": str(tmp_path / "invite.eml"), "method": "REQUEST",
        "uid": sent["uid"], "sequence": 0, "to": [BOB],
    }  # fmt: skip
    assert calendar("reply", sent["mail"], "--as", BOB, "--tentative", *out)[1][0]["method"] == "REPLY"
    assert calendar("counter", sent["mail"], "--as", BOB, "--start", "2026-12-01T14:00", *out)[1][0]["to"] == [
        ORGANIZER
    ]
    assert calendar("cancel", sent["ics"], "--occurrence", "2026-12-08", *out)[1][0]["sequence"] == 1
    mails = [str(tmp_path / f"{name}.eml") for name in ("invite", "reply", "counter", "cancel")]
    _, facts, _ = calendar("apply", str(tmp_path / "none.ics"), *mails, "--for", ORGANIZER, "--json")
    assert [fact["outcome"] for fact in facts] == ["applied", "applied", "needs-decision", "applied"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("reply", "invite.ics", "--as", BOB), 2),
        (("reply", "invite.ics", "--as", "eve@x.example", "--accept"), 1),
        (("reply", "absent.ics", "--as", BOB, "--accept"), 1),
        (("counter", "invite.ics", "--as", BOB, "--start", "soon"), 1),
        (("cancel", "invite.ics", "--occurrence", "2026-12-24"), 1),
        (("cancel", "invite.ics", "--out", "/nowhere/at/all"), 1),
        (("invite", "--organizer", ORGANIZER, "--summary", "x", "--start", "2026-12-01T10:00", "--attendee", BOB), 1),
        (("invite", "--organizer", "x", "--summary", "x", "--start", "2026-12-01", "--attendee", BOB), 1),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(folder: Path, words: tuple[str, ...], code: int) -> None:
    placed = [str(folder / word) if word.endswith(".ics") else word for word in words]
    done, _, told = calendar(*placed, lang="fr")
    assert done == code
    assert "Traceback" not in told
    assert told.strip()


EMPTY = "exportez-le de nouveau, comme fichier iCalendar (.ics)"
NO_CALENDAR = "nommez un fichier iCalendar (.ics), ou le mail qui l’a apportée"
WRONG = "Corrigez-le dans son agenda."
SENT_WRONG = "Demandez-en un bon à qui l’a envoyé."
CUT_OFF = "demandez à qui l’a envoyée de l’envoyer de nouveau"


@pytest.mark.parametrize(
    ("text", "looked_at", "answered"),
    [
        pytest.param("", EMPTY, NO_CALENDAR, id="empty"),
        pytest.param("\x00\x8f\ufffd" * 20_000, EMPTY, NO_CALENDAR, id="binary"),
        pytest.param("<!DOCTYPE html><title>Connexion</title>", EMPTY, NO_CALENDAR, id="a page"),
        pytest.param(message("REQUEST", start=""), WRONG, SENT_WRONG, id="no beginning"),
        pytest.param(message("REQUEST", end="DURATION:-PT1H"), WRONG, SENT_WRONG, id="a length below nought"),
        pytest.param(message("REQUEST", start="DTSTART;TZID=Mars/Olympus:20261201T100000"), WRONG, SENT_WRONG,
                     id="an unknown zone"),
        pytest.param(message("REQUEST", start="DTSTART:19700101T000000Z", rule="FREQ=SECONDLY"), WRONG, SENT_WRONG,
                     id="each second"),
        pytest.param(message("REQUEST")[:-60].partition("DTSTART")[0], WRONG, CUT_OFF, id="cut off"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_with_what_to_do_and_nothing_is_written(
    tmp_path: Path, text: str, looked_at: str, answered: str
) -> None:
    (tmp_path / "odd.ics").write_bytes(text.encode("utf-8", "surrogateescape"))
    (tmp_path / "out").mkdir()
    odd, out = str(tmp_path / "odd.ics"), ("--out", str(tmp_path / "out"))
    code, _, told = calendar("occurrences", odd, *SPAN[:4], lang="fr")
    assert code == 1
    assert looked_at in told
    # One line, and no empty table below it.
    assert len(told.splitlines()) == 1
    for words in (
        ("counter", odd, "--as", BOB, "--start", "2026-12-02T10:00"), ("reply", odd, "--as", BOB, "--accept"),
        ("cancel", odd),
    ):  # fmt: skip
        code, _, told = calendar(*words, *out, lang="fr")
        assert code == 1
        assert answered in told
        assert len(told.splitlines()) == 1
    assert list((tmp_path / "out").iterdir()) == []


def test_days_on_which_nothing_stands_are_said_to_be_so(folder: Path) -> None:
    name = str(folder / "invite.ics")
    code, _, told = calendar("occurrences", name, "--from", "2027-01-01", "--to", "2027-02-01")
    assert (code, told) == (0, f"{name}: Nothing stands in this calendar on these days.\n")
