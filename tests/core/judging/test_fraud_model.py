"""The model of frauds: what it may say and what not, how it is stored, and that its training gives the same file each time."""

from __future__ import annotations

import importlib.util
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.judging import fraud_model as stored
from officebot.core.judging.evidence import fold
from officebot.core.judging.fraud_model import (
    HEADS,
    LANES,
    FraudModel,
    fraud_model,
    mail_marks,
    read_fraud_model,
    words_of,
    written,
)
from officebot.core.judging.judge import judge
from officebot.core.judging.signs import Signs
from officebot.core.judging.suspicion import FRAUD, reports_a_mishap, seen_by_model
from officebot.core.mail import Address, Mail, Proof
from tests.core.judging.offices import FACTS, HERE, cases, found, mail_of
from tests.speed import within

pytestmark = pytest.mark.xdist_group("training")

TOOLS = Path(__file__).parents[3] / "tools"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_NO_SIGNS = Signs(fold(""))
# All of our own invention, and none of them learned from.
UNSEEN = [
    pytest.param(
        "Greffe Info <avis@greffe-info-pro.example>",
        "Votre entreprise sera inscrite au répertoire. Vérifiez vos données et renvoyez le bon signé et tamponné : la "
        "publication coûte 1 090 € HT par an, facture sous dix jours.",
        id="a register",
    ),
    pytest.param(
        "Ghost <g@nowhere-mail.example>",
        "I was inside your laptop for weeks and filmed you. Pay 900 dollars in bitcoin, or your colleagues get the film.",
        id="extortion",
    ),
    pytest.param(
        "Louise Bar <l.bar@cv-poste.example>",
        "Votre annonce m'intéresse. Mon CV est protégé, mot de passe 9090. S'il ne s'affiche pas, ouvrez-le sous Windows "
        "et activez les macros.",
        id="an applicant",
    ),
    pytest.param(
        "Mail Desk <desk@mailstore-quota.example>",
        "Your mailbox storage is full and messages are on hold. Sign in to upgrade: https://mailstore-quota.example/u",
        id="a mailbox",
    ),
]


@pytest.fixture(scope="module")
def training() -> Iterator[ModuleType]:
    """tools/train_fraud.py, which stands on tools/train_judging.py."""
    names = ("train_judging", "train_fraud")
    before = {name: sys.modules.get(name) for name in names}
    for name in names:
        spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    yield sys.modules["train_fraud"]
    for name, module in before.items():
        del sys.modules[name]
        if module is not None:
            sys.modules[name] = module


def stranger(sender: str, text: str) -> Mail:
    return mail_of({"sender": sender, "text": text, "proof": "passed"})


def weight(mail: Mail) -> float:
    return sum(doubt.weight for doubt in found(mail))


@pytest.mark.parametrize(("sender", "text"), UNSEEN)
def test_a_fraud_that_nobody_has_seen_is_found_and_quotes_its_words(sender: str, text: str) -> None:
    mail = stranger(sender, text)
    assert weight(mail) >= FRAUD
    for doubt in found(mail):
        if doubt.name == "likeness":
            assert len(doubt.quote.split(" … ")) > 1
            assert all(word in f"{mail.subject} {text}" for word in doubt.quote.split(" … "))


def test_the_second_voice_is_heard_where_the_rules_are_silent() -> None:
    alone = [
        mail for sender, text in (one.values for one in UNSEEN) if _only_likeness(mail := stranger(sender, text))
    ]
    assert alone


def _only_likeness(mail: Mail) -> bool:
    return weight(mail) - sum(doubt.weight for doubt in found(mail) if doubt.name == "likeness") < FRAUD


@pytest.mark.parametrize(("sender", "text"), UNSEEN)
@pytest.mark.parametrize("proof", [Proof.PASSED, Proof.UNKNOWN])
def test_the_model_alone_never_accuses_whom_the_office_knows(sender: str, text: str, proof: Proof) -> None:
    bare = stranger(sender, text.replace("https://mailstore-quota.example/u", ""))
    contact = replace(bare, sender=Address("Grace", "grace@whitmore-wines.example"), proof=proof)
    colleague = replace(bare, sender=Address("Paul Vasseur", f"p.vasseur@{HERE}"), proof=proof)
    for mail in (contact, colleague):
        accused = [doubt for doubt in found(mail) if doubt.name == "likeness"]
        assert all(doubt.weight <= 1 for doubt in accused)
    assert found(replace(colleague, proof=Proof.PASSED)) == []


def test_an_opinion_of_one_word_is_not_given() -> None:
    assert found(stranger("Service <n@espace-lune.example>", "Bitcoin")) == []


def test_advertising_is_a_mailing_and_no_work() -> None:
    text = (
        "Lowest mortgage rates, bad credit is no problem. Save thousands, approved today, guaranteed. "
        "Please call us before Friday."
    )
    verdict = judge(mail_of({"sender": "Deals <x@best-deals.example>", "text": text}), FACTS, NOW)
    assert (verdict.kind, verdict.urgency, verdict.act) == ("newsletter", "none", False)
    assert any(one.kind == "advertising" and one.quote for one in verdict.warnings)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("J'ai payé ce matin mais c'était un faux RIB, il faut rappeler.", "J'ai payé", id="a false account"),
        pytest.param("I was had: the money has gone and their real office changed nothing.", "I was had", id="English"),
        pytest.param("J'ai payé la facture ce matin, bonne journée.", "", id="an ordinary payment"),
    ],
)  # fmt: skip
def test_a_colleague_who_was_cheated_makes_it_an_urgent_fraud(text: str, words: str) -> None:
    mail = mail_of({"sender": f"Lucie <lucie.andrieu@{HERE}>", "proof": "passed", "text": text})
    assert reports_a_mishap(mail, FACTS) == words
    verdict = judge(mail, FACTS, NOW)
    assert (verdict.kind == "fraud") is bool(words)
    assert not words or (verdict.act and verdict.urgency in ("now", "today"))


def test_words_that_honest_mails_use_weigh_less_where_the_model_takes_them_for_honest() -> None:
    text = (
        "Les bulletins de novembre sont prêts, à valider avant jeudi midi dans l'outil. M. Vidal a changé de banque : son RIB "
        "signé est déjà dans le coffre."
    )
    honest = stranger("Cabinet Orsel <paie@orsel-paie.example>", text)
    assert [doubt.name for doubt in found(honest)] == ["bank details"]
    assert weight(honest) < FRAUD
    borrowed = replace(honest, sender=Address("Paul Vasseur", "paie@orsel-paie.example"))
    assert weight(borrowed) >= 2 * FRAUD


WEIGHTS = st.dictionaries(
    st.one_of(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.tuples(*[st.from_regex(r"[a-z0]{1,8}", fullmatch=True)] * 2)),
    st.lists(st.integers(-4000, 4000), min_size=len(HEADS), max_size=len(HEADS)),
    max_size=30,
)  # fmt: skip


@given(WEIGHTS)
def test_what_is_written_is_read_again(weights: Mapping[object, list[int]]) -> None:
    packed = {name: LANES.pack(row) for name, row in weights.items()}
    read = read_fraud_model(written(packed, [0.25, -1.0]))
    assert (read.weights, list(read.biases)) == (packed, [0.25, -1.0])


def test_weights_of_other_heads_are_refused() -> None:
    data = zlib.decompress(Path(stored.__file__).with_name("fraud.bin").read_bytes())
    with pytest.raises(ValueError, match="train them again"):
        read_fraud_model(zlib.compress(data.replace(b'"advert"', b'"adverb"', 1)))


@given(st.text(max_size=300))
def test_any_text_has_an_opinion_and_its_words_stand_in_it(text: str) -> None:
    folded = fold(text)
    opinion = fraud_model().of(folded, {})
    assert 0 <= opinion.fraud <= 1
    assert 0 <= opinion.advert <= 1
    assert all(word in folded.written for head in HEADS for word in fraud_model().strongest(folded, head))


@pytest.mark.parametrize(
    ("subject", "is_loud"),
    [
        ("Hello!", True),
        ("PAYMENT", True),
        ("PAY NOW", True),
        ("Payment", False),
        pytest.param("URGENT", False, id="six capitals are an abbreviation"),
        pytest.param("RE: 4711", True, id="figures beside capitals"),
        ("1234567", False),
        ("", False),
    ],
)
def test_a_subject_that_shouts_is_loud(subject: str, is_loud: bool) -> None:
    mail = replace(stranger("Ann <ann@shop.example>", "Hello"), subject=subject)
    assert ("@loud" in mail_marks(mail, "stranger", _NO_SIGNS, ())) is is_loud


def test_each_mark_of_a_mail_is_seen_and_no_other() -> None:
    to = (Address("", f"desk@{HERE}"),)
    plain = replace(stranger("Ann <ann@shop.example>", "Hello"), subject="Hello", to=to, cc=(), in_reply_to="")
    before = mail_marks(plain, "stranger", _NO_SIGNS, ()).keys()
    assert not before & {"@list", "@auto", "@answer", "@nobody", "@link", "@loud", "!"}
    for change, mark in (
        ({"is_list": True}, "@list"), ({"is_automatic": True}, "@auto"), ({"in_reply_to": "<1@x.example>"}, "@answer"),
        ({"to": (), "cc": ()}, "@nobody"),
    ):  # fmt: skip
        assert mail_marks(replace(plain, **change), "stranger", _NO_SIGNS, ()).keys() - before == {mark}
    ruled = mail_marks(plain, "stranger", _NO_SIGNS, [("a", 0.25), ("a", 0.5), ("b", 0.25)])
    assert (ruled["!a"], ruled["!b"], ruled["!"]) == (0.75, 0.25, 1.0)


def test_a_weight_moves_its_own_head_only() -> None:
    text = fold("lune noire")
    one = FraudModel({"lune": LANES.pack([2048, 0])}, (0.0, 0.0)).of(text, {})
    pair = FraudModel({("lune", "noire"): LANES.pack([0, 2048])}, (0.0, 0.0)).of(text, {})
    mark = FraudModel({"@link": LANES.pack([0, 2048])}, (0.0, 0.0)).of(text, {"@link": 1.0})
    assert one.fraud > 0.5 > pair.fraud - 0.1
    assert (one.advert, pair.fraud, mark.fraud) == (0.5, 0.5, 0.5)
    assert min(pair.advert, mark.advert) > 0.5


def test_training_gives_the_same_file_each_time(training: ModuleType) -> None:
    learned = training.examples(list(training.own())[::15])
    assert training.build(learned) == training.build(learned)


def test_training_and_judging_see_the_same(training: ModuleType) -> None:
    source = next(iter(training.own()))
    example = training.examples([source])[0]
    text = fold(f"{source.mail.subject}\n{source.mail.reply}")
    marks = seen_by_model(source.mail, source.facts, {}, text)
    assert marks.keys() <= example.features.keys()
    learned = {name for name in example.features if isinstance(name, str) and name[0] not in "@!#.nd:"}
    assert learned
    assert learned <= set(words_of(text))


def test_training_has_enough_of_each(training: ModuleType) -> None:
    origins = [source.origin for source in training.own()]
    assert origins.count("frauds") >= 250
    assert origins.count("fair") >= 300
    texts = [source.mail.text for source in training.own() if source.origin in ("frauds", "fair", "adverts")]
    assert len(texts) == len(set(texts))


def test_the_model_is_small_and_quick() -> None:
    assert Path(stored.__file__).with_name("fraud.bin").stat().st_size < 1_000_000
    mails = [mail_of(case) for case in cases("honest")]
    seen = [(text := fold(f"{mail.subject}\n{mail.text}"), seen_by_model(mail, FACTS, {}, text)) for mail in mails]
    model = fraud_model()

    def run() -> None:
        for text, marks in seen * 5:
            model.of(text, marks)

    # Far above what it takes alone, for the machine may be busy.
    within(0.000_2 * (5 * len(seen)), run)


@pytest.mark.parametrize(
    "text", ["bitcoin " * 12_000, "a b " * 25_000, "é" * 100_000], ids=["words", "pairs", "one word"]
)
def test_no_text_keeps_the_model_busy(text: str) -> None:
    fraud_model()

    def run() -> None:
        folded = fold(text)
        fraud_model().of(folded, {})
        fraud_model().strongest(folded, "fraud")

    within(0.05, run)
