"""What a snapshot holds (快照各表): facts, the identities that they are about, papers, stamps.

Columns are only ever added, with the format's number raised; the canonical text of a format is
kept for ever. The country's divisions are not part of a city's snapshot: its own are.
"""

import io
import re
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.csv as pacsv

Kind = Literal["int", "day", "flag", "text"]

_ARROW: dict[Kind, pa.DataType] = {
    "int": pa.int64(),
    "day": pa.date32(),
    "flag": pa.bool_(),
    "text": pa.string(),
}
_ESCAPES = (
    ("\\", "\\\\"),
    ("\b", "\\b"),
    ("\f", "\\f"),
    ("\n", "\\n"),
    ("\r", "\\r"),
    ("\t", "\\t"),
    ("\v", "\\v"),
)
_SPECIAL = re.compile(r"[\\\b\f\n\r\t\v]")
_UNESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


@dataclass(frozen=True, slots=True)
class SnapshotTable:
    """One table of a snapshot and the query that fills it.

    Attributes:
      columns: names and kinds, in the order of the canonical text.
      shown: the SQL of each column, where it is not the column of that name of ``f``.
      source: the table ``f`` and what is joined to it; ``a`` is its act's number.
      order: what orders rows of one act.
      where: a further condition; ``{city}`` stands for the first four digits of the city's code.
    """

    columns: dict[str, Kind]
    source: str
    order: str = "f.id"
    act: str = "f.act_id"
    shown: tuple[tuple[str, str], ...] = ()
    where: str = ""

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([(name, _ARROW[kind]) for name, kind in self.columns.items()])

    def select(self, city: str, first_seq: int, last_seq: int) -> str:
        """Return the query of the rows stamped between two stamps, both included."""
        special = dict(self.shown)
        columns = ", ".join(
            special.get(name) or _sql(name, kind) for name, kind in self.columns.items()
        )
        prefix = "".join(c for c in city[:4] if c.isdigit())
        where = f" AND {self.where.format(city=prefix)}" if self.where else ""
        return (
            f"SELECT {columns} FROM audit_stamp s JOIN {self.source} ON {self.act} = s.act_id"
            f" WHERE s.seq >= {int(first_seq)} AND s.seq <= {int(last_seq)}{where}"
            f" ORDER BY s.seq, {self.order}"
        )

    def parse(self, text: bytes) -> pa.Table:
        """Read COPY text as a table."""
        if not text:
            return self.schema.empty_table()
        rows = pacsv.read_csv(
            io.BytesIO(text),
            pacsv.ReadOptions(column_names=list(self.columns), block_size=1 << 26),
            pacsv.ParseOptions(delimiter="\t", quote_char=False),
            pacsv.ConvertOptions(
                column_types=self.schema,
                null_values=["\\N"],
                strings_can_be_null=True,
                true_values=["t"],
                false_values=["f"],
            ),
        )
        for n, (name, kind) in enumerate(self.columns.items()):
            if kind == "text":
                rows = rows.set_column(n, name, _each(rows[name], _unescape))
        return rows

    @staticmethod
    def escaped(column: pa.ChunkedArray) -> pa.ChunkedArray:
        """Return texts as COPY writes them."""
        return _each(column, _escape)


def _sql(name: str, kind: Kind) -> str:
    """Return a column as it is written whatever the session's date style is."""
    return f"to_char(f.{name}, 'YYYY-MM-DD')" if kind == "day" else f"f.{name}"


def _each(column: pa.ChunkedArray, change: object) -> pa.ChunkedArray:
    assert callable(change)
    values = column.to_pylist()
    if not any(value and _SPECIAL.search(value) for value in values):
        return column
    return pa.chunked_array([[None if v is None else change(v) for v in values]], pa.string())


def _escape(text: str) -> str:
    for raw, written in _ESCAPES:
        text = text.replace(raw, written)
    return text


def _unescape(text: str) -> str:
    parts, rest = [], iter(text)
    for character in rest:
        if character != "\\":
            parts.append(character)
            continue
        following = next(rest, "")
        parts.append(_UNESCAPED.get(following, following))
    return "".join(parts)


_FACT: dict[str, Kind] = {
    "seq": "int",
    "id": "int",
    "effective_on": "day",
    "evidence_id": "int",
    "replaces": "int",
    "reason": "text",
    "withdrawn": "flag",
    "origin": "text",
}
_SEQ = (("seq", "s.seq"),)
_DIVISION: dict[str, Kind] = {
    "division_id": "int",
    "code": "text",
    "name": "text",
    "parent_id": "int",
    "abolished": "flag",
}
_SIZES: dict[str, Kind] = {
    "households": "int",
    "buildings": "int",
    "area_dm2": "int",
    "investment_fen": "int",
}
_LINE: dict[str, Kind] = {"seq": "int", "filing_id": "int", "site_id": "int", **_SIZES}
_VERSION: dict[str, Kind] = {**_FACT, **_DIVISION}


def _facts(table: str, **values: Kind) -> SnapshotTable:
    return SnapshotTable({**_FACT, **values}, f"{table} f", shown=_SEQ)


def _identities(table: str, **values: Kind) -> SnapshotTable:
    return SnapshotTable({"seq": "int", "id": "int", **values}, f"{table} f", shown=_SEQ)


TABLES: dict[str, SnapshotTable] = {
    "act": SnapshotTable(
        {
            "seq": "int",
            "recorded_at": "int",
            "id": "int",
            "verb": "text",
            "user_id": "int",
            "post_id": "int",
            "subject": "text",
        },
        "audit_act f",
        act="f.id",
        shown=(
            *_SEQ,
            # Whole microseconds: a time zone or a date style must not change the digest.
            ("recorded_at", "(extract(epoch FROM s.recorded_at) * 1000000)::bigint"),
        ),
    ),
    "document": SnapshotTable(
        {
            "seq": "int",
            "id": "int",
            "sm3": "text",
            "kind": "text",
            "name": "text",
            "number": "text",
            "issued_on": "day",
            "bytes": "int",
        },
        "audit_document f",
        shown=(*_SEQ, ("sm3", "encode(f.sm3, 'hex')")),
    ),
    "evidence": SnapshotTable(
        {"seq": "int", "evidence_id": "int", "document_id": "int"},
        "(audit_evidence e JOIN audit_evidence_item f ON f.evidence_id = e.id)",
        order="f.evidence_id, f.document_id",
        act="e.act_id",
        shown=_SEQ,
    ),
    "division": SnapshotTable(
        _VERSION,
        "divisions_version f",
        shown=_SEQ,
        where="f.code LIKE '{city}%'",
    ),
    "community": _identities("registry_community", public_id="text"),
    "community_version": _facts(
        "registry_community_version",
        community_id="int",
        county_id="int",
        division_id="int",
        name="text",
        street="text",
        neighborhood="text",
        address="text",
        built_year="int",
        buildings="int",
        entrances="int",
        households="int",
        area_dm2="int",
        investment_fen="int",
        structure="text",
        storeys="text",
        tenure="text",
        property_management="text",
        exclusion="text",
    ),
    "decision": _facts(
        "eligibility_decision",
        community_id="int",
        version_id="int",
        outcome="text",
        clause="text",
        rule_on="day",
        reasons="text",
    ),
    "building": _identities("registry_building", community_id="int"),
    "building_version": _facts(
        "registry_building_version",
        building_id="int",
        name="text",
        built_year="int",
        storeys="int",
        households="int",
        area_dm2="int",
    ),
    "entrance": _identities("registry_entrance", building_id="int"),
    "entrance_version": _facts(
        "registry_entrance_version",
        entrance_id="int",
        name="text",
        households="int",
        has_lift="flag",
    ),
    "pairing": _facts(
        "registry_pairing",
        low_id="int",
        high_id="int",
        same="flag",
        # Of format 1 all the same: nothing was ever written here without these four.
        kept_id="int",
        low_version_id="int",
        high_version_id="int",
        basis="text",
    ),
    "classification": _facts(
        "scheme_classification",
        community_id="int",
        version_id="int",
        renewal_type="text",
        reasons="text",
    ),
    "project": _identities("programme_project", public_id="text", county_id="int", name="text"),
    "site": _identities("programme_site", project_id="int", community_id="int"),
    "list": _identities("programme_list", year="int", authority="text", division_id="int"),
    "entry": _facts("programme_entry", list_id="int", site_id="int", is_in="flag", **_SIZES),
    "filing": _facts("programme_filing", list_id="int"),
    "filing_line": SnapshotTable(
        _LINE,
        "(programme_filing g JOIN programme_filing_line f ON f.filing_id = g.id)",
        order="f.filing_id, f.site_id",
        act="g.act_id",
        shown=_SEQ,
    ),
    "target": _facts(
        "programme_target",
        division_id="int",
        year="int",
        indicator="text",
        due_on="day",
        value="int",
        strength="text",
        wording="text",
    ),
    "step": _facts("programme_step", site_id="int", step="int"),
    "reading": _facts("works_reading", site_id="int", indicator="int", value="int"),
    "flow": _facts("funding_flow", project_id="int", source="int", kind="int", amount_fen="int"),
}

LEFT_OUT: dict[str, str] = {
    "programme_plan_case": "a plan that is weighed; no fact of a community",
    "programme_plan_setting": "what it assumes",
    "programme_plan_proposal": "that it was put forward",
    "programme_plan_decision": "and what was decided of it; the list changes by a paper of its own",
    "audit_act.key": "the sender's own number, of no use elsewhere",
    "audit_act.body_digest": "of a request, not of a fact",
    "audit_stamp": "stands with its act",
    "audit_anchor": "the manifest itself bears the root",
    "divisions_division.level": "told by the code",
    "registry_community_version.name_key": "derived from the name",
    "registry_column_profile": "how a county heads its columns: a habit, not a fact",
    "registry_imported_file": "what became of a file; its facts are here and point to the document",
    "registry_upload": "a file on its way in",
    "messages_read_to": "how far an officer has read",
    "messages_sending": "what was told outside, and its receipts",
    "reporting_close": "the chain of the manifests says the same",
    "reporting_figure": "counted again from the facts",
    "reporting_ranking_run": "ranked again from the figures",
    "bulletins_issue": "later than the close that it reports",
    "scheme_need": "what a community lacks; no measure counts it",
    "scheme_bill": "what a scheme holds and costs; no measure counts it",
    "scheme_checklist": "what a method asks for; no measure counts it",
    "scheme_mark": "what a community has of it; no measure counts it",
    "scheme_acceptance": "what was built of a scheme; no measure counts it",
    "scheme_line": "as the bill on which it stands",
    "funding_earmark": "the book's own; a closed month of it has a digest, and no measure counts it",
    "funding_contract": "as the earmark",
    "funding_account": "as the earmark",
    "funding_voucher": "as the earmark",
    "funding_voucher_refusal": "as the earmark",
    "funding_posting": "as the earmark",
    "funding_period_close": "as the earmark",
    "funding_platform_listing": "names that the book refuses; no measure counts them",
    "funding_declaration": "what a county promised; no measure counts it",
    "funding_declaration_signature": "as the declaration",
    "funding_interest_list": "whom firms are sought for; no measure counts it",
    "funding_interest_row": "as the list",
    "funding_interest_withdrawal": "as the list",
    "funding_interest_offer": "what firms offer, not what is done; no measure counts it",
    "funding_batch": "what was asked of the two mouths; no measure counts it",
    "funding_batch_version": "as the batch",
    "funding_batch_line": "as the batch",
    "funding_batch_confirmation": "as the batch",
    "funding_batch_answer": "as the batch",
    "funding_batch_answer_line": "as the batch",
    "funding_bank_account": "what a bank says of the book; no measure counts it",
    "funding_statement": "as the account",
    "funding_statement_line": "as the account",
    "funding_match": "as the account",
    "funding_match_undone": "as the account",
    "reporting_submission_move": "who held a return, and when; no measure counts it",
    "reporting_deadline_extension": "as the moves that it puts off",
    "reporting_examination": "that a return was examined; examined again from the facts",
    "reporting_doubt": "what an examination asked about; no measure counts it",
    "reporting_doubt_deed": "as the doubt that it answers",
    "supervision_draw": "a list to verify by; the figures verified are counted by themselves",
    "supervision_candidate": "as the list that it stands on",
    "supervision_contest": "communities judged side by side; no measure counts it",
    "supervision_contest_entrant": "as the round that it stands in",
    "supervision_contest_juror": "as the round that he judges in",
    "supervision_contest_sheet": "as the round that it was handed in to",
    "supervision_contest_closing": "as the round that it closed",
    "supervision_contest_model": "as the round that it came of",
    "supervision_hearing_step": "how a ranking went out; the ranking follows from the figures",
    "supervision_shown_table": "as the step that showed it",
    "supervision_objection": "what a county says of a ranking; no measure counts it",
    "supervision_objection_answer": "as the objection",
    "supervision_reward_proposal": "what a released ranking leads to; no measure counts it",
    "supervision_reward_decision": "as the proposal",
    "supervision_recount": "what a check found; it changes no figure by itself",
    "supervision_leader": "who answers for what; no measure counts it",
    "supervision_charge": "as the leader whose it is",
    "supervision_leader_visit": "as the leader who made it",
    "supervision_promulgation": "a policy document; the rules it changes are files of policy",
    "supervision_order": "what is asked of a body; no measure counts it",
    "supervision_deed": "as the order that it is done upon",
    "supervision_challenge": "a code shown on site; no measure counts it",
    "supervision_photo_set": "as the code that served it",
    "supervision_photo": "evidence beside a claim; no measure counts it",
    "supervision_trace": "the same",
    "supervision_assignment": "who works where; no measure counts it",
    "supervision_look": "what a person found of a photo",
    "accounts_delegation": "who takes whose post; no measure counts it",
    "accounts_delegation_end": "as the delegation that it ends",
    "accounts_deputed_act": "for whom an act was done",
    "bulletins_order_paper": "a paper made of an order and its deeds",
    "bulletins_meeting": "a day on which people met; what was before them is counted",
    "bulletins_minutes": "what was said there; no measure counts it",
    "bulletins_minutes_issue": "as the minutes that it issues",
}
"""Tables and columns that bear acts and are not in a snapshot, each with its reason; a test asks."""
