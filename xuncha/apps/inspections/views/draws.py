"""抽取核对: the draw of a sample made again, by whoever may see the round."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.inspections.drawing import draw_again, frame_file, inputs_folder
from xuncha.apps.inspections.models import Round
from xuncha.apps.inspections.sampling import STRATUM


@needs(Right.SEE_ALL)
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """The draw made again from the kept frame, and whether it is the same."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk, kind=Round.Kind.SAMPLE)
    return render(request, "inspections/draw.html", {"round": round_, "draws": draw_again(round_)})


@needs(Right.SEE_ALL)
def draw_file(request: HttpRequest, pk: int, kind: str, which: str) -> FileResponse:
    """The list drawn from (``frame``) or what was drawn (``drawn``), as it was kept."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk, kind=Round.Kind.SAMPLE)
    if kind not in STRATUM or which not in ("frame", "drawn"):
        raise Http404
    path = frame_file(round_, kind) if which == "frame" else inputs_folder(round_) / f"{kind}.csv"
    if not path.is_file():
        raise Http404
    record(request, "导出抽取名单", on=round_.title, 文件=path.name)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{which}-{kind}.csv")
