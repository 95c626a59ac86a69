"""Forms about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm

from xuncha.apps.casework.access import Role
from xuncha.apps.directory.unit_choice import UnitSelect
from xuncha.web.users.models import User

_BOUND_TO_A_UNIT = {Role.SUPERVISOR, Role.OWNER}


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person without the password."""

    class Meta:
        model = User
        fields = ["username", "full_name", "email", "role", "unit", "is_active"]
        widgets = {"unit": UnitSelect}
        labels = {"username": "登录名", "email": "邮箱", "is_active": "可以登录"}
        help_texts = {
            "username": "字母、数字和 @ . + - _",
            "unit": "市县或部门主管只看到该单位及其下级，主办单位只看到自己的网站和账号",
            "email": "预警会发到这里；留空则只在系统内提醒",
            "is_active": "",
        }

    def clean(self) -> dict[str, Any]:
        """A supervisor or an owner needs a unit; others must have none."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("role") in _BOUND_TO_A_UNIT and not cleaned.get("unit"):
            self.add_error("unit", "这个角色须指定单位。")
        if cleaned.get("role") not in _BOUND_TO_A_UNIT:
            cleaned["unit"] = None
        return cleaned


class NewPasswordForm(PasswordChangeForm):
    """A new password of one's own, which must be another one: a one-time password is not kept."""

    def clean_new_password1(self) -> str:
        """Raises ValidationError."""
        new: str = self.cleaned_data["new_password1"]
        if self.user.check_password(new):
            raise forms.ValidationError("新密码不能与现在的密码相同。")
        return new
