"""The words of replies to a digest: what says yes, no or later, and what may stand beside it without changing it.

All are written as `officebot.core.text.plain` has them: small letters, no accents. A word that stands nowhere here is
not understood, and what is not understood is never a yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Sign(StrEnum):
    """What a word is, in one letter: sentences are read as rows of these."""

    YES = "Y"
    NO = "N"
    LATER = "L"
    NOT = "G"
    EXCEPT = "X"
    ALL = "A"
    NUMBER = "D"
    AND = "&"
    COMMA = ","
    COLON = ":"
    DASH = "-"
    BUT = "B"
    BECAUSE = "R"
    STOP = "."
    ASKS = "?"
    FILLER = "F"
    #: Articles and the like, which may stand between the numbers of a list.
    ARTICLE = "T"
    RANGE = "U"
    #: "2 is ok" says something, "is 2 ok" asks.
    COPULA = "C"
    UNKNOWN = "W"


def _set(words: str, sign: Sign) -> dict[str, Sign]:
    return dict.fromkeys(words.split(), sign)


WORDS: Mapping[str, Sign] = {
    **_set(
        "ok okay oui yes yep ouais approve approved approves approuve approuver approuves approuvee approuvees accord d'accord "
        "valide valides validee validees valider accepte acceptes acceptee accept accepted agree agreed go vas-y allez-y "
        "confirme confirmes confirm confirmed",
        Sign.YES,
    ),
    **_set(
        "non no reject rejected rejects rejette rejetes rejetee rejeter refuse refused refuses refusee refuser decline declined "
        "no-go contre",
        Sign.NO,
    ),
    **_set("later reporter reporte reporter repousser postpone snooze postponed remettre", Sign.LATER),
    **_set("not pas don't doesn't cannot can't won't isn't aren't ne n'", Sign.NOT),
    **_set("sauf except excepte hormis excepting", Sign.EXCEPT),
    **_set("tout tous toutes all everything", Sign.ALL),
    **_set("et and & +", Sign.AND),
    **_set("mais but", Sign.BUT),
    **_set("because car since puisque cause too trop", Sign.BECAUSE),
    **_set(
        "le la les the l' n ° nº num numero numeros nos number numbers # point points item items proposition propositions "
        "proposal proposals one ones",
        Sign.ARTICLE,
    ),
    **_set("a to au", Sign.RANGE),
    **_set("is are est sont be", Sign.COPULA),
    **_set(
        "merci thanks thank you please svp stp je j' i nous we c'est it's pour for with avec de d' from aux du des of my mon me "
        "moi us bonjour bonsoir salut hello hi hey dear bonne journee soiree cordialement sincerement salutations bien best kind "
        "regards cheers beaucoup much very well donne donnons give on sur vous toi amicalement tres week-end 👍 ✅ 🙂 😊",
        Sign.FILLER,
    ),
    ",": Sign.COMMA,
    ":": Sign.COLON,
    "-": Sign.DASH,
    "–": Sign.DASH,
    "—": Sign.DASH,
    "(": Sign.BECAUSE,
    ")": Sign.FILLER,
    "?": Sign.ASKS,
    "!": Sign.STOP,
    ".": Sign.STOP,
    ";": Sign.STOP,
    "/": Sign.STOP,
}

#: Several words that are one thing together, the longest first.
PHRASES: Mapping[tuple[str, ...], tuple[Sign, ...]] = {
    ("bon", "pour", "accord"): (Sign.YES,),
    ("c'est", "bon"): (Sign.YES,),
    ("go", "ahead"): (Sign.YES,),
    ("vas", "y"): (Sign.YES,),
    ("allez", "y"): (Sign.YES,),
    ("pas", "d'accord"): (Sign.NO,),
    ("pas", "ok"): (Sign.NO,),
    ("not", "ok"): (Sign.NO,),
    ("not", "okay"): (Sign.NO,),
    ("not", "approved"): (Sign.NO,),
    ("do", "not"): (Sign.NOT,),
    ("does", "not"): (Sign.NOT,),
    ("plus", "tard"): (Sign.LATER,),
    ("a", "revoir"): (Sign.LATER,),
    ("put", "off"): (Sign.LATER,),
    ("mais", "pas"): (Sign.EXCEPT,),
    ("but", "not"): (Sign.EXCEPT,),
    ("a", "part"): (Sign.EXCEPT,),
    ("apart", "from"): (Sign.EXCEPT,),
    ("all", "but"): (Sign.ALL, Sign.EXCEPT),
    ("parce", "que"): (Sign.BECAUSE,),
    ("it", "is"): (Sign.FILLER,),
    ("bonjour", "a", "tous"): (Sign.FILLER,),
    ("bonjour", "a", "toutes"): (Sign.FILLER,),
    ("merci", "a", "tous"): (Sign.FILLER,),
    ("hello", "all"): (Sign.FILLER,),
    ("hi", "all"): (Sign.FILLER,),
    ("dear", "all"): (Sign.FILLER,),
    ("thanks", "all"): (Sign.FILLER,),
    ("thank", "you", "all"): (Sign.FILLER,),
    ("bien", "a", "vous"): (Sign.FILLER,),
    ("bien", "a", "toi"): (Sign.FILLER,),
    ("bonne", "fin", "de", "journee"): (Sign.FILLER,),
    ("have", "a", "nice", "day"): (Sign.FILLER,),
    ("best", "wishes"): (Sign.FILLER,),
    ("a", "bientot"): (Sign.FILLER,),
    ("a", "demain"): (Sign.FILLER,),
}

#: Numbers in words. -1 is the last of them; a tuple is several.
NUMBERS: Mapping[tuple[str, ...], tuple[int, ...]] = {
    ("les", "deux", "premiers"): (1, 2),
    ("les", "deux", "premieres"): (1, 2),
    ("the", "first", "two"): (1, 2),
    ("les", "trois", "premiers"): (1, 2, 3),
    ("les", "trois", "premieres"): (1, 2, 3),
    ("the", "first", "three"): (1, 2, 3),
    ("first", "one"): (1,), ("second", "one"): (2,), ("third", "one"): (3,), ("last", "one"): (-1,),
    ("premier",): (1,), ("premiere",): (1,), ("first",): (1,),
    ("deuxieme",): (2,), ("second",): (2,), ("seconde",): (2,),
    ("troisieme",): (3,), ("third",): (3,), ("quatrieme",): (4,), ("fourth",): (4,), ("cinquieme",): (5,), ("fifth",): (5,),
    ("dernier",): (-1,), ("derniere",): (-1,), ("last",): (-1,),
}  # fmt: skip

#: What means all where exactly two are asked about.
BOTH = frozenset(
    {("both",), ("les", "deux"), ("both", "of", "them"), ("tous", "les", "deux"), ("toutes", "les", "deux")}
)

#: Before these a word stands by itself: « j'approuve », « n'approuve ».
ELIDED = ("j'", "n'", "l'", "d'")

#: Lines that telephones put below a mail.
DEVICES = (
    "sent from", "envoye de", "envoye depuis", "get outlook", "obtenir outlook", "obtenez outlook", "telecharger outlook",
)  # fmt: skip

#: The line of a digest below which nothing is an answer, in both languages: mail programs that quote without a mark.
CUTS = ("reply above this line", "repondez au-dessus de cette ligne")
