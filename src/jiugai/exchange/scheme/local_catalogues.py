"""Local catalogues as policy files (本地目录文件)."""

from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.findings import Finding, Place
from jiugai.domain.scheme.local_catalogue import LocalHead
from jiugai.exchange.policy_files import ON_FILE, scope_items
from jiugai.exchange.policy_tables import BadPolicy, read_document, rule_table, text, words

FILE = "local_scope.toml"
HEADS = rule_table(
    "head",
    {
        "catalogue": text(),
        "title": text(),
        "word": text(),
        "items": words(),
        "duty": text().or_else(""),
    },
    identity=("clause",),
)


@cache
def local_heads(root: Traversable = ON_FILE) -> tuple[LocalHead, ...]:
    """Return the heads of every local catalogue, in the order of the file.

    Only places have catalogues of their own, so there is no file of the nation.

    :raises BadPolicy: if a file on any level is not whole, or names an item that no catalogue has.
    """
    content = root.joinpath("municipal", FILE).read_bytes()
    entries = read_document(content, f"municipal/{FILE}", (HEADS,))["head"]
    heads = tuple(LocalHead(**entry) for entry in entries)
    known = {item.clause for item in scope_items()}
    faults = [
        Finding(
            "scheme.local_head",
            f"本地目录没有读入：{head.clause} 的“{code}”不在改造内容目录里，请核对编号。",
            place=Place(FILE),
        )
        for head in heads
        for code in head.items
        if code not in known
    ]
    if faults:
        raise BadPolicy(faults)
    return heads
