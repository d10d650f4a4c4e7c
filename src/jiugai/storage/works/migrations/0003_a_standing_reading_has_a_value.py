from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("works", "0002_append_only")]

    operations = [
        migrations.RemoveConstraint(
            model_name="reading", name="works_reading_value_unless_withdrawn"
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                name="works_reading_value_unless_withdrawn",
                condition=Q(withdrawn=True, value__isnull=True)
                | Q(withdrawn=False, value__isnull=False, value__gte=0),
            ),
        ),
    ]
