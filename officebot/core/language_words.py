"""The little words of the languages that reach an office: those that hardly a sentence does without."""

from __future__ import annotations

from collections.abc import Mapping

#: French and English first; the others only so that they are not taken for them. All in Latin-1, lower case.
LITTLE_WORDS: Mapping[str, str] = {
    "fr": "le la les un une des du de au aux et est sont était étaient sera seront ont avons avez avait ai as a été être avoir"
    " je tu il elle nous vous ils elles on me te se lui leur leurs mon ma mes ton ta tes son sa ses notre nos votre vos"
    " ce cet cette ces qui que quoi dont où quand comment pourquoi combien quel quelle quels quelles ne pas plus jamais"
    " rien aucun aucune dans sur sous avec sans pour par chez vers depuis pendant avant après entre jusqu contre"
    " mais ou donc car si comme aussi très bien tout tous toute toutes même mêmes autre autres encore déjà toujours"
    " peut peux pouvez pouvons pourriez pourrais peuvent dois doit devons devez faut fait faire faites vais va allons"
    " suis sommes êtes serait soit ici là voici voilà cela ça celui celle ceux lors ainsi alors afin dès ci ni en y"
    " à merci bonjour bonsoir cordialement madame monsieur svp oui non qu j",
    "en": "the a an of and is are was were be been being am has have had do does did will would shall should can could may might"
    " must i you he she it we they me him her us them my your his its our their this that these those who whom which"
    " what when where why how there here not no never nothing in on at by for with from to into onto upon about over"
    " under after before between through during without within until since than then so but or if because although"
    " while as also very just only even still already yet all any each every some such more most other another both"
    " please thanks thank dear hi hello regards yes let us get got going want need know make made sure get sent"
    " ll ve don doesn didn isn aren won wouldn couldn i'm re",
    "de": "der die das den dem des ein eine einen einem einer und ist sind war waren sein wird werden wurde wurden haben hat"
    " hatte ich du er sie es wir ihr mich mir dich dir uns euch ihnen ihre ihren nicht kein keine auf aus bei mit nach"
    " von vor zu zum zur für über unter durch gegen ohne um wenn dass daß weil oder aber auch noch schon nur sehr kann"
    " können muss müssen soll bitte danke sich wie was wo im am als an bis diese dieser dieses alle mehr nein ja",
    "es": "el la los las un una unos unas del al y e es son era fue ser estar está están ha han hay yo tú él ella nosotros"
    " ellos usted ustedes me te se nos le les lo su sus mi mis que qué quien cuando donde como cómo por para con sin"
    " sobre desde hasta entre pero si no más muy también ya este esta estos estas ese esa eso aquí todo todos puede"
    " pueden debe hacer gracias hola buenos días porque cada otro otra antes después o de en a",
    "it": "il lo la i gli le un uno una di del dello della dei degli delle al allo alla ai alle dal dalla nel nella sul sulla"
    " e ed è sono era essere stato ha hanno ho abbiamo io tu lui lei noi voi loro mi ti si ci vi che chi cui quando"
    " dove come perché per con senza su tra fra ma se non più anche già questo questa questi queste quello tutti tutto"
    " può possono deve fare grazie buongiorno molto ogni altro altra prima dopo o a da in nell dell sull all dall viene suo sua"
    " propri solo file",
    "pt": "o a os as um uma uns umas do da dos das no na nos nas ao aos à às pelo pela e é são era foi ser estar está estão"
    " há tem têm eu tu ele ela nós eles elas você vocês me te se lhe seu sua seus suas meu minha que quem quando onde"
    " como por para com sem sobre desde até entre mas ou não mais muito também já este esta isto esse essa isso aqui"
    " todo todos pode podem deve fazer obrigado obrigada olá bom dia porque cada outro outra antes depois de em",
    "nl": "de het een en is zijn was waren wordt worden werd heeft hebben had ik jij je u hij zij ze wij we jullie mij me hem"
    " haar ons hun mijn jouw uw onze dit dat deze die wie wat waar wanneer hoe waarom niet geen in op aan bij met naar"
    " van voor door over onder tegen zonder om als dan maar of want ook nog al alleen zeer kan kunnen moet moeten zal"
    " zullen graag bedankt te tot uit er zo meer alle ander andere nee ja",
    "nordic": "og och er är var at att det den de en et ett jeg jag du han hun hon vi dere ni mig meg dig deg sig seg oss vår min"
    " din sin ikke inte kan skal ska vil vill har hade hadde med til till fra från på av af om for för som men eller"
    " også också når när hvor var hva vad her här der där denne denna dette detta alle alla mer mere tak takk tack hei hej"
    " bli blir være vara ja nei nej må måste",
    "west slavic": "w z na i nie jest to do od po za przez dla jak co czy ale lub albo oraz tak ze przed pod nad jego jej ich"
    " si jsem jsme jste byl bylo ve se pro ale nebo tak aby kdy kde ten ta tento tato tohle dzie bardzo prosz pana",
}
#: Frequent words of French and English that short sentences may consist of.
SOME_WORDS: Mapping[str, str] = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre"
    " octobre novembre décembre aujourd hui demain hier matin soir midi minuit heure heures jour jours semaine semaines"
    " mois année années an ans prochain prochaine dernier dernière premier première deux trois quatre cinq sept huit neuf"
    " dix onze douze vingt trente cent mille environ puis fois rendez réunion devis facture commande livraison"
    " salut suite objet pièce jointe joint ci veuillez confirmer envoyer envoyez rappeler rappelez urgent besoin prix"
    " maintenant bientôt euros degrés quart demi demie après aprem weekend congé samedi printemps été automne hiver"
    " moins tard tôt toute début fin milieu durant quelques plusieurs deuxième troisième quatrième vrai faux ouais"
    " heureux joyeux entre lendemain veille quinzaine vingtaine dizaine douzaine millions milliards ème mètres litres",
    "en": "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september"
    " october november december today tomorrow yesterday morning afternoon evening night noon midnight hour hours day"
    " days week weeks month months year years next last first second third two three four five six seven eight nine ten"
    " eleven twelve twenty thirty hundred thousand ago back leave left happened book schedule meeting order invoice"
    " quote delivery attached attachment confirm send call asap now later soon time clock pm weekend spring summer"
    " fall winter about around early late mid end beginning past few couple half quarter true false million billion"
    " dollars percent degrees minutes seconds minute tonight daily weekly monthly yearly fourth fifth sixth same good"
    " ok yeah yep nope remind show find look cancel move free busy anytime sometime previous upcoming coming create"
    " appointment email address form open close sold paid down up weight number page file list work works line team client"
    " customer price paper order contract office people company report update",
}
