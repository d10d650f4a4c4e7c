"""Eligibility: verdicts with clause and reasons, what-if, the four types, areas."""

from datetime import date

import pytest

from jiugai.services.facts import horizon
from jiugai.services.scheme.classifying import classifications
from jiugai.storage.eligibility.models import Decision
from jiugai.storage.scheme.models import Classification
from tests.officers import browser_of
from tests.services.little_city import HANBIN, SHIQUAN, ledger, send
from tests.web.counting.reading import FRAGMENT, section, sentence, spoken
from tests.web.reading import lines, page_of, said, wrong

DAY = date(2020, 10, 31)


@pytest.fixture
def decided(counted):
    """Decide and classify all six communities, by the clerk's own buttons."""
    client = browser_of(counted.clerk)
    client.post("/eligibility/decide/")
    client.post("/eligibility/classify/")
    return counted


class TestVerdicts:
    def test_stand_with_their_clause_and_reason(self, decided, look):
        first, *_ = lines(look("/eligibility/?q=金州"), "认定结论")

        name, county, built, outcome, clause, reason, day = first.split(" | ")
        assert (name, county, built, outcome, clause, day) == (
            "金州家属院", "石泉县", "1985", "纳入", "EL-02", "2020-10-31",
        )  # fmt: skip
        assert reason.startswith("1985年建成，不晚于2000年底，年限符合。依据和另外")
        assert "依据《关于全面推进城镇老旧小区改造工作的指导意见》" in reason

    def test_are_counted_by_outcome_and_each_count_opens_its_list(self, decided, look):
        page = page_of(look("/eligibility/"))
        counts = {spoken(item): item["href"] for item in page.select("nav.counts a")}

        assert list(counts) == ["纳入6个小区", "储备0个小区", "不纳入0个小区", "待定0个小区"]
        assert len(lines(look(f"/eligibility/{counts['纳入6个小区']}"), "认定结论")) == 6

    def test_say_that_a_rule_waits_to_be_checked(self, counted, look, monkeypatch):
        monkeypatch.setenv("JIUGAI_AS_OF", "2020-05-01")  # before the paper of July 2020
        browser_of(counted.clerk).post("/eligibility/decide/")

        assert "EL-02-2019 待核实" in lines(look("/eligibility/"), "认定结论")[0]
        assert "待核实" in spoken(page_of(look("/eligibility/")).select_one("details.rules"))

    def test_are_not_there_before_they_were_made(self, decided, look):
        page = look("/eligibility/?as_of=2020-10-30")

        assert {line.split(" | ")[3] for line in lines(page, "认定结论")} == {"未认定"}

    def test_wait_anew_when_the_card_was_revised(self, decided, look):
        changed = ledger(["金州家属院,城关镇,2003,3,100,12000,300", *SHIQUAN[1:]], day=date(2020, 10, 20), name="改.csv")  # fmt: skip
        send(changed, actor=decided.filer)

        page = look("/eligibility/?kind=stale")

        assert "认定后卡片已改，待重新认定" in lines(page, "认定结论")[0]
        assert sentence(page, ".head .acts") == "认定未认定的1个"

    def test_are_narrowed_by_county(self, decided, look):
        part = look(f"/eligibility/?county={decided.divisions.hanbin}", **FRAGMENT)

        assert b"<html" not in part.content
        assert {line.split(" | ")[1] for line in lines(part, "认定结论")} == {"汉滨区"}

    def test_of_another_county_are_not_shown(self, decided, look):
        page = look(f"/eligibility/?county={decided.divisions.hanbin}", decided.filer)

        assert lines(page, "认定结论") == ["没有符合条件的小区。去掉一两个条件再看。"]
        assert len(lines(look("/eligibility/", decided.filer), "认定结论")) == 3

    def test_name_the_rules_in_use(self, look):
        rules = lines(look("/eligibility/"), "现行认定规定")

        assert rules[0].startswith("EL-02 | 2000 年底前建成的纳入")


class TestDeciding:
    def test_decides_whatever_waits_and_says_how_many(self, counted, look):
        assert sentence(look("/eligibility/"), ".head .acts") == "认定未认定的6个"
        client = browser_of(counted.clerk)

        page = client.post("/eligibility/decide/", follow=True)

        assert said(page) == ["已认定6个：纳入6个。另有0个早有结论，没有改动。"]
        assert sentence(page, ".head .acts") == "都已认定"

    def test_twice_is_harmless(self, decided):
        before = Decision.objects.count()

        page = browser_of(decided.clerk).post("/eligibility/decide/", follow=True)

        assert said(page) == ["6个小区都已有结论，没有改动任何数据。"]
        assert Decision.objects.count() == before

    def test_reaches_as_far_as_the_post(self, counted):
        page = browser_of(counted.reviewer).post("/eligibility/decide/", follow=True)

        assert said(page)[0].startswith("已认定3个")
        assert Decision.objects.count() == 3

    @pytest.mark.parametrize("act", ["decide", "classify"])
    def test_is_not_every_posts(self, counted, act):
        assert browser_of(counted.filer).post(f"/eligibility/{act}/").status_code == 403
        assert Decision.objects.count() == Classification.objects.count() == 0

    @pytest.mark.parametrize("act", ["decide", "classify"])
    def test_is_never_done_by_looking(self, counted, act):
        assert browser_of(counted.clerk).get(f"/eligibility/{act}/").status_code == 405
        assert Decision.objects.count() == Classification.objects.count() == 0

    def test_is_not_offered_at_another_time_nor_to_others(self, counted, look):
        def offered(page) -> bool:
            return page_of(page).select_one(".head form") is not None

        assert offered(look("/eligibility/"))
        assert not offered(look("/eligibility/?as_of=2020-06-01"))
        assert not offered(look("/eligibility/", counted.filer))


class TestWhatIf:
    def test_says_how_many_fall_out(self, look):
        page = look("/eligibility/what-if/?built_by=1988")

        assert sentence(page, ".say") == (
            "界线移到1988年底：纳入由6个变为3个，没有多纳入的；不再纳入3个、210户。"
        )
        assert [line.split(" | ")[0] for line in lines(page, "不再纳入的小区")] == [
            "朝阳小区", "北苑小区", "南苑小区",
        ]  # fmt: skip

    def test_says_how_many_come_in(self, counted, look):
        send(ledger([*HANBIN, "新江小区,新城街道,2003,2,50,,"], "610902", date(2020, 10, 20), "补.csv"), actor=counted.sibling)  # fmt: skip

        page = look("/eligibility/what-if/?built_by=2005")

        assert "多纳入1个小区、50户、0㎡" in sentence(page, ".say")
        assert "其中1个没有面积，未计入合计" in lines(page, "界线移动前后")[2].replace(" ", "")
        assert lines(page, "多纳入的小区") == ["新江小区 | 汉滨区 | 2003 | 50 | 未定"]

    def test_writes_nothing(self, look):
        look("/eligibility/what-if/?built_by=2005")

        assert Decision.objects.count() == 0

    @pytest.mark.parametrize(
        ("year", "sentence"),
        [
            ("", "请填年份，例如2005。"),
            ("九八", "年份应是四位数，例如2005。"),
            ("98", "年份应在1950至2100之间，例如2005。"),
            ("9999", "年份应在1950至2100之间，例如2005。"),
        ],
    )
    def test_says_what_is_wrong_with_a_year(self, look, year, sentence):
        page = look(f"/eligibility/what-if/?built_by={year}")

        assert page.status_code == 422
        assert wrong(page) == [sentence]

    def test_is_asked_within_ones_own_county(self, counted, look):
        page = look("/eligibility/what-if/?built_by=1988", counted.filer)

        assert "纳入由3个变为1个" in sentence(page, ".say")


class TestTypes:
    def test_stand_with_their_reasons(self, decided, look):
        found = lines(look("/eligibility/types/"), "改造类型")

        assert len(found) == 6
        assert all(len(line.split(" | ")) == 6 for line in found)
        assert {line.split(" | ")[4] for line in found} <= {"整合提升型", "资料不足，分不出"}

    def test_classify_twice_is_harmless(self, decided):
        before = Classification.objects.count()

        page = browser_of(decided.clerk).post("/eligibility/classify/", follow=True)

        assert said(page) == ["所有小区都已分类，没有改动任何数据。"]
        assert Classification.objects.count() == before == len(classifications(horizon(DAY))) == 6

    def test_say_what_was_classified(self, counted):
        page = browser_of(counted.clerk).post("/eligibility/classify/", follow=True)

        assert said(page)[0].startswith("已分类6个：")

    def test_are_swapped_as_a_part(self, decided, look):
        assert b"<html" not in look("/eligibility/types/?kind=unclear", **FRAGMENT).content

    def test_name_the_numbers_that_part_them_as_unchecked(self, look):
        rows = lines(look("/eligibility/types/"), "分类和连片的界线")

        assert rows[0].startswith("LX-01 | 1990 年底前建成算建设年代早；50 户以内算规模较小")
        assert rows[0].endswith("待核实")


class TestAreas:
    @pytest.fixture
    def neighbours(self, counted):
        """Two single buildings of one neighborhood, which may be renovated as one."""
        head = "小区名称,街道,社区,建成年份,楼栋数,户数"
        rows = ["甲楼,城关镇,北街社区,1985,1,20", "乙楼,城关镇,北街社区,1986,1,24"]
        file = ledger([], day=date(2020, 10, 1), name="独栋.csv")
        content = "\n".join((head, *rows)).encode()
        send(type(file)(content, file.document, file.county_code, file.year, file.effective_on), actor=counted.filer)  # fmt: skip
        return counted

    def test_are_proposed_with_their_members_and_why(self, neighbours, look):
        area = section(look("/eligibility/areas/"), "石泉县城关镇")

        assert "2个小区，44户" in spoken(area)
        assert "同社区，须实地核对" in spoken(area)
        assert "“乙楼”与“甲楼”" in spoken(area) or "“甲楼”与“乙楼”" in spoken(area)

    def test_of_another_county_are_not_shown(self, neighbours, look):
        page = look("/eligibility/areas/", neighbours.sibling)

        assert "还没有连片建议" in spoken(page_of(page))

    def test_are_narrowed_and_swapped_as_a_part(self, neighbours, look):
        part = look("/eligibility/areas/?kind=coordinates", **FRAGMENT)

        assert b"<html" not in part.content
        assert "没有符合条件的连片建议" in spoken(page_of(part))


class TestTheQuestionsAsked:
    @pytest.mark.parametrize(
        "path",
        ["", "types/", "areas/", "what-if/?built_by=1995"],
    )
    def test_are_few_even_when_nothing_is_remembered(
        self, decided, django_assert_max_num_queries, path
    ):
        client = browser_of(decided.clerk)
        other = f"{'&' if '?' in path else '?'}as_of=2020-11-0{1 + len(path) % 8}"

        with django_assert_max_num_queries(30):
            client.get(f"/eligibility/{path}{other}")

    def test_strangers_are_sent_to_the_door(self, client, counted):
        for path in ("", "what-if/", "types/", "areas/"):
            assert client.get(f"/eligibility/{path}").headers["Location"].startswith("/sign-in/")
        for act in ("decide", "classify"):
            assert client.post(f"/eligibility/{act}/").status_code == 403


class TestAnEmptyCity:
    @pytest.mark.parametrize("path", ["", "types/", "areas/", "what-if/?built_by=2005"])
    def test_is_shown_without_complaint(self, clerk_client, path):
        assert clerk_client.get(f"/eligibility/{path}").status_code == 200
