from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_seals")]

    operations = [migrations.RemoveField(model_name="sealedcheckpoint", name="rights_seq")]
