"""用户: who may log in, as what, for which unit."""

from __future__ import annotations

from axes.utils import reset as let_in_again
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import holding, page_of
from xuncha.apps.casework.shown_once import lead_to, shown, taken
from xuncha.web.users.forms import PersonForm, said_of
from xuncha.web.users.models import User
from xuncha.web.users.passwords import one_time_password


@needs(Right.USERS)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, with search."""
    rows = User.objects.select_related("unit")
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(holding(words, "username", "full_name", "unit__name"))
    return render(request, "users/people.html", {"page": page_of(request, rows), "q": words})


@needs(Right.USERS)
def add_person(request: HttpRequest) -> HttpResponse:
    """A new person with a one-time password, shown once."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = one_time_password()
        with transaction.atomic():
            person = form.save(commit=False)
            person.set_password(password)
            person.must_change_password = True
            person.save()
            record(request, "新增用户", on=person.username, **said_of(person, labels=True))
        return lead_to(request, "users:once", {"username": person.username, "password": password})
    return render(request, "users/person.html", {"form": form})


@needs(Right.USERS)
def edit_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Change role, unit or name, or stop a person from logging in."""
    person = get_object_or_404(User, pk=pk)
    was = said_of(person)
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        if person == request.user and {"role", "is_active"} & set(form.changed_data):
            form.add_error(None, "不能改变自己的角色或停用自己。")
        else:
            with transaction.atomic():
                person = form.save()
                record(request, "修改用户", on=was["username"], 改动=form.differences(was))
            messages.success(request, f"已保存 {person.username}。")
            return redirect("users:people")
    return render(request, "users/person.html", {"form": form, "person": person})


@needs(Right.USERS)
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time password, good at once also where wrong ones had locked the login; by POST only."""
    person = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        return redirect("users:edit", pk=pk)
    password = one_time_password()
    with transaction.atomic():
        person.set_password(password)
        person.must_change_password = True
        person.save()
        record(request, "重置密码", on=person.username)
    let_in_again(username=person.username)
    return lead_to(request, "users:once", {"username": person.username, "password": password})


@needs(Right.USERS)
def one_time(request: HttpRequest) -> HttpResponse:
    """The one-time password that was just made, once."""
    return shown(request, render(request, "users/one_time.html", {"made": taken(request)}))
