"""What an answer that looks fine brought in place of the home page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("received", "0004_reads"),
    ]

    operations = [
        migrations.AddField(
            model_name="receivedprobe",
            name="page",
            field=models.CharField(default="ok", max_length=20, verbose_name="网页"),
        ),
    ]
