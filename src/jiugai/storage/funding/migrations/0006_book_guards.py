"""What the book holds whoever writes: earmarks apart, sides balanced, nothing overdrawn or reopened.

Read-check-insert overdraws when two do it at once. Here each leg counts its account on, in one
statement, and a CHECK on the counters refuses what would fall below nought: true at any isolation
level. Legs come sorted by account, so that writers queue and never lock each other out.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import BY_COUNTY, among, append_only, ids_reached, reached_by

EARMARKS = """
ALTER TABLE funding_voucher ADD UNIQUE (id, earmark_id, county_id, user_id);
ALTER TABLE funding_posting ADD UNIQUE (id, earmark_id);
ALTER TABLE funding_account ADD UNIQUE (id, earmark_id);
ALTER TABLE funding_posting ADD CONSTRAINT funding_posting_of_its_voucher
  FOREIGN KEY (voucher_id, earmark_id, county_id, made_by)
  REFERENCES funding_voucher (id, earmark_id, county_id, user_id);
ALTER TABLE funding_posting ADD CONSTRAINT funding_posting_reverses_its_earmark
  FOREIGN KEY (reverses_id, earmark_id) REFERENCES funding_posting (id, earmark_id);
ALTER TABLE funding_leg ADD CONSTRAINT funding_leg_of_its_posting
  FOREIGN KEY (posting_id, earmark_id) REFERENCES funding_posting (id, earmark_id);
ALTER TABLE funding_leg ADD CONSTRAINT funding_leg_within_its_earmark
  FOREIGN KEY (account_id, earmark_id) REFERENCES funding_account (id, earmark_id);
ALTER TABLE funding_posting ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE funding_posting ADD CONSTRAINT funding_posting_day_in_its_period
  CHECK (value_on < period + interval '1 month');
ALTER TABLE funding_posting ADD CONSTRAINT funding_posting_not_in_future
  CHECK (value_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date);
"""

COUNTERS = """
CREATE FUNCTION funding_open_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO funding_balance (account_id, may_fall_below_zero, came_fen, went_fen)
  VALUES (NEW.id, NEW.kind IN (10, 20), 0, 0);
  RETURN NULL;
END $$;
CREATE TRIGGER opens_its_balance AFTER INSERT ON funding_account
  FOR EACH ROW EXECUTE FUNCTION funding_open_account();

CREATE FUNCTION funding_count_leg() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE posted funding_posting;
BEGIN
  SELECT * INTO posted FROM funding_posting p WHERE p.id = NEW.posting_id;
  IF posted.xid IS DISTINCT FROM pg_current_xact_id() THEN
    RAISE EXCEPTION 'funding_leg_too_late: a posting takes no further legs'
      USING ERRCODE = 'restrict_violation';
  END IF;
  UPDATE funding_balance
  SET came_fen = came_fen + greatest(NEW.amount_fen, 0),
      went_fen = went_fen + greatest(-NEW.amount_fen, 0)
  WHERE account_id = NEW.account_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'funding_leg_without_balance: the account has no balance'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER counts_on AFTER INSERT ON funding_leg
  FOR EACH ROW EXECUTE FUNCTION funding_count_leg();
"""

BALANCED = """
CREATE FUNCTION funding_posting_whole() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE wrong integer; legs integer;
BEGIN
  SELECT count(*) INTO legs FROM funding_leg l WHERE l.posting_id = NEW.id;
  SELECT count(*) INTO wrong FROM (
    SELECT FROM funding_leg l JOIN funding_account a ON a.id = l.account_id
    WHERE l.posting_id = NEW.id GROUP BY a.kind / 10 HAVING sum(l.amount_fen) <> 0) side;
  IF legs < 2 OR wrong > 0 THEN
    RAISE EXCEPTION 'funding_posting_unbalanced: % legs, % sides off', legs, wrong
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.reverses_id IS NULL THEN
    RETURN NULL;
  END IF;
  IF EXISTS (SELECT FROM funding_posting p WHERE p.id = NEW.reverses_id
             AND p.reverses_id IS NOT NULL) OR EXISTS (
    (SELECT l.account_id, -l.amount_fen FROM funding_leg l WHERE l.posting_id = NEW.reverses_id
     EXCEPT ALL SELECT l.account_id, l.amount_fen FROM funding_leg l WHERE l.posting_id = NEW.id)
    UNION ALL
    (SELECT l.account_id, l.amount_fen FROM funding_leg l WHERE l.posting_id = NEW.id
     EXCEPT ALL
     SELECT l.account_id, -l.amount_fen FROM funding_leg l WHERE l.posting_id = NEW.reverses_id)
  ) THEN
    RAISE EXCEPTION 'funding_reversal_not_exact: a reversal mirrors what it reverses'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER is_whole AFTER INSERT ON funding_posting
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_posting_whole();
"""

PERIODS = """
-- Those who post share the lock; whoever closes a month waits for them, and they for him.
CREATE FUNCTION funding_period_is_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(6121, 0);
  IF EXISTS (SELECT FROM funding_period_close c WHERE c.month >= NEW.period) THEN
    RAISE EXCEPTION 'funding_period_closed: % is closed', NEW.period
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER period_is_open BEFORE INSERT ON funding_posting
  FOR EACH ROW EXECUTE FUNCTION funding_period_is_open();
CREATE FUNCTION funding_close_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(6121, 0);
  RETURN NEW;
END $$;
CREATE TRIGGER close_alone BEFORE INSERT ON funding_period_close
  FOR EACH ROW EXECUTE FUNCTION funding_close_alone();
"""

HANDS = """
CREATE FUNCTION funding_posted_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM accounts_refuse_hands(
    accounts_judging(NEW.checked_by, NEW.act_id),
    ARRAY(SELECT unnest(accounts_hands(v.user_id, v.act_id))
          FROM funding_voucher v WHERE v.id = NEW.voucher_id),
    'voucher');
  IF EXISTS (SELECT FROM funding_voucher_refusal r WHERE r.voucher_id = NEW.voucher_id) THEN
    RAISE EXCEPTION 'funding_voucher_was_refused: it must be written anew'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON funding_posting
  FOR EACH ROW EXECUTE FUNCTION funding_posted_by_another();
"""

POST = """
-- The one way into the book. A function, so that its plans are made once and it costs one journey.
CREATE FUNCTION funding_post(
  act bigint, voucher bigint, earmark bigint, county bigint, step text, period date, value_on date,
  reverses bigint, made_by bigint, checked_by bigint,
  kinds smallint[], counties bigint[], projects bigint[], contracts bigint[], amounts bigint[]
) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE posting bigint; accounts bigint[] := '{}'; account bigint; n integer;
BEGIN
  INSERT INTO funding_posting (act_id, voucher_id, earmark_id, county_id, step, period, value_on,
                               reverses_id, made_by, checked_by)
  VALUES (act, voucher, earmark, county, step, period, value_on, reverses, made_by, checked_by)
  RETURNING id INTO posting;
  FOR n IN 1 .. cardinality(kinds) LOOP
    FOR attempt IN 1 .. 2 LOOP
      SELECT a.id INTO account FROM funding_account a
      WHERE a.earmark_id = earmark AND a.kind = kinds[n] AND a.county_id = counties[n]
        AND a.project_id IS NOT DISTINCT FROM projects[n]
        AND a.contract_id IS NOT DISTINCT FROM contracts[n];
      EXIT WHEN FOUND;
      INSERT INTO funding_account (act_id, earmark_id, kind, county_id, project_id, contract_id)
      VALUES (act, earmark, kinds[n], counties[n], projects[n], contracts[n])
      ON CONFLICT DO NOTHING;
    END LOOP;
    accounts := accounts || account;
  END LOOP;
  -- Sorted by account: whoever posts at the same time queues in the same order.
  INSERT INTO funding_leg (posting_id, earmark_id, number, account_id, amount_fen)
  SELECT posting, earmark, row_number() OVER (ORDER BY t.id, t.fen), t.id, t.fen
  FROM unnest(accounts, amounts) AS t (id, fen) ORDER BY t.id, t.fen;
  RETURN posting;
END $$;
"""

_POSTINGS, _ACCOUNTS = "funding_postings_reached", "funding_accounts_reached"


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0005_book"),
        ("programme", "0003_reach"),
        ("accounts", "0004_another_hand"),
        ("audit", "0003_reach"),
    ]

    operations = [
        *append_only(
            "funding_earmark",
            "funding_contract",
            "funding_account",
            "funding_voucher",
            "funding_voucher_refusal",
            "funding_posting",
            "funding_leg",
            "funding_period_close",
        ),
        RunSQL(EARMARKS, RunSQL.noop),
        RunSQL(COUNTERS, RunSQL.noop),
        RunSQL(BALANCED, RunSQL.noop),
        RunSQL(PERIODS, RunSQL.noop),
        RunSQL(HANDS, RunSQL.noop),
        RunSQL(POST, RunSQL.noop),
        *reached_by("funding_contract", among("project_id", "programme_projects_reached")),
        *reached_by("funding_account", BY_COUNTY),
        *reached_by("funding_voucher", BY_COUNTY),
        *reached_by("funding_voucher_refusal", BY_COUNTY),
        *reached_by("funding_posting", BY_COUNTY),
        *ids_reached(_POSTINGS, "SELECT p.id FROM funding_posting p"),
        *reached_by("funding_leg", among("posting_id", _POSTINGS)),
        *ids_reached(_ACCOUNTS, "SELECT a.id FROM funding_account a"),
        *reached_by("funding_balance", among("account_id", _ACCOUNTS)),
    ]
