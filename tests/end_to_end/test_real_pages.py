"""Real pages of government sites, served on loopback: read rightly, or said not to be read."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import REPOSITORY, Ran, inspect
from specimens.server import serve
from specimens.site_files import SpecimenSite
from warc_records import read_evidence

PAGES = REPOSITORY / "../shared/data/pages"
pytestmark = pytest.mark.skipif(
    not PAGES.is_dir(), reason="the real pages are not on this machine: ../shared/data/pages"
)
SCOPE = "W301,W401,W403,N102,N103,N109"
HEAD = "网站标识码,网站名称,网址,主办单位,主管单位,地区,网站类型,运行状态"


def files() -> list[Path]:
    return sorted(path for path in PAGES.rglob("*") if path.suffix in (".html", ".jsp"))


def strict_text(data: bytes) -> str | None:
    """The page as the first encoding gives it that takes every byte; None where none does."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def real_sites() -> Iterator[SpecimenSite]:
    """Each real page as the home page of a site of its own, and one list that leads to all of them."""
    pages = {}
    for number, path in enumerate(files()):
        data = path.read_bytes()
        yield SpecimenSite(f"w{number}.zhenshi.gov.example", "", {"/": data})
        pages[f"/yw/{number}.html"] = data
    rows = "".join(f'<li><a href="{path}">选登稿件第{path[4:-5]}篇全文</a></li>' for path in pages)
    body = f"<meta charset='utf-8'><div>当前位置：<a href='/'>首页</a> &gt; 要闻</div><ul>{rows}</ul>"
    lists = {"/": f"{body}<h1>选登</h1><a href='/yw/'>要闻</a>".encode(), "/yw/": body.encode()}
    yield SpecimenSite("list.zhenshi.gov.example", "", pages | lists)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("real")
    sites = list(real_sites())
    rows = [
        f"99{number:08d},真实页面{number},http://{site.host}/,某办公室,某办公室,桐坞市,门户网站,正常运行"
        for number, site in enumerate(sites)
    ]
    (folder / "sites.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    with serve(sites) as server:
        return inspect(folder, folder / "result", server.address, SCOPE, "--max-pages", "60")


def test_nothing_breaks(result: Ran) -> None:
    assert result.code in (0, 3), result.told()
    assert "Traceback" not in result.stderr, result.told()
    assert len(result.verdicts()) == len(files()) + 1
    assert all(int(row["reached"]) >= 1 for row in result.verdicts().values()), (
        "a page that was served was not reached"
    )


def test_titles_are_read_in_the_right_encoding(result: Ran) -> None:
    texts = [strict_text(path.read_bytes()) for path in files()]
    broken = [path.name for path, text in zip(files(), texts, strict=True) if text is None]
    raw = html.unescape("".join(text for text in texts if text is not None))
    whole = _closed_up(raw) + re.sub(r"\s+", "", raw)  # titles may come from attributes as well
    odd = [title for title in titles_in_facts(result, skip=_hosts(broken)) if "\ufffd" in title]
    assert not odd, f"replacement characters although the bytes are sound: {odd[:5]}"
    strange = [
        title
        for title in titles_in_facts(result, skip=_hosts(broken))
        if not title.startswith(("选登稿件", "（图片）")) and _closed_up(title)[:30] not in whole
    ]
    assert not strange, f"titles that stand on none of the pages: {strange[:5]}"


def test_titles_of_gbk_pages_were_read_at_all(result: Ran) -> None:
    gbk = "".join(
        text for path in files() if path.parent.name == "gbk" if (text := strict_text(path.read_bytes()))
    )
    whole = _closed_up(gbk)
    read = {
        title for title in titles_in_facts(result, skip=()) if _closed_up(title) in whole and len(title) > 5
    }
    assert len(read) >= 5, f"hardly any item of the GBK pages was read: {sorted(read)}"


def test_no_veto_rests_on_a_page_that_was_not_read(result: Ran) -> None:
    records = read_evidence(result.out / "evidence")
    hits = [found for found in result.findings() if (found["tier"], found["outcome"]) == ("veto", "hit")]
    for found in hits:
        assert found["evidence"], f"a veto without evidence: {found}"
        for cited in found["evidence"]:
            stored = records[cited["record_id"]]
            assert stored.status == 200, f"{found['code']} rests on {stored}"


def titles_in_facts(result: Ran, skip: tuple[str, ...]) -> list[str]:
    """Every title in the saved facts, but for sites of the hosts in ``skip``."""
    found: list[str] = []
    for path in sorted((result.out / "facts").rglob("*")):
        for document in _documents(path):
            if not any(host in json.dumps(document) for host in skip):
                found += _titles(document)
    return found


def _documents(path: Path) -> list[Any]:
    if not path.is_file() or not re.search(r"\.jsonl?(\.gz)?$", path.name):
        return []
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = data.decode("utf-8")
    return [json.loads(line) for line in text.splitlines()] if ".jsonl" in path.name else [json.loads(text)]


def _titles(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["title"]] if isinstance(node.get("title"), str) and "published" in node else []
        return own + [title for value in node.values() for title in _titles(value)]
    return [title for value in node for title in _titles(value)] if isinstance(node, list) else []


def _hosts(names: list[str]) -> tuple[str, ...]:
    return tuple(
        f"//w{number}.zhenshi.gov.example/" for number, path in enumerate(files()) if path.name in names
    )


def _closed_up(text: str) -> str:
    """Without markup, entities and white space: what can be compared across parsers."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", text)))
