"""The small model: what its numbers hold, how it is stored, and that its training gives the same file each time."""

from __future__ import annotations

import importlib.util
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.judging import model as stored
from officebot.core.judging.act import asking
from officebot.core.judging.model import HEADS, MAIL_LANES, SENTENCE_LANES, Lanes, model, read_model, written
from officebot.core.judging.reading import read_text

pytestmark = pytest.mark.xdist_group("training")

TRAINING = Path(__file__).parents[3] / "tools" / "train_judging.py"


@pytest.fixture(scope="module")
def training() -> ModuleType:
    """tools/train_judging.py."""
    spec = importlib.util.spec_from_file_location("train_judging", TRAINING)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


@given(st.lists(st.lists(st.integers(-4000, 4000), min_size=5, max_size=5), min_size=1, max_size=40))
def test_numbers_side_by_side_add_up_each_for_itself(rows: Sequence[Sequence[int]]) -> None:
    lanes = Lanes(5)
    total = sum(map(lanes.pack, rows))
    assert lanes.apart(total) == [sum(column) for column in zip(*rows, strict=True)]
    assert lanes.one(total, 3) == sum(row[3] for row in rows)


def test_what_is_written_is_read_again() -> None:
    of_mails = {"word": MAIL_LANES.pack(range(-5, len(MAIL_LANES.apart(0)) - 5)), "#sign": MAIL_LANES.pack([1])}
    of_sentences = {("a", "b"): SENTENCE_LANES.pack([3, -4]), "a": SENTENCE_LANES.pack([0, 1])}
    data = written([(of_mails, [0.5] * len(MAIL_LANES.apart(0))), (of_sentences, [1.0, -1.0])])
    read = read_model(data)
    assert (read.mails.weights, read.sentences.weights) == (of_mails, of_sentences)
    assert read.sentences.biases == [1.0, -1.0]


def test_weights_of_other_labels_are_refused() -> None:
    head, _, rows = zlib.decompress(Path(stored.__file__).with_name("weights.bin").read_bytes()).partition(b"\n")
    with pytest.raises(ValueError, match="train them again"):
        read_model(zlib.compress(head.replace(b'"request"', b'"petition"') + b"\n" + rows))


def test_the_shares_of_each_head_are_a_whole() -> None:
    scores = model().of_mail(read_text("Devis", "Pourriez-vous nous faire un devis ?"))
    for head, labels in HEADS.items():
        if head in scores:
            assert set(scores[head]) == set(labels)
            assert len(labels) == 1 or sum(scores[head].values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "asks", "promises"),
    [
        pytest.param("Pourriez-vous m'envoyer le plan ?", True, False, id="a French request"),
        pytest.param("Please send me the plan.", True, False, id="an English request"),
        pytest.param("What time does the lorry come?", True, False, id="a question"),
        pytest.param("Je vous envoie le plan demain.", False, True, id="a French promise"),
        pytest.param("I'll send you the plan tomorrow.", False, True, id="an English promise"),
        pytest.param("Le plan était dans le tiroir.", False, False, id="a French statement"),
        pytest.param("The shop is closed on Monday.", False, False, id="an English statement"),
    ],
)
def test_sentences_that_ask_and_those_that_promise_are_told_apart(text: str, asks: bool, promises: bool) -> None:
    found = asking(read_text("", text), model())
    assert (bool(found.asks), bool(found.promises)) == (asks, promises)


def test_training_gives_the_same_file_each_time(training: ModuleType) -> None:
    mails, sentences = training.mails()[::12], training.own_sentences()[::12]
    assert training.build(mails, sentences) == training.build(mails, sentences)


def test_counts_speak_for_the_label_whose_mails_have_the_word(training: ModuleType) -> None:
    told = [training.Example({"palette": 1.0, "bonjour": 1.0}, {"kind": "order"})] * 3
    told += [training.Example({"salaire": 1.0, "bonjour": 1.0}, {"kind": "hr"})] * 3
    counts = training.counted(told, "kind")
    order, hr = (HEADS["kind"].index(kind) for kind in ("order", "hr"))
    assert counts["palette"][order] > 0 > counts["palette"][hr]
    assert counts["salaire"][hr] > 0 > counts["salaire"][order]
    assert counts["bonjour"][order] == pytest.approx(counts["bonjour"][hr])


def test_the_glossary_has_words_of_every_kind(training: ModuleType) -> None:
    assert {example.labels["kind"] for example in training.glossary()} == set(HEADS["kind"])


def test_every_training_mail_has_known_labels(training: ModuleType) -> None:
    for example in training.mails():
        for head, label in example.labels.items():
            assert label in (*HEADS[head], "")


def test_the_weights_stay_small() -> None:
    assert Path(stored.__file__).with_name("weights.bin").stat().st_size < 1_000_000
