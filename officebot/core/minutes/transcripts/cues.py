"""The words with which people decide, disagree and undertake something when they speak, in French and English. Pure.

Each pattern is a list of alternatives that share no nested repeats, so that any text is read in linear time.
"""

from __future__ import annotations

import re

from officebot.core.expressions import expression
from officebot.core.minutes.transcripts.deeds import DEEDS_EN, DEEDS_FR

#: Of a sentence no more is looked at.
LONGEST = 20_000


def _any(*alternatives: str, before: str = r"\b", after: str = r"\b") -> re.Pattern[str]:
    return re.compile(f"{before}(?:{'|'.join(alternatives)}){after}", re.IGNORECASE)


#: One to three little words before a verb: « je vais aussi leur envoyer ».
_FR = r"(?:\w{1,12} ){0,2}"
_EN = r"(?:(?:just|also|then|probably|definitely|try to|have to|need to|be able to|go and|please|all|be|start) ){0,3}"
_PRONOUN = r"(?:(?:me|te|vous|nous|lui|leur|les|le|la) |[lmt]['’]){0,2}"
_I_WILL = r"I(?:['’]ll| will| shall|['’]m going to|['’]m gonna| need to| have to|['’]ve got to)"
_YOU_WILL = r"you(?:['’]ll| will| should| need to| have to|['’]re going to|['’]re gonna|['’]ve got to| could)"

DECISION = _any(
    r"^(?:adopté|validé|approuvé|agreed|carried|approved)e?s?(?=\W{0,3}$)",
    r"(?:on|nous) (?:a |avons )?(?:donc |bien )?(?:d[eé]cid(?:e|é|ons)|valid(?:e|é|ons)|retient|retenu"
    r"|retenons|act(?:e|é|ons))",
    r"(?:on|nous) (?:a |avons )?(?:donc |bien )?(?:adopt(?:e|é|ons)|tranch(?:e|é|ons)|approuv(?:e|é|ons)"
    r"|reporte|reportons)",
    r"(?:il est|il a été|c['’]est) (?:donc )?(?:d[eé]cid[eé]|valid[eé]|act[eé]|adopt[eé]|approuv[eé]"
    r"|entendu que|convenu|tranch[eé]|ferme)",
    r"(?:est|sont|a été|ont été) (?:donc |ainsi )?(?:adopt[eé]|approuv[eé]|valid[eé]|rejet[eé]|reconduit"
    r"|renouvel[eé])(?:e|s|es)?",
    r"(?:adopt[eé]e?s? )?[aà] l['’]unanimit[eé]",
    r"on part (?:donc )?(?:sur|avec)",
    r"on (?:s['’]arrête|reste) (?:donc )?sur",
    r"on fait comme [cç]a",
    r"on garde (?:donc )?(?:le|la|les|ce|cette|l['’])",
    r"on choisit",
    r"on y va",
    r"on prend (?:donc )?(?:la |le |l['’])(?:option|offre|devis|solution|deuxi|premi|second)\w{0,6}",
    r"(?:on est|nous sommes|tout le monde est) (?:tous |donc |bien )?d['’]accord(?: pour| sur| que| avec)?",
    r"on tombe d['’]accord",
    r"(?:la|une|notre) décision (?:est|c['’]est)",
    r"on (?:annule|abandonne|arrête) (?:le|la|les|l['’]|ce|cette)",
    r"accord de principe",
    r"we(?:['’]ve| have)? (?:all |just |already |basically )?(?:decided?|agreed?|settled?"
    r"|approved?) (?:to|that|on|not|the|for|upon)",
    r"(?:is|was|been|are|be) (?:decided|agreed|settled|approved|adopted|carried|rejected)",
    r"(?:the|our|a) (?:final )?decision (?:is|was)",
    r"(?:we|let['’]s|we['’]ll|we['’]re going to|we will|gonna|shall we|we should|i['’]d say we) (?:just "
    r"|all |then |definitely )?"
    r"(?:go (?:with|for)|stick (?:with|to)|settle (?:on|for)|opt for|drop|scrap|postpone|get rid of|leave out) \w",
    r"we['’]re (?:going (?:with|for)|not going to (?:have|use|include|do))",
    r"motion (?:is )?(?:carried|passed|adopted)",
    r"all (?:those )?in favou?r",
    r"everyone (?:agrees|is happy with)",
    r"everybody agrees?",
    r"so it['’]s (?:agreed|decided|settled)",
)
#: What a chair settles in few words: « On ne sous-traite pas. », “No, we wait.”
CHAIR_SETTLES = _any(
    r"on (?:ne |n['’])?(?!voit|entend|sait|a |est|comprend|parle|dirait|peut|va)[\w-]{3,20} pas",
    r"on (?:le|la|les) fait",
    r"^pas de [\w-]{4,20}(?=\W{0,3}$)",
    r"we (?:wait|do it|don['’]t do|won['’]t|will not|keep (?:it|the|this)|stay with)",
    r"we['’]re not doing",
)
#: What is proposed so that a "yes" settles it.
PROPOSAL = _any(
    r"je propose (?:de|d['’]|qu)",
    r"et si on",
    r"(?:donc|alors|du coup) on (?:part|prend|garde|fait|met|choisit|reste|va)",
    r"on (?:part|prend|garde|fait|met|choisit|reste)\b.{3,150}\?$",
    r"(?:why don['’]t|shall) we",
    r"I (?:suggest|propose)\b",
    r"let['’]s (?:just )?(?:have|use|make|take|do|say|put|keep|include|leave|assume)",
    r"so,? (?:then )?(?:we['’]ll|we will|we['’]re going|we are going|we['’]re gonna|we['’]re) (?:for |to |with )?\w",
    after="",
)
#: What is wished for, and becomes a decision only where several or the chair agree.
WISH = _any(
    r"(?:on|nous) (?:devrait|devrions) (?:\w{1,12} )?(?:mettre|prendre|garder|faire|choisir|utiliser|ajouter|prévoir|limiter)",
    r"il (?:faut|faudrait) (?:qu['’]on|que nous) \w",
    r"we (?:should|have to|need to|must) (?:\w{1,12} )?(?:have|use|put|include|keep|make|take|add|choose|limit|combine)",
    after="",
)
#: The answer that makes it so.
AGREES = _any(
    r"(?:oui|ok|okay|d['’]accord|très bien|ça marche|bonne idée|parfait|adopté|entendu|exactement|ça me va|pas d['’]objection)",
    r"(?:yes|yeah|yep|ok|okay|sure|agreed|good|great|fine|perfect|exactly|definitely|absolutely|sounds good|all ?right|I agree)",
    before=r"^\W{0,5}",
    after=r"(?!,? (?:but|mais|if|si|no|non))\b",
)
#: What was decided before, or is not decided yet.
NOT_DECIDED = _any(
    r"dernière (?:fois|réunion|séance)",
    r"(?:an|année) (?:dernière?|passée?)",
    r"pas encore (?:décidé|validé|tranché)",
    r"(?<!et )si (?:on|nous)",
    r"à (?:décider|valider)",
    r"avai(?:t|ent|ons) (?:décidé|validé|voté)",
    r"last (?:time|meeting|week|year)",
    r"(?:if|when|whether) we",
    r"(?:not|n['’]t) (?:yet )?(?:been |really )?(?:decided?|agreed)",
    r"to be decided",
    r"had (?:decided|agreed)",
    r"(?:have|need) to decide",
    r"before we decide",
    r"qui va être|qui sera",
    r"vais vous (?:proposer|demander)",
)

DISAGREEMENT = _any(
    r"(?<!vous n['’]êtes )(?:pas|plus) (?:du tout |vraiment |tout à fait )?(?:d['’]accord|convaincue?|favorable)",
    r"je (?:suis|serais|reste|vote|voterai) (?:plutôt |vraiment )?contre",
    r"(?:je|nous) (?:m['’]|nous )?oppos(?:e|ons)",
    r"je m['’](?:abstiens|abstiendrai)",
    r"en désaccord",
    r"je conteste",
    r"j['’]ai (?:des|une|quelques) réserves?",
    r"je refuse",
    r"je m['’]inscris en faux",
    r"(?:votent|voterons|votera|votons) contre",
    r"c['’]est inacceptable",
    r"I (?:really |totally |strongly |completely )?disagree",
    r"I (?:don['’]t|do not|can['’]t|cannot) (?:really |quite )?(?:agree|accept|support)",
    r"I (?:object|oppose)",
    r"I(?:['’]m| am) (?:not (?:convinced|happy with|in favou?r|comfortable with)|against|opposed)",
    r"(?:vote|voting) against",
    r"not sure (?:that['’]s|that is|it['’]s) a good idea",
)

NEXT_MEETING = _any(
    r"prochaine? (?:r[eé]union|s[eé]ance|rencontre|rendez-vous|comit[eé]|conseil|codir|assembl[eé]e"
    r"|point d['’][eé]tape|visio)",
    r"on se (?:revoit|retrouve|r[eé]unit|retrouvera|reverra)",
    r"nous nous (?:reverrons|retrouverons|retrouvons|r[eé]unirons|revoyons)",
    r"next (?:meeting|session|committee|board)",
    r"(?:we|we['’]ll|let['’]s|shall we) (?:all )?(?:meet|reconvene|get together) (?:again|next|on|at|in)",
    r"meet(?:ing)? again",
    r"see you (?:all )?(?:on|next|at|again|in)",
    r"reconvene",
)
#: Before the next meeting: the day is that of the next meeting.
BY_NEXT_MEETING = _any(
    r"(?:avant|pour|d['’]ici|à|lors de) (?:la |le |notre )?prochaine? (?:r[eé]union|s[eé]ance|fois"
    r"|comit[eé]|codir|conseil)",
    r"(?:by|before|for|at|until) (?:the |our )?next (?:meeting|time|session)",
)

#: Somebody undertakes something: the owner is who speaks.
PROMISE = _any(
    rf"je (?:vais|dois) {_PRONOUN}{_FR}(?:{DEEDS_FR})",
    rf"je {_PRONOUN}(?:{DEEDS_FR})",
    rf"j['’](?:en |y )?(?:{DEEDS_FR})",
    rf"il faut que je {_PRONOUN}\w{{3,20}}",
    r"j(?:e m)?['’](?:m['’])?en (?:charge|occupe|chargerai|occuperai)",
    r"je m['’](?:occupe|engage)",
    r"je (?:me charge|prends (?:ça|le point|l['’]action))",
    r"c['’]est moi qui (?:m['’]en|le|la|les)",
    rf"{_I_WILL} {_EN}(?:{DEEDS_EN})",
    rf"I can {_EN}(?:send|write|ask|call|check|prepare|draft|circulate|look into|take care)",
    r"(?:I['’]ll|let me) (?:do (?:that|it)|take (?:that|this|it|care)|handle|see to)",
    r"leave (?:it|that) (?:to|with) me",
)
#: Somebody is asked to their face: the owner is who is addressed.
REQUEST = _any(
    rf"(?:tu|vous) (?:peux|pouvez|pourrais|pourriez|dois|devez|vas|allez|pourras"
    rf"|pourrez) {_PRONOUN}{_FR}(?:{DEEDS_FR})",
    rf"tu {_PRONOUN}(?:{DEEDS_FR})",
    # Only « vous envoyez » is said to somebody: « je vous envoie » is not.
    rf"vous {_PRONOUN}(?=\w{{2,20}}ez\b|faites\b|refaites\b)(?:{DEEDS_FR})",
    rf"(?:peux-tu|pouvez-vous|pourrais-tu|pourriez-vous) {_PRONOUN}{_FR}(?:{DEEDS_FR})",
    r"(?:tu t|vous v?ous )['’]?en (?:occup|charg)\w{1,4}",
    r"tu te débrouilles",
    rf"je (?:te|vous) (?:demande|laisse|charge|confie) (?:\w{{1,12}} )?(?:de |d['’])?(?:{DEEDS_FR})",
    rf"(?:can|could|will|would) you {_EN}(?:{DEEDS_EN})",
    rf"{_YOU_WILL} {_EN}(?:{DEEDS_EN})",
    rf"please {_EN}(?:{DEEDS_EN})",
    r"I(?:['’]d| would) like you to",
    r"I(?:['’]ll| will)? (?:want|need|ask) you to",
    r"your (?:task|job|action) (?:is|will be|for)",
    r"you(?:['’]ll| will) be (?:working|doing|looking)",
    r"you will work",
)
#: What makes a request one even where nobody is named and nobody answers.
PRESSING = _any(
    r"please",
    r"merci de",
    r"(?:can|could|will|would) you",
    r"(?:want|need|like|ask) you to",
    r"you will (?:be|work)",
    r"your (?:task|job|action)",
    r"(?:peux-tu|pouvez-vous|pourrais-tu|pourriez-vous)",
    r"(?:tu|vous) (?:dois|devez|devras|devrez)",
    r"je (?:te|vous) (?:demande|charge|confie)",
)
#: Somebody is named who is to do it: « Paul va envoyer », “Mary will call”. The first group is the name.
NAMED = expression(
    r"(?:^|(?<=[\s,;:]))((?:M\. |Mme |Mr\.? |Mrs\.? |Ms\.? )?[A-ZÀ-Ý][\w’'-]{1,25}(?: [A-ZÀ-Ý][\w’'-]{1,25})?),? "
    r"(?:et moi |and I |il |elle |tu |you )?(?:"
    rf"(?:va|doit|devra|pourrait|pourra|vas|dois) {_PRONOUN}{_FR}(?:{DEEDS_FR})"
    rf"|(?:(?:nous|vous|me|lui|leur|le|la|les) )(?:{DEEDS_FR})"
    rf"|(?P<bare>{DEEDS_FR})"
    r"|(?:se charge|s['’]occupe|s['’]en (?:charge|occupe)|t['’]en (?:charges|occupes)|est chargée?"
    r"|prend en charge|prend le point)"
    rf"|(?:will|is going to|is gonna|should|needs to|has to|must|is to|to) {_EN}(?:{DEEDS_EN})"
    r"|(?:takes|will take|handles|is taking) (?:care|that|this|it))\b"
)
#: All of them, or nobody in particular.
WE_DO = _any(
    rf"(?:il faut|il faudra|il faudrait|il reste à|on doit|nous devons|on va|nous allons"
    rf"|on devra) (?:donc |aussi )?{_FR}(?:{DEEDS_FR})",
    rf"(?:on|nous) {_PRONOUN}(?:enverr\w{{1,4}}|envoie|envoyons|relance|recontacte|contacte|demande)",
    rf"quelqu['’]un (?:doit|devrait|peut|pourrait|va) {_PRONOUN}{_FR}(?:{DEEDS_FR})",
    rf"(?:we|somebody|someone)(?:['’]ll| will| need to| needs to| have to| has to| must|['’]ve got to"
    rf"| should) {_EN}(?:{DEEDS_EN})",
)
NOBODY = _any(
    r"quelqu['’]un (?:doit|devrait)",
    r"(?:somebody|someone) (?:should|must|has to|needs to)",
    r"(?:action|to ?do) ?(?:item|point)? ?:",
)
#: Any deed at all: with a day by which, it is undertaken.
ANY_DEED = expression(
    r"\b(?P<i>(?:je|j['’]) ?(?!\w{2,15}rais\b|suis|étais|ai\b|pense|crois|sais|vois|dis|parle|peux|voudrais|préfère|vote"
    r"|propose|rappelle|remercie|trouve|veux|espère|m['’]appelle)"
    r"|I['’]ll |I will |I['’]m going to )\w|\b(?P<you>(?:tu|vous) (?!as|es\b|êtes|avez|sais|savez|vois"
    r"|voyez|dis|dites|veux|voulez|penses|pensez|aviez|étiez)"
    r"|(?:can|could) you |you(?:['’]ll| will| should) )\w",
    re.IGNORECASE,
)
#: What takes it back: a past deed, an idea, a condition, something done in the meeting itself.
NOT_TO_DO = _any(
    r"(?:je vais|on va|nous allons) (?:(?:vous|te|le|la|les|juste|donc|maintenant"
    r"|simplement) ){0,3}(?:passer|dire|laisser|commencer|présenter|montrer"
    r"|rappeler|revenir sur|parler|donner la parole|répondre|essayer|expliquer|regarder ensemble"
    r"|faire un (?:tour|point)|terminer|finir|conclure|demander)",
    r"je (?:vous )?rappelle",
    r"je vous (?:informe|invite|signale|précise|indique|propose)",
    r"rappel(?:er|le) (?:que|à l['’]instant)",
    r"(?:vous|le) rappeler",
    r"quand (?:vous|tu|on|nous|je)",
    r"(?:pouvez-vous|peux-tu|pourriez-vous|pourrais-tu) (?:nous |me )?(?:rappeler|dire|préciser|expliquer|redire|répéter|donner)",
    r"partage (?:mon|l['’])\s?écran",
    r"je (?:demande|demanderai) (?:les|le) votes?",
    r"(?:je|vous) (?:peux|pouvez) (?:les |le )?(?:trouver|voir)",
    r"si (?:tu|vous|on|jamais|je|nous) (?:pou|vou|av|ét|dev|fais|fait|me)\w{0,6}",
    r"on pourrait",
    r"ce serait bien",
    r"si ça vous intéresse|si vous intéresse",
    r"I(?:['’]ve| have| had) (?:already )?(?:sent|prepared|called|checked|done|asked|written|made|put)",
    r"share my screen",
    r"(?:I|we)(?:['’]ll| will| can|['’]m going to|['’]m gonna) (?:just |now |quickly |first )?(?:present"
    r"|bring (?:it|up|the)|put (?:it|that|this|them|the)|try|share my"
    r"|make (?:a|an|the) (?:point|remark)|ask (?:you )?(?:a|this|about|if|whether)|do (?:it|that"
    r"|this) (?:now|here|first|again)|get (?:a|an|the|some|back to (?:that|this|it)))",
    r"(?:would|could|might) have",
    r"used to",
    r"if (?:you|we|I|they|someone|somebody|anything)",
    r"as (?:I|you) (?:said|can see)",
    r"so (?:that )?you can",
    r"what you could do",
    r"(?:can|could) you (?:see|hear|tell me|repeat|say|explain|go|do (?:it|that|the)|make (?:it|a|the))",
    r"why would",
    r"how (?:do|will|would|can) (?:you|we|I)",
    r"you (?:can|could) (?:see|just|always|also|then|do|make|get|put|try|look|find|use|buy)",
    r"you (?:have to|need to|should) (?:do|get|put|look|make|try|check|find|bring)",
    r"let (?:me|you) (?:know|see|just)",
    r"do you (?:want|think)",
    r"shall (?:we|I)",
    r"should (?:we|I)",
    r"when (?:you|I|people|they)",
)
#: The answer of somebody who takes it on.
ACCEPTS = _any(
    "oui",
    "ok",
    "okay",
    "d['’]accord",
    "entendu",
    "bien sûr",
    "ça marche",
    "pas de (?:souci|problème)",
    "très bien",
    "c['’]est noté",
    "je m['’]en (?:charge|occupe)",
    "volontiers",
    "yes",
    "yeah",
    "yep",
    "sure",
    "of course",
    "will do",
    "no problem",
    "I(?:['’]ll| will| can)",
    "fine",
    "all ?right",
    "absolutely",
    "certainly",
    "consider it done",
    before=r"^\W{0,5}",
)
#: The words that only point at what was said before.
POINTS_BACK = _any(
    r"[mst]['’]en (?:charges?|occupes?|chargerai|occuperai)",
    r"(?:do|take|handle) (?:that|it|this)",
    r"see to (?:that|it)",
    r"on fait comme [cç]a",
    r"on part (?:là-dessus|sur ça)",
    r"c['’]est (?:décidé|validé|acté|adopté)",
    r"tout le monde est d['’]accord",
    r"(?:adopté|validé|approuvé)e?s?",
    r"^(?:agreed|carried|approved)",
    r"[aà] l['’]unanimité",
    r"leave (?:it|that) (?:to|with) me",
    r"(?:that['’]s|it['’]s) (?:agreed|decided|settled)",
    r"je (?:leur |lui )?(?:le|la|les|l['’])\b",
    r"I['’]ll send (?:it|them)",
)
