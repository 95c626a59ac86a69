"""Sites that serve telephones something else: tampering is a doubt, a version for telephones is none."""

from __future__ import annotations

from pathlib import Path

from raw_server import RawServer, Talk, answer
from small_sites import html
from towns import Town, healthy_pages, inspect_towns, served, with_extra

BETTING = html(
    "新葡京娱乐官网", "<h1>百家乐 时时彩平台</h1><a href='http://www.q7w3.test/'>新葡京娱乐官网</a>"
)
MOBILE = html(
    "石堰县手机版",
    "<ul>" + "".join(f"<li><a href='/gzdt/{n}.html'>要闻{n}</a></li>" for n in range(5)) + "</ul>",
)
#: What telephones get at the home page, and whether that is a doubt.
FOR_PHONES = {
    "betting": (answer(body=BETTING.encode()), True),
    "sent to strangers": (answer("302 Found", location="http://www.zz90x.test/?from=m"), True),
    "a script sends on": (answer(body=(with_extra("<script>location.href='http://www.zz90x.test/'</script>")).encode()), True),
    "a version of its own": (answer(body=MOBILE.encode()), False),
    "a version elsewhere": (answer("302 Found", location="http://m.shiyan-online.test/"), False),
    "a version that the page links to": (answer("302 Found", location="http://wap2.linked.test/shiyan"), False),
    "refused": (answer("403 Forbidden", b"no"), False),
}  # fmt: skip


def _town(number: int, reply: bytes) -> Town:
    pages = healthy_pages()
    plain = answer(body=with_extra("<a href='http://www.linked.test/'>手机版下载</a>").encode())

    def home(talk: Talk) -> None:
        talk.send(reply if "iphone" in talk.asked.headers.get("user-agent", "").lower() else plain)

    pages["/"] = home
    return Town(f"99070000{number:02}", f"ph{number}.gov.example", pages)


def test_what_telephones_alone_get(tmp_path: Path) -> None:
    towns = {name: _town(n, reply) for n, (name, (reply, _)) in enumerate(FOR_PHONES.items(), 1)}
    with RawServer() as server:
        served(server, towns.values())
        ran = inspect_towns(tmp_path, towns.values(), "--connect-to", server.at, indicators="W104")
        phones = [one for one in server.asked if "iphone" in one.headers.get("user-agent", "").lower()]
    told = {one["target"]: one["detail"] for one in ran.findings() if one["code"] == "W104"}
    for name, town in towns.items():
        assert (town.code in told) is FOR_PHONES[name][1], (name, told.get(town.code))
        assert "仅对手机显示" in told.get(town.code, "仅对手机显示")
        at_home = [one for one in phones if one.host == town.host and one.path == "/"]
        assert len(at_home) == 1, "one request more for a site"
