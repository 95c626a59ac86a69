"""Pictures taken in: what the bytes are decides, not the name; drawn anew, so that nothing hidden comes along."""

from __future__ import annotations

import io
import struct
import warnings

from PIL import ExifTags, Image

MOST_BYTES = 15 << 20
_MOST_PIXELS = 60_000_000
_LONGEST_SIDE = 2560
_FORMATS = ("JPEG", "PNG", "WEBP")
_TURN = Image.Transpose
#: How a picture is turned upright, by the orientation its camera noted.
_UPRIGHT = {
    2: _TURN.FLIP_LEFT_RIGHT,
    3: _TURN.ROTATE_180,
    4: _TURN.FLIP_TOP_BOTTOM,
    5: _TURN.TRANSPOSE,
    6: _TURN.ROTATE_270,
    7: _TURN.TRANSVERSE,
    8: _TURN.ROTATE_90,
}
#: What the library raises over bytes that are no picture, or no notes of a camera.
_DAMAGED = (OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, struct.error, EOFError)


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
                upright = _upright(opened).convert("RGB")
    except PictureRefusedError:
        raise
    except (*_DAMAGED, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefusedError(
            "不是能打开的照片；请上传 JPEG、PNG 或 WebP 图片（苹果手机请设为“兼容性最佳”）。"
        ) from None
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    made = io.BytesIO()
    plain.save(made, "JPEG", quality=85, optimize=True)
    return made.getvalue(), plain.width, plain.height


def _upright(opened: Image.Image) -> Image.Image:
    """Turned as the camera was held. Notes that cannot be read turn nothing: they go anyway, the picture is sound."""
    try:
        turn = _UPRIGHT.get(opened.getexif().get(ExifTags.Base.Orientation, 1))
    except _DAMAGED:
        turn = None
    return opened if turn is None else opened.transpose(turn)
