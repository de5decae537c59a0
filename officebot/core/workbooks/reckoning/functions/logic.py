"""Functions that choose and ask: IF, IFERROR, AND, ISBLANK."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from officebot.core.workbooks.cells import Fault
from officebot.core.workbooks.reckoning.calls import Function
from officebot.core.workbooks.reckoning.nodes import Node, lifted
from officebot.core.workbooks.reckoning.regions import Context, Grid, Operand, Region, Union, blocks, single
from officebot.core.workbooks.reckoning.scalars import (
    ABSENT,
    BAD_REFERENCE,
    BAD_VALUE,
    FaultyError,
    NotKnownError,
    Scalar,
    same,
    truth,
)


def _chosen(node: Node, context: Context) -> Operand:
    return node.value(context)


def _condition(node: Node, context: Context) -> bool:
    if not context.arrays:
        return truth(node.one(context))
    return truth(_only(node.value(context)))


def _only(operand: Operand) -> Scalar:
    if isinstance(operand, Region | Grid) and (operand.rows > 1 or operand.columns > 1):
        raise NotKnownError("a choice for each of many")
    return single(operand)


def _if(context: Context, asked: Node, then: Node, otherwise: Node | None = None) -> Operand:
    if context.arrays == 2:
        found = asked.value(context)
        if isinstance(found, Region | Grid) and (found.rows > 1 or found.columns > 1):
            return _if_each(context, found, then, otherwise)
        is_so = truth(single(found))
    else:
        is_so = _condition(asked, context)
    if is_so:
        return _chosen(then, context)
    return False if otherwise is None else _chosen(otherwise, context)


def _if_each(context: Context, asked: Region | Grid, then: Node, otherwise: Node | None) -> Operand:
    yes = _kept_fault(then, context)
    no = False if otherwise is None else _kept_fault(otherwise, context)

    def pick(context: Context, is_so: Scalar, one: Scalar, other: Scalar) -> Scalar:
        found = one if truth(is_so) else other
        return 0.0 if found is None else found

    return lifted(context, pick, (asked, yes, no))


def _kept_fault(node: Node, context: Context) -> Operand:
    try:
        return node.value(context)
    except FaultyError as fault:
        return fault.fault


def _ifs(context: Context, *nodes: Node) -> Operand:
    if len(nodes) % 2:
        raise NotKnownError("a condition without its value")
    for asked, then in zip(nodes[::2], nodes[1::2], strict=True):
        if _condition(asked, context):
            return _chosen(then, context)
    raise FaultyError(ABSENT)


def _switch(context: Context, *nodes: Node) -> Operand:
    wanted = _only(nodes[0].value(context))
    if isinstance(wanted, Fault):
        raise FaultyError(wanted)
    cases = nodes[1:]
    for case, then in zip(cases[::2], cases[1::2], strict=False):
        if same(wanted, _only(case.value(context))):
            return _chosen(then, context)
    if len(cases) % 2:
        return _chosen(cases[-1], context)
    raise FaultyError(ABSENT)


def _if_fault(context: Context, tried: Node, instead: Node, holds: Callable[[Fault], bool]) -> Operand:
    found = _kept_fault(tried, context)
    if not context.arrays:
        try:
            found = single(found)
        except FaultyError as fault:
            found = fault.fault
    elif isinstance(found, Region | Grid) and (found.rows > 1 or found.columns > 1):
        return _if_fault_each(context, found, instead, holds)
    else:
        found = single(found)
    if isinstance(found, Fault) and holds(found):
        return _chosen(instead, context)
    return found


def _if_fault_each(context: Context, found: Region | Grid, instead: Node, holds: Callable[[Fault], bool]) -> Operand:
    if context.arrays != 2:
        raise NotKnownError("a choice for each of many")

    def pick(context: Context, one: Scalar, other: Scalar) -> Scalar:
        return other if isinstance(one, Fault) and holds(one) else one

    return lifted(context, pick, (found, _kept_fault(instead, context)))


def _if_error(context: Context, tried: Node, instead: Node) -> Operand:
    return _if_fault(context, tried, instead, lambda _: True)


def _if_absent(context: Context, tried: Node, instead: Node) -> Operand:
    return _if_fault(context, tried, instead, lambda fault: fault == ABSENT)


def _truths(operands: tuple[Operand, ...]) -> Iterator[bool]:
    found = False
    for operand in operands:
        if isinstance(operand, Region | Grid | Union):
            for one in blocks(operand):
                for _, _, value in one.items():
                    if not isinstance(value, str):
                        found = True
                        yield truth(value)
        else:
            found = True
            yield truth(operand)
    if not found:
        raise FaultyError(BAD_VALUE)


def _and(context: Context, *operands: Operand) -> bool:
    return all(list(_truths(operands)))


def _or(context: Context, *operands: Operand) -> bool:
    return any(list(_truths(operands)))


def _xor(context: Context, *operands: Operand) -> bool:
    return sum(_truths(operands)) % 2 == 1


def _not(context: Context, value: Scalar) -> bool:
    return not truth(value)


def _asks(question: Callable[[Scalar], bool]) -> Function:
    def answer(context: Context, value: Scalar) -> bool:
        return question(value)

    return Function(answer, "v", 1)


def _is_number(value: Scalar) -> bool:
    if isinstance(value, bool):
        raise NotKnownError("a truth that may be a number")
    return isinstance(value, float)


def _is_even(context: Context, value: float) -> bool:
    return int(value) % 2 == 0


def _is_odd(context: Context, value: float) -> bool:
    return int(value) % 2 == 1


def _is_reference(context: Context, node: Node) -> bool:
    try:
        return isinstance(node.value(context), Region | Union)
    except FaultyError as fault:
        if fault.fault == BAD_REFERENCE:
            raise NotKnownError("a reference that is lost") from None
        return False


def _true(context: Context) -> bool:
    return True


def _false(context: Context) -> bool:
    return False


def _absent(context: Context) -> Scalar:
    raise FaultyError(ABSENT)


def _as_number(context: Context, operand: Operand) -> Scalar:
    value = _only(operand)
    if isinstance(value, Fault):
        raise FaultyError(value)
    return 0.0 if value is None or isinstance(value, str) else float(value)


def _as_text(context: Context, operand: Operand) -> Scalar:
    value = _only(operand)
    if isinstance(value, Fault):
        raise FaultyError(value)
    return value if isinstance(value, str) else ""


_KINDS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")


def _kind_of_fault(context: Context, value: Scalar) -> float:
    if not isinstance(value, Fault):
        raise FaultyError(ABSENT)
    if value.text not in _KINDS:
        raise NotKnownError("a fault without a number")
    return _KINDS.index(value.text) + 1.0


def _itself(context: Context, value: Scalar) -> Scalar:
    return value


FUNCTIONS = {
    "IF": Function(_if, "nnn", 2),
    "IFS": Function(_ifs, "nn", 2, 2),
    "SWITCH": Function(_switch, "nnn", 3, 1),
    "IFERROR": Function(_if_error, "nn", 2),
    "IFNA": Function(_if_absent, "nn", 2),
    "AND": Function(_and, "r", 1, 1),
    "OR": Function(_or, "r", 1, 1),
    "XOR": Function(_xor, "r", 1, 1),
    "NOT": Function(_not, "s", 1),
    "TRUE": Function(_true, "", 0),
    "FALSE": Function(_false, "", 0),
    "NA": Function(_absent, "", 0),
    "ISBLANK": _asks(lambda value: value is None),
    "ISNUMBER": _asks(_is_number),
    "ISTEXT": _asks(lambda value: isinstance(value, str)),
    "ISNONTEXT": _asks(lambda value: not isinstance(value, str)),
    "ISLOGICAL": _asks(lambda value: isinstance(value, bool)),
    "ISERROR": _asks(lambda value: isinstance(value, Fault)),
    "ISERR": _asks(lambda value: isinstance(value, Fault) and value != ABSENT),
    "ISNA": _asks(lambda value: value == ABSENT),
    "ISEVEN": Function(_is_even, "d", 1),
    "ISODD": Function(_is_odd, "d", 1),
    "ISREF": Function(_is_reference, "n", 1),
    "ERROR.TYPE": Function(_kind_of_fault, "v", 1),
    "N": Function(_as_number, "r", 1),
    "T": Function(_as_text, "r", 1),
    "SINGLE": Function(_itself, "s", 1),
}
