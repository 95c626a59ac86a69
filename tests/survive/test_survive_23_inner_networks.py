"""Case 23: a site in other hands tries every way into our own network; nothing there is ever connected to."""

from __future__ import annotations

from pathlib import Path

import pytest
from raw_server import RawServer, answer
from towns import Town, healthy_pages, inspect_towns, served, with_extra

PAGE = answer(body=b"<p>secret</p>")


def every_way(port: int) -> list[str]:
    """Addresses that lead to 127.0.0.1 or other inner places, in the notations that some program reads."""
    hosts = (
        "127.0.0.1", "127.1", "2130706433", "0177.0.0.1", "0x7f000001", "0x7f.1", "0.0.0.0", "localhost", "[::1]",
        "[::ffff:127.0.0.1]", "[2002:7f00:1::]", "[64:ff9b::7f00:1]", "１２７.0.0.1", "10.0.0.1", "169.254.169.254",
        "100.64.0.1", "user@127.0.0.1", "127.0.0.1\\@public.gov.example",
    )  # fmt: skip
    return [f"http://{host}:{port}/x{number}" for number, host in enumerate(hosts)]


@pytest.fixture
def town() -> Town:
    return Town("9901000001", "127.0.0.2", healthy_pages())


def test_no_link_frame_refresh_script_or_redirect_leads_inside(
    tmp_path: Path, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        RawServer({"*": {"*": PAGE}}) as inner,
        RawServer({"*": {"*": PAGE}}, "::1", port=inner.port) as inner6,
        RawServer(address="127.0.0.2") as outer,
    ):
        ways = every_way(inner.port)
        tags = "".join(
            f"<a href='{way}'>内网{n}</a><img src='{way}'><iframe src='{way}'></iframe><script src='{way}.js'></script>"
            f"<a href='/hop{n}'>跳转{n}</a><link rel='stylesheet' href='{way}'>"
            for n, way in enumerate(ways)
        )
        town.url = f"http://{outer.at}/"
        town.pages |= {f"/hop{n}": answer("302 Found", location=way) for n, way in enumerate(ways)}
        town.pages["/"] = with_extra(tags)
        town.pages["/tzgg/"] = f"<meta http-equiv='refresh' content='0;url={ways[0]}'>"
        town.pages["/gsgg/"] = f"<script>location.href='{ways[0]}'</script>"
        town.pages["/zcwj/"] = answer("302 Found", location=ways[0])
        town.pages["/robots.txt"] = answer(body=f"Sitemap: {ways[0]}".encode(), content_type="text/plain")
        served(outer, [town])
        inward = Town("9901000002", "x", {}, {}, name="石堰县内网站", url=f"http://127.0.0.1:{inner.port}/")
        # A proxy named in the environment is somebody else's decision.
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{inner.port}")
        ran = inspect_towns(tmp_path, [town, inward], "--allow-net", "127.0.0.2/32")
        assert ran.code == 3, ran.told()
        assert (inner.accepted, inner6.accepted) == (0, 0)
        assert len(outer.asked) > 40
    row = ran.verdicts()[inward.code]
    assert row["outcome"] == "unknown"
    assert "--allow-net" in row["note"]
    told = [one["detail"] for one in ran.findings() if one["outcome"] == "hit"]
    assert told == [], "an address we do not go to is no dead link"
