"""Pictures taken in: what the bytes are decides, not the name; drawn anew, so that nothing hidden comes along."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

MOST_BYTES = 15 << 20
_MOST_PIXELS = 60_000_000
_LONGEST_SIDE = 2560
_FORMATS = ("JPEG", "PNG", "WEBP")


class PictureRefusedError(Exception):
    """The file is not taken; the message says why, in Chinese."""


def redrawn(content: bytes) -> tuple[bytes, int, int]:
    """The picture as a JPEG of our own, upright, without metadata: (bytes, width, height).

    Raises:
        PictureRefusedError: too large, not a picture of a kind we take, or damaged.
    """
    if len(content) > MOST_BYTES:
        raise PictureRefusedError(f"照片超过 {MOST_BYTES >> 20} MB，请缩小后再传。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise PictureRefusedError("照片的像素太多，请缩小后再传。")
                opened.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except PictureRefusedError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefusedError(
            "不是能打开的照片；请上传 JPEG、PNG 或 WebP 图片（苹果手机请设为“兼容性最佳”）。"
        ) from None
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    made = io.BytesIO()
    plain.save(made, "JPEG", quality=85, optimize=True)
    return made.getvalue(), plain.width, plain.height
