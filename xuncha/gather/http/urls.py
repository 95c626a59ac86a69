"""Addresses as they stand on pages, made fit to be sent.

Path and query keep every escape they have, broken ones (``%C8A``) too: the server knows what they mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urljoin

import idna

from xuncha.gather.http.addresses import BadHostError, IPAddress, literal_address
from xuncha.text.pages.addresses import with_host

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_AUTHORITY = re.compile(r"(?i)^(https?):/{2,}([^/?#]*)(.*)$", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_BREAKS = re.compile(r"[\t\r\n]")
_HOST = re.compile(r"^[a-z0-9_]([a-z0-9_.\-]*[a-z0-9_])?\.?$|^\[[0-9a-f:.]+\]$")
_SAFE = "!$%&'()*+,-./:;=?@_~[]|"
#: A path and query that are sent as they stand: no folder that begins with a dot, nothing to be escaped.
_PLAIN = re.compile(
    r"/(?:(?<!/)\.|%(?!2[eE])|[A-Za-z0-9_\-~!$&'()*+,/:;=@])*(?:\?[A-Za-z0-9_.\-~!$%&'()*+,/:;=?@\[\]|]*)?"
)
#: An escaped dot in a path: browsers read /%2e%2e/ as /../.
_DOT = re.compile(r"%2e", re.IGNORECASE)
_USER = re.compile(r"(?i)^(https?://)[^/?#]*@")
_LONGEST = 8000
_BLANKS = "".join(map(chr, range(0x21)))


class BadUrlError(ValueError):
    """An address that will not be asked for. The message is Chinese and names the cause."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address ready to be sent. ``host`` is ASCII; ``path`` includes the query; ``literal`` is set when
    the host is an IP address in any notation."""

    scheme: str
    host: str
    port: int
    path: str
    literal: IPAddress | None

    @property
    def authority(self) -> str:
        """Host and, where not the default, port: the value of the Host header."""
        return self.host if self.port == _DEFAULT_PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address, without fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def origin(self) -> str:
        """Scheme and authority."""
        return f"{self.scheme}://{self.authority}"


def prepare(url: str) -> Target:
    """Check and encode an absolute address.

    Raises:
        BadUrlError: not http or https, a host that cannot be one, user information, control characters, or a
            backslash where the host ends: forms that different programs read differently.
    """
    text = url.strip(_BLANKS)
    if len(text) > _LONGEST:
        raise BadUrlError("网址过长")
    found = _AUTHORITY.match(text)
    if not found:
        raise BadUrlError("不是 http 或 https 网址" if _SCHEME.match(text) else "不是完整的网址")
    scheme = found[1].lower()
    host, port, literal = _host_and_port(found[2], _DEFAULT_PORTS[scheme])
    rest = found[3]
    return Target(scheme, host, port, rest if _PLAIN.fullmatch(rest) else _encode_path(rest), literal)


@lru_cache(maxsize=4096)
def _host_and_port(authority: str, default_port: int) -> tuple[str, int, IPAddress | None]:
    """Worked out once for all pages of a host."""
    host, port = _split_authority(authority, default_port)
    literal = _literal(host)
    if literal is not None:
        host = str(literal) if literal.version == 4 else f"[{literal}]"
    return host, port, literal


def join(base: Target, location: bytes) -> Target:
    """The target of a redirect, as browsers read it. Bytes that are not ASCII are sent back to the server as they came.

    User information is dropped: where it is wanted, the answer will say so. Which addresses are open to us is decided
    of the host that is left, and again when the socket is opened.

    Raises:
        BadUrlError: as for :func:`prepare`.
    """
    text = location.decode("utf-8", "strict") if _is_utf8(location) else _escape_bytes(location)
    text = _BREAKS.sub("", text.strip())
    if _SCHEME.match(text) and not text.lower().startswith(("http:", "https:")):
        raise BadUrlError(f"跳转到的不是 http 或 https 网址（{text.partition(':')[0].lower()}）")
    before, mark, query = text.partition("?")
    text = with_host(base.url, before.replace("\\", "/") + mark + query)
    try:
        return prepare(_USER.sub(r"\1", urljoin(base.url, text)))
    except ValueError as error:
        raise BadUrlError(str(error) if isinstance(error, BadUrlError) else "跳转地址格式错误") from None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _escape_bytes(data: bytes) -> str:
    return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in data)


def _split_authority(authority: str, default_port: int) -> tuple[str, int]:
    if "\\" in authority:
        raise BadUrlError("网址的主机部分含有反斜线")
    if _CONTROL.search(authority):
        raise BadUrlError("网址的主机部分含有空白或控制字符")
    if "@" in authority:
        raise BadUrlError("网址中带有用户名或口令")
    host, port = re.match(r"^(\[[^\]]*\]|[^:]*)(.*)$", authority, re.DOTALL).groups()  # type: ignore[union-attr]
    name = _ascii_host(host)
    if port in ("", ":"):
        return name, default_port
    digits = port[1:]
    if not (port[0] == ":" and digits.isascii() and digits.isdigit() and 0 < int(digits) < 65536):
        raise BadUrlError("网址的端口不正确")
    return name, int(digits)


def _ascii_host(host: str) -> str:
    name = host.lower()
    if not name.isascii():
        try:
            name = idna.encode(host, uts46=True, transitional=False).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            name = _full_width_digits(host)
    if not _HOST.match(name) or ".." in name or len(name) > 253:
        raise BadUrlError(f"主机名不正确：{host[:80]}")
    return name


def _full_width_digits(host: str) -> str:
    """Addresses printed with full-width digits or stops are no domain names, but look-ups accept them."""
    try:
        return idna.uts46_remap(host, std3_rules=False, transitional=False)
    except idna.IDNAError:
        raise BadUrlError(f"主机名不正确：{host[:80]}") from None


def _literal(host: str) -> IPAddress | None:
    try:
        return literal_address(host)
    except BadHostError as error:
        raise BadUrlError(str(error)) from None


def _encode_path(rest: str) -> str:
    text = _BREAKS.sub("", rest.partition("#")[0])
    if any(char < " " or char == "\x7f" for char in text):
        raise BadUrlError("网址含有控制字符")
    path, mark, query = text.partition("?")
    # Browsers read a backslash in a path as a slash; many old pages rely on it.
    path = path.replace("\\", "/")
    if "/." in path or _DOT.search(path):
        path = _without_dots(path)
    return quote(path or "/", safe=_SAFE) + (quote(mark + query, safe=_SAFE + "\\") if mark else "")


def _without_dots(path: str) -> str:
    kept: list[str] = []
    parts = path.split("/")
    for part in parts:
        dots = _DOT.sub(".", part)
        if dots == "..":
            if len(kept) > 1:
                kept.pop()
        elif dots != ".":
            kept.append(part)
    if _DOT.sub(".", parts[-1]) in (".", ".."):
        kept.append("")
    return "/".join(kept) if len(kept) > 1 else "/"
