"""Powers, separation of duties, and how far a post reaches."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.delegation import judges_own_work
from jiugai.domain.divisions import CITY_WIDE, Level, Scope
from jiugai.services.actor import (
    POWERS,
    Actor,
    NotAllowed,
    OwnWork,
    PostKind,
    Power,
    clash,
    require,
    require_another_hand,
    scope_of,
    why_another_hand,
)
from jiugai.services.organisations import ESTABLISHMENTS, OrganisationKind

KINDS = st.sampled_from(PostKind)


def actor(kind: PostKind, user_id: int = 7) -> Actor:
    return Actor(user_id=user_id, post_id=1, label="某局 某岗", kind=kind, scope=Scope())


class TestPowers:
    def test_are_decided_for_every_kind_of_post(self):
        assert set(POWERS) == set(PostKind)

    def test_are_each_carried_by_some_post(self):
        assert frozenset().union(*POWERS.values()) == set(Power)

    def test_keep_the_administrator_from_all_data(self):
        assert POWERS[PostKind.ADMINISTRATOR] == {Power.MANAGE_ACCOUNTS, Power.SEE_SENDINGS}

    def test_keep_the_auditor_from_writing(self):
        assert POWERS[PostKind.AUDITOR] == {
            Power.SEE,
            Power.READ_TRACE,
            Power.SEE_SENDINGS,
            Power.READ_FINDINGS,
            Power.TAKE_EVIDENCE,
        }

    def test_let_no_single_post_both_write_and_issue_what_it_counted(self):
        for kind, powers in POWERS.items():
            assert not {Power.CLOSE_MONTH, Power.ISSUE_BULLETIN} <= powers, kind


class TestRequire:
    def test_lets_a_post_with_the_power_pass(self):
        require(actor(PostKind.COUNTY_FILER), Power.IMPORT_LEDGER)

    def test_names_the_post_and_the_power_it_lacks(self):
        with pytest.raises(NotAllowed, match="“某局 某岗”没有“月度封账”的职权，没有改动任何数据"):
            require(actor(PostKind.COUNTY_FILER), Power.CLOSE_MONTH)


class TestRequireAnotherHand:
    def test_lets_another_officer_verify(self):
        require_another_hand(actor(PostKind.COUNTY_REVIEWER, user_id=7), reported_by=8)

    def test_stops_whoever_reported_it_himself(self):
        with pytest.raises(OwnWork, match="须由另一人审核"):
            require_another_hand(actor(PostKind.COUNTY_REVIEWER, user_id=7), reported_by=7)


class TestClash:
    @pytest.mark.parametrize(
        ("held", "wanted"),
        [
            (PostKind.ADMINISTRATOR, PostKind.CITY_CLERK),
            (PostKind.CITY_CLERK, PostKind.ADMINISTRATOR),
            (PostKind.AUDITOR, PostKind.COUNTY_FILER),
            (PostKind.CONTRACTOR, PostKind.COUNTY_FILER),
            (PostKind.COUNTY_FILER, PostKind.COUNTY_REVIEWER),
            (PostKind.COUNTY_REVIEWER, PostKind.STREET),
        ],
    )
    def test_keeps_apart_what_must_not_be_in_one_hand(self, held: PostKind, wanted: PostKind):
        assert "不得" in (clash([held], wanted) or "")

    @pytest.mark.parametrize(
        ("held", "wanted"),
        [
            (PostKind.CITY_CLERK, PostKind.CITY_HEAD),
            (PostKind.COUNTY_FILER, PostKind.COUNTY_FILER),  # of two counties
            (PostKind.STREET, PostKind.NEIGHBORHOOD),
        ],
    )
    def test_allows_the_rest(self, held: PostKind, wanted: PostKind):
        assert clash([held], wanted) is None

    @given(one=KINDS, other=KINDS)
    def test_does_not_ask_which_came_first(self, one: PostKind, other: PostKind):
        assert (clash([one], other) is None) == (clash([other], one) is None)

    @given(held=st.lists(KINDS), more=KINDS, wanted=KINDS)
    def test_never_passes_because_more_is_held(
        self, held: list[PostKind], more: PostKind, wanted: PostKind
    ):
        if clash(held, wanted) is not None:
            assert clash([*held, more], wanted) is not None


class TestScopeOf:
    @pytest.mark.parametrize(
        ("kind", "level", "expected"),
        [
            (PostKind.CITY_CLERK, Level.CITY, CITY_WIDE),
            (PostKind.FINANCE, Level.CITY, CITY_WIDE),
            (PostKind.FINANCE, Level.COUNTY, Scope(frozenset({30}))),
            (PostKind.COUNTY_FILER, Level.COUNTY, Scope(frozenset({30}))),
            (PostKind.STREET, Level.SUBDISTRICT, Scope(frozenset({9}), frozenset({30, 31, 32}))),
            (
                PostKind.NEIGHBORHOOD,
                Level.NEIGHBORHOOD,
                Scope(frozenset({9}), frozenset({30, 31, 32})),
            ),
            (PostKind.ADMINISTRATOR, Level.CITY, Scope()),
            (PostKind.CONTRACTOR, Level.COUNTY, Scope()),
        ],
    )
    def test_follows_from_where_the_organisation_stands(
        self, kind: PostKind, level: Level, expected: Scope
    ):
        found = scope_of(kind, level=level, division_id=30, county_id=9, below=[31, 32])

        assert found == expected

    @given(
        kind=KINDS, division=st.integers(1, 9), county=st.integers(10, 19), asked=st.integers(1, 19)
    )
    def test_of_a_street_never_reaches_another_county(
        self, kind: PostKind, division: int, county: int, asked: int
    ):
        scope = scope_of(kind, level=Level.SUBDISTRICT, division_id=division, county_id=county)

        assert not scope.covers(asked, division) or asked == county

    def test_is_nothing_while_the_tree_knows_no_county_above(self):
        scope = scope_of(PostKind.STREET, level=Level.SUBDISTRICT, division_id=3, county_id=None)

        assert scope == Scope()


class TestEstablishments:
    def test_are_decided_for_every_kind_of_organisation(self):
        assert set(ESTABLISHMENTS) == set(OrganisationKind)

    def test_give_every_kind_of_post_a_place(self):
        placed = [kind for one in ESTABLISHMENTS.values() for kind in one.posts]

        assert sorted(kind.value for kind in placed) == sorted(kind.value for kind in PostKind)

    def test_name_everything_in_chinese(self):
        titles = [one.title for kinds in (PostKind, Power, OrganisationKind) for one in kinds]

        assert all(titles)
        assert len(set(titles)) == len(titles)


class TestWhyAnotherHand:
    """Whoever stands in for somebody counts as one with him."""

    @pytest.mark.parametrize(
        ("stands_for", "reported", "said"),
        [
            ((), (8,), ""),
            ((), (7,), "这是您自己经手的，须由另一人办理。"),
            ((9,), (8,), ""),
            ((9,), (8, 9), "经手的人今天由您代办，您和他算一人，须由没有代他办的另一人办理。"),
            ((9,), (), ""),
        ],
    )
    def test_says_who_is_to_do_it_instead(self, stands_for, reported, said):
        judge = replace(actor(PostKind.CITY_HEAD), stands_for=frozenset(stands_for))

        assert why_another_hand(judge, reported, by="另一人") == said

    @given(st.frozensets(st.integers(1, 9)), st.frozensets(st.integers(1, 9)))
    def test_agrees_with_the_rule_of_the_domain(self, stands_for, reported):
        judge = replace(actor(PostKind.CITY_HEAD), stands_for=stands_for)

        refused = bool(why_another_hand(judge, reported, by="另一人"))
        assert refused is judges_own_work(judge.hands, reported)
