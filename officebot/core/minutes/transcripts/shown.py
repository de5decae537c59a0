"""A sentence of speech as minutes show it: its own words in their order, without hesitation. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.core.text import plain

#: Sounds, not words.
_SOUNDS = frozenset(
    [
        "euh",
        "heu",
        "hum",
        "hmm",
        "uh",
        "um",
        "mm",
        "mmm",
        "mhm",
        "erm",
        "er",
        "ah",
        "oh",
        "hein",
        "mm-hmm",
        "uh-huh",
        "mhmm",
    ]
)
#: How speech takes a breath before a sentence; the second ones only with a comma after them.
_OPENERS = frozenset(
    [
        "so",
        "yeah",
        "yes",
        "okay",
        "ok",
        "yep",
        "alright",
        "and",
        "donc",
        "alors",
        "voilà",
        "oui",
        "et",
        "ben",
        "bah",
        "ouais",
    ]
)
_OPENERS_WITH_COMMA = frozenset(
    [
        "right",
        "well",
        "now",
        "anyway",
        "bon",
        "bien",
        "enfin",
        "bref",
        "like",
        "d'accord",
        "d’accord",
        "look",
        "listen",
        "écoutez",
    ]
)
#: Fillers of two words that commas part from the sentence.
_PHRASES = (("you", "know"), ("i", "mean"), ("si", "vous", "voulez"), ("vous", "voyez"), ("on", "va", "dire"))
#: Words that good sentences have twice: « nous nous réunissons », "that that is so".
_TWICE = frozenset(["nous", "vous", "had", "that", "très", "very", "bye", "non", "no"])


def shown(text: str) -> str:
    """The sentence without sounds, false starts and openers; a capital and an end sign are added, never a word."""
    words = _without_phrases([word for word in text.split() if _bare(word) not in _SOUNDS])
    words = list(_once(words))
    while len(words) > 3 and _opens(words):
        words = words[1:]
    said = " ".join(words).strip(" ,;–—-")
    if not said:
        return ""
    said = said[0].upper() + said[1:]
    return said if said[-1] in ".?!…:»”" else f"{said}."


def _bare(word: str) -> str:
    return word.strip('.,;:?!…«»"“”()').casefold()


def _opens(words: list[str]) -> bool:
    """Whether the first word only opens the sentence."""
    first = _bare(words[0])
    if first == "et" and _bare(words[1]) == "si":
        return False  # « Et si on louait… » proposes; « Si on louait » is a condition.
    if first in _OPENERS:
        return not words[0].endswith(("?", "!"))
    return first in _OPENERS_WITH_COMMA and words[0].endswith((",", "."))


def _once(words: list[str]) -> Iterator[str]:
    """The words without those that are said again at once, alone or in pairs."""
    kept: list[str] = []
    for word in words:
        bare = _bare(word)
        if (
            kept
            and bare
            and bare == _bare(kept[-1])
            and bare not in _TWICE
            and not kept[-1].endswith((".", "?", "!"))
        ):
            kept[-1] = word
            continue
        kept.append(word)
        if len(kept) >= 4 and [_bare(one) for one in kept[-2:]] == [_bare(one) for one in kept[-4:-2]]:
            del kept[-4:-2]
    return iter(kept)


def _without_phrases(words: list[str]) -> list[str]:
    """The words without fillers that stand between commas or at the beginning."""
    kept: list[str] = []
    place = 0
    while place < len(words):
        is_parted = not kept or kept[-1].endswith((",", "."))
        size = _phrase(words, place) if is_parted else 0
        if size:
            place += size
        else:
            kept.append(words[place])
            place += 1
    return kept


def _phrase(words: list[str], place: int) -> int:
    """How many words of a filler that ends with a comma stand there."""
    for phrase in _PHRASES:
        said = words[place : place + len(phrase)]
        if len(said) == len(phrase) and said[-1].endswith(",") and tuple(map(_bare, said)) == phrase:
            return len(phrase)
    return 0


def same_words(one: str, other: str) -> bool:
    """Whether the words of the first stand in the second, in order, however signs and capitals are set."""
    said = iter(words_of(other))
    return all(any(word == heard for heard in said) for word in words_of(one))


def words_of(text: str) -> list[str]:
    """The words of a text without signs, accents and capitals."""
    apart = "".join(letter if letter.isalnum() else " " for letter in plain(text))
    return apart.split()
