"""The form of a new token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from xuncha.apps.api.models import ROLES, Scope
from xuncha.apps.casework.access import Role
from xuncha.apps.directory.unit_choice import UnitField

_BOUND_TO_A_UNIT = {Role.SUPERVISOR, Role.OWNER}
#: Longest life of a token, in days.
_LONGEST = 366


class TokenForm(forms.Form):
    """Who the token acts as, what it may do, and until when."""

    name = forms.CharField(label="用途", max_length=100, help_text="哪个系统用，如“省政府门户发布系统”")
    role = forms.ChoiceField(label="角色", choices=ROLES)
    unit = UnitField(label="单位", required=False, help_text="主管和主办单位的令牌只看到该单位的内容")
    scopes = forms.MultipleChoiceField(
        label="范围", choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(
        label="有效期至", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """A supervisor or an owner needs a unit; others have none."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("role") in _BOUND_TO_A_UNIT and not cleaned.get("unit"):
            self.add_error("unit", "这个角色须指定单位。")
        if cleaned.get("role") not in _BOUND_TO_A_UNIT:
            cleaned["unit"] = None
        return cleaned

    def clean_until(self) -> Any:
        """From today on, and not for ever."""
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today <= until <= today + timedelta(days=_LONGEST):
            raise forms.ValidationError(f"应在今天之后 {_LONGEST} 天以内。")
        return until
