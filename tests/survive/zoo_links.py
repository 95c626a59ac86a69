"""Towns whose links lead to pages that are short, or say with 200 that there is nothing, or lead on."""

from __future__ import annotations

from raw_server import Talk, answer, by_method
from small_sites import html
from towns import Town, with_extra
from zoo import register_each


def _page(title: str, body: str) -> bytes:
    return answer(body=html(title, body).encode())


def _moved(to: str) -> object:
    def talks(talk: Talk) -> None:
        talk.send(answer("302 Found", location=to.format(host=talk.asked.host), content_length="0"))

    return talks


def _script(code: str) -> bytes:
    return answer(body=f"<script>{code}</script>".encode())


#: What a reader gets to see is that there is nothing: a fault.
SAYS_NOTHING_IS_THERE: dict[str, object] = {
    "a deleted article": _page("提示", "<p>该信息已被删除，<b>3</b> 秒后返回首页</p>"),
    "nginx in a page": _page("404 Not Found", "<h1>404 Not Found</h1>"),
    "WordPress": _page("Page", "<h1>Oops! That page can’t be found.</h1>"),
    "a box": _script("alert('该信息不存在');history.back();"),
    "a box of a library": _script("layer.msg('文章不存在');history.go(-1)"),
    "a box, then home": _script("alert('该信息不存在');location.href='/';"),
    "data": answer(body='{"code":404,"msg":"资源不存在"}'.encode()),
    "a broken program": _page("", "Microsoft OLE DB Provider for SQL Server 错误 80040e14"),
    "an error of the server": _page("500 Internal Server Error", "<h1>Internal Server Error</h1>"),
    "a host not paid for": _page("提示", "<p>您的空间已到期，请及时续费</p>"),
    "on to what is gone": answer(body=b"<meta http-equiv=refresh content='0;URL=/dead.html'>"),
}
#: A person has to look.
UNCLEAR: dict[str, object] = {
    "home by a tag": answer(body=b"<meta http-equiv=refresh content='3;url=/'><p>3</p>"),
    "not a word": answer(body=b"<html><head><title></title></head><body><div></div></body></html>"),
    "blanks": answer(body=b" \r\n\t "),
    "a mark alone": answer(body=b"\xef\xbb\xbf"),
    "blanks, and HEAD lies": by_method(answer(body=b"x" * 900), answer(body=b"  ")),
    "two addresses": answer("302 Found", location="/gzdt/\r\nlocation: /tzgg/"),
}
#: Readers see a page: no fault.
FINE: dict[str, object] = {
    "a short page": _page("联系我们", "<p>电话 0719-1234567</p>"),
    "a picture": answer(body=b"<html><body><img src='/there.png'></body></html>"),
    "on to an article": _script("location.href='/gzdt/1.html'"),
    "on by a header": answer(refresh="0;url=/gzdt/1.html"),
    "for phones": _page(
        "联系我们",
        "<p>地址：石堰县人民路一号，电话 0719-1234567，邮编 442000，欢迎来访。</p>"
        "<script>if(/mobile/i.test(navigator.userAgent))location.href='/wap/dead.html'</script>",
    ),
    "user and word": _moved("http://user:word@{host}/gzdt/1.html"),
    "three slashes": _moved("http:///{host}/gzdt/1.html"),
    "no scheme, three slashes": _moved("///{host}/gzdt/1.html"),
    "backslashes": _moved("http:\\\\{host}\\gzdt\\1.html"),
    "escaped dots": _moved("/a/%2e%2e/gzdt/1.html"),
}
ALL = SAYS_NOTHING_IS_THERE | UNCLEAR | FINE
UNTOLD = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n"


def _without_length(reply: object) -> object:
    """As compressing servers answer HEAD: without a length. Redirects stay what they are."""
    moves = not isinstance(reply, bytes) or not reply.startswith(b"HTTP/1.1 200")
    return reply if moves else by_method(UNTOLD, reply)


def _linked(replies: dict[str, object]):  # type: ignore[no-untyped-def]
    def change(town: Town) -> None:
        names = {f"/say/{'abcdefgh'[n // 8]}{'abcdefgh'[n % 8]}.html": name for n, name in enumerate(replies)}
        town.pages |= {path: replies[name] for path, name in names.items()}
        town.pages["/there.png"] = answer(body=b"\x89PNG" + b"x" * 3000, content_type="image/png")
        links = "".join(f"<a href='{path}'>{name}</a>" for path, name in names.items())
        town.pages["/"] = with_extra(links)

    return change


TOWNS = {
    "09 messages behind links": _linked(ALL),
    "09 messages behind links, of no length": _linked(
        {name: _without_length(one) for name, one in ALL.items()}
    ),
}
register_each(TOWNS)
