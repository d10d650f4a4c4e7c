"""Reads what a line with a colon hands down to the items below it (引领句)."""

import re

from jiugai.domain.supervision.decomposition.fields import Field, is_field
from jiugai.domain.supervision.decomposition.kept import Lead
from jiugai.domain.supervision.decomposition.layout import Block
from jiugai.domain.supervision.decomposition.prose import SentenceReader, Setting
from jiugai.domain.supervision.decomposition.sentences import Span

# 发现存在以下问题：; not 请对以下问题进行整改：
_TELLS_BELOW = re.compile(
    "(?:存在|发现|反映|表现)(?![^，。]*(?:整改|解决))[^，。]{0,12}(?:问题|不足|隐患|情形|困难)[^，。]{0,4}：$|(?:做法|成效|经验)(?:是|有|如下)?：$"
)


def lead_of(block: Block, reader: SentenceReader) -> Lead:
    """Return what a block that ends with a colon says of the items below it."""
    said = reader.lead(Span(block.start, block.body), Setting(plan_year=block.plan_year))
    named = reader.day_of_head(block.body.rstrip("："), block)
    return Lead(
        said[0],
        said[1] or named,
        tells=_TELLS_BELOW.search(block.body) is not None,
        measures=is_field(block.body, Field.TASK, reader.words),
    )
