"""The sites of the province: roster line, columns, plot and articles put together."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from xuncha.demo.articles import Writer
from xuncha.demo.columns import base_columns
from xuncha.demo.model import DemoColumn, DemoSite, HomeKind
from xuncha.demo.planted_articles import with_planted_articles
from xuncha.demo.planted_letters import with_planted_letters
from xuncha.demo.planted_wording import with_planted_words
from xuncha.demo.plots import HOMES, ODD_LINKS, PLOTS
from xuncha.demo.roster import ROSTER, Entry, host_of, site_of
from xuncha.facts.targets import RunState, Site


def build_registry() -> tuple[Site, ...]:
    """Every row of the site list, closed and exempt sites included."""
    return tuple(site_of(entry, serial) for serial, entry in enumerate(ROSTER, start=1))


def build_sites() -> tuple[DemoSite, ...]:
    """The running sites with their columns and articles."""
    return tuple(
        _build(entry, site, serial)
        for serial, (entry, site) in enumerate(zip(ROSTER, build_registry(), strict=True), start=1)
        if entry.state is RunState.RUNNING
    )


def _build(entry: Entry, site: Site, serial: int) -> DemoSite:
    rng = Random(f"columns of {site.site_code}")
    specs = PLOTS[entry.plot](base_columns(rng, portal=not entry.unit))
    rng_of_text = Random(f"articles of {site.site_code}")
    writer = Writer(rng_of_text, entry.owner + entry.unit, entry.unit, 10_000 + 37 * serial)
    written = tuple(writer.column(1001 + n, spec) for n, spec in enumerate(specs))
    columns = with_planted_letters(entry.plot, with_planted_articles(entry.plot, written))
    columns = with_planted_words(entry.plot, columns)
    return DemoSite(
        site=site,
        host=host_of(entry),
        style=entry.style,
        plot=entry.plot,
        listed=entry.listed,
        columns=tuple(_with_dead_item(entry.plot, column) for column in columns),
        home=HOMES.get(entry.plot, HomeKind.NEWS),
        odd_links=ODD_LINKS.get(entry.plot, ()),
    )


def _with_dead_item(plot: str, column: DemoColumn) -> DemoColumn:
    """The second news article, or the first document of the notices, answered with 404."""
    articles = list(column.articles)
    if plot == "n109_dead_article" and column.spec.slug == "gzdt":
        articles[1] = replace(articles[1], status=404)
    elif plot == "n109_dead_attachment" and column.spec.slug == "tzgg":
        first = next(n for n, article in enumerate(articles) if article.attachment)
        articles[first] = replace(articles[first], attachment_status=404)
    else:
        return column
    return replace(column, articles=tuple(articles))
