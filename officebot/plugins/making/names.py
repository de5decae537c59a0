"""What a plugin is called: as a distribution, as a package, as a duty; and which names it cannot have."""

from __future__ import annotations

import keyword
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.machinery import PathFinder
from importlib.metadata import entry_points

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.plugins.listing import GROUP

_WRITTEN = expression(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_LONGEST = 40
_SHORTEST = 3
#: Names that Python, its tools or a plugin's own folders have for something else.
_RESERVED = frozenset(
    {"conftest", "docs", "facts", "site", "src", "test", "testing", "tests", "setup", "build", "dist", "plugin"}
)


@dataclass(frozen=True, slots=True)
class Names:
    """A plugin's names. `distribution` is what pip installs: open-questions; `package` is imported, and names the duty."""

    distribution: str
    package: str

    @property
    def words(self) -> str:
        """The name as words: “open questions”."""
        return self.package.replace("_", " ")

    @property
    def title(self) -> str:
        """The name as the beginning of a sentence: “Open questions”."""
        return self.words.capitalize()


def names_of(written: str, duties: Mapping[str, str] = {}) -> Names:
    """The names of a plugin that is to be called so ("open-questions" or "open_questions").

    `duties` are the installed duties, each with the distribution that it comes from. Raises UserError for a name that a
    package, a distribution or a duty cannot have, or that is somebody's already.
    """
    names = Names(written.replace("_", "-"), written.replace("-", "_"))
    problem = _misshapen(written) or _taken(names, duties)
    if problem is not None:
        raise UserError(problem)
    return names


def installed_duties() -> Mapping[str, str]:
    """The duties that are installed here, each with the distribution that it comes from; none is imported."""
    return {one.name: one.dist.name if one.dist is not None else "" for one in entry_points(group=GROUP)}


def _misshapen(written: str) -> Text | None:
    if len(written) > 200 or not _WRITTEN.fullmatch(written):
        return say(
            "“{read}” cannot be a plugin's name: write small letters without accents, digits and hyphens, a letter first, "
            "as open-questions.",
            read=written[:60],
        )
    if not _SHORTEST <= len(written) <= _LONGEST:
        return say(
            "“{read}” cannot be a plugin's name: write {least} to {most} letters.",
            read=written[:60], least=_SHORTEST, most=_LONGEST,
        )  # fmt: skip
    return None


def _taken(names: Names, duties: Mapping[str, str]) -> Text | None:
    package = names.package
    if keyword.iskeyword(package) or keyword.issoftkeyword(package):
        return say("“{name}” is a word of Python's own: choose another name.", name=package)
    if package in sys.stdlib_module_names:
        return say("“{name}” is a module of Python's own, which it would hide: choose another name.", name=package)
    if package.split("_")[0] == "officebot":
        return say("Names that begin with “officebot” are officebot's own: choose another name.")
    if package in duties:
        whose = duties[package]
        return say("There is a duty “{name}” already, from {whose}: choose another name.", name=package, whose=whose)
    if package in _RESERVED:
        return say("“{name}” has a meaning to Python's tools: choose another name.", name=package)
    spec = PathFinder.find_spec(package)
    # A folder of that name beside us is no package of anybody's.
    if spec is not None and spec.origin is not None:
        return say("There is a Python package “{name}” here already: choose another name.", name=package)
    return None
