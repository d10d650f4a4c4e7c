"""What the bank's side holds whoever writes: lines stay in their account, a match is of one amount.

A line or a posting is matched at most once at a time: the unique constraints of ``funding_match``
are over its turn, and the turn can only be how often a match of it was undone.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import BY_COUNTY, append_only, reached_by

KEYS = """
ALTER TABLE funding_bank_account ADD UNIQUE (id, county_id);
ALTER TABLE funding_statement ADD UNIQUE (id, account_id, county_id);
ALTER TABLE funding_statement_line ADD UNIQUE (id, county_id);
ALTER TABLE funding_match ADD UNIQUE (id, county_id);
ALTER TABLE funding_statement ADD CONSTRAINT funding_statement_of_its_account
  FOREIGN KEY (account_id, county_id) REFERENCES funding_bank_account (id, county_id);
ALTER TABLE funding_statement_line ADD CONSTRAINT funding_statement_line_of_its_statement
  FOREIGN KEY (statement_id, account_id, county_id)
  REFERENCES funding_statement (id, account_id, county_id);
ALTER TABLE funding_match ADD CONSTRAINT funding_match_of_its_county
  FOREIGN KEY (line_id, county_id) REFERENCES funding_statement_line (id, county_id);
ALTER TABLE funding_match_undone ADD CONSTRAINT funding_match_undone_of_its_county
  FOREIGN KEY (match_id, county_id) REFERENCES funding_match (id, county_id);
"""

MATCHES = """
CREATE FUNCTION funding_match_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE banked bigint; booked bigint; lines integer; postings integer;
BEGIN
  SELECT l.amount_fen INTO banked FROM funding_statement_line l WHERE l.id = NEW.line_id;
  SELECT sum(l.amount_fen) INTO booked FROM funding_leg l
  JOIN funding_account a ON a.id = l.account_id
  WHERE l.posting_id = NEW.posting_id AND a.county_id = NEW.county_id AND a.kind IN (21, 22);
  IF booked IS DISTINCT FROM banked THEN
    RAISE EXCEPTION 'funding_match_amount: the bank moved %, the book %', banked, booked
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT count(*) FILTER (WHERE m.line_id = NEW.line_id),
         count(*) FILTER (WHERE m.posting_id = NEW.posting_id) INTO lines, postings
  FROM funding_match m JOIN funding_match_undone u ON u.match_id = m.id
  WHERE m.line_id = NEW.line_id OR m.posting_id = NEW.posting_id;
  IF (NEW.line_turn, NEW.posting_turn) <> (lines, postings) THEN
    RAISE EXCEPTION 'funding_match_turn: it is turn % of the line and % of the posting',
      lines, postings USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER match_holds BEFORE INSERT ON funding_match
  FOR EACH ROW EXECUTE FUNCTION funding_match_holds();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0007_bank"), ("audit", "0003_reach")]

    operations = [
        *append_only(
            "funding_bank_account",
            "funding_statement",
            "funding_statement_line",
            "funding_match",
            "funding_match_undone",
        ),
        RunSQL(KEYS, RunSQL.noop),
        RunSQL(MATCHES, RunSQL.noop),
        *reached_by("funding_bank_account", BY_COUNTY),
        *reached_by("funding_statement", BY_COUNTY),
        *reached_by("funding_statement_line", BY_COUNTY),
        *reached_by("funding_match", BY_COUNTY),
        *reached_by("funding_match_undone", BY_COUNTY),
    ]
