"""How much two pieces of notes speak of the same: words in common, shortened ones too. Pure."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.minutes.notes.marks import folded
from officebot.core.minutes.notes.names import DAYS_OF_WEEK, each

_WORDS = expression(r"[^\W_]{2,}")
_LITTLE = each(
    "le la les un une des du de et a au aux en sur pour par avec est il elle on ce que qui ne pas se son sa ses leur "
    "the to of and for in on at an is are be by with from that it he she they his her their will would or as not this "
    "avant d'ici fin cette semaine mon tue wed thu fri week next before dans pr ok oui non no yes si if plus svp stp pls please"
) | each(DAYS_OF_WEEK.replace("|", " "))
#: So many letters show what a word is about: « relit », « relecture » share four.
_STEM = 5


@lru_cache(maxsize=8_192)
def stems(words: str) -> frozenset[str]:
    """The beginnings of the words that carry sense."""
    return frozenset(word[:_STEM] for word in _WORDS.findall(folded(words)) if word not in _LITTLE)


def likeness(one: Set[str], other: Set[str]) -> float:
    """The share of words in common, of the shorter piece; 0 where either has none."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
