"""Writes ``docs/reference/`` from the code and from policy: what stands there is never typed.

``python scripts/reference.py`` writes the pages; ``--check`` only says which of them are out of date.
"""

import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import typer.core
import typer.main
from finding_codes import every_code

from jiugai.console.main import app
from jiugai.domain.funding.alerts.alert import Alert
from jiugai.domain.funding.alerts.catalogue import ALERTS
from jiugai.domain.funding.alerts.published import PUBLISHED
from jiugai.domain.law import Rule
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.standards import Standard
from jiugai.domain.reporting.checks.catalogue import CHECKS, NOT_USED
from jiugai.domain.reporting.checks.check import Check
from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.domain.reporting.indicators import Basis, Quantity
from jiugai.domain.supervision.scoring_scheme import (
    Consequence,
    Criterion,
    Effect,
    Marking,
    holes,
    plain,
)
from jiugai.domain.supervision.standards.catalogue import CHECKS as STANDARD_CHECKS
from jiugai.domain.supervision.standards.check import StandardCheck
from jiugai.exchange.check_limits import check_limits
from jiugai.exchange.funding.alert_limits import alert_thresholds
from jiugai.exchange.funding.allocation_rules import allocation_rules
from jiugai.exchange.funding.grant_rules import grant_rules
from jiugai.exchange.policy_files import standards
from jiugai.exchange.scoring_files import schemes_on_file
from jiugai.exchange.standard_checks import standard_thresholds
from jiugai.services.actor import POWERS, PostKind, Power, clash
from jiugai.services.organisations import ESTABLISHMENTS

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "jiugai"
POLICY = SOURCE / "policy"
REFERENCE = ROOT / "docs" / "reference"
LEVELS = {"national": "国家", "provincial": "省", "municipal": "市县"}
LEVEL_WORDS = {
    "PROVINCE": "省", "CITY": "市", "COUNTY": "县（市、区）", "SUBDISTRICT": "街道（镇）", "NEIGHBORHOOD": "社区",
}  # fmt: skip
ROOM_TITLES = {
    "assignment": "派给施工单位",
    "bank": "银行对账",
    "bank_file": "银行对账单",
    "batch": "申报与批复",
    "debt": "举债红线",
    "interest": "公开名单与企业意向",
    "book": "资金账",
    "book_file": "凭证文件",
    "voucher": "凭证",
    "bulletin": "通报与校对",
    "cell": "月报格",
    "check_returns": "核验逐月数（命令行）",
    "choice": "计划比选",
    "city": "城市与数据库（命令行）",
    "close": "封账",
    "decompose": "讲话分解",
    "delegation": "代办",
    "doubt": "月报疑点",
    "draw": "抽查核实",
    "eligibility": "对象认定",
    "charge": "领导包抓",
    "visit": "包抓走访",
    "document": "配套文件",
    "fact": "更正与撤销",
    "filing": "上报计划",
    "flow": "资金流水",
    "funding": "分配、补助与专项债核对",
    "contest": "观摩评比",
    "hearing": "排名公示",
    "reward": "奖惩建议",
    "import": "导入（命令行）",
    "ledger": "读台账",
    "measures": "指标（命令行）",
    "meeting": "会议",
    "minutes": "会议纪要",
    "order": "督办事项",
    "paper": "督办公文",
    "photo": "现场照片",
    "plan": "年度计划文件",
    "plan_case": "计划比选方案",
    "policy": "政策参数文件",
    "programme": "年度计划",
    "rank_table": "给公布的表排名",
    "reading": "累计数",
    "recount": "现场核实",
    "register": "留痕核验",
    "registry": "台账比对",
    "return": "统计月报",
    "return_form": "月报表样",
    "scheme": "分类、连片与改造内容",
    "scoring": "考核评分",
    "serve": "运行（命令行）",
    "step": "进度节点",
    "submission": "月报报送",
    "table": "单表头文本表",
    "trace": "痕迹与投诉",
    "upload": "收文件",
    "usage": "用法（命令行）",
}
# What an entry of policy says of itself; whatever else it says are its parameters.
ABOUT = ("clause", "region", "in_force_from", "in_force_until", "source", "url", "note", "verified")


def measures() -> str:
    """Return the measures as policy declares them."""
    lines = [
        *_head(
            "指标", "measures/*.toml", "每个率的分子、分母和口径；一经使用不再改，只以新版本接续。"
        )
    ]
    for file in sorted((POLICY / "measures").glob("*.toml")):
        declared = tomllib.loads(file.read_text("utf-8"))
        for version in declared["version"]:
            bases = "、".join(_word(Basis, name) for name in version["bases"])
            lines += [
                f"## {declared['title']} `{file.stem}`（第 {version['version']} 版）",
                "",
                f"- **算法**：{version['definition']}",
                f"- **分子 ÷ 分母**：{_word(Quantity, version['numerator'])}"
                f" `{version['numerator']}` ÷ {_word(Quantity, version['denominator'])}"
                f" `{version['denominator']}`",
                f"- **口径**：{bases}",
                f"- **启用**：{version['since']}",
                f"- **为什么看它**：{version['why']}",
                f"- **来源**：{version['source']}（{_verified(version)}）",
                "- **怎样核对**：",
                *(f"  - {check}" for check in version["checked_by"]),
                "",
            ]
    return _page(lines)


def steps() -> str:
    """Return the steps of the pipeline and the exits from it."""
    declared = tomllib.loads((POLICY / "national" / "pipeline.toml").read_text("utf-8"))
    lines = [*_head("进度节点", "pipeline.toml", "节点只记已经发生的事；项目现在何处由节点算出。")]
    rows = [
        (
            f"{_step(entry['step'])} `{entry['step']}`",
            str(Step[entry["step"].upper()].value),
            entry["definition"],
            "、".join(entry.get("evidence", [])) or "—",
            _steps(entry.get("requires")),
            _steps(entry.get("expects")),
            _verified(entry),
        )
        for entry in declared["step"]
    ]
    lines += _table(("节点", "编号", "含义", "证据", "缺了拒收", "缺了提示", "核实"), rows)
    lines += ["", "## 退出", ""]
    exits = [
        (
            f"{_step(entry['step'])} `{entry['step']}`",
            str(Step[entry["step"].upper()].value),
            "；".join(
                f"{key}：{_value(entry[key])}" for key in entry if key not in {*ABOUT, "step"}
            ),
            entry["source"],
            _verified(entry),
        )
        for entry in declared["exit"]
    ]
    return _page([*lines, *_table(("退出", "编号", "参数", "来源", "核实"), exits)])


def powers() -> str:
    """Return what each post may do, where it stands, and what it may not be held with."""
    lines = [*_head("岗位与职权", "services/actor.py", "页面按岗位授权，没有写明的一律拒绝。")]
    rows = [
        (post.title, *("✓" if power in POWERS[post] else "" for power in Power))
        for post in PostKind
    ]
    lines += _table(("岗位", *(power.title for power in Power)), rows)
    lines += ["", "## 单位设哪些岗位", ""]
    offices = [
        (
            kind.title,
            "、".join(LEVEL_WORDS[level.name] for level in sorted(found.levels)),
            "、".join(post.title for post in PostKind if post in found.posts),
        )
        for kind, found in ESTABLISHMENTS.items()
    ]
    lines += _table(("单位", "层级", "岗位"), offices)
    lines += ["", "## 同一账号不得兼任", ""]
    said: dict[str, list[str]] = {}
    for first, second in combinations(PostKind, 2):
        reason = clash([first], second)
        if reason:
            said.setdefault(reason, []).append(f"{first.title}＋{second.title}")
    return _page([*lines, *(f"- {reason}（{'；'.join(pairs)}）" for reason, pairs in said.items())])


def policy() -> str:
    """Return every entry of policy with its date, its numbers, its source and whether verified."""
    lines = [
        *_head(
            "政策参数",
            "policy/",
            "每条规定写明起始日和出处；“待核实”的数凭记忆或由本平台自定，须由本市核定。",
        )
    ]
    for level, title in LEVELS.items():
        for file in sorted((POLICY / level).glob("*.toml")):
            text = file.read_text("utf-8")
            lines += [
                f"## {title} · `{level}/{file.name}`",
                "",
                text.splitlines()[0].strip("# 　"),
                "",
            ]
            lines += [*_entries(tomllib.loads(text)), ""]
    return _page(lines)


def _entries(declared: dict[str, Any]) -> Iterator[str]:
    tables = {name: found for name, found in declared.items() if isinstance(found, list)}
    if not tables:
        yield f"用语表，不是规定。来源：{declared.get('source', '见文件')}"
        return
    for name, entries in tables.items():
        yield f"**`[[{name}]]`**"
        yield ""
        yield from _table(
            ("条款", "地区", "起始日", "参数", "来源", "核实"), [_entry(entry) for entry in entries]
        )
        yield ""


def _entry(entry: dict[str, Any]) -> tuple[str, ...]:
    since = entry.get("in_force_from") or entry.get("effective_on")
    until = entry.get("in_force_until")
    numbers = "；".join(
        f"{key} = {_value(value)}"
        for key, value in entry.items()
        if key not in ABOUT and key != "effective_on"
    )
    note = f"（{entry['note']}）" if entry.get("note") else ""
    return (
        entry.get("clause", "—"),
        entry.get("region", "CN" if "clause" in entry else "—"),
        f"{since or '—'}{f' 至 {until}' if until else ''}",
        numbers or "—",
        f"{entry['source']}{note}",
        _verified(entry),
    )


def scoring() -> str:
    """Return the scoring schemes on file, item by item, with what each leaves open."""
    lines = [
        *_head(
            "评分办法",
            "policy/scoring/",
            "`jiugai score 结果.csv --scheme 名称` 按随附办法评分，也可给出自己的 .toml 文件。",
        )
    ]
    for name, scheme in schemes_on_file().items():
        open_scores = "、".join(hole.word for hole in holes(scheme.grades, scheme.total))
        lines += [
            f"## {scheme.title} `{name}`",
            "",
            f"- **条款**：{scheme.clause}，地区 {scheme.region}，起始日 {scheme.in_force_from}，满分 {plain(scheme.total)}",
            f"- **来源**：{scheme.source}（{'已核实' if scheme.verified else '**待核实**'}）{scheme.note}",
            f"- **没有写明等次的得分**：{open_scores or '无'}",
            *(
                f"- **{part.word}**：占 {plain(part.weight * 100)}%，{'、'.join(part.sheets)}"
                for part in scheme.assessments
            ),
            "",
        ]
        rows = [
            (
                f"{item.word} `{item.code}`",
                plain(item.points) if item.points is not None else "未见",
                _how(item),
                item.source or "—",
            )
            for item in scheme.criteria
        ]
        lines += [*_table(("评分项", "分值", "算法", "来源"), rows), ""]
        if scheme.consequences:
            effects = [
                (rule.effect.word, _when(rule), _changes(rule), rule.source, _doubt(rule.verified))
                for rule in scheme.consequences
            ]
            lines += [*_table(("奖惩", "条件", "增减", "来源", "核实"), effects), ""]
    return _page(lines)


def _how(item: Criterion) -> str:
    if item.marking is Marking.LINEAR:
        more = (
            f"，每超一步加 {plain(item.bonus)} 分，至多加 {plain(item.bonus_most)} 分"
            if item.bonus
            else ""
        )
        part = {
            "proportional": "不足一步按比例",
            "whole": "不足一步不扣",
            "begun": "不足一步按一步",
        }
        return (
            f"达到 {plain(item.target)}% 满分，每低 {plain(item.per)} 个百分点扣 {plain(item.deduct)} 分，"
            f"{part[item.steps.value]}，扣到 {plain(item.least)} 为止{more}"
        )
    if item.marking is Marking.EACH:
        return f"每次扣 {plain(item.deduct)} 分，扣到 {plain(item.least)} 为止"
    return "完成得满分，未完成不得分" if item.marking is Marking.BINARY else "直接评分"


def _when(rule: Consequence) -> str:
    bounds = (
        ("高于", rule.above),
        ("不低于", rule.at_least),
        ("低于", rule.below),
        ("不高于", rule.at_most),
    )
    parts = [
        f"前 {rule.top} 名" if rule.top else "",
        f"末 {rule.bottom} 名" if rule.bottom else "",
        rule.grade,
    ]
    parts += [f"{word} {plain(bound)} 分" for word, bound in bounds if bound is not None]
    return "且".join(part for part in parts if part)


def _changes(rule: Consequence) -> str:
    sign = "增" if rule.effect is Effect.REWARD else "减"
    told = [
        f"{word}{sign} {plain(part * 100)}%"
        for word, part in (("计划", rule.plan), ("资金", rule.money))
        if part is not None
    ]
    return "、".join(told) or "—"


def _doubt(verified: bool) -> str:
    return "已核实" if verified else "**待核实**"


def allocation() -> str:
    """Return the rules by which money is shared out and granted, with what is only recalled."""
    lines = [
        *_head(
            "资金分配办法和小区补助办法",
            "policy/allocation/、policy/grants/",
            "`jiugai allocate`、`jiugai grant` 按随附办法算，也可给出自己的 .toml 文件。",
        )
    ]
    for name, rule in allocation_rules().items():
        rows = [
            (
                term.part.word,
                term.word,
                f"{plain(term.weight * 100)}%",
                _doubt(term.part.verified and factor.verified),
            )
            for term, factor in zip(rule.terms, rule.factors, strict=True)
        ]
        lines += [*_about_rule(name, rule, rule.title, rule.doubts)]
        lines += [*_table(("部分", "因素", "占全部的", "核实"), rows), ""]
    for name, granting in grant_rules().items():
        lines += [*_about_rule(name, granting, granting.title, granting.doubts)]
        lines += [f"- {area.word}：{area.source}" for area in granting.areas]
        lines += [
            f"- {one.word} {plain(one.yuan)} 元：{one.source}"
            for one in (*granting.households, *granting.once)
        ]
        lines += [""]
    return _page(lines)


def _about_rule(name: str, rule: Rule, title: str, doubts: Sequence[str]) -> Iterator[str]:
    yield f"## {title} `{name}`"
    yield ""
    until = f" 至 {rule.in_force_until}" if rule.in_force_until else ""
    yield f"- **条款**：{rule.clause}，地区 {rule.region}，起止 {rule.in_force_from}{until}"
    yield f"- **来源**：{rule.source}；{rule.url or '没有见到原文'}。{rule.note}"
    yield f"- **待核实**：{'；'.join(doubts) or '无'}"
    yield ""


def commands() -> str:
    """Return the help of the command line."""
    lines = [*_head("命令行", "console/", "退出码：0 完成，1 有拒收或不能办，2 用法不对。")]
    lines += ["`--json` 时标准输出只有一个 JSON 文档。只做计算的命令不需要数据库。", ""]
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    for name, command in group.commands.items():
        usage = " ".join(_usage(parameter) for parameter in command.params)
        lines += [
            f"## `jiugai {name}`",
            "",
            command.help or "",
            "",
            f"    jiugai {name} {usage}".rstrip(),
            "",
        ]
        rows = [_parameter(parameter) for parameter in command.params]
        lines += [*_table(("参数", "说明", "默认"), rows), ""] if rows else []
    return _page(lines)


def _usage(parameter: Any) -> str:
    shown = parameter.opts[0] if parameter.param_type_name == "option" else _named(parameter)
    if parameter.param_type_name == "option" and not parameter.is_flag:
        shown = f"{shown} {_named(parameter)}"
    many = "…" if parameter.multiple else ""
    return f"{shown}{many}" if parameter.required else f"[{shown}{many}]"


def _named(parameter: Any) -> str:
    return parameter.metavar or parameter.name.upper()


def _parameter(parameter: Any) -> tuple[str, str, str]:
    option = parameter.param_type_name == "option"
    shown = "、".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    kind = parameter.type_descriptor.annotation
    choices = tuple(kind) if isinstance(kind, type) and issubclass(kind, Enum) else ()
    values = f"（{'、'.join(str(choice.value) for choice in choices)}）" if choices else ""
    default = parameter.default
    default = default.value if isinstance(default, Enum) else default
    plain = isinstance(default, str | int | float | Path) and not isinstance(default, bool)
    return (
        shown if option else f"`{_named(parameter)}`",
        f"{parameter.help or ''}{values}",
        f"`{default}`" if plain and default != "" else "必填" if parameter.required else "",
    )


def findings() -> str:
    """Return every code of a finding with the sentences that are said with it."""
    lines = [
        *_head(
            "意见代码", "源程序", "代码供程序识别，永不更改；话是说给人听的。“…”处填入实际内容。"
        ),
        "分量：拒收即该行或该文件不写入；提示即照写并留下提示；说明即没有问题；空白即随情形而定。",
        "",
    ]
    found = every_code(SOURCE)
    untitled = {code.partition(".")[0] for code in found} - ROOM_TITLES.keys()
    if untitled:
        raise SystemExit(f"give these rooms of findings a title: {sorted(untitled)}")
    for room, title in ROOM_TITLES.items():
        rows = [
            (
                f"`{code}`",
                "、".join(sorted(said.weights)),
                "<br>".join(said.sentences) or "（随文件而定）",
                "、".join(f"`{place}`" for place in sorted(said.places)),
            )
            for code, said in found.items()
            if code.startswith(f"{room}.")
        ]
        lines += [f"## {title} `{room}.*`（{len(rows)} 个）", ""]
        lines += [*_table(("代码", "分量", "第一句话", "出自"), rows), ""]
    return _page(lines)


def checks() -> str:
    """Return every check with its formula, its thresholds, its answer and how far it is to be trusted."""
    lines = [
        *_head(
            "核验项", "domain/reporting/checks/", "每一项都同样问所有县区，公式和数都给县区看。"
        ),
        "一项核验只有三种结果：**通过**；**不通过**，带位置和数；**不适用**，写明因为什么。不通过分三种答复：",
        "",
        *(f"- **{answer.word}** `{answer}`：{answer.remedy}" for answer in Answer),
        "",
        "与“其他县区”比的，一律用其他全部县区截至当月十二个月的中位数和四分位离差，不用本县区自己的数，也不看以后的月份；"
        "可比的县区不足两个，或数不足，就不适用。“离差”＝四分位点到中位数的距离 ÷ 0.6745。",
        "",
        "## 提示有多少属实",
        "",
        "属实率 ＝ 召回率 × 基率 ÷（召回率 × 基率 ＋ 误报率 ×（1 − 基率））。作假越少见，同一条提示属实的机会越小，"
        "所以提示从不等于认定，也从不自动扣分。以项目计：",
        "",
        *_table(
            ("召回率", "误报率", "基率 10%", "基率 5%", "基率 1%"),
            [
                (
                    f"{recall:.2f}",
                    f"{false:.1%}",
                    *(_precision(recall, false, b) for b in BASE_RATES),
                )
                for recall, false in ((0.86, 0.034), (0.6, 0.05), (0.3, 0.01), (0.3, 0.05))
            ],
        ),
        "",
        "## 一览",
        "",
        *_table(
            ("编号", "核验项", "答复", "问的是", "第几版"),
            [
                (
                    check.number,
                    f"[{check.title}](#{check.code}) `{check.code}`",
                    check.answer.word if check.answer else "只排序",
                    check.reads,
                    str(check.version),
                )
                for check in CHECKS
            ],
        ),
        "",
    ]
    for check in CHECKS:
        lines += _check(check)
    lines += ["## 不用的做法", "", *_table(("做法", "为什么不用"), NOT_USED)]
    return _page(lines)


def alerts() -> str:
    """Return every alert on money with its formula, thresholds and words, and what audits found."""
    lines = [
        *_head(
            "资金预警和审计发现",
            "domain/funding/alerts/",
            "`jiugai audit-findings --as-of 日期` 和审计台用的就是这些。",
        ),
        "一项预警只有三种结果：**未见问题**；**有问题**，带位置、读到的数、应有的数和该做的事；**说不清**，写明缺哪件事实。"
        "缺的事实从不猜；说不清的也计数，从不漏掉。有问题不等于认定违规。",
        "",
    ]
    for alert in ALERTS:
        lines += _alert(alert)
    rows = [
        (
            one.code,
            one.title,
            "、".join(f"[{code}](#{code})" for code in one.alerts) or f"说不清：{one.missing}",
            f"[{one.publication.title}]({one.publication.url})",
            _doubt(one.publication.verified),
        )
        for one in PUBLISHED
    ]
    lines += ["## 已公布的审计发现", "", "每一条都对到一项预警，或者写明缺什么事实。", ""]
    return _page([*lines, *_table(("编号", "审计发现", "由谁去找", "出自", "核实"), rows)])


def _alert(alert: Alert) -> Iterator[str]:
    found = alert_thresholds()
    yield f'<a id="{alert.code}"></a>'
    yield ""
    yield f"## {alert.code} {alert.title}（第 {alert.version} 版）"
    yield ""
    yield f"- **什么算有问题**：{alert.formula}。"
    yield f"- **问的是**：每个{alert.of.word}"
    yield f"- **要有的事实**：{alert.needs}；没有就说不清"
    yield f"- **该做什么**：{alert.remedy}。"
    words = [one for one in found.words if one.alert == alert.code]
    if words:
        said = "、".join(one.word for one in words)
        yield f"- **找的用词**：{said}（{words[0].source}，{_doubt(words[0].verified)}）"
    yield ""
    rows = [
        (
            f"`{one.name}` {alert.limits[one.name]}",
            f"{float(one.value):.0%}"
            if one.unit == "比例"
            else f"{_decimal(one.value)} {one.unit}",
            one.reason,
            str(one.in_force_from),
            f"{one.source}（{_doubt(one.verified)}）{one.note}",
        )
        for one in found.limits
        if one.alert == alert.code
    ]
    if rows:
        yield from _table(("界限", "数", "为什么是这个数", "起始日", "来源"), rows)
        yield ""


def standards_page() -> str:
    """Return every check of the twenty standards with what keeps it, its numbers and its words."""
    lines = [
        *_head(
            "20条衡量标准核对",
            "domain/supervision/standards/",
            "“一区一档”、改造方案页和“工作法清单”里的 20条衡量标准用的就是这些。",
        ),
        "一条只有四种结果：**做到**；**没做到**，写明读到什么、应是什么；**不适用**，写明为什么；**说不清**，写明缺哪件事实、由谁登记。"
        "缺的事实从不猜。没有事实可查时，以一区一档里的手工登记为准，并标明“手工登记”；手工登记与事实不符的，以事实为准，并点出不符。"
        "编号 N50-nn 是本平台自编，文字为转述。",
        "",
    ]
    texts = {one.clause: one for one in reversed(standards())}
    for check in STANDARD_CHECKS:
        lines += _standard(check, texts[check.code])
    return _page(lines)


def _standard(check: StandardCheck, standard: Standard) -> Iterator[str]:
    found = standard_thresholds()
    yield f'<a id="{check.code}"></a>'
    yield ""
    yield f"## {check.code} {check.title}（第 {check.version} 版）"
    yield ""
    yield f"- **标准**：{standard.text}（{standard.group}，{_doubt(standard.verified)}）"
    yield f"- **怎样算做到**：{check.formula}。"
    yield f"- **看哪些事实**：{check.facts}"
    gate = f"{standard.gate.word}以前" if standard.gate else "无"
    yield f"- **关口**：{gate}"
    yield ""
    rows = [
        (f"`{one.name}` {check.limits[one.name]}", f"{_decimal(one.value)} {one.unit}", one.reason, str(one.in_force_from), f"{one.source}（{_doubt(one.verified)}）")
        for one in found.limits if one.standard == check.code
    ] + [
        (f"`{one.name}` {check.words[one.name]}", "、".join(one.words), "", str(one.in_force_from), f"{one.source}（{_doubt(one.verified)}）")
        for one in found.words if one.standard == check.code
    ]  # fmt: skip
    if rows:
        yield from _table(("界限、用词", "是什么", "为什么", "起始日", "来源"), rows)
        yield ""


BASE_RATES = (0.10, 0.05, 0.01)


def _precision(recall: float, false: float, base: float) -> str:
    return f"{recall * base / (recall * base + false * (1 - base)):.0%}"


def _check(check: Check) -> Iterator[str]:
    yield f'<a id="{check.code}"></a>'
    yield ""
    yield f"## {check.number} {check.title} `{check.code}`（第 {check.version} 版）"
    yield ""
    yield f"- **答复**：{check.answer.word if check.answer else '只用来排先后，从不提示'}"
    yield f"- **公式**：{check.formula}。"
    yield f"- **问的是**：{check.reads}"
    yield f"- **可信到哪里**：{check.base_rate}。"
    yield ""
    if check.limits:
        rows = [
            (
                f"`{limit.name}` {check.limits[limit.name]}",
                f"{_decimal(limit.value)} {limit.unit}",
                limit.reason,
                str(limit.in_force_from),
                f"{limit.source}（{'已核实' if limit.verified else '**待核实**'}）",
            )
            for limit in check_limits()
            if limit.check == check.code and limit.version == check.version
        ]
        yield from _table(("界限", "数", "为什么是这个数", "起始日", "来源"), rows)
        yield ""


def _decimal(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):g}"


PAGES: dict[str, Callable[[], str]] = {
    "measures": measures,
    "steps": steps,
    "powers": powers,
    "policy": policy,
    "scoring": scoring,
    "allocation": allocation,
    "commands": commands,
    "findings": findings,
    "alerts": alerts,
    "standards": standards_page,
    "checks": checks,
}


# --- Words and tables ----------------------------------------------------------------------


def _head(title: str, source: str, lead: str) -> tuple[str, ...]:
    return (f"# {title}", "", f"由 `make docs` 从 {source} 生成，请勿手改。{lead}", "")


def _word(kind: Any, name: str) -> str:
    """Return the Chinese of a quantity or a basis."""
    return str(getattr(kind(name), "word", "") or name)


def _step(name: str) -> str:
    return Step[name.upper()].word


def _steps(names: Iterable[str] | None) -> str:
    return "、".join(_step(name) for name in names or ()) or "—"


def _verified(entry: dict[str, Any]) -> str:
    return "已核实" if entry.get("verified", True) else "**待核实**"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "、".join(_value(one) for one in value)
    if isinstance(value, dict):
        return "，".join(f"{key} {_value(one)}" for key, one in value.items())
    return str(value)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in row)} |"


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or say which differ from what they should be."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, make in PAGES.items():
        file, text = REFERENCE / f"{name}.md", make()
        if file.exists() and file.read_text("utf-8") == text:
            continue
        stale.append(file.relative_to(ROOT).as_posix())
        if "--check" not in arguments:
            file.write_text(text, "utf-8")
    if stale and "--check" in arguments:
        print(f"out of date: {', '.join(stale)}; run `make docs`")
        return 1
    print(f"reference ok ({len(stale)} written)" if stale else "reference ok")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
