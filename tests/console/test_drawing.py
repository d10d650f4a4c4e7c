"""The command that draws: byte for byte the same, as the manual's own program has it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from jiugai.console.main import app
from jiugai.domain.calendar import Month
from jiugai.services.supervision.drawing import draw_list

MANUAL = Path(__file__).parents[2] / "docs" / "manual" / "6-抽查名单怎样重抽.md"
ROOT = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["draw", *map(str, arguments)])


def told_in_the_manual(name: str) -> str:
    found = re.search(
        rf"<!-- {name}:begin -->\n```\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL
    )
    assert found
    return found[1]


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    path = tmp_path / "名册.csv"
    path.write_text(told_in_the_manual("projects"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def strangers_draw() -> Callable[..., list[str]]:
    """Return the program that the manual gives to strangers."""
    program = re.search(r"```python\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)
    assert program
    known: dict[str, Callable[..., list[str]]] = {}
    exec(program[1], known)
    return known["draw"]


def month(*more: str | Path) -> tuple[str | Path, ...]:
    return ("--month", "2020-10", "--root", ROOT, *more)


class TestDraw:
    def test_prints_what_the_manual_shows(self, projects: Path):
        result = run(*month("--projects", projects))

        assert result.exit_code == 0
        assert result.stdout == told_in_the_manual("list")

    def test_is_the_same_byte_for_byte_whatever_the_order_name_and_encoding(
        self, projects: Path, tmp_path: Path
    ):
        head, *rows = told_in_the_manual("projects").splitlines()
        other = tmp_path / "other.csv"
        other.write_text("\r\n".join([head, *rows[::-1], ""]), encoding="gb18030")

        one = run(*month("--projects", projects, "--json"))
        two = run(*month("--projects", other, "--json"))

        assert one.stdout == two.stdout
        assert len(json.loads(one.stdout)["list"]) == 10

    def test_takes_the_root_in_the_groups_in_which_it_is_printed(self, projects: Path):
        groups = " ".join(re.findall("....", ROOT.upper()))

        result = run("--month", "2020-10", "--root", groups, "--projects", projects)

        assert result.stdout == told_in_the_manual("list")

    def test_weighs_what_came_back(self, projects: Path, tmp_path: Path):
        listed = json.loads(run(*month("--projects", projects, "--json")).stdout)["list"]
        back = tmp_path / "回表.csv"
        rows = [f"{row['project']},100,{80 if row['place'] == 1 else 100}" for row in listed]
        back.write_text("\n".join(["项目编号,上报数,核实数", *rows]), encoding="utf-8")

        result = run(*month("--projects", projects, "--returned", back, "--json"))

        told = json.loads(result.stdout)["verified"]
        assert result.exit_code == 0
        assert (told["projects"], told["wrong"], told["light"]) == (10, 1, "green")
        assert told["interval"][0] <= told["ratio"] <= told["interval"][1]

    @pytest.mark.parametrize(
        ("rows", "code"),
        [
            ("project\nA\nA\n", "draw.twice"),
            ("project\n\n", "table.empty"),
            ("name\nA\n", "draw.no_project"),
            ("project,risk\nA,-1\n", "draw.not_a_figure"),
            ("project,risk\nA,高\n", "draw.not_a_figure"),
            ("project,light\nA,蓝\n", "draw.no_such_light"),
            ('project,light\n"A\nB",绿\n', "draw.no_name"),
        ],
    )
    def test_refuses_a_list_in_which_anything_is_doubtful(
        self, tmp_path: Path, rows: str, code: str
    ):
        path = tmp_path / "名册.csv"
        path.write_text(rows, encoding="utf-8")

        result = run(*month("--projects", path, "--json"))

        told = json.loads(result.stdout)
        assert result.exit_code == 1
        assert code in [finding["code"] for finding in told["findings"]]
        assert told["list"] == []

    @pytest.mark.parametrize(
        ("rows", "code"),
        [
            ("项目编号,上报数,核实数\nHB-03,1,1\n", "draw.not_returned"),
            ("项目编号,上报数,核实数\nXX,1,1\n", "draw.not_drawn"),
            ("项目编号,上报数\nHB-03,1\n", "draw.no_figures"),
        ],
    )
    def test_refuses_recounts_that_are_not_those_of_the_draw(
        self, projects: Path, tmp_path: Path, rows: str, code: str
    ):
        back = tmp_path / "回表.csv"
        back.write_text(rows, encoding="utf-8")

        result = run(*month("--projects", projects, "--returned", back, "--json"))

        assert result.exit_code == 1
        assert code in [finding["code"] for finding in json.loads(result.stdout)["findings"]]

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--month", "2020-13", "--root", ROOT),
            ("--month", "2020-10", "--root", ROOT[:-1]),
            ("--month", "2020-10", "--root", "g" * 64),
        ],
    )
    def test_exits_with_2_on_wrong_usage(self, projects: Path, arguments: tuple[str, ...]):
        assert run(*arguments, "--projects", projects).exit_code == 2


class TestTheManualsProgram:
    @given(
        risks=st.lists(
            st.decimals(0, 20, places=1, allow_nan=False, allow_infinity=False), max_size=30
        ),
        root=st.binary(min_size=32, max_size=32),
    )
    def test_draws_the_same_as_the_command(
        self, strangers_draw: Callable[..., list[str]], risks: list[object], root: bytes
    ):
        projects = {f"项目{n}": risk for n, risk in enumerate(risks)}
        content = "项目,风险,灯\n" + "".join(f"{name},{r},绿\n" for name, r in projects.items())

        told = draw_list(
            (content + "末,0,绿\n").encode(), document="名册.csv", month=Month(2020, 10), root=root
        )

        assert told.drawn
        assert strangers_draw(root.hex(), "2020-10", {**projects, "末": 0}) == [
            pick.candidate.project for pick in told.drawn.picks
        ]
