"""Whose clock shows a time: places and peoples by time zone, as they stand behind a time in English and French."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.core.dates.nodes import HERE, THERE

#: Places whose name may follow a time without any more words: "4 pm London".
CITIES = {
    "Europe/London": "london|edinburgh|manchester|glasgow|belfast|birmingham|cardiff|leeds|bristol",
    "Europe/Dublin": "dublin|cork",
    "Europe/Lisbon": "lisbon|porto",
    "Europe/Paris": "paris|lyon|marseille|lille",
    "Europe/Brussels": "brussels|antwerp|ghent",
    "Europe/Amsterdam": "amsterdam|rotterdam|the hague",
    "Europe/Luxembourg": "luxembourg",
    "Europe/Zurich": "zurich|geneva|basel|bern|lausanne",
    "Europe/Berlin": "berlin|munich|hamburg|frankfurt|cologne|stuttgart",
    "Europe/Vienna": "vienna",
    "Europe/Madrid": "madrid|barcelona|valencia|seville",
    "Europe/Rome": "rome|milan|turin|bologna",
    "Europe/Copenhagen": "copenhagen",
    "Europe/Oslo": "oslo",
    "Europe/Stockholm": "stockholm|gothenburg",
    "Europe/Helsinki": "helsinki",
    "Europe/Tallinn": "tallinn",
    "Europe/Riga": "riga",
    "Europe/Vilnius": "vilnius",
    "Europe/Warsaw": "warsaw|krakow",
    "Europe/Prague": "prague",
    "Europe/Budapest": "budapest",
    "Europe/Bucharest": "bucharest",
    "Europe/Sofia": "sofia",
    "Europe/Athens": "athens",
    "Europe/Kyiv": "kyiv|kiev",
    "Europe/Istanbul": "istanbul|ankara|izmir",
    "Europe/Moscow": "moscow",
    "Africa/Casablanca": "casablanca|rabat",
    "Africa/Algiers": "algiers|oran",
    "Africa/Tunis": "tunis",
    "Africa/Cairo": "cairo",
    "Africa/Dakar": "dakar",
    "Africa/Abidjan": "abidjan",
    "Africa/Lagos": "lagos",
    "Africa/Nairobi": "nairobi",
    "Africa/Johannesburg": "johannesburg|cape town|pretoria",
    "Asia/Beirut": "beirut",
    "Asia/Jerusalem": "tel aviv",
    "Asia/Riyadh": "riyadh|jeddah",
    "Asia/Kuwait": "kuwait",
    "Asia/Qatar": "doha",
    "Asia/Dubai": "dubai|abu dhabi",
    "Asia/Kolkata": "mumbai|delhi|new delhi|bangalore|chennai",
    "Asia/Bangkok": "bangkok",
    "Asia/Ho_Chi_Minh": "hanoi|saigon",
    "Asia/Jakarta": "jakarta",
    "Asia/Singapore": "singapore",
    "Asia/Hong_Kong": "hong kong",
    "Asia/Shanghai": "shanghai|beijing|shenzhen",
    "Asia/Taipei": "taipei",
    "Asia/Seoul": "seoul",
    "Asia/Tokyo": "tokyo|osaka|kyoto",
    "Australia/Sydney": "sydney|melbourne",
    "Pacific/Auckland": "auckland",
    "America/New_York": "new york|boston|washington|atlanta|miami|philadelphia",
    "America/Toronto": "toronto|montreal|ottawa",
    "America/Chicago": "chicago|houston|dallas|minneapolis",
    "America/Denver": "denver",
    "America/Los_Angeles": "los angeles|san francisco|seattle|san diego",
    "America/Vancouver": "vancouver",
    "America/Mexico_City": "mexico city",
    "America/Sao_Paulo": "sao paulo",
    "America/Argentina/Buenos_Aires": "buenos aires",
}
#: What stands before "time" besides the cities.
_PEOPLES = {
    "Europe/London": "uk|british|english|scottish",
    "Europe/Dublin": "irish|ireland",
    "Europe/Lisbon": "portuguese|portugal",
    "Europe/Paris": "french|france|central european",
    "Europe/Brussels": "belgian",
    "Europe/Amsterdam": "dutch",
    "Europe/Zurich": "swiss",
    "Europe/Berlin": "german|germany",
    "Europe/Vienna": "austrian",
    "Europe/Madrid": "spanish|spain",
    "Europe/Rome": "italian|italy",
    "Europe/Copenhagen": "danish",
    "Europe/Oslo": "norwegian",
    "Europe/Stockholm": "swedish",
    "Europe/Helsinki": "finnish|finland|eastern european",
    "Europe/Tallinn": "estonian",
    "Europe/Riga": "latvian",
    "Europe/Vilnius": "lithuanian",
    "Europe/Warsaw": "polish|poland",
    "Europe/Prague": "czech",
    "Europe/Budapest": "hungarian",
    "Europe/Bucharest": "romanian",
    "Europe/Sofia": "bulgarian",
    "Europe/Athens": "greek|greece",
    "Europe/Istanbul": "turkish|turkey",
    "Africa/Casablanca": "moroccan",
    "Africa/Johannesburg": "south african",
    "Asia/Beirut": "lebanese|lebanon",
    "Asia/Jerusalem": "israel",
    "Asia/Riyadh": "saudi",
    "Asia/Dubai": "gulf|gulf standard|uae",
    "Asia/Kolkata": "india|indian|indian standard",
    "Asia/Shanghai": "china|chinese",
    "Asia/Seoul": "korean|korea",
    "Asia/Tokyo": "japan|japanese",
    "America/New_York": "eastern|eastern standard",
    "America/Chicago": "central",
    "America/Denver": "mountain",
    "America/Los_Angeles": "pacific|pacific standard|california",
    "America/Sao_Paulo": "brazilian",
}
#: Letters and words that name a zone without "time"; those that mean two places in the world are left out.
_LETTERS = {
    "UTC": "utc|gmt|zulu|utc time",
    "Europe/London": "bst|uk",
    "Europe/Paris": "cet|cest",
    "America/New_York": "et|edt|est|eastern",
    "America/Chicago": "central|ct|cdt|cst",
    "America/Denver": "mountain|mt|mdt|mst",
    "America/Los_Angeles": "pst|pdt",
    "Asia/Kolkata": "ist",
    "Asia/Tokyo": "jst",
    "Asia/Singapore": "sgt",
    "Asia/Hong_Kong": "hkt",
    "Asia/Dubai": "gst",
    "Asia/Seoul": "kst",
    "Australia/Sydney": "aest|aedt",
    "Europe/Helsinki": "eet|eest",
    HERE: "your time",
    THERE: "my time|our time|our local time|my local time",
}
#: French names of those cities that are written otherwise, and what stands behind « heure ».
_VILLES = {
    "Europe/London": "londres",
    "Europe/Lisbon": "lisbonne",
    "Europe/Brussels": "bruxelles",
    "Europe/Zurich": "geneve",
    "Europe/Rome": "rome|milan",
    "Europe/Athens": "athenes",
    "Europe/Warsaw": "varsovie",
    "Europe/Moscow": "moscou",
    "Europe/Vienna": "vienne",
    "Africa/Algiers": "alger",
    "Asia/Beirut": "beyrouth",
    "Asia/Shanghai": "pekin",
    "Asia/Singapore": "singapour",
    "Asia/Seoul": "seoul",
    "America/Toronto": "montreal",
    "America/Los_Angeles": "californie",
    "Africa/Cairo": "le caire",
}
_DE = {"America/New_York": "de l'est", "America/Los_Angeles": "du pacifique", "America/Toronto": "du quebec"}
_HEURE = {
    "Europe/Paris": "francaise",
    "Europe/London": "anglaise|britannique",
    "Europe/Dublin": "irlandaise",
    "Europe/Lisbon": "portugaise",
    "Europe/Berlin": "allemande",
    "Europe/Madrid": "espagnole",
    "Europe/Rome": "italienne",
    "Europe/Brussels": "belge",
    "Europe/Zurich": "suisse",
    "Europe/Athens": "grecque",
    "Europe/Helsinki": "finlandaise",
    "Europe/Warsaw": "polonaise",
    "Europe/Istanbul": "turque",
    "Africa/Casablanca": "marocaine",
    "Africa/Tunis": "tunisienne",
    "Asia/Beirut": "libanaise",
    "Asia/Kolkata": "indienne",
    "Asia/Tokyo": "japonaise",
    "Asia/Seoul": "coreenne",
    "Asia/Shanghai": "chinoise",
    HERE: "de chez vous",
    THERE: "de chez nous|locale",
}


def named(places: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The names of such a table, each with its zone."""
    for zone, names in places.items():
        for name in names.split("|"):
            yield zone, name


def zones_in_english() -> Iterator[tuple[str, str]]:
    """What tells a zone behind a time in English, each with its zone: "utc", "irish time", "chicago time"."""
    yield from named(_LETTERS)
    for table in (CITIES, _PEOPLES):
        yield from ((zone, f"{name} time") for zone, name in named(table))


#: Words of French among them.
_WORDS = frozenset({"et", "est", "ct", "mt"})


def zones_in_french() -> Iterator[tuple[str, str]]:
    """The same in French, without what are words there: « utc », « heure de Londres », « heure finlandaise »."""
    yield from (pair for pair in zones_in_english() if pair[1] not in _WORDS)
    for table in (CITIES, _VILLES):
        for zone, name in named(table):
            yield zone, f"heure d'{name}" if name[0] in "aeio" else f"heure de {name}"
    yield from ((zone, f"heure {name}") for zone, name in (*named(_DE), *named(_HEURE)))
    yield HERE, "votre heure"
    yield THERE, "notre heure"


#: Every place by its name, for what stands behind a time without the word "time".
PLACES = {name: zone for zone, name in (*named(CITIES), *named(_VILLES), ("Europe/London", "uk"))}
