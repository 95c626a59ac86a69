"""The texts of the articles: each its own, except where something is planted."""

from __future__ import annotations

from itertools import combinations
from random import Random

from xuncha.demo.model import Article, DemoSite
from xuncha.demo.sentences import Deck

#: Two texts that share more of their runs of four characters would look like one article to a reader.
MOST_ALIKE = 0.4


def runs(article: Article) -> set[str]:
    said = "".join(article.paragraphs) or "".join(f"{name}{value}" for name, value in article.fields)
    return {said[at : at + 4] for at in range(len(said) - 3)}


def alike(site: DemoSite) -> list[tuple[str, str]]:
    """Titles of every pair of articles that share too much."""
    texts = [(article.title, runs(article)) for column in site.columns for article in column.articles]
    return [
        (one, other)
        for (one, mine), (other, theirs) in combinations(texts, 2)
        if len(mine & theirs) > MOST_ALIKE * len(mine | theirs)
    ]


def test_no_two_articles_of_a_site_are_alike(province):
    sites = [site for site in province.sites if not site.plot.startswith(("n101", "w502_in_order"))]
    pairs = {site.plot: alike(site) for site in sites}
    assert {plot: found for plot, found in pairs.items() if found} == {}


def test_the_planted_ones_are(province):
    found = {site.plot: len(alike(site)) for site in province.sites if site.plot.startswith("n101")}
    assert found == {"n101_repeated": 1, "n101_lawfully_alike": 2}


def test_every_article_says_something(province):
    texts = [
        runs(article) for site in province.sites for column in site.columns for article in column.articles
    ]
    assert len(texts) > 1000
    lengths = sorted(map(len, texts))
    assert lengths[0] < 20, "the message that is a test"
    assert lengths[1] > 20
    assert lengths[30] > 60


def test_no_blank_is_left_open(province):
    said = [p for site in province.sites for c in site.columns for a in c.articles for p in a.paragraphs]
    assert not [part for part in said if "{" in part or "}" in part]


def test_a_deck_uses_every_sentence_before_it_repeats_one():
    frames = Deck(Random(1))
    drawn = [sentence[-6:] for sentence in frames.draw(30)]
    assert len(set(drawn)) == 30


def test_the_same_seed_draws_the_same_sentences():
    assert Deck(Random("a")).draw(20) == Deck(Random("a")).draw(20)
    assert Deck(Random("a")).draw(20) != Deck(Random("b")).draw(20)
