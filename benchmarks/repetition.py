"""How well repeated articles are found, and how often articles of one form are taken for repeats.

Usage::

    python benchmarks/repetition.py [FOLDER] [--speed N]

Everything is made with a fixed seed; FOLDER (default ``../shared/data/wording`` beside the repository)
lends its statute sentences as raw text where it exists, else only generated prose serves. Prints:

* reposts: different regulations, 600 edited reposts (same, header and footer added, one character in 60
  changed, cut to 80 %, one sentence in 8 dropped) and 200 articles that share half their text: precision,
  recall and F1 of the pairs, and how many half-shared ones were flagged;
* forms: bulletins, appointments, penalties, short notices, series, corrections, notices of the same form
  by place, each 60 times: how many were flagged though none repeats; then the same with one in six really
  posted twice: recall;
* cross-posting: one article on one day in two columns: told apart or not;
* dates: planted false dates found, and false alarms on honest ones;
* speed: seconds for N articles (default 10,000).
"""

from __future__ import annotations

import argparse
import gzip
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as datetime_time
from pathlib import Path

from article_texts import DAY, FORMS, OFFICES, article, daily, person, prose

from xuncha.facts.seen import BEIJING
from xuncha.text.articles.near_duplicates import Article, Repeat, RepeatKind, find_repeats
from xuncha.text.dating.false_dates import ContradictionKind, DatedArticle, date_contradictions, site_dates

SEED = 20250625
_FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "wording"

# --- reposts --------------------------------------------------------------------------------------------


def documents(folder: Path, dice: random.Random) -> list[str]:
    """Different regulations of 350 to 2,400 characters: real sentences first, generated ones up to 854."""
    found: list[str] = []
    source = folder / "clean_statute_sentences.txt.gz"
    if source.is_file():
        text, limit = "", dice.randint(350, 1600)
        for line in gzip.decompress(source.read_bytes()).decode("utf-8").splitlines():
            text += line
            if len(text) >= limit:
                found.append(text[:2400])
                text, limit = "", dice.randint(350, 1600)
    while len(found) < 854:
        found.append(prose(dice, dice.randint(350, 2400)))
    return found


def _same(text: str, dice: random.Random) -> str:
    return text


def _framed(text: str, dice: random.Random) -> str:
    head = f"来源：{dice.choice(OFFICES)}　发布时间：2025-03-0{dice.randint(1, 9)}\n各有关单位："
    return f"{head}\n{text}\n特此通知，请认真贯彻执行。\n责任编辑：{person(dice)}"


def _changed(text: str, dice: random.Random) -> str:
    letters = list(text)
    for place in dice.sample(range(len(letters)), len(letters) // 60):
        letters[place] = chr(dice.randrange(0x4E00, 0x9FA0))
    return "".join(letters)


def _cut(text: str, dice: random.Random) -> str:
    return text[: len(text) * 4 // 5]


def _dropped(text: str, dice: random.Random) -> str:
    sentences = text.split("。")
    kept = [part for part in sentences if dice.random() >= 1 / 8]
    return "。".join(kept or sentences)


_EDITS: tuple[Callable[[str, random.Random], str], ...] = (_same, _framed, _changed, _cut, _dropped)


def reposts(folder: Path) -> None:
    """Prints precision, recall and F1 of the recipe."""
    dice = random.Random(SEED)
    texts = documents(folder, dice)
    articles = [article(dice, f"o{n}", f"关于{t[:14]}", t) for n, t in enumerate(texts)]
    want: dict[str, str] = {}
    for number in range(600):
        origin, edit = dice.randrange(len(texts)), _EDITS[number % len(_EDITS)]
        key = f"r{number}-{edit.__name__}"
        want[key] = f"o{origin}"
        made = article(dice, key, articles[origin].title, edit(texts[origin], dice))
        articles.append(replace(made, published=DAY + timedelta(days=200 + number % 60)))
    for number in range(200):
        one, other = dice.sample(texts, 2)
        half = min(len(one), len(other)) // 2
        made = article(dice, f"h{number}", f"关于{other[-14:]}", one[:half] + other[-half:])
        articles.append(replace(made, published=DAY + timedelta(days=300)))
    begun = time.perf_counter()
    found = {(repeat.key, repeat.earlier_key) for repeat in find_repeats(articles)}
    seconds = time.perf_counter() - begun
    right = {key for key, earlier in found if want.get(key) in (earlier, want.get(earlier, "-"))}
    wrong = [pair for pair in found if pair[0] not in right]
    halves = [pair for pair in wrong if pair[0].startswith("h")]
    precision, recall = len(right) / max(1, len(found)), len(right) / len(want)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(
        f"reposts: {len(articles)} articles, precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}, "
        f"half-shared flagged {len(halves)}/200, {seconds:.1f} s"
    )
    for name in (edit.__name__ for edit in _EDITS):
        missed = [key for key in want if key.endswith(name) and key not in right]
        print(f"  {name.strip('_')}: missed {len(missed)}/120 {missed[:5]}")
    print(f"  wrong: {wrong[:8]}")


# --- forms ----------------------------------------------------------------------------------------------


def forms() -> None:
    """Prints false alarms on articles of one form, and recall where one in six is really posted twice."""
    for form in FORMS:
        dice = random.Random(SEED)
        made: dict[tuple[str, str], Article] = {}
        for number in range(60):
            title, text = form(dice, number)
            made.setdefault((title, text), article(dice, f"{form.__name__}{number}", title, text))
        clean = list(made.values())
        false = find_repeats(clean)
        again = [
            replace(one, key=one.key + "+", published=one.published and one.published + timedelta(days=9))
            for one in clean[::6]
        ]
        found = {(r.earlier_key, r.key) for r in find_repeats([*clean, *again])}
        right = sum((one.key, one.key + "+") in found for one in clean[::6])
        print(
            f"form {form.__name__}: flagged {len(false)}/{len(clean)} clean, recall {right}/{len(again)} "
            f"posted twice, wrong beside them {len(found) - right} {[(r.earlier_key, r.key) for r in false[:3]]}"
        )
    _corrections()


def _corrections() -> None:
    dice = random.Random(SEED)
    articles = []
    for number in range(60):
        text = prose(dice, 500)
        articles.append(article(dice, f"a{number}", f"关于{text[:12]}的公告", text))
        mark = dice.choice(("（更正）", "（重新发布）", "更正公告：", "（修订版）"))
        articles.append(
            article(dice, f"b{number}", f"关于{text[:12]}的公告{mark}", text.replace("。", "；", 1))
        )
    print(f"form corrections: flagged {len(find_repeats(articles))}/60 pairs")


def cross_posting() -> None:
    """Prints how one article in two columns is judged, by the days between."""
    for days, want in (
        (0, RepeatKind.CROSS_POSTING),
        (3, RepeatKind.REPETITION),
        (400, RepeatKind.REPETITION),
    ):
        dice = random.Random(SEED)
        articles = []
        for number in range(100):
            text = prose(dice, 600)
            articles.append(Article(f"a{number}", "要闻", text[:15], text, DAY))
            later = DAY + timedelta(days=days)
            articles.append(Article(f"b{number}", "部门动态", text[:15], text, later))
        found: Sequence[Repeat] = find_repeats(articles)
        right = sum(r.kind is want and r.days_apart == days for r in found)
        print(f"two columns, {days} days apart: {right}/100 as {want}")


# --- false dates ----------------------------------------------------------------------------------------

_SEEN = datetime(2025, 6, 25, 10, 0, tzinfo=BEIJING)


def _honest(dice: random.Random, number: int) -> DatedArticle:
    """An article whose date is true, with everything that may look otherwise."""
    stated = date(2025, 6, 20) - timedelta(days=dice.randrange(900))
    signed = stated - timedelta(days=dice.choice((0, 0, 1, 5, 20, 60, -1)))
    text, title = prose(dice, 400), f"关于做好第{number}项工作的通知"
    kind = dice.randrange(6)
    if kind == 0:
        text += f"\n市政府办公室\n{signed.year}年{signed.month}月{signed.day}日"
    elif kind == 1:
        old = stated.year - 4
        text = f"市政发〔{old}〕{dice.randint(1, 90)}号\n{text}\n市人民政府\n{old}年3月1日"
    elif kind == 2:
        text, title = f"今年是本市建市四十周年。{text}\n市档案馆\n2005年7月1日", "建市四十周年纪事"
    elif kind == 3:
        end = stated + timedelta(days=200)
        text, title = f"{text}\n市水利局\n{end.year}年{end.month}月{end.day}日", "水利工程建设计划"
    elif kind == 4:
        text += "\n".join(f"第{n}阶段　市水利局　{stated.year + n}年6月30日" for n in (1, 2, 3))
    changed = datetime.combine(stated, datetime_time(9), BEIJING) + timedelta(days=dice.choice((0, 0, 1, 3)))
    if dice.random() < 0.4:
        changed = datetime(2024, 11, 2, 3, 0, tzinfo=BEIJING) if stated < date(2024, 11, 1) else changed
    url = f"http://www.qingshi.gov.cn/zwgk/t{stated - timedelta(days=dice.randrange(5)):%Y%m%d}_{number}.html"
    return DatedArticle(stated, title, text, url, changed)


def _forged(one: DatedArticle, dice: random.Random) -> tuple[ContradictionKind, DatedArticle]:
    """The same article with one planted contradiction."""
    kind = dice.choice(list(ContradictionKind))
    stated = date(2025, 5, 20) - timedelta(days=dice.randrange(60))
    plain = prose(dice, 300)
    made = replace(
        one, published=stated, title="全市工作会议召开", text=plain, url="http://www.qingshi.gov.cn/1.html"
    )
    made = replace(made, last_modified=None)
    shift = timedelta(days=dice.randint(220, 900))
    if kind is ContradictionKind.CLOSING_DATE:
        other = stated - shift if dice.random() < 0.5 else stated + timedelta(days=dice.randint(5, 30))
        made = replace(made, text=f"{plain}\n县教育局\n{other.year}年{other.month}月{other.day}日")
    elif kind is ContradictionKind.ADDRESS_DATE:
        other = stated - shift if dice.random() < 0.5 else stated + timedelta(days=dice.randint(9, 30))
        made = replace(made, url=f"http://www.qingshi.gov.cn/{other:%Y/%m/%d}/a.html")
    elif kind is ContradictionKind.LAST_MODIFIED:
        made = replace(made, last_modified=datetime.combine(stated - shift, datetime_time(9), BEIJING))
    else:
        made = replace(made, older_copy=stated - shift)
    return kind, made


def false_dates() -> None:
    """Prints planted false dates found and false alarms on honest articles."""
    dice = random.Random(SEED)
    honest = [_honest(dice, number) for number in range(1000)]
    site = site_dates(honest)
    false = [found for one in honest if (found := date_contradictions(one, _SEEN, site))]
    forged = [_forged(dice.choice(honest), dice) for _ in range(400)]
    right = sum([c.kind for c in date_contradictions(one, _SEEN, site)] == [kind] for kind, one in forged)
    print(f"dates: {right}/400 planted found, false alarms {len(false)}/1000 honest {false[:2]}")


# --- speed ----------------------------------------------------------------------------------------------


def _many(count: int) -> Iterator[Article]:
    dice = random.Random(SEED)
    for number in range(count):
        if number % 4 == 3:
            title, text = dice.choice(FORMS)(dice, number % 60)
        else:
            text = prose(dice, dice.randint(200, 1800))
            title = f"关于{text[:14]}"
        yield article(dice, str(number), title, text, f"栏目{number % 40}")


def speed(count: int) -> None:
    """Prints seconds for many articles, a quarter of them of eight forms; and for daily reports only."""
    for name, articles in (
        ("mixed", list(_many(count))),
        ("one form", [article(random.Random(n), str(n), *daily(random.Random(n), n)) for n in range(count)]),
    ):
        begun = time.process_time()
        found = find_repeats(articles)
        letters = sum(len(one.text) for one in articles)
        print(
            f"speed {name}: {count} articles ({letters} characters), {time.process_time() - begun:.1f} s, {len(found)} repeats"
        )


def main() -> None:
    """Prints every part."""
    parser = argparse.ArgumentParser(description="Precision and recall of repetition.")
    parser.add_argument("folder", nargs="?", type=Path, default=_FOLDER)
    parser.add_argument("--speed", type=int, default=10_000)
    options = parser.parse_args()
    reposts(options.folder)
    forms()
    cross_posting()
    false_dates()
    speed(options.speed)


if __name__ == "__main__":
    main()
