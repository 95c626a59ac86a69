"""One record of evidence as a part of a page: its words, or the picture of the page that was taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xuncha.apps.inspections.evidence_shown import show
from xuncha.facts.seen import Evidence
from xuncha.gather.browser.rendered import PICTURE_URI
from xuncha.gather.evidence.read import RecordNotFoundError, read_record

_PNG = b"\x89PNG\r\n\x1a\n"


def answer_with_record(
    request: HttpRequest,
    folder: Path,
    cited: Evidence,
    note: Callable[[], None],
    quote: str = "",
    target: str = "",
) -> HttpResponse:
    """The record in words, with ``quote`` marked; a picture under the same address with ``?picture=1``.

    ``note`` writes down that somebody looked: once, not again for the picture within the page. Raises Http404.
    """
    if request.headers.get("Sec-Fetch-Dest") != "image":
        note()
    if not cited.url.startswith(PICTURE_URI):
        shown = show(folder, cited, quote, target)
        return render(request, "inspections/evidence.html", {"shown": shown, "one": cited})
    if request.GET.get("picture"):
        return _picture(folder, cited)
    context = {"picture": f"{request.path}?picture=1", "of": cited.url.removeprefix(PICTURE_URI)}
    return render(request, "inspections/evidence_picture.html", context)


def _picture(folder: Path, cited: Evidence) -> HttpResponse:
    """The bytes as they were kept; nothing runs in them, and nothing but a picture goes out as one."""
    try:
        body = read_record(folder, cited).body
    except (RecordNotFoundError, OSError):
        raise Http404 from None
    if not body.startswith(_PNG):
        raise Http404
    response = HttpResponse(body, content_type="image/png")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
