"""Registering buildings, and deciding on communities: once, in scope, with the reason kept."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, local
from types import ModuleType
from typing import Any

import pytest
from django.db import connection

from jiugai.services import eligibility
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.facts import horizon
from jiugai.services.reach import as_officer
from jiugai.services.registry.buildings import (
    AlreadyDone,
    BuildingExists,
    NoSuchCommunity,
    add_building,
)
from jiugai.services.registry.templates import ledger_template
from jiugai.services.reporting import community
from jiugai.services.scheme import classifying
from jiugai.storage.audit.queries import acts, last_mark
from jiugai.storage.eligibility.models import Decision
from jiugai.storage.scheme.models import Classification
from tests.services.little_city import LittleCity, ledger, send

TODAY = date(2020, 11, 3)


def building(little: LittleCity, **other: Any) -> dict[str, Any]:
    return {
        "public_id": little.number_of("金州家属院"),
        "name": "1号楼",
        "built_year": 1985,
        "storeys": 6,
        "households": 36,
        "entrances": ("1单元", "2单元"),
        "actor": little.filer,
        "today": TODAY,
    } | other


class TestABuilding:
    def test_stands_on_its_communitys_page(self, little: LittleCity) -> None:
        add_building(**building(little))

        page = community.page(little.number_of("金州家属院"), horizon(TODAY), actor=little.filer)
        (found,) = page.buildings
        assert (found.name, found.households, found.entrances) == ("1号楼", 36, ("1单元", "2单元"))
        assert acts(limit=1)[0].verb == "registry.add_building"

    def test_of_the_same_name_is_refused(self, little: LittleCity) -> None:
        add_building(**building(little))

        with pytest.raises(BuildingExists, match="没有重复登记"):
            add_building(**building(little))

    def test_sent_twice_is_entered_once(self, little: LittleCity) -> None:
        key = uuid.uuid4()
        add_building(**building(little, key=key))

        with pytest.raises(AlreadyDone):
            add_building(**building(little, key=key))

    def test_elsewhere_or_without_the_power_is_refused(self, little: LittleCity) -> None:
        for other in ({"public_id": "ZZZZZZZZZZ"}, {"actor": little.sibling}):
            with pytest.raises(NoSuchCommunity):
                add_building(**building(little, **other))
        with pytest.raises(NotAllowed):
            add_building(**building(little, actor=little.auditor))


class TestDeciding:
    def test_decides_each_card_once_with_its_clause(self, little: LittleCity) -> None:
        first = eligibility.decide_all(actor=little.clerk, today=TODAY)
        mark = last_mark()
        again = eligibility.decide_all(actor=little.clerk, today=TODAY)

        assert (sum(first.outcomes.values()), first.unchanged) == (6, 0)
        assert (again.outcomes, again.unchanged, last_mark()) == ({}, 6, mark)
        assert acts(limit=1)[0].verb == "eligibility.decide"
        rows = eligibility.decisions(horizon(TODAY)).values()
        assert all(row.clause for row in rows)

    def test_decides_a_revised_card_anew(self, little: LittleCity) -> None:
        eligibility.decide_all(actor=little.clerk, today=TODAY)
        send(ledger(["金州家属院,城关镇,2015,,,,"], day=date(2020, 11, 1)), actor=little.filer)

        again = eligibility.decide_all(actor=little.clerk, today=TODAY)

        assert (sum(again.outcomes.values()), again.unchanged) == (1, 5)

    def test_of_a_county_reviewer_stays_in_the_county(self, little: LittleCity) -> None:
        done = eligibility.decide_all(actor=little.reviewer, today=TODAY)

        assert sum(done.outcomes.values()) == 3
        asked = horizon(TODAY)
        assert eligibility.if_cutoff_moved(asked, built_by=2005, actor=little.filer)
        with pytest.raises(NotAllowed):
            eligibility.if_cutoff_moved(asked, built_by=2005, actor=little.administrator)

    def test_is_not_the_filers(self, little: LittleCity) -> None:
        with pytest.raises(NotAllowed):
            eligibility.decide_all(actor=little.filer, today=TODAY)
        with pytest.raises(NotAllowed):
            classifying.classify_all(actor=little.filer, city_code="610900", today=TODAY)


class TestClassifying:
    def test_classifies_each_card_once(self, little: LittleCity) -> None:
        first = classifying.classify_all(actor=little.clerk, city_code="610900", today=TODAY)
        mark = last_mark()

        assert sum(first.values()) == 6
        assert classifying.classify_all(actor=little.clerk, city_code="610900", today=TODAY) == {}
        assert last_mark() == mark
        assert len(classifying.classifications(horizon(TODAY))) == 6

    def test_before_any_rule_is_refused(self, little: LittleCity) -> None:
        with pytest.raises(classifying.NoRuleInForce, match="没有分类"):
            classifying.classify_all(actor=little.clerk, city_code="610900", today=date(1990, 1, 1))


class TestTwoOfficersAtOnce:
    """Both see the same communities waiting before either has written."""

    @pytest.fixture
    def together(self, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
        """Let a service's first call of ``name`` in each thread wait for the other thread's."""

        def meet(module: ModuleType, name: str) -> None:
            both, called, passed = Barrier(2, timeout=60), getattr(module, name), local()

            def waiting(*given: Any, **named: Any) -> Any:
                if not getattr(passed, "yes", False):
                    passed.yes = True
                    both.wait()
                return called(*given, **named)

            monkeypatch.setattr(module, name, waiting)

        return meet

    @staticmethod
    def at_once(work: Callable[[Actor], Any], *actors: Actor) -> list[Any]:
        def sit_down(actor: Actor) -> Any:
            with as_officer(actor):
                done = work(actor)
            connection.close()
            return done

        with ThreadPoolExecutor(len(actors)) as offices:
            return list(offices.map(sit_down, actors))

    def test_decide_each_card_once(
        self, fresh_little: LittleCity, together: Callable[..., None]
    ) -> None:
        together(eligibility, "eligibility_rules")

        done = self.at_once(
            lambda actor: eligibility.decide_all(actor=actor, today=TODAY),
            fresh_little.clerk,
            fresh_little.reviewer,
        )

        assert sum(sum(one.outcomes.values()) for one in done) == 6
        assert (
            Decision.objects.count() == Decision.objects.values("version").distinct().count() == 6
        )
        assert sum(act.verb == "eligibility.decide" for act in acts()) == sum(
            bool(one.outcomes) for one in done
        )

    def test_classify_each_card_once(
        self, fresh_little: LittleCity, together: Callable[..., None]
    ) -> None:
        together(classifying, "classify")

        done = self.at_once(
            lambda actor: classifying.classify_all(actor=actor, city_code="610900", today=TODAY),
            fresh_little.clerk,
            fresh_little.clerk,
        )

        assert sorted(sum(one.values()) for one in done) == [0, 6]
        assert Classification.objects.count() == 6


class TestTheTemplate:
    def test_goes_out_and_comes_back_unchanged(self, little: LittleCity) -> None:
        from jiugai.services.registry.importing import LedgerFile

        content = ledger_template("610922", actor=little.filer, today=TODAY)
        mark = last_mark()

        done = send(LedgerFile(content, "模板.xlsx", "610922", 2020, TODAY), actor=little.filer)

        assert (done.accepted, done.unchanged, len(done.refused_rows)) == (0, 3, 0)
        assert last_mark() == mark
