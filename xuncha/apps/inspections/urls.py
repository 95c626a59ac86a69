"""Addresses of inspections."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.inspections.views import (
    comments,
    comparison,
    draws,
    findings,
    new_round,
    rechecks,
    rounds,
    scores,
    suppressions,
    tasks,
)

app_name = "inspections"
urlpatterns = [
    path("rounds", rounds.round_list, name="rounds"),
    path("rounds/new", new_round.new_round, name="new_round"),
    path("rounds/load", new_round.load, name="load"),
    path("rounds/<int:pk>", rounds.round_detail, name="round"),
    path("rounds/<int:pk>/progress", rounds.round_progress, name="progress"),
    path("rounds/<int:pk>/steer", rounds.steer, name="steer"),
    path("verdicts/<int:pk>", rounds.verdict_detail, name="verdict"),
    path("findings", findings.finding_list, name="findings"),
    path("findings/export", findings.export, name="findings_export"),
    path("findings/decide", findings.decide_many, name="decide"),
    path("findings/<int:pk>", findings.finding_detail, name="finding"),
    path("findings/<int:pk>/evidence/<int:number>", findings.evidence, name="evidence"),
    path("findings/<int:pk>/comments", comments.comment, name="comment"),
    path("findings/<int:pk>/suppress", suppressions.suppress, name="suppress"),
    path("findings/<int:pk>/recheck", rechecks.recheck_of_finding, name="recheck_finding"),
    path("rounds/<int:pk>/targets", rounds.target_list, name="targets"),
    path("rounds/<int:pk>/draw", draws.draw, name="draw"),
    path("rounds/<int:pk>/draw/<str:kind>/<str:which>", draws.draw_file, name="draw_file"),
    path("rounds/<int:pk>/scores", scores.scores, name="scores"),
    path("rounds/<int:pk>/score-forms", scores.forms, name="score_forms"),
    path("rounds/<int:pk>/score-forms/blank", scores.blank_of_round, name="blank_score_form"),
    path("rounds/<int:pk>/score-forms/take-back", scores.take_back_one, name="take_back_form"),
    path("rounds/<int:pk>/score-forms/<int:number>", scores.form_file, name="score_form"),
    path("rounds/new/score-form", scores.blank, name="blank_form"),
    path("differences", comparison.difference_list, name="differences"),
    path("differences/compare", comparison.compare_now, name="compare"),
    path("differences/<int:pk>/settle", comparison.settle_difference, name="settle_difference"),
    path("differences/<int:pk>/evidence", comparison.difference_evidence, name="difference_evidence"),
    path("rechecks", rechecks.recheck_list, name="rechecks"),
    path("rechecks/new", rechecks.new_recheck, name="new_recheck"),
    path("rechecks/<int:pk>", rechecks.recheck_detail, name="recheck"),
    path("rechecks/<int:pk>/evidence/<int:number>", rechecks.recheck_evidence, name="recheck_evidence"),
    path("tasks", tasks.task_list, name="tasks"),
    path("tasks/<int:pk>", tasks.task_detail, name="task"),
    path("tasks/<int:pk>/progress", tasks.task_progress, name="task_progress"),
    path("tasks/<int:pk>/seen", tasks.task_seen, name="task_seen"),
    path("tasks/<int:pk>/file", tasks.task_file, name="task_file"),
    path("tasks/<int:pk>/faults", tasks.task_faults, name="task_faults"),
    path("suppressions", suppressions.suppression_list, name="suppressions"),
    path("suppressions/<int:pk>/lift", suppressions.lift, name="lift"),
]
