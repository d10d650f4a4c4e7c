import django.db.models.deletion
from django.db import migrations, models

from jiugai.storage.audit.guards import append_only, reached_by


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_reach'),
        ('bulletins', '0005_order_paper'),
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(max_length=12, unique=True, verbose_name='公开编号')),
                ('kind', models.CharField(max_length=16, verbose_name='类别')),
                ('held_on', models.DateField(verbose_name='会议日期')),
                ('last_seq', models.BigIntegerField(verbose_name='登记时的登记序号')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='地点')),
                ('chair', models.CharField(blank=True, max_length=64, verbose_name='主持')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
            ],
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.SmallIntegerField(verbose_name='版次')),
                ('text', models.TextField(verbose_name='正文')),
                ('present', models.TextField(blank=True, verbose_name='出席')),
                ('document', models.CharField(blank=True, max_length=160, verbose_name='来自文件')),
                ('last_seq', models.BigIntegerField(verbose_name='所据登记')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('meeting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='bulletins.meeting')),
            ],
        ),
        migrations.CreateModel(
            name='MinutesIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.SmallIntegerField(verbose_name='年度')),
                ('number', models.IntegerField(verbose_name='期号')),
                ('issued_on', models.DateField(verbose_name='印发日期')),
                ('sm3', models.BinaryField(max_length=32, verbose_name='文件摘要')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='issue', to='bulletins.meeting')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bulletins.minutes')),
            ],
            options={'db_table': 'bulletins_minutes_issue'},
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('kind', 'held_on'), name='bulletins_meeting_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['day', 'week', 'month', 'quarter'])), name='bulletins_meeting_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.UniqueConstraint(fields=('meeting', 'version'), name='bulletins_minutes_in_turn'),
        ),
        migrations.AddConstraint(
            model_name='minutesissue',
            constraint=models.UniqueConstraint(fields=('year', 'number'), name='bulletins_minutes_issue_numbered'),
        ),
        *append_only("bulletins_meeting", "bulletins_minutes", "bulletins_minutes_issue"),
        # A meeting has all counties before it at once: it is the city's.
        *reached_by("bulletins_meeting", "false"),
        *reached_by("bulletins_minutes", "false"),
        *reached_by("bulletins_minutes_issue", "false"),
    ]
