"""What the head of an article page states about its publication, for machines: meta tags and JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xuncha.facts.seen import DateSource, Published
from xuncha.text.dating.dates import FIRST_YEAR, FoundDate, as_published, find_dates

#: Names that mean publication. ``PubDate`` is the one the national page standard asks for.
_PUBLICATION_NAMES = frozenset(
    {"pubdate", "publishdate", "publishtime", "pubtime", "publicationdate", "datepublished", "publishedtime"}
    | {"articlepublishedtime", "ogpublishedtime", "articlepublishtime", "bytedancepublishedtime"}
    | {"dcdateissued", "dctermsissued", "dcissued", "dctermsdateissued", "firstpublishedtime", "ogpubdate"}
    | {"ogreleasedate", "releasedate", "weiboarticlecreateat", "articlecreateat", "apubtime"}
)
#: Names that mean some date of the article, mostly of publication.
_OTHER_NAMES = frozenset(
    {
        "dcdate",
        "dctermsdate",
        "dcdatecreated",
        "dctermscreated",
        "date",
        "createdate",
        "createtime",
        "created",
    }
    | {"datecreated", "others"}
)
_NOT_LETTERS = re.compile(r"[^a-z]")
_VALUE_LABEL = re.compile(r"\W*(?:发布|发表|发稿|公开)?(?:时间|日期)?\W*")
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?")
_LONGEST_VALUE = 64
_GENERATED = re.compile(r"生成(?:时间|日期|于)")
#: Times this close were written by the same build of the page.
_ONE_BUILD = timedelta(minutes=10)

_BROKEN_JSON = re.compile(r'"(?:datePublished|pubDate)"\s{0,9}:\s{0,9}"([^"]{1,64})"')
#: Below these keys JSON-LD speaks of other things than the page's own article.
_OTHER_THINGS = frozenset(
    [
        "comment",
        "review",
        "reviews",
        "itemListElement",
        "isPartOf",
        "hasPart",
        "mentions",
        "citation",
        "video",
        "image",
        "author",
        "publisher",
        "isBasedOn",
        "relatedLink",
        "potentialAction",
    ]
)


def date_in_value(value: str, source: DateSource) -> Published | None:
    """The publication date a machine-readable value holds.

    Placeholders (``null``, ``0000-00-00``, marks of a template) and values that say more than a date,
    such as the time the page was generated, hold none.
    """
    text = value.strip()
    if not text or len(text) > _LONGEST_VALUE:
        return None
    digits = _DIGITS.fullmatch(text)
    if digits:
        year, month, day, hour, minute, second = digits.groups(default="00")
        text = f"{year}-{month}-{day} {hour}:{minute}:{second}"
    found = find_dates(text)
    if not found or found[0].day is None or not _VALUE_LABEL.fullmatch(text[: found[0].start]):
        return None
    return as_published(found[0].day, found[0].at, source) if found[0].day.year >= FIRST_YEAR else None


@dataclass(frozen=True, slots=True)
class MetaDates:
    """Dates of meta tags: named as publication, named in a more general way, or no more than the time the
    page was generated, which some systems also write into ``PubDate`` each time they build a page anew."""

    publication: tuple[Published, ...]
    general: tuple[Published, ...]
    generated: tuple[Published, ...]


def meta_dates(tree: LexborHTMLParser) -> MetaDates:
    """Reads the dates of the page's meta tags, in document order."""
    nodes = tree.css("meta[name][content], meta[property][content]")
    marked = tree.css_first("[itemprop='datePublished' i][content]")  # later ones belong to comments
    built = [item for node in nodes for item in _generation_times(node)]
    publication: list[Published] = []
    general: list[Published] = []
    generated: list[Published] = []
    for node in [*nodes, *([marked] if marked else [])]:
        name = _meta_name(node)
        published = None
        if name in _PUBLICATION_NAMES or name in _OTHER_NAMES:
            published = date_in_value(node.attributes.get("content") or "", DateSource.META)
        if published is None:
            continue
        if any(_is_same_moment(published, item) for item in built):
            generated.append(published)
        else:
            (publication if name in _PUBLICATION_NAMES else general).append(published)
    return MetaDates(tuple(publication), tuple(general), tuple(generated))


def _generation_times(node: LexborNode) -> list[FoundDate]:
    """The time a meta tag says the page was generated at, as in 页面生成时间 2025-06-12 10:05:43."""
    content = (node.attributes.get("content") or "")[:_LONGEST_VALUE]
    return find_dates(content) if _GENERATED.search(content) or "generat" in _meta_name(node) else []


def _is_same_moment(published: Published, built: FoundDate) -> bool:
    """True for the same minutes, or the same day where either prints no time."""
    if published.at is None or built.at is None:
        return published.day == built.day
    return abs(published.at - built.at) <= _ONE_BUILD


def _meta_name(node: LexborNode) -> str:
    """The tag's name in small letters alone: ``Publish_Date`` and ``publish-date`` are one name."""
    attributes = node.attributes
    name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
    return _NOT_LETTERS.sub("", name.lower())


def json_ld_dates(tree: LexborHTMLParser) -> list[Published]:
    """Publication dates of JSON-LD blocks, in document order; broken JSON is searched as text."""
    dates = []
    for node in tree.css('script[type="application/ld+json" i]'):
        for value in _stated_in_json(node.text(deep=True)):
            published = date_in_value(value, DateSource.JSON_LD)
            if published is not None:
                dates.append(published)
    return dates


def _stated_in_json(source: str) -> list[str]:
    try:
        return list(_publication_values(json.loads(source, strict=False)))
    except (ValueError, RecursionError):
        first = _BROKEN_JSON.search(source)
        return [first[1]] if first else []


def _publication_values(root: object) -> Iterator[str]:
    """Values of datePublished or pubDate of the article itself, outermost first."""
    waiting = [root]
    for thing in waiting:  # grows while it is read
        if isinstance(thing, list):
            waiting.extend(thing)
        elif isinstance(thing, dict):
            for key in ("datePublished", "pubDate"):
                if isinstance(thing.get(key), str):
                    yield thing[key]
            waiting.extend(value for key, value in thing.items() if key not in _OTHER_THINGS)
