from django.db import migrations

from xuncha.apps.casework.word_pairs import create_index, drop_index


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0005_followers"),
    ]

    operations = [
        migrations.RunPython(
            create_index("account_words", "directory_mediaaccountentry", ("name", "account_id")),
            drop_index("account_words"),
        ),
    ]
