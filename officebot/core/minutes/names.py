"""Facts about how people are called: first names of France and Britain, short forms, titles, offices that are held."""

from __future__ import annotations


def each(words: str) -> frozenset[str]:
    """The words of a text, as a set to look them up in."""
    return frozenset(words.split())


#: First names that stand for a person where a note capitalises them. Those that are usual words are left out.
FIRST_NAMES = each(
    "adam amel fred freddy nell nelly adele adrien agathe agnes aisha alain alan albert alex alexandra "
    "alexandre alexis alice aline alison "
    "amandine amelie amina amir amy ana anais andre andrea andrew angela angelique anita ann anna anne annie anthony "
    "antoine ariane arnaud arthur audrey aurelie aurelien axel baptiste barbara beatrice ben benedicte benjamin "
    "benoit bernard beth bob brian brigitte bruno camille carine carl carla carol caroline catherine cathy cecile "
    "cedric celia celine chantal charlie charlotte chloe chris christel christelle christian christine christophe "
    "clara clare claude clement colette colin corinne cyril damien dan daniel danielle dave david deborah delphine "
    "denis derek diane didier dominic dominique dorothee ed eddie edith edward eleanor elena eliane elisabeth elise "
    "elizabeth ella elodie eloise elsa emilie emily emma emmanuel emmanuelle eric erwan estelle esther etienne eva "
    "eve evelyne fabien fabienne fabrice fanny farid fatima fatou felix fiona florence florent florian franck "
    "francois francoise frederic frederique gabriel gael gaelle gareth gary genevieve geoffroy george georges gerald "
    "gerard ghislaine gilbert gilles gina giles graham greg gregoire gregory guillaume gus guy hakim hamid hannah "
    "harry hassan helen helene henri henry herve hubert hugo hugues ian ibrahim ines irene isabelle jack jacqueline "
    "jacques jake james jamie jan jane janet jason jean jeanne jeff jennifer jenny jeremie jeremy jerome jess jessica "
    "jim jo joan joanna joanne joe joel joelle john jonathan joseph josephine josh josiane judith jules julia julie "
    "julien juliette justine kader kamel karen karim karine kate katherine kathy katia kavita keith kelly ken kenji "
    "kevin khadija kim kirsty laetitia laura laure laurence laurent lea leila lena leo leon leonie leslie liam lina "
    "linda lionel lisa lise liz lola lorraine louis louise luc lucas lucie lucy ludovic lydia lydie lynn madeleine "
    "magali maggie malik marc marcel margaret margaux maria marianne marie marina marion marius marjorie martial "
    "martin martine mary mathias mathieu mathilde matt matthew matthieu maud maurice max maxime mehdi melanie melissa "
    "michael michel michele michelle mickael miguel mike milan mohamed mohammed monica monique morgan morgane mourad "
    "muriel myriam nabil nadege nadia nadine nancy naomi natacha natalie nathalie nathan neil nicholas nick nicola "
    "nicolas nicole nigel nina noah noemie nora oceane odile olga oliver olivia olivier omar oscar pam pamela "
    "pascal pascale pat patrice patricia patrick paul paula pauline pedro peggy peter phil philip philippe pierre "
    "pierrick priya quentin rachel rachid raj ralph raphael raymond rebecca regine regis remi remy renaud rene renee "
    "richard rita rob robert robin rodolphe roger roland romain rosalie ross roy ruth ryan sabine sabrina sacha said "
    "sally salma sam samia samir samuel sandra sandrine sanjay sara sarah sebastien serge severine sharon sheila sid "
    "simon simone sofia solange soline sonia sophie stan stephane stephanie stephen steve steven stewart stuart sue "
    "susan suzanne sylvain sylvie tanguy tania ted teresa tess theo theodore theresa thibault thierry thomas tim tina "
    "toby tom tony tracy trevor valentin valentine valerie vanessa vera veronique vicky victor victoria vincent "
    "virginie wendy william xavier yacine yann yannick yasmine yohan yolande youssef yuki yves yvette yvonne zoe"
)

#: How a first name is shortened where the short form does not begin it.
SHORT_FORMS = {
    "bob": "robert", "bill": "william", "becky": "rebecca", "liz": "elizabeth", "beth": "elizabeth", "betty": "elizabeth",
    "mike": "michael", "mick": "michael", "jim": "james", "jack": "john", "tony": "anthony", "steve": "stephen",
    "meg": "margaret", "peggy": "margaret", "maggie": "margaret", "kate": "catherine", "katie": "katherine", "harry": "henry",
    "dick": "richard", "rick": "richard", "ted": "edward", "ned": "edward", "sally": "sarah", "molly": "mary",
    "polly": "mary", "nancy": "ann", "sandy": "alexander", "manu": "emmanuel", "babette": "elisabeth", "nico": "nicolas",
    "mimi": "michele", "gégé": "gerard", "fanfan": "francoise", "jojo": "joel", "seb": "sebastien", "ben": "benoit",
    "dom": "dominique", "caro": "caroline", "vero": "veronique", "isa": "isabelle", "chris": "christophe",
}  # fmt: skip

#: Titles before a name, without accents and dots.
TITLES = each(
    "m mr mme mmes mlle mrs ms miss dr pr prof me maitre monsieur madame mademoiselle docteur professeur sir"
)

#: Offices that somebody holds, by which a note may name its owner: « le trésorier », "the caretaker".
OFFICES = each(
    "partners trustees members governors volunteers teachers managers directors heads reps committee board "
    "agents auditors staff "
    "adherents membres enseignants benevoles chefs delegues associes equipes parents "
    "president presidente tresorier tresoriere secretaire directeur directrice intendant intendante gardien gardienne "
    "concierge comptable syndic architecte gerant gerante maire adjoint adjointe proviseur principal principale "
    "infirmier infirmiere pharmacien pharmacienne responsable chef stagiaire technicien technicienne informaticien "
    "informaticienne prestataire fournisseur electricien plombier menuisier paysagiste notaire avocat avocate "
    "assistant assistante coordinateur coordinatrice animateur animatrice juriste magasinier magasiniere economiste "
    "acheteur acheteuse dsi drh daf dg dgs dga rh compta secretariat direction accueil logistique maintenance "
    "informatique chair chairman chairwoman chairperson treasurer secretary caretaker headteacher head bursar "
    "accountant manager director clerk architect solicitor landlord supplier contractor electrician plumber "
    "administrator warden vicar captain coach trainer receptionist registrar auditor editor webmaster librarian nurse "
    "pharmacist principal foreman surveyor hr finance facilities reception marketing sales legal"
)

#: Everybody who was there.
EVERYBODY = (
    "tous|toutes|tous les deux|tout le monde|tlm|chacun|chacune|tous et toutes|toute l'equipe|l'equipe|tous les "
    "membres|chaque membre|"
    "everyone|everybody|all of us|all staff|all members|all hands|each of us|the whole team|whole team|the "
    "team|all trustees|"
    r"all(?=\s(?:to|must|will|should|please|pls|read|bring|send|need)\b|\s?[:,.)>\]-]|\s?$)"
)
