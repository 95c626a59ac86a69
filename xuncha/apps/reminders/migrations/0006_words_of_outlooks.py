from django.db import migrations

from xuncha.apps.casework.word_pairs import create_index, drop_index


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0005_days_ahead"),
    ]

    operations = [
        migrations.RunPython(
            create_index(
                "outlook_words", "reminders_outlookentry", ("name", "sponsor_name", "subject", "key")
            ),
            drop_index("outlook_words"),
        ),
    ]
