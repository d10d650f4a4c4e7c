"""Every template keeps the house's promises: one heading, no foreign word, no inline style."""

import re
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError
from django.template.loader import get_template

from jiugai.web.templatetags.jiugai import ICONS

WEB = Path(__file__).parents[2] / "src/jiugai/web"
COMPONENTS = sorted((WEB / "components").glob("*.html"))
PAGES = sorted((WEB / "templates").rglob("*.html"))
SHEETS = sorted(file for file in (WEB / "static").rglob("*.css") if "vendor" not in file.parts)
ISLANDS = sorted((WEB / "static/islands").glob("*.js"))
EVERY = [*COMPONENTS, *PAGES]
# Attributes that HTMX 4 reads from the element itself, unless they end in :inherited.
ASKING = re.compile(r"\shx-(?:get|post)=")
DEPENDENT = re.compile(r"\shx-(?:target|swap|trigger|push-url|sync)=")


def name_of(file: Path) -> str:
    return file.relative_to(WEB).as_posix()


def every(files: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("file", files, ids=name_of)


def text_of(file: Path) -> str:
    return file.read_text("utf-8")


def without_comments(text: str) -> str:
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)
    return re.sub(r"\{#.*?#\}", "", text)


def tags_of(text: str) -> list[str]:
    """Return the opening tags of the markup, template tags taken out of them."""
    bare = re.sub(r"\{[%{].*?[%}]\}", "", without_comments(text), flags=re.DOTALL)
    return re.findall(r"<[a-z][^>]*>", bare)


class TestEveryTemplate:
    @every(EVERY)
    def test_compiles(self, file: Path):
        below = file.relative_to(WEB).parts[1:]

        try:
            get_template("/".join(below))
        except TemplateSyntaxError as fault:
            pytest.fail(f"{name_of(file)}: {fault}")

    @every(COMPONENTS)
    def test_says_what_it_is_and_what_it_needs(self, file: Path):
        opening = "\n".join(text_of(file).splitlines()[:3])

        assert "{#" in opening or "{% comment %}" in opening

    @every(EVERY)
    def test_asks_for_nothing_that_the_sites_policy_forbids(self, file: Path):
        text = text_of(file)

        assert not re.search(r"\sstyle=", text), "inline style"
        assert not re.search(r"\son[a-z]+=", text), "inline handler"
        assert not re.search(r"\shx-on", text), "code in an attribute"
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), "inline script"

    @every([*EVERY, *SHEETS, *ISLANDS])
    def test_asks_no_other_host(self, file: Path):
        hosts = set(re.findall(r"(?:https?:)?//([a-z0-9.-]+\.[a-z]{2,})", text_of(file)))

        assert hosts <= {"www.w3.org"}

    @every(EVERY)
    def test_puts_what_htmx_reads_beside_the_request(self, file: Path):
        lost = [
            tag
            for tag in tags_of(text_of(file))
            if DEPENDENT.search(tag) and not ASKING.search(tag)
        ]

        assert lost == []

    @every(EVERY)
    def test_draws_only_what_the_sprite_holds(self, file: Path):
        text = without_comments(text_of(file))

        drawn = re.findall(r'\{% icon "([\w-]+)"', text) + re.findall(r'href="#i-([\w-]+)"', text)

        assert set(drawn) <= ICONS

    @every(EVERY)
    def test_speaks_plainly(self, file: Path):
        text = without_comments(text_of(file))

        assert not re.search(r"格式错误|请注意|！", text)
        assert not re.search(r"<button[^>]*>\s*(?:确定|提交|确认|OK)\s*</button>", text)

    @every(EVERY)
    def test_sets_chinese_punctuation_full_width(self, file: Path):
        said = re.sub(
            r"\{[%{].*?[%}]\}|<[^>]*>", " ", without_comments(text_of(file)), flags=re.DOTALL
        )

        assert re.findall(r"[一-鿿][,;:?!]|[一-鿿]\.(?=\s|[一-鿿])", said) == []

    @every(EVERY)
    def test_names_every_table_and_picture(self, file: Path):
        text = without_comments(text_of(file))

        assert text.count("<table") == text.count("<caption")
        assert all("alt=" in tag for tag in tags_of(text) if tag.startswith("<img"))
        assert all("scope=" in tag for tag in tags_of(text) if tag.startswith("<th "))


class TestEveryPage:
    @every(PAGES)
    def test_has_one_first_heading(self, file: Path):
        text = without_comments(text_of(file))
        own = len(re.findall(r"<h1\b", text))

        if "{% extends" in text and 'extends "bare.html"' not in text:
            in_head = "{% block head %}" in text or "{% block page %}" in text
            assert own == (1 if in_head else 0)
            assert in_head or "{% block heading %}" in text
        elif "<html" not in text and "<main" in text:
            branches = max(1, text.count("{% else %}") if own > 1 else 1)
            assert 1 <= own <= 1 + branches


class TestCharts:
    @every([file for file in EVERY if "data-contract=" in text_of(file)])
    def test_have_the_same_data_beside_them_as_a_table(self, file: Path):
        assert "看数据表" in text_of(file)
        assert "table.html" in text_of(file)


class TestSprite:
    def test_holds_what_the_tags_may_draw(self):
        sprite = text_of(WEB / "components/sprite.html")

        assert set(re.findall(r'<symbol id="i-([\w-]+)"', sprite)) == ICONS


class TestEverySheet:
    @every(SHEETS)
    def test_is_plain_enough_for_office_machines(self, file: Path):
        rules = re.sub(r"/\*.*?\*/", "", text_of(file), flags=re.DOTALL)

        assert not re.search(
            r":has\(|color-mix\(|@layer|@container|@scope|^\s*&", rules, re.MULTILINE
        )

    @every([sheet for sheet in SHEETS if sheet.name != "tokens.css"])
    def test_takes_its_colours_from_the_tokens(self, file: Path):
        rules = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", text_of(file), flags=re.DOTALL)

        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl", rules) == []

    @every([sheet for sheet in SHEETS if sheet.name != "tokens.css"])
    def test_uses_only_tokens_that_there_are(self, file: Path):
        known = {name for sheet in SHEETS for name in re.findall(r"(--[\w-]+):", text_of(sheet))}

        assert set(re.findall(r"var\((--[\w-]+)\)", text_of(file))) <= known


class TestEveryIsland:
    @every(ISLANDS)
    def test_says_its_contract_and_what_holds_without_it(self, file: Path):
        opening = text_of(file).partition("*/")[0]

        assert file.name in opening
        assert re.search(r"[Ww]ithout|Table:", opening)


class TestReference:
    def test_says_what_the_components_say_of_themselves(self):
        document = (WEB.parents[2] / "docs/components.md").read_text("utf-8")

        unsaid = [
            file.name
            for file in COMPONENTS
            if text_of(file).partition("{% comment %}")[2].partition("{% endcomment %}")[0].strip()
            not in document
        ]

        assert unsaid == [], "run scripts/component_reference.py"
