"""Who reaches further than the officer who asks, by name and with the reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import functions, modules, place_of

CITY_WIDE = {
    "services/messages/sending.py _is_busy": "how often a robot was called, whichever channel did",
    "services/messages/receipts.py sent_out": "how much went where, to whoever runs the channels",
    "services/supervision/evidence/sending.py forget_abandoned": "none of them is shown to anybody",
    "services/accounts/signing_in.py actor_in": "how far a firm reaches is what is being asked",
    "services/supervision/evidence/reuse.py resemblance": "a photo may be another county's; told so",
    "services/funding/plan_studio/running.py solve_run": "the worker must see whose run it is first",
    "services/funding/plan_studio/running.py _end": "a run is ended where its officer finds it",
    "services/reporting/uploads.py read_upload": "the worker must see whose file it is first",
    "services/reporting/uploads.py write_upload": "the same",
    "services/reporting/uploads.py _stop": "a file is left where its sender finds it, whoever that is",
    "services/reporting/series.py series": "the analytic copy is one; only the console asks it",
    "services/reporting/doubts/project_months.py city_months": "the norm is of all; none is shown",
    "services/audit/sealing.py seal_all": "the tree is one; nothing of it is shown to the asker",
    "services/audit/verifying.py verify_register": "only the machine's keeper asks it, by command",
    "services/registry/settled.py said_of": "a record may stand down for a neighbouring county's",
    "services/registry/settled.py stood_for": "the same",
    "services/registry/register.py counties": "what a county is called is public",
    "services/registry/look_alikes.py _register": "look-alikes of two counties; a side unseen stays so",
    "services/registry/pairing.py _against": "a decision must not contradict one on other counties",
    "services/audit/papers.py export": "the console's: the trace leaves the house whole",
    "services/audit/papers.py receipts": "the console's: a county's receipts are proved by the whole",
    "services/audit/witness.py receipt": "every row of an act is compared; one verdict leaves",
    "services/registry/resembling.py with_look_alikes": "a new row may stand in a neighbour's list",
}
"""Functions that read beyond the reach of whoever asks; reviewed by hand."""
OPERATORS = {"console/setting_up.py prepare", "services/reach.py as_operator"}
"""Functions from which on everything is reached: whoever types a command speaks for the city."""
RAW = {
    "storage/server.py": "makes databases, before there are tables",
    "storage/unit_of_work.py": "tells the connections that it hands out",
    "storage/audit/layout.py": "tells its connection before it copies",
    "console/setting_up.py": "grants rights as the owner",
    "services/divisions.py": "loads the country's divisions, which every county may see",
    "services/reporting/closing.py": "takes its connection from the unit of work",
    "services/reporting/series.py": "the same",
}
"""Modules that speak to PostgreSQL past Django, whose statements nobody tells by themselves."""


def calls(name: str) -> Iterator[str]:
    """Yield every function that calls one of this name."""
    for file in modules():
        for function in functions(file):
            called = {
                node.func.id if isinstance(node.func, ast.Name) else ""
                for node in ast.walk(function)
                if isinstance(node, ast.Call)
            }
            if name in called:
                yield f"{place_of(file)} {function.name}"


def speaks_past_django(file: Path) -> bool:
    source = file.read_text("utf-8")
    return any(
        word in source
        for word in (
            "psycopg.connect(",
            " connection.connection",
            "own_connection(",
            "open_connection(",
        )
    )


def test_whoever_reads_city_wide_is_known_with_the_reason():
    assert set(calls("reading_city_wide")) == set(CITY_WIDE)


def test_only_the_console_stands_city_wide():
    assert {*calls("stand_city_wide"), *calls("as_operator")} == OPERATORS


def test_whoever_speaks_past_django_is_known_with_the_reason():
    assert {place_of(file) for file in modules() if speaks_past_django(file)} == set(RAW)
