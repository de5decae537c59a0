"""The French words of dates and times, without accents."""

from __future__ import annotations

from functools import lru_cache

from officebot.core.dates.lexicon import Builder, Lexicon
from officebot.core.dates.zones import zones_in_french

_MONTHS = (
    "janvier|janv|jan",
    "fevrier|fevr|fev",
    "mars",
    "avril|avr",
    "mai",
    "juin",
    "juillet|juil",
    "aout",
    "septembre|sept|sep",
    "octobre|oct",
    "novembre|nov",
    "decembre|dec",
)
_WEEKDAYS = ("lundi|lun", "mardi|mar", "mercredi|mer", "jeudi|jeu", "vendredi|ven", "samedi|sam", "dimanche|dim")
_DOUBTFUL = "lun|mar|mer|jeu|ven|sam|dim|sept|seconde|secondes|second"
_NUMBERS = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_TENS = {
    20: "vingt|vingts",
    30: "trente",
    40: "quarante",
    50: "cinquante",
    60: "soixante",
    70: "septante",
    80: "huitante|octante",
    90: "nonante",
}
_ORDINALS = (
    "premier|premiere|premiers|premieres|1ere",
    "deuxieme|second|seconde",
    "troisieme",
    "quatrieme",
    "cinquieme",
    "sixieme",
    "septieme",
    "huitieme",
    "neuvieme",
    "dixieme",
    "onzieme",
    "douzieme",
    "treizieme",
    "quatorzieme",
    "quinzieme",
    "seizieme",
    "dix-septieme",
    "dix-huitieme",
    "dix-neuvieme",
    "vingtieme",
)
_UNITS = {
    "s": "seconde|sec",
    "min": "minute|min|mn",
    "h": "heure|h|hr",
    "d": "jour|journee",
    "w": "semaine|sem",
    "y": "annee|an",
    "q": "trimestre",
    "half": "semestre",
    "decade": "decennie",
    "century": "siecle",
    "weekend": "week-end|weekend|wk",
    "fortnight": "quinzaine",
}
_FEASTS = {
    "new_year": "nouvel an|jour de l'an|premier de l'an|le jour de l'an|nouvelle annee",
    "new_year_eve": (
        "saint-sylvestre|la saint-sylvestre|reveillon du nouvel an|saint sylvestre|"
        "veille du nouvel an|veille du jour de l'an"
    ),
    "epiphany": "epiphanie",
    "valentine": "saint-valentin|saint valentin|st valentin|fete de la saint-valentin",
    "april_fools": "poisson d'avril",
    "earth_day": "jour de la terre|journee de la terre",
    "labour": "fete du travail",
    "victory": "victoire 1945|armistice de 1945",
    "mothers_day": "fete des meres|fete des mamans",
    "fathers_day": "fete des peres",
    "us_independence": "jour de l'independance|fete de l'independance|independence day",
    "bastille": "fete nationale|14-juillet",
    "assumption": "assomption",
    "halloween": "halloween",
    "all_saints": "toussaint",
    "all_souls": "fete des morts|jour des morts",
    "armistice": "armistice|11-novembre",
    "thanksgiving": ("thanksgiving|jour de thanksgiving|action de grace|action de graces|jour de l'action de grace"),
    "black_friday": "black friday|vendredi noir",
    "cyber_monday": "cyber monday|cyber lundi",
    "christmas_eve": "veille de noel|reveillon de noel|reveillon|la veille de noel",
    "christmas": "noel|jour de noel|fete de noel",
    "easter": "paques|dimanche de paques|jour de paques",
    "good_friday": "vendredi saint",
    "easter_monday": "lundi de paques",
    "palm_sunday": "dimanche des rameaux|rameaux",
    "ash_wednesday": "mercredi des cendres",
    "ascension": "ascension|jeudi de l'ascension",
    "pentecost": "pentecote|dimanche de pentecote",
    "whit_monday": "lundi de pentecote",
    "womens_day": ("journee de la femme|journee des femmes|journee internationale des femmes|jour de la femme"),
    "mardi_gras": "mardi gras",
    "candlemas": "chandeleur",
    "music": "fete de la musique",
    "memorial": "memorial day|jour du souvenir",
    "us_labor": "labor day",
    "mlk": "jour de martin luther king|martin luther king day",
    "presidents": "jour des presidents",
    "veterans": "jour des veterans|jour des anciens combattants",
    "columbus": "jour de colomb|columbus day",
    "childrens_day": "journee des enfants|jour des enfants",
    "st_patrick": "saint-patrick|saint patrick|st patrick",
}


@lru_cache(maxsize=1)
def french() -> Lexicon:
    """The French lexicon."""
    lexicon = Builder("fr")
    _calendar(lexicon)
    _numbers(lexicon)
    _turns(lexicon)
    _small_words(lexicon)
    for feast, names in _FEASTS.items():
        lexicon.add(names, feast=feast)
    return lexicon.made()


def _calendar(lexicon: Builder) -> None:
    for place, names in enumerate(_MONTHS, 1):
        lexicon.add(names, month=place)
        if "|" in names:
            lexicon.add(names.partition("|")[2], "short")
    for place, names in enumerate(_WEEKDAYS):
        lexicon.add(names, weekday=place)
        lexicon.add(names.split("|")[0] + "s", weekday=place, plural=True)
    lexicon.add(_DOUBTFUL, "doubtful")
    for unit, names in _UNITS.items():
        lexicon.add(names, unit=unit)
        lexicon.add("|".join(f"{name}s" for name in names.split("|") if name != "h"), unit=unit, plural=True)
    lexicon.add("quarts d'heure", unit="qh", plural=True)
    lexicon.add("mois", unit="m", plural=True)
    lexicon.add("heure|heures|h|hr", "hour-word")
    lexicon.add("minute|minutes|min|mn", "minute-word")
    lexicon.add("ans|annees", plural=True)
    lexicon.add("fin de semaine", "late end", unit="", anchor=False)
    lexicon.add("jour ouvre|jour ouvrable|jour de travail|journee de travail|jour de semaine", unit="bd")
    lexicon.add(
        ("jours ouvres|jours ouvrables|jours de travail|journees de travail|jours de semaine|j. ouvres"),
        unit="bd",
        plural=True,
    )
    lexicon.add("jours francs|jours calendaires|jour calendaire", unit="d", plural=True)
    lexicon.add("printemps|periode printaniere", "season-1", anchor=True)
    lexicon.add("cet ete|l'ete|en ete|d'ete|periode estivale|ete", "season-2")
    lexicon.add("periode estivale|cet ete", anchor=True)
    lexicon.add("automne|cet automne|l'automne|periode automnale", "season-3", anchor=True)
    lexicon.add("hiver|cet hiver|l'hiver|periode hivernale", "season-4", anchor=True)
    for near, names in {
        0: "aujourd'hui|aujourdhui|ce jour|ajd|auj",
        1: "demain|le lendemain",
        -1: "hier",
        2: "apres-demain|apres demain|surlendemain",
        -2: "avant-hier",
    }.items():
        lexicon.add(names, near=near)
    for part, names in {
        "morning": "matin|matins|matinee|matinees|mat",
        "afternoon": "apres-midi|apres midi|aprem|apres-midis|aprem'",
        "evening": "soir|soirs|soiree|soirees",
        "night": "nuit|nuits",
        "daytime": "la journee de travail",
        "lunch": "heure du dejeuner|pause dejeuner|l'heure du dejeuner|midis",
        "business": "heures de bureau|heures d'ouverture|heures ouvrables",
    }.items():
        lexicon.add(names, part=part)
    lexicon.add("mat", anchor=False)
    lexicon.add("matins|soirs|nuits|matinees|soirees", plural=True)


def _numbers(lexicon: Builder) -> None:
    for place, name in enumerate(_NUMBERS.split()):
        lexicon.add(name, number=place, anchor=False)
    for tens, names in _TENS.items():
        lexicon.add(names, number=tens, anchor=False)
    for place, names in enumerate(_ORDINALS, 1):
        lexicon.add(names, ordinal=place, anchor=False)
    lexicon.add("unieme", ordinal=1, anchor=False)
    lexicon.add("trentieme", ordinal=30, anchor=False)
    lexicon.add("cent|cents", number=100, anchor=False)
    lexicon.add("mille|mil", number=1000, anchor=False)
    lexicon.add("une", "one", number=1, anchor=False)
    lexicon.add("un", "one")
    lexicon.add("quelques|quelque|plusieurs|certains|certaines", "few")
    lexicon.add("une dizaine de|dizaine de|une dizaine|dizaine", number=10, anchor=False)
    lexicon.add("une quinzaine de|quinzaine de", number=15, anchor=False)
    lexicon.add("une vingtaine de|vingtaine de", number=20, anchor=False)
    lexicon.add("demi|demie", "half")
    lexicon.add("quart|trimestre", "quarter")
    lexicon.add("er|ere|e|eme|ieme|nd|nde|re|th|st|rd", "suffix")


def _turns(lexicon: Builder) -> None:
    lexicon.add(
        (
            "prochain|prochaine|prochains|prochaines|suivant|suivante|suivants|suivantes|a venir|"
            "qui vient|qui viennent|qui suit"
        ),
        turn="next",
        anchor=False,
    )
    lexicon.add(
        (
            "dernier|derniere|derniers|dernieres|passe|passee|passes|passees|precedent|precedente|"
            "precedents|precedentes|ecoule|ecoulee|ecoules|ecoulees"
        ),
        turn="last",
        anchor=False,
    )
    # « passé lundi » is a participle: these only stand behind.
    lexicon.add("passe|passee|passes|passees|ecoule|ecoulee|ecoules|ecoulees|suivant|suivante|a venir", "behind")
    lexicon.add("ce|cet|cette|ces|ceci|meme", turn="this", anchor=False)
    lexicon.add("en cours|courant|courante|actuel|actuelle|ci", "current")
    lexicon.add("debut|tot|plus tot|debut du|debut de|debut d'|debut du mois de|debut du mois d'", "early")
    lexicon.add("mi|milieu|milieu de|milieu du|milieu d'|mi-|courant|courant du", "mid")
    lexicon.add("fin|tard|plus tard|fin de|fin du|fin d'|fin du mois de|fin du mois d'", "late")
    lexicon.add("fin|fin de|fin du|fin d'|fin du mois de|fin du mois d'", "end")
    lexicon.add("reste|reste de|reste du|le reste de|le reste du", "rest")


def _small_words(lexicon: Builder) -> None:
    lexicon.add("superieur a|superieure a|superieures a", "after")
    lexicon.add("superieur ou egal a|superieure ou egale a|egal ou superieur a", "since")
    lexicon.add("inferieur a|inferieure a|inferieures a|inferieur ou egal a|inferieure ou egale a", "before")
    for tags, names in {
        "the": "le|la|les|l'",
        "of": "de|du|d'|des|en",
        "in": "en|dans|durant|pendant|au cours de|au|le|la|du",
        "on": "le|au|du",
        "at": "a|vers",
        "to": "a|au|jusqu'a|jusqu'au|jusque|et|aux|->",
        "from": "de|du|d'|depuis|des|entre",
        "between": "entre",
        "and": "et",
        "or": "ou",
        "for": "pour|pendant|durant",
        "every": "chaque|tous les|toutes les|tout les|n'importe quel|n'importe quelle|tous|toutes|les|par",
        "every-strong": "chaque|tous les|toutes les|tout les|n'importe quel|n'importe quelle|tous|toutes",
        "whole": "toute|tout|toute la|toute le|toute l'|tout le|tout la|tout l'|toute une|tout un",
        "ago": "plus tot|auparavant",
        "il-y-a": "il y a|y a|voila|ca fait",
        "later": (
            "plus tard|a partir de maintenant|a compter de maintenant|apres aujourd'hui|"
            "a partir d'aujourd'hui|a compter d'aujourd'hui|a compter de ce jour|a dater de ce jour|"
            "d'aujourd'hui"
        ),
        "after-length": (
            "apres|a partir de|a compter de|suivant|apres le|a compter du|a partir du|a dater du|a dater de"
        ),
        "before-length": "avant|avant le",
        "before": (
            "avant|d'ici|jusqu'a|jusqu'au|au plus tard|jusque|au plus tard le|avant le|d'ici le|"
            "d'ici au|d'ici la|d'ici a|au plus tard a|jusqu'en|pas plus tard que|anterieur a|<=|<|"
            "plus tot que|au plus tard pour|aussi tard que|tard que|d'ici l'"
        ),
        "after": "apres|plus tard que|posterieur a|>|au dela de|au dela du|au-dela de|au-dela du|suivant",
        "since": (
            "depuis|des|a partir de|a compter de|a partir du|a compter du|a partir d'|>=|a dater du|"
            "a dater de|des le|depuis le|en date du|= >|pas avant|au plus tot"
        ),
        "around": (
            "vers|autour de|autour du|environ|aux alentours de|aux alentours du|aux environs de|"
            "aux environs du|a environ|sur les|circa|approximativement|a peu pres"
        ),
        "upward": "apres|plus tard|au-dela|suivants|suivantes|plus",
        "downward": "avant|auparavant|plus tot|moins",
        "school-year": "sy",
        "within": (
            "sous|dans un delai de|dans les|endeans|d'ici|sous un delai de|dans le delai de|delai de|"
            "au cours des|durant les|en moins de|dans un delai maximum de|dans un delai maximal de|"
            "sous les"
        ),
        "dans": "dans",
        "one-in-two": "sur deux",
        "more": "plus de|plus d'|au moins",
        "less": "moins de|moins d'|au plus",
        "minus": "moins",
        "half-hour": "demi-heure|une demi-heure|demi heure|une demie heure|demie-heure",
        "quarter-hour": "un quart d'heure|quart d'heure",
        "and-a-half": "et demi|et demie",
        "and-a-quarter": "et quart|et un quart",
        "minus-quarter": "moins le quart|moins quart",
        "am": "am|a.m|a.m.",
        "pm": "pm|p.m|p.m.",
        "pile": "pile|precises|precise|tapantes",
        "week-of": "w/c|semaine commencant le|semaine commencant|w/c le",
        "now": (
            "maintenant|a present|tout de suite|immediatement|des que possible|le plus tot possible|"
            "le plus vite possible|au plus vite|au plus tot|actuellement|en ce moment|a l'instant|"
            "aussitot que possible|sans delai"
        ),
        "to-date": "ce jour|a ce jour",
        "year-to-date": "depuis le debut de l'annee",
        "eod": (
            "en fin de journee|en fin de la journee|fin de journee|la fin de journee|"
            "fin de la journee|la fin de la journee|eod|cob|fin du jour|fin de la journee de travail"
        ),
        "in-the-day": (
            "dans la journee|en journee|dans la journee d'aujourd'hui|cours de journee|"
            "courant de journee|en cours de journee"
        ),
        "before-leaving": (
            "avant de partir|avant de fermer|avant de rentrer|"
            "avant de rentrer chez vous|avant de rentrer chez toi|"
            "avant votre depart|avant ton depart|"
            "avant la fermeture des bureaux|avant la fermeture du bureau|avant de quitter le bureau|avant la fermeture|"
            "avant de quitter les bureaux|"
            "a la fermeture des bureaux|a la fermeture du bureau|jusqu'a la fermeture des bureaux"
        ),
        "in-the-hour": "dans l'heure|dans l'heure qui vient|dans l'heure qui suit",
        "in-the-half-hour": "dans la demi-heure",
        "at-latest": "dernier delai|dernier carat|derniere limite",
        "eow": "eow|fin de semaine",
        "eom": "eom|fin de mois",
        "eoy": "eoy|fin d'annee",
        "piece": "j|d|t",
        "the-day-after": "le jour suivant|le jour d'apres",
        "the-day-before": "la veille|le jour precedent|le jour d'avant",
        "noon": "midi",
        "midnight": "minuit",
        "week": "semaine",
        "school": "scolaire|fiscale|fiscal|scolaires",
        "calendar": "calendaire|civile",
        "in-eight": "en huit",
        "in-fifteen": "en quinze",
        "huitaine": "huitaine|une huitaine|huitaine de jours|une huitaine de jours",
        "dash": "-|–|~",
        "from-now": "de maintenant",
        "once": "une fois par|deux fois par|une fois|deux fois|fois par",
        "quarter-word": "trimestre|t|q",
        "half-word": "semestre|s|h",
        "year-word": "annee|an",
        "oclock": "heure pile|heures pile|heures precises",
        "first-thing": "a la premiere heure|premiere heure|des la premiere heure",
        "until-now": "jusqu'a maintenant|jusqu'a ce jour|jusqu'a aujourd'hui|jusqu'a present",
        "a": "a",
        "annees": "annees|les annees",
        "quinze": "quinzaine",
        "de": "de|d'",
        "que": "que",
        "day-of": "jour de|jour du|jour d'",
    }.items():
        lexicon.add(names, tags)
    lexicon.add(("midi|minuit|maintenant|eod|cob|eow|eom|eoy|huitaine|w/c|quinzaine|immediatement"), anchor=True)
    lexicon.add(
        (
            "le plus tot possible|des que possible|au plus vite|au plus tot|tout de suite|a present|premiere heure|"
            "partir|fermer|rentrer|quitter"
        ),
        anchor=True,
    )
    for rule, names in {
        "FREQ=DAILY": "quotidien|quotidienne|quotidiennement|journalier|journaliere|tous les jours",
        "FREQ=WEEKLY": "hebdomadaire|hebdomadairement|hebdo|hebdomadaires",
        "FREQ=WEEKLY;INTERVAL=2": "bimensuel|bimensuelle|bihebdomadaire",
        "FREQ=MONTHLY": "mensuel|mensuelle|mensuellement|mensuels|mensuelles",
        "FREQ=MONTHLY;INTERVAL=2": "bimestriel|bimestrielle",
        "FREQ=MONTHLY;INTERVAL=3": "trimestriel|trimestrielle|trimestriellement",
        "FREQ=MONTHLY;INTERVAL=6": "semestriel|semestrielle|semestriellement|bisannuel",
        "FREQ=YEARLY": "annuel|annuelle|annuellement|annuels|annuelles",
    }.items():
        lexicon.add(names, f"rule:{rule}", anchor=True)
    for zone, name in zones_in_french():
        lexicon.add(name, f"zone zone:{zone}")
