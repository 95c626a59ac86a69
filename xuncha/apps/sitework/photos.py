"""Photos taken in: what the bytes are decides, not the name; drawn anew, so that nothing hidden comes along."""

from __future__ import annotations

import hashlib
import io
import os
import warnings
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from PIL import Image, ImageOps

from xuncha.apps.sitework.models import ManualCheck, Photo

MOST_BYTES = 15 << 20
MOST_PHOTOS = 10
_MOST_PIXELS = 60_000_000
_LONGEST_SIDE = 2560
_FORMATS = ("JPEG", "PNG", "WEBP")


class PhotoRefusedError(Exception):
    """The file is not taken; the message says why, in Chinese."""


def redrawn(content: bytes) -> tuple[bytes, int, int]:
    """The picture as a JPEG of our own, upright, without metadata: (bytes, width, height).

    Raises:
        PhotoRefusedError: too large, not a picture of a kind we take, or damaged.
    """
    if len(content) > MOST_BYTES:
        raise PhotoRefusedError(f"照片超过 {MOST_BYTES >> 20} MB，请缩小后再传。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise PhotoRefusedError("照片的像素太多，请缩小后再传。")
                opened.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except PhotoRefusedError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoRefusedError(
            "不是能打开的照片；请上传 JPEG、PNG 或 WebP 图片（苹果手机请设为“兼容性最佳”）。"
        ) from None
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    made = io.BytesIO()
    plain.save(made, "JPEG", quality=85, optimize=True)
    return made.getvalue(), plain.width, plain.height


def add_photo(check: ManualCheck, sent: Any, by: Any) -> Photo:
    """Keep a photo that was sent with a form.

    Raises:
        PhotoRefusedError: the guide forbids photos, there are enough, or the file is none.
    """
    if check.guide.photo == "never":
        raise PhotoRefusedError("这项核查可能涉及秘密，不得上传照片。")
    if check.state != ManualCheck.State.WAITING:
        raise PhotoRefusedError("核查已有结果，不能再加照片。")
    if check.photos.count() >= MOST_PHOTOS:
        raise PhotoRefusedError(f"一项核查最多 {MOST_PHOTOS} 张照片。")
    if sent.size > MOST_BYTES:
        raise PhotoRefusedError(f"照片超过 {MOST_BYTES >> 20} MB，请缩小后再传。")
    content, width, height = redrawn(sent.read())
    name = f"{uuid4().hex}.jpg"
    _write(Path(settings.HOME) / "photos", name, content)
    return Photo.objects.create(
        check_of=check,
        stored_as=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        width=width,
        height=height,
        added_by=by,
    )


def _write(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
