"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.notices.views import amending, issuing
from xuncha.apps.notices.views.notices import download, notice_list

app_name = "notices"
urlpatterns = [
    path("notices", notice_list, name="notices"),
    path("notices/draft/<int:pk>", issuing.new_draft, name="draft"),
    path("notices/of/<int:pk>", issuing.notice_detail, name="notice"),
    path("notices/of/<int:pk>/issue", issuing.issue_one, name="issue"),
    path("notices/of/<int:pk>/withdraw", issuing.withdraw_one, name="withdraw"),
    path("notices/of/<int:pk>/files/<str:name>", issuing.file, name="file"),
    path("notices/of/<int:pk>/amend", amending.propose_one, name="amend"),
    path("notices/of/<int:pk>/abandon", amending.abandon_one, name="abandon"),
    path("notices/amendments/<int:pk>/decide", amending.decide_one, name="decide_amendment"),
    path("notices/<int:pk>/<str:name>", download, name="download"),
]
