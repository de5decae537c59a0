"""A mail read for judging: its words folded once, the signs found in one pass, its sentences, what marks it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple

from officebot.core.expressions import expression
from officebot.core.judging.evidence import Folded, Hit, fold, vocabulary
from officebot.core.judging.phrases import Phrases
from officebot.core.judging.signs import FoundPhrases, fraud_phrases
from officebot.core.mail import Mail
from officebot.core.people import PUBLIC_DOMAINS, People

#: How often a sign that stands in the subject counts.
_SUBJECT_COUNTS = 2.0
#: A forward with fewer characters of its own is read whole.
_NEXT_TO_NOTHING = 160
#: No mail has more sentences than this that are worth looking at one by one.
_MOST_SENTENCES = 60
# A sentence ends at its mark, at an empty line, and before a line that begins a list.
_ENDS = expression(
    r"[.!?\n](?:(?<!\n)[.!?]{0,8}+(?=[\s\"')]|$)|(?<=\n)(?=[ \t]{0,8}(?:\n|(?:[-*>]|\d{1,2}[.)]|[a-z]\))[ \t])))"
)
# What is no sentence by itself.
_EMPTY = " \n\t.!?-"
# A short word before the point is an abbreviation: M., Mme., art., no., p.
_SHORTENED = expression(r"(?:^|[\s(])(?:m|mm|mr|mrs|ms|mme|dr|me|pr|st|art|ref|no|n|p|tel|ex|cf|approx|env|max|min)$")
_ANSWERS = expression(r"\s{0,3}(?:re|ref|rep|aw|sv)\s{0,2}(?:\[\d{1,3}\])?\s{0,2}:", re.IGNORECASE)
_FORWARDS = expression(r"\s{0,3}(?:fw|fwd|tr|wg)\s{0,2}:", re.IGNORECASE)
_NO_REPLY = expression(r"no-?_?\.?reply|ne-?pas-?repondre|noreponse|donotreply|mailer-daemon|postmaster|notification")
_FREE = expression(
    r"(?:^|[-.])(?:free|libre|gratuit|webmail|mail|boite|inbox|poste?|messagerie)[-.]|(?:mail|box|libre)\."
)


class Sentence(NamedTuple):
    """A sentence of the mail: where it stands in the folded text, and whether it ends with a question mark."""

    start: int
    end: int
    is_question: bool
    in_subject: bool = False


@dataclass(slots=True)
class Reading:
    """What was found in a mail, by sign: how much, and the first place of each."""

    text: Folded
    subject_end: int
    hits: Sequence[Hit]
    sentences: Sequence[Sentence]
    words: Sequence[str]
    weights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    first: dict[str, Hit] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    #: The phrases of fraud, which `suspicion` looks at.
    frauds: FoundPhrases = ()
    _starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._starts = [one.start for one in self.sentences]

    def quote(self, hit: Hit) -> str:
        """The words of a hit as they were written."""
        return self.text.written[hit.start : hit.end]

    def quote_of(self, sign: str) -> str:
        """The first words of a sign as they were written; "" where there are none."""
        hit = self.first.get(sign)
        return self.quote(hit) if hit is not None else ""

    def words_of(self, sentence: Sentence, most: int = 160) -> str:
        """The sentence as it was written, on one line, a long one cut."""
        words = " ".join(self.text.written[sentence.start : sentence.end].split())
        return words if len(words) <= most else f"{words[: most - 1]}…"

    def sentence_at(self, place: int) -> Sentence | None:
        """The sentence that this place of the text stands in."""
        index = bisect_right(self._starts, place) - 1
        return self.sentences[index] if index >= 0 else None

    def hits_in(self, sentence: Sentence, *signs: str) -> list[Hit]:
        """The hits of these signs that stand in the sentence."""
        return [hit for hit in self.hits if hit.sign in signs and sentence.start <= hit.start < sentence.end]


def read(mail: Mail, people: People) -> Reading:
    """The reading of a mail: of its subject and of what its author newly wrote."""
    reading = read_text(mail.subject, _body(mail))
    reading.marks = marks_of(mail, people)
    return reading


def _body(mail: Mail) -> str:
    """What its author newly wrote; with what is forwarded where that is next to nothing, for then the forward is meant."""
    if mail.reply and (len(mail.reply) >= _NEXT_TO_NOTHING or not _FORWARDS.match(mail.subject)):
        return mail.reply
    return mail.text


def read_text(subject: str, body: str) -> Reading:
    """The reading of a subject and a text, without marks."""
    text = fold(f"{subject}\n{body}")
    subject_end = min(len(subject), len(text.folded))
    ours, frauds = _known().among(text.words)
    hits = vocabulary().hits(text, ours)
    reading = Reading(text, subject_end, hits, _sentences(text.folded, subject_end), text.plain_words, frauds=frauds)
    weights, first = reading.weights, reading.first
    for hit in reading.hits:
        weights[hit.sign] += hit.weight * _SUBJECT_COUNTS if hit.start < subject_end else hit.weight
        first.setdefault(hit.sign, hit)
    return reading


@cache
def _known() -> Phrases[Any]:
    """The words of work and those of fraud, which are looked for together."""
    return Phrases(vocabulary().meaning, fraud_phrases())


def _sentences(folded: str, subject_end: int) -> list[Sentence]:
    """The subject, then the sentences of the text in order, without empty ones."""
    found = [Sentence(0, subject_end, folded[:subject_end].rstrip().endswith("?"), in_subject=True)]
    start = subject_end
    for match in _ENDS.finditer(folded, subject_end):
        mark, end = match.span()
        if folded[mark] == "." and _SHORTENED.search(folded, max(start, mark - 8), mark):
            continue
        if folded[start:end].strip(_EMPTY):
            found.append(Sentence(start, end, "?" in match[0]))
            if len(found) > _MOST_SENTENCES:
                return found
        start = end
    if folded[start:].strip():
        found.append(Sentence(start, len(folded), False))
    return found


def marks_of(mail: Mail, people: People) -> frozenset[str]:
    """What marks a mail besides its words: who sent it to whom, and how."""
    found = set()
    sender = mail.sender
    if people.inside(sender.address):
        found.add("in")
    if mail.is_automatic or not sender.address or _NO_REPLY.search(sender.address):
        found.add("auto")
    if mail.headers.get("auto-submitted", "").lower().startswith("auto-replied"):
        found.add("autoreply")
    if mail.is_list:
        found.add("list")
    if is_only_copied(mail, people):
        found.add("cc")
    if mail.in_reply_to or _ANSWERS.match(mail.subject):
        found.add("re")
    if _FORWARDS.match(mail.subject):
        found.add("fw")
    if sender.domain in PUBLIC_DOMAINS or _is_free(sender.domain):
        found.add("free")
    return frozenset(found)


def is_only_copied(mail: Mail, people: People) -> bool:
    """Whether the office's people only have a copy: none of them stands in To, some stand in Cc."""
    return not any(people.at(one.address) is not None for one in mail.to) and any(
        people.inside(one.address) for one in mail.cc
    )


@lru_cache(maxsize=4096)
def _is_free(domain: str) -> bool:
    return _FREE.search(domain) is not None
