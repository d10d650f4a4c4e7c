from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messages", "0004_sending_reach")]

    operations = [
        migrations.AddField(
            "sending",
            "kind",
            models.CharField("外发方式", max_length=16, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "sending",
            "post",
            models.CharField("告知岗位", max_length=200, blank=True, default=""),
            preserve_default=False,
        ),
    ]
