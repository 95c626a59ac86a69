"""稿件检查: paste or upload, see every remark at its place, fix, check again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xuncha.apps.casework.access import any_role
from xuncha.apps.casework.uploads import takes_up_to
from xuncha.apps.inspections.manuscript import ManuscriptError
from xuncha.apps.manuscripts.keeping import keep
from xuncha.apps.manuscripts.marking import pieces, shown
from xuncha.apps.manuscripts.models import ManuscriptCheck
from xuncha.apps.manuscripts.reading import (
    ENDINGS,
    MOST_BYTES,
    MOST_CHARACTERS,
    Checked,
    check_file,
    check_text,
)


@takes_up_to(MOST_BYTES)
@any_role
def check(request: HttpRequest) -> HttpResponse:
    """The form; POST checks. The text goes back to the browser that sent it and is kept nowhere."""
    context: dict[str, Any] = {
        "most": MOST_CHARACTERS,
        "megabytes": MOST_BYTES >> 20,
        "accept": ",".join(ENDINGS),
        "endings": "、".join(ENDINGS),
        "text": "",
    }
    status = 200
    if request.method == "POST":
        context["text"] = request.POST.get("text", "")
        try:
            checked, way = _asked(request)
        except ManuscriptError as error:
            context["trouble"], status = str(error), 400
        else:
            user: Any = request.user
            made = keep(request, checked, way, by=user, unit=user.unit, by_name=user.get_username())
            context |= _result(checked) | {"check": made}
    context["last"] = ManuscriptCheck.objects.filter(by=request.user)[:5]
    return render(request, "manuscripts/check.html", context, status=status)


def _asked(request: HttpRequest) -> tuple[Checked, ManuscriptCheck.Way]:
    today = timezone.localdate()
    file = request.FILES.get("file")
    if file is None:
        return check_text(request.POST.get("text", ""), today), ManuscriptCheck.Way.PASTED
    data = file.read(MOST_BYTES + 1)
    return check_file(file.name or "", data, today), ManuscriptCheck.Way.UPLOADED


def _result(checked: Checked) -> dict[str, Any]:
    remarks = shown(checked.text, checked.remarks)
    return {
        "text": checked.text,
        "remarks": remarks,
        "pieces": list(pieces(checked.text, remarks)),
        "alerts": sum(1 for one in remarks if one.alert),
    }
