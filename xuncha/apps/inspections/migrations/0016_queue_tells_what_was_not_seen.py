"""How many findings of a round wait for a person, apart from what nobody could look at, is told by an index alone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("inspections", "0015_remarks_on_files")]
    operations = [
        migrations.RemoveIndex("findingcase", "queue_of_findings"),
        migrations.AddIndex(
            "findingcase",
            models.Index(
                fields=["rank", "-round", "verdict", "place", "id"],
                condition=Q(state__in=("suspected", "first", "visit")),
                include=["code", "kind", "cause", "state", "machine_state"],
                name="queue_of_findings",
            ),
        ),
    ]
