"""How people agree to minutes, refuse them, put them off, and what else is only politeness. Pure.

Everything here is compared with words that `folded` made: without capitals, accents and signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.text import plain

#: What a clause is: a yes, half a yes (“parfait”), politeness, or something else.
Tone: TypeAlias = Literal["ok", "weak", "courtesy", "other"]

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})
#: Emoji and the like neither agree nor object, but those that refuse, doubt or are angry: they stay, and are no yes.
_REFUSING = (
    "\u26d4\u26a0\u2620\u2639\u2715-\u2718\u274c-\u274e\u2753-\u2757"
    "\U0001f44e\U0001f4a9\U0001f595\U0001f612-\U0001f616\U0001f61f-\U0001f62d\U0001f631\U0001f641\U0001f644"
    "\U0001f645\U0001f6ab\U0001f6d1\U0001f910\U0001f914\U0001f922\U0001f92c\U0001f92e\U0001f937"
)
_PICTURES = expression(f"(?![{_REFUSING}])[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]|(?<!\\w)[:;]-?[)D](?!\\w)")
#: No phrase of agreement is longer; what is, holds more than agreement.
_LONGEST_CLAUSE = 200

_WHOM = (
    r"(?: (?:for|by|with) (?:me|us)| from (?:me|my side)| on my (?:side|end|part)| to me"
    r"| pour (?:moi|nous|ma part)| de (?:mon|notre) cote| de ma part)?"
)
_AS_IT_IS = (
    r"(?: (?:as (?:it )?(?:is|stands)|as they (?:are|stand)|tels?[ -]quels?|en l'etat|comme ca|comme cela|ainsi))?"
)
_MINUTES = (
    r"(?:(?:(?:of )?(?:the|these|this|your|le|ce|la|votre|ton|du) )?(?:draft )?(?:minutes|document|draft|version|text"
    r"|contenu|content|compte[ -]rendu|cr|pv|proces-verbal|projet(?: de compte[ -]rendu)?|texte))"
)
_TO_ALL = (
    r"(?: (?:to (?:all|everyone|everybody|the (?:circle|members|team|board))|a (?:tous|toutes|tout le monde|l'equipe)"
    r"|aux (?:membres|participants)))?"
)
_IT_IS = (
    r"(?:yes |oui )?(?:c'est|ca c'est|tout est|il est|pour moi c'est|pour moi|all|looks|this looks|it looks"
    r"|(?:they|these|those)(?: all)? (?:look|are)"
    rf"|it is|it's|all is|this is|that's|that is|everything is|{_MINUTES}(?: is| are| est)?) "
)
_FOR_WHAT = (
    r"(?: (?:pour|for|to) (?:la )?(?:diffusion|envoi|validation|accord|distribution|circulation|publication"
    r"|release|send|sending"
    r"|circulate|distribute|go|publish))?"
)
_SURE = r"(?:ok|okay|oki|valide|approuve|conforme|approved|confirmed|agreed|accepted|lgtm|good to go|d'accord|adopted|adopte)"
_GOOD = (
    r"(?:tres |very |tout a fait |parfaitement )?"
    r"(?:bon|parfait|impeccable|nickel|spot on|perfect|fine|correct|good|great|bien)"
)
_SENDING = (
    r"(?:envoyer|diffuser|transmettre|distribuer|partager|aller|send|circulate|distribute|share|publish|go ahead)"
)
_COMMENTS = (
    r"(?:remarques?|objections?|commentaires?|observations?|corrections?"
    r"|modifications?|comments?|changes?|remarks?)"
)
_REST = (
    r"(?:(?:pour )?(?:tout )?le reste|the rest|everything else|all the rest|otherwise|sinon"
    r"|a part (?:cela|ca)|apart from that)"
)

#: That the minutes are agreed to. Each stands alone, or beside others of these and courtesies.
_OK = (
    rf"(?:{_IT_IS}|yes |oui |tres bien )?(?:tout a fait |entierement |fully "
    rf"|totally )?{_SURE}{_FOR_WHAT}(?: (?:pour |for )?"
    rf"(?:tout|everything|the rest|le reste))?{_WHOM}{_AS_IT_IS}",
    rf"(?:yes |oui )?{_IT_IS}{_GOOD}{_FOR_WHAT}{_WHOM}{_AS_IT_IS}",
    rf"{_GOOD} (?:pour|for|with|by|to) (?:moi|nous|me|us){_AS_IT_IS}",
    rf"(?:bon|fine|good) (?:pour|for|with|by|to) (?:diffusion|accord|envoi|validation|moi|nous|me|us|send"
    rf"|go){_AS_IT_IS}",
    rf"(?:oui |yes |merci )?(?:je |j'|nous |i |we |on )?(?:hereby |fully )?(?:valide|validons|approuve"
    rf"|approuvons|approve|agree"
    rf"|validate|confirme|confirm|accept|adopte|suis d'accord)(?:(?: with| to| avec)?"
    rf"(?: {_MINUTES}| it| them| this| these))?"
    rf"{_AS_IT_IS}{_WHOM}",
    rf"(?:ca|cela|tout) (?:me |nous )?(?:va|convient)(?: (?:tres |parfaitement "
    rf"|tout a fait )?bien)?{_WHOM}{_AS_IT_IS}",
    rf"works (?:for|with) (?:me|us){_AS_IT_IS}",
    rf"(?:(?:tu|vous) (?:peux|pouvez) |merci de |you (?:can|may) (?:now )?|please |feel free to "
    rf"|ready to )(?:le |la |l'|les |y )?"
    rf"{_SENDING}(?: (?:it|them))?(?: {_MINUTES})?(?: out| round)?{_TO_ALL}{_AS_IT_IS}",
    rf"(?:a envoyer|a diffuser|envoie|envoyez|diffuse|diffusez|(?:please )?(?:send|circulate))(?:[ -](?:le|la|les|it"
    rf"|them))?(?: {_MINUTES})?"
    rf"(?: out| round)?{_TO_ALL}{_AS_IT_IS}",
    r"(?:vas-y|allez-y|go ahead|feu vert|you have my (?:approval|ok|go|green light)|(?:tu as"
    r"|vous avez) mon (?:accord|feu vert|ok))",
    rf"(?:je n'ai |je ne vois |il n'y a |i have |i've )?(?:ras|rien (?:a (?:redire|ajouter|signaler|changer"
    rf"|modifier|corriger))"
    rf"|nothing to (?:add|change|correct)){_WHOM}|nothing from me",
    r"(?:i am |i'm )?happy for (?:you to (?:circulate|send|distribute|publish)|(?:these|this|them|it) to (?:go|be"
    r" (?:circulated|sent|distributed|published)))(?: out)?(?: (?:it|them|these))?",
    r"signed off(?: by me)?",
    rf"(?:i have |i've got |i don't have |i do not have |je n'ai |nous n'avons |il n'y a )?(?:pas|aucune?|sans"
    rf"|no|any) (?:de |d'|further |other |autres? )?"
    rf"{_COMMENTS}(?: particulieres?| a faire| to make)?{_WHOM}",
    rf"(?:i am |i'm |we are |we're )?(?:happy|fine|ok|good) with (?:it|them|this|these|that|{_MINUTES}){_AS_IT_IS}",
    rf"{_REST}(?: c'est| est| is| looks| tout est)? ?(?:me va|me convient|{_SURE}|{_GOOD}|rien a signaler|ras"
    rf"|all good)",
)
#: Half a yes: it may be about the work, or about having got it.
_WEAK = (
    rf"(?:{_GOOD}|super|excellent|top|oui|yes|genial|lovely|nice|wonderful)(?: (?:work|job|travail))?",
    rf"(?:pas de |aucun |no )(?:souci|probleme|problem|worries){_WHOM}",
)
#: What says neither yes nor no.
_COURTESY = (
    r"(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|dear|cher|chere|good (?:morning|afternoon|evening))"
    r"(?: (?:a tous|tout le monde|all|everyone|team|madame|monsieur))?",
    r"(?:un grand |mille |encore |many )?(?:merci|thanks|thank you|thx|cheers)(?: (?:beaucoup|bien|infiniment|encore"
    r"|a (?:toi|vous|tous|toutes)|(?:so |very )?much|a lot|again|all|everyone|d'avance|in advance))?",
    rf"(?:un grand |many )?(?:merci|thanks|thank you)(?: beaucoup| very much| a lot| a (?:toi|vous))? (?:pour"
    rf"|for|de) "
    rf"(?:l'envoi |this |these |your |ton |votre |ce |tout ce |the |le |la )?(?:tres bon |bon |good |great |beau )?"
    rf"(?:{_MINUTES}|travail|work|rapidite|reactivite|efforts?|boulot|envoi|it|this|these|them)",
    r"(?:bien )?(?:cordialement|amicalement|cdlt|cdt)|bien a (?:toi|vous)|a vous|a toi",
    r"(?:(?:kind |best |warm |many )?(?:regards|wishes)|best|sincerely|yours(?: sincerely| truly)?|take care"
    r"|all the best)",
    r"(?:bonne|belle|excellente) (?:journee|soiree|semaine|fin de semaine|fin de journee)(?: a (?:toi|vous|tous))?",
    r"(?:bon (?:week-end|weekend|apres-midi)|bonne apres-midi)(?: a (?:toi|vous|tous))?",
    r"have a (?:good|nice|great|lovely) (?:day|evening|week|weekend|one)",
    r"(?:a (?:bientot|lundi|mardi|mercredi|jeudi|vendredi)|see you(?: soon| (?:on )?(?:mon|tues|wednes|thurs"
    r"|fri)day)?)",
    r"(?:j'ai |je l'ai |i have |i've )?(?:tout |bien )?(?:re)?(?:lu|vu|read)(?: (?:it|them|avec attention"
    r"|attentivement|through))?",
    r"(?:c'est du |c'est )?(?:tres |beau |super |good |great |nice |excellent |very )(?:beau travail"
    r"|bon travail|bien fait"
    r"|bien redige|clair|travail|boulot|job|work)|well done|bravo|clair et complet",
    r"(?:envoye|sent) (?:de|depuis|from) (?:mon|my) [a-z0-9]{1,20}(?: [a-z0-9]{1,20})?",
    r"(?:(?:voici|here are|i have|j'ai|juste|just|only|seulement) )?(?:quelques|deux|trois|une seule|une|des"
    r"|a few|two|three|one|some"
    r"|mes|my|a couple of|just one|a)(?: (?:petites?|small|minor|tiny|little))?"
    r" (?:remarques?|corrections?|precisions?|modifications?|changes?|comments?|remarks?|points?|details?"
    r"|choses?|things?|edits?"
    r"|coquilles?|typos?|fautes?|erreurs?|errors?|mistakes?)"
    r"(?: mineures?| de forme| seulement| only)?",
    r"(?:get|telecharger|telechargez|obtenir|obtenez) outlook (?:for|pour) (?:ios|android|mac)",
    r"with (?:many )?thanks|avec (?:tous )?mes remerciements",
    r"(?:voila|that's all|that is all|c'est tout|et c'est tout)",
)
#: That they are not agreed to.
_NO = expression(
    r"\b(?:not|pas) (?:at all |du tout )?(?:ok|okay|approved?|agreed?|d'accord|valide|bon pour|conforme"
    r"|accept\w{0,4}|correct|right"
    r"|happy|satisf\w{0,8})\b"
    r"|\b(?:ne|n') ?(?:le |la |l'|les )?(?:valid|approuv|accept|confirm)\w{1,4} pas\b|\bpeux pas (?:valider"
    r"|approuver|accepter)\b"
    r"|\b(?:do not|don't|cannot|can't|won't|will not|not to) (?:\w{1,12} )?(?:send|circulate|distribute|share"
    r"|publish|approve|agree"
    r"|accept|validate|confirm)\b"
    r"|\b(?:ne|n') ?(?:pas )?(?:l'|le |la |les )?(?:envo|diffus|transm|distribu|partag)\w{1,8}\b"
    r"|\bne rien (?:envoyer|diffuser)\b"
    r"|\b(?:je|nous|i|we) (?:refus\w{1,5}|rejet\w{1,5}|reject|object|disagree|desapprouve)\b|\bpas d'accord\b"
    r"|^(?:non|no|nope|refuse|rejected|refused|hors de question)(?: merci| thanks| thank you)?$"
    r"|\ba (?:revoir|refaire|reprendre)(?: entierement| completement)?$|\bsurtout pas\b"
)
_READING = (
    r"(?:regard|reli|relu|lis\b|lire|lirai|verrai|vois\b|voir\b|revoi|revien|reviendr|reven|repond|occupe"
    r"|penche|verifi|consult|attend"
    r"|jette|jetter)\w{0,8}"
)
#: That they were not read yet.
_LATER = expression(
    r"\b(?:not yet|pas encore|pas eu le temps|pas le temps|no time|not had (?:the )?(?:time|chance)|haven't"
    r"|have not (?:had|read|looked)"
    r"|didn't have time|pas pu (?:lire|relire|regarder)|bear with me|hold off|hold on|un instant|sous peu"
    r"|des que (?:possible|je|j'ai)"
    r"|en deplacement|en conges?|en vacances|absente? (?:du|jusqu)|out of (?:the )?office|on leave|away until)\b"
    rf"|\b(?:je|on|nous) (?:(?:le|la|les|te|vous|vais|y|dois|encore|voudrais|aimerais) |l'|m'en "
    rf"|m'y ){{0,4}}{_READING}"
    r"|\b(?:i'll|i will|i'm going to|i am going to|we'll|we will|let me|i need to|i have to|i must|i want to"
    r"|i(?: woul|')d like to)"
    r" (?:\w{1,12} ){0,3}(?:look|read|review|check|back|reply|answer|go through|revert|respond|think|see)\b"
    r"|\b(?:laisse|laissez)[ -](?:moi|nous)\b|\bgive me\b|\b(?:attends|attendez|wait)\b"
    r"|^(?:later|plus tard|demain|tomorrow|ce soir|tonight|la semaine prochaine|next week)$"
)
#: That somebody is to wait, and what makes of it that nothing may go out: a no before it, or that it was to be sent.
_HOLD = expression(r"\b(?:attends|attendez|attendre|wait|hold (?:off|on|it)|stop|arretez)\b")
_UNSENT = expression(
    r"^(?:ah |oh |oups |oops )?(?:non|no)\b|\b(?:envo|diffus|transm|distribu|send|circulat|publi)\w{1,8}"
)
#: That something is wrong: who says so has looked, whenever they go on.
_FAULT = expression(
    r"\b(?:wrong|incorrect\w{0,2}|mistakes?|errors?|erreurs?|faux|fausses?|inexact\w{0,3}|missing|manque\w{0,3}"
    r"|(?:not|pas) (?:right|true|juste|exacte?|bon|bonne))\b"
)
#: That something is wrong or wanted, without saying how it is to read.
_WANTS = expression(
    r"\b(?:mais|sauf|hormis|excepte|a part|par contre|en revanche|cependant|toutefois|but|except|however"
    r"|apart from|although"
    r"|corrig\w{1,8}|correct|corrections?|erreurs?|errors?|wrong|mistakes?|faux|fausse|inexact\w{0,2}"
    r"|manque\w{0,3}|missing"
    r"|oubli\w{0,5}|forgot\w{0,3}|remplac\w{1,6}|replace|chang\w{1,5}|modifi\w{1,5}|suppr\w{1,10}|delete"
    r"|remove|enlev\w{1,4}"
    r"|retir\w{1,4}|ajout\w{1,5}|add|precis\w{1,6}|reformul\w{1,5}|rephrase|plutot|instead|rather|au lieu)\b"
)


def folded(words: str) -> str:
    """The words without capitals, accents and more than one blank; apostrophes straight."""
    shown = _PICTURES.sub(" ", words.translate(_APOSTROPHES))
    return " ".join(plain(shown).split())


def tone_of(clause: str) -> Tone:
    """What a folded clause says; "other" where any word of it is none of agreement or politeness."""
    if len(clause) > _LONGEST_CLAUSE:
        return "other"
    kinds = set(_kinds(clause))
    tones: tuple[Tone, ...] = ("other", "ok", "weak")
    return next((tone for tone in tones if tone in kinds), "courtesy")


def is_refusal(clause: str) -> bool:
    """Whether a folded clause says no."""
    return _NO.search(clause[:_LONGEST_CLAUSE]) is not None


def is_postponed(clause: str) -> bool:
    """Whether a folded clause says that it is looked at later."""
    return _LATER.search(clause[:_LONGEST_CLAUSE]) is not None


def is_withdrawn(clause: str) -> bool:
    """Whether a folded clause that puts off says besides that nothing may go out as it is: that is a no."""
    said = clause[:_LONGEST_CLAUSE]
    if _FAULT.search(said) is not None:
        return True
    return _HOLD.search(said) is not None and _UNSENT.search(said) is not None


def is_wanting(clause: str) -> bool:
    """Whether a folded clause says that something is to be otherwise."""
    return _WANTS.search(clause[:_LONGEST_CLAUSE]) is not None


def _kinds(clause: str) -> Iterator[Tone]:
    """What the phrases of a clause are, one after the other, the longest first; it ends where none fits."""
    place = 0
    while place < len(clause):
        fitting = [
            (one.end(), tone) for tone, pattern in _PHRASES if (one := pattern.match(clause, place)) is not None
        ]
        end, tone = max(fitting, key=lambda one: one[0], default=(place, "other"))
        if end == place:
            yield "other"
            return
        yield tone
        joined = _JOINING.match(clause, end)
        place = joined.end() if joined is not None else len(clause)


_JOINING = expression(r"[ ,]{1,3}(?:(?:et|and|donc|so|alors) )?")
_TONES: tuple[tuple[Tone, tuple[str, ...]], ...] = (("ok", _OK), ("weak", _WEAK), ("courtesy", _COURTESY))
_PHRASES: tuple[tuple[Tone, re.Pattern[str]], ...] = tuple(
    (tone, expression(rf"(?:{phrase})(?=$|[ ,])")) for tone, phrases in _TONES for phrase in phrases
)
