"""What a bill holds whoever writes: amounts are products, the total is their sum, versions follow on."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import among, append_only, fact_table, ids_reached, reached_by

REACHED = among("community_id", "registry_communities_reached")
LINES = """
ALTER TABLE scheme_line ADD CONSTRAINT scheme_line_amount_is_the_product
  CHECK (amount_fen = floor(quantity * unit_price_fen + 0.5));
CREATE FUNCTION scheme_check_bill() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE whole bigint; last int;
BEGIN
  SELECT sum(amount_fen) INTO whole FROM scheme_line WHERE bill_id = NEW.id;
  IF whole IS DISTINCT FROM NEW.total_fen THEN
    RAISE EXCEPTION 'scheme_bill_total_is_the_sum: % is not %', NEW.total_fen, whole
      USING ERRCODE = 'restrict_violation';
  END IF;
  SELECT max(number) INTO last FROM scheme_bill b
  WHERE b.community_id = NEW.community_id AND b.stage = NEW.stage AND b.number < NEW.number;
  IF coalesce(last, 0) + 1 <> NEW.number THEN
    RAISE EXCEPTION 'scheme_bill_in_turn: version % follows on %', NEW.number, last
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER holds_together AFTER INSERT ON scheme_bill
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION scheme_check_bill();
CREATE FUNCTION scheme_check_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT act_id FROM scheme_bill WHERE id = NEW.bill_id) IS DISTINCT FROM NEW.act_id THEN
    RAISE EXCEPTION 'scheme_line_too_late: a bill takes no further lines'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER comes_with_its_bill AFTER INSERT ON scheme_line
  FOR EACH ROW EXECUTE FUNCTION scheme_check_line();
"""


class Migration(migrations.Migration):
    dependencies = [("scheme", "0004_bill"), ("registry", "0003_reach"), ("audit", "0002_append_only")]

    operations = [
        RunSQL(LINES, RunSQL.noop),
        *fact_table("scheme_need", ["community_id"]),
        *append_only("scheme_bill", "scheme_line"),
        *reached_by("scheme_need", REACHED),
        *reached_by("scheme_bill", REACHED),
        *ids_reached("scheme_bills_reached", "SELECT id FROM scheme_bill"),
        *reached_by("scheme_line", among("bill_id", "scheme_bills_reached")),
    ]
