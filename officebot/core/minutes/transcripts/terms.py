"""The words of speech that carry its matter, brought to one form; what only fills is left out. Pure."""

from __future__ import annotations

from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.language_words import LITTLE_WORDS
from officebot.core.text import plain

_WORD = expression(r"[^\W_]{1,60}")

#: What people say in every meeting, whatever it is about, besides the little words of the language.
_SPOKEN = {
    "fr": "euh heu hum ben bah bon voila alors donc quoi oui non ouais ok okay accord hein enfin bref truc trucs chose choses"
    " fait faits faire dit dire disait disais disons dis parle parler parlait crois crois pense penser penses sais savez"
    " savoir voir voit vois voyez regarde regarder aller va vont venir vient viens mettre met mis prendre pris prend donner"
    " donne passer passe peu petit petite petits petites grand grande beaucoup plutot vraiment juste peut-etre justement"
    " effectivement evidemment absolument exactement certainement simplement finalement notamment quand meme sorte genre"
    " niveau fois jour jours moment moments temps peux pourrait pouvait pouvoir voulais voulait veux veut vouloir"
    " devrait devait falloir faudrait fallait avait avaient etait etais etaient soit eu ete etant ayant eux moi toi soi"
    " toujours jamais maintenant apres avant ici la-bas ca cela ceci monsieur madame messieurs mesdames mes ses leurs"
    " quelque quelques quelqu chaque tel telle parce puisque lorsque tant autant assez trop moins mieux bien bonne bons"
    " remercie merci bonjour parole question questions point points gens personne personnes un deux trois autour propos"
    " jusqu lequel laquelle lesquels uns certains certaine certaines plusieurs ceux celles chez vers entre sans selon"
    " hui aujourd auj suite partie rapport effet exemple facon maniere cote coup bout part place rien tout tous toutes",
    "en": "uh um mm hmm hm mhm yeah yep yup okay ok right oh ah well like just know mean think thought thing things kind sort"
    " really actually basically maybe probably guess gonna wanna gotta lot bit something anything everything nothing"
    " somebody someone anybody anyone everybody everyone one ones two three say said says saying see seen saw look looks"
    " looking go goes going went come comes came get gets got getting take takes took put puts make makes made making do"
    " did done doing want wants wanted need needs try trying use give gives gave tell told talk talking good great nice"
    " fine cool sure stuff way ways time times point question questions people guys guy actually anyway course example"
    " much many little big bigger long first last next back here there now then still even again too though okay'kay kay"
    " could would should might cause cos em th bout let lets don doesn didn isn wasn won couldn wouldn shouldn aren ain"
    " ll ve re im ive id youre theyre thats its whats theres let's mm-hmm uh-huh alright exactly definitely pretty quite"
    " maybe perhaps else ever never always often sometimes already yet able around whole idea feel feels sounds sound"
    " agree agreed happy sorry thank thanks please yes no wow hello hi bye job start started stop keep kept part s t d m",
}


def _empty() -> frozenset[str]:
    """The words that say nothing of the matter, in both languages, without accents."""
    little = " ".join(LITTLE_WORDS[language] for language in _SPOKEN)
    return frozenset(plain(f"{little} {' '.join(_SPOKEN.values())}").split())


EMPTY = _empty()

#: Endings that are only another form of the same word; longest first.
_ENDINGS = (
    "issements", "issement", "ements", "ations", "ement", "ation", "ateur", "atrice", "aient", "antes", "ments", "ingly",
    "ment", "ions", "ants", "ante", "ance", "ence", "ings", "euse", "eurs", "ies", "ion", "ant", "ing", "eur", "ees", "ers",
    "aux", "ait", "ons", "ent", "ed", "es", "ee", "er", "ez", "al", "ly", "e", "s", "x", "i", "y",
)  # fmt: skip


def terms(text: str) -> list[str]:
    """The words of a text that carry matter, each in its stem, in order; numbers are kept."""
    found = (_term(word) for word in _WORD.findall(text))
    return [one for one in found if one]


@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    """The stem of a word, "" for one that carries nothing."""
    bare = plain(word)
    if bare in EMPTY or (len(bare) < 3 and not bare.isdigit()):
        return ""
    return stem(bare)


def stem(word: str) -> str:
    """A plain word without its ending, at least four letters of it."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
