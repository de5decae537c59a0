"""Which date of a mail is its deadline, in the office's sense, and what the other dates are there for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from officebot.core.dates import Match, deadline_of, find_dates
from officebot.core.worktime import WorkingTime

PARIS = ZoneInfo("Europe/Paris")
OFFICE = WorkingTime()
#: A Monday morning.
AT = datetime(2026, 11, 23, 9, 0, tzinfo=PARIS)


def deadline(text: str, language: str = "fr", at: datetime = AT) -> str | None:
    """The deadline of a text in the office's sense: a day, or a local time to the minute."""
    found = deadline_of(text, find_dates(text, at, language, working=OFFICE), at)
    return told(found)


def told(found: Match | None) -> str | None:
    if found is None or found.latest is None:
        return None
    return found.latest.isoformat()[:16]


FRENCH = {
    "Merci de nous répondre avant vendredi.": "2026-11-27",
    "Il me faut le devis pour mercredi 9, même incomplet.": "2026-12-09",
    "Réponse attendue pour le 4 décembre.": "2026-12-04",
    "À rendre au plus tard le 30 novembre à 17h.": "2026-11-30T17:00",
    "Merci de valider avant midi.": "2026-11-23T12:00",
    "Votre accord sous 48 h, s'il vous plaît.": "2026-11-25",
    "Vous disposez de dix jours ouvrés pour compléter le dossier.": "2026-12-07",
    "Merci d'envoyer la liste d'ici la fin de la semaine.": "2026-11-27",
    "Le contrat doit être signé fin novembre au plus tard.": "2026-11-30",
    "Réponse souhaitée sous huitaine.": "2026-11-30",
    "Pouvez-vous me rappeler dans la journée ?": "2026-11-23T18:00",
    "Date limite : 15/12/2026.": "2026-12-15",
    "Vendredi 27 novembre, dernier délai.": "2026-11-27",
    "Il nous faut les chiffres d'ici demain soir.": "2026-11-24T18:00",
    "Merci de confirmer pour mardi en huit.": "2026-12-01",
    "Je vous laisse jusqu'à vendredi 4, midi.": "2026-12-04T12:00",
    "Rendez-moi le rapport en fin de matinée au plus tard.": "2026-11-23T12:00",
    "Le vestiaire reste ouvert jusqu'à aujourd'hui 17 h, prenez vos bottes.": "2026-11-23T17:00",
    "Sans choix de votre part au 11 décembre, la formule de base s'appliquera.": "2026-12-11",
    "Il est indispensable que le bon signé par les deux associés (modèle ci-joint) nous parvienne mercredi.": "2026-11-25",
    "Le dernier ramassage se fera à 15 h.": "2026-11-23T15:00",
    "L'organisateur prend les fiches jusqu'à jeudi.": "2026-11-26",
    "Je vous garde la date pendant quatre jours.": "2026-11-27",
    "Rappelez le plombier avant que la brigade ne reparte jeudi à 19 h.": "2026-11-26T19:00",
    "Corrige le plan de table stp et renvoie l'invitation ce soir.": "2026-11-23T18:00",
    "Passez au guichet avant de quitter le bureau.": "2026-11-23T18:00",
    "Le fournil attend à la fermeture du bureau à 17 h.": "2026-11-23T17:00",
    "Le jury prend les dossiers jusqu'au tirage au sort, mercredi 25, 10 h.": "2026-11-25T10:00",
    "Complétez le formulaire en ligne entre le 30 novembre et le 4 décembre.": "2026-12-04",
    "Il faut appeler les 12 abonnés aujourd'hui.": "2026-11-23",
    "Vos mesures me manquent, mercredi dernier délai.": "2026-11-25",
    "L'adhésion au prélèvement demeure possible jusqu'au 30 novembre.": "2026-11-30",
    "Prochain terme exigible le 1er décembre, par prélèvement.": None,
    "Merci d'avoir attendu avec nous jusqu'à mardi.": None,
    "Vous avez sûrement mieux à faire en décembre.": None,
    "Le badge sera remis en main propre vendredi.": None,
    "Un retour du labo est probable sous dix jours.": None,
    "Je ne travaille plus avant jeudi.": None,
    "Pas de hâte, demain suffira.": "2026-11-24",
    "Le local garde les cartons pendant huit jours puis les jette.": None,
    "Nous préparons les étiquettes pour cette année.": None,
    "Je relirai le menu dans la semaine.": None,
    "Le chariot est bloqué depuis trois jours.": None,
    "Dans la limite des stocks de l'an dernier, l'offre est valable jusqu'au 4 décembre.": "2026-12-04",
    "Réunion jeudi 3 décembre à 14h.": None,
    "Suite à votre courrier du 14 septembre 2026, voici le devis.": None,
    "Je suis absent jusqu'au 4 décembre.": None,
    "L'assemblée se tiendra le 15 décembre ; inscrivez-vous avant le 4.": "2026-12-04",
    "La facture est échue depuis le 31 octobre 2026.": None,
    "Répondez avant jeudi, et envoyez le reste avant mercredi.": "2026-11-25",
    "Le magasin ferme ; elle quitte son bureau à 10h45.": "2026-11-23T10:45",
}  # fmt: skip
ENGLISH = {
    "Please reply by Thursday.": "2026-11-26",
    "Please send the figures by COB Thursday.": "2026-11-26T18:00",
    "We need your answer no later than 4 December.": "2026-12-04",
    "Could you let me know by the 3rd?": "2026-12-03",
    "Please confirm within ten working days.": "2026-12-07",
    "We would appreciate your offer by the end of next week.": "2026-12-04",
    "Please sign it before you leave, EOD at the latest.": "2026-11-23T18:00",
    "Deadline: Friday 5 pm.": "2026-11-27T17:00",
    "The report is due on 30 November.": "2026-11-30",
    "I need it by 6.": "2026-11-23T18:00",
    "They must have it by 17:30 today.": "2026-11-23T17:30",
    "Please answer by 5pm London time.": "2026-11-23T18:00",
    "The seats are held for you until 12:15.": "2026-11-23T12:15",
    "We need it by tomorrow noon.": "2026-11-24T12:00",
    "Tuesday at the latest, please.": "2026-11-24",
    "The meeting is on Thursday at 10.": None,
    "I am away until Friday.": None,
    "Thank you for your letter of 3 November 2026.": None,
    "The offer is due by the end of February.": "2027-02-28",
    "A line from you before the choir sets off at 6 am on Wednesday.": "2026-11-25T06:00",
    "Closing date is not Tuesday but Wednesday at noon.": "2026-11-25T12:00",
    "It would help if we could receive the sizes until this Thursday.": "2026-11-26",
    "The mill takes changes until Wednesday.": "2026-11-25",
    "The sooner the better, but tomorrow is fine.": "2026-11-24",
    "Please upload the plans by Friday week (4 December).": "2026-12-04",
    "Due to our Thursday audit the till is closed.": None,
    "Cut-off for the December issue is this Friday.": "2026-11-27",
    "Could you print labels for this year?": None,
    "Signs off before her leave and will resume on 7 December.": None,
    "I can hold the van for three working days.": "2026-11-26",
    "The old prices are valid until 18.12. for all stock.": "2026-12-18",
    "He will accept the form until 4.15 and not later.": "2026-11-23T16:15",
}  # fmt: skip


@pytest.mark.parametrize(("text", "want"), FRENCH.items())
def test_a_french_mail_has_the_deadline_that_its_words_ask_for(text: str, want: str | None) -> None:
    assert deadline(text) == want


@pytest.mark.parametrize(("text", "want"), ENGLISH.items())
def test_an_english_mail_has_the_deadline_that_its_words_ask_for(text: str, want: str | None) -> None:
    assert deadline(text, "en") == want


def test_working_days_skip_the_holidays_of_the_office() -> None:
    before_christmas = datetime(2026, 12, 23, 9, 0, tzinfo=PARIS)
    text = "Réponse sous 3 jours ouvrés."
    assert deadline(text, at=before_christmas) == "2026-12-29"
    plain = find_dates(text, before_christmas, "fr")
    assert plain[0].latest == date(2026, 12, 28)


def test_the_day_ends_when_the_office_closes() -> None:
    early = WorkingTime(hours={0: ((AT.replace(hour=8).time(), AT.replace(hour=16, minute=30).time()),)})
    found = find_dates("Merci de répondre avant la fin de journée.", AT, "fr", working=early)
    assert told(deadline_of("", found, AT)) == "2026-11-23T16:30"


def test_times_on_the_senders_clock_are_told_on_the_offices() -> None:
    text = "We vote at 4, so please send it before."
    found = find_dates(text, AT, "en", working=OFFICE)
    assert told(deadline_of(text, found, AT, sender=UTC)) == "2026-11-23T17:00"
    assert told(deadline_of(text, found, AT, sender=timezone(timedelta(hours=1)))) == "2026-11-23T16:00"
    yours = text.replace("at 4", "at 4 your time")
    assert told(deadline_of(yours, find_dates(yours, AT, "en", working=OFFICE), AT, sender=UTC)) == "2026-11-23T16:00"


def test_a_deadline_that_is_over_is_none() -> None:
    text = "Merci de répondre avant le 20/11/2026."
    assert deadline(text) is None
    assert find_dates(text, AT, "fr", working=OFFICE)[0].role == "past"
    assert deadline("Merci de répondre avant le 23/11/2026.") == "2026-11-23"


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Réunion jeudi 3 décembre à 14h.", ["event"]),
        ("Merci de répondre avant vendredi 17h, réunion lundi à 10h.", ["deadline", "event"]),
        ("Votre lettre du 3 novembre 2026 est bien arrivée.", ["past"]),
        ("Le catalogue 2027 compte trois ans de travail.", ["mention", "mention"]),
    ],
)
def test_each_date_says_what_it_is_there_for(text: str, roles: list[str]) -> None:
    assert [one.role for one in find_dates(text, AT, "fr", working=OFFICE)] == roles


def test_a_text_in_both_languages_is_read_in_both() -> None:
    text = "Merci de répondre avant vendredi. Please reply by Friday."
    assert [one.text for one in find_dates(text, AT, "mixed", working=OFFICE)] == ["avant vendredi", "by Friday"]


@pytest.mark.parametrize(
    ("text", "language", "want"),
    [
        ("Please send it first thing Monday.", "en", "2026-11-30T09:00"),
        ("À rendre demain à la première heure.", "fr", "2026-11-24T09:00"),
        ("Merci de répondre dans la semaine.", "fr", "2026-11-27"),
        ("Merci de répondre dans la quinzaine.", "fr", "2026-12-07"),
        ("Une réponse dans la journée de demain, svp.", "fr", "2026-11-24T18:00"),
        ("Could you please sort it out this week?", "en", "2026-11-27"),
        ("Pouvez-vous me l'envoyer aujourd'hui ?", "fr", "2026-11-23"),
        ("Réponse souhaitée avant décembre.", "fr", "2026-11-30"),
        ("Vous recevrez votre colis sous quelques jours.", "fr", None),
        ("We will send the samples within two weeks.", "en", None),
    ],
)
def test_what_is_asked_for_soon_is_due_and_what_is_promised_is_not(
    text: str, language: str, want: str | None
) -> None:
    assert deadline(text, language) == want


@pytest.mark.parametrize(
    ("text", "minute", "want"),
    [
        # A time that is this very minute is still today's; one that is past is tomorrow's.
        ("Merci de répondre avant 9h.", 0, "2026-11-23T09:00"),
        ("Merci de répondre avant 9h.", 1, "2026-11-24T09:00"),
        ("Merci de répondre sous 24 h.", 0, "2026-11-24"),
        ("Merci de répondre sous 23 h.", 0, "2026-11-24T08:00"),
        ("Merci de répondre sous 36 h.", 0, "2026-11-24T21:00"),
    ],
)
def test_hours_are_counted_to_the_minute_and_whole_days_of_them_are_days(text: str, minute: int, want: str) -> None:
    assert deadline(text, at=AT.replace(minute=minute)) == want


def test_what_is_near_a_day_is_due_on_it() -> None:
    assert find_dates("Vers le 4 décembre.", AT, "fr", working=OFFICE)[0].latest == date(2026, 12, 4)
    assert find_dates("Vers la semaine prochaine.", AT, "fr", working=OFFICE)[0].latest == date(2026, 12, 4)


def test_a_part_of_the_day_that_has_begun_asks_for_nothing() -> None:
    assert deadline("J'ai reçu la visite ce matin.", at=AT.replace(hour=8)) is None
    assert deadline("J'ai reçu la visite ce matin.", at=AT.replace(hour=7, minute=59)) == "2026-11-23T12:00"
    assert deadline("La caisse compte ce soir.", at=AT.replace(hour=17)) == "2026-11-23T18:00"


def test_a_naive_instant_reads_like_an_aware_one() -> None:
    naive = AT.replace(tzinfo=None)
    for text in ("Merci de répondre avant 17h.", "Merci de répondre avant vendredi.", "Avant le 20/11/2026 à 10h."):
        one = find_dates(text, naive, "fr", working=OFFICE)
        assert told(deadline_of(text, one, naive)) == deadline(text)
        # Matches of one kind may be asked about at an instant of the other.
        assert told(deadline_of(text, one, AT)) == deadline(text)
