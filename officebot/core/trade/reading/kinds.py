"""What kind of document a paper is, by the words of its titles; and what a mail says, by its verbs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from officebot.core.expressions import expression
from officebot.core.trade.model import TradeKind
from officebot.core.trade.paper import Paper
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.titles import TITLES
from officebot.core.trade.reading.verbs import VERBS

_TITLE_WEIGHT = 5.0
#: A title that only stands somewhere in a longer sentence says less.
_MENTION_WEIGHT = 1.2
_LEAST_TITLE = 1.5
_LOOKED_AT = 14
_LONGEST_TITLE = 60
_MOST_TEXT = 12_000


@dataclass(frozen=True, slots=True)
class Judged:
    """A kind, how much speaks for it, and the words that do; `lead` is by how much it leads over the next one."""

    kind: TradeKind
    score: float = 0.0
    words: str = ""
    lead: float = 0.0


def judged(scores: Mapping[TradeKind, float], words: Mapping[TradeKind, str]) -> Judged:
    """The kind with the highest score."""
    if not scores:
        return Judged(TradeKind.other)
    ordered = sorted(scores, key=lambda kind: -scores[kind])
    best = ordered[0]
    second = scores[ordered[1]] if len(ordered) > 1 else 0.0
    return Judged(best, scores[best], words.get(best, ""), scores[best] - second)


class Scores:
    """Adds up what speaks for each kind."""

    def __init__(self) -> None:
        self.of: dict[TradeKind, float] = {}
        self.words: dict[TradeKind, str] = {}

    def add(self, kind: TradeKind, weight: float, words: str) -> None:
        """So much more for the kind, because of these words; of the same words twice the second counts a third."""
        factor = 0.34 if kind in self.of else 1.0
        self.of[kind] = self.of.get(kind, 0.0) + weight * factor
        self.words.setdefault(kind, words.strip())

    def add_titles(self, text: str, weight: float) -> None:
        """What the titles in some words say; those at the beginning more than those further on."""
        for start, words, kind in titles_in(text):
            is_first = start < 4
            is_alone = len(words) > 0.6 * len(text.strip())
            self.add(kind, weight * (1.0 if is_first else 0.45) * (1.4 if is_alone else 1.0), words)

    def keep(self, kinds: Iterable[TradeKind]) -> None:
        """Nothing for any other kind than these."""
        kept = set(kinds)
        self.of = {kind: score for kind, score in self.of.items() if kind in kept}

    def best(self) -> Judged:
        """The kind with the most."""
        return judged(self.of, self.words)


def titles_in(text: str) -> list[tuple[int, str, TradeKind]]:
    """The titles in some words: where, which words, which kind; none lies in another."""
    plain = folded(text[:_MOST_TEXT])
    found = [(one.start(), one.end(), kind) for pattern, kind in TITLES for one in pattern.finditer(plain)]
    found.sort(key=lambda one: (one[0], -one[1]))
    kept: list[tuple[int, int, TradeKind]] = []
    for one in found:
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return [(start, text[start:end], kind) for start, end, kind in kept]


def kind_of_paper(paper: Paper, end: int, subject: str = "", words: str = "", *, has_lines: bool = False) -> Judged:
    """What a paper is, by its titles above the row `end`, and by the name of its file.

    For one that has lines and no title, the subject and the words of the mail that it came with tell.
    """
    scores = Scores()
    for place, row in enumerate(paper.rows[: min(end, _LOOKED_AT)]):
        nearness = 1.0 - 0.04 * place
        for piece in row.pieces:
            # What is longer is a sentence that mentions something; an order that is referred to is no title.
            weight = _TITLE_WEIGHT if len(piece.text) <= _LONGEST_TITLE else _MENTION_WEIGHT
            if _refers(piece.text, place):
                continue
            scores.add_titles(piece.text, weight * nearness)
    name = re.sub(r"[_.-]+|(?<=[a-z])(?=[A-Z0-9])", " ", paper.name.rpartition(".")[0])
    scores.add_titles(name, 2.0)
    if has_lines or scores.best().score >= _LEAST_TITLE:
        scores.add_titles(subject, 1.5)
    if has_lines and scores.best().score < _LEAST_TITLE:
        for kind, weight in kind_of_message("", words.split("\n")).of.items():
            scores.add(kind, 0.5 * weight, "")
    return scores.best()


_REFERS = expression(
    r"(?:votre|vos|your|v/|customer|client|selon|suivant|as per|ref)\b.{0,20}(?:commande|order|devis"
    r"|offre|quote|quotation|bl)\b|^(?:commande|order|bl|devis) (?:n|no|du|of)\b.{0,12}\d"
)


def _refers(text: str, place: int) -> bool:
    """Whether the words name another document, as « votre commande n° 12 » or « selon devis du 3 mai » do."""
    plain = folded(text[:200])
    if place < 3 and re.match(r"(?:devis|bl)\b", plain):
        return False
    return _REFERS.match(plain) is not None and not re.match(r"confirm|accus|acknow|reponse", plain)


# ── sentences of mails ────────────────────────────────────────────────────────────────────────────────────


_ADVERBS = expression(
    r" (?:still|also|already|just|all|both|therefore|however|hopefully|probably|indeed|bien|deja"
    r"|egalement|aussi|donc|toutefois|eux|elles|encore|tous|toutes|normalement)(?= )"
)


#: What is still to be done to the goods: the words before the participle, and the participle.
_FUTURE = expression(
    r"(?<![a-z])(?:(?:ser(?:a|ont|ez)|devrai(?:t|ent)|doi(?:t|vent)|pourr(?:a|ont)|v(?:a|ont)|a)(?: \w{2,16}ment| ensuite"
    r"| pas| plus| vous)?(?: etre)?|(?:(?:will|shall|should|can|could|may|might|must|would|to|is|are)(?: not| now| then| only"
    r"| \w{2,12}ly)?|\w{1,6}'ll|won't|can't) (?:be|get|being)(?: \w{2,12}ly)?) "
    r"(?P<done>livre|expedi|envoye|remis|depose|install|pose|realise|effectue|termine|nettoye|controle|verifie|remplace"
    r"|deliver|(?:de|di)spatch|ship|sent|post|hand|drop|left|load|collect|pick|fitt|complet|carried|finish|servic|clean"
    r"|receiv|unpack)"
)
_BEEN = (TradeKind.despatch, TradeKind.receipt, TradeKind.service_report)
#: How much a sentence says for a promise in which something is still to be done.
_PROMISES = 1.3


def kind_of_sentence(sentence: str) -> Scores:
    """What a sentence's verbs say; what “will be delivered” was not."""
    scores = Scores()
    plain = _ADVERBS.sub("", folded(sentence[:1_000]))
    # The participle alone, as in « livré lundi », would say that it has been done.
    done = _FUTURE.sub(lambda one: one[0][: one.start("done") - one.start()] + "_", plain)
    for pattern, weight, kind in VERBS:
        found = pattern.search(done if kind in _BEEN else plain)
        if found is not None:
            scores.add(kind, weight, found[0])
    if done != plain and not scores.of:
        scores.add(TradeKind.confirmation, _PROMISES, plain)
    return scores


def kind_of_message(subject: str, sentences: Iterable[str]) -> Scores:
    """What a mail is by its subject's titles and by the verbs of its sentences, the first ones counting most."""
    scores = Scores()
    scores.add_titles(re.sub(r"^(?:(?:re|fwd?|tr|aw|ref) ?: ?)+", "", subject, flags=re.IGNORECASE), 2.5)
    for place, sentence in enumerate(sentences):
        if place >= 60:
            break
        if place < 2 and len(sentence) < _LONGEST_TITLE:
            # Machines write a title above their text.
            scores.add_titles(sentence, 3.0)
        own = kind_of_sentence(sentence)
        for kind, weight in own.of.items():
            scores.add(kind, weight * max(0.5, 1.0 - 0.08 * place), own.words[kind])
    return scores
