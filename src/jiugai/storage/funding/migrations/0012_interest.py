"""Published lists and what firms offer (公开名单、企业意向), and what they hold whoever writes.

Rows come with their list; what hangs on a row lies in its county; versions of an offer follow on, and
a row that was withdrawn takes none.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import BY_COUNTY, append_only, reached_by

KEYS = """
ALTER TABLE funding_interest_row ADD UNIQUE (id, county_id);
ALTER TABLE funding_interest_withdrawal ADD CONSTRAINT funding_interest_withdrawal_of_its_row
  FOREIGN KEY (row_id, county_id) REFERENCES funding_interest_row (id, county_id);
ALTER TABLE funding_interest_offer ADD CONSTRAINT funding_interest_offer_of_its_row
  FOREIGN KEY (row_id, county_id) REFERENCES funding_interest_row (id, county_id);
"""

TURNS = """
CREATE FUNCTION funding_interest_row_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM funding_interest_list l
                 WHERE l.id = NEW.list_id AND l.act_id = NEW.act_id) THEN
    RAISE EXCEPTION 'funding_interest_row_too_late: a list takes no further rows'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER comes_with_its_list AFTER INSERT ON funding_interest_row
  FOR EACH ROW EXECUTE FUNCTION funding_interest_row_holds();

CREATE FUNCTION funding_interest_withdrawal_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(6123, (NEW.row_id % 2147483647)::integer);
  RETURN NULL;
END $$;
CREATE TRIGGER waits_for_offers AFTER INSERT ON funding_interest_withdrawal
  FOR EACH ROW EXECUTE FUNCTION funding_interest_withdrawal_waits();

CREATE FUNCTION funding_interest_offer_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE last integer;
BEGIN
  PERFORM pg_advisory_xact_lock(6123, (NEW.row_id % 2147483647)::integer);
  IF EXISTS (SELECT FROM funding_interest_withdrawal w WHERE w.row_id = NEW.row_id) THEN
    RAISE EXCEPTION 'funding_interest_row_withdrawn: it takes no offers'
      USING ERRCODE = 'restrict_violation';
  END IF;
  SELECT coalesce(max(o.number), 0) INTO last FROM funding_interest_offer o
  WHERE o.row_id = NEW.row_id AND o.code = NEW.code AND o.id <> NEW.id;
  IF NEW.number <> last + 1 THEN
    RAISE EXCEPTION 'funding_interest_offer_in_turn: version % follows on %', NEW.number, last
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER follows_on AFTER INSERT ON funding_interest_offer
  FOR EACH ROW EXECUTE FUNCTION funding_interest_offer_holds();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0005_looks_stand_in_the_tree'),
        ('divisions', '0002_append_only'),
        ('funding', '0011_debt'),
        ('registry', '0004_pairing_keeps_one'),
    ]

    operations = [
        migrations.CreateModel(
            name='InterestList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.SmallIntegerField(verbose_name='年度')),
                ('title', models.CharField(max_length=120, verbose_name='名称')),
                ('published_on', models.DateField(verbose_name='公开日期')),
                ('paper', models.CharField(max_length=120, verbose_name='文号')),
                ('user_id', models.BigIntegerField(verbose_name='公开人')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
            ],
            options={
                'db_table': 'funding_interest_list',
            },
        ),
        migrations.CreateModel(
            name='InterestRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12, verbose_name='类别')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.community')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('list', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.interestlist')),
            ],
            options={
                'db_table': 'funding_interest_row',
            },
        ),
        migrations.CreateModel(
            name='InterestOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=18, verbose_name='统一社会信用代码')),
                ('number', models.SmallIntegerField(verbose_name='第几版')),
                ('firm', models.CharField(max_length=100, verbose_name='企业')),
                ('trade', models.CharField(max_length=100, verbose_name='行业')),
                ('contact_salt', models.CharField(max_length=64, verbose_name='联系方式的盐')),
                ('contact', models.CharField(max_length=64, verbose_name='联系方式的承诺')),
                ('amount_fen', models.BigIntegerField(null=True, verbose_name='意向金额(分)')),
                ('money', models.CharField(blank=True, max_length=8, verbose_name='出资来源')),
                ('listed_by', models.CharField(blank=True, max_length=120, verbose_name='平台公司名录的依据')),
                ('paper', models.CharField(max_length=120, verbose_name='意向书')),
                ('on_day', models.DateField(verbose_name='意向日期')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='更正理由')),
                ('user_id', models.BigIntegerField(verbose_name='登记人')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('row', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.interestrow')),
            ],
            options={
                'db_table': 'funding_interest_offer',
            },
        ),
        migrations.CreateModel(
            name='InterestWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('user_id', models.BigIntegerField(verbose_name='撤下人')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('row', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.interestrow')),
            ],
            options={
                'db_table': 'funding_interest_withdrawal',
            },
        ),
        migrations.AddConstraint(
            model_name='interestlist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('paper', ''), _negated=True)), name='funding_interest_list_named'),
        ),
        migrations.AddConstraint(
            model_name='interestrow',
            constraint=models.UniqueConstraint(fields=('list', 'community', 'kind'), name='funding_interest_row_once'),
        ),
        migrations.AddConstraint(
            model_name='interestrow',
            constraint=models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='funding_interest_row_kind'),
        ),
        migrations.AddConstraint(
            model_name='interestoffer',
            constraint=models.UniqueConstraint(fields=('row', 'code', 'number'), name='funding_interest_offer_once'),
        ),
        migrations.AddConstraint(
            model_name='interestoffer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paper', ''), _negated=True), models.Q(('number', 1), models.Q(('number__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR')), name='funding_interest_offer_grounds'),
        ),
        migrations.AddConstraint(
            model_name='interestoffer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount_fen__isnull', True), ('money', '')), models.Q(('amount_fen__gt', 0), ('money__in', ['own', 'borrowed'])), _connector='OR'), name='funding_interest_offer_sum'),
        ),
        migrations.AddConstraint(
            model_name='interestoffer',
            constraint=models.CheckConstraint(condition=models.Q(('listed_by', ''), models.Q(('money', 'borrowed'), _negated=True), _connector='OR'), name='funding_interest_offer_red_line'),
        ),
        migrations.AddConstraint(
            model_name='interestoffer',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9A-HJ-NPQRTUWXY]{18}$'), ('contact__regex', '^[0-9a-f]{64}$'), models.Q(('firm', ''), _negated=True), models.Q(('trade', ''), _negated=True)), name='funding_interest_offer_whole'),
        ),
        migrations.AddConstraint(
            model_name='interestwithdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='funding_interest_withdrawal_why'),
        ),
        *append_only(
            "funding_interest_list",
            "funding_interest_row",
            "funding_interest_withdrawal",
            "funding_interest_offer",
        ),
        RunSQL(KEYS, RunSQL.noop),
        RunSQL(TURNS, RunSQL.noop),
        *reached_by("funding_interest_row", BY_COUNTY),
        *reached_by("funding_interest_withdrawal", BY_COUNTY),
        *reached_by("funding_interest_offer", BY_COUNTY),
    ]
