"""Verbs of notes: which words say that somebody does something next, only speaks, or has done it. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.minutes.notes.names import each
from officebot.core.minutes.notes.vocabulary import ENGLISH, FRENCH_ER

#: What the words behind a name say: a deed to come, one if a day is named, talk or a state, a deed that is over, nothing.
Says: TypeAlias = Literal["deed", "maybe", "talk", "past", ""]

#: Those that say an opinion or a state where they stand behind a name.
_TALK_EN = each(
    "leading chairing hosting running says said say thinks think thought wants want wanted feels feel felt "
    "believes believe prefers prefer favours "
    "favors likes like knows know reckons reckon is are was were has have had did doubts doubt hopes hope "
    "worries asks asked agrees agree agreed disagrees disagree suggests suggest suggested supports support notes "
    "noted reports reported reporting explains explained mentions mentioned mention argues argued argue insists "
    "insist objects object opposes oppose needs need would could might may unhappy happy keen against furious "
    "concerned not isn't doesn't don't wasn't can't won't cannot raises raised stays wonders wonder recommends "
    "recommended complains moans seems looks sounds thanks thanked welcomes welcomed opened opens chaired chairs "
    "chairing attends lives works queried queries"
)
_PAST_EN = each(
    "did went sent came had got gave took made bought brought built found met paid put ran said saw sold spoke told "
    "wrote rang held kept left lost read done gone been was were has have booked fixed signed"
)
_MODAL_EN = expression(
    r"(?:(?:each|both|also|then|now|still|kindly|please|pls|just)\s{1,3})?"
    r"(?:will be (?:there|on site|present|on hand)|to(?= [a-z]{2})|will(?! not\b)|'ll|shall(?! not\b)|"
    r"must(?! not\b)|has to|have to|has got to|needs to|"
    r"need to|is to|are to|'s to|"
    r"(?:was|were|has been|have been|is|are) (?:asked|instructed|tasked|nominated|elected|chosen) (?:to|with)|"
    r"(?:can|could|would|will) you(?: please)?(?= [a-z])|(?:is|are|'s|'re|'m|am) (?:going to|gonna|due to|"
    r"happy to|on it|on this|on the case|in charge of|looking after|responsible for)|"
    r"going to|gonna|should(?! not\b)|ought to|(?:has )?(?:agreed|volunteered|offered|promised|undertook|asked|"
    r"tasked|agrees|volunteers|"
    r"offers|undertakes) to|took on|takes on|owns|said (?:she|he|they)(?: would| will|'d)|(?:said )?(?:she|he)'ll|"
    r"takes? (?:care|charge|the lead|this|it|that)|"
    r"(?:has|have|having) (?:a|another) (?:quick |brief )?(?:word|look|chat|think|go|read|dig)|looks? after|"
    r"happy to|lead on|on point for|'s job|'s turn)\b"
)
_WEAK_EN = expression(
    r"(?:will|'ll|to|shall|must|needs? to|has to|have to|ought to|should) (?:be|have|like|need|want|stay|remain)\b"
)
_LIGHT_EN = expression(
    r"(?:will|'ll|to|shall|must|needs? to) have (?:a|another) (?:quick |brief |proper |good )?(?:word|look|"
    r"chat|think|go|read|dig|try)\b"
)
_NOT_DONE_EN = expression(r"(?:will|shall|must|should|is|are|does|do|can)(?:n't| not)\b|won't\b|not\b")
_BE_ING = expression(r"(?:is|are|'s|'re|'m|am)\s{1,3}([a-z]{2,20}ing)\b")
#: "It was agreed that Priya would write".
_AGREED = expression(r"\b(?:agreed|decided|resolved|action)\b[^.;:]{0,50}$")
_WORD = expression(r"[a-z]+(?:'[a-z]{1,3})?")
_DETERMINED_EN = expression(r"\s(?:the|all|our|his|her|their|everyone|every|each|both)\s[a-z]")
#: Little words before "the" that are no verb.
_NO_VERB_EN = each(
    "and or but so as if at by on in to of for from with about over under near after before since until till than then that "
    "this these those not no nor via per like re plus minus versus vs when while where who which what why how the a an all "
    "both also just still now here there out off up down into onto because though although i we you he she it they"
)

#: French infinitives that the endings alone would not show, and nouns that look like infinitives.
_INFINITIVES = each(
    "faire refaire mettre remettre transmettre soumettre promettre admettre prendre reprendre comprendre apprendre "
    "surprendre rendre vendre revendre attendre entendre defendre suspendre repondre repandre tendre descendre ecrire "
    "reecrire inscrire decrire souscrire lire relire elire suivre poursuivre dire redire conduire reduire produire "
    "traduire construire detruire instruire conclure inclure exclure convaincre joindre rejoindre peindre repeindre "
    "resoudre coudre battre abattre debattre connaitre paraitre plaire boire croire vivre etre avoir finir fournir "
    "choisir definir redefinir remplir etablir retablir reunir prevenir tenir obtenir retenir maintenir contenir "
    "soutenir ouvrir rouvrir couvrir offrir sortir partir repartir avertir convenir revenir venir intervenir parvenir "
    "garantir investir reflechir reinvestir approfondir enrichir nourrir elargir agrandir eclaircir assainir "
    "raccourcir batir rebatir blanchir nettoyer voir revoir prevoir recevoir savoir pouvoir devoir pourvoir asseoir "
    "servir desservir dormir courir parcourir unir fleurir durcir ralentir amortir applaudir clore enclore moudre "
    "fondre confondre perdre mordre tordre"
)
_NOT_INFINITIVES = each(
    "hier premier dernier papier cahier dossier atelier courrier calendrier chantier loyer fevrier janvier plombier "
    "quartier entier escalier particulier regulier foyer metier clavier panier conseiller hiver mer cher leger danger "
    "boulanger etranger palier policier financier hotelier immobilier mobilier immobiliers fichier pompier escaliers "
    "super cancer leader manager scanner flyer poster hamster container master webmaster newsletter planner roller "
    "sticker twitter hier fer ver enfer verger berger clocher plancher rocher usager menager passager message oranger "
    "sentier levier gravier hier tiers tier souvenir avenir loisir plaisir desir cuir tir soir noir espoir couloir "
    "trottoir pouvoir miroir tiroir comptoir terroir voire libre autre notre votre contre entre outre titre lettre "
    "metre centre montre chiffre nombre membre chambre octobre septembre novembre decembre theatre ordre cadre maitre "
    "mettre maire affaire annexe horaire exemplaire commentaire inventaire tresorier romancier cuisinier infirmier "
    "courtier huissier hier sanglier voilier pilier fournisseur"
) - {"mettre", "pouvoir", "scanner", "annexe", "message"}
_VERIFIED_IER = each(
    "copier verifier modifier publier republier planifier identifier notifier etudier confier justifier clarifier "
    "simplifier trier remercier apprecier negocier renegocier associer expedier relier certifier rectifier oublier "
    "plier crier prier varier parier lier envier initier qualifier unifier diversifier financier radier dedier "
    "concilier resilier recopier photocopier communier nier scier skier humilier allier rallier replier deplier "
    "supplier balbutier chier"
) - {"financier", "supplier"}
_PRESENT = each(
    "tond descend suspend defend etend perd fait refait prend reprend apprend met remet transmet soumet promet "
    "rend vend repond attend ecrit inscrit lit "
    "relit suit poursuit conduit produit traduit construit reduit conclut finit fournit choisit definit remplit "
    "etablit reunit avertit garantit batit sort part tient obtient maintient revient intervient previent retient "
    "court parcourt sert voit revoit prevoit recoit ouvre offre couvre cree recree peint joint resout convainc debat "
    "abat font prennent mettent rendent envoient font tiennent voient ecrivent suivent vont reprennent transmettent "
    "remettent finissent fournissent fais refais prends reprends mets remets transmets rends vends reponds ecris "
    "inscris lis relis suis vois revois prevois tiens obtiens previens ouvre faisons prenons mettons"
) - {"suis"}
#: What stands behind a name and is no deed: opinion, speech, state.
_TALK_FR = each(
    "pense pensent dit disent trouve trouvent estime estiment juge croit veut veulent voudrait voudraient souhaite "
    "souhaitent souhaiterait prefere preferent prefererait craint craignent regrette rale aime aimerait inquiete dit "
    "ajoute precise insiste remercie felicite constate constatent note remarque observe souligne soulignent explique "
    "expliquent exprime oppose refuse refusent approuve hesite doute etonne deplore conteste proteste evoque "
    "mentionne rassure raconte sait connait ignore pourrait devrait serait aurait faudrait demandait peut reste "
    "semble parait manque arrive quitte parle plaide considere affirme pretend reconnait comprend admet partage "
    "rejoint soutient ressent subit souffre assiste participe preside anime habite travaille existe marche coute "
    "passe tombe fonctionne ferme dure represente commence"
)
#: Some of those become deeds with a day.
_MAYBE_FR = each(
    "defend defendent trouve trouvent "
    "garde presente demande propose rappelle informe signale annonce confirme confirment represente valide explique passe "
    "participe assiste anime preside ouvre reste accueille parle attend revient part commence partage prend manque "
    "sera seront tient"
)
_NO_VERB_FR = each(
    "urgent absent absents present presents content contents client clients document documents argent moment "
    "souvent comment agent agents accident president adherent adherents different permanent recent patient "
    "parent parents serpent torrent de le que comme contre entre elle malade absente absence responsable pilote "
    "titulaire favorable disponible le "
    "une cette notre votre autre meme comme quelque chaque presque libre seule toute contente fatiguee excusee "
    "presente date salle note reponse vente mise "
    "proposition annee semaine journee heure minute presidente tresoriere secretaire directrice stagiaire "
    "membre suite ensuite encore d'apres apres puisque parce lorsque quoique grippe conge vacance "
    "retraite formation stage visio ligne route sinon idem"
)
#: Endings of nouns and adjectives, and verbs that have them.
_NOUN_ENDINGS = (
    "ee",
    "ement",
    "aire",
    "ique",
    "able",
    "elle",
    "ence",
    "ance",
    "isme",
    "iste",
    "ible",
    "euse",
    "ette",
    "ite",
)
_VERBS_LIKE_NOUNS = each(
    "appelle rappelle renouvelle relance lance avance finance communique applique fabrique cree recree recense "
    "dispense complete repete achete arrete invite profite reedite edite visite facilite agence annonce compense "
    "publie liste"
)
_PAST_AUX = expression(
    r"(?:n')?(?:a(?! (?:pour (?:mission|tache|objectif)|a [a-z]{3,}))|ont|avait|avaient|ai|avons|etait|etaient|"
    r"vient de|viennent de|"
    r"est (?:passe|alle|venu|parti|arrive|revenu|sorti|rentre|d'accord)|sont (?:passes|alles|venus)|s'est|"
    r"se sont|fut|eut)\b"
)
_MODAL_FR = expression(
    r"(?:(?:sera|seront) (?:la|presente?s?|sur place)|(?:peux|peut|pourrais|pourrait|pouvez)-(?:tu|il|elle|vous)(?= )|"
    r"tu (?:peux|pourrais|dois)|merci de|"
    r"s'est (?:engagee?|proposee?|portee? volontaire)|"
    r"a (?:accepte|promis|convenu) de|a ete (?:charge|mandate|designe)e?|a propose de s'en|doit(?!-)|doivent|"
    r"devra|devront|dois|va(?= (?:[a-z']{1,5} )?[a-z]{2,}r)|"
    r"va(?= (?:[a-z']{1,5} )?[a-z]{3,}re\b)|vont|vais|"
    r"(?:se|s'en|s'y|s'|me|m'en|m') ?(?:en |y )?(?:charge|chargent|chargera|occupe|occupent|occupera|colle|"
    r"engage|engagent|renseigne)|"
    r"prend(?:ra|s)? (?:en charge|le sujet|le point|contact|rdv|rendez-vous)|est (?:chargee?s?|mandatee?s?|"
    r"volontaire|missionnee?|"
    r"pilote|responsable|en charge|ok pour|d'accord pour)|sont charge[es]{1,2}|a pour (?:mission|tache|objectif)|"
    r"a a (?=[a-z]{3,})|est a (?=[a-z]{3,}r)|accepte de|propose de|prevoit de|compte (?=[a-z]{3,}r)|ok pour (?=[a-z]{3,}re?\b)|"
    r"gere|gerent|pilote(?= )|reste a)\b"
)
_SKIP_FR = expression(
    r"(?:aussi|alors|donc|ensuite|puis|finalement|egalement|encore|juste|en parallele|de son cote)[ ,]{1,3}"
)
_SKIP_EN = expression(r"(?:also|then|now|just|kindly|please|pls|each|both|again|in turn|meanwhile)[ ,]{1,3}")
_CLITICS = expression(r"(?:(?:se|y|en|le|la|les|lui|leur|nous|me|te|vous)\s|(?:s|l|m|t)'){1,3}")
_NOT_FR = expression(r"(?:ne |n')|pas\b|jamais\b|contre\b|d'accord\b|pour\b(?!\s[a-z]{2,}r\b)")
_THAT = expression(r"\s(?:que|qu'|si|pourquoi|comment)\b")
#: « demande un avis au graphiste », « demande l'attestation à Roche »: something is asked of somebody.
_ASKS_FOR = expression(
    r"\s(?!(?:a|au|aux|de|si|que|qu'|pourquoi|comment|quand|combien|ou)\b)[^.,;:]{2,60}?\s(?:a (?!la (?:place|"
    r"fin|suite)\b)(?:la |l')?|au |aux |chez )[a-z]"
)
#: Verbs that are talk alone and deeds with what they are done to.
_DONE_TO = each("valide confirme informe accueille signale rappelle annonce")
#: How verbs are shortened behind a name: « Luc tél. au syndic », "Raj chk stock".
_SHORTENED = each(
    "tel env cmde cmd cde dde prep verif maj rep reserv org trans contact chk ord arr bk fwd snd upd rvw conf sched circ"
)
_OBJECT = expression(
    r"\s(?:(?:le|la|les|un|une|des|du|son|sa|ses|nos|notre|cette|ce|\d+)\s(?![^.;]{0,60}\bqu)|l'(?![^.;]{0,60}\bqu))"
)
_A_INFINITIVE = expression(r"(?:a|de|pour) (?:(?:le|la|les|lui|leur|nous|en|y) |l')?([a-z]{3,25})\b")


@lru_cache(maxsize=4_096)
def is_infinitive(word: str) -> bool:
    """Whether a folded word is a French infinitive: by its ending, or because it is a known one."""
    if word in _INFINITIVES or word in _VERIFIED_IER:
        return True
    if word in _NOT_INFINITIVES or len(word) < 4:
        return False
    return word.endswith("er") and not word.endswith("ier") and word not in ENGLISH


@lru_cache(maxsize=4_096)
def is_present_er(word: str) -> bool:
    """Whether a folded word is the present of a verb in -er that says work: « relance », « relancent », « essaie »."""
    for ending in ("e", "ent", "ons", "ez"):
        stem = word.removesuffix(ending)
        if stem == word:
            continue
        if stem in FRENCH_ER or stem.removesuffix("e") in FRENCH_ER:
            return True
        # « appelle », « jette » double what is single in the infinitive; « essaie », « envoie » have an i for its y.
        if (stem[-2:] in ("ll", "tt") and stem[:-1] in FRENCH_ER) or (
            stem.endswith("i") and stem[:-1] + "y" in FRENCH_ER
        ):
            return True
    return False


def is_english_base(word: str) -> bool:
    """Whether a folded word is an English verb of work in its plain form."""
    return word in ENGLISH


def says(low: str, place: int, end: int, language: str) -> Says:
    """What the words from a place on say of somebody who is named before them; `low` is folded."""
    if low.startswith(". ", place) and low[place - 2 : place - 1] in (" ", ".", "-"):
        place += 1  # The dot of an initial: "Chris O. looks after them".
    blanks = " ,:*" if language == "en" else " ,:*'"
    while place < end and low[place] in blanks:
        place += 1
    skip = (_SKIP_EN if language == "en" else _SKIP_FR).match(low, place, end)
    place = skip.end() if skip else place
    return _english(low, place, end) if language == "en" else _french(low, place, end)


def is_promise(low: str, place: int, end: int, language: str) -> bool:
    """Whether the words behind a name promise or order: "will send", « doit relancer », « s'en occupe », a future."""
    while place < end and low[place] in " ,":
        place += 1
    if language == "en":
        return _MODAL_EN.match(low, place, end) is not None
    clitics = _CLITICS.match(low, place, end)
    found = _WORD.match(low, clitics.end() if clitics else place, end)
    return _MODAL_FR.match(low, place, end) is not None or (
        found is not None and found[0].endswith(("ra", "rai", "ront"))
    )


def _english(low: str, place: int, end: int) -> Says:
    if _NOT_DONE_EN.match(low, place, end):
        return "talk"
    if _WEAK_EN.match(low, place, end) and not _LIGHT_EN.match(low, place, end):
        return "maybe"
    if _MODAL_EN.match(low, place, end):
        return "deed"
    if (
        low.startswith("would ", place)
        and (found := _WORD.match(low, place + 6, end)) is not None
        and found[0] in ENGLISH
    ):
        return "deed" if _AGREED.search(low, max(0, place - 60), place) else "talk"
    if (
        low.startswith("2 ", place)
        and (found := _WORD.match(low, place + 2, end)) is not None
        and found[0] in ENGLISH
    ):
        return "deed"  # "Sanjay 2 update programme", as people text.
    place += 3 if low.startswith("re-", place) else 0
    doing = _BE_ING.match(low, place, end)
    if doing is not None:
        return "deed" if _of_ing(doing[1]) else "talk"
    found = _WORD.match(low, place, end)
    if found is None:
        return ""
    word = found[0]
    if word in _SHORTENED:
        return "deed"
    if word in _TALK_EN:
        return "past" if word in _PAST_EN else "talk"
    if word in ENGLISH:
        return "deed"
    if word.endswith("ing"):
        return "deed" if _of_ing(word) else "talk" if word in _STATES_EN else "maybe"
    if word in _PAST_EN or (word.endswith("ed") and len(word) > 4):
        return "past"
    if _of_s(word):
        return "deed"
    if word not in _NO_VERB_EN and len(word) > 1 and _DETERMINED_EN.match(low, found.end(), end):
        return "maybe"  # "jo txt the list": whatever the word, something is done to what follows.
    return "maybe" if word.endswith("s") and len(word) > 3 and "'" not in word else ""


#: What goes on with somebody, rather than what they do.
_STATES_EN = each(
    "leaving starting arriving waiting coming going returning being feeling hoping thinking wondering "
    "worrying struggling joining "
    "retiring moving staying wanting saying asking suggesting proposing wishing complaining expecting missing working living "
    "sitting standing sleeping suffering recovering improving growing losing doing retiring stepping standing travelling"
)


def _of_ing(word: str) -> bool:
    stem = word.removesuffix("ing")
    if stem.startswith("re") and len(stem) > 5 and _of_ing(stem[2:] + "ing"):
        return True
    return (
        stem in ENGLISH or stem + "e" in ENGLISH or (len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in ENGLISH)
    )


def _of_s(word: str) -> bool:
    if not word.endswith("s"):
        return False
    return (
        word[:-1] in ENGLISH
        or (word.endswith("es") and word[:-2] in ENGLISH)
        or (word.endswith("ies") and word[:-3] + "y" in ENGLISH)
    )


_WEAK_FUTURE = each(
    "aura auront serai seront sera faudra pourra pourront voudra voudront aurons serons aurai pourrai pourrons"
)
_WEAK_FUTURE |= each("opera camera extra")


def _french(low: str, place: int, end: int) -> Says:
    to_do = _A_INFINITIVE.match(low, place, end)
    if to_do is not None and is_infinitive(to_do[1]):
        return "deed" if low[place] == "a" else ""
    if _MODAL_FR.match(low, place, end):
        return "deed"
    if _PAST_AUX.match(low, place, end):
        return "past"
    if _NOT_FR.match(low, place, end):
        return "talk"
    clitics = _CLITICS.match(low, place, end)
    had = clitics is not None
    place = clitics.end() if clitics else place
    found = _WORD.match(low, place, end)
    if found is None:
        return ""
    said = _of_french(found[0].partition("'")[0], had)
    if said in ("deed", "maybe") and _THAT.match(low, found.end(), end):
        return "talk"
    if said == "maybe" and clitics is not None and clitics[0].strip() == "en":
        return "talk"  # « en congé », « en formation »: a state.
    if found[0] in ("demande", "demandent", "demandera") and _ASKS_FOR.match(low, found.end(), end):
        return "deed"
    if found[0] in ("note", "notent", "liste", "observe") and _OBJECT.match(low, found.end(), end):
        return "deed"
    if said == "maybe" and found[0] in _DONE_TO and _OBJECT.match(low, found.end(), end):
        return "deed"
    return said


def _of_french(word: str, had_clitic: bool) -> Says:
    if word in _MAYBE_FR:
        return "deed" if had_clitic and word not in ("reste", "manque", "passe", "sera") else "maybe"
    if word in _TALK_FR or word in ("est", "sont", "a", "ont", "ete", "etre"):
        return "talk"
    if word in _PRESENT or word in _SHORTENED or is_infinitive(word):
        return "deed"
    if word.endswith(("ra", "rai", "ras", "ront", "rons", "rez")) and len(word) > 3:
        return "maybe" if word in _WEAK_FUTURE else "deed"
    if word in _VERBS_LIKE_NOUNS:
        return "deed"
    if is_present_er(word):
        return "deed"
    if word.endswith(("e", "ent")) and len(word) > 3 and word not in _NO_VERB_FR and not word.endswith(_NOUN_ENDINGS):
        return "maybe"
    return "maybe" if word.endswith("e") and had_clitic else ""
