"""The policy files as papers: titled, dated, cited; and who computes with each, told from the code."""

import re
from datetime import date

import pytest

from jiugai.exchange.policy_library import FOLDERS, PolicyFile, policy_files
from jiugai.exchange.policy_readers import read_by

FILES = policy_files()


def file_of(name: str) -> PolicyFile:
    return next(file for file in FILES if file.name == name)


class TestEveryFile:
    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
    def test_has_a_chinese_title_and_something_to_say(self, file: PolicyFile) -> None:
        assert re.search(r"[一-鿿]", file.title)
        assert file.provisions or file.words

    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
    def test_is_opened_by_some_module(self, file: PolicyFile) -> None:
        assert file.read_by.opened_in

    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
    def test_names_a_source_for_all_that_it_lays_down(self, file: PolicyFile) -> None:
        assert file.source or all(one.source for one in file.provisions)

    def test_is_found_whatever_folder_it_lies_in(self) -> None:
        assert {file.folder for file in FILES} == set(FOLDERS)


class TestWhoReads:
    @pytest.mark.parametrize(
        ("name", "module"),
        [
            ("overdue_ladder", "services/supervision/orders/desk.py"),
            ("idle_funds", "services/supervision/cockpit.py"),
            ("progress_risk", "services/reporting/pacing.py"),
            ("eligibility", "services/eligibility.py"),
            ("festivals", "services/supervision/decomposing.py"),
            ("jiugai.policy.measures", "services/reporting/measures.py"),
            ("ledger_vocabulary", "exchange/ledger/reader.py"),
        ],
    )
    def test_is_told_from_the_code(self, name: str, module: str) -> None:
        assert module in {one.module for one in read_by(name).readers}

    def test_is_not_everybody(self) -> None:
        modules = {one.module for one in read_by("overdue_ladder").readers}
        assert "services/supervision/cockpit.py" not in modules

    def test_speaks_chinese_of_a_module_and_its_room(self) -> None:
        (desk,) = read_by("overdue_ladder").readers
        assert (desk.title, desk.room) == ("督办台", "督导考核")

    def test_is_nobody_for_a_file_that_there_is_not(self) -> None:
        found = read_by("no_such_file")
        assert (found.opened_in, found.readers) == ((), ())


class TestProvision:
    def test_keeps_the_values_apart_from_what_it_says_of_itself(self) -> None:
        idle, _stay = file_of("national-idle_funds").provisions
        assert dict(idle.values) == {"days": 90}
        assert not idle.verified

    @pytest.mark.parametrize(
        ("on", "holds"), [(date(2014, 12, 31), False), (date(2015, 1, 1), True)]
    )
    def test_holds_from_its_first_day(self, on: date, holds: bool) -> None:
        idle, _stay = file_of("national-idle_funds").provisions
        assert idle.holds(on) is holds

    def test_of_a_scheme_bears_the_day_of_the_whole(self) -> None:
        scheme = file_of("scoring-jiangxi_2022").provisions
        assert {one.region for one in scheme} == {"360000"}
        assert len({one.since for one in scheme}) == 1
