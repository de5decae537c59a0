"""Formulas at the edges of what functions take, each function with each of its edges."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

#: What stands beside an operator: cells with all that a cell may hold, constants.
_OPERANDS = (
    "Articles!A2", "Articles!C2", "Articles!D3", "Articles!E4", "Articles!F2", "Articles!F3", "Articles!F4",
    "Articles!F5", "Articles!F6", "Articles!F7", "Articles!H2", "Articles!P9", "1", "0", '"a"', '""', '"12"',
    "TRUE", "1E3", ".5", "10%", "-3", "Articles!I3", "Articles!I4", "Articles!I5",
)  # fmt: skip
_OPERATORS = ("+", "-", "*", "/", "^", "&", "=", "<>", "<", ">=")
#: Areas of numbers, of texts, of both with gaps and truths, of faults, of nothing.
_AREAS = (
    "Articles!C2:C9", "Articles!F2:F41", "Articles!F:F", "Articles!I2:I5", "Articles!P1:P9", "Articles!A2:B4",
    "Articles!2:2", "Articles!A1:J1", "Articles!H2:H9", "Articles!L2:L9",
)  # fmt: skip
#: Functions of an area.
_OF_AREAS = (
    "SUM({})", "AVERAGE({})", "COUNT({})", "COUNTA({})", "MIN({})", "MAX({})", "MEDIAN({})", "PRODUCT({})",
    "STDEV({})", "VAR({})", "SUMSQ({})", "STDEVP({})", "VARP({})", "AVEDEV({})", "DEVSQ({})", "AND({})",
    "OR({})", "ROWS({})", "COLUMNS({})", "COUNTBLANK({})", "_xlfn.CONCAT({})", "SUMPRODUCT({})", "N({})",
    "T({})", "MODE({})",
)  # fmt: skip
#: Criteria, and areas they are asked of.
_CRITERIA = (
    "0", '""', '"="', '"<>"', '"<>0"', '"0"', '">"', '"*"', '"?*"', '"~*"', '"<>*"', '">a"', '"<b"', '">=0"',
    '"=urgent"', '"URGENT"', '" 3"', '"3"', '"3 "', '"3.0"', '"2.5"', '"2,5"', '"TRUE"', "TRUE", "Articles!P9",
    "Articles!F2", '"<>urgent"', '"<>3"', '"=3"', '"u*t"', '"*e*"', '"s??*"', '"R0*"', '"=""x"""', '"%"',
    '"1%"', '"2021-05-01"', '">2021-05-01"',
)  # fmt: skip
_ASKED = ("F2:F41", "B2:B41", "C2:C41", "P1:P5", "E2:E41")
#: What is looked up, and where.
_SOUGHT = (
    "0", "5", "10", "70", "75", "-1", '"a"', '"bb"', '"zz"', '""', "TRUE", "Articles!P9", '"b*"', '"B?"',
    "20.0000000001", "19.9999999", '"*"', '"1*"', '"?"', '"*5*"', '"a*"',
)  # fmt: skip
#: Ways to look something up.
_LOOKUPS = (
    "VLOOKUP({},Articles!L2:N9,3)", "VLOOKUP({},Articles!L2:N9,3,FALSE)", "MATCH({},Articles!L2:L9)",
    "MATCH({},Articles!M2:M9,0)", "MATCH({},Articles!M2:M9)", "MATCH({},Articles!M2:M9,1)",
    "LOOKUP({},Articles!L2:L9,Articles!N2:N9)", "VLOOKUP({},Articles!M2:N9,2,0)",
    "HLOOKUP({},Articles!A1:J3,2,0)", "MATCH({},{7,5,3,1},-1)", "COUNTIF(Articles!L2:M9,{})",
)  # fmt: skip
#: Numbers below, at and above what functions take.
_NUMBERS = (
    "0", "1", "-1", "2.5", "-2.5", "0.5", "1.005", "2.675", "1234.5678", "-0.05", "1E10", "0.1", "3.7", "1e-5",
    "99999.995", "8.5", "-7",
)  # fmt: skip
#: Functions of a number.
_OF_NUMBERS = (
    "ROUND({},0)", "ROUND({},2)", "ROUND({},-2)", "ROUNDUP({},1)", "ROUNDDOWN({},1)", "INT({})", "TRUNC({})",
    "CEILING({},0.1)", "FLOOR({},0.1)", "CEILING({},-2)", "FLOOR({},-2)", "MROUND({},0.1)", "MOD({},3)",
    "MOD({},-0.7)", "EVEN({})", "ODD({})", "_xlfn.CEILING.MATH({},2)", "_xlfn.FLOOR.MATH({},2)", "SIGN({})",
    "SQRT({})", "LN({})", "EXP({})", "FACT({})", "QUOTIENT({},2)", '{}&"x"', 'TEXT({},"0.00")',
    'TEXT({},"#,##0")', 'TEXT({},"0%")', 'TEXT({},"0.###")', 'TEXT({},"#")', 'TEXT({},"00.0")',
    'TEXT({},"$#,##0.00")', 'TEXT({},"0;-0;zero")', 'TEXT({},"0.0 ""kg""")', 'TEXT({},"(0)")',
    'TEXT({},"0-00")', "FIXED({},1)", "FIXED({},2,TRUE)", "LOG({},2)", "ATAN2({},1)", "DEGREES({})",
    'REPT("ab",{})', 'LEFT("abcdef",{})', 'MID("abcdef",{},2)', 'MID("abcdef",2,{})', 'CHOOSE({},"a","b","c")',
    "INDEX(Articles!A2:A9,{})", "LARGE(Articles!C2:C9,{})", "WEEKDAY(45000+{})", "YEAR(45000+{})",
    "DATE(2024,{},1)", "DATE(2024,1,{})", "EDATE(45000,{})", "EOMONTH(45000,{})", "WORKDAY(45000,{})",
    "HOUR({})", "MINUTE({})", "SECOND({})", 'TEXT({},"hh:mm:ss")', 'TEXT(45000+{},"d/m/yy")',
    'TEXT(45000+{},"ddd dd mmm yyyy h:mm AM/PM")', 'TEXT({},"mm:ss")', "TIME(1,{},0)",
    "DAYS360(45000,45100+{})", "WEEKNUM(45000+{},2)", "PMT({},12,1000)", "PMT(0.01,{},1000)",
    "NPER({},-100,1000)", "IPMT(0.01,{},12,1000)", "PPMT(0.01,{},12,1000)", "PERCENTILE(Articles!C2:C9,{})",
    "COMBIN(8,{})", "GCD({},6)", "LCM({},4)", "{}^0.5", "{}^-1", "N({})", "T({})", "VALUE({})", "NOT({})",
    "IF({},1,2)", "ISEVEN({})", "ERROR.TYPE({})", "ACOS({})", "{}%",
)  # fmt: skip
#: Texts: empty, with spaces, like numbers, days and truths, with signs of patterns.
_WORDS = (
    '"abc"', '""', '"  a  b "', '"été À"', '"12"', '"12.5"', '" 7 "', '"1e3"', '"2024-03-05"', '"5%"', '"TRUE"',
    '"a*b?c~d"', "\"o'neil mc-donald 3rd x2y\"", '"ÆßŒ"',
)  # fmt: skip
#: Functions of a text.
_OF_WORDS = (
    "LEN({})", "UPPER({})", "LOWER({})", "PROPER({})", "TRIM({})", "VALUE({})", "{}+1", "{}*1", "--{}", "{}&1",
    "SUM({},1)", "SUM({1},{})", "COUNT({})", "COUNTA({})", "N({})", "T({})", "IF({},1,2)", "NOT({})",
    "AND({},TRUE)", "ISNUMBER({})", "ISTEXT({})", "{}=0", "{}>0", '{}<"b"', '{}="ABC"', 'EXACT({},"abc")',
    'FIND("b",{})', 'SEARCH("~*b",{})', 'SEARCH("b",{},2)', 'SEARCH("",{})', 'FIND("",{})', 'FIND("",{},3)',
    'SUBSTITUTE({},"","x")', 'SUBSTITUTE({},"a","")', 'REPLACE({},1,1,"Z")', 'REPLACE({},9,1,"Z")', "CODE({})",
    "LEFT({})", "RIGHT({},3)", "MID({},2,99)", "REPT({},2)", "YEAR({})", "DATEVALUE({})", "ABS({})",
    "MAX({},3)", "CONCATENATE({},{})", "CLEAN({})", "ROUND({},1)", 'TEXT({},"0")', "{}/2", "ISERROR({}+1)",
    'IFERROR({}*2,"no")', "MATCH({},Articles!B2:B41,0)", "CHOOSE({},1,2)", "ISLOGICAL({})", "ISBLANK({})",
)  # fmt: skip


def edge_formulas() -> list[str]:
    """All of them, over the articles of `officebot.testing.libreoffice`."""
    return list(dict.fromkeys(_all()))


def _all() -> Iterator[str]:
    for left, sign, right in product(_OPERANDS, _OPERATORS, _OPERANDS):
        yield f"{left}{sign}{right}"
    for area, criterion in product(_ASKED, _CRITERIA):
        yield f"COUNTIF(Articles!{area},{criterion})"
    groups = ((_OF_AREAS, _AREAS), (_LOOKUPS, _SOUGHT), (_OF_NUMBERS, _NUMBERS), (_OF_WORDS, _WORDS))
    for functions, edges in groups:
        for function, edge in product(functions, edges):
            yield function.replace("{}", edge)
