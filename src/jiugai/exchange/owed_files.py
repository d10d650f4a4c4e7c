"""Policy documents that bodies owe, on file, to domain types (应出台的配套文件)."""

from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.supervision.policy_owed import OwedDocument
from jiugai.exchange.policy_files import ON_FILE
from jiugai.exchange.policy_tables import day, flag, read_document, rule_table, text

FILE = "documents_owed.toml"
OWED = (
    rule_table(
        "owed",
        {
            "body": text(),
            "document": text(),
            "about": text(),
            "deadline": text().or_else(""),
            "due_on": day().or_else(None),
            "each_county": flag().or_else(False),
        },
        identity=("clause",),
    ),
)


@cache
def owed_documents(root: Traversable = ON_FILE) -> tuple[OwedDocument, ...]:
    """Return which document which body owes, in the order of the file.

    :raises BadPolicy: if the file is not whole.
    """
    content = root.joinpath("municipal", FILE).read_bytes()
    entries = read_document(content, f"municipal/{FILE}", OWED)["owed"]
    return tuple(OwedDocument(**entry) for entry in entries)
