"""Web addresses as offices write them: cleaned, completed, or refused with the reason."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import urljoin

import idna

from xuncha.apps.directory.cells import drop_unseen, free_text
from xuncha.apps.directory.problems import BadCell, shown

#: Longest address taken, in characters; servers and browsers refuse longer ones.
_LONGEST = 4000

# Scheme (if any), authority, rest. Colon and slashes may be full-width: an input method writes them so.
_PARTS = re.compile(
    r"(?:(?P<scheme>[^:：/／?？#＃]+)[:：][/／]{2})?(?P<authority>[^/／?？#＃]*)(?P<rest>.*)", re.S
)
_RELATIVE = ("/", "./", "../", "?")
_FULL_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0e]")
_ASCII_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# Last part of a file name, never of a host: "index.html" is a relative address without its slash.
_FILE_ENDINGS = frozenset({"html", "htm", "shtml", "xhtml", "jsp", "php", "asp", "aspx"})


def address(text: str) -> str:
    """An absolute http or https address; without a scheme it gets http. Raises BadCell.

    Host and scheme are lower-cased, a Chinese host stays readable, path and query stay as written.
    """
    cleaned = _cleaned(text)
    found = _PARTS.fullmatch(cleaned)
    assert found is not None  # the pattern takes any text
    scheme = unicodedata.normalize("NFKC", found["scheme"] or "http").lower()
    if scheme not in ("http", "https"):
        raise BadCell(f"{shown(cleaned)}的开头不是 http:// 或 https://，请填写网页地址")
    authority = unicodedata.normalize("NFKC", found["authority"]).replace("。", ".").lower()
    rest = found["rest"]
    # Whoever types the host in full-width letters types the path so too; else full-width signs in a
    # path are part of a file name and must stay.
    if _FULL_WIDTH.search(found["authority"]):
        rest = unicodedata.normalize("NFKC", rest)
    elif rest[:1] in ("／", "？", "＃"):
        rest = unicodedata.normalize("NFKC", rest[0]) + rest[1:]
    return f"{scheme}://{_checked_authority(authority, cleaned)}{rest}"


def column_address(text: str, site_url: str | None) -> str:
    """An address, or one relative to ``site_url`` such as ``/tzgg/``. Raises BadCell."""
    cleaned = _cleaned(text)
    if cleaned.startswith("／"):
        cleaned = unicodedata.normalize("NFKC", cleaned)
    if cleaned.startswith("//"):
        return address((site_url or "http:").split("//")[0] + cleaned)
    if not cleaned.startswith(_RELATIVE):
        return address(cleaned)
    if not site_url:
        raise BadCell(f"{shown(cleaned)}是相对地址，而该网站没有填写网址，请写完整地址")
    return urljoin(site_url, cleaned)


def _cleaned(text: str) -> str:
    cleaned = drop_unseen(free_text(text))
    if len(cleaned) > _LONGEST:
        raise BadCell(f"地址长达 {len(cleaned)} 个字符，超过 {_LONGEST}，请核对")
    if re.search(r"\s", cleaned):
        raise BadCell(f"{shown(cleaned)}中间有空格或换行，请删去；一格只能填一个地址")
    if "\\" in cleaned:
        raise BadCell(f"{shown(cleaned)}中有反斜杠 \\，请改为 /")
    return cleaned


def _checked_authority(authority: str, whole: str) -> str:
    if "@" in authority:
        raise BadCell(f"{shown(whole)}的域名前带有用户名（@），请删去")
    if authority.startswith("["):
        host, closed, port = authority[1:].partition("]")
        if not closed or "%" in host:
            raise BadCell(f"{shown(whole)}的 IP 地址不对，应写在一对方括号里，不带网卡名")
        _check_port(port[1:] if port.startswith(":") else port and "?", whole)
        _check_ip(host, whole)
        return authority
    host, colon, port = authority.partition(":")
    if colon:
        _check_port(port, whole)
    host = host.removesuffix(".")
    _check_host(host, whole)
    return f"{host}:{port}" if port else host


def _check_port(port: str, whole: str) -> None:
    if port and not (re.fullmatch("[0-9]{1,5}", port) and 1 <= int(port) <= 65535):
        raise BadCell(f"{shown(whole)}的端口不对，应为 1 至 65535 的数字")


def _check_host(host: str, whole: str) -> None:
    labels = host.split(".")
    if not host or host in ("http", "https"):
        raise BadCell(f"{shown(whole)}没有域名，请写成 http://www.example.gov.cn/ 的样子")
    if (len(labels) == 1 and host != "localhost") or labels[-1] in _FILE_ENDINGS:
        raise BadCell(f"{shown(whole)}不是完整的网址：{shown(host)}不是域名；站内相对地址须以 / 开头")
    if re.fullmatch("[0-9]+|0x[0-9a-f]*", labels[-1]):
        _check_ip(host, whole)
    elif len(host) > 253 or not (all(map(_is_plain, labels)) or _is_international(host)):
        raise BadCell(f"{shown(whole)}的域名{shown(host)}不合规则，请核对")


def _check_ip(host: str, whole: str) -> None:
    try:
        ipaddress.ip_address(host)
    except ValueError as fault:
        raise BadCell(f"{shown(whole)}中的 IP 地址{shown(host)}不对，请核对") from fault


def _is_plain(label: str) -> bool:
    return bool(_ASCII_LABEL.fullmatch(label)) and not label.startswith("xn--")


def _is_international(host: str) -> bool:
    try:
        idna.decode(idna.encode(host, uts46=True))
    except (idna.IDNAError, UnicodeError):
        return False
    return True
