"""Charts as SVG: bars, groups of bars, lines and piles, told apart by patterns and marks as well as by shade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from xml.sax.saxutils import escape

from officebot.core.charts.model import MOST_SERIES, Chart, Series, steps
from officebot.core.expressions import expression

WIDTH = 640
_INK, _GREY, _RIM = "#1d2430", "#5a6474", "#1f3a5f"
_FONT = "'Liberation Sans', Arial, Helvetica, sans-serif"
#: How series are filled, in their order: dark, white with a rim, hatched, dotted, lined, chequered.
_FILLS = ("#1f3a5f", "#ffffff", "url(#{id}-hatch)", "url(#{id}-dots)", "url(#{id}-lines)", "url(#{id}-cross)")
#: How lines are drawn, and the marks at their points.
_DASHES = ("", "7 4", "2 3", "10 3 2 3", "1 5", "12 6")
_LEFT, _RIGHT, _TOP, _PLOT = 58, 14, 32, 200
_BAR, _ROW = 20, 30
#: Wider than this no letter of these fonts is on average, in parts of its height.
_LETTER = Decimal("0.56")
_UNPRINTABLE = expression(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def svg(chart: Chart) -> str:
    """The chart as an SVG of its own, with title and description for readers of screens."""
    drawn = _lying(chart) if chart.kind == "bar" else _standing(chart)
    body, height = drawn
    name = _id(chart.name)
    legend = "".join(_legend(chart, name, height)) if len(chart.series) > 1 else ""
    height += 24 * _legend_rows(chart) if legend else 0
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-t {name}-d" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-family="{_FONT}" font-size="12" fill="{_INK}">'
        f'<title id="{name}-t">{_text(chart.title)}</title><desc id="{name}-d">{_text(chart.in_words)}</desc>'
        f"{_patterns(name)}"
        f'<rect x="0" y="0" width="{WIDTH}" height="{height}" fill="#ffffff"/>{body}{legend}</svg>'
    )


# ── bars that lie ─────────────────────────────────────────────────────────────────────────────────────────


def _lying(chart: Chart) -> tuple[str, int]:
    """A row for each category: its name, a bar for each series, its value in words at its end."""
    most = max((value for one in chart.series for value in one.values if value is not None), default=Decimal(0))
    left = min(265, 16 + max((_wide(name) for name in chart.categories), default=0))
    end = max((_wide(words) for one in chart.series for words in one.words), default=0)
    room = WIDTH - left - end - 22
    name, row = _id(chart.name), _row_height(chart)
    out = []
    for place, category in enumerate(chart.categories):
        top = 8 + place * row
        out.append(_label(left - 8, top + row // 2, _cut(category, left - 14), "end"))
        for number, one in enumerate(chart.series):
            value = one.values[place]
            if value is None:
                continue
            y = top + 4 + number * (_BAR - (4 if len(chart.series) > 1 else 0))
            thick = _BAR - (6 if len(chart.series) > 1 else 0)
            long = int(max(value, Decimal(0)) / most * room) if most > 0 else 0
            if value > 0:
                out.append(_rect(left, y, long, thick, _fill(number, name)))
            out.append(_label(left + long + 6, y + thick // 2, one.words[place], "start"))
    height = 16 + row * len(chart.categories)
    out.append(f'<line x1="{left}" y1="4" x2="{left}" y2="{height - 8}" stroke="{_GREY}"/>')
    return "".join(out), height


def _row_height(chart: Chart) -> int:
    return _ROW if len(chart.series) == 1 else 12 + 16 * len(chart.series)


# ── bars and lines that stand ─────────────────────────────────────────────────────────────────────────────


def _standing(chart: Chart) -> tuple[str, int]:
    """An axis with round numbers, and above each category its bars, its pile, or the points of the lines."""
    ticks = steps(_highest(chart))
    top = ticks[-1]
    count = max(len(chart.categories), 1)
    step = Decimal(WIDTH - _LEFT - _RIGHT) / count
    out = list(_axis(ticks, chart.unit))
    draw = {"grouped": _groups, "line": _lines, "stacked": _piles}[chart.kind]
    out += draw(chart, step, top)
    slanted = any(_wide(name) > step for name in chart.categories)
    base = _TOP + _PLOT
    for place, category in enumerate(chart.categories):
        x = int(_LEFT + step * place + step / 2)
        out.append(_slanted(x, base + 14, category) if slanted else _label(x, base + 14, category, "middle"))
    out.append(f'<line x1="{_LEFT}" y1="{base}" x2="{WIDTH - _RIGHT}" y2="{base}" stroke="{_INK}"/>')
    return "".join(out), base + (70 if slanted else 32)


def _highest(chart: Chart) -> Decimal:
    if chart.kind == "stacked":
        return max((_sum(chart.series, place) for place in range(len(chart.categories))), default=Decimal(0))
    return max((value for one in chart.series for value in one.values if value is not None), default=Decimal(0))


def _sum(series: Iterable[Series], place: int) -> Decimal:
    return sum((max(one.values[place] or Decimal(0), Decimal(0)) for one in series), Decimal(0))


def _axis(ticks: list[Decimal], unit: str) -> Iterator[str]:
    for tick in ticks:
        y = _y(tick, ticks[-1])
        if tick:
            yield f'<line x1="{_LEFT}" y1="{y}" x2="{WIDTH - _RIGHT}" y2="{y}" stroke="#c9d0da" stroke-width="0.7"/>'
        yield _label(_LEFT - 6, y, _short(tick), "end")
    if unit:
        yield _label(_LEFT - 6, 9, unit, "end" if _wide(unit) < _LEFT else "start", size=11)


def _groups(chart: Chart, step: Decimal, top: Decimal) -> Iterator[str]:
    name, number = _id(chart.name), len(chart.series)
    thick = min(step * Decimal("0.76") / number, Decimal(54))
    for place in range(len(chart.categories)):
        start = _LEFT + step * place + (step - thick * number) / 2
        for which, one in enumerate(chart.series):
            value = one.values[place]
            if value is None:
                continue
            y = _y(value, top)
            x = int(start + thick * which)
            if value > 0:
                yield _rect(x, y, int(thick) - 1, _TOP + _PLOT - y, _fill(which, name))
            if _wide(one.words[place]) <= thick + 6:
                yield _label(x + int(thick) // 2, y - 7, one.words[place], "middle", size=11)


def _piles(chart: Chart, step: Decimal, top: Decimal) -> Iterator[str]:
    name = _id(chart.name)
    thick = int(min(step * Decimal("0.6"), Decimal(70)))
    for place in range(len(chart.categories)):
        x, reached = int(_LEFT + step * place + (step - thick) / 2), Decimal(0)
        for which, one in enumerate(chart.series):
            value = max(one.values[place] or Decimal(0), Decimal(0))
            upper, lower = _y(reached + value, top), _y(reached, top)
            reached += value
            if value:
                yield _rect(x, upper, thick, lower - upper, _fill(which, name))


def _lines(chart: Chart, step: Decimal, top: Decimal) -> Iterator[str]:
    for which, one in enumerate(chart.series):
        points = [
            (int(_LEFT + step * place + step / 2), _y(value, top), one.words[place])
            for place, value in enumerate(one.values)
            if value is not None
        ]
        path = " ".join(f"{x},{y}" for x, y, _ in points)
        dash = _DASHES[which % MOST_SERIES]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        yield f'<polyline points="{path}" fill="none" stroke="{_RIM}" stroke-width="2"{dashed}/>'
        for x, y, words in points:
            yield _mark(which, x, y)
            if len(chart.series) == 1 and _wide(words) <= step:
                yield _label(x, y - 11, words, "middle", size=11)


def _mark(which: int, x: int, y: int) -> str:
    shape = (
        f'<circle cx="{x}" cy="{y}" r="4"',
        f'<rect x="{x - 4}" y="{y - 4}" width="8" height="8"',
        f'<path d="M{x} {y - 5}L{x + 5} {y + 4}L{x - 5} {y + 4}Z"',
    )[which % 3]
    return f'{shape} fill="{"#ffffff" if which % 2 else _RIM}" stroke="{_RIM}"/>'


def _y(value: Decimal, top: Decimal) -> int:
    return _TOP + _PLOT - int(max(value, Decimal(0)) / top * _PLOT)


# ── legend, words, shapes ─────────────────────────────────────────────────────────────────────────────────


def _places(chart: Chart) -> list[tuple[int, int]]:
    """Where each series stands in the legend: x, and the row."""
    found, x, row = [], 12, 0
    for one in chart.series:
        width = 32 + _wide(one.name) + 14
        if x + width > WIDTH and x > 12:
            x, row = 12, row + 1
        found.append((x, row))
        x += width
    return found


def _legend_rows(chart: Chart) -> int:
    return max(row for _, row in _places(chart)) + 1


def _legend(chart: Chart, name: str, height: int) -> Iterator[str]:
    for which, (one, (x, row)) in enumerate(zip(chart.series, _places(chart), strict=True)):
        y = height + 12 + 24 * row
        if chart.kind == "line":
            dash = _DASHES[which % MOST_SERIES]
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            yield f'<line x1="{x}" y1="{y}" x2="{x + 24}" y2="{y}" stroke="{_RIM}" stroke-width="2"{dashed}/>'
            yield _mark(which, x + 12, y)
        else:
            yield _rect(x, y - 7, 22, 14, _fill(which, name))
        yield _label(x + 30, y, one.name, "start")


def _patterns(name: str) -> str:
    def pattern(kind: str, size: int, drawn: str) -> str:
        return (
            f'<pattern id="{name}-{kind}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
            f'<rect width="{size}" height="{size}" fill="#ffffff"/>{drawn}</pattern>'
        )

    line = f'stroke="{_RIM}" stroke-width="1.6"'
    return (
        "<defs>"
        + pattern("hatch", 7, f'<path d="M-1 8L8 -1M-1 1L1 -1M6 8L8 6" {line}/>')
        + pattern("dots", 6, f'<circle cx="3" cy="3" r="1.5" fill="{_RIM}"/>')
        + pattern("lines", 5, f'<path d="M0 2.5H5" {line}/>')
        + pattern("cross", 8, f'<path d="M0 0L8 8M8 0L0 8" {line}/>')
        + "</defs>"
    )


def _fill(which: int, name: str) -> str:
    return _FILLS[which % MOST_SERIES].format(id=name)


def _rect(x: int, y: int, width: int, height: int, fill: str) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{max(width, 1)}" height="{max(height, 1)}" fill="{fill}" stroke="{_RIM}" '
        f'stroke-width="1"/>'
    )


def _label(x: int, y: int, words: str, anchor: str, *, size: int = 12) -> str:
    sized = "" if size == 12 else f' font-size="{size}"'
    # The baseline is set by hand: not every program knows dominant-baseline.
    return f'<text x="{x}" y="{y + 4}" text-anchor="{anchor}"{sized}>{_text(words)}</text>'


def _slanted(x: int, y: int, words: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="end" transform="rotate(-35 {x} {y})">{_text(_cut(words, 96))}</text>'


def _wide(words: str, size: int = 12) -> int:
    return int(len(words) * size * _LETTER) + 1


def _cut(words: str, room: int) -> str:
    most = int(room / (12 * _LETTER))
    return words if len(words) <= most else f"{words[: max(1, most - 1)]}…"


def _short(tick: Decimal) -> str:
    """A round number on an axis: `1 500` is `1 500`, from a hundred thousand on `100 k`."""
    if tick >= 1_000_000:
        return f"{tick / 1_000_000:f}\u00a0M"
    if tick >= 100_000:
        return f"{tick / 1_000:f}\u00a0k"
    return f"{tick:,f}".replace(",", "\u00a0")


def _id(name: str) -> str:
    return "c-" + "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)[:60]


def _text(words: str) -> str:
    return escape(_UNPRINTABLE.sub(" ", words))
