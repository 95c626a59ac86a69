"""RFC 3161 time-stamps over the manifest: a third party's word on when the evidence was as it is.

Needs the extra ``timestamp``. A token is checked offline, with the authority's root certificate at hand.
"""

from __future__ import annotations

import importlib.util
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xuncha.gather.evidence.manifest import MANIFEST, TIME_STAMP, read_manifest
from xuncha.told import ToldError
from xuncha.whole_file import write_whole

_TIMEOUT_S = 20.0
_LARGEST = 1 << 20
_EXTRA = "未安装时间戳组件，安装办法：pip install 'xuncha[timestamp]'"


class TimeStampError(ToldError):
    """No valid time-stamp could be had; the message says why, in Chinese. The evidence is as good as before."""


@dataclass(frozen=True, slots=True)
class StampSeen:
    """What a token says: ``at`` in ISO 8601; ``problem`` in Chinese, empty when it holds as far as checked;
    ``is_trusted``: the signature was checked against the root certificate given."""

    at: str = ""
    problem: str = ""
    is_trusted: bool = False


def stamp(folder: Path, url: str) -> StampSeen:
    """Have the authority at ``url`` stamp the manifest of an evidence folder; the token is kept beside it.

    Raises:
        ManifestError: there is no whole manifest.
        TimeStampError: the authority did not answer, refused, or stamped something else.
    """
    client = _client()
    read_manifest(folder / MANIFEST)
    content = (folder / MANIFEST).read_bytes()
    request = client.TimestampRequestBuilder(data=content, hash_algorithm=client.HashAlgorithm.SHA256).build()
    token = _ask(url, request.as_bytes())
    seen = _read(client, token, content, None)
    if seen.problem:
        raise TimeStampError(f"{url}：{seen.problem}")
    if client.decode_timestamp_response(token).tst_info.nonce != request.nonce:
        raise TimeStampError(f"{url}：时间戳不是对这次请求的答复")
    write_whole(folder / TIME_STAMP, token)
    return seen


def check_stamp(folder: Path, root: Path | None = None) -> StampSeen | None:
    """What the token of an evidence folder says of its manifest, None where there is no token.

    ``root`` is the authority's root certificate (PEM); without it the signature is not checked.
    """
    path = folder / TIME_STAMP
    if not path.is_file():
        return None
    try:
        client = _client()
        return _read(client, path.read_bytes(), (folder / MANIFEST).read_bytes(), root)
    except (TimeStampError, OSError) as error:
        return StampSeen(problem=f"时间戳未能核对：{error}")


def _client() -> Any:
    if importlib.util.find_spec("rfc3161_client") is None:
        raise TimeStampError(_EXTRA)
    return importlib.import_module("rfc3161_client")


def _ask(url: str, request: bytes) -> bytes:
    if not url.lower().startswith(("http://", "https://")):
        raise TimeStampError(f"{url}：时间戳服务的地址应以 http:// 或 https:// 开头")
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        asked = urllib.request.Request(url, request, headers)
        with urllib.request.urlopen(asked, timeout=_TIMEOUT_S) as answer:
            token: bytes = answer.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        raise TimeStampError(f"{url}：时间戳服务没有答复（{error}）") from None
    if len(token) > _LARGEST:
        raise TimeStampError(f"{url}：时间戳服务的答复过大")
    return token


def _read(client: Any, token: bytes, content: bytes, root: Path | None) -> StampSeen:
    try:
        answer = client.decode_timestamp_response(token)
        if client.PKIStatus(answer.status) != client.PKIStatus.GRANTED:
            return StampSeen(problem="时间戳服务拒绝了请求")
        info = answer.tst_info
        at = info.gen_time.isoformat()
        if not _is_of(client, info, content):
            return StampSeen(at, "时间戳不是对这份证据清单的，清单或时间戳被改动过")
    except ValueError as error:
        return StampSeen(problem=f"时间戳无法读取，可能被改动（{error}）")
    if root is None:
        return StampSeen(at)
    return StampSeen(at, *_trusted(client, answer, content, root))


def _is_of(client: Any, info: Any, content: bytes) -> bool:
    expected = client.TimestampRequestBuilder(
        data=content, hash_algorithm=client.HashAlgorithm.SHA256
    ).build()
    ours, theirs = expected.message_imprint, info.message_imprint
    return bool(ours.hash_algorithm == theirs.hash_algorithm and ours.message == theirs.message)


def _trusted(client: Any, answer: Any, content: bytes, root: Path) -> tuple[str, bool]:
    """A problem and whether the signature holds."""
    x509 = importlib.import_module("cryptography.x509")
    try:
        roots = x509.load_pem_x509_certificates(root.read_bytes())
    except (OSError, ValueError):
        return f"{root}：不是 PEM 格式的证书", False
    try:
        client.VerifierBuilder(roots=roots).build().verify_message(answer, content)
    except (client.VerificationError, ValueError) as error:
        return f"时间戳的签名核对不通过：{error}", False
    return "", True
