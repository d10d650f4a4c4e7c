from django.db import migrations
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import BY_COUNTY, append_only, reached_by

RELEASED = """
CREATE FUNCTION supervision_reward_follows_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM supervision_hearing_step s
                 WHERE s.id = NEW.step_id AND s.kind = 'release') THEN
    RAISE EXCEPTION 'supervision_reward_follows_release: the ranking is not released'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER follows_release BEFORE INSERT ON supervision_reward_proposal
  FOR EACH ROW EXECUTE FUNCTION supervision_reward_follows_release();
CREATE FUNCTION supervision_reward_decided_of() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM supervision_reward_proposal p WHERE p.id = NEW.proposal_id
                 AND p.user_id = NEW.proposed_by AND p.county_id = NEW.county_id) THEN
    RAISE EXCEPTION 'supervision_reward_decided_of: not whose proposal it is'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decided_of BEFORE INSERT ON supervision_reward_decision
  FOR EACH ROW EXECUTE FUNCTION supervision_reward_decided_of();
"""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0016_reward"), ("audit", "0003_reach")]

    operations = [
        *append_only("supervision_reward_proposal", "supervision_reward_decision"),
        RunSQL(RELEASED, RunSQL.noop),
        # A county sees what concerns it; only whoever reaches all draws up and decides.
        *reached_by("supervision_reward_proposal", BY_COUNTY, entered="false"),
        *reached_by("supervision_reward_decision", BY_COUNTY, entered="false"),
    ]
