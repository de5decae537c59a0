"""Cells' styles: which of them show days, and new ones that differ from an old one in one thing (ECMA-376 part 1, §18.8)."""

from __future__ import annotations

import re

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.core.workbooks.lossless.package import elements
from officebot.core.workbooks.lossless.sheetxml import attributes

_LIST = expression(rb"<((?:[\w.-]+:)?)cellXfs\b([^>]*)>(.*?)</\1cellXfs\s*>", re.DOTALL)
_COUNT = expression(rb'\bcount="\d*"')
_WORDS = expression(r'"[^"]*"?|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]')
#: Formats that every program has without their being written (§18.8.30).
_DATES, _TIMES, _MOMENTS = (
    {14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)},
    {18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47},
    {22},
)
_NEW = {"date": b"14", "moment": b"22", "time": b"21"}


class Styles:
    """The styles of a workbook; `text` is the part, with those that were added."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.is_changed = False
        found = _LIST.search(text)
        self._prefix = found[1] if found else b""
        one = re.compile(
            rb"<" + re.escape(self._prefix) + rb"xf\b([^>]*?)(?:/>|>(.*?)</" + re.escape(self._prefix) + rb"xf\s*>)",
            re.DOTALL,
        )
        self._formats = [(attributes(xf[1]), xf[2] or b"") for xf in one.finditer(found[3])] if found else []
        self._made: dict[tuple[int, str, bool], int] = {}
        self._codes: dict[int, str] = {}
        if b"numFmt " in text:
            for fmt in elements(text, {"numFmt"}):
                number = fmt.attributes.get("numFmtId", "")
                if number.isdecimal():
                    self._codes[int(number)] = fmt.attributes.get("formatCode", "")

    def __len__(self) -> int:
        return len(self._formats)

    def shown_as(self, style: int) -> str:
        """ "date", "moment" or "time" for a style that shows one; else ""."""
        if not 0 <= style < len(self._formats):
            return ""
        told = self._formats[style][0].get("numFmtId", b"0")
        number = int(told) if told.isdigit() else 0
        if number in self._codes:
            return kind_of(self._codes[number])
        return "date" if number in _DATES else "time" if number in _TIMES else "moment" if number in _MOMENTS else ""

    def is_locked(self, style: int) -> bool:
        """Whether a cell of this style may not be changed where its sheet is protected."""
        if not 0 <= style < len(self._formats):
            return True
        inner = self._formats[style][1]
        found = re.search(rb"""\blocked\s*=\s*["'](0|false)["']""", inner)
        return found is None

    def like(self, style: int, *, shown_as: str = "", is_quoted: bool = False) -> int:
        """A style that differs from another in what it shows, or says that what looks like a formula is text."""
        known = self._formats[style][0] if 0 <= style < len(self._formats) else {}
        has_quote = known.get("quotePrefix") in (b"1", b"true")
        if (not shown_as or self.shown_as(style) == shown_as) and (not is_quoted or has_quote):
            return style
        key = (style, shown_as, is_quoted)
        if key not in self._made:
            self._made[key] = self._add(style, shown_as, is_quoted)
        return self._made[key]

    def _add(self, style: int, shown_as: str, is_quoted: bool) -> int:
        if not self._formats:
            raise UserError(
                say("The workbook has no list of styles: open it in Excel or LibreOffice and save it anew.")
            )
        told, inner = self._formats[style if 0 <= style < len(self._formats) else 0]
        told = dict(told)
        if shown_as:
            told["numFmtId"], told["applyNumberFormat"] = _NEW[shown_as], b"1"
        if is_quoted:
            told["quotePrefix"] = b"1"
        rest = b"".join(b' %s="%s"' % (name.encode("ascii"), value) for name, value in told.items())
        tag = self._prefix + b"xf"
        made = b"<%s%s" % (tag, rest) + (b">%s</%s>" % (inner, tag) if inner else b"/>")
        self._formats.append((told, inner))
        found = _LIST.search(self.text)
        assert found is not None
        count = b'count="%d"' % len(self._formats)
        head = _COUNT.sub(count, found[2]) if _COUNT.search(found[2]) else found[2] + b" " + count
        self.text = self.text[: found.start(2)] + head + b">" + found[3] + made + self.text[found.end(3) :]
        self.is_changed = True
        return len(self._formats) - 1


def kind_of(code: str) -> str:
    """What a number format shows: "date", "time", "moment", or "" for a number or words."""
    plain = _WORDS.sub("", code.partition(";")[0]).lower()
    if "general" in plain or "@" in plain:
        return ""
    has_clock = "h" in plain or "s" in plain
    has_day = "d" in plain or "y" in plain or ("m" in plain and not has_clock)
    if not has_clock and not has_day:
        return ""
    if has_day and not has_clock and ("0" in plain or "#" in plain):
        return ""
    return "moment" if has_day and has_clock else "date" if has_day else "time"
