"""Facts about how people are called: first names of France and Britain, short forms, titles, offices that are held."""

from __future__ import annotations


def each(words: str) -> frozenset[str]:
    """The words of a text, as a set to look them up in."""
    return frozenset(words.split())


#: First names that stand for a person where a note capitalises them. Those that are usual words are left out.
FIRST_NAMES = each(
    "abdoulaye abdul adam adama adele aditya adrien agathe agnes aicha aidan ailsa aino aisha akira alain alan "
    "alasdair alba albert alejandro alessandro alex alexandra alexandre alexis alfie ali alice aline alison "
    "alistair alma alyssa amadou amanda amandine amber ambroise amel amelia amelie amina amine amir amy ana anais "
    "andre andrea andreas andrei andrew andy angela angelique angus anil anissa anita ann anna anne annie anouk "
    "anselme anthony antoine antonio anya aoife apolline archie ariane arjun arnaud arnold arthur arun asha "
    "ashley audrey aurelie aurelien aurore austin axel ayesha aymar aymeric baptiste barbara barry bashir basile "
    "bastien beatrice becky bella ben benedicte benjamin benny benoit bernadette bernard beth bev beverley bilal "
    "billy blandine bob boris boubacar brad brandon brenda brendan brian bridget brigitte brooke bruna bruno "
    "bryan bryony callum calum cameron camilla camille capucine carine carl carla carlos carmen carol caroline "
    "caspar cassie cathal catherine cathy cecile cedric celeste celestin celia celine cerys chad chantal "
    "chantelle charles charlie charlotte chen cheryl chidi chioma chloe chris christa christel christelle "
    "christian christine christophe ciaran cindy clara clare claude clemence clement clementine cleo clive "
    "clotilde colette colin connor conor coralie corinne cormac cosmo craig curtis cyril cyrille dafydd damian "
    "damien dan daniel danielle daphne daria darius darren dave david davide deb debbie deborah declan dee deepak "
    "deirdre delphine denis denise dennis derek desmond diana diane didier diego dimitri dinesh dirk djamila "
    "dmitri dominic dominique domitille donna doreen dorian doris dorothee doug dougal douglas duncan dylan eamon "
    "ebba ed eddie edgar edith edna edward edwin effie eglantine eileen elaine eleanor elena eliane elias elif "
    "elisabeth elise elizabeth ella ellen ellie elliot elliott elodie eloi eloise elsa elsie emeline emile emilie "
    "emily emma emmanuel emmanuelle emre enora enzo eric erica erik ernest erwan esme estelle esther ethan "
    "etienne euan eugene eva evan eve evelyne ewan fabien fabienne fabrice faiza fanny farid farida fatima fatou "
    "faz felix fergal fergus fernando fiona firmin fleur florence florent florian franck francois francoise "
    "fraser fred freddy frederic frederique freya gabriel gael gaelle garance gareth gary gaston gavin gemma "
    "genevieve geoff geoffrey geoffroy george georges gerald gerard gerry ghislain ghislaine gilbert giles gilles "
    "gillian gina giovanni giulia glenn glyn gordon goulven graham grainne greg gregoire gregory greta gretchen "
    "guillaume gus guy gwen gwenael gwenaelle haim hakim hamid hamish hank hanna hannah hans hari harriet harry "
    "hassan hattie hayley heather hector hedi helen helena helene helga henri henry herve hicham hilary hilda "
    "hippolyte holly hortense howard hubert hugo hugues ian ibrahim ida idriss ilse imran ines inga ingrid ioana "
    "iona irene isaac isabelle isla ismael ismail ivan ivor jacek jack jacob jacqueline jacques jade jaime jake "
    "james jamie jan jane janet janice janine jarek jasmin jasmine jason javier jaz jean jeanne jed jeff jeffrey "
    "jemma jenna jennie jennifer jenny jeremie jeremy jeroen jerome jess jessica jill jim jo joachim joan joanna "
    "joanne joao jodie joe joel joelle johan john jonathan jordan jorge jose joseph josephine josh josiane joyce "
    "juan judith jules julia julie julien juliet juliette justine kader kamal kamel karen karim karine kasia kat "
    "katarina kate katherine kathy katia katja katya kavita kayla keiko keira keith kelly ken kenji kenza kerry "
    "kevin khadija kheira kieran kim kirsten kirsty kofi krystyna kurt kwame kyle lachlan laetitia lamia lars "
    "latifa laura laure laurel lauren laurence laurent lea leanne leigh leila lena lenny leo leon leonie leopold "
    "leopoldine leroy lesley leslie lewis liam lilou lina linda lionel lisa lise liz loic lois lola lorenzo lorna "
    "lorraine louis louisa louise luc luca lucas lucia lucie lucy ludivine ludovic luigi luis lukas luke lydia "
    "lydie lynda lynn lynne madeleine mads maelle maeva maeve magali magda maggie mahmoud maia maisie malcolm "
    "malik malika mandy manon manu manuel marc marcel marco marcus marek margaret margaux margot maria mariam "
    "marianne marie marina mario marion marisa marius marjolaine marjorie marlene marta martha martial martin "
    "martine marvin mary mateo mateusz mathias mathieu mathilde matt matthew matthieu maud maude maureen maurice "
    "mauro max maxime maya meera megan mehdi mehmet melanie melchior melissa melvin mercedes mia michael michel "
    "michele michelle mick mickael miguel mike milan mireille miriam mohamed mohammed moira molly monica monique "
    "morag morgan morgane morwenna mounir mourad moussa muriel mustafa myra myriam nabil nadege nadia nadim "
    "nadine nancy naomi nasser natacha natalie natasha nathalie nathan nawel ned neha neil nell nelly nessa "
    "neville niall nicholas nick nicky nico nicola nicolas nicole niels nigel nigella nikhil nils nina noah noe "
    "noemie nolwenn nora noreen norma norman nuala oceane octave odile olaf oleg olga oliver olivia olivier olu "
    "omar omer orla oscar otis otto owen pablo paddy padraig paige pam pamela paolo parveen pascal pascale "
    "pascaline pat patrice patricia patricio patrick patti paul paula paulette pauline paulo pavel pedro peggy "
    "penelope penny peter petr petra phil philibert philip philippe philippine phoebe phyllis pia pierre pierrick "
    "piotr pooja prakash preeti priya priyanka quentin rachel rachid rafael raheem raj rajesh ralph ramon ramona "
    "rana rania raphael raphaelle rashid ravi raymond rebecca regine regis remi remy renaud rene renee rhiannon "
    "rhona rhys ricardo richard richie rick ricky rita rob robbie robert roberto robin roderick rodolphe rodrigo "
    "roger roisin roland romain ronald ronan ronnie rosa rosalie rosalind rosie ross rowan roxane roy ruben "
    "rupert russell ruth ryan sabine sabrina sacha sadia saeed said salim salima sally salma sam samantha samia "
    "samir samuel sandra sandrine sandy sanjay sanjeev santiago saoirse sara sarah scott seamus sean seb "
    "sebastien selin selma serena serge sergio servane seth severine shane shannon sharon shaun shauna sheila "
    "sian sid sigrid silvia simon simona simone sinead siobhan sixtine sofia sofiane sofie solange solene solenn "
    "soline sonia sophie soraya souad spencer stacey stan stefan stella stephane stephanie stephen steve steven "
    "stewart stuart sue sunil susan susannah suzanne sven svetlana sylvain sylvester sylvie tamara tamsin tanguy "
    "tania tanya tara tarik tariq tatiana ted terence teresa terry tess thea thelma theo theodore theresa "
    "thibault thierry thomas thomasina tiago tibo tilly tim timothy tina tiphaine titouan tobias toby todd tom "
    "toni tonio tony tonya tracy trevor tricia trish tristan trudy tugdual tunde ulrich una usha uwe valentin "
    "valentine valerie valerio vanessa vaughan venetia vera vernon veronique vicky victoire victor victoria vijay "
    "vikki vikram vincent virginie viviane walid wanda warren wayne wei wen wendy wes whitney wilfred william "
    "wilma winifred winston wojtek xavi xavier yacine yael yana yann yannick yara yasmin yasmina yasmine yassine "
    "yoann yohan yolande younes youssef yuki yuri yusuf yvan yves yvette yvonne zac zach zahra zak zara zelda "
    "zeynep zoe zoltan"
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
    "m mr mme mmes mlle mrs ms miss dr pr prof me maitre monsieur madame mademoiselle docteur professeur sir "
    "cllr councillor rev reverend fr father maj major capt captain col colonel lt sgt lord lady dame hon rabbi abbe pere"
)

#: Offices that somebody holds, by which a note may name its owner: « le trésorier », "the caretaker".
OFFICES = each(
    "partners trustees members governors volunteers teachers managers directors heads reps committee board "
    "agents auditors staff "
    "patron patronne boss redacteur redactrice rapporteur office "
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

#: The days of the week, parted as an expression wants them; French ones without accents.
DAYS_OF_WEEK = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)

#: Everybody who was there.
EVERYBODY = (
    "tous|toutes|tous les deux|tout le monde|tlm|chacun|chacune|tous et toutes|toute l'equipe|l'equipe|tous les "
    "membres|chaque membre|"
    "everyone|everybody|all of us|all staff|all members|all hands|each of us|the whole team|whole team|the "
    "team|all trustees|"
    r"all(?=\s(?:to|must|will|should|please|pls|read|bring|send|need)\b|\s?[:,.)>\]-]|\s?$)"
)
