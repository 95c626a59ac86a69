"""A home page that is one picture: nobody can say what it offers, and nothing is held against the site for that."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_sites import ASOF, dated_article, gathered, html, listed, listing, plan_of, site

from xuncha.indicators.kernel import judge, rules_for

NEWS = {
    "/dt/": listing(
        "工作动态", [(f"/dt/{n}.html", f"关于第{n}项工作的公告", "2025-06-20") for n in range(4)]
    ),
    **{f"/dt/{n}.html": dated_article(f"关于第{n}项工作的公告", "2025-06-20") for n in range(4)},
}


@pytest.mark.parametrize("code", ["W501", "W601", "D402", "D404", "D409"])
@pytest.mark.parametrize(
    ("body", "outcome"), [("<img src='/a.jpg'>", "unknown"), ("<p>石堰县人民政府欢迎您</p>", "fail")]
)
async def test_a_picture_is_no_proof(tmp_path: Path, code: str, body: str, outcome: str) -> None:
    """The only column is one of news, which was read."""
    served = site({"/": html("石堰县人民政府", body), **NEWS})
    facts = await gathered(served, tmp_path, plan_of([listed("工作动态", "/dt/")]))
    (rule,) = rules_for(code)
    judgement = judge(rule, facts, ASOF, {})
    if code.startswith("W"):
        assert judgement.outcome == outcome
    if outcome == "unknown":
        assert not judgement.hits
        assert "首页只有图片" in judgement.doubts[0].detail
