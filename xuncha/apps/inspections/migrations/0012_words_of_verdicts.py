from django.db import migrations

from xuncha.apps.casework.word_pairs import create_index, drop_index


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0011_score_form_taken_back"),
    ]

    operations = [
        migrations.RunPython(
            create_index(
                "verdict_words", "inspections_verdictentry", ("name", "sponsor_name", "key"), "round_id"
            ),
            drop_index("verdict_words"),
        ),
    ]
