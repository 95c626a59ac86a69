"""接口: tokens made, listed and revoked."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.api.forms import TokenForm
from xuncha.apps.api.models import ApiToken
from xuncha.apps.api.tokens import issue
from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import page_of
from xuncha.apps.casework.shown_once import lead_to, shown, taken


@needs(Right.USERS)
def token_list(request: HttpRequest) -> HttpResponse:
    """Every token there ever was."""
    rows = ApiToken.objects.select_related("unit", "made_by")
    return render(request, "api/tokens.html", {"page": page_of(request, rows)})


@needs(Right.USERS)
def add_token(request: HttpRequest) -> HttpResponse:
    """A new token, shown once."""
    later = timezone.localdate() + timedelta(days=365)
    form = TokenForm(request.POST or None, initial={"until": later})
    if request.method != "POST" or not form.is_valid():
        return render(request, "api/token.html", {"form": form})
    with transaction.atomic():
        made, words = issue(**form.cleaned_data, by=request.user)
        record(
            request,
            "建立令牌",
            on=made.get_username(),
            角色=made.get_role_display(),
            单位=str(made.unit or ""),
            范围=made.scope_words,
            有效期至=made.until.isoformat(),
        )
    return lead_to(request, "api-tokens:once", {"name": made.name, "words": words})


@needs(Right.USERS)
def one_time(request: HttpRequest) -> HttpResponse:
    """The token that was just made, once."""
    return shown(request, render(request, "api/once.html", {"made": taken(request)}))


@needs(Right.USERS)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a token at once, by POST only."""
    token = get_object_or_404(ApiToken, pk=pk)
    if request.method == "POST" and token.revoked_at is None:
        with transaction.atomic():
            ApiToken.objects.filter(pk=pk).update(revoked_at=timezone.now())
            record(request, "撤销令牌", on=token.get_username())
        messages.success(request, f"令牌“{token.name}”已撤销，立即失效。")
    return redirect("api-tokens:list")
