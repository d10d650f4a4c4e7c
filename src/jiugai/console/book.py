"""The commands of the book (资金账): post a file of vouchers, verify, list what lies idle."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiugai.console import setting_up
from jiugai.console.answers import finding, refuse, say_findings, say_json
from jiugai.console.founding import now
from jiugai.domain.quantities import yuan

if TYPE_CHECKING:
    from jiugai.services.actor import Actor, Power
    from jiugai.services.funding.book.importing import FileDone
    from jiugai.services.funding.book.reading import IdleLine, IdlePage

_MOST_BYTES = 1 << 27

POST_HELP = """把一个文件的凭证记进资金账：每行一个 JSON 对象，一人制单，另一人复核。

每行写：key 编号（一个编号只记一次，重跑不会重记）、 step 环节（如“支付”）、 source 资金来源、 paper 下达文号、
year 预算年度、 county 县区代码、 amount 金额、 unit 元/万元/亿元、 on 业务日期、 basis 本环节的依据；

落到项目的另写 project 项目公开编号，落到合同的再写 contract 合同编号；分配到县区的写 giver 分出一方的代码；
memo 摘要可以没有。没有登记过的专款按文号登记；合同用 step“登记合同”的一行登记（project、contract、
payee 收款单位、 amount、 unit、 on 签订日期）；项目要先在台账里。一行退回不影响别的行。"""

AsJson = Annotated[bool, typer.Option("--json", help="输出一份 JSON。")]


def _day(text: str) -> str:
    try:
        return text and date.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(f"写的是“{text}”，应为日期，例如 2020-10-31。") from None


def post(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.jsonl", exists=True, dir_okay=False, readable=True, help="凭证。"
        ),
    ],
    maker: Annotated[str, typer.Option("--maker", metavar="ACCOUNT", help="制单人的账号。")],
    checker: Annotated[str, typer.Option("--checker", metavar="ACCOUNT", help="复核人的账号。")],
    as_json: AsJson = False,
) -> None:
    """Post a file of vouchers in the names of two officers."""
    with source.open("rb") as file:
        content = file.read(_MOST_BYTES)
    setting_up.open_city(as_json=as_json)
    from jiugai.services.actor import Power
    from jiugai.services.funding.book.importing import post_file

    today = now().date()
    done = post_file(
        content,
        document=source.name,
        maker=_officer(maker, Power.KEEP_BOOK, today, as_json=as_json),
        checker=_officer(checker, Power.CHECK_BOOK, today, as_json=as_json),
        today=today,
    )
    if as_json:
        say_json(_posted(done))
    else:
        _say_posted(done)
    if done.refused:
        raise typer.Exit(1)


def _officer(name: str, power: "Power", today: date, *, as_json: bool) -> "Actor":
    from jiugai.services.accounts.refusals import NoSuchThing
    from jiugai.services.accounts.signing_in import officer_called

    try:
        return officer_called(name, power, day=today)
    except NoSuchThing as fault:
        raise refuse(f"{fault}没有记任何账。", code="book.no_officer", as_json=as_json) from None


def _posted(done: "FileDone") -> dict[str, Any]:
    return {
        "posted": sum(line.posted and not line.before for line in done.lines),
        "posted_before": sum(line.before for line in done.lines),
        "lines": [
            {
                "line": line.number,
                "key": line.key,
                "posted": line.posted,
                "before": line.before,
                "findings": [finding(one) for one in line.findings],
            }
            for line in done.lines
        ],
        "findings": [finding(one) for one in done.findings],
    }


def _say_posted(done: "FileDone") -> None:
    told = _posted(done)
    refused = sum(not line.posted for line in done.lines) + len(done.findings)
    typer.echo(
        f"办好 {told['posted']} 行，以前已办 {told['posted_before']} 行，退回 {refused} 行。"
    )
    say_findings(done.findings)
    for line in done.lines:
        say_findings(line.findings)


def book_verify(as_json: AsJson = False) -> None:
    """Count the book anew from its legs and say what does not hold."""
    setting_up.open_city(as_json=as_json)
    from jiugai.services.funding.book.reading import verify

    found = verify()
    if as_json:
        say_json(
            {
                "whole": not found.faults,
                "postings": found.postings,
                "accounts": found.accounts,
                "closes": found.closes,
                "faults": [dict(fault) for fault in found.faults],
            }
        )
    else:
        typer.echo(
            f"重算 {found.postings} 笔记账、{found.accounts} 个账户、{found.closes} 次结账："
            + ("分文不差。" if not found.faults else f"有 {len(found.faults)} 处不符。")
        )
        for fault in found.faults:
            typer.echo(f"  ✗ {_FAULTS[str(fault['fault'])]}（{fault['id']}）")
    if found.faults:
        raise typer.Exit(1)


_FAULTS = {
    "unbalanced": "分录一方的收付不相等",
    "no_legs": "记账不足两条分录",
    "earmark_crossed": "分录动了别的专款的账户",
    "below_zero": "账户的余额小于零",
    "miscounted": "账户的余额与分录之和不符",
    "reversed_twice": "一笔记账冲销了两次",
    "reversal_not_exact": "冲销与原记账不是一正一反",
    "own_check": "制单人自己复核",
    "after_close": "结账以后又记进了已结的期间",
    "not_as_written": "记账与凭证写的不一样",
    "close_differs": "结账时的试算平衡表与现在重算的不符",
}


def idle(
    as_of: Annotated[
        str, typer.Option("--as-of", callback=_day, help="算到哪一天，默认今天。")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the money that lies somewhere, since when and with whom."""
    setting_up.open_city(as_json=as_json)
    from jiugai.services.facts import horizon
    from jiugai.services.funding.book.reading import idle_list

    page = idle_list(horizon(date.fromisoformat(as_of) if as_of else now().date()))
    if as_json:
        say_json(_idle(page))
        return
    typer.echo(f"{page.asked.as_of} 停留在各环节的资金 {len(page.lines)} 笔：")
    for line in page.lines:
        typer.echo(f"  {_sentence(line)}")
    if page.rule and not page.rule.verified:
        typer.echo(f"天数界限待核实：{page.rule.source}。")


def _idle(page: "IdlePage") -> dict[str, Any]:
    return {
        "as_of": page.asked.as_of.isoformat(),
        "idle": [
            {
                "earmark": line.earmark.paper,
                "year": line.earmark.year,
                "account": line.kind.word,
                "county": line.county,
                "holder": line.holder,
                "project": line.project,
                "contract": line.contract,
                "balance_yuan": f"{yuan(line.stay.balance_fen):.2f}",
                "since": line.stay.since.isoformat(),
                "days": line.stay.days,
                "weighted_days": f"{float(line.stay.weighted_days):.1f}",
                "level": line.level.value if line.level else None,
            }
            for line in page.lines
        ],
    }


def _sentence(line: "IdleLine") -> str:
    about = "，".join(part for part in (line.project, line.contract) if part)
    return (
        f"{line.holder}：{line.earmark.paper}{f'（{about}）' if about else ''}“{line.kind.word}”"
        f"{yuan(line.stay.balance_fen):,.2f} 元，从 {line.stay.since} 起已 {line.stay.days} 天"
        + (f"，{line.level.word}。" if line.level else "。")
    )
