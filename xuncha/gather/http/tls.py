"""TLS settings: strict first, then as forgiving as a look at the page needs.

A bad certificate is a fault of its own and no reason to call a site closed: browsers let people in.
"""

from __future__ import annotations

import ssl
import warnings
from datetime import datetime
from functools import cache

from xuncha.facts.seen import BEIJING
from xuncha.gather.http.certificate import read_certificate

_EXPIRED, _OTHER_NAME = "证书已过期", "证书与域名不符"
_VERIFY_TEXTS = {
    9: "证书尚未生效",
    10: _EXPIRED,
    18: "证书为自签名",
    19: "证书链中有自签名证书",
    20: "证书链不完整或签发者不受信任",
    21: "证书链不完整，无法验证",
    23: "证书已被吊销",
    26: "证书用途不符",
    62: _OTHER_NAME,
    64: "证书与 IP 地址不符",
    66: "证书密钥过短",
    67: "签发者密钥过短",
    68: "证书签名算法已不安全",
}
#: Names of a certificate that are told.
_TOLD = 3
#: Versions that no browser speaks any more. Some servers just hang up on others, so that only speaking them tells.
RETIRED = {"TLSv1": "服务器只支持已淘汰的 TLS 1.0", "TLSv1.1": "服务器只支持已淘汰的 TLS 1.1"}
#: Why a handshake failed, by the words of OpenSSL.
_HANDSHAKES = {
    "DH_KEY_TOO_SMALL": "TLS 密钥交换强度不足（DH 密钥过短）",
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED": "服务器的 TLS 只支持不安全的重新协商",
}


@cache
def strict_context() -> ssl.SSLContext:
    """Verifies certificate and host name by the system's authorities. One for the process: it is slow to make."""
    return ssl.create_default_context()


@cache
def lenient_context() -> ssl.SSLContext:
    """Accepts any certificate, old protocol versions, weak keys and legacy renegotiation."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        # Python warns that TLS 1.0 is old; that is why it is asked for here.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    return context


def describe(error: BaseException) -> str:
    """Why a strict connection was not possible, in Chinese."""
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _VERIFY_TEXTS.get(cause.verify_code, "证书未通过验证")
    return _HANDSHAKES.get(getattr(cause, "reason", None) or "", "按现行安全要求无法完成 TLS 握手")


def in_full(note: str, der: bytes | None, now: datetime) -> str:
    """The same with what the site's own certificate says: whether it is the one that expired, and whose it is.

    ``der`` is that certificate, None where it was not seen.
    """
    seen = read_certificate(der) if der else None
    if seen is None:
        return note
    if note == _EXPIRED:
        day = _day(seen.ends)
        if seen.ends < now:
            return f"{note}（网站证书 {day} 到期）"
        return f"证书链中的上级证书已过期（网站证书本身有效至 {day}）"
    if note == _OTHER_NAME and seen.names:
        more = " 等" if len(seen.names) > _TOLD else ""
        return f"{note}（证书属于 {'、'.join(seen.names[:_TOLD])}{more}）"
    return note


def _day(moment: datetime) -> str:
    """By Beijing time. The last day that can be written stands for "without end", and in Beijing it is past writing."""
    try:
        return f"{moment.astimezone(BEIJING):%Y-%m-%d}"
    except OverflowError:
        return f"{moment:%Y-%m-%d}"
