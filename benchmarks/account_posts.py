"""How often the rules about the content of posts suspect what is sound, and whether they find what is not.

Usage::

    python benchmarks/account_posts.py [FOLDER]

FOLDER (default ``../shared/data`` beside the repository; nothing is measured where absent) holds real texts, none
of which is known to promote anything or to bear a false date. They are handed to the rules as posts:

* A103 over descriptions and answers of public error reports, over sentences of statutes, and over the bodies of
  saved pages; then over the same texts with a line of promotion or a link put in (made, fixed seed);
* A105 over the saved pages whose date is known, published on that very day; then with a closing date two to four
  hundred days before it (made, fixed seed).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import random
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from dates import real_pages

from xuncha.facts.account import AccountFacts, Post
from xuncha.facts.seen import BEIJING, Unseen
from xuncha.facts.targets import MediaAccount, Platform, RunState
from xuncha.indicators.kernel import Doubt, Target, judge, rules_of
from xuncha.text.articles.article_body import article_body
from xuncha.text.pages.page import Page

ASOF = datetime(2025, 6, 25, 9, 0, tzinfo=BEIJING)
SEED = 20250625
_DEFAULT_FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
_ACCOUNT = MediaAccount("wx-1", "清河发布", Platform.WECHAT, "清河县", "清河市", "清河市", RunState.RUNNING)
_PROMOTIONS = (
    "澳门新葡京线上娱乐，注册即送彩金，提款秒到账。",
    "同城约炮，美女上门服务，加微信详聊。",
    "六合彩特码资料免费公开，期期精准。",
    "成人影片在线观看 http://www.99setu.com/av/",
)


def _post(number: int, title: str, text: str, day: date) -> Post:
    at = datetime.combine(day, time(9), BEIJING)
    return Post(str(number), at, title, text, f"https://social.example/{number}")


def _doubts(code: str, posts: list[Post]) -> tuple[Doubt, ...]:
    facts = AccountFacts(_ACCOUNT, tuple(posts), Unseen("未看"))
    return judge(rules_of(Target.ACCOUNT)[code], facts, ASOF, {}).doubts


def _reports(folder: Path) -> Iterator[str]:
    raw = gzip.decompress((folder / "error_reports" / "zhaocuo_2023.tsv.gz").read_bytes()).decode("utf-8")
    csv.field_size_limit(1 << 24)
    for row in csv.DictReader(io.StringIO(raw), delimiter="\t"):
        text = "\n".join(value for value in row.values() if isinstance(value, str) and len(value) > 12)
        if text:
            yield text


def _statutes(folder: Path) -> list[str]:
    raw = gzip.decompress((folder / "wording" / "clean_statute_sentences.txt.gz").read_bytes())
    return raw.decode("utf-8").splitlines()


def _pages(folder: Path) -> Iterator[tuple[str, str, date]]:
    for _, html, day in real_pages(folder / "dates"):
        body = article_body(Page(html, "http://a.example/"))
        if body.text:
            yield body.title, body.text, day


def _told(name: str, code: str, posts: list[Post], *, made: bool = False) -> None:
    doubts = _doubts(code, posts)
    what = "found" if made else "suspected"
    print(f"{code} {name}: {len(posts)} posts, {what} {len(doubts)} = {len(doubts) / max(1, len(posts)):.4f}")
    for doubt in () if made else doubts[:10]:
        print(f"    {doubt.detail[:90]} | {doubt.quote[-60:]!r}")


def main() -> None:
    """Runs the benchmark and prints its figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=_DEFAULT_FOLDER)
    folder = parser.parse_args().folder
    if not folder.is_dir():
        print(f"nothing measured: {folder} is absent")
        return
    chance = random.Random(SEED)
    pages = list(_pages(folder))
    texts = {
        "error reports and answers": list(_reports(folder)),
        "sentences of statutes": _statutes(folder),
        "saved pages": [f"{title}\n{text}" for title, text, _ in pages],
    }
    for name, kept in texts.items():
        _told(name, "A103", [_post(n, "", text, ASOF.date()) for n, text in enumerate(kept)])
    base = [text for text in chance.sample(texts["sentences of statutes"], 400) if len(text) > 20]
    made = [f"{text}\n{_PROMOTIONS[n % len(_PROMOTIONS)]}" for n, text in enumerate(base)]
    _told(
        "with a promotion put in",
        "A103",
        [_post(n, "", t, ASOF.date()) for n, t in enumerate(made)],
        made=True,
    )
    own = [_post(n, title, text, day) for n, (title, text, day) in enumerate(pages) if day <= ASOF.date()]
    _told("saved pages on their day", "A105", own)
    false = []
    for post in own:
        closed = post.published_at.date() - timedelta(days=chance.randint(2, 400))
        signed = f"{post.text}\n清河县人民政府办公室\n{closed.year}年{closed.month}月{closed.day}日"
        false.append(_post(int(post.post_id), post.title, signed, post.published_at.date()))
    _told("with an older closing date", "A105", false, made=True)


if __name__ == "__main__":
    main()
