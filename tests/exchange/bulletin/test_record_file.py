"""The record that travels with a bulletin says all that is needed to check it, and shows tampering."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.bulletins.composition import compose
from jiugai.domain.bulletins.record import record_of
from jiugai.exchange.bulletin.record_file import (
    RecordDamaged,
    item_id,
    record_file,
    record_from_file,
    record_from_json,
    record_json,
)
from jiugai.exchange.digests import sm3
from tests.domain.bulletins.examples import october, quoted, red_head, serial

RECORD = record_of(compose(october(outside=(quoted(),)), red_head()))
FILE = record_file(RECORD)


class TestRecordFile:
    @pytest.mark.parametrize("imprint", [red_head(), serial(), red_head(number="")])
    def test_comes_back_as_it_went(self, imprint):
        record = record_of(compose(october(outside=(quoted(),)), imprint))

        assert record_from_file(record_file(record)) == record

    def test_is_the_same_every_time(self):
        assert record_file(record_of(compose(october(outside=(quoted(),)), red_head()))) == FILE
        assert len(item_id(RECORD)) == 36

    def test_shows_a_figure_that_was_changed(self):
        with pytest.raises(RecordDamaged):
            record_from_file(FILE.replace(b"4.4%", b"9.9%"))

    @pytest.mark.parametrize(
        "content",
        [b"", b"null", b"[]", b"{}", b'{"record":{},"sm3":""}', b"\xff\xfe", b"[" * 100_000],
    )
    def test_that_is_none_is_said_to_be_damaged(self, content: bytes):
        with pytest.raises(RecordDamaged):
            record_from_file(content)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("format", 2),
            ("snapshot", {}),
            ("lines", [["NOWHERE", "x"]]),
            ("figures", [{"id": "x"}]),
        ],
    )
    def test_of_another_form_is_said_to_be_damaged(self, field: str, value: object):
        content = json.loads(record_json(RECORD)) | {field: value}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

        with pytest.raises(RecordDamaged):
            record_from_json(text, sm3(text.encode()).hex())

    @given(st.binary(max_size=80))
    def test_never_fails_in_another_way(self, content: bytes):
        with pytest.raises(RecordDamaged):
            record_from_file(content)
