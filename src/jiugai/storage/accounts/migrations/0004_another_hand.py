"""Nobody verifies what he reported, not through a delegation either (本人不审核本人填报的数据).

The columns of other people's hands beside each check hold what one person did. These guards ask the
rows themselves, and count as one whoever acts and for whom he acts: so neither does a deputy check
what his principal or he reported, nor the principal what was reported for him.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

HANDS = """
-- Who stands behind what was done: whoever did it, and for whom.
CREATE FUNCTION accounts_hands(hand bigint, act bigint) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
  SELECT array_append(ARRAY(
    SELECT d.principal_id FROM accounts_deputed_act a
    JOIN accounts_delegation d ON d.id = a.delegation_id
    WHERE a.act_id = act AND d.deputy_id = hand), hand)
$$;
-- Who judges: also everybody whose deputy he is today, in whichever post he judges.
CREATE FUNCTION accounts_judging(hand bigint, act bigint) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
  SELECT accounts_hands(hand, act) || ARRAY(
    SELECT d.principal_id FROM accounts_delegation d
    WHERE d.deputy_id = hand AND d.id IN (
      SELECT accounts_delegations_on((now() AT TIME ZONE 'Asia/Shanghai')::date)))
$$;
CREATE FUNCTION accounts_refuse_hands(judging bigint[], reported bigint[], what text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF judging && reported THEN
    RAISE EXCEPTION 'accounts_another_hand: %', what USING ERRCODE = 'check_violation';
  END IF;
END $$;
"""

RETURNS = """
CREATE FUNCTION reporting_moved_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM accounts_refuse_hands(
    accounts_judging(NEW.user_id, NEW.act_id),
    ARRAY(SELECT unnest(accounts_hands(m.user_id, m.act_id))
     FROM reporting_submission_move m
     WHERE m.county_id = NEW.county_id AND m.month = NEW.month
       AND m.number >= (SELECT max(s.number) FROM reporting_submission_move s
                        WHERE s.county_id = NEW.county_id AND s.month = NEW.month
                          AND s.kind IN ('submit', 'correct'))
       AND (m.kind IN ('submit', 'correct') OR NEW.kind = 'accept' AND m.kind = 'verify')),
    'return');
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON reporting_submission_move
  FOR EACH ROW WHEN (NEW.kind IN ('verify', 'accept'))
  EXECUTE FUNCTION reporting_moved_by_another();
"""

DOUBTS = """
CREATE FUNCTION reporting_ruled_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM accounts_refuse_hands(
    accounts_judging(NEW.user_id, NEW.act_id),
    ARRAY(SELECT unnest(accounts_hands(e.user_id, e.act_id)) FROM (
       SELECT x.user_id, x.act_id FROM reporting_doubt_deed x
       WHERE x.doubt_id = NEW.doubt_id AND x.kind = 'explain'
       UNION ALL
       SELECT m.user_id, m.act_id FROM reporting_doubt d
       JOIN reporting_submission_move m ON m.county_id = d.county_id AND m.month = d.month
       WHERE d.id = NEW.doubt_id AND m.kind IN ('submit', 'correct')
         AND m.user_id = NEW.reported_by) e),
    'doubt');
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON reporting_doubt_deed
  FOR EACH ROW WHEN (NEW.kind = 'rule') EXECUTE FUNCTION reporting_ruled_by_another();
"""

ORDERS = """
CREATE FUNCTION supervision_judged_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM accounts_refuse_hands(
    accounts_judging(NEW.user_id, NEW.act_id),
    ARRAY(SELECT unnest(accounts_hands(e.user_id, e.act_id)) FROM supervision_deed e
     WHERE e.order_id = NEW.order_id AND (
       NEW.kind IN ('pass', 'return', 'close') AND e.kind = 'answer'
         AND (NEW.kind = 'pass' OR NOT e.on_behalf)
       OR NEW.kind = 'close' AND e.number = (
         SELECT max(p.number) FROM supervision_deed p
         WHERE p.order_id = NEW.order_id AND p.kind = 'pass')
       OR NEW.kind IN ('extend', 'refuse_extension') AND e.number = (
         SELECT max(p.number) FROM supervision_deed p
         WHERE p.order_id = NEW.order_id AND p.kind = 'ask_extension'))),
    'order');
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON supervision_deed
  FOR EACH ROW WHEN (NEW.kind IN ('pass', 'return', 'close', 'extend', 'refuse_extension'))
  EXECUTE FUNCTION supervision_judged_by_another();
"""

# Those who reported a drawn project stand in the row itself, with those for whom they did.
VISITS = """
CREATE FUNCTION supervision_recounted_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM accounts_refuse_hands(
    accounts_judging(NEW.user_id, NEW.act_id), NEW.reported_by, 'recount');
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON supervision_recount
  FOR EACH ROW EXECUTE FUNCTION supervision_recounted_by_another();
"""

PHOTOS = """
CREATE FUNCTION supervision_looked_at_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM accounts_refuse_hands(
    accounts_judging(NEW.user_id, NEW.act_id),
    ARRAY(SELECT unnest(accounts_hands(p.user_id, p.act_id))
     FROM supervision_photo_set p WHERE p.id = NEW.photo_set_id),
    'photo');
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON supervision_look
  FOR EACH ROW EXECUTE FUNCTION supervision_looked_at_by_another();
"""

HEARINGS = """
CREATE FUNCTION supervision_answered_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM accounts_refuse_hands(
    accounts_judging(NEW.user_id, NEW.act_id),
    ARRAY(SELECT unnest(accounts_hands(e.user_id, e.act_id)) FROM (
       SELECT o.user_id, o.act_id FROM supervision_objection o WHERE o.id = NEW.objection_id
       UNION ALL
       SELECT s.user_id, s.act_id FROM supervision_objection o
       JOIN supervision_hearing_step s ON s.id = o.step_id
       WHERE o.id = NEW.objection_id AND s.user_id = NEW.made_by
       UNION ALL
       SELECT a.user_id, a.id FROM supervision_objection o
       JOIN supervision_hearing_step s ON s.id = o.step_id
       JOIN reporting_ranking_run r ON r.close_id = s.close_id
       JOIN audit_act a ON a.id = r.act_id
       WHERE o.id = NEW.objection_id AND a.user_id = NEW.made_by) e),
    'objection');
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON supervision_objection_answer
  FOR EACH ROW EXECUTE FUNCTION supervision_answered_by_another();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_delegation_guards"),
        ("reporting", "0007_doubt_guards"),
        ("supervision", "0015_assignment_guards"),
    ]

    operations = [
        RunSQL(statement, RunSQL.noop)
        for statement in (HANDS, RETURNS, DOUBTS, ORDERS, VISITS, PHOTOS, HEARINGS)
    ]
