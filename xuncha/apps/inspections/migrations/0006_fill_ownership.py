"""Rows written before get the key of those who answer for them; rounds judged before are counted when read."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, editor):
    verdicts = apps.get_model("inspections", "VerdictEntry").objects.order_by()
    findings = apps.get_model("inspections", "FindingCase").objects.order_by()
    ownership = apps.get_model("directory", "Ownership")
    stale = apps.get_model("inspections", "StaleTally")
    pairs = verdicts.exclude(sponsor=None, supervisor=None).values_list("sponsor_id", "supervisor_id")
    ownership.objects.bulk_create(
        [ownership(sponsor_id=a, supervisor_id=b) for a, b in pairs.distinct()], ignore_conflicts=True
    )
    own = ownership.objects.filter(sponsor=OuterRef("sponsor")).values("pk")
    with_both = verdicts.exclude(sponsor=None).exclude(supervisor=None)
    with_both.update(ownership=Subquery(own.filter(supervisor=OuterRef("supervisor"))[:1]))
    alone = verdicts.filter(supervisor=None).exclude(sponsor=None)
    alone.update(ownership=Subquery(own.filter(supervisor=None)[:1]))
    of_verdict = verdicts.filter(pk=OuterRef("verdict")).values("ownership")[:1]
    findings.update(ownership=Subquery(of_verdict))
    regions = verdicts.values_list("round_id", "region_name").distinct()
    stale.objects.bulk_create(
        [stale(round_id=pk, region_name=name) for pk, name in regions], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_tallies_and_ownership")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
