"""What an acceptance holds whoever writes: its bill is the community's own, drawn up by another hand."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import among, fact_table, reached_by

ANOTHER_HAND = """
CREATE FUNCTION scheme_accepted_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE drawn_up record; hand bigint;
BEGIN
  SELECT b.community_id, b.act_id, a.user_id INTO drawn_up
  FROM scheme_bill b JOIN audit_act a ON a.id = b.act_id WHERE b.id = NEW.bill_id;
  IF drawn_up.community_id IS DISTINCT FROM NEW.community_id THEN
    RAISE EXCEPTION 'scheme_acceptance_of_its_bill: bill % is of another community', NEW.bill_id
      USING ERRCODE = 'restrict_violation';
  END IF;
  SELECT user_id INTO hand FROM audit_act WHERE id = NEW.act_id;
  IF NOT NEW.withdrawn THEN
    PERFORM accounts_refuse_hands(
      accounts_judging(hand, NEW.act_id), accounts_hands(drawn_up.user_id, drawn_up.act_id),
      'acceptance');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON scheme_acceptance
  FOR EACH ROW EXECUTE FUNCTION scheme_accepted_by_another();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scheme", "0008_acceptance"),
        ("registry", "0003_reach"),
        ("audit", "0002_append_only"),
        ("accounts", "0004_another_hand"),
    ]

    operations = [
        *fact_table("scheme_acceptance", ["community_id", "item", "unit"]),
        *reached_by("scheme_acceptance", among("community_id", "registry_communities_reached")),
        RunSQL(ANOTHER_HAND, RunSQL.noop),
    ]
