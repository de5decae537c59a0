"""The words and signs of a formula as files keep it (ECMA-376 part 1, §18.17.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from officebot.core.expressions import expression
from officebot.core.workbooks.formulas import closing_bracket

#: The longest formula that is read. Excel's own bound is 8,192 signs.
LONGEST_FORMULA = 20_000

_TOKEN = expression(
    r"""
    (?P<space>[ \n\r\t]+)
    | (?P<words>"[^"]*(?:""[^"]*)*")
    | (?P<sheet>'[^']*(?:''[^']*)*'!|(?:\[[0-9]{1,6}\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?!|\[[0-9]{1,6}\]!)
    | (?P<cells>\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}(?::\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6})?)(?![\w(.!\[\\?])
    | (?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w(.!\[\\?])
    | (?P<rows>\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6})(?![\w.])
    | (?P<call>[^\W\d][\w.]*)\(
    | (?P<name>(?:[^\W\d]|\\)[\w.\\?]*)
    | (?P<number>(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[Ee][+-]?[0-9]{1,4})?)(?![\w.])
    | (?P<fault>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A))
    | (?P<sign><>|<=|>=|[-+*/^&=<>%(),;{}:@\#])
    """,
    re.VERBOSE,
)


class BadFormula(ValueError):
    """What cannot be read as a formula; its text says why."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign; `kind` is a group of the pattern, or "table" for brackets, whose `text` is what they hold."""

    kind: str
    text: str


def tokens(formula: str) -> list[Token]:
    """The formula's words and signs, spaces too. Raises BadFormula."""
    if len(formula) > LONGEST_FORMULA:
        raise BadFormula("it is too long")
    found: list[Token] = []
    at, end = 0, len(formula)
    while at < end:
        one = _TOKEN.match(formula, at)
        if one is not None and one.lastgroup is not None:
            found.append(Token(one.lastgroup, one[one.lastgroup]))
            at = one.end()
        elif formula[at] == "[":
            closing = closing_bracket(formula, at)
            if closing is None:
                raise BadFormula("a bracket is never closed")
            found.append(Token("table", formula[at + 1 : closing]))
            at = closing + 1
        else:
            raise BadFormula(f"sign {at + 1} cannot be read")
    return found
