"""What understanding a mail costs: reading it, its language, its dates, judging it; microseconds of CPU time a mail.

    python benchmarks/judging.py FOLDER…    folders of mails (.eml, mbox, Maildir); without one, mails of our own

Each step is measured over all mails, the best of some rounds, with the garbage collector at rest as in the command.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from officebot.connectors.mailfiles import MailFile, mail_file, mail_files, read_mail_file
from officebot.core.dates import find_dates
from officebot.core.facts import OfficeFacts
from officebot.core.judging.judge import judge
from officebot.core.judging.model import model
from officebot.core.judging.reading import Reading, read
from officebot.core.judging.suspicion import doubts
from officebot.core.language import language_of
from officebot.core.mail import Mail
from officebot.core.people import Contacts, People
from officebot.core.worktime import WorkingTime

_ROUNDS = 5
_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_FACTS = OfficeFacts(name="", people=People(()), contacts=Contacts(()), working_time=WorkingTime())
_OWN = (
    ("Devis", "Bonjour,\n\nPourriez-vous nous faire un devis pour 500 boîtes avant vendredi 17 h ?\n\nMerci d'avance,\nAnne"),
    ("Thursday", "Dear Claire,\n\nThank you for the samples. Does Thursday at ten suit you for a call?\n\nBest,\nTom"),
    ("Relance", "Madame,\n\nSauf erreur, la facture 12 de 840 € reste impayée. Merci de la régler sous huit jours.\n\nLa compta"),
    ("Pallets", "Hi,\n\nThe pallets left this morning and should be with you tomorrow. Nothing you need to do.\n\nRegards"),
)  # fmt: skip


def main(folders: Sequence[str]) -> None:
    """Print a line a step."""
    files = [one for folder in folders for one in mail_files(Path(folder))] or _own()
    mails = [replace(one, received=one.date) for one in map(read_mail_file, files) if isinstance(one, Mail)]
    readings = [(mail, read(mail, _FACTS.people)) for mail in mails]
    trained = model()
    gc.freeze()
    gc.disable()
    size = sum(len(mail.text) for mail in mails) / len(mails)
    print(f"{len(mails)} mails, {size:.0f} characters of text on average")
    steps: tuple[tuple[str, Callable[[Any], object], Sequence[Any]], ...] = (
        ("reading the message", read_mail_file, files),
        ("language", lambda mail: language_of(mail.reply or mail.text), mails),
        ("dates", lambda mail: find_dates(mail.reply, mail.date, "mixed", working=_FACTS.working_time), mails),
        ("judging: words, signs, sentences", lambda mail: read(mail, _FACTS.people), mails),
        ("judging: the model", lambda pair: trained.of_mail(pair[1]), readings),
        ("judging: doubts", _doubts, readings),
        ("judging, all of it with dates", lambda mail: judge(mail, _FACTS, mail.date), mails),
    )  # fmt: skip
    for what, step, given in steps:
        print(f"{what:36} {_microseconds(step, given):8.0f} µs")


def _doubts(pair: tuple[Mail, Reading]) -> object:
    mail, reading = pair
    return doubts(mail, _FACTS, reading.first, text=reading.text, phrases=reading.frauds)


def _own() -> list[MailFile]:
    head = "From: Anne <anne@b.example>\nTo: claire@office.example\nSubject: {}\nDate: Tue, 24 Nov 2026 10:00:00 +0100\n\n{}"
    return [mail_file(str(number), head.format(*one).encode()) for number, one in enumerate(_OWN)] * 50


def _microseconds(step: Callable[[Any], object], given: Sequence[Any]) -> float:
    best = float("inf")
    for _ in range(_ROUNDS):
        began = time.process_time()
        for one in given:
            step(one)
        best = min(best, time.process_time() - began)
    return 1e6 * best / max(1, len(given))


if __name__ == "__main__":
    main(sys.argv[1:])
