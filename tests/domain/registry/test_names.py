import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.registry.names import is_clear_list, joined, key, likeness, stem


class TestKey:
    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("甲字街12号院", "甲字街十二号院"), ("中天1号楼", "中天１幢"), ("中天1号楼", "中天一栋"), ("眀珠小区", "明珠小区"),
            ("幸福小区（东区）", "幸福小区东区"), ("天阳楼 小区", "天阳楼小区"), ("А区", "A区"), ("a区", "Ａ区"),
        ],
    )  # fmt: skip
    def test_is_one_for_two_spellings(self, a: str, b: str) -> None:
        assert key(a) == key(b)

    @pytest.mark.parametrize(
        ("a", "b"),
        [("中天1号楼", "中天2号楼"), ("幸福小区", "幸福家属院"), ("幸福小区", "幸福"), ("五一小区", "51小区"), ("市委北门1-6排", "市委北门16排")],
    )  # fmt: skip
    def test_keeps_two_communities_apart(self, a: str, b: str) -> None:
        assert key(a) != key(b)

    @given(st.text(max_size=20))
    def test_is_its_own_key(self, name: str) -> None:
        assert key(key(name)) == key(name)


class TestLikeness:
    def test_says_why_two_spellings_differ(self) -> None:
        found = likeness("甲字街12号院", "甲字街十二号院")
        assert (found.score, found.reasons) == (1.0, ("数字写法不同",))

    def test_knows_words_used_for_one_another(self) -> None:
        assert likeness("缫丝厂家属区", "缫丝厂宿舍").score == 0.95
        assert likeness("明珠", "明珠小区").reasons == ("有无“小区”二字",)

    def test_knows_one_character_apart(self) -> None:
        assert likeness("城东商贸城小区", "城东商茂城小区").reasons == ("一字之差“贸”与“茂”",)

    @pytest.mark.parametrize(
        ("a", "b"), [("中天1号楼", "中天2号楼"), ("幸福东区", "幸福西区"), ("一中家属院", "二中家属院"), ("新苑小区", "老苑小区")]
    )  # fmt: skip
    def test_takes_numbers_and_directions_for_two_communities(self, a: str, b: str) -> None:
        assert likeness(a, b).score == 0

    @given(a=st.text(max_size=12), b=st.text(max_size=12))
    def test_is_the_same_both_ways(self, a: str, b: str) -> None:
        assert likeness(a, b).score == likeness(b, a).score


class TestJoined:
    @pytest.mark.parametrize(
        "name",
        ["操兵巷1、18号", "建设路5号、7号院", "中山路12、14、16号楼", "天阳楼小区1期、2期", "幸福小区（含东苑、西苑）", "和平小区", "清河里和平里小区", "天阳楼 小区", "天阳楼\n小区"],
    )  # fmt: skip
    def test_takes_one_community_for_one(self, name: str) -> None:
        assert joined(name) == ()

    @pytest.mark.parametrize(
        ("name", "parts"),
        [
            ("甲小区、乙小区", ("甲小区", "乙小区")),
            ("甲小区，乙小区；丙家属院", ("甲小区", "乙小区", "丙家属院")),
            ("东风小区和红旗小区", ("东风小区", "红旗小区")),
            ("甲小区 乙小区", ("甲小区", "乙小区")),
            ("甲小区\n乙小区", ("甲小区", "乙小区")),
        ],
    )
    def test_splits_a_list(self, name: str, parts: tuple[str, ...]) -> None:
        assert joined(name) == parts
        assert is_clear_list(parts)

    def test_is_not_sure_of_a_courtyard_on_two_streets(self) -> None:
        assert not is_clear_list(joined("戊字街、己字街合院"))


def test_stem_leaves_off_what_may_be_left_off() -> None:
    assert stem("原回收公司家属区") == stem("回收公司宿舍")
