"""Whoever decides a reward is neither the deputy nor the principal of whoever drew it up."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

REWARDS = """
CREATE FUNCTION supervision_reward_decided_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM accounts_refuse_hands(
    accounts_judging(NEW.user_id, NEW.act_id),
    ARRAY(SELECT unnest(accounts_hands(p.user_id, p.act_id))
     FROM supervision_reward_proposal p WHERE p.id = NEW.proposal_id),
    'reward');
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON supervision_reward_decision
  FOR EACH ROW EXECUTE FUNCTION supervision_reward_decided_by_another();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0019_promulgation_guards"),
        ("accounts", "0004_another_hand"),
    ]

    operations = [RunSQL(REWARDS, RunSQL.noop)]
