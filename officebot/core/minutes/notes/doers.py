"""Names of people in no list, known by where they stand: before a deed, behind an arrow, in a row of names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officebot.core.expressions import expression
from officebot.core.minutes.notes.marks import folded
from officebot.core.minutes.notes.names import DAYS_OF_WEEK, OFFICES, TITLES, each
from officebot.core.minutes.notes.owners import is_first_name
from officebot.core.minutes.notes.verbs import is_english_base, is_infinitive, says

_CAPITAL = r"[^\W\d_a-zà-ÿ][a-zà-ÿ'’]{1,20}(?:-[^\W\d_a-zà-ÿ][a-zà-ÿ]{1,20})?"
#: A word with a capital where a doer stands: at the beginning of a line or a sentence, behind an arrow, a dash, a bracket.
_PLACED = expression(
    rf"(?:^[ \t>*•+–—\[\]☐-]{{0,8}}(?:\d{{1,2}}[.)] )?|[.!?;:] {{1,2}}|(?:->|=>|>>|[→⇒➔]) ?|[–—(] ?| - )"
    rf"((?:(?:Mr|Mrs|Ms|Mme|M|Dr|Pr|Me|"
    rf"Fr|Cllr|Rev|Maj|Capt)\.? )?{_CAPITAL}|[A-Z]{{2,4}}s(?= to ))(?=[ ,.)]|$)",
    re.MULTILINE,
)
#: Words with a capital at the beginning of a line that are nobody.
_NO_NAME = each(
    "he she it we they you who what when where why how if as at by on in to of for from with no not yes ok all each both this "
    "that these those there here then now next then so and or but also still just please pls nobody everyone everybody "
    "someone somebody anyone people lots some none any many few most other another more new old first last one two three "
    "meeting action actions decision decisions notes item point idea info question nothing something everything "
    "il elle on nous vous ils elles je tu ce cela ca qui que quoi quand comment pourquoi si le la les un une des du de au aux "
    "en et ou mais donc car puis alors aussi sinon personne chacun tout tous toute rien pas plus non oui reste voir reunion "
    "idee pour avec sans sur sous par dans chez vers avant apres toujours encore deja quelqu ensuite enfin bref bon merci "
    "january "
    "february march april may june july august september october november december janvier fevrier mars avril mai juin "
    "juillet aout septembre octobre novembre decembre noel xmas christmas easter paques budget prochaine prochain next "
    "remember reminder rappel attention urgent note need needs must will can could should would have has had is are was "
    "were do does did thanks sorry let let's going will it'll that's there's someone's i i'm i'll we'll we're everyone's"
) | each(DAYS_OF_WEEK.replace("|", " "))
_SPLIT = expression(r"\s?[,;/&+•]\s?|\s(?:et|and|n|plus)\s|\s-\s")
_BRACKET = expression(r"\([^()\n]{0,60}\)")
_LABEL = expression(r"^[^:=\n]{0,40}[:=–—-]\s")
_ITEM = expression(
    rf"(?:(?:Mr|Mrs|Ms|Mme|Mlle|M|Dr|Pr|Me|Fr|Cllr|Rev|Maj|Major)\.? )?{_CAPITAL}(?: [^\W\d_a-zà-ÿ][\w'’-]{{0,20}}\.?)?"
)
_ME_NAMED = expression(rf"\b(?:[Mm]e|[Mm]oi|[Ss]elf) ?\(({_CAPITAL})\)")
_ME = each("moi me self myself moi-meme i")


_AFTER = expression(r" ([^\W\d_]+)")
_PARTICIPLES_TOO = each(
    "reduit produit conduit construit traduit instruit detruit ecrit inscrit fait refait dit finit fournit "
    "choisit definit remplit"
)
_PARTICIPLES = ("é", "ée", "és", "ées")
#: Words for those outside, of whom a note only tells.
_OUTSIDE = each(
    "agency client clients customer customers supplier suppliers contractor fournisseur prestataire livreur"
)


def doers(text: str, language: str) -> Iterator[str]:
    """Words with a capital that stand where a doer does, behind them what somebody does: "Morag to send …"."""
    low = folded(text)
    usual = {word for word in re.findall(r"(?<![\w'])[^\W\d_]{2,20}", text) if word.islower()}
    for found in _PLACED.finditer(text):
        word = found[1].rpartition(" ")[2]
        first = folded(word)
        if first in _NO_NAME or first in _OUTSIDE or first in OFFICES or first in TITLES or word.lower() in usual:
            continue
        if language == "en" and first.endswith("ed"):
            continue
        if is_infinitive(first) or is_english_base(first) or first.endswith(("ing", "tion", "ment", "ions", "ments")):
            continue
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        follows = _AFTER.match(text, found.end(), end)
        if follows is not None and folded(follows[1]) in _PARTICIPLES_TOO and not is_first_name(word):
            continue  # « Tarif réduit »: it is not done by the tariff.
        if follows is None or follows[1] in ("à", "a") or (language == "en" and is_english_base(folded(follows[1]))):
            continue
        if says(low, found.end(), end, language) == "deed" and not follows[1].endswith(_PARTICIPLES):
            yield found[1]


def listed(text: str) -> Iterator[str]:
    """The names of the first lines that are nothing but a row of names: "Olu (GM), Katya (rooms), Morag (events)"."""
    lines = [piece for line in text[:1_500].split("\n")[:8] for piece in line.split(". ")]
    yield from (found[1] for found in _ME_NAMED.finditer(text[:1_500]))
    for line in lines:
        words = _LABEL.sub("", _BRACKET.sub("", line[:300])).strip(" .()[]*_#>")
        pieces = [piece.strip(" .*_") for piece in _SPLIT.split(words) if piece.strip(" .*_")]
        names = [piece for piece in pieces if _ITEM.fullmatch(piece)]
        others = [piece for piece in pieces if piece not in names and folded(piece) not in _ME]
        if len(names) >= 3 and len(others) <= len(names) // 4:
            yield from (name for name in names if not set(folded(name).split()) & _NO_NAME)
