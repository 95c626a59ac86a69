"""What a person looked at without seeing a fault was kept as dismissed; it was never a false alarm."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import Q


def clear(apps: Any, schema_editor: Any) -> None:
    case = apps.get_model("inspections", "FindingCase")
    step = apps.get_model("inspections", "FindingStep")
    by_check = Q(note__startswith="人工核查 ", note__endswith=" 未见问题", now="dismissed")
    of_checks = step.objects.filter(by_check)
    case.objects.filter(state="dismissed", pk__in=of_checks.values("case")).update(state="cleared")
    of_checks.update(now="cleared")


def back(apps: Any, schema_editor: Any) -> None:
    apps.get_model("inspections", "FindingCase").objects.filter(state="cleared").update(state="dismissed")
    apps.get_model("inspections", "FindingStep").objects.filter(now="cleared").update(now="dismissed")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0002_cleared_and_comments")]
    operations = [migrations.RunPython(clear, back)]
