"""Minutes as data for templates."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from officebot.core.minutes.model import ActionPoint, Minutes, Passage, Source, Topic
from officebot.core.minutes.page import NOBODY, OpenAction, Properties, at_a_glance, page_of
from officebot.core.minutes.titles import clock, document_title, file_name, reference
from officebot.core.text import Language
from tests.core.minutes.samples import english, french, sample


def marks(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        own = [(value["mark"], value["id"])] if "mark" in value else []
        return own + [found for one in value.values() for found in marks(one)]
    return [found for one in value for found in marks(one)] if isinstance(value, list | tuple) else []


def test_decisions_and_actions_are_numbered_through_the_document() -> None:
    page = page_of(french())
    assert [row["no"] for row in page["glance"]] == ["D1", "D2", "A1", "A2", "D3", "A3", "A4"]
    assert [one["no"] for item in page["items"] for one in item["actions"]] == ["A1", "A2", "A3", "A4"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_mark_and_each_number_of_a_mark_stands_once(language: Language) -> None:
    found = marks(page_of(sample(language)))
    assert len({name for name, _ in found}) == len({number for _, number in found}) == len(found) > 12
    assert all(len(name) <= 40 and name.replace("_", "a").isalnum() for name, _ in found)  # as Word wants bookmarks


def test_dates_are_in_words_of_the_language() -> None:
    assert page_of(french())["date"] == "jeudi 26 novembre 2026"
    assert page_of(french(), language="en")["date"] == "Thursday 26 November 2026"
    assert (
        page_of(french())["next_meeting"]["when"] == "Mardi 19 janvier 2027 à 18\u00a0h\u00a030, salle des Tilleuls"
    )
    first = page_of(replace(french(), date=date(2026, 12, 1)))
    assert first["date"] == "mardi 1er décembre 2026"


def test_a_draft_says_that_it_is_one_and_where_each_sentence_was_read() -> None:
    about = Properties(chair="Claire Aubry", files=("notes.md",), version=3)
    page = page_of(french(), properties=about)
    assert page["kind"] == "Projet de compte rendu"
    assert "notes.md" in page["note"]
    assert "Claire Aubry" in page["note"]
    assert page["items"][0]["decisions"][0]["ref"] == "[notes.md 210–250]"
    assert page["properties"]["title"] == "Projet de compte rendu – Conseil d’administration (v3)"
    assert page["problems"]


def test_the_final_version_has_no_references_no_doubts_and_no_note() -> None:
    page = page_of(french(), draft=False, properties=Properties(files=("notes.md",), version=3))
    assert page["kind"] == "Compte rendu"
    assert page["properties"]["title"] == "Compte rendu – Conseil d’administration"
    assert page["note"] == ""
    assert page["problems"] == []
    assert "notes.md" not in json.dumps(page)


def test_who_and_when_nobody_said_is_shown_as_such() -> None:
    actions = page_of(french())["items"][1]["actions"]
    assert actions[1]["who"] == "sans responsable"
    assert page_of(french())["items"][0]["actions"][1]["due"] == "sans échéance"
    vague = ActionPoint(what="Call", due_words="soon", source=Source(file="n", start=0, end=1))
    page = page_of(Minutes(topics=(Topic(heading="H", actions=(vague,)),)))
    assert page["glance"][0]["due"] == "soon"


def test_actions_without_anybody_are_listed_by_their_numbers() -> None:
    assert [one["no"] for one in page_of(french())["unassigned"]] == ["A4"]


def test_actions_without_a_day_are_to_be_settled_before_validation() -> None:
    said = "Aucune échéance n’est indiquée pour l’action A2\u00a0: Relancer la mairie au sujet de la subvention"
    assert said in page_of(french())["problems"]
    assert not any("A1" in one or "A3" in one for one in page_of(french())["problems"])
    assert page_of(french(), draft=False)["problems"] == []


def test_a_day_in_a_narrow_column_breaks_between_its_words() -> None:
    assert page_of(french())["items"][0]["actions"][0]["due"] == "15 décembre 2026"


def test_a_disagreement_says_whose_it_is() -> None:
    assert page_of(french())["items"][1]["disagreements"][0]["text"].startswith("Inès Kaci\u00a0: ")
    assert page_of(english())["items"][0]["disagreements"][0]["text"].startswith("Tom Reed: ")
    own = Passage(text="Tom Reed disagrees.", source=Source(file="n", start=0, end=1), speaker="Tom Reed")
    page = page_of(Minutes(topics=(Topic(heading="H", disagreements=(own,)),)))
    assert page["items"][0]["disagreements"][0]["text"] == "Tom Reed disagrees."


def test_open_actions_of_earlier_meetings_are_shown_with_their_state() -> None:
    about = Properties(
        open_actions=(OpenAction(what="Mend the roof", who="Ana", due=date(2026, 11, 2), state="late"),)
    )
    row = page_of(english(), properties=about)["open_actions"][0]
    assert (row["what"], row["who"], row["due"].replace("\u00a0", " "), row["state"]) == (
        "Mend the roof", "Ana", "2 November 2026", "late",
    )  # fmt: skip


def test_amounts_are_not_broken_at_the_end_of_a_line() -> None:
    assert "84\u00a0500\u00a0€" in page_of(french())["items"][0]["summary"][0]["text"]


def test_controls_and_breaks_in_outside_words_do_not_reach_the_page() -> None:
    bad = Passage(text="a\x00b\u202ec\r\nd", source=Source(file="f\n\x1b[0m", start=0, end=1))
    page = page_of(Minutes(title="T\x07\nU", topics=(Topic(heading="H\tI", summary=(bad,)),)))
    shown = json.dumps([page["title"], page["items"]], ensure_ascii=False)
    assert shown.isprintable()
    assert page["items"][0]["summary"][0]["text"] == "abc d"


def test_minutes_of_nothing_make_a_page() -> None:
    page = page_of(Minutes())
    assert (page["items"], page["glance"], page["next_meeting"], page["date"]) == ([], [], None, "")
    assert page["attendance"][0]["names"] == NOBODY


def test_references_count_characters_or_time() -> None:
    assert reference(Source(file="a.vtt", start=723.6, end=730, unit="seconds")) == "[00:12:03]"
    assert reference(Source(file="", start=1, end=2)) == ""
    assert clock(3 * 3600 + 61.9) == "03:01:01"


def test_titles_say_draft_until_validated() -> None:
    assert document_title("CODIR", "fr", is_draft=True) == "Projet de compte rendu – CODIR"
    assert document_title("CODIR", "en", is_draft=True, version=2) == "Draft minutes – CODIR (v2)"
    assert document_title("", "en", is_draft=False) == "Minutes"
    assert file_name("CODIR", date(2026, 11, 26), "fr", is_draft=False) == "2026-11-26 Compte rendu – CODIR"


def test_a_sentence_tells_how_much_was_decided() -> None:
    assert at_a_glance(french()).render("fr") == "3 décisions, 4 actions."
    assert at_a_glance(english()).render("en") == "1 decision, 2 actions."
