"""Batches of applications and their answers (申报批次、批复), and what they hold whoever writes.

Versions follow on, and none comes after an answer; lines come with their version and lie in the
batch's county; whoever drew a version up does not confirm it; only what was confirmed last is answered.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import BY_COUNTY, among, append_only, ids_reached, reached_by

KEYS = """
ALTER TABLE funding_batch_version ADD UNIQUE (id, batch_id);
ALTER TABLE funding_batch_version ADD UNIQUE (id, user_id);
ALTER TABLE funding_batch_line ADD UNIQUE (id, amount_fen, county_id);
ALTER TABLE funding_batch_confirmation ADD CONSTRAINT funding_batch_confirmation_of_its_batch
  FOREIGN KEY (version_id, batch_id) REFERENCES funding_batch_version (id, batch_id);
ALTER TABLE funding_batch_confirmation ADD CONSTRAINT funding_batch_confirmation_of_its_hand
  FOREIGN KEY (version_id, drawn_by) REFERENCES funding_batch_version (id, user_id);
ALTER TABLE funding_batch_answer ADD CONSTRAINT funding_batch_answer_of_its_batch
  FOREIGN KEY (version_id, batch_id) REFERENCES funding_batch_version (id, batch_id);
ALTER TABLE funding_batch_answer_line ADD CONSTRAINT funding_batch_answer_line_of_its_line
  FOREIGN KEY (line_id, asked_fen, county_id)
  REFERENCES funding_batch_line (id, amount_fen, county_id);
"""

TURNS = """
CREATE FUNCTION funding_batch_version_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE last integer;
BEGIN
  PERFORM pg_advisory_xact_lock(6122, (NEW.batch_id % 2147483647)::integer);
  SELECT coalesce(max(v.number), 0) INTO last FROM funding_batch_version v
  WHERE v.batch_id = NEW.batch_id AND v.id <> NEW.id;
  IF NEW.number <> last + 1 THEN
    RAISE EXCEPTION 'funding_batch_version_in_turn: version % follows on %', NEW.number, last
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF EXISTS (SELECT FROM funding_batch_answer a WHERE a.batch_id = NEW.batch_id) THEN
    RAISE EXCEPTION 'funding_batch_was_answered: it takes no further version'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER follows_on AFTER INSERT ON funding_batch_version
  FOR EACH ROW EXECUTE FUNCTION funding_batch_version_holds();

CREATE FUNCTION funding_batch_line_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE of_act bigint; of_county bigint;
BEGIN
  SELECT v.act_id, b.county_id INTO of_act, of_county
  FROM funding_batch_version v JOIN funding_batch b ON b.id = v.batch_id
  WHERE v.id = NEW.version_id;
  IF of_act IS DISTINCT FROM NEW.act_id THEN
    RAISE EXCEPTION 'funding_batch_line_too_late: a version takes no further lines'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF of_county IS NOT NULL AND of_county <> NEW.county_id THEN
    RAISE EXCEPTION 'funding_batch_line_of_its_county: the batch is another county''s'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER comes_with_its_version AFTER INSERT ON funding_batch_line
  FOR EACH ROW EXECUTE FUNCTION funding_batch_line_holds();
"""

HANDS = """
CREATE FUNCTION funding_batch_confirmed_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM accounts_refuse_hands(
    accounts_judging(NEW.user_id, NEW.act_id),
    ARRAY(SELECT unnest(accounts_hands(v.user_id, v.act_id))
          FROM funding_batch_version v WHERE v.id = NEW.version_id),
    'batch');
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON funding_batch_confirmation
  FOR EACH ROW EXECUTE FUNCTION funding_batch_confirmed_by_another();

CREATE FUNCTION funding_batch_answer_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(6122, (NEW.batch_id % 2147483647)::integer);
  IF NOT EXISTS (SELECT FROM funding_batch_confirmation c WHERE c.version_id = NEW.version_id)
     OR EXISTS (SELECT FROM funding_batch_version v JOIN funding_batch_version w
                ON w.batch_id = v.batch_id AND w.number > v.number
                WHERE v.id = NEW.version_id) THEN
    RAISE EXCEPTION 'funding_batch_not_filed: only what was confirmed last is answered'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER was_filed AFTER INSERT ON funding_batch_answer
  FOR EACH ROW EXECUTE FUNCTION funding_batch_answer_holds();

CREATE FUNCTION funding_batch_answer_line_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT a.version_id FROM funding_batch_answer a WHERE a.id = NEW.answer_id)
     IS DISTINCT FROM (SELECT l.version_id FROM funding_batch_line l WHERE l.id = NEW.line_id) THEN
    RAISE EXCEPTION 'funding_batch_answer_of_another_batch: the line is another version''s'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER of_its_version AFTER INSERT ON funding_batch_answer_line
  FOR EACH ROW EXECUTE FUNCTION funding_batch_answer_line_holds();
"""

_SEEN, _OWN = "funding_batches_seen", "funding_batches_own"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_another_hand'),
        ('audit', '0005_looks_stand_in_the_tree'),
        ('divisions', '0002_append_only'),
        ('funding', '0009_match_another_hand'),
        ('registry', '0004_pairing_keeps_one'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.SmallIntegerField(verbose_name='年度')),
                ('mouth', models.CharField(max_length=12, verbose_name='申报的口')),
                ('decider', models.SmallIntegerField(verbose_name='批复层级')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('county', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
            ],
            options={
                'db_table': 'funding_batch',
            },
        ),
        migrations.CreateModel(
            name='BatchAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper', models.CharField(max_length=120, verbose_name='文号')),
                ('answered_on', models.DateField(verbose_name='批复日期')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='更正理由')),
                ('user_id', models.BigIntegerField(verbose_name='登记人')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.batch')),
            ],
            options={
                'db_table': 'funding_batch_answer',
            },
        ),
        migrations.CreateModel(
            name='BatchLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField(verbose_name='序号')),
                ('item', models.CharField(blank=True, max_length=12, verbose_name='改造内容')),
                ('amount_fen', models.BigIntegerField(verbose_name='申请金额(分)')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.community')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
            ],
            options={
                'db_table': 'funding_batch_line',
            },
        ),
        migrations.CreateModel(
            name='BatchAnswerLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_fen', models.BigIntegerField(verbose_name='申请金额(分)')),
                ('won_fen', models.BigIntegerField(verbose_name='批准金额(分)')),
                ('because', models.CharField(blank=True, max_length=200, verbose_name='理由')),
                ('answer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funding.batchanswer')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.batchline')),
            ],
            options={
                'db_table': 'funding_batch_answer_line',
            },
        ),
        migrations.CreateModel(
            name='BatchVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.SmallIntegerField(verbose_name='第几版')),
                ('paper', models.CharField(max_length=120, verbose_name='文号')),
                ('filed_on', models.DateField(verbose_name='报送日期')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='更正理由')),
                ('user_id', models.BigIntegerField(verbose_name='拟稿人')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='funding.batch')),
            ],
            options={
                'db_table': 'funding_batch_version',
            },
        ),
        migrations.AddField(
            model_name='batchline',
            name='version',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funding.batchversion'),
        ),
        migrations.CreateModel(
            name='BatchConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('drawn_by', models.BigIntegerField(verbose_name='拟稿人')),
                ('user_id', models.BigIntegerField(verbose_name='复核人')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.act')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.batch')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='confirmation', to='funding.batchversion')),
            ],
            options={
                'db_table': 'funding_batch_confirmation',
            },
        ),
        migrations.AddField(
            model_name='batchanswer',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='funding.batchversion'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('mouth__in', ['planners', 'treasury'])), name='funding_batch_mouth'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('decider__in', [0, 1, 2])), name='funding_batch_decider'),
        ),
        migrations.AddConstraint(
            model_name='batchanswerline',
            constraint=models.UniqueConstraint(fields=('answer', 'line'), name='funding_batch_answer_line_once'),
        ),
        migrations.AddConstraint(
            model_name='batchanswerline',
            constraint=models.CheckConstraint(condition=models.Q(('won_fen__gte', 0), ('won_fen__lte', models.F('asked_fen')), models.Q(('won_fen', models.F('asked_fen')), models.Q(('because', ''), _negated=True), _connector='OR')), name='funding_batch_answer_within'),
        ),
        migrations.AddConstraint(
            model_name='batchversion',
            constraint=models.UniqueConstraint(fields=('batch', 'number'), name='funding_batch_version_once'),
        ),
        migrations.AddConstraint(
            model_name='batchversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paper', ''), _negated=True), models.Q(('number', 1), models.Q(('number__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR')), name='funding_batch_version_grounds'),
        ),
        migrations.AddConstraint(
            model_name='batchline',
            constraint=models.UniqueConstraint(fields=('version', 'number'), name='funding_batch_line_once'),
        ),
        migrations.AddConstraint(
            model_name='batchline',
            constraint=models.UniqueConstraint(fields=('version', 'community', 'item'), name='funding_batch_line_item_once'),
        ),
        migrations.AddConstraint(
            model_name='batchline',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='funding_batch_line_above_nought'),
        ),
        migrations.AddConstraint(
            model_name='batchconfirmation',
            constraint=models.CheckConstraint(condition=models.Q(('drawn_by', models.F('user_id')), _negated=True), name='funding_batch_another_hand'),
        ),
        migrations.AddConstraint(
            model_name='batchanswer',
            constraint=models.CheckConstraint(condition=models.Q(('paper', ''), _negated=True), name='funding_batch_answer_paper'),
        ),
        *append_only(
            "funding_batch",
            "funding_batch_version",
            "funding_batch_line",
            "funding_batch_confirmation",
            "funding_batch_answer",
            "funding_batch_answer_line",
        ),
        RunSQL(KEYS, RunSQL.noop),
        RunSQL(TURNS, RunSQL.noop),
        RunSQL(HANDS, RunSQL.noop),
        *reached_by("funding_batch", f"(county_id IS NULL OR {BY_COUNTY})", entered=BY_COUNTY),
        *ids_reached(_SEEN, "SELECT b.id FROM funding_batch b"),
        *ids_reached(_OWN, f"SELECT b.id FROM funding_batch b WHERE b.{BY_COUNTY}"),
        *reached_by(
            "funding_batch_version", among("batch_id", _SEEN), entered=among("batch_id", _OWN)
        ),
        *reached_by("funding_batch_line", BY_COUNTY),
        *reached_by(
            "funding_batch_confirmation", among("batch_id", _SEEN), entered=among("batch_id", _OWN)
        ),
        *reached_by(
            "funding_batch_answer", among("batch_id", _SEEN), entered=among("batch_id", _OWN)
        ),
        *reached_by("funding_batch_answer_line", BY_COUNTY),
    ]
