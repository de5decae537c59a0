"""What a person must mend, said in one sentence each, all together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from officebot.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing for the user to mend: where it is, and a sentence that says what was read and what to do."""

    where: str
    what: Text

    def render(self, language: str = "en") -> str:
        """`office.toml: mail.accounts.desk.port: …` in the reader's language."""
        sentence = self.what.render(language)
        return f"{self.where}: {sentence}" if self.where else sentence


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


class Unavailable(Exception):
    """A source or service that cannot be reached just now; expected, tried again with patience."""

    def __init__(self, source: str, what: Text) -> None:
        self.source = source
        self.what = what
        super().__init__(f"{source}: {what.render()}")
