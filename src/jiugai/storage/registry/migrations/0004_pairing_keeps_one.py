import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """What a decision rests on. No screen wrote one before, so that no row lacks its cards."""

    dependencies = [("registry", "0003_reach")]

    operations = [
        migrations.AddField(
            model_name="pairing",
            name="kept",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.community",
                verbose_name="以哪条为准",
            ),
        ),
        *(
            migrations.AddField(
                model_name="pairing",
                name=name,
                field=models.ForeignKey(
                    default=0,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="registry.communityversion",
                ),
                preserve_default=False,
            )
            for name in ("low_version", "high_version")
        ),
        migrations.AddField(
            model_name="pairing",
            name="basis",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="依据"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="pairing",
            constraint=models.CheckConstraint(
                name="registry_pairing_keeps_one",
                condition=Q(same=False, kept__isnull=True)
                | Q(same=True, kept=F("low"))
                | Q(same=True, kept=F("high")),
            ),
        ),
    ]
