"""TLS settings: strict first, then as forgiving as a look at the page needs.

A bad certificate is a fault of its own and no reason to call a site closed: browsers let people in.
"""

from __future__ import annotations

import ssl
import warnings
from functools import cache

_VERIFY_TEXTS = {
    9: "证书尚未生效",
    10: "证书已过期",
    18: "证书为自签名",
    19: "证书链中有自签名证书",
    20: "证书链不完整或签发者不受信任",
    21: "证书链不完整，无法验证",
    23: "证书已被吊销",
    26: "证书用途不符",
    62: "证书与域名不符",
    64: "证书与 IP 地址不符",
    66: "证书密钥过短",
    67: "签发者密钥过短",
    68: "证书签名算法已不安全",
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
    return "按现行安全要求无法完成 TLS 握手"
