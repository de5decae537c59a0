"""Turns rules round: one change of a module at a time that a test ought to notice."""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass

from officebot.core.text import Text, say

_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_LEFT_ALONE = ("observe",)


@dataclass(frozen=True, slots=True)
class Turned:
    """A module's source with one rule turned round: in which line, and what was done."""

    source: str
    line: int
    told: Text


def turned(tree: ast.Module) -> list[Turned]:
    """Every single change of the functions of a module, in the order of their lines; `observe` is left alone."""
    found = []
    for number, (node, told) in enumerate(_places(tree)):
        changed = copy.deepcopy(tree)
        _turn(_places(changed)[number][0])
        found.append(Turned(ast.unparse(ast.fix_missing_locations(changed)), _line(node), told))
    return sorted(found, key=lambda one: one.line)


def _places(tree: ast.Module) -> list[tuple[ast.AST, Text]]:
    """What can be turned, always in the same order: comparisons, conditions, alternatives, numbers in comparisons."""
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name not in _LEFT_ALONE]
    return [(node, told) for one in functions for node in ast.walk(one) if (told := _told(node)) is not None]


def _told(node: ast.AST) -> Text | None:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _OPPOSITE:
        return say("a comparison is turned round")
    if isinstance(node, ast.BoolOp):
        return say("“and” and “or” are exchanged")
    if isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.Compare | ast.BoolOp):
        return say("a condition is turned round")
    if isinstance(node, ast.comprehension) and any(not isinstance(one, ast.Compare | ast.BoolOp) for one in node.ifs):
        return say("a condition is turned round")
    return None


def _turn(node: ast.AST) -> None:
    if isinstance(node, ast.Compare):
        node.ops = [_OPPOSITE[type(node.ops[0])]()]
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.If | ast.IfExp):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.comprehension):
        node.ifs = [ast.UnaryOp(ast.Not(), ast.BoolOp(ast.And(), node.ifs) if len(node.ifs) > 1 else node.ifs[0])]


def _line(node: ast.AST) -> int:
    return node.target.lineno if isinstance(node, ast.comprehension) else getattr(node, "lineno", 0)
