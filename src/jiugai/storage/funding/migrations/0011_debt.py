"""Platform companies and declarations (平台公司名录、不新增隐性债务承诺), signed by another hand."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import BY_COUNTY, append_only, reached_by

HANDS = """
ALTER TABLE funding_declaration ADD UNIQUE (id, county_id, user_id);
ALTER TABLE funding_declaration_signature ADD CONSTRAINT funding_declaration_signature_of_its_hand
  FOREIGN KEY (declaration_id, county_id, drawn_by)
  REFERENCES funding_declaration (id, county_id, user_id);
CREATE FUNCTION funding_declaration_signed_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM accounts_refuse_hands(
    accounts_judging(NEW.user_id, NEW.act_id),
    ARRAY(SELECT unnest(accounts_hands(d.user_id, d.act_id))
          FROM funding_declaration d WHERE d.id = NEW.declaration_id),
    'declaration');
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON funding_declaration_signature
  FOR EACH ROW EXECUTE FUNCTION funding_declaration_signed_by_another();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0005_looks_stand_in_the_tree'),
        ('divisions', '0002_append_only'),
        ('funding', '0010_batches'),
    ]

    operations = [
        migrations.CreateModel(
            name='DebtDeclaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.SmallIntegerField(verbose_name='年度')),
                ('number', models.SmallIntegerField(verbose_name='第几版')),
                ('paper', models.CharField(max_length=120, verbose_name='文号')),
                ('on_day', models.DateField(verbose_name='日期')),
                ('text', models.TextField(verbose_name='正文')),
                ('user_id', models.BigIntegerField(verbose_name='起草人')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
            ],
            options={
                'db_table': 'funding_declaration',
            },
        ),
        migrations.CreateModel(
            name='DeclarationSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('drawn_by', models.BigIntegerField(verbose_name='起草人')),
                ('user_id', models.BigIntegerField(verbose_name='签署人')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('declaration', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.debtdeclaration')),
            ],
            options={
                'db_table': 'funding_declaration_signature',
            },
        ),
        migrations.CreateModel(
            name='PlatformListing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='公司名称')),
                ('listed', models.BooleanField(verbose_name='在名录里')),
                ('on_day', models.DateField(verbose_name='起始日期')),
                ('paper', models.CharField(max_length=120, verbose_name='依据')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
            ],
            options={
                'db_table': 'funding_platform_listing',
            },
        ),
        migrations.AddConstraint(
            model_name='debtdeclaration',
            constraint=models.UniqueConstraint(fields=('county', 'year', 'number'), name='funding_declaration_once'),
        ),
        migrations.AddConstraint(
            model_name='debtdeclaration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paper', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='funding_declaration_whole'),
        ),
        migrations.AddConstraint(
            model_name='declarationsignature',
            constraint=models.CheckConstraint(condition=models.Q(('drawn_by', models.F('user_id')), _negated=True), name='funding_declaration_another_hand'),
        ),
        migrations.AddConstraint(
            model_name='platformlisting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('paper', ''), _negated=True)), name='funding_platform_listing_named'),
        ),
        *append_only(
            "funding_platform_listing", "funding_declaration", "funding_declaration_signature"
        ),
        RunSQL(HANDS, RunSQL.noop),
        *reached_by("funding_declaration", BY_COUNTY),
        *reached_by("funding_declaration_signature", BY_COUNTY),
    ]
