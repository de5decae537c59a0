"""The stock on the dashboard: what runs out, in how many days, and what is to be ordered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from officebot.core.charts.model import Chart, Series
from officebot.core.panels import (
    Block,
    Cell,
    Count,
    Counts,
    Drawing,
    ItemCount,
    Notice,
    Rows,
    Viewer,
    day_cell,
    left_of,
    words_of,
)
from officebot.core.proposals import Item
from officebot.core.text import counted, say
from officebot.duties.stock.observe import ITEM, KEY
from officebot.duties.stock.settings import Settings
from officebot.sdk import Office, Panel

_ARTICLES = f"{KEY}article:"
#: What is said of the stock as a whole, and by hand.
_NOTICES = (f"{KEY}hand:", f"{KEY}problems")
_MOST, _MOST_BARS = 50, 15
#: Who answers for one of these sees the stock.
WHO = ("stock", "purchasing", "suppliers", "deliveries")


def stock(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """The page “Stock and orders”: the alerts, the first to run out first."""
    if not _may_see(office, viewer, settings):
        return ()
    alerts = office.items_for(viewer, (ITEM,), _MOST, is_book=True, keys=_ARTICLES, order="run_out")
    count, late = _counts(office, viewer)
    return (
        Counts((
            Count(label=say("To order"), value=say("{count}", count=count), tone="warm" if count else "good"),
            Count(label=say("Run out before an order can come"), value=say("{count}", count=late), tone="hot" if late else ""),
        )),
        *_bars(alerts, viewer),
        Rows(
            title=say("Articles that run out"),
            columns=(say("Article"), say("Runs out from"), say("To order"), say("Supplier")),
            rows=tuple(
                (
                    Cell(words=words_of(str(one.source.get("article") or one.title), 80),
                         tone="hot" if one.source.get("alert") == "late" else ""),
                    day_cell(_run_out(one), viewer.today),
                    Cell(words=words_of(str(one.source.get("quantity", ""))), is_figure=True),
                    Cell(words=words_of(str(one.source.get("supplier", "")), 60)),
                )
                for one in alerts
            ),
            empty=say("There is enough of everything."),
            left=left_of(count, len(alerts)),
        ),
        *(
            Notice(words=words_of(one.title, 300), tone="warm")
            for keys in _NOTICES for one in office.items_for(viewer, (ITEM,), _MOST, is_book=True, keys=keys)
        ),
    )  # fmt: skip


def today(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """On the first page: how many articles are to be ordered, for who looks after the stock."""
    if not _may_see(office, viewer, settings):
        return ()
    count, late = _counts(office, viewer)
    if not count:
        return ()
    words = counted("{count} article is to be ordered.", "{count} articles are to be ordered.", count)
    value = say("{count}", count=count)
    return (
        Counts((Count(label=say("To order"), value=value, tone="hot" if late else "warm", to="/page/stock"),)),
        Notice(words=words, tone="hot" if late else "warm"),
    )


def _may_see(office: Office, viewer: Viewer, settings: Settings) -> bool:
    return viewer.may_see_book(office.facts.people.keeper(settings.keeper), *WHO)


def _counts(office: Office, viewer: Viewer) -> tuple[int, int]:
    """How many articles are to be ordered, and how many of these run out before an order can come."""
    counts = office.count_items_for(viewer, (ITEM,), is_book=True, keys=_ARTICLES, word="alert")
    return ItemCount.all_of(counts, ITEM).count, sum(one.count for one in counts if one.word == "late")


def _run_out(item: Item) -> date | None:
    try:
        return date.fromisoformat(str(item.source.get("run_out", "")))
    except ValueError:
        return None


def _bars(alerts: Sequence[Item], viewer: Viewer) -> Sequence[Block]:
    """The days that are left of each article, the fewest first."""
    dated = [(one, (day - viewer.today).days) for one in alerts if (day := _run_out(one)) is not None][:_MOST_BARS]
    if not dated:
        return ()
    values = tuple(Decimal(max(days, 0)) for _, days in dated)
    said = tuple(
        counted("{count} day", "{count} days", max(days, 0)).render(viewer.language) for _, days in dated
    )  # fmt: skip
    series = Series(name=say("days").render(viewer.language), values=values, words=said)
    names = tuple(
        words_of(str(one.source.get("article") or one.title), 40).render(viewer.language) for one, _ in dated
    )
    return (
        Drawing(Chart(name="stock-days", kind="bar", title=say("Days until it runs out").render(viewer.language),
                      categories=names, series=(series,), unit=say("days").render(viewer.language))),
    )  # fmt: skip


PANELS = (
    Panel(page="stock", title=say("Stock"), show=stock, place=10),
    Panel(page="today", title=say("Stock"), show=today, place=60),
)
