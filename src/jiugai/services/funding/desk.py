"""Funding on the screen (资金台): sharing out and checking tables that an officer drops; nothing is kept.

Files are read behind the guard, in a process of their own. Nothing of the register is shown, so that
whoever may see records may work a sum out again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.funding.allocation import Allocation
from jiugai.domain.funding.allocation_rule import AllocationRule
from jiugai.domain.funding.rewarded import Rewarded, RewardedShare, Settled, rewarded
from jiugai.domain.funding.rewarded import because as rewarded_because
from jiugai.domain.quantities import percent, round_half_up, yuan
from jiugai.exchange import register_export
from jiugai.exchange.file_kind import Kind
from jiugai.exchange.funding.allocation_rules import allocation_rules
from jiugai.exchange.funding.bond_tables import BondForms, payments_of, projects_of
from jiugai.exchange.funding.regions_table import regions_of
from jiugai.exchange.plain_csv import PlainTable
from jiugai.exchange.reading_process import run_reader
from jiugai.exchange.upload_limits import in_mib, upload_limits
from jiugai.services.actor import Actor, Power, require
from jiugai.services.funding.allocating import allocated, because, step_word
from jiugai.services.funding.bond_checking import CheckedBonds, checked

__all__ = [
    "Allocated",
    "CheckedBonds",
    "NoSuchRule",
    "Rewarded",
    "RewardedShare",
    "Settled",
    "allocate_file",
    "allocation_workbook",
    "because",
    "check_bond_files",
    "largest_table",
    "rewarded_because",
    "rules",
    "step_word",
    "with_rewards",
]

KINDS = frozenset({Kind.XLSX, Kind.CSV})
# Named, not imported: only the process that reads needs the libraries for workbooks.
READER = "jiugai.exchange.plain_sheet:read_plain_sheet"
HEADINGS = (
    "地区",
    "份额",
    "金额（元）",
    "部分",
    "因素",
    "占各地区合计",
    "权重",
    "合全部的",
    "合金额（元）",
)


class NoSuchRule(LookupError):
    """There is no such rule on file."""


@dataclass(frozen=True, slots=True)
class Allocated:
    """What was shared out, and from which file (分配结果页).

    Attributes:
      rewarded: with a year's settled rewards and cuts; None where none were asked for.
    """

    found: Allocation
    source: str
    rewarded: Rewarded | None = None

    @property
    def refused(self) -> bool:
        """Say whether nothing was shared out."""
        return bool(blocking(self.found.findings))


def rules(*, actor: Actor) -> dict[str, AllocationRule]:
    """Return the rules on file, by the name of their file.

    :raises NotAllowed: if the actor may see nothing.
    """
    require(actor, Power.SEE)
    return allocation_rules()


def largest_table() -> tuple[int, str]:
    """Return the most bytes that a table may have, and how that is said."""
    most = upload_limits().file_bytes
    return most, in_mib(most)


def allocate_file(
    content: bytes, *, document: str, rule: str, total_fen: int, actor: Actor
) -> Allocated:
    """Share a sum out among the regions of a table (.csv or .xlsx).

    :raises NotAllowed: if the actor may see nothing.
    :raises NoSuchRule: if there is no such rule.
    """
    chosen = rules(actor=actor).get(rule)
    if chosen is None:
        raise NoSuchRule(rule)
    table = _read(content, document)
    if isinstance(table, Finding):
        return Allocated(Allocation(chosen, total_fen, (), (), (table,)), document)
    return Allocated(allocated(regions_of(table, chosen), chosen, total_fen), table.document)


def with_rewards(found: Allocated, settled: Iterable[Settled], year: int) -> Allocated:
    """Return what was shared out, and shared out anew with what was settled for a year."""
    if found.refused:
        return found
    base = found.found
    return replace(
        found,
        rewarded=rewarded(base.shares, base.total_fen, settled, year=year, rule=base.rule),
    )


def check_bond_files(
    projects: tuple[bytes, str], payments: tuple[bytes, str] | None, *, actor: Actor
) -> CheckedBonds:
    """Check the forms of special bonds in a table, with the table of payments if there is one.

    :param projects: the table (.csv or .xlsx) and its name; ``payments`` likewise.
    :raises NotAllowed: if the actor may see nothing.
    """
    require(actor, Power.SEE)
    first = _read(*projects)
    second = _read(*payments) if payments else None
    forms = BondForms(projects[1], (), (first,)) if isinstance(first, Finding) else projects_of(first)  # fmt: skip
    if payments is None or second is None:
        return checked(forms, None)
    due = BondForms(payments[1], (), (second,)) if isinstance(second, Finding) else payments_of(second)  # fmt: skip
    return checked(forms, due)


def allocation_workbook(found: Allocated) -> bytes:
    """Return every factor of every region as a workbook, one row each.

    Where a year's rewards and cuts are taken in, each region has a row more that says so.
    """
    rule, total = found.found.rule, found.found.total_fen
    title = f"{yuan(total):,} 元按《{rule.title}》分配，{found.source}"
    rows = [*_rows(found.found), *_rewarded_rows(found)]
    return register_export.write_rows(title, HEADINGS, rows, sheet="分配")


def _rewarded_rows(found: Allocated) -> Iterator[tuple[object, ...]]:
    told = found.rewarded
    for one in told.shares if told else ():
        because_of = rewarded_because(one, found.found.total_fen)
        yield (
            one.region,
            percent(one.share, 6),
            yuan(one.fen),
            f"结转{told.year if told else ''}年奖惩",
            because_of,
            None,
            None,
            None,
            yuan(one.moved_fen),
        )


def _rows(found: Allocation) -> Iterator[tuple[object, ...]]:
    for one in found.shares:
        for each in one.contributions:
            yield (
                one.region,
                percent(one.share, 6),
                yuan(one.fen),
                each.term.part.word,
                each.term.word,
                percent(each.part_of, 6),
                percent(each.term.weight, 2),
                round_half_up(each.share, 10),
                yuan(each.fen),
            )


def _read(content: bytes, document: str) -> PlainTable | Finding:
    return run_reader(
        READER, content, {"document": document}, expect=PlainTable, name=document, kinds=KINDS
    )
