"""Web addresses as the same page would be recognised under them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from xuncha.text.expressions import expression

_SESSION_PATH = expression(r";(?:jsessionid|sid|phpsessid)=[^/?#;]*", re.I)
_SESSION_KEYS = frozenset(
    {"jsessionid", "phpsessid", "sessionid", "session_id", "sid", "aspsessionid", "cfid", "cftoken"}
)
_INDEX = expression(r"/(?:index|default|main|home)\.(?:s?html?|jsp|php|aspx?)$", re.I)
_FILE = expression(
    r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|zip|rar|7z|txt|ofd|jpe?g|png|gif|bmp|webp|svg|ico|mp[34]|avi|wmv|flv|mov|css|js|xml|json|apk|exe)$",
    re.I,
)
#: An address without query, session or anything that would have to be taken apart with care.
_PLAIN = expression(r"https?://([A-Za-z0-9.\-]+(?::[0-9]+)?)(/[A-Za-z0-9_~\-%./]*)")
#: A link from the root that needs no joining: nothing but plain names between single slashes.
_ROOTED = expression(r"(?:/[A-Za-z0-9_~\-%][A-Za-z0-9_~\-%.]*)+/?|/")
#: A whole address that needs no joining either: a host in small letters, no port that goes without saying.
_WHOLE = expression(
    rf"https?://[a-z0-9][a-z0-9.\-]*(?::(?!0|80/|443/)(?:[0-9]{{1,4}}|[1-5][0-9]{{4}}))?(?:{_ROOTED.pattern})"
)
#: A link from the folder, or from one above it, to plain names.
_BESIDE = expression(
    r"(?P<up>\./|(?:\.\./)*)(?P<rest>(?:[A-Za-z0-9_~\-%][A-Za-z0-9_~\-%.]*/)*(?:[A-Za-z0-9_~\-%][A-Za-z0-9_~\-%.]*)?)"
)
#: What stands before the host of a link, or before its path.
_SLASHES = expression(r"(?:(https?):)?(/*)(?=[^/?#\s])", re.I)
#: How links begin that count from the page itself or name a host.
_NOT_FROM_FOLDER = ("?", ";", "#", "//")
_NOT_PAGES = ("javascript:", "mailto:", "tel:", "data:", "about:", "sms:", "weixin:", "thunder:", "#")
#: A longer address is a trap or a mistake, not a page.
MAX_LENGTH = 2000


def resolve(base: str, href: str) -> str | None:
    """The absolute http(s) address a link points to, without fragment; None when it is no page address."""
    href = href.strip()
    if href[:1] == "#":  # a place on the page itself: nothing to work out, and another on every page
        return None
    # All but a query counts from the folder, whose pages carry the same menu: worked out once for all of them.
    return _resolve(folder_of(base) if counts_from_folder(href) else base, href)


def counts_from_folder(href: str) -> bool:
    """True when a link leads to the same place from every page of a folder."""
    start = href.lstrip()
    return start != "" and not start.startswith(_NOT_FROM_FOLDER)


@lru_cache(maxsize=4096)
def folder_of(url: str) -> str:
    """The address up to the last slash of its path: what most links on the page count from."""
    return url.partition("#")[0].partition("?")[0].rpartition("/")[0] + "/"


@lru_cache(maxsize=65536)
def _resolve(base: str, href: str) -> str | None:
    if _ROOTED.fullmatch(href):
        start = _start_of(base)
        if start is not None and len(start) + len(href) <= MAX_LENGTH:
            return start + href
    if len(href) <= MAX_LENGTH and _WHOLE.fullmatch(href):
        return href
    beside = _BESIDE.fullmatch(href) if href else None
    if beside is not None:
        start, rest = _up_from(base, beside["up"] or "./"), beside["rest"]
        if start is not None and len(start) + len(rest) <= MAX_LENGTH:
            return start + rest
    return _joined(base, href)


@lru_cache(maxsize=4096)
def _start_of(base: str) -> str | None:
    """Scheme and authority of every address that counts from the root of this one's host."""
    root = _joined(base, "/")
    return root.removesuffix("/") if root is not None else None


@lru_cache(maxsize=4096)
def _up_from(base: str, up: str) -> str | None:
    """The folder to which ``./`` or a row of ``../`` leads."""
    return _joined(base, up)


def with_host(base: str, href: str) -> str:
    """A link with too many or too few slashes before its host, as browsers read it; any other as it is."""
    found = _SLASHES.match(href)
    if found is None:
        return href
    scheme, slashes = (found[1] or "").lower(), found[2]
    if len(slashes) > 2 or (scheme and len(slashes) < 2 and not base.startswith(f"{scheme}:")):
        return f"{scheme}{':' if scheme else ''}//{href[found.end() :]}"
    return href


def _joined(base: str, href: str) -> str | None:
    href = _with_slashes(href.strip().replace("\n", "").replace("\r", "").replace("\t", ""))
    if not href or href.lower().startswith(_NOT_PAGES) or "{{" in href or "<%" in href or "${" in href:
        return None
    try:
        parts = urlsplit(urljoin(base, with_host(base, href)))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    default = port is None or (parts.scheme, port) in (("http", 80), ("https", 443))
    netloc = parts.hostname if default else f"{parts.hostname}:{port}"
    if ":" in parts.hostname:
        netloc = f"[{parts.hostname}]" if default else f"[{parts.hostname}]:{port}"
    url = urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
    return url if len(url) <= MAX_LENGTH else None


def query_in(charset: str, href: str) -> str:
    """A link as it stands on a page, with the Chinese of its query escaped in the page's charset.

    That is how browsers send it; the path is always UTF-8 and left alone. What the charset lacks becomes a
    character reference.
    """
    if href.isascii() or charset in ("", "utf-8") or charset.startswith("utf-16"):
        return href
    link, mark, fragment = href.partition("#")
    path, ask, query = link.partition("?")
    sent = "".join(
        c if c.isascii() else quote(c.encode(charset, "xmlcharrefreplace"), safe="") for c in query
    )
    return f"{path}{ask}{sent}{mark}{fragment}"


def _with_slashes(href: str) -> str:
    """Backslashes before the query as slashes, which is how browsers read them."""
    end = min((at for at in (href.find("?"), href.find("#")) if at >= 0), default=len(href))
    return href[:end].replace("\\", "/") + href[end:]


_MADE_ON_ASKING = expression(r"\?(?:[^#]*&)?\w{0,12}id=\w", re.I)
_HOME_NAME = expression(
    r"/?(?:(?:portal|web|www|site|cms|home|main|cn|zh|zh[-_]?(?:cn|hans)|chinese|gov|mobile|m|wap|pc)/?)?"
    r"(?:(?:index|default|home|main|welcome|portal|shouye|sy)\w{0,4}(?:\.\w{2,6})?/?)?",
    re.I,
)


@lru_cache(maxsize=65536)
def page_key(url: str) -> str:
    """What stays the same when one page is linked in different ways.

    Scheme, session ids, the file name of a folder's index and the order of the query do not count.
    """
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        return plain[1].lower() + _INDEX.sub("/", plain[2])
    return _key(url)


def _key(url: str) -> str:
    parts = urlsplit(url)
    path = _INDEX.sub("/", _SESSION_PATH.sub("", parts.path)) or "/"
    # Escapes of other charsets than UTF-8 must stay as different as they are.
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    query = sorted((k, v) for k, v in pairs if k.lower() not in _SESSION_KEYS)
    return f"{parts.netloc.lower()}{path}" + (
        f"?{urlencode(query, errors='surrogateescape')}" if query else ""
    )


def is_home_name(url: str) -> bool:
    """True for addresses that are names of a home page and may well lead to it: /portal/, /index.jspx."""
    return _HOME_NAME.fullmatch(_path_of(url)) is not None


def is_made_on_asking(url: str) -> bool:
    """True for addresses by which a program finds the page: view.php?aid=3, show.aspx?id=9."""
    return _MADE_ON_ASKING.search(url) is not None


@lru_cache(maxsize=16384)
def host_of(url: str) -> str:
    """Host name in lower case, without port; empty when there is none."""
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        return plain[1].partition(":")[0].lower()
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def origin_of(url: str) -> str:
    """Scheme, host and port with a slash, such as ``http://a.gov.cn/``: all a browser tells other hosts of a page."""
    return f"{url.partition('://')[0]}://{url.partition('://')[2].partition('/')[0]}/"


def same_site(url: str, home: str) -> bool:
    """True for the same host, with or without ``www.``, or a host below it."""
    host, own = host_of(url).removeprefix("www."), host_of(home).removeprefix("www.")
    return host == own or host.endswith("." + own)


@lru_cache(maxsize=16384)
def is_file(url: str) -> bool:
    """True when the address names a document, picture or program rather than a page."""
    return bool(_FILE.search(_path_of(url)))


def _path_of(url: str) -> str:
    plain = _PLAIN.fullmatch(url)  # nearly all are, and there is nothing to take apart
    return plain[2] if plain is not None else urlsplit(url).path


_ARTICLE = expression(
    r"(?:t?20\d{6}_\d+|content_\d+|post_\d+|art_\d+_\d+|/\d{4,}\.s?html?$|_\d{5,}\.|/(?:19|20)\d{2}[-/]?\d{2}[-/]?\d{0,2}/"
    r"|detail|article|[?&](?:id|aid|newsid|infoid|articleid|contentid|docid)=[\w-]+|/(?:content|info|art|view|show|news)/[\w/-]*\d)",
    re.I,
)


#: A program or page that prints lists, whatever number it is given: list.asp?id=5, newslist_2.html.
_LIST_PAGE = expression(r"/[\w-]*(?:list|class|column|channel|lanmu)(?:[-_]?\d{1,4})*(?:\.\w{2,5}|/)?$", re.I)


@lru_cache(maxsize=16384)
def looks_like_article(url: str) -> bool:
    """True when the address has the shape content systems give to single articles."""
    if is_file(url):
        return True
    return _LIST_PAGE.search(_path_of(url)) is None and _ARTICLE.search(url) is not None


_FOLDER = expression(
    r"/$|/(?:index|default|list|lists|col|channel|column|lanmu|node|more)[\w-]*(?:/|\.\w+)?$", re.I
)


@lru_cache(maxsize=16384)
def looks_like_folder(url: str) -> bool:
    """True when the address has the shape of a column's page: a folder, its index, or a list."""
    path = _path_of(url)
    return _FOLDER.search(path) is not None or _LIST_PAGE.search(path) is not None


#: Folders on top of each other, and folders of one name, beyond which an address is a trap's.
_DEEP, _OFTEN = 12, 3


def looks_endless(url: str) -> bool:
    """True for addresses that crawler traps produce: repeating folders or very deep paths."""
    folders = [part for part in _path_of(url).split("/") if part]
    if len(folders) <= _OFTEN:
        return False
    return len(folders) > _DEEP or any(folders.count(part) > _OFTEN for part in set(folders))
