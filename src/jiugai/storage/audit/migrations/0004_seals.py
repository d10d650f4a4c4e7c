import django.db.models.deletion
from django.db import migrations, models

from jiugai.storage.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_reach")]

    operations = [
        migrations.CreateModel(
            name="Layout",
            fields=[
                (
                    "digest",
                    models.BinaryField(
                        max_length=32, primary_key=True, serialize=False, verbose_name="SM3 摘要"
                    ),
                ),
                ("since", models.BigIntegerField(verbose_name="从哪一叶起")),
                ("content", models.TextField(verbose_name="内容")),
            ],
            options={"db_table": "audit_layout"},
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                (
                    "number",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="叶序"),
                ),
                ("seq", models.BigIntegerField(null=True, unique=True, verbose_name="登记序号")),
                ("body", models.TextField(verbose_name="事件")),
                ("digest", models.BinaryField(max_length=32, verbose_name="叶摘要")),
            ],
            options={
                "db_table": "audit_leaf",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 0)), name="audit_leaf_from_nought"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Salt",
            fields=[
                (
                    "number",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="叶序"),
                ),
                ("salt", models.BinaryField(max_length=16, verbose_name="盐")),
            ],
            options={"db_table": "audit_salt"},
        ),
        migrations.CreateModel(
            name="SealedCheckpoint",
            fields=[
                (
                    "size",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="条数"),
                ),
                ("root", models.BinaryField(max_length=32, verbose_name="根")),
                ("peaks", models.BinaryField(verbose_name="树缘")),
                ("last_seq", models.BigIntegerField(verbose_name="封到第几号登记")),
                ("rights_seq", models.BigIntegerField(verbose_name="权限核到第几号登记")),
                ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
            ],
            options={"db_table": "audit_checkpoint"},
        ),
        migrations.CreateModel(
            name="Anchor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.BigIntegerField(verbose_name="条数")),
                ("root", models.BinaryField(max_length=32, verbose_name="根")),
                (
                    "act",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.act",
                    ),
                ),
            ],
            options={"db_table": "audit_anchor"},
        ),
        *append_only(
            "audit_layout", "audit_leaf", "audit_salt", "audit_checkpoint", "audit_anchor"
        ),
    ]
