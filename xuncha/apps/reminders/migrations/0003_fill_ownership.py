"""Rows written before get the key of those who answer for them."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, editor):
    rows = apps.get_model("reminders", "OutlookEntry").objects.order_by()
    ownership = apps.get_model("directory", "Ownership")
    pairs = rows.exclude(sponsor=None, supervisor=None).values_list("sponsor_id", "supervisor_id")
    ownership.objects.bulk_create(
        [ownership(sponsor_id=a, supervisor_id=b) for a, b in pairs.distinct()], ignore_conflicts=True
    )
    own = ownership.objects.filter(sponsor=OuterRef("sponsor")).values("pk")
    with_both = rows.exclude(sponsor=None).exclude(supervisor=None)
    with_both.update(ownership=Subquery(own.filter(supervisor=OuterRef("supervisor"))[:1]))
    alone = rows.filter(supervisor=None).exclude(sponsor=None)
    alone.update(ownership=Subquery(own.filter(supervisor=None)[:1]))


class Migration(migrations.Migration):
    dependencies = [("reminders", "0002_ownership_and_days")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
