"""Minutes of a meeting that never was, in French and in English, for tests of documents and of answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from officebot.core.minutes.model import ActionPoint, Minutes, NextMeeting, Passage, Source, Topic
from officebot.core.problems import Problem
from officebot.core.text import Language, say

NOTES = "notes.md"


def source(start: int, length: int = 60) -> Source:
    return Source(file=NOTES, start=start, end=start + length)


def passage(text: str, start: int, speaker: str = "") -> Passage:
    return Passage(text=text, source=source(start, len(text)), speaker=speaker)


def action(what: str, who: tuple[str, ...], due: date | None, start: int, words: str = "") -> ActionPoint:
    return ActionPoint(
        what=what, who=who, due=due, source=source(start, len(what)), quote=what, due_words=words
    )  # fmt: skip


def french() -> Minutes:
    """A board of an association: three points, three decisions, four actions, one disagreement."""
    budget = Topic(
        heading="Budget 2027",
        point=1,
        summary=(
            passage("Le trésorier présente le projet de budget : 84 500 € de charges, 86 200 € de produits.", 40),
            passage("La subvention de la mairie n’est pas encore notifiée.", 140),
        ),
        decisions=(
            passage("Le budget 2027 est adopté à l’unanimité.", 210),
            passage("La cotisation passe de 35 € à 40 € au 1er janvier.", 260),
        ),
        actions=(
            action("Envoyer le budget adopté à la mairie", ("Paul Lenoir",), date(2026, 12, 15), 320, "le 15/12"),
            action("Relancer la mairie au sujet de la subvention", ("Paul Lenoir", "Inès Kaci"), None, 370),
        ),
    )
    works = Topic(
        heading="Travaux de la salle",
        point=2,
        summary=(
            passage("Trois devis ont été reçus pour la toiture, de 9 800 € à 12 400 €.", 460),
            passage("L’accès pour les personnes à mobilité réduite reste à chiffrer.", 530),
        ),
        decisions=(passage("Le devis de l’entreprise Morel est retenu pour 10 000 €.", 600),),
        actions=(
            action("Signer le devis Morel", ("Claire Aubry",), date(2026, 12, 4), 660, "vendredi prochain"),
            action("Trouver une salle pour janvier", (), date(2026, 12, 20), 700, "avant le 20 décembre"),
        ),
        disagreements=(passage("Il faudrait attendre la subvention avant de signer.", 760, "Inès Kaci"),),
    )
    other = Topic(
        heading="Questions diverses", point=3, summary=(passage("La fête d’été a réuni 140 personnes.", 840),)
    )
    return Minutes(
        title="Conseil d’administration",
        date=date(2026, 11, 26),
        language="fr",
        present=("Claire Aubry", "Paul Lenoir", "Inès Kaci"),
        excused=("Marc Tual",),
        topics=(budget, works, other),
        next_meeting=NextMeeting(
            text="Prochaine réunion le mardi 19 janvier à 18 h 30, salle des Tilleuls.", source=source(900, 68),
            date=date(2027, 1, 19), time=time(18, 30), place="salle des Tilleuls",
        ),
        problems=(Problem(where=NOTES, what=say("Nobody is named for this: “{words}”.", words="Trouver une salle")),),
    )  # fmt: skip


def english() -> Minutes:
    """A team's weekly meeting, from a recording: two topics."""
    release = Topic(
        heading="Release of the spring catalogue",
        summary=(
            replace(passage("The photographs came in late, and twelve are still missing.", 0), source=said(62, 70)),
            replace(passage("The printer can hold our slot until the ninth.", 0), source=said(75, 81)),
        ),
        decisions=(replace(passage("We print eight thousand copies.", 0), source=said(130, 134)),),
        actions=(
            ActionPoint(
                what="Ask the printer for proofs", who=("Tom Reed",), due=date(2026, 12, 2), source=said(140, 146),
                quote="I’ll ask the printer for proofs by Wednesday", due_words="by Wednesday",
            ),
            ActionPoint(what="Collect the missing photographs", who=("Ana Ruiz",), source=said(150, 155), quote="Ana will"),
        ),
        disagreements=(
            replace(passage("I still think six thousand would do.", 0, "Tom Reed"), source=said(120, 124)),
        ),
    )  # fmt: skip
    hiring = Topic(
        heading="Hiring",
        summary=(replace(passage("Two candidates were seen, and one is coming back.", 0), source=said(723, 728)),),
    )
    return Minutes(
        title="Catalogue team", date=date(2026, 11, 26), language="en", present=("Ana Ruiz", "Tom Reed"),
        topics=(release, hiring),
    )  # fmt: skip


def said(start: float, end: float) -> Source:
    return Source(file="meeting.vtt", start=start, end=end, unit="seconds")


def sample(language: Language) -> Minutes:
    return french() if language == "fr" else english()
