"""How well the text of an article is cut out of its page.

Usage::

    python benchmarks/article_bodies.py [FOLDER] [--pages N] [--show]

* generated: N pages (default 600, fixed seed) in ten manners of government sites, each with a menu, crumbs,
  an info line, tools, side lists and a foot around a text of known wording: share of pages cut exactly,
  mean F1 of the text's pairs of characters, milliseconds a page;
* real: saved pages in FOLDER (default ``../shared/data/pages`` beside the repository; left out, saying so,
  where absent). Their true text is not known: milliseconds only, and with ``--show`` head and tail for
  the eye.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

from article_texts import OFFICES, person, prose

from xuncha.text.articles.article_body import article_body
from xuncha.text.pages.page import Page

SEED = 20250625
_FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "pages"
_BOXES = (
    "<div class='TRS_Editor'><style>.TRS_Editor P{line-height:2}</style>%s</div>",
    "<div class='article'><UCAPCONTENT>%s</UCAPCONTENT></div>",
    "<div id='zoom'>%s</div>",
    "<div class='article-content'>%s</div>",
    "<div class='con'>%s</div>",
    "<div class='content'>%s</div>",
    "<table><tr><td class='bt_content'>%s</td></tr></table>",
    "<div class='news_content'>%s</div>",
    "<div id='vsb_content'><div class='v_news_content'>%s</div></div>",
    "<table><tr><td>%s</td></tr></table>",  # no name at all
)


def made_page(dice: random.Random, number: int) -> tuple[str, str]:
    """A page and the text of its article."""
    paragraphs = [prose(dice, dice.randint(40, 300)) for _ in range(dice.randint(1, 8))]
    if number % 3 == 0:
        paragraphs += [f"{dice.choice(OFFICES)}", "2025年3月12日"]
    title = f"关于{paragraphs[0][:12]}的通知"
    joined = (
        "<br/>".join(f"　　{p}" for p in paragraphs)
        if number % 4 == 0
        else "".join(f"<p>　　{p}</p>" for p in paragraphs)
    )
    joined += "<p style='display:none'>隐藏的文字不是正文的一部分。</p>" if number % 5 == 0 else ""
    joined += "<p>附件：<a href='/a/1.doc'>申报表.doc</a></p>" if number % 6 == 0 else ""
    editor = f"<p>责任编辑：{person(dice)}</p>"
    info = f"<div class='xx'>来源：{dice.choice(OFFICES)} 发布时间：2025-03-13 09:10 浏览次数：<i>128</i> 【字号：大 中 小】 打印</div>"
    inside = number % 2 == 0
    box = _BOXES[number % len(_BOXES)] % ((info if inside else "") + joined + (editor if inside else ""))
    menu = "".join(
        f"<li><a href='/{n}/'>{name}</a></li>"
        for n, name in enumerate(("首页", "要闻动态", "政务公开", "互动交流"))
    )
    side = "".join(
        f"<li><a href='/s{n}.html'>{prose(dice, 20)[:24]}</a><span>03-0{n}</span></li>" for n in range(1, 8)
    )
    return (
        f"<html><head><title>{title}_青石市人民政府</title><script>var a='脚本里的文字，不是正文。';</script></head><body>"
        f"<div class='head'><ul class='nav'>{menu}</ul></div><div class='wz'>当前位置：<a href='/'>首页</a> &gt; 通知</div>"
        f"<div class='main'><h1>{title}</h1>{'' if inside else info}{box}{'' if inside else editor}"
        f"<div>上一篇：<a href='/p.html'>{prose(dice, 12)[:20]}</a></div><div>下一篇：没有了</div></div>"
        f"<div class='right'><h3>相关新闻</h3><ul>{side}</ul></div>"
        "<div class='footer'>主办：青石市人民政府办公室　地址：人民路1号　网站标识码：3700000001</div></body></html>",
        "\n".join(paragraphs),
    )


def pairs_f1(want: str, got: str) -> float:
    """F1 of the pairs of neighbouring characters."""
    one, other = (Counter(pairwise(text)) for text in (want, got))
    common = (one & other).total()
    return 2 * common / max(1, one.total() + other.total())


def generated(count: int) -> None:
    """Prints the figures of the generated pages."""
    dice = random.Random(SEED)
    exact, total, seconds = 0, 0.0, 0.0
    worst: list[tuple[float, int]] = []
    for number in range(count):
        html, want = made_page(dice, number)
        page = Page(html, "http://www.qingshi.gov.cn/a.html")
        begun = time.perf_counter()
        body = article_body(page)
        seconds += time.perf_counter() - begun
        exact += body.text == want
        total += (score := pairs_f1(want, body.text))
        worst.append((round(score, 3), number % len(_BOXES)))
    print(
        f"generated: {count} pages, exact {exact}, mean F1 {total / count:.4f}, {1000 * seconds / count:.2f} ms a page, "
        f"worst (F1, manner): {sorted(worst)[:5]}"
    )


def real(folder: Path, show: bool) -> None:
    """Prints times and samples of the saved pages."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".html", ".jsp"))
    spent = []
    for path in files:
        raw = path.read_bytes()
        html = raw.decode("utf-8") if _is_utf8(raw) else raw.decode("gb18030", errors="replace")
        page = Page(html, "http://www.qingshi.gov.cn/a.html")
        begun = time.perf_counter()
        body = article_body(page)
        spent.append(1000 * (time.perf_counter() - begun))
        if show:
            print(
                f"{path.name} [{body.title[:30]}] {len(body.text)}: {body.text[:50]!r} … {body.text[-50:]!r}"
            )
    if spent:
        print(
            f"real: {len(spent)} pages, {sum(spent) / len(spent):.2f} ms a page, slowest {max(spent):.1f} ms"
        )
    else:
        print("real: left out, the folder of saved pages is absent")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def main() -> None:
    """Prints both sets."""
    parser = argparse.ArgumentParser(description="Text of article pages.")
    parser.add_argument("folder", nargs="?", type=Path, default=_FOLDER)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    generated(options.pages)
    real(options.folder, options.show)


if __name__ == "__main__":
    main()
