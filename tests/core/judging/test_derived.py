"""Dates that a mail tells by others, and the model that chooses among all of them."""

from __future__ import annotations

import importlib.util
import json
import sys
import zlib
from datetime import datetime
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.dates import find_dates
from officebot.core.judging.derived import derived, is_name_or_lead
from officebot.core.judging.evidence import fold
from officebot.core.judging.reading import read_text
from officebot.core.judging.which import SCALE, Candidate, Chooser, Scene, chooser, of_candidate, of_none, written
from officebot.core.worktime import WorkingTime
from tests.speed import within

AT = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))


def told(text: str, language: str) -> list[str]:
    folded = fold(text)
    matches = find_dates(folded.written, AT, language)
    return [str(one.latest)[:16] for one in derived(matches, folded.folded, AT, WorkingTime())]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "The jury sits on Friday 4 December and wants the file the day before.", "2026-12-03"),
        ("fr", "Le traiteur passe le samedi 5 décembre, je ferme la liste la veille.", "2026-12-04"),
        ("fr", "Le départ est le 10 décembre ; il me faut les billets deux jours avant.", "2026-12-08"),
        ("en", "Our fair opens on 15 December; badges are ordered a week before.", "2026-12-08"),
        ("fr", "La visite a lieu le 11 décembre et la liste part cinq jours ouvrés avant.", "2026-12-04"),
        ("en", "The ship sails on 10 December, papers twelve days ahead.", "2026-11-28"),
        ("en", "They load on 4 December; the form is due 48 hours before.", "2026-12-02"),
        ("fr", "La coupure commence : plus d'eau à partir de 17h.", "2026-11-24 17:00"),
        ("fr", "Le service sera suspendu à compter du 4 décembre.", "2026-12-04"),
        ("en", "The van loads on 14 December. Papers with us by the preceding Friday.", "2026-12-11"),
        ("fr", "Le jury commence le 1er décembre, on boucle la veille au soir.", "2026-11-30 18:00"),
        ("en", "We go live on Thursday at 10:00. Passwords half an hour before, please.", "2026-11-26 09:30"),
        (
            "fr",
            "L'assemblée est le 10 décembre, le pouvoir doit être rendu trois jours au moins avant.",
            "2026-12-07",
        ),
        ("en", "Boarding is on Friday at 10:00, gates shut a quarter of an hour before.", "2026-11-27 09:45"),
        ("en", "Our printer comes on Friday 4 December. He takes the files at 4 pm.", "2026-12-04 16:00"),
        ("fr", "Je tire les badges jeudi 3 décembre. À midi la machine est rendue.", "2026-12-03 12:00"),
    ],
)
def test_a_date_is_told_by_another(language: str, text: str, wanted: str) -> None:
    assert wanted in told(text, language)


def test_a_length_before_something_is_not_counted_from_now() -> None:
    text = fold("The vet wants the form 24 hours before loading, which is on Friday. In two hours I leave.")
    matches = find_dates(text.written, AT, "en")
    assert [one.text for one in matches if is_name_or_lead(one, text.folded)] == ["24 hours"]


@pytest.mark.parametrize(
    "text", ["Merci de venir la veille.", "See you the day before.", "", "On Friday 4 December, as before."]
)
def test_nothing_is_told_where_there_is_no_other_date(text: str) -> None:
    assert told(text, "fr" if "veille" in text else "en") == []


@given(st.text(alphabet="abdefv hlmnorstuy 0123456789.,:h\n", max_size=300))
def test_whatever_is_written_dates_come_in_order(text: str) -> None:
    folded = fold(text)
    found = derived(find_dates(folded.written, AT, "mixed"), folded.folded, AT)
    assert [one.start for one in found] == sorted(one.start for one in found)


@pytest.mark.parametrize("piece", ["the day before ", "la veille ", "2 jours avant ", "le lundi ", "a a a "])
def test_a_text_made_to_take_long_takes_no_time(piece: str) -> None:
    # A hint at the end, or nobody would look back at all.
    folded = fold(piece * 20_000)
    matches = find_dates("le 4 décembre", AT, "fr")
    within(0.2, lambda: derived(matches, folded.folded * 40 + " la veille", AT))


# ── the model ─────────────────────────────────────────────────────────────────────────────────────────────


def scene_of(text: str, picked: int = -1) -> tuple[list[Candidate], Scene]:
    reading = read_text("Dossier", text)
    matches = find_dates(reading.text.written, AT, "en")
    candidates = [
        Candidate(one, datetime.combine(one.latest, AT.timetz()), False)
        for one in matches
        if one.latest is not None and not isinstance(one.latest, datetime)
    ]
    return candidates, Scene(reading=reading, asked=(), local=AT, is_meeting=False, picked=picked)


def test_what_weighs_most_is_chosen_and_none_where_none_does() -> None:
    candidates, scene = scene_of("We meet on 4 December. Reply before 1 December.")
    assert Chooser({"role:deadline": 4096}).choose(candidates, scene) == 1
    assert Chooser({"none": 4096}).choose(candidates, scene) is None


def test_the_rules_have_a_voice_of_their_own() -> None:
    candidates, scene = scene_of("We meet on 4 December. Reply before 1 December.")
    picked = Scene(reading=scene.reading, asked=(), local=AT, is_meeting=False, picked=candidates[0].match.start)
    assert Chooser({}).choose(candidates, picked) == 0
    assert Chooser({}).choose(candidates, scene) is None


def test_a_date_knows_whether_the_rules_picked_it_or_another_one() -> None:
    candidates, nobody = scene_of("We meet on 4 December. Reply before 1 December.")
    at = [one.match.start for one in candidates]

    def seen(picked: int) -> list[tuple[float, float]]:
        scene = Scene(reading=nobody.reading, asked=(), local=AT, is_meeting=False, picked=picked)
        features = [of_candidate(one, candidates, scene) for one in candidates]
        return [(one["picked"], one["another is picked"]) for one in features]

    assert seen(-1) == [(0.0, 0.0), (0.0, 0.0)]
    assert seen(at[0]) == [(1.0, 0.0), (0.0, 1.0)]
    assert seen(at[1]) == [(0.0, 1.0), (1.0, 0.0)]


def test_a_date_knows_whether_it_is_the_first_ahead_or_the_only_one() -> None:
    def seen(text: str) -> list[tuple[float, float]]:
        candidates, scene = scene_of(text)
        features = [of_candidate(one, candidates, scene) for one in candidates]
        return [(one["the first ahead"], one["the only one ahead"]) for one in features]

    assert seen("We meet on 4 December. Reply before 1 December.") == [(0.0, 0.0), (1.0, 0.0)]
    assert seen("We met on 4 November 2026. Reply before 1 December.") == [(0.0, 0.0), (1.0, 1.0)]


def test_the_shipped_weights_read_back_and_know_a_plain_deadline() -> None:
    candidates, scene = scene_of("We meet on 4 December. Please reply before 1 December.")
    picked = Scene(reading=scene.reading, asked=(), local=AT, is_meeting=False, picked=candidates[1].match.start)
    assert json.loads(zlib.decompress(written({"none": 0.5}))) == {"none": SCALE // 2}
    assert of_candidate(candidates[1], candidates, scene)["role:deadline"] == 1.0
    assert of_none(candidates, scene)["none"] == 1.0
    assert chooser().choose(candidates, picked) == 1


@pytest.fixture(scope="module")
def training() -> ModuleType:
    place = Path(__file__).parents[3] / "tools" / "train_dates.py"
    spec = importlib.util.spec_from_file_location("train_dates", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["train_dates"] = module
    spec.loader.exec_module(module)
    return module


def test_training_learns_which_word_makes_a_deadline_and_gives_the_same_weights_each_time(
    training: ModuleType,
) -> None:
    near, far = {"b:before": 1.0, "": 1.0}, {"b:on": 1.0, "": 1.0}
    examples = [training.Example(((near, "2026-12-01"), (far, "2026-12-04")), {"none": 1.0}, "2026-12-01")] * 5
    weights = training.train(examples)
    assert weights == training.train(examples)
    assert weights["b:before"] > weights["b:on"]
    assert training.is_right(examples[0], weights)


def test_each_mail_of_the_training_has_its_five_columns(training: ModuleType) -> None:
    rows = [row for path in sorted(training.TRAINING.glob("dated*.tsv")) for row in training._rows(path)]
    assert len(rows) > 900
    assert all(len(row) == 5 and row[1] in ("fr", "en") and (row[2] == "-" or row[2][:2] == "20") for row in rows)
