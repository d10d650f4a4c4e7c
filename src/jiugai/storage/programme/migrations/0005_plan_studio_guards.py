from django.db import migrations
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import BY_COUNTY, among, append_only, reached_by

# Whoever proposes a plan, or for whom he does, does not decide it; what has ended stays as it is.
GUARDS = """
CREATE FUNCTION programme_plan_decided_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM programme_plan_proposal p
                 WHERE p.id = NEW.proposal_id AND p.user_id = NEW.proposed_by) THEN
    RAISE EXCEPTION 'programme_plan_decided_of: not whose proposal it is'
      USING ERRCODE = 'restrict_violation';
  END IF;
  PERFORM accounts_refuse_hands(
    accounts_judging(NEW.user_id, NEW.act_id),
    ARRAY(SELECT unnest(accounts_hands(p.user_id, p.act_id))
     FROM programme_plan_proposal p WHERE p.id = NEW.proposal_id),
    'plan');
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON programme_plan_decision
  FOR EACH ROW EXECUTE FUNCTION programme_plan_decided_by_another();

CREATE FUNCTION programme_plan_proposed_of() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM programme_plan_run r WHERE r.id = NEW.run_id
                 AND r.state = 'done' AND r.result_sm3 = NEW.result_sm3) THEN
    RAISE EXCEPTION 'programme_plan_proposed_of: not a plan that was computed'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER proposed_of BEFORE INSERT ON programme_plan_proposal
  FOR EACH ROW EXECUTE FUNCTION programme_plan_proposed_of();

CREATE FUNCTION programme_plan_run_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state IN ('done', 'infeasible', 'stopped', 'failed') THEN
    RAISE EXCEPTION 'programme_plan_run_stays: what was computed is never changed or removed'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON programme_plan_run
  FOR EACH ROW EXECUTE FUNCTION programme_plan_run_stays();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON programme_plan_run
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- What a run came to is counted from facts, and no fact itself: it is entered while the run goes on.
CREATE FUNCTION programme_plan_result_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' OR NOT EXISTS (
      SELECT FROM programme_plan_run r
      WHERE r.id = NEW.run_id AND r.state IN ('solving', 'stopping')) THEN
    RAISE EXCEPTION 'programme_plan_result_stays: what was computed is never changed or removed'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON programme_plan_line
  FOR EACH ROW EXECUTE FUNCTION programme_plan_result_stays();
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON programme_plan_report
  FOR EACH ROW EXECUTE FUNCTION programme_plan_result_stays();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON programme_plan_line
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON programme_plan_report
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""

_REACHED = among("community_id", "registry_communities_reached")


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0004_plan_studio"),
        ("registry", "0003_reach"),
        ("accounts", "0004_another_hand"),
    ]

    operations = [
        *append_only(
            "programme_plan_case",
            "programme_plan_setting",
            "programme_plan_budget",
            "programme_plan_pin",
            "programme_plan_proposal",
            "programme_plan_decision",
        ),
        RunSQL(GUARDS, RunSQL.noop),
        # A county sees its own money and its own communities; only the city computes.
        *reached_by("programme_plan_budget", BY_COUNTY, entered="false"),
        *reached_by("programme_plan_pin", _REACHED, entered="false"),
        *reached_by("programme_plan_line", BY_COUNTY, entered="false"),
        *reached_by("programme_plan_report", "false"),
    ]
