"""The command line (命令行). Each command says what it did, or why not, in plain Chinese.

Exit codes: 0 done, 1 refused with findings, 2 wrong usage. ``--json`` prints one JSON document on
standard output and nothing else.
"""

import sys

import typer

from jiugai.console import (
    allocation,
    audit,
    bonds,
    book,
    bulletins,
    check_returns,
    decompose,
    drawing,
    founding,
    grants,
    imports,
    lint_bulletin,
    measures,
    photos,
    plan,
    pooling,
    rank_table,
    register,
    scoring,
    serving,
)
from jiugai.console.wrong_usage import PlainSpoken

app = typer.Typer(
    name="jiugai",
    cls=PlainSpoken,
    help="旧改：城镇老旧小区改造工作平台的命令行。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command("serve", help="启动网站（含后台任务）。")(serving.serve)
app.command("worker", help="只运行后台任务，可放在另一台机器上。")(serving.worker)
app.command("migrate", help="建立或升级数据库。")(founding.migrate)
app.command("demo", help="装入演示城市。")(founding.demo)
app.command("init-city", help="建立自己的城市（空库），给出首位管理员的一次性链接。")(
    founding.init_city
)
app.command("import-ledger", help="读取、核对并导入台账或月报。")(imports.import_ledger)
app.command("ledger-template", help="下发一个县区的台账模板。")(imports.ledger_template)
app.command("rank-table", help="给一张已有的表排名，不需要数据库。")(rank_table.rank_table)
app.command("score", help="按评分办法给考核结果打分、定等次、列奖惩，不需要数据库。")(scoring.score)
app.command("draw", help="按通报所印的留痕根抽出当月核实名单，谁都能重抽，不需要数据库。")(
    drawing.draw
)
app.command("allocate", help=allocation.HELP)(allocation.allocate)
app.command("grant", help=grants.HELP)(grants.grant)
app.command("plan", help=plan.HELP)(plan.plan)
app.command("pool", help=pooling.HELP)(pooling.pool)
app.command("check-bond", help=bonds.HELP)(bonds.check_bond)
app.command("post", help=book.POST_HELP)(book.post)
app.command("book-verify", help="重算资金账：每笔记账、每个账户、每次结账。")(book.book_verify)
app.command("idle", help="列出停留在各环节的资金：多少、从哪天起、在谁手里。")(book.idle)
app.command("audit-findings", help=audit.HELP)(audit.audit_findings)
app.command("check-returns", help=check_returns.HELP)(check_returns.check_returns)
app.command("decompose", help="把讲话、方案、通知、纪要拆成任务，复算其中的数字，不需要数据库。")(
    decompose.decompose
)
app.command("verify-register", help="核验登记簿：留痕、留痕根和各表的每一行。")(
    register.verify_register
)
app.command("receipts", help="给一个县区出报送回执，连同证明和核对程序。")(register.receipts)
app.command("photo-index", help="给一个文件夹的照片建指纹索引，并指出其中重复的。")(
    photos.photo_index
)
app.command("photo-find", help="查一张照片是否用过：裁剪、镜像、旋转、压缩过的也查。")(
    photos.photo_find
)
app.command("measures", help="按时点计算各项指标。")(measures.measures)
app.command("close-month", help="封账并出通报、附表和摘要。")(bulletins.close_month)
app.command("lint-bulletin", help="核对通报里的数字、名称和日期。")(
    lint_bulletin.lint_bulletin_command
)


def run() -> None:
    """Run the command line; a wrong call exits with 2."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    app()


if __name__ == "__main__":
    run()
