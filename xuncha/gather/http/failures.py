"""The one place where errors of the network become statuses and Chinese sentences."""

from __future__ import annotations

import errno
import socket
import ssl
from dataclasses import dataclass

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.addresses import AddressRefusedError

#: Everything the other side and the way to it can raise.
NETWORK_ERRORS = (aiohttp.ClientError, HttpProcessingError, OSError, EOFError)

_CONNECT_TEXTS = {
    errno.ECONNREFUSED: "服务器拒绝连接",
    errno.EHOSTUNREACH: "主机不可达",
    errno.ENETUNREACH: "网络不可达",
}
#: What a server means by breaking a handshake off, by the words of OpenSSL. Before TLS 1.3 it does not say that it wants
#: a certificate of the visitor, nor that it knows the national algorithms alone.
_HANDSHAKES = {
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "服务器拒绝握手，可能要求访问者出示客户端证书，或只支持特殊的加密算法（如国密）",
    "TLSV1_UNRECOGNIZED_NAME": "服务器不认这个域名（SNI），可能没有为它配置证书",
    "TLSV1_ALERT_PROTOCOL_VERSION": "服务器不支持通用的 TLS 版本",
    "UNSUPPORTED_PROTOCOL": "服务器不支持通用的 TLS 版本",
    "TLSV1_ALERT_INTERNAL_ERROR": "服务器称内部出错",
    "TLSV1_ALERT_ACCESS_DENIED": "服务器拒绝访问",
    "WRONG_VERSION_NUMBER": "该端口返回的不是加密的内容",
    "RECORD_LAYER_FAILURE": "该端口返回的不是加密的内容",
    "HTTP_REQUEST": "该端口返回的不是加密的内容",
}
_RESETS = (ConnectionResetError, BrokenPipeError, ConnectionAbortedError, EOFError)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a request got no usable answer. ``retryable``: another try may go better."""

    status: FetchStatus
    text: str
    retryable: bool = False


#: Time ran out before there was a connection.
UNCONNECTED = Failure(FetchStatus.TIMEOUT, "在时限内没有建立连接，服务器没有应答", retryable=True)


def explain(error: BaseException) -> Failure:
    """The status and the sentence for an error of the network."""
    refused = _find(error, AddressRefusedError)
    if refused is not None:
        return Failure(FetchStatus.REFUSED, str(refused))
    if isinstance(error, TimeoutError):
        return Failure(FetchStatus.TIMEOUT, "在总时限内没有完成", retryable=True)
    for judge in (_dns, _tls, _response, _connection):
        failure = judge(error)
        if failure is not None:
            return failure
    return Failure(FetchStatus.CONNECT, "无法建立连接", retryable=True)


def _find(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    """The error of that kind in the chain of causes."""
    for _ in range(8):
        if error is None or isinstance(error, kind):
            return error
        error = getattr(error, "os_error", None) or error.__cause__
    return None


def _dns(error: BaseException) -> Failure | None:
    found = _find(error, socket.gaierror)
    if found is None:
        return None
    if getattr(found, "errno", None) == socket.EAI_AGAIN:
        return Failure(FetchStatus.DNS, "域名解析服务暂时没有答复", retryable=True)
    return Failure(FetchStatus.DNS, "域名无法解析")


def _tls(error: BaseException) -> Failure | None:
    found = _find(error, ssl.SSLError)
    if "CERTIFICATE_REQUIRED" in str(found):
        return Failure(FetchStatus.TLS, "服务器要求访问者出示客户端证书，公众打不开")
    if isinstance(error, aiohttp.ClientSSLError) or found is not None:
        cause = (
            getattr(found, "os_error", None) or found
        )  # aiohttp's own error is one of OpenSSL's as well, without words
        why = _HANDSHAKES.get(getattr(cause, "reason", None) or "", "")
        return Failure(FetchStatus.TLS, f"TLS 握手失败，放宽要求后仍无法建立加密连接{why and f'：{why}'}")
    return None


def _response(error: BaseException) -> Failure | None:
    if isinstance(error, aiohttp.ClientPayloadError):
        return Failure(FetchStatus.RESET, "正文没有传完连接就断开", retryable=True)
    if isinstance(error, (aiohttp.ClientResponseError, HttpProcessingError)):
        return Failure(FetchStatus.BAD_RESPONSE, "服务器返回的不是合格的 HTTP 响应")
    if isinstance(error, aiohttp.InvalidURL):
        return Failure(FetchStatus.REFUSED, "网址格式不正确")
    return None


def _connection(error: BaseException) -> Failure | None:
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return Failure(FetchStatus.RESET, "服务器没有答复就断开连接", retryable=True)
    if any(_find(error, kind) is not None for kind in _RESETS):
        return Failure(FetchStatus.RESET, "连接被对方断开", retryable=True)
    number = getattr(error, "errno", None)
    if number == errno.ETIMEDOUT:
        return Failure(FetchStatus.TIMEOUT, "建立连接超时", retryable=True)
    if number in _CONNECT_TEXTS:
        return Failure(FetchStatus.CONNECT, _CONNECT_TEXTS[number], retryable=True)
    return None
