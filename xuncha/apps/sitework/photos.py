"""Photos taken in: what the bytes are decides, not the name; drawn anew, so that nothing hidden comes along."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from xuncha.apps.casework.pictures import MOST_BYTES, PictureRefusedError, redrawn
from xuncha.apps.casework.taking_files import write_new
from xuncha.apps.sitework.models import ManualCheck, Photo

MOST_PHOTOS = 10


PhotoRefusedError = PictureRefusedError


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
    write_new(Path(settings.HOME) / "photos" / name, content)
    return Photo.objects.create(
        check_of=check,
        stored_as=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        width=width,
        height=height,
        added_by=by,
    )
