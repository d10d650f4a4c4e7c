"""How numbers, days and moments are printed, and the tags of words and shapes."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.template import TemplateSyntaxError
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from jiugai.web.templatetags import formats, jiugai

NOON_UTC = datetime(2020, 11, 5, 10, 0, tzinfo=UTC)


class TestNumbers:
    @pytest.mark.parametrize(
        ("shown", "expected"),
        [
            (formats.thousands(1085), "1,085"),
            (formats.thousands(0), "0"),
            (formats.thousands(-30), "−30"),  # the true minus, as wide as a figure
            (formats.thousands(None), "—"),
            (formats.wan(428_000_000), "428.0"),
            (formats.wan(123_450_000_000), "123,450.0"),
            (formats.wan(4_999_999), "5.0"),
            (formats.wan(None), "—"),
            (formats.yuan(120_000), "1,200"),
            (formats.yuan(120_050), "1,200.50"),
            (formats.m2(1_183_000), "11,830"),
            (formats.m2(50), "1"),  # 0.5 ㎡, half up
            (formats.m2(1_183_050, 1), "11,830.5"),
            (formats.rate_text(Fraction(2, 45)), "4.4%"),
            (formats.rate_text(Fraction(21, 20)), "105.0%"),  # above 100 % it stays above
            (formats.rate_text(None), "—"),
            (formats.rate_number(Fraction(0)), "0.0"),
            (formats.points(Fraction(1, 45)), "+2.2"),
            (formats.points(Fraction(-1, 100)), "−1.0"),
            (formats.points(Fraction(1, 10_000)), "持平"),
            (formats.points_text(Fraction(1, 45)), "+2.2 个百分点"),
            (formats.points_text(None), "—"),
            (formats.size(831_488), "812 kB"),
            (formats.size(2_202_010), "2.1 MB"),
            (formats.days_left(3), "剩 3 天"),
            (formats.days_left(0), "今天到期"),
            (formats.days_left(-2), "逾期 2 天"),
            (formats.days_left(None), "未定"),
        ],
    )
    def test_are_printed_as_the_office_prints_them(self, shown: str, expected: str):
        assert shown == expected

    def test_a_rate_bears_a_small_sign(self):
        assert formats.rate(Fraction(2, 45)) == '4.4<span class="percent">%</span>'

    @given(st.integers(-(10**15), 10**15))
    def test_grouping_loses_nothing(self, number: int):
        assert int(formats.thousands(number).replace(",", "").replace("−", "-")) == number


class TestDays:
    def test_are_written_for_people_and_for_programs(self):
        assert formats.day(date(2020, 11, 3)) == '<time datetime="2020-11-03">2020-11-03</time>'

    def test_a_missing_day_is_never_invented(self):
        assert formats.day(None) == "—"
        assert formats.day(None, "未定") == "未定"

    @pytest.mark.parametrize(("year", "shown"), [(2020, "11-03"), (2021, "2020-11-03")])
    def test_leave_out_the_year_only_in_its_own_list(self, year: int, shown: str):
        assert strip_tags(formats.day_in(date(2020, 11, 3), year)) == shown

    def test_moments_are_those_of_beijing(self):
        assert strip_tags(formats.moment(NOON_UTC)) == "2020-11-05 18:00"
        assert strip_tags(formats.moment_short(NOON_UTC)) == "11-05 18:00"

    def test_dates_within_a_sentence_stay_whole(self):
        kept = jiugai.dates_whole("开工日 2020-11-04，晚于 11-03；编号 610902-0147，<b>")

        assert kept.count("nowrap") == 2
        assert '<span class="nowrap">2020-11-04</span>' in kept
        assert "&lt;b&gt;" in kept


class TestWordsAndShapes:
    @pytest.mark.parametrize("kind", jiugai.STATUS_TONES)
    def test_every_status_has_word_shape_and_colour(self, kind: str):
        drawn = jiugai.status(kind, "词")

        assert "词" in drawn
        assert f"#i-{kind}" in drawn
        assert f'class="status {jiugai.STATUS_TONES[kind]}"' in drawn

    def test_an_unknown_status_is_refused(self):
        with pytest.raises(TemplateSyntaxError, match="no status"):
            jiugai.status("fine", "好")

    def test_an_unknown_drawing_is_refused(self):
        with pytest.raises(TemplateSyntaxError, match="no icon"):
            jiugai.icon("smile")

    def test_what_is_sent_is_never_markup(self):
        hostile = "<script>"
        cells = [{"value": hostile, "note": hostile}, {"value": hostile, "url": hostile}]
        table = {"columns": [{"label": hostile}, {"label": hostile}]}

        drawn = (
            jiugai.status("ok", hostile)
            + jiugai.figure(hostile, f"/x/?{hostile}", hostile)
            + jiugai.verb(hostile)
            + jiugai.table_rows(table | {"rows": [{"id": hostile, "cells": cells}]})
            + jiugai.table_total(table | {"total": {"cells": cells}})
        )

        assert "<script" not in drawn

    def test_a_figure_opens_in_the_drawer_and_without_script_on_its_page(self):
        opened = jiugai.figure(1085, "/trace/1/")

        assert 'href="/trace/1/" hx-get="/trace/1/" hx-target="#drawer"' in opened
        assert strip_tags(opened) == "1,085"

    def test_a_figure_without_facts_is_no_link(self):
        assert "<a" not in jiugai.figure(None, "/trace/1/")


class TestPhaseParts:
    @given(st.lists(st.integers(0, 2000), max_size=8))
    def test_fill_the_bar_and_show_whatever_is_there(self, counts: list[int]):
        parts = jiugai.phase_parts([{"count": count} for count in counts])
        widths = [float(part["width"].rstrip("%")) for part in parts]

        assert len(parts) == sum(count > 0 for count in counts)
        assert not widths or sum(widths) == pytest.approx(100, abs=0.05)
        assert all(width > 1 for width in widths)
