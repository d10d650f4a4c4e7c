"""Documents stay true: what they say of commands, measures and findings is held to the code."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.house.source import HOUSE, ROOT, modules, place_of

REFERENCE = ROOT / "docs" / "reference"
READMES = ("README.md", "README.zh-CN.md")
MEASURES = sorted(file.stem for file in (HOUSE / "policy" / "measures").glob("*.toml"))
_CODE = re.compile(r'Finding\(\s*(?:code=)?"([a-z_]+\.[a-z_]+)"')
_FILE = re.compile(
    r"`((?:src|web|services|exchange|domain|storage|analytics|policy|tests|docs|scripts)/[\w/.-]+\.\w+)"
)
_TEST = re.compile(r"`(tests/[\w/.-]+\.py)::(\w+)`")
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def targets() -> set[str]:
    """Return the commands that ``make help`` lists."""
    return set(re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), re.MULTILINE))


def written() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "demo").rglob("*.md")]


def in_git() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout
    names = [name for name in listed.decode().split("\0") if name]
    if not names:
        pytest.skip("not a clone: no list of the project's files")
    return [ROOT / name for name in names if (ROOT / name).is_file()]


class TestReadme:
    @pytest.mark.parametrize("readme", READMES)
    def test_lists_the_commands_that_make_lists(self, readme: str):
        named = set(re.findall(r"`make ([a-z-]+)`", text_of(readme)))

        assert named == targets()

    @pytest.mark.parametrize("readme", READMES)
    def test_lists_the_commands_of_the_command_line(self, readme: str):
        offered = re.findall(r'app\.command\("([a-z-]+)"', text_of("src/jiugai/console/main.py"))

        assert [name for name in offered if not re.search(rf"\b{name}\b", text_of(readme))] == []

    @pytest.mark.parametrize("readme", READMES)
    def test_shows_a_picture_of_the_screen(self, readme: str):
        assert re.search(r"!\[[^]]+\]\(docs/pictures/[a-z-]+\.png\)", text_of(readme))

    def test_and_ci_run_the_same_tests(self):
        ci = text_of(".ci/run")

        assert re.search(r"^make test$", ci, re.MULTILINE)
        assert re.search(r"^make check$", ci, re.MULTILINE)
        assert all("make test" in text_of(readme) for readme in READMES)


class TestReference:
    @pytest.mark.parametrize("measure", MEASURES)
    def test_holds_every_measure_in_all_its_versions(self, measure: str):
        text = (HOUSE / "policy" / "measures" / f"{measure}.toml").read_text("utf-8")
        declared = tomllib.loads(text)
        page = (REFERENCE / "measures.md").read_text("utf-8")

        for version in declared["version"]:
            heading = f"## {declared['title']} `{measure}`（第 {version['version']} 版）"
            assert heading in page
            assert version["definition"] in page

    @pytest.mark.parametrize(
        "file", modules("domain", "exchange", "services", "console"), ids=place_of
    )
    def test_holds_every_code_of_a_finding(self, file: Path):
        page = (REFERENCE / "findings.md").read_text("utf-8")

        codes = set(_CODE.findall(file.read_text("utf-8")))

        assert {code for code in codes if f"`{code}`" not in page} == set()

    def test_says_something_of_nearly_every_code(self):
        rows = re.findall(r"^\| `[a-z_.]+` \|.*$", text_of("docs/reference/findings.md"), re.M)

        silent = [row for row in rows if "（随文件而定）" in row]
        assert len(rows) > 200
        assert len(silent) <= len(rows) // 20


class TestEveryDocument:
    @pytest.mark.parametrize("file", written(), ids=lambda file: file.relative_to(ROOT).as_posix())
    def test_leads_nowhere_in_vain(self, file: Path):
        lost = [
            link
            for link in _LINK.findall(file.read_text("utf-8"))
            if not (file.parent / link).exists()
        ]

        assert lost == []

    @pytest.mark.parametrize("file", written(), ids=lambda file: file.relative_to(ROOT).as_posix())
    def test_names_files_that_there_are(self, file: Path):
        named = {name.split(":")[0] for name in _FILE.findall(file.read_text("utf-8"))}

        lost = [
            name for name in named if not (HOUSE / name).exists() and not (ROOT / name).exists()
        ]
        assert lost == []

    @pytest.mark.parametrize("file", written(), ids=lambda file: file.relative_to(ROOT).as_posix())
    def test_names_tests_that_there_are(self, file: Path):
        named = _TEST.findall(file.read_text("utf-8"))

        lost = [
            (place, name)
            for place, name in named
            if not re.search(rf"^\s*(def|class) {name}\b|^{name} = ", text_of(place), re.MULTILINE)
        ]
        assert lost == []

    def test_pictures_are_small_enough_to_be_cloned_by_everybody(self):
        heavy = [
            file.name for file in (ROOT / "docs").rglob("*.png") if file.stat().st_size > 250_000
        ]

        assert heavy == []


class TestWhatIsCommitted:
    @pytest.mark.parametrize("name", ["base.txt", "dev.txt", "installer.txt", "node.txt"])
    def test_requirements_name_no_host_and_are_hashed(self, name: str):
        text = text_of(f"requirements/{name}")

        assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links", text)
        pinned = re.findall(r"^[a-z0-9][^\s]*==", text, re.MULTILINE | re.IGNORECASE)
        assert pinned
        assert text.count("--hash=sha256:") >= len(pinned)

    def test_the_lock_of_the_browsers_files_names_no_registry(self):
        text = text_of("package-lock.json")
        # Whom a package's makers ask for support is theirs to say, and nothing is fetched there.
        without_funding = re.sub(r'"funding": (?:\{[^}]*\}|"[^"]*"|\[[^]]*\])', "", text)

        assert '"resolved"' not in text
        assert not re.search(r"https?://", without_funding)
        assert "omit-lockfile-registry-resolved=true" in text_of(".npmrc")

    def test_there_is_no_lock_that_writes_addresses(self):
        names = {file.name for file in in_git()}

        assert not names & {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock"}

    def test_no_file_knows_the_machine_on_which_it_was_written(self):
        machine = re.compile(
            rf"(?<![\w./\\-])(?:{re.escape(str(ROOT))}|/(?:root|home|Users)/\w)[\w./-]*"
        )
        told = {}
        for file in in_git():
            content = file.read_bytes()
            if b"\0" not in content[:8000] and (
                found := machine.findall(content.decode("utf-8", "replace"))
            ):
                told[file.relative_to(ROOT).as_posix()] = found[:3]

        assert told == {}
