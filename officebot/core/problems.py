"""What a person must mend, said in one sentence each, all together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from officebot.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing for the user to mend: where it is, and a sentence that says what was read and what to do.

    `at` says where in a file it is, if that takes words: a line, a column.
    """

    where: str
    what: Text
    at: Text | None = None

    def place(self, language: str = "en") -> str:
        """Where it is: `office.toml: mail.accounts.desk.port`, `people.csv: ligne 3, address`."""
        return f"{self.where}: {self.at.render(language)}" if self.at is not None else self.where

    def render(self, language: str = "en") -> str:
        """`office.toml: mail.accounts.desk.port: …` in the reader's language."""
        place, sentence = self.place(language), self.what.render(language)
        return f"{place}: {sentence}" if place else sentence


class UserError(Exception):
    """Problems that a person can mend; shown as sentences, never as a traceback."""

    def __init__(self, problems: Iterable[Problem] | Problem | Text) -> None:
        if isinstance(problems, Problem):
            problems = [problems]
        elif isinstance(problems, Text):
            problems = [Problem(where="", what=problems)]
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.render() for problem in self.problems))

    def render(self, language: str = "en") -> str:
        """One line a problem, in the reader's language."""
        return "\n".join(problem.render(language) for problem in self.problems)


class DutyFault(UserError):
    """What a duty did that no duty may: it hung, flooded the queue, took too much memory, or died in its own process."""


class Unavailable(Exception):
    """A source or service that cannot be reached just now; expected, tried again with patience."""

    def __init__(self, source: str, what: Text) -> None:
        self.source = source
        self.what = what
        super().__init__(f"{source}: {what.render()}")
