"""Measures drafts of minutes from transcripts against lead-N, TextRank and LexRank, and prints the table.

python tools/evaluation/minutes_transcripts.py [--corpora FOLDER] [--part tune|held|all] [--each]    --each prints each meeting

References: the official minutes of French public meetings, the abstracts of AMI, and the general summaries, decisions and
actions of QMSum. All systems cut the same sentences and say as many words as our draft. Meetings of the part `tune` were
looked at while the rules were made, those of `held` were only measured.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from officebot.core.minutes.model import Minutes  # noqa: E402
from officebot.core.minutes.transcripts import Transcript, draft_from_transcript, read_transcript  # noqa: E402
from officebot.core.minutes.transcripts.terms import EMPTY, terms  # noqa: E402
from officebot.core.minutes.transcripts.tracing import passages, untraced  # noqa: E402
from officebot.core.text import plain  # noqa: E402

_WORD = re.compile(r"\w+")
#: The two French meetings that were looked at, by the beginning of their names.
_TUNED_FRENCH = ("5860", "abad")
_NOISE = re.compile(r"\{[a-z_]{1,30}\}|<[a-z_/]{1,30}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of a corpus: its transcript as a file, what people wrote of it, and what they wrote of its decisions."""

    name: str
    corpus: str
    part: str
    file: str
    reference: tuple[str, ...]
    outcomes: tuple[str, ...]


def tokens(text: str) -> list[str]:
    """The words of a text as ROUGE counts them."""
    return _WORD.findall(text.casefold())


def common_length(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence, a machine word of it at a time (Hyyrö 2004)."""
    where: dict[str, int] = defaultdict(int)
    for place, word in enumerate(one):
        where[word] |= 1 << place
    full = (1 << len(one)) - 1
    row = full
    for word in other:
        hit = row & where.get(word, 0)
        row = ((row + hit) | (row - hit)) & full
    return len(one) - row.bit_count()


def rouge_l(reference: Sequence[str], draft: Sequence[str]) -> float:
    """ROUGE-L as F1 over whole texts (Lin 2004)."""
    common = common_length(reference, draft)
    return 2 * common / (len(reference) + len(draft)) if common else 0.0


def rouge_n(reference: Sequence[str], draft: Sequence[str], n: int) -> float:
    """ROUGE-N as F1."""
    one, other = (Counter(zip(*(words[k:] for k in range(n)), strict=False)) for words in (reference, draft))
    common = sum((one & other).values())
    return 2 * common / (one.total() + other.total()) if common else 0.0


def sentence_recall(
    reference: Sequence[str], draft: Sequence[str], is_empty: Callable[[str], bool]
) -> tuple[float, float]:
    """How much of the content words of each reference sentence the best sentence of the draft has: mean, and share of halves."""
    said = [frozenset(word for word in tokens(one) if not is_empty(word)) for one in draft]
    best = []
    for sentence in reference:
        words = frozenset(word for word in tokens(sentence) if not is_empty(word))
        if len(words) >= 3:
            best.append(max((len(words & one) / len(words) for one in said), default=0.0))
    return (sum(best) / len(best), sum(one >= 0.5 for one in best) / len(best)) if best else (0.0, 0.0)


def lead(sentences: Sequence[str]) -> list[float]:
    """The earlier a sentence, the better."""
    return [-float(place) for place in range(len(sentences))]


def text_rank(bags: Sequence[Sequence[str]]) -> list[float]:
    """TextRank (Mihalcea and Tarau 2004): words in common over the logarithms of both lengths."""
    sizes = [math.log(len(bag)) if len(bag) > 1 else 0.0 for bag in bags]
    counted: dict[tuple[int, int], float] = Counter()
    for words in _holders(bags).values():
        for k, one in enumerate(words):
            for other in words[k + 1 :]:
                counted[one, other] += 1
    return _ranked(
        len(bags),
        {
            pair: n / (sizes[pair[0]] + sizes[pair[1]])
            for pair, n in counted.items()
            if sizes[pair[0]] + sizes[pair[1]]
        },
    )


def lex_rank(bags: Sequence[Sequence[str]], least: float = 0.1) -> list[float]:
    """LexRank (Erkan and Radev 2004): cosines of tf-idf from a threshold on."""
    holders = _holders(bags)
    rare = {word: math.log(len(bags) / len(where)) for word, where in holders.items()}
    weights = [{word: n * rare[word] for word, n in Counter(bag).items()} for bag in bags]
    norms = [math.sqrt(sum(w * w for w in one.values())) for one in weights]
    products: dict[tuple[int, int], float] = defaultdict(float)
    for word, where in holders.items():
        for k, one in enumerate(where):
            for other in where[k + 1 :]:
                products[one, other] += weights[one][word] * weights[other][word]
    near = {
        (a, b): 1.0 for (a, b), p in products.items() if norms[a] and norms[b] and p / (norms[a] * norms[b]) >= least
    }
    return _ranked(len(bags), near)


def _holders(bags: Sequence[Sequence[str]]) -> Mapping[str, list[int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for word in set(bag):
            holders[word].append(number)
    return holders


def _ranked(count: int, edges: Mapping[tuple[int, int], float]) -> list[float]:
    """PageRank over undirected weighted edges."""
    beside: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    total = [0.0] * count
    for (one, other), weight in edges.items():
        beside[one].append((other, weight))
        beside[other].append((one, weight))
        total[one] += weight
        total[other] += weight
    score = [1.0] * count
    for _ in range(30):
        score = [0.15 + 0.85 * sum(w / total[k] * score[k] for k, w in beside[n]) for n in range(count)]
    return score


def filled(sentences: Sequence[str], scores: Sequence[float], words: int) -> list[str]:
    """The best sentences that fit in so many words, in the order of the speech."""
    kept, left = [], words
    for number in sorted(range(len(sentences)), key=lambda k: -scores[k]):
        length = len(sentences[number].split())
        if length <= left:
            kept.append(number)
            left -= length
    return [sentences[number] for number in sorted(kept)]


# ── the corpora ──────────────────────────────────────────────────────────────────────────────────────────────────────


def meetings(corpora: Path) -> Iterator[Meeting]:
    """Every meeting that has a reference."""
    yield from _french(corpora / "minutes-public-meetings-fr")
    yield from _ami(corpora / "minutes-ami-en")
    yield from _qmsum(corpora / "minutes-qmsum-en")


def _french(folder: Path) -> Iterator[Meeting]:
    for path in sorted(folder.glob("*.aligned.json")):
        name = path.name.removesuffix(".aligned.json")
        paragraphs = " ".join(one["text"] for one in json.loads(path.read_text())["doc"])
        spoken = re.findall(r"<p>(.*?)</p>", paragraphs)
        sentences = tuple(one for text in spoken for one in re.split(r"(?<=[.?!])\s+", text) if one.strip())
        yield Meeting(
            name=f"{name}.ctm", corpus="public-fr", part="tune" if name.startswith(_TUNED_FRENCH) else "held",
            file=(folder / f"{name}.0.ctm").read_text(), reference=sentences, outcomes=(),
        )  # fmt: skip


#: How a reference says that something was settled, or is to be done.
_SETTLED = re.compile(
    r"\b(?:decided|decides|decide|decision|agreed|agree|agrees|concluded|will|going to|next meeting|assigned|instructed|"
    r"would be|is to|are to|must|to do|tasks?)\b",
    re.IGNORECASE,
)
_STRICT = re.compile(
    r"\b(?:decided|decides|agreed|agrees|decision|concluded|will|assigned|instructed|is to|are to)\b", re.I
)


def _ami(folder: Path) -> Iterator[Meeting]:
    for path in sorted((folder / "ami-summary/abstractive").glob("*.txt")):
        name = path.name.removesuffix(".abssumm.txt")
        spoken = folder / f"ami-transcripts/{name}.transcript.txt"
        if spoken.exists():
            reference = _cut(path.read_text())
            # The same meeting as in QMSum's part that was looked at stays in that part.
            tuned = (
                name in ("IS1006c", "TS3010c")
                or (name[2:6] < "3000" and int(name[5]) % 2 == 0)
                or name in ("TS3003b", "TS3005b")
            )
            yield Meeting(
                name=f"{name}.txt", corpus="ami", part="tune" if tuned else "held", file=spoken.read_text(), reference=reference,
                outcomes=tuple(one for one in reference if _STRICT.search(one)),
            )  # fmt: skip


def _qmsum(folder: Path) -> Iterator[Meeting]:
    for path in sorted(folder.glob("*/*.json")):
        told = json.loads(path.read_text())
        lines = [
            f"{one['speaker']}: {_unspaced(_NOISE.sub('', one['content']))}" for one in told["meeting_transcripts"]
        ]
        queries = told["general_query_list"] + told["specific_query_list"]
        general = [one["answer"] for one in told["general_query_list"][:1]]
        asked = [
            one["answer"]
            for one in queries
            if re.search(r"\bdeci|\bagree|\bconclu|\bnext|\baction", one["query"], re.I)
        ]
        outcomes = [one for text in asked for one in _cut(text)]
        outcomes += [one for text in general for one in _cut(text) if _STRICT.search(one)]
        yield Meeting(
            name=f"{path.stem}.txt", corpus="qmsum", part="tune" if path.parent.name == "val" else "held",
            file="\n".join(lines), reference=tuple(one for text in general for one in _cut(text)),
            outcomes=tuple(dict.fromkeys(outcomes)),
        )  # fmt: skip


def _unspaced(words: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s+([.,?!;:])", r"\1", words)).strip()


def _cut(text: str) -> tuple[str, ...]:
    return tuple(one for one in re.split(r"(?<=[.?!])\s+", text.strip()) if one)


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────────────────

SYSTEMS = ("lead-N", "TextRank", "LexRank", "officebot")
Figures = tuple[float, ...]
#: So many words our decisions and actions of a meeting have in the middle.
_FEW = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured of one meeting: by system the figures of the draft, those of its outcomes, and what is not traced."""

    meeting: Meeting
    words: int
    figures: Mapping[str, Figures]
    outcomes: Mapping[str, Figures]
    #: The words of the decisions and actions alone.
    settled: int
    texts: int
    untraced: int
    seconds: float


def said_in(minutes: Minutes) -> list[str]:
    """The sentences of a draft in the order of the speech."""
    told = {(source.start, source.end, text) for text, source in passages(minutes)}
    return [text for _, _, text in sorted(told)]


def outcomes_of(minutes: Minutes) -> list[str]:
    """The decisions and actions of a draft."""
    return [one.text for topic in minutes.topics for one in topic.decisions] + [
        action.what for _, action in minutes.actions
    ]


def compare(
    reference: Sequence[str], sentences: Sequence[str], scores: Mapping[str, Sequence[float]], ours: Sequence[str]
) -> dict[str, Figures]:
    """The figures of each system, the others with as many words as ours; with `_FEW` where ours has none."""
    words = sum(len(one.split()) for one in ours) or _FEW
    drafts = {name: filled(sentences, ranks, words) for name, ranks in scores.items()} | {"officebot": list(ours)}
    wanted = tokens(" ".join(reference))
    found = {}
    for name, draft in drafts.items():
        said = tokens(" ".join(draft))
        recall, halves = sentence_recall(reference, draft, lambda word: plain(word) in EMPTY)
        found[name] = (rouge_l(wanted, said), rouge_n(wanted, said, 1), rouge_n(wanted, said, 2), recall, halves)
    return found


def measure(meeting: Meeting, *, as_reference: bool) -> Measured:
    """One meeting drafted and compared; with `as_reference` the draft is asked to be as long as the reference."""
    started = time.process_time()
    transcript = read_transcript(meeting.file, name=meeting.name)
    asked = sum(len(one.split()) for one in meeting.reference) if as_reference else None
    minutes = draft_from_transcript(transcript, words=asked)
    seconds = time.process_time() - started
    sentences = [one.text for turn in transcript.turns for one in turn.sentences]
    scores = _scores(sentences)
    ours, settled = said_in(minutes), outcomes_of(minutes)
    return Measured(
        meeting=meeting, words=sum(len(one.split()) for one in ours), figures=compare(meeting.reference, sentences, scores, ours),
        outcomes=compare(meeting.outcomes, sentences, scores, settled) if meeting.outcomes else {},
        settled=sum(len(one.split()) for one in settled), texts=len(ours),
        untraced=len(untraced(minutes, transcript)) + len(invented(minutes, transcript)),
        seconds=seconds,
    )  # fmt: skip


def invented(minutes: Minutes, transcript: Transcript) -> list[str]:
    """Words of a draft, its headings and its people that the transcript has nowhere: no name or number may be among them."""
    spoken = set(
        tokens(plain(" ".join(piece.text for piece in transcript.pieces) + " " + " ".join(transcript.speakers)))
    )
    shown = (
        [text for text, _ in passages(minutes)] + [topic.heading for topic in minutes.topics] + list(minutes.present)
    )
    shown += [name for _, action in minutes.actions for name in action.who]
    return [word for text in shown for word in tokens(plain(text)) if word not in spoken]


_kept: dict[tuple[str, ...], dict[str, list[float]]] = {}


def _scores(sentences: Sequence[str]) -> dict[str, list[float]]:
    key = tuple(sentences)
    if key not in _kept:
        bags = [terms(one) for one in sentences]
        _kept[key] = {"lead-N": lead(sentences), "TextRank": text_rank(bags), "LexRank": lex_rank(bags)}
    return _kept[key]


def main() -> None:
    """Prints the figures as Markdown."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--corpora", type=Path, default=ROOT.parent / "shared/corpora")
    reader.add_argument("--part", choices=("tune", "held", "all"), default="tune")
    reader.add_argument("--each", action="store_true")
    told = reader.parse_args()
    chosen = [one for one in meetings(told.corpora) if told.part in (one.part, "all")]
    for as_reference in (False, True):
        measured = [
            measure(one, as_reference=as_reference) for one in chosen if not as_reference or one.corpus != "public-fr"
        ]
        print(f"\nLength: {'that of the reference' if as_reference else 'as drafted'}")
        _print(measured, each=told.each)


def _print(measured: Sequence[Measured], *, each: bool) -> None:
    print(
        "| corpus | part | meetings | words | system | ROUGE-L | ROUGE-1 | ROUGE-2 | sentence recall | sentences half found |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    groups: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for one in measured:
        groups[one.meeting.corpus, one.meeting.part].append(one)
        if each:
            groups[one.meeting.name[:12], one.meeting.part].append(one)
    for (corpus, part), ones in groups.items():
        _rows(corpus, part, [one.words for one in ones], [one.figures for one in ones])
        with_outcomes = [one for one in ones if one.outcomes]
        if with_outcomes:
            _rows(
                f"{corpus}: decisions, actions",
                part,
                [one.settled for one in with_outcomes],
                [one.outcomes for one in with_outcomes],
            )
    print(
        f"texts {sum(one.texts for one in measured)}, not traced or invented {sum(one.untraced for one in measured)}, ",
        end="",
    )
    print(f"slowest {max(one.seconds for one in measured):.2f} s of CPU")


def _rows(corpus: str, part: str, lengths: Sequence[int], figures: Sequence[Mapping[str, Figures]]) -> None:
    words = round(sum(lengths) / len(lengths))
    for system in SYSTEMS:
        means = [100 * sum(one[system][k] for one in figures) / len(figures) for k in range(5)]
        print(
            f"| {corpus} | {part} | {len(lengths)} | {words} | {system} | "
            + " | ".join(f"{one:.1f}" for one in means)
            + " |"
        )


if __name__ == "__main__":
    main()
