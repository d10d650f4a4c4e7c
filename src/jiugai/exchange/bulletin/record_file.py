"""The record that travels with a bulletin (随文数据): inside the .docx, and as a file beside it.

One JSON text serves both. It bears its own SM3, so that a record that was tampered with is not
trusted; what it cannot prove is who wrote it: the snapshot's digest in the 版记 does that.
"""

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any
from xml.sax.saxutils import escape

from jiugai.domain.bulletins.document import Line, Place, SnapshotId, runs_of, source_of
from jiugai.domain.bulletins.figures import Basis, BoundFigure, Exact, FigureSet, Kind
from jiugai.domain.bulletins.record import BulletinRecord
from jiugai.domain.calendar import Month
from jiugai.exchange.digests import sm3

FORMAT = 1
NAMESPACE = "urn:jiugai:bulletin"
_ALWAYS = ("id", "shown", "label")


class RecordDamaged(Exception):
    """The record is not what was written: cut, edited, or of another format."""


def record_json(record: BulletinRecord) -> str:
    """Return the record as canonical JSON: keys sorted, no blanks."""
    content = {
        "format": FORMAT,
        "snapshot": {
            "city": record.snapshot.city,
            "month": str(record.snapshot.month),
            "as_of": record.snapshot.as_of.isoformat(),
            "seq": record.snapshot.seq,
            "digest": record.snapshot.digest,
        },
        "figures": [_figure(figure) for figure in record.figures],
        "names": list(record.figures.names),
        "lines": [[line.place.name, source_of(line.runs)] for line in record.lines],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def record_file(record: BulletinRecord) -> bytes:
    """Return the record as a file to lie beside the bulletin."""
    text = record_json(record)
    return f'{{"record":{text},"sm3":"{sm3(text.encode()).hex()}"}}\n'.encode()


def record_xml(record: BulletinRecord) -> bytes:
    """Return the record as custom XML to travel inside the bulletin."""
    text = record_json(record)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<bulletin xmlns="{NAMESPACE}" sm3="{sm3(text.encode()).hex()}">{escape(text)}</bulletin>'
    ).encode()


def item_id(record: BulletinRecord) -> str:
    """Return the identity of the custom XML, made of its content."""
    digits = sm3(record_json(record).encode()).hex().upper()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))


def record_from_file(content: bytes) -> BulletinRecord:
    """Read a record that lay beside its bulletin.

    :raises RecordDamaged: if it is not a record, or not as it was written.
    """
    try:
        parts = json.loads(content)
        text = json.dumps(
            parts["record"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return record_from_json(text, parts["sm3"])
    except (ValueError, KeyError, TypeError, RecursionError) as trouble:
        raise RecordDamaged(str(trouble)) from trouble


def record_from_json(text: str, digest: str) -> BulletinRecord:
    """Read a record.

    :raises RecordDamaged: if it is not as it was written.
    """
    if sm3(text.encode("utf-8", "surrogatepass")).hex() != digest:
        raise RecordDamaged("SM3 does not match")
    try:
        return _record(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as trouble:
        raise RecordDamaged(str(trouble)) from trouble


def _record(content: Mapping[str, Any]) -> BulletinRecord:
    if content["format"] != FORMAT:
        raise RecordDamaged(f"format {content['format']}")
    snapshot = content["snapshot"]
    figures = [_bound(entry) for entry in content["figures"]]
    book = FigureSet({figure.id: figure for figure in figures}, tuple(content["names"]))
    lines = tuple(Line(Place[place], runs_of(source)) for place, source in content["lines"])
    return BulletinRecord(
        SnapshotId(
            snapshot["city"],
            Month.parse(snapshot["month"]),
            date.fromisoformat(snapshot["as_of"]),
            int(snapshot["seq"]),
            str(snapshot["digest"]),
        ),
        book,
        lines,
    )


def _figure(figure: BoundFigure) -> dict[str, Any]:
    entry: dict[str, Any] = {
        name: getattr(figure, name)
        for name in BoundFigure.__dataclass_fields__
        if name in _ALWAYS or getattr(figure, name) not in (None, "")
    }
    entry["kind"] = figure.kind.value
    entry["value"] = _written(figure.value)
    if figure.basis is not None:
        entry["basis"] = figure.basis.value
    return entry


def _written(value: Exact) -> list[str | int]:
    """Return an exact value with the word for its type."""
    if isinstance(value, Fraction):
        return ["share", f"{value.numerator}/{value.denominator}"]
    if isinstance(value, Month):
        return ["month", str(value)]
    if isinstance(value, date):
        return ["day", value.isoformat()]
    return ["whole", value] if isinstance(value, int) else ["text", value or ""]


def _bound(entry: Mapping[str, Any]) -> BoundFigure:
    fields = {
        name: value for name, value in entry.items() if name in BoundFigure.__dataclass_fields__
    }
    fields["kind"] = Kind(entry["kind"])
    fields["value"] = _exact(*entry["value"])
    if "basis" in entry:
        fields["basis"] = Basis(entry["basis"])
    return BoundFigure(**fields)


def _exact(kind: str, value: str | int) -> Exact:
    match kind:
        case "share":
            return Fraction(str(value))
        case "month":
            return Month.parse(str(value))
        case "day":
            return date.fromisoformat(str(value))
        case "whole":
            return int(value)
        case _:
            return str(value)
