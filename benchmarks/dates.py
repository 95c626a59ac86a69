"""How well publication dates are read from article pages.

Usage::

    python benchmarks/dates.py [FOLDER] [--pages N]

Measures ``article_date`` on two sets and prints pages, right, wrong, unknown, precision of the answers,
share answered, and milliseconds a page:

* real: 61 saved pages with known dates (``gne_tests.tgz``, ``gne_dates_gt.json``) in FOLDER, by default
  ``../shared/data/dates`` beside the repository; left out, saying so, where the folder is absent;
* generated: N pages (default 2000, fixed seed) in the manner of government sites, each with traps around
  the date: a header clock, dates in the text, related articles, a copyright year. One in ten has no
  publication date at all; answering there counts as wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from xuncha.facts.seen import BEIJING
from xuncha.text.dating.published import article_date

ASOF = datetime(2025, 6, 25, 9, 0, tzinfo=BEIJING)
SEED = 20250625
_DEFAULT_FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "dates"


@dataclass
class Score:
    """Counts of one set. ``undated`` pages print no date; leaving them unknown is right."""

    name: str
    right: int = 0
    wrong: int = 0
    unknown: int = 0
    undated_right: int = 0
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)

    def add(self, label: str, html: str, want: date | None) -> None:
        """Reads one page and counts the answer."""
        begun = time.perf_counter()
        answer = article_date(LexborHTMLParser(html), "", ASOF)
        self.seconds += time.perf_counter() - begun
        got = answer.published.day if answer.published else None
        if got == want:
            self.right += want is not None
            self.undated_right += want is None
        else:
            self.unknown += got is None
            self.wrong += got is not None
            self.misses.append(f"{label}: want {want}, got {got}")

    def report(self) -> str:
        """One line of figures, then the misses."""
        answered = self.right + self.wrong
        dated = answered + self.unknown
        head = (
            f"{self.name}: {dated + self.undated_right} pages, right {self.right}, wrong {self.wrong}, "
            f"unknown {self.unknown}, undated and left so {self.undated_right}; "
            f"precision {_share(self.right, answered)}, answered {_share(answered, dated)}, "
            f"{1000 * self.seconds / max(1, dated + self.undated_right):.1f} ms a page"
        )
        return "\n  ".join([head, *self.misses[:20]])


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def real_pages(folder: Path) -> Iterator[tuple[str, str, date]]:
    """The saved pages: name, text, true date."""
    truth = json.loads((folder / "gne_dates_gt.json").read_text("utf-8"))
    with tarfile.open(folder / "gne_tests.tgz") as archive:
        for name, day in truth.items():
            member = archive.extractfile(name)
            if member is not None:
                yield name, _decoded(member.read()), date.fromisoformat(day)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


_TOPICS = ("安全生产", "防汛备汛", "营商环境", "义务教育", "医疗保障", "乡村振兴", "数字政务", "生态保护")
_KINDS = ("工作会议召开", "实施方案的通知", "专项检查公告", "情况通报", "办事指南解读", "人员招聘公告")
_PROSE = (
    "{d}，市政府召开专题会议，研究部署下一阶段{t}工作，要求各单位抓好落实。",
    "本办法自{d}起施行，有效期五年。原有规定与本办法不一致的，以本办法为准。",
    "报名时间：{d}至月底，逾期不予受理；符合条件的单位应当在规定期限内提交材料。",
    "据统计，截至{d}，全市{t}领域累计完成投资十二亿元，同比增长百分之七。",
)


def generated_pages(count: int, seed: int = SEED) -> Iterator[tuple[str, str, date | None]]:
    """Pages in the manner of government sites: style, text, true date."""
    dice = random.Random(seed)
    styles = (_line_of_spans, _table_of_items, _bare_line, _label_cells, _meta_only, _foot_label)
    for number in range(count):
        day = date(2025, 6, 24) - timedelta(days=dice.randrange(3000))
        topic = dice.choice(_TOPICS)
        title = f"关于{topic}{dice.choice(_KINDS)}"
        if dice.random() < 0.1:
            yield f"{number} undated", _page(dice, title, topic, day, "", "", ""), None
            continue
        style = dice.choice(styles)
        head, top, foot = style(dice, day)
        yield f"{number} {style.__name__}", _page(dice, title, topic, day, head, top, foot), day


def _printed(dice: random.Random, day: date) -> str:
    form = dice.choice(
        ("{y}-{m:02}-{d:02}", "{y}年{m}月{d}日", "{y}/{m}/{d}", "{y}年{m:02}月{d:02}日", "{y}.{m:02}.{d:02}")
    )
    text = form.format(y=day.year, m=day.month, d=day.day)
    if dice.random() < 0.1:
        text = text.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    clock = dice.choice(("", " 10:05", "  16:30:12", "10:05" if text.endswith("日") else ""))
    return text + clock


def _line_of_spans(dice: random.Random, day: date) -> tuple[str, str, str]:
    label = dice.choice(("发布时间：", "发布日期:", "时间：", "日期："))
    parts = [f"<span>{label}</span><span>{_printed(dice, day)}</span>", "<span>来源：市政府办公室</span>"]
    dice.shuffle(parts)
    return "", f"<div class='xx'>{''.join(parts)}<span>浏览次数：<i id='n'>20250</i></span></div>", ""


def _table_of_items(dice: random.Random, day: date) -> tuple[str, str, str]:
    written = day - timedelta(days=dice.randrange(1, 30))
    cells = (
        "<td>索引号</td><td>014349552/2025-00012</td><td>成文日期</td><td>{}</td><td>发布日期</td><td>{}</td>"
    )
    return "", f"<table><tr>{cells.format(written, _printed(dice, day))}</tr></table>", ""


def _bare_line(dice: random.Random, day: date) -> tuple[str, str, str]:
    return "", f"<p class='sub'>{_printed(dice, day)}　来源：市融媒体中心　字体：[大 中 小]</p>", ""


def _label_cells(dice: random.Random, day: date) -> tuple[str, str, str]:
    updated = day + timedelta(days=3)
    return "", f"<ul><li>发布时间：</li><li>{_printed(dice, day)}</li><li>更新时间：{updated}</li></ul>", ""


def _meta_only(dice: random.Random, day: date) -> tuple[str, str, str]:
    name = dice.choice(("PubDate", "pubdate", "article:published_time", "publishdate"))
    return f"<meta name='{name}' content='{day:%Y-%m-%d} 10:05'>", "", ""


def _foot_label(dice: random.Random, day: date) -> tuple[str, str, str]:
    return "", "", f"<div class='tools'>发布时间：{_printed(dice, day)}　[打印] [关闭]</div>"


def _page(dice: random.Random, title: str, topic: str, day: date, head: str, top: str, foot: str) -> str:
    def other() -> str:
        return _printed(dice, day - timedelta(days=dice.randrange(1, 400)))

    prose = "".join(f"<p>{text.format(d=other(), t=topic)}</p>" for text in dice.sample(_PROSE, 3))
    rows = "".join(
        f"<li><a href='/{n}.html'>{topic}相关工作动态之{n}</a><span>{other()}</span></li>" for n in "一二三"
    )
    note = f"<p>（{other()}市政府常务会议通过）</p>" if dice.random() < 0.3 else ""
    box = dice.choice(("TRS_Editor", "article-content", "wz"))
    return (
        f"<html><head><title>{title}_某市人民政府</title>{head}</head><body>"
        f"<div class='top'>今天是{ASOF:%Y年%m月%d日} 星期三</div><div>当前位置：首页 &gt; 工作动态</div>"
        f"<h1>{title}</h1>{top}{note}<div class='{box}'>{prose}<p>某市人民政府</p><p>{other()}</p></div>{foot}"
        f"<div class='list'><h3>相关链接</h3><ul>{rows}</ul></div>"
        "<div class='footer'>版权所有 2026 某市人民政府 网站更新时间：2025-06-24</div></body></html>"
    )


def main() -> None:
    """Prints the figures of both sets."""
    parser = argparse.ArgumentParser(description="Precision of publication dates.")
    parser.add_argument("folder", nargs="?", type=Path, default=_DEFAULT_FOLDER)
    parser.add_argument("--pages", type=int, default=2000)
    options = parser.parse_args()
    if (options.folder / "gne_tests.tgz").is_file():
        score = Score("real")
        for page in real_pages(options.folder):
            score.add(*page)
        print(score.report())
    else:
        print("real: left out, the folder of saved pages is absent")
    score = Score("generated")
    for made in generated_pages(options.pages):
        score.add(*made)
    print(score.report())


if __name__ == "__main__":
    main()
