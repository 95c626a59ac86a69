from django.db import migrations

from xuncha.apps.casework.word_pairs import create_index, drop_index


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_rate"),
    ]

    operations = [
        migrations.RunPython(
            create_index("act_words", "casework_auditentry", ("act", "on", "actor_name")),
            drop_index("act_words"),
        ),
    ]
