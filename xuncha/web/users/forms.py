"""Forms about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm

from xuncha.apps.casework.access import Role
from xuncha.apps.casework.models import AuditEntry
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever is there has a role; for somebody new one is chosen.
        unchosen = [] if self.instance.pk else [("", "请选择角色")]
        self.fields["role"].choices = [*unchosen, *Role.choices]  # type: ignore[attr-defined]

    def clean_username(self) -> str:
        """The record of acts names people by it: one that stands there is neither given up nor given to another."""
        name: str = self.cleaned_data["username"]
        was = self.initial.get("username")
        if name != was:
            if was and AuditEntry.objects.filter(actor_name=was).exists():
                raise forms.ValidationError("这个人已有操作记录，登录名不能再改；需要时停用，另建用户。")
            if AuditEntry.objects.filter(actor_name=name).exists():
                raise forms.ValidationError("操作记录中已有这个登录名，不能再给别人用。")
        return name

    def differences(self, was: dict[str, str]) -> str:
        """Every field that changed, before and after, for the record of acts."""
        now = said_of(self.instance)
        changed = [name for name in was if was[name] != now[name]]
        return "；".join(f"{_label(name)}：{was[name]}→{now[name]}" for name in changed)

    def clean(self) -> dict[str, Any]:
        """A supervisor or an owner needs a unit; others must have none."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("role") in _BOUND_TO_A_UNIT and not cleaned.get("unit"):
            self.add_error("unit", "这个角色须指定单位。")
        if cleaned.get("role") not in _BOUND_TO_A_UNIT:
            cleaned["unit"] = None
        return cleaned


def said_of(person: User, *, labels: bool = False) -> dict[str, str]:
    """What is said of a person, in words, by field or by its label."""
    said = {
        "username": person.username,
        "full_name": person.full_name,
        "email": person.email,
        "role": person.get_role_display(),
        "unit": str(person.unit or ""),
        "is_active": "是" if person.is_active else "否",
    }
    return {_label(name): value for name, value in said.items()} if labels else said


def _label(name: str) -> str:
    given: dict[str, str] = PersonForm.Meta.labels
    return given.get(name) or str(User._meta.get_field(name).verbose_name)


class NewPasswordForm(PasswordChangeForm):
    """A new password of one's own, which must be another one: a one-time password is not kept."""

    def clean_new_password1(self) -> str:
        """Raises ValidationError."""
        new: str = self.cleaned_data["new_password1"]
        if self.user.check_password(new):
            raise forms.ValidationError("新密码不能与现在的密码相同。")
        return new
