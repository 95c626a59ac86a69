"""What one cause left open is one row of the queue: indexes that find it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0007_large_imports"),
        ("inspections", "0012_words_of_verdicts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="findingcase",
            name="findings_in_order",
        ),
        migrations.RemoveIndex(
            model_name="findingcase",
            name="findings_by_state",
        ),
        migrations.RemoveIndex(
            model_name="findingcase",
            name="queue_of_findings",
        ),
        migrations.AddField(
            model_name="findingcase",
            name="cause",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="findingcase",
            index=models.Index(
                fields=["rank", "-round", "verdict", "place", "id"],
                include=("cause", "state"),
                name="findings_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="findingcase",
            index=models.Index(
                fields=["state", "rank", "-round", "verdict", "place", "id"],
                include=("cause",),
                name="findings_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="findingcase",
            index=models.Index(
                condition=models.Q(("state__in", ("suspected", "first", "visit"))),
                fields=["rank", "-round", "verdict", "place", "id"],
                include=("code", "kind", "cause", "state"),
                name="queue_of_findings",
            ),
        ),
        migrations.AddIndex(
            model_name="findingcase",
            index=models.Index(
                condition=models.Q(("cause__isnull", False)),
                fields=["verdict", "cause", "state", "rank", "id"],
                name="findings_of_a_cause",
            ),
        ),
    ]
