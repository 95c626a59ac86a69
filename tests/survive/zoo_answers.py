"""Towns whose servers answer strangely: challenges, soft errors, redirects, robots files."""

from __future__ import annotations

import gzip
import random
from datetime import UTC, datetime
from urllib.parse import urlsplit

from odd_answers import PAGE, READ, UNREAD
from raw_server import Talk, answer, by_method, endless_chunks, in_turn, then_close, then_reset
from small_sites import html, menu
from towns import COLUMNS, Town, all_columns, healthy_pages, with_extra
from zoo import register_each, specimen

SCRIPT = b"<html><head><script>document.cookie='__jsl='+(function(){return 7*6})();location.reload()</script></head></html>"
SLIDER = html(
    "安全验证", "<div id='slider'>请按住滑块，拖动到最右边</div><script src='/nc.js'></script>"
).encode()
STOPPED = html("提示", "<p>您的访问被拦截，请联系网站管理员。事件编号 8812</p>").encode()
NOT_NOW = "<html><title>提示</title><body><p>当前线路忙，请换一种方式联系我们。</p></body></html>".encode()
CHALLENGES = {
    "07 403 with cf-mitigated": answer("403 Forbidden", b"<p>wait</p>", cf_mitigated="challenge"),
    "07 412 with a script": answer("412 Precondition Failed", SCRIPT, set_cookie="a=1"),
    "07 202 with a script": answer("202 Accepted", SCRIPT, set_cookie="a=1"),
    "07 521 with a script": answer("521 OK", SCRIPT, set_cookie="a=1"),
    "07 200 with a slider": answer(body=SLIDER),
    "07 200 that says blocked": answer(body=STOPPED),
}


def _columns_blocked(reply: bytes):  # type: ignore[no-untyped-def]
    return lambda town: town.pages.update(all_columns(reply))


register_each({name: _columns_blocked(reply) for name, reply in CHALLENGES.items()})
register_each({"07 one message in every column": _columns_blocked(answer(body=NOT_NOW))})


@specimen("00 healthy")
def healthy(town: Town) -> None:
    pass


@specimen("07 home page blocked")
def home_blocked(town: Town) -> None:
    town.pages["/"] = CHALLENGES["07 412 with a script"]


@specimen("08 blocked after the home page")
def blocked_after_one(town: Town) -> None:
    pages, home = town.pages, town.pages["/"]
    town.pages = {"/": home, "/robots.txt": pages["/robots.txt"], "*": answer("403 Forbidden", b"no")}


@specimen("09 says so with 200")
def soft_in_words(town: Town) -> None:
    said = html("提示", "<p>抱歉，您访问的页面不存在。</p>")
    town.pages["*"] = said
    del town.pages["/rsxx/"]
    town.pages["/gzdt/1.html"] = html(
        "关于清理失效链接的通报",
        "<h1>关于清理失效链接的通报</h1><p>发布时间：2025-06-20 来源：县政府办公室</p><p>"
        + "经查，部分网站链接的页面已被删除，访问时提示页面不存在，请各单位逐一核对并整改到位。" * 12
        + "</p>",
    )


@specimen("09 sends home")
def soft_home(town: Town) -> None:
    town.pages["*"] = answer("302 Found", location=town.home)
    del town.pages["/rsxx/"]


@specimen("09 changes with every answer")
def soft_dynamic(town: Town) -> None:
    def talks(talk: Talk) -> None:
        now, luck = datetime.now(UTC), random.randrange(10**9)
        words = "云山河谷林泉溪岭"
        picks = "".join(
            f"<li><a href='/gzdt/{1 + n % 4}.html'>{words[(luck + n) % 8]}{words[(luck // 7 + n) % 8]}推荐阅读{luck + n}</a></li>"
            for n in range(6)
        )
        body = (
            f"<p>当前时间：{now:%H:%M:%S} 星期{'一二三四五六日'[now.weekday()]}</p><p>内容已经转移 {talk.asked.path}</p>"
            f"<p>猜您关注{words[luck % 8]}{words[luck // 11 % 8]}{words[luck // 5 % 8]}</p><ul>{picks}</ul>"
            "<p>请从首页进入各栏目浏览</p><a href='/'>返回首页</a><p>技术支持：县大数据中心</p>"
        )
        talk.send(answer(body=html("提示信息", body).encode()))

    town.pages["*"] = talks
    del town.pages["/rsxx/"]


@specimen("09 turns soft while we look")
def soft_later(town: Town) -> None:
    """Honest at first; then everything unknown gets a page that names no fault."""
    count = iter(range(10**6))
    later = answer(
        body=html("欢迎访问", "<p>系统升级，内容正在迁移，请从首页进入。</p><a href='/'>首页</a>").encode()
    )

    def talks(talk: Talk) -> None:
        honest = answer("404 Not Found", b"<title>404</title>")
        talk.send(honest if next(count) < 2 else later)

    town.pages["*"] = talks
    for folder in ("rsxx", "gfwj"):
        del town.pages[f"/{folder}/"]


@specimen("09 one honest page that speaks of deletion")
def speaks_of_deletion(town: Town) -> None:
    town.pages["/gsgg/2.html"] = html(
        "关于已被删除的公众号文章的说明",
        "<h1>关于已被删除的公众号文章的说明</h1><p>发布时间：2025-06-19</p><p>"
        + "网传文章已被删除，系作者自行撤回，县网信办已核实有关情况并向社会公布。" * 14
        + "</p>",
    )


BUSY = {
    "minus five": "-5",
    "a word": "soon",
    "nothing": "",
    "one second": "1",
    "a past date": "Wed, 21 Oct 2015 07:28:00 GMT",
}


def _busy_once(value: str):  # type: ignore[no-untyped-def]
    busy = answer("503 Service Unavailable", b"busy", **({"retry_after": value} if value else {}))

    def change(town: Town) -> None:
        for path in ("/", "/tzgg/"):
            town.pages[path] = in_turn(busy, town.pages[path])

    return change


register_each({f"10 busy once, Retry-After {name}": _busy_once(value) for name, value in BUSY.items()})


@specimen("11 HEAD refused")
def head_refused(town: Town) -> None:
    fine = answer(body=html("办事大厅", "<p>欢迎办事，请选择事项。</p>").encode())
    codes = ("405 Not Allowed", "501 Not Implemented", "403 Forbidden", "404 Not Found", "400 Bad", "500 No")
    for number, code in enumerate(codes):
        town.pages[f"/d{number}.html"] = by_method(answer(code), fine)
    town.pages["/d6.html"] = by_method(then_reset(b""), fine)
    links = "".join(f"<a href='/d{number}.html'>关于办事入口{number}的使用说明</a>" for number in range(7))
    town.pages["/"] = with_extra(links)


GONE = answer("404 Not Found", "<title>404</title><p>您访问的页面不存在</p>".encode())


@specimen("11 HEAD is always fine")
def head_always_fine(town: Town) -> None:
    """As programs answer that never look at what is asked for: with a type and a length."""
    fine = answer(body=b"x" * 512)
    town.pages["/there.html"] = by_method(fine, answer(body=html("办事大厅", "<p>欢迎办事。</p>").encode()))
    town.pages["/gone.html"] = by_method(fine, answer("410 Gone"))
    town.pages["*"] = by_method(fine, GONE)
    links = "<a href='/there.html'>办事大厅的使用说明</a><a href='/gone.html'>已经不在的办事入口说明</a>"
    town.pages["/"] = with_extra(links)


@specimen("11 HEAD says nothing")
def head_says_nothing(town: Town) -> None:
    """As frameworks answer HEAD for an address whose program knows GET alone: 200 and nothing."""
    page = answer(body=html("办事大厅", "<p>欢迎办事，请选择事项。</p>").encode())
    untyped = b"HTTP/1.1 200 OK\r\nserver: x\r\nconnection: keep-alive\r\n\r\n"
    for name, get in (("there", page), ("gone", GONE)):
        town.pages[f"/{name}1.html"] = by_method(answer(content_length="0"), get)
        town.pages[f"/{name}2.html"] = by_method(untyped, get)
    links = "".join(
        f"<a href='/{name}{n}.html'>关于办事入口{name}{n}的说明</a>"
        for name in ("there", "gone")
        for n in (1, 2)
    )
    town.pages["/"] = with_extra(links)


@specimen("11 only those who come by the link are let in")
def only_by_the_link(town: Town) -> None:
    page = answer(body=html("资料下载", "<p>本期资料如下，请下载。</p>").encode())

    def talks(talk: Talk) -> None:
        known = urlsplit(talk.asked.headers.get("referer", "")).hostname == town.host
        talk.send(page if known and talk.asked.method == "GET" else GONE)

    town.pages["/file.html"] = talks
    town.pages["/"] = with_extra("<a href='/file.html'>本期资料的下载页面</a>")


@specimen("12 redirects")
def redirects(town: Town) -> None:
    hops = {
        f"/hop{n}": answer("302 Found", location=f"/hop{n + 1}" if n < 30 else "/gzdt/") for n in range(31)
    }
    town.pages |= hops
    town.pages |= {
        "/loop": answer("302 Found", location="/loop2"),
        "/loop2": answer("302 Found", location="/loop"),
        "/file": answer("302 Found", location="file:///etc/passwd"),
        "/script": answer("302 Found", location="javascript:alert(1)"),
        "/relative": answer("302 Found", location="gzdt/1.html"),
        "/crlf": answer("302 Found", location="/gzdt/\r\nx-injected: yes\r\nset-cookie: a=b"),
        "/inner": answer("302 Found", location="http://127.0.0.1:9/"),
    }
    links = ("hop0", "loop", "file", "script", "relative", "crlf", "inner")
    town.pages["/"] = with_extra("".join(f"<a href='/{name}'>入口{name}</a>" for name in links))


@specimen("12 the home page moved to another host")
def moved(town: Town) -> None:
    """The register has the old address; it leads to the new one, where everything is."""
    new = f"new-{town.host}"
    town.also[new] = town.pages
    town.pages = {"*": answer("301 Moved", location=f"http://{new}/")}
    town.columns = {}


@specimen("13 robots says 500")
def robots_500(town: Town) -> None:
    town.pages["/robots.txt"] = answer("500 Internal Server Error", b"oops")


@specimen("13 robots is a page")
def robots_page(town: Town) -> None:
    town.pages["/robots.txt"] = answer(body=html("首页", "<p>Disallow: /</p>").encode())


@specimen("13 robots is compressed")
def robots_gz(town: Town) -> None:
    body = gzip.compress(b"User-agent: *\nDisallow: /gsgg/\n")
    town.pages["/robots.txt"] = answer(body=body, content_type="text/plain", content_encoding="gzip")


@specimen("13 robots is a giant")
def robots_giant(town: Town) -> None:
    line = b"# " + b"x" * 998 + b"\n"

    def talks(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 52428800\r\n\r\n")
        talk.send(b"User-agent: *\nDisallow: /gsgg/\n")
        for _ in range(52_400):
            talk.send(line)
        talk.close()

    town.pages["/robots.txt"] = talks


@specimen("13 robots closes everything")
def robots_closed(town: Town) -> None:
    town.pages["/robots.txt"] = answer(body=b"User-agent: *\nDisallow: /\n", content_type="text/plain")


@specimen("01 the connection breaks in every column")
def resets(town: Town) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 5000\r\n\r\n<html><body>"
    broken = [
        then_reset(head),
        then_reset(b""),
        then_close(head),
        then_reset(b"HTTP/1.1 20"),
        then_close(b""),
    ]
    for (_, path), reply in zip(
        COLUMNS.items(), [*broken, then_close(b"\x00\xff rubbish\r\n\r\n")], strict=True
    ):
        town.pages[path] = reply


@specimen("20 endless chunks in every column")
def endless(town: Town) -> None:
    town.pages.update(all_columns(endless_chunks(b"<p>" + b"x" * 65_000)))


@specimen("20 more is declared than sent")
def lying(town: Town) -> None:
    page = town.pages["/gzdt/"]
    assert isinstance(page, str)
    for path in COLUMNS.values():
        text = str(healthy_pages()[path]).encode()
        town.pages[path] = then_close(answer(body=text, content_length=str(len(text) + 4000)))


@specimen("20 a link to a file of five gigabytes")
def five_gigabytes(town: Town) -> None:
    def talks(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\ncontent-type: application/zip\r\ncontent-length: 5368709120\r\n\r\n")
        if talk.asked.method != "HEAD":
            for _ in range(400):
                talk.send(b"x" * 65536)
        talk.close()

    town.pages["/big.zip"] = talks
    town.pages["/"] = with_extra("<a href='/big.zip'>数据包</a>")


def _behind(shell: bytes):  # type: ignore[no-untyped-def]
    """The home page of a healthy town, behind something that shows nothing itself."""

    def change(town: Town) -> None:
        town.pages["/main/"], town.pages["/"] = town.pages["/"], shell

    return change


SHELLS = {
    "12 the home page is one frame": answer(
        body=b"<html><frameset rows='0,*'><frame src='/nothing.html'><frame src='/main/'></frameset>"
        b"<noframes><body>no frames</body></noframes></html>"
    ),
    "12 the home page is an iframe": answer(
        body=b"<html><body><iframe src='/main/' width='100%' height='900'></iframe></body></html>"
    ),
    "12 a header sends on without content": answer(refresh="0; url=/main/"),
    "12 a header sends on from a blank page": answer(body=b"<html></html>", refresh="1;URL='/main/'"),
    "12 a tag sends on at once": answer(
        body=b"<html><head><meta http-equiv='Refresh' content='0;url=/main/'></head></html>"
    ),
    "12 a script sends on": answer(body=b"<script>window.location.href='/main/';</script>"),
}
register_each({name: _behind(shell) for name, shell in SHELLS.items()})


@specimen("12 the home page is three frames")
def three_frames(town: Town) -> None:
    town.pages["/main/"], town.pages["/menu.html"] = town.pages["/"], html("导航", menu(COLUMNS))
    town.pages["/top.html"] = html("", "<h1>石堰县人民政府</h1>")
    town.pages["/"] = (
        "<frameset rows='90,*'><frame src='top.html'><frameset cols='200,*'><frame src='menu.html'>"
        "<frame src='main/'></frameset></frameset>"
    )


@specimen("12 frames in frames without end")
def frames_without_end(town: Town) -> None:
    for url, to in (("/", "/f/"), ("/f/", "/")):
        shell = f"<html><body><iframe src='{to}' width='900' height='900'></iframe></body></html>"
        town.pages[url] = answer(body=shell.encode())


def _behind_links(answers: dict[str, object]):  # type: ignore[no-untyped-def]
    def change(town: Town) -> None:
        town.pages |= {f"/odd/{number}.html": reply for number, reply in enumerate(answers.values())}
        town.pages |= dict.fromkeys(("/%E5%85%AC%E5%91%8A/1.html", "/%B9%AB%B8%E6/1.html"), PAGE.decode())
        links = (f"<a href='/odd/{number}.html'>{name}</a>" for number, name in enumerate(answers))
        town.pages["/"] = with_extra("".join(links))

    return change


register_each({"20 odd answers that can be read": _behind_links(READ)})
register_each({"20 odd answers that cannot be read": _behind_links(UNREAD)})
