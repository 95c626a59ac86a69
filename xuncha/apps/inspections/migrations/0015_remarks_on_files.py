"""What is to be known of the files handed in with a round."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0014_number_causes")]
    operations = [
        migrations.AddField(
            model_name="round",
            name="remarks",
            field=models.JSONField(default=list, verbose_name="上传文件的说明"),
        ),
    ]
