"""Events: one form for one meaning, and no person to be read from them."""

import hmac
import json
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.sealing.events import (
    NotCanonical,
    RowsDigest,
    SealedAct,
    SealedRows,
    canonical,
    commitment,
    keyed,
)

SALT = bytes(range(16))
ACT = SealedAct(
    seq=7,
    at="2020-11-03T09:00:00.000001+08:00",
    key="6f1c7f0e-0000-0000-0000-000000000000",
    verb="reporting.import_return",
    subject="610922 2020-10",
    post=3,
    user=5,
    body_digest="",
    layout="ab",
    rows={"works_reading": (2, "cd")},
)


class TestCanonical:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ({"b": 1, "a": [True, None, "旧改"]}, '{"a":[true,null,"旧改"],"b":1}'),
            ({}, "{}"),
            ("行\n“”", '"行\\n“”"'),
            (-(10**30), "-1" + "0" * 30),
        ],
    )
    def test_has_one_form(self, value: object, text: str):
        assert canonical(value).decode() == text  # type: ignore[arg-type]

    @pytest.mark.parametrize("value", [1.0, {"a": 0.5}, [float("nan")], b"x", {1: 2}, "\ud800"])
    def test_refuses_what_has_more_than_one(self, value: object):
        with pytest.raises(NotCanonical):
            canonical(value)  # type: ignore[arg-type]

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
            max_leaves=12,
        )
    )  # fmt: skip
    def test_reads_back_and_has_no_line_ends(self, value: object):
        text = canonical(value)  # type: ignore[arg-type]

        assert json.loads(text) == value
        assert b"\n" not in text


class TestKeyed:
    @given(st.binary(max_size=64), st.binary(max_size=200))
    def test_is_hmac(self, salt: bytes, content: bytes):
        assert keyed(salt, content) == hmac.new(salt, content, "sm3").digest()


def rows_digest(salt: bytes, images: Iterable[bytes]) -> str:
    digest = RowsDigest()
    for image in images:
        digest.add(image)
    return digest.commitment(salt)


class TestRowsDigest:
    @pytest.mark.parametrize("many", [0, 1, 999, 1000, 1001, 2000])
    def test_depends_on_every_row(self, many: int):
        rows = [str(n).encode() for n in range(many)]

        others = [[*rows, b""], [*rows, b"x"], rows[1:] or [b"y"], [b"z", *rows]]
        assert rows_digest(SALT, rows) not in {rows_digest(SALT, other) for other in others}
        assert rows_digest(SALT, rows) == rows_digest(SALT, iter(rows))

    def test_depends_on_where_one_row_ends_and_the_next_begins(self):
        assert rows_digest(SALT, [b"ab", b""]) != rows_digest(SALT, [b"a", b"b"])

    def test_cannot_be_told_without_the_salt(self):
        assert rows_digest(SALT, [b"a"]) != rows_digest(SALT[::-1], [b"a"])


class TestSealedAct:
    def test_names_no_person(self):
        told = json.loads(ACT.event(SALT))

        assert told["user"] == commitment(SALT, "user", "5")
        assert told["subject"] == "610922 2020-10"
        assert told["rows"] == {"works_reading": {"n": 2, "digest": "cd"}}

    def test_veils_the_subject_of_acts_on_accounts(self):
        act = SealedAct(
            8, ACT.at, ACT.key, "accounts.appoint", "zhang.san 综合岗", 1, 1, "", "ab", {}
        )

        assert "zhang" not in act.event(SALT).decode()


class TestSealedRows:
    def test_says_which_rows_changed_and_which_acts_may_have_done_it(self):
        told = json.loads(SealedRows(9, (), {"accounts_post": {"4": None}}).event())

        assert told == {
            "v": 1,
            "kind": "rows",
            "until": 9,
            "acts": [],
            "changed": {"accounts_post": {"4": None}},
        }
