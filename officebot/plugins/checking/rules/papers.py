"""The papers that a person reads before they install it."""

from __future__ import annotations

from officebot.core.expressions import expression
from officebot.core.text import say
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by
from officebot.plugins.checking.subject import Subject

_MOST = 200_000
#: Words that hardly stand in an English text, and hardly miss in a French one.
_FRENCH = expression(r"\b(?:les|des|une|vous|pour|dans|est|avec|sur|sont|par|du|qui|le|la|et)\b")
_FEWEST_WORDS = 30


def has_papers(subject: Subject) -> Found:
    """A README in English and in French (one file or two), a CHANGELOG that speaks of this version, a licence."""
    faults = []
    readme = "\n".join(_read(subject, name) for name in ("README.md", "README.fr.md", "LISEZMOI.md"))
    if len(readme.split()) < _FEWEST_WORDS:
        faults.append(say("The README says less than {count} words.", count=_FEWEST_WORDS))
    elif len(_FRENCH.findall(readme)) < 5:
        faults.append(say("The README says nothing in French: a section of it, or a README.fr.md."))
    changes = _read(subject, "CHANGELOG.md")
    if not changes.strip():
        faults.append(say("There is no CHANGELOG.md."))
    elif subject.version and subject.version not in changes:
        faults.append(say("The CHANGELOG.md says nothing of version {version}.", version=subject.version))
    if not any(
        (subject.folder / name).is_file() for name in ("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "COPYING")
    ):
        faults.append(say("There is no LICENSE: nobody may use it."))
    return failed_by(faults)


def _read(subject: Subject, name: str) -> str:
    try:
        with (subject.folder / name).open(encoding="utf-8", errors="replace") as file:
            return file.read(_MOST)
    except OSError:
        return ""


RULES = (
    Rule(
        id="papers",
        grade=Grade.GOLD,
        asks=say("It has a README in both languages, a CHANGELOG that speaks of this version, and a licence."),
        why=say("Who installs it is no programmer, and half of them read French."),
        mend=say("Say in a few sentences what it does, what it asks, and how it is switched off; and what changed."),
        look=has_papers,
    ),
)
