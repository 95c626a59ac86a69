"""Sites that serve damaged words (乱码): nothing is read out of them, and they are told as what they are."""

from __future__ import annotations

import re
from pathlib import Path

from raw_server import RawServer
from small_sites import html
from towns import Town, healthy_pages, inspect_towns, served

WORDS = "石堰县人民政府召开常务会议，研究部署安全生产工作，切实保障人民群众生命财产安全。" * 6


def _as_question_marks(text: str) -> str:
    return re.sub(r"[^\x00-\x7f]", "?", text)


def _stored_twice(text: str) -> str:
    return text.encode().decode("latin-1")


def test_damaged_words_are_no_findings_and_no_clean_bill(tmp_path: Path) -> None:
    articles, everywhere = healthy_pages(), healthy_pages()
    for number in range(1, 5):
        body = f"<h1>关于第{number}项事项的说明</h1><p>发布时间：2025-06-20</p><p>{_as_question_marks(WORDS)}</p>"
        articles[f"/gzdt/{number}.html"] = html(f"关于第{number}项事项的说明", body)
    for path, page in everywhere.items():
        if isinstance(page, str):
            everywhere[path] = _stored_twice(page)
    towns = [
        Town("9906000001", "g1.gov.example", articles),
        Town("9906000002", "g2.gov.example", everywhere),
    ]
    with RawServer() as server:
        served(server, towns)
        ran = inspect_towns(tmp_path, towns, "--connect-to", server.at, indicators="W101,W3,W4,W5,N1")
    rows = ran.verdicts()
    found = ran.findings()
    assert not [one for one in found if one["code"] in ("N101", "N110", "W101") and one["outcome"] == "hit"]
    assert not [one for one in found if one["target"] == towns[0].code and one["code"] in ("N101", "N109")]
    assert "网页文字是乱码 4 页" in rows[towns[0].code]["note"]
    assert rows[towns[1].code]["outcome"] == "unknown"
    assert not [one for one in found if one["target"] == towns[1].code and one["outcome"] == "hit"]
    doubts = {one["code"] for one in found if one["target"] == towns[1].code}
    assert {"W101", "W301", "W403", "W501", "N103", "N110"} <= doubts
