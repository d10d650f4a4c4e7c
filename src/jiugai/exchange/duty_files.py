"""The matrix of duties on file to domain types (职责分工表)."""

from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.supervision.decomposition.organisations import DutyPart
from jiugai.domain.supervision.duties import BodyDuty
from jiugai.exchange.policy_files import ON_FILE
from jiugai.exchange.policy_tables import choice, read_document, rule_table, text, words

FILE = "duties.toml"
DUTIES = (
    rule_table(
        "duty",
        {"body": text(), "known_as": words(), "part": choice(DutyPart), "duty": text()},
        identity=("body",),
    ),
)


@cache
def duties(root: Traversable = ON_FILE) -> tuple[BodyDuty, ...]:
    """Return what each body answers for, in the order of its paper.

    Only cities and counties lay duties upon their bodies, so there is no file of the nation.

    :raises BadPolicy: if the file is not whole.
    """
    content = root.joinpath("municipal", FILE).read_bytes()
    entries = read_document(content, f"municipal/{FILE}", DUTIES)["duty"]
    return tuple(BodyDuty(**entry) for entry in entries)
