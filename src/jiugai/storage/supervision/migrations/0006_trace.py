import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0005_site_photo_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Trace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('effective_on', models.DateField(verbose_name='发生日期')),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.evidence')),
                ('replaces', models.ForeignKey(db_column='replaces', db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.trace')),
                ('reason', models.TextField(null=True, verbose_name='更正理由')),
                ('withdrawn', models.BooleanField(db_default=False, default=False, verbose_name='已撤销')),
                ('origin', models.CharField(blank=True, db_default='', default='', max_length=160, verbose_name='出处')),
                ('site', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.site')),
                ('claim', models.SmallIntegerField(verbose_name='所证节点')),
                ('kind', models.CharField(max_length=12, verbose_name='痕迹')),
                ('said', models.CharField(max_length=160, verbose_name='内容')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'claim', 'kind'], name='supervision_trace_subject')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaces__isnull', False)), fields=('replaces',), name='supervision_trace_replaced_once'), models.CheckConstraint(condition=models.Q(models.Q(('reason__isnull', True), ('replaces__isnull', True)), models.Q(('reason__isnull', False), ('replaces__isnull', False)), _connector='OR'), name='supervision_trace_reason_with_correction'), models.CheckConstraint(condition=models.Q(('replaces__isnull', True), ('replaces__lt', models.F('id')), _connector='OR'), name='supervision_trace_replaces_an_earlier'), models.CheckConstraint(condition=models.Q(('withdrawn', False), ('replaces__isnull', False), _connector='OR'), name='supervision_trace_withdrawal_replaces'), models.CheckConstraint(condition=models.Q(('kind__in', ('permit', 'contract', 'payment', 'site_log', 'utility', 'resident', 'self_check', 'complaint'))), name='supervision_trace_kind_known'), models.CheckConstraint(condition=models.Q(('claim__in', [60, 70])), name='supervision_trace_of_start_or_finish')],
            },
        ),
    ]
