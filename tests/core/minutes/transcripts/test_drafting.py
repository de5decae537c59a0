"""Draft minutes out of transcripts: nothing that was not said, and who undertook what by when."""

from __future__ import annotations

import random
from datetime import date
from datetime import time as hour

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.minutes.model import ActionPoint, Agenda, AgendaPoint, Minutes, Participant
from officebot.core.minutes.transcripts import draft_from_transcript, read_transcript
from officebot.core.minutes.transcripts.shown import shown
from officebot.core.minutes.transcripts.tracing import said_at, untraced
from tests.speed import within

MEETING = date(2026, 3, 12)  # a Thursday
PEOPLE = (
    Participant(name="Nadia Ferrand", role="présidente", presence="present"),
    Participant(name="Paul Aubry", role="trésorier"),
    Participant(name="Lise Morel", presence="excused"),
    Participant(name="Paul Garnier"),
)


def drafted(text: str, *, people: tuple[Participant, ...] = PEOPLE, agenda: Agenda | None = None) -> Minutes:
    transcript = read_transcript(text, name="t.txt")
    minutes = draft_from_transcript(transcript, agenda=agenda, people=people, when=MEETING)
    assert untraced(minutes, transcript) == []
    return minutes


def action(text: str, people: tuple[Participant, ...] = PEOPLE) -> ActionPoint:
    found = [one for _, one in drafted(text, people=people).actions]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "who", "due"),
    [
        ("Nadia Ferrand: Je vais relancer le couvreur avant vendredi prochain.", "Nadia Ferrand", date(2026, 3, 20)),
        ("Nadia: Euh, je vous envoie le devis de la toiture demain.", "Nadia Ferrand", date(2026, 3, 13)),
        ("Nadia: Lise va préparer le budget des travaux pour le 30 mars.", "Lise Morel", date(2026, 3, 30)),
        (
            "Nadia: Lise, tu peux appeler la mairie pour le parking ?\nLise: Oui, lundi.",
            "Lise Morel",
            date(2026, 3, 16),
        ),
        ("Nadia: Tu peux appeler la mairie pour le parking ?\nLise: Oui, d'accord.", "Lise Morel", None),
        ("Nadia: Il faut relancer l'assureur du gymnase.\nLise: Je m'en charge.", "Lise Morel", None),
        ("Nadia: Je rends les clés du local municipal d'ici la fin du mois.", "Nadia Ferrand", date(2026, 3, 31)),
        ("Nadia: C'est Lise qui gère. Lise s'occupe du traiteur pour la fête.", "Lise Morel", None),
    ],
)
def test_an_undertaking_in_french_has_its_owner_and_its_day(text: str, who: str, due: date | None) -> None:
    found = action(text)
    assert (found.who, found.due, found.doubt) == ((who,), due, "")


ENGLISH = (Participant(name="Ann Lowe"), Participant(name="Ben Shaw", role="chair"), Participant(name="Carla Diaz"))


@pytest.mark.parametrize(
    ("text", "who", "due"),
    [
        ("Ann: So I'll send the leaflet to the printer by Friday.", "Ann Lowe", date(2026, 3, 13)),
        ("Ben: Carla, can you book the hall for the fair?\nCarla: Sure.", "Carla Diaz", None),
        ("Ben: Ann will circulate the accounts by the end of next week.", "Ann Lowe", date(2026, 3, 20)),
        ("Ben: We need to chase the insurer about the van.\nAnn: I'll do that.", "Ann Lowe", None),
        ("Ben: Could you draft the letter to the council?\nAnn: Yes, by Monday.", "Ann Lowe", date(2026, 3, 16)),
    ],
)
def test_an_undertaking_in_english_has_its_owner_and_its_day(text: str, who: str, due: date | None) -> None:
    found = action(text, ENGLISH)
    assert (found.who, found.due) == ((who,), due)


@pytest.mark.parametrize(
    ("text", "due", "words"),
    [
        ("Nadia: Je renvoie le bon de commande avant le trente.", date(2026, 3, 30), "avant le trente"),
        ("Nadia: Lise va commander les coupes pour le vingt et un.", date(2026, 3, 21), "pour le vingt et un"),
        ("Ben: Ann will circulate the accounts by the twenty-third.", date(2026, 3, 23), "by the twenty-third"),
        ("Nadia: Je vais relancer le couvreur d'ici le cinq avril.", date(2026, 4, 5), "d'ici le cinq avril"),
    ],
)
def test_a_day_in_words_is_a_day(text: str, due: date, words: str) -> None:
    found = action(text, (*PEOPLE, *ENGLISH))
    assert (found.due, found.due_words) == (due, words)


def test_two_who_are_asked_together_both_own_it() -> None:
    found = action("Ben: Ann and Carla, can you compare the three quotes for the van by Tuesday?", ENGLISH)
    assert found.who == ("Ann Lowe", "Carla Diaz")


def test_a_first_name_that_two_people_have_stays_as_said_and_is_in_doubt() -> None:
    minutes = drafted("Nadia: Paul va préparer la convention du stade.")
    (_, found), *_ = minutes.actions
    assert (found.who, found.doubt) == (("Paul",), "owner")
    assert [one for _, one in minutes.unassigned] == [found]


def test_of_which_action_the_owner_is_in_doubt_is_said_in_its_words() -> None:
    minutes = drafted("Nadia: Paul va préparer la convention du stade.")
    (_, found), *_ = minutes.actions
    told = [one.what.render("fr") for one in minutes.problems]
    assert f"Le responsable de cette action n’est pas certain\u00a0: «\u00a0{found.what}\u00a0»." in told


@pytest.mark.parametrize(
    "text",
    [
        "Nadia: J'ai envoyé le devis la semaine dernière au syndic.",
        "Nadia: Je vais vous présenter le rapport financier de la saison.",
        "Nadia: On pourrait organiser une brocante au printemps prochain.",
        "Nadia: Est-ce que quelqu'un a vu le devis du couvreur ?",
        "Nadia: Si tu veux envoyer le dossier plus tard c'est possible aussi.",
        "Nadia: Je voulais juste vous rappeler que le stade ferme en juin.",
        "Nadia: Pouvez-vous nous rappeler le prix du barnum ?",
        "Nadia: Vous écrivez vraiment une belle histoire ici.",
        "Ben: I've already sent the accounts to the auditor.",
        "Ben: Can you see the slide with the accounts on it?",
        "Ben: I would have called the printer if we had the money.",
    ],
)
def test_a_past_deed_an_idea_or_what_is_done_at_once_is_no_action(text: str) -> None:
    assert list(drafted(text).actions) == []


def test_a_number_is_not_taken_for_a_month() -> None:
    found = action("Nadia: Lise va commander sept barnums pour la fête.")
    assert found.due is None


def test_somebody_outside_the_meeting_owns_it_as_they_were_called_and_that_is_in_doubt() -> None:
    found = action("Lise: J'ai vu Karim hier.\nNadia: Karim va livrer les barrières du stade samedi.")
    assert (found.who, found.due, found.doubt) == (("Karim",), date(2026, 3, 14), "owner")


def test_a_pronoun_that_begins_a_sentence_is_nobody_s_name() -> None:
    assert list(drafted("Nadia: Cela va permettre de livrer. Elle va envoyer le devis bientôt.").actions) == []


def test_what_is_summed_up_at_the_end_stands_once_with_its_day() -> None:
    found = action(
        "Nadia: Je vais appeler le couvreur pour la toiture du gymnase.\nLise: Merci, c'est urgent.\n"
        "Nadia: Donc je récapitule.\nNadia: Je vais appeler le couvreur pour la toiture du gymnase avant le 20 mars."
    )
    assert found.due == date(2026, 3, 20)


def decisions(text: str, people: tuple[Participant, ...] = PEOPLE) -> list[str]:
    return [one.text for topic in drafted(text, people=people).topics for one in topic.decisions]


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("Nadia: Donc on décide de garder le tarif actuel.", ["On décide de garder le tarif actuel."]),
        (
            "Nadia: Le budget de la saison est adopté à l'unanimité.",
            ["Le budget de la saison est adopté à l'unanimité."],
        ),
        ("Nadia: On ne repousse pas la fête.", ["On ne repousse pas la fête."]),
        (
            "Lise: On repeint les vestiaires en bleu ciel.\nNadia: Adopté.",
            ["On repeint les vestiaires en bleu ciel. Adopté."],
        ),
        ("Ben: Okay so we agreed to rent the larger van.", ["We agreed to rent the larger van."]),
        ("Lise: Et si on louait deux barnums ?\nNadia: D'accord.", ["Et si on louait deux barnums ?"]),
        ("Lise: Et si on louait deux barnums ?\nNadia: Oui, mais c'est cher.", []),
        ("Lise: Il faudrait qu'on ferme la buvette.\nNadia: Oui.", ["Il faudrait qu'on ferme la buvette."]),
        ("Nadia: Il faudrait qu'on ferme la buvette.\nLise: Oui.", []),
        ("Ben: The last meeting we decided to wait.", []),
        ("Lise: On n'a pas encore décidé pour la buvette.", []),
        ("Lise: Est-ce qu'on décide de garder le tarif ?", []),
    ],
)
def test_what_is_settled_is_a_decision(text: str, decided: list[str]) -> None:
    assert decisions(text) == decided


def test_who_disagrees_is_heard() -> None:
    minutes = drafted("Lise: Moi je suis contre la hausse des cotisations.\nNadia: C'est noté.")
    assert [(one.speaker, one.text) for one in minutes.topics[0].disagreements] == [
        ("Lise Morel", "Moi je suis contre la hausse des cotisations.")
    ]


def test_the_next_meeting_has_its_day_and_hour_and_what_is_due_by_then_its_day() -> None:
    minutes = drafted(
        "Nadia: Lise, tu prépares le planning des bénévoles pour la prochaine réunion.\nLise: Oui.\n"
        "Nadia: On se retrouve le jeudi neuf avril à dix-huit heures."
    )
    assert minutes.next_meeting is not None
    assert (minutes.next_meeting.date, minutes.next_meeting.time) == (date(2026, 4, 9), hour(18))
    assert [one.due for _, one in minutes.actions] == [date(2026, 4, 9)]


def talk(about: str, sentences: int) -> str:
    """Sentences of a meeting about some words, each another."""
    words, chance = about.split(), random.Random(about)
    return "\n".join(
        f"Lise: Pour {chance.choice(words)} il y a {chance.choice(words)} et {chance.choice(words)} depuis longtemps déjà ici."
        for _ in range(sentences)
    )


AGENDA = Agenda(
    title="Bureau de mars",
    points=(
        AgendaPoint(number=1, heading="Toiture du gymnase"),
        AgendaPoint(number=2, heading="Tarifs de la saison"),
        AgendaPoint(number=3, heading="Fête de juin"),
        AgendaPoint(number=4, heading="Archives"),
    ),
)


def test_topics_are_the_agenda_s_points_and_those_not_spoken_of_are_said() -> None:
    text = "\n".join(
        (
            "Nadia: Aujourd'hui on a la toiture, les tarifs, la fête et les archives.",
            "Nadia: Premier point, la toiture du gymnase.",
            talk("toiture gymnase fuite bâche couvreur tuile", 20),
            "Nadia: On décide de changer la bâche bleue.",
            "Nadia: Point suivant, les tarifs de la saison.",
            talk("tarifs saison adhérents cotisation caisse", 20),
            "Nadia: On passe à la fête de juin.",
            talk("fête juin buvette orchestre barnum", 20),
            "Nadia: Lise va réserver le barnum.",
        )
    )
    minutes = drafted(text, agenda=AGENDA)
    assert [topic.heading for topic in minutes.topics] == [point.heading for point in AGENDA.points[:3]]
    assert [len(topic.decisions) for topic in minutes.topics] == [1, 0, 0]
    assert [len(topic.actions) for topic in minutes.topics] == [0, 0, 1]
    assert "cotisation" in " ".join(one.text for one in minutes.topics[1].summary)
    assert any("Archives" in problem.what.render("fr") for problem in minutes.problems)
    assert minutes.title == "Bureau de mars"


def test_without_an_agenda_a_change_of_words_is_a_change_of_topic_and_its_words_are_the_heading() -> None:
    text = (
        talk("toiture gymnase fuite bâche couvreur", 100)
        + "\n"
        + talk("buvette orchestre barnum fanfare lampions", 100)
    )
    minutes = drafted(text)
    assert len(minutes.topics) == 2
    first, second = (set(topic.heading.casefold().split(", ")) for topic in minutes.topics)
    assert first <= {"toiture", "gymnase", "fuite", "bâche", "couvreur"}
    assert second <= {"buvette", "orchestre", "barnum", "fanfare", "lampions"}


def test_who_spoke_is_present_under_their_full_name_and_numbered_voices_are_nobody() -> None:
    minutes = drafted("NADIA: Bonjour à tous.\nSpeaker 2: Bonjour.\nLuc Petit: Bonjour.")
    assert minutes.present == ("Nadia Ferrand", "Luc Petit")
    assert minutes.excused == ("Lise Morel",)


def test_an_empty_transcript_is_a_draft_without_topics() -> None:
    minutes = drafted("")
    assert minutes.topics == ()
    assert minutes.problems


def test_the_draft_is_as_long_as_asked() -> None:
    text = talk("toiture gymnase fuite bâche couvreur tuile charpente devis", 400)
    transcript = read_transcript(text, name="t.txt")
    short = draft_from_transcript(transcript, words=100)
    assert 50 <= sum(len(one.text.split()) for topic in short.topics for one in topic.summary) <= 100


def test_a_word_said_elsewhere_is_not_traced_to_this_source() -> None:
    transcript = read_transcript("Nadia: On décide de garder le tarif.\nNadia: La buvette rouvre.", name="t.txt")
    minutes = draft_from_transcript(transcript)
    decision = minutes.topics[0].decisions[0]
    assert said_at(transcript, decision.source) == "On décide de garder le tarif."
    other = read_transcript("Nadia: On décide de garder le stand.\nNadia: La buvette rouvre.", name="t.txt")
    assert untraced(minutes, other) == ["On décide de garder le tarif."]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("euh donc on on garde le devis", "On garde le devis."),
        ("So, uh, we should we should keep it", "We should keep it."),
        ("nous nous réunissons lundi", "Nous nous réunissons lundi."),
        ("Right, you know, the roof leaks", "The roof leaks."),
        ("do you know, uh, the price?", "Do you know, the price?"),
        ("No, we keep it.", "No, we keep it."),
    ],
)
def test_a_sentence_is_shown_without_its_hesitations(said: str, expected: str) -> None:
    assert shown(said) == expected


SPOKEN = (
    "Paul Lise je vais envoyer le devis avant vendredi on décide de garder euh donc , . ? point suivant toiture budget "
    "nous nous I'll send you can we agreed next meeting on the 3rd demain 12 000 … prochaine réunion lundi à 9 h oui no"
)
VOCABULARY = tuple(SPOKEN.split())
LINE = st.tuples(
    st.sampled_from(["Paul: ", "Lise: ", "", "[00:00:10] Lise: "]), st.lists(st.sampled_from(VOCABULARY), max_size=25)
)


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(LINE, max_size=25),
    is_captioned=st.booleans(),
)
def test_every_text_of_any_draft_was_said_at_its_source(
    lines: list[tuple[str, list[str]]], *, is_captioned: bool
) -> None:
    told = [start + " ".join(words) for start, words in lines]
    text = "\n".join(told)
    if is_captioned:
        text = "WEBVTT\n\n" + "\n\n".join(f"00:{k:02}.000 --> 00:{k + 1:02}.000\n{one}" for k, one in enumerate(told))
    transcript = read_transcript(text, name="any")
    minutes = draft_from_transcript(transcript, agenda=AGENDA, people=PEOPLE, when=MEETING)
    assert untraced(minutes, transcript) == []
    heard = set(" ".join(piece.text for piece in transcript.pieces).split())
    assert {
        word for topic in minutes.topics for one in topic.summary for word in one.text.split() if word.isdigit()
    } <= heard


def test_two_hours_of_speech_are_drafted_within_seconds() -> None:
    chance = random.Random(8)
    words = [f"mot{k}" for k in range(3000)] + list(VOCABULARY) * 30
    lines = (f"[{k // 3600:02}:{k // 60 % 60:02}:{k % 60:02}] {chance.choice(('Paul', 'Lise'))}: "
             + " ".join(chance.choices(words, k=18)) + "." for k in range(0, 7200, 6))  # fmt: skip
    text = "\n".join(lines)
    minutes = within(
        5.0,
        lambda: draft_from_transcript(read_transcript(text, name="long"), agenda=AGENDA, people=PEOPLE, when=MEETING),
    )
    assert minutes.topics
