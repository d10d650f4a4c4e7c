import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_reach'),
        ('divisions', '0002_append_only'),
        ('programme', '0003_reach'),
        ('supervision', '0003_reach'),
    ]

    operations = [
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('public_id', models.CharField(max_length=12, unique=True, verbose_name='公开编号')),
                ('code', models.CharField(max_length=8, verbose_name='口令')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.site')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('user_id', models.BigIntegerField(verbose_name='领取人')),
                ('given_at', models.DateTimeField(verbose_name='发出时间')),
            ],
        ),
        migrations.CreateModel(
            name='PhotoSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('challenge', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.challenge')),
                ('key', models.UUIDField(unique=True, verbose_name='照片组号')),
                ('site', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.site')),
                ('user_id', models.BigIntegerField(verbose_name='上传人')),
            ],
            options={
                'db_table': 'supervision_photo_set',
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('public_id', models.CharField(max_length=12, unique=True, verbose_name='公开编号')),
                ('photo_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.photoset')),
                ('site', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.site')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('shows', models.CharField(max_length=8, verbose_name='拍的是什么')),
                ('scene', models.CharField(blank=True, max_length=40, verbose_name='画面')),
                ('sm3', models.BinaryField(max_length=32, verbose_name='原图 SM3 摘要')),
                ('bytes', models.IntegerField(verbose_name='原图字节数')),
                ('width', models.IntegerField(verbose_name='宽')),
                ('height', models.IntegerField(verbose_name='高')),
                ('quality', models.SmallIntegerField(verbose_name='画面内容分')),
                ('prints', models.BinaryField(verbose_name='指纹')),
                ('clean_sm3', models.BinaryField(max_length=32, verbose_name='留存图 SM3 摘要')),
                ('claimed_at', models.CharField(blank=True, max_length=19, verbose_name='自称拍摄时间')),
                ('claimed_latitude', models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name='自称纬度')),
                ('claimed_longitude', models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name='自称经度')),
                ('claimed_camera', models.CharField(blank=True, max_length=64, verbose_name='自称机型')),
                ('phone_at', models.DateTimeField(null=True, verbose_name='手机时间')),
                ('received_at', models.DateTimeField(verbose_name='收全时间')),
                ('answer', models.CharField(blank=True, max_length=8, verbose_name='比对结论')),
                ('alike', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.photo')),
                ('distance', models.SmallIntegerField(null=True, verbose_name='指纹相差位数')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'received_at'], name='supervision_photo_of_site'), models.Index(fields=['sm3'], name='supervision_photo_by_digest')],
                'constraints': [models.UniqueConstraint(fields=('photo_set', 'sm3'), name='supervision_photo_once_in_a_set'), models.CheckConstraint(condition=models.Q(('shows__in', ['before', 'start', 'works', 'finish'])), name='supervision_photo_shows_known'), models.CheckConstraint(condition=models.Q(models.Q(('alike__isnull', True), ('answer', ''), ('distance__isnull', True)), models.Q(('alike__isnull', False), ('answer__in', ['refuse', 'look', 'sort']), ('distance__isnull', False)), _connector='OR'), name='supervision_photo_answer_with_its_like')],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('photo', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='supervision.photo')),
                ('large', models.BinaryField(verbose_name='留存图')),
                ('small', models.BinaryField(verbose_name='小图')),
            ],
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True, verbose_name='照片号')),
                ('photo_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.photoset')),
                ('user_id', models.BigIntegerField(verbose_name='上传人')),
                ('size', models.IntegerField(verbose_name='字节数')),
                ('received', models.IntegerField(default=0, verbose_name='已收字节数')),
                ('shows', models.CharField(max_length=8, verbose_name='拍的是什么')),
                ('scene', models.CharField(blank=True, max_length=40, verbose_name='画面')),
                ('phone_at', models.DateTimeField(null=True, verbose_name='手机时间')),
                ('begun_at', models.DateTimeField(verbose_name='开始时间')),
                ('photo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.photo')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('received__gte', 0), ('received__lte', models.F('size'))), name='supervision_sending_within_its_size')],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sending', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='supervision.sending')),
                ('start', models.IntegerField(verbose_name='从第几字节起')),
                ('content', models.BinaryField(verbose_name='内容')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sending', 'start'), name='supervision_piece_once')],
            },
        ),
    ]
