import django.db.models.deletion
from django.db import migrations, models

from jiugai.storage.audit.guards import among, append_only, reached_by


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_reach'),
        ('bulletins', '0004_reach'),
        ('supervision', '0003_reach'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrderPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16, verbose_name='文种')),
                ('year', models.SmallIntegerField(verbose_name='年度')),
                ('number', models.IntegerField(verbose_name='序号')),
                ('issued_on', models.DateField(verbose_name='成文日期')),
                ('version', models.SmallIntegerField(verbose_name='所据办理记录数')),
                ('last_seq', models.BigIntegerField(verbose_name='所据登记')),
                ('due_on', models.DateField(null=True, verbose_name='所定日期')),
                ('at', models.CharField(blank=True, max_length=32, verbose_name='时间')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='地点')),
                ('who', models.CharField(blank=True, max_length=120, verbose_name='参加人员')),
                ('more', models.TextField(blank=True, verbose_name='补充要求')),
                ('sm3', models.BinaryField(max_length=32, verbose_name='文件摘要')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='supervision.order')),
            ],
            options={'db_table': 'bulletins_order_paper'},
        ),
        migrations.AddConstraint(
            model_name='orderpaper',
            constraint=models.UniqueConstraint(fields=('kind', 'year', 'number'), name='bulletins_order_paper_numbered'),
        ),
        migrations.AddConstraint(
            model_name='orderpaper',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['supervise', 'rectify', 'summon'])), name='bulletins_order_paper_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='orderpaper',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'supervise'), ('due_on__gte', models.F('issued_on')), _connector='OR'), name='bulletins_order_paper_dated'),
        ),
        *append_only("bulletins_order_paper"),
        # A paper is seen by whoever sees its order, and entered by the city alone.
        *reached_by(
            "bulletins_order_paper",
            among("order_id", "supervision_orders_reached"),
            entered="false",
        ),
    ]
