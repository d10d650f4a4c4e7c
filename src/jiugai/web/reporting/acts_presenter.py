"""Acts in the words of the screen (留痕的写法)."""

from typing import Any
from urllib.parse import urlencode

from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.services.reporting.acts import ActRow, ActsPage
from jiugai.web.templatetags.formats import moment

ROOMS = {
    "": "全部",
    "registry": "台账",
    "eligibility": "认定",
    "scheme": "分类",
    "programme": "计划与进度",
    "funding": "资金账",
    "reporting": "月报与封账",
    "supervision": "排名与督办",
    "bulletins": "通报与公文",
    "accounts": "账号",
    "divisions": "区划",
}
VERBS = {
    "accounts.add_account": "开账号",
    "accounts.add_organisation": "登记单位",
    "accounts.add_post": "设岗位",
    "accounts.appoint": "任岗",
    "accounts.change_password": "改密码",
    "accounts.delegate": "委托代办",
    "accounts.delegate_for": "替人委托代办",
    "accounts.disable": "停用账号",
    "accounts.enable": "启用账号",
    "accounts.end_appointment": "离岗",
    "accounts.end_delegation": "结束代办",
    "accounts.first_administrator": "设第一位管理员",
    "accounts.load_demo": "装入演示账号",
    "accounts.renew_link": "重发登录链接",
    "accounts.set_password_by_link": "凭链接设密码",
    "bulletins.compose": "拟通报",
    "bulletins.draft": "拟通报",
    "bulletins.edit": "改通报",
    "bulletins.issue": "签发通报",
    "bulletins.convene": "登记会议",
    "bulletins.issue_minutes": "印发会议纪要",
    "bulletins.issue_paper": "签发督办公文",
    "bulletins.keep_minutes": "录会议纪要",
    "divisions.add_local_units": "登记单列单位",
    "divisions.load": "装入区划",
    "eligibility.decide": "认定改造对象",
    "programme.correct_step": "更正进度",
    "programme.decide_plan": "决定采纳计划方案",
    "programme.import_plan": "导入年度计划",
    "programme.load_targets": "录入目标任务",
    "programme.open_plan_case": "建计划比选方案",
    "programme.propose_plan": "提出计划方案",
    "programme.record_step": "登记进度",
    "programme.set_plan_case": "设定并比选计划方案",
    "programme.set_target": "录入目标任务",
    "programme.withdraw_step": "撤销进度",
    "registry.add_building": "登记楼栋",
    "registry.decide_pair": "核对重名",
    "registry.import_ledger": "导入台账",
    "registry.name_columns": "指定表头读法",
    "reporting.close_month": "封账",
    "reporting.examine_returns": "核验月报",
    "reporting.explain_doubt": "说明疑点",
    "reporting.extend_deadline": "延长报送期限",
    "reporting.import_return": "导入月报",
    "reporting.rule_doubt": "认定疑点",
    "scheme.classify": "划分改造类型",
    "scheme.enter_bill": "登记改造方案",
    "scheme.enter_need": "登记改造需求",
    "scheme.withdraw_need": "撤销改造需求",
    "scheme.accept_item": "登记验收数量",
    "scheme.withdraw_acceptance": "撤销验收数量",
    "scheme.mark": "登记档案办理情况",
    "scheme.define_checklist": "定工作法清单",
    "supervision.answer_objection": "答复排名异议",
    "supervision.assign_leader": "指定包抓领导",
    "supervision.correct_visit": "更正包抓走访",
    "supervision.decide_reward": "决定奖惩",
    "supervision.draw": "抽取核实名单",
    "supervision.end_leader": "结束包抓",
    "supervision.end_site": "收回施工单位的小区",
    "supervision.give_site": "派给施工单位",
    "supervision.give_code": "领取现场口令",
    "supervision.hand_over_leader": "交接包抓",
    "supervision.issue_document": "登记印发配套文件",
    "supervision.judge_photo": "判定照片是否重复",
    "supervision.keep_photo": "上传现场照片",
    "supervision.open_contest": "开观摩评比",
    "supervision.hand_in_sheet": "交评分表",
    "supervision.correct_sheet": "更正评分表",
    "supervision.close_contest": "结束观摩评比",
    "supervision.name_model": "命名示范小区",
    "supervision.object_to_ranking": "对排名提异议",
    "funding.open_earmark": "登记专款",
    "funding.open_contract": "登记合同",
    "funding.write_voucher": "资金制单",
    "funding.write_reversal": "制冲销单",
    "funding.post_voucher": "复核记账",
    "funding.refuse_voucher": "退回凭证",
    "funding.close_period": "资金账结账",
    "funding.open_bank_account": "登记专户",
    "funding.import_statement": "导入银行对账单",
    "funding.list_platform": "列入平台公司名录",
    "funding.unlist_platform": "移出平台公司名录",
    "funding.draw_up_declaration": "起草不新增隐性债务承诺",
    "funding.sign_declaration": "签署不新增隐性债务承诺",
    "funding.draw_up_batch": "拟申报批次",
    "funding.correct_batch": "更正申报批次",
    "funding.confirm_batch": "复核报出申报批次",
    "funding.answer_batch": "登记批复",
    "funding.publish_interest_list": "公开征集企业的名单",
    "funding.withdraw_interest_row": "从名单撤下",
    "funding.take_in_offers": "登记企业意向",
    "funding.match_lines": "确认银行与账面对上",
    "funding.undo_match": "取消对上",
    "supervision.propose_rewards": "拟奖惩建议",
    "supervision.rank": "留存排名",
    "supervision.record_visit": "登记包抓走访",
    "supervision.record_trace": "登记痕迹",
    "supervision.recount": "记现场核实",
    "supervision.release_ranking": "发布排名",
    "supervision.set_document_due": "定配套文件期限",
    "supervision.show_ranking": "公示排名",
    "supervision.use_code": "使用现场口令",
    "supervision.withdraw_document": "撤销配套文件登记",
    "supervision.withdraw_trace": "撤销痕迹",
    **{f"reporting.{kind.value}_return": f"月报{kind.word}" for kind in MoveKind},
    **{f"supervision.{kind.value}_order": f"督办{kind.word}" for kind in DeedKind},
}


def word_of(verb: str) -> str:
    """Return what was done; a verb that nobody has put into words is shown as it is kept."""
    return VERBS.get(verb, verb)


def page(found: ActsPage, room: str) -> dict[str, Any]:
    """Return the context of the page of acts."""
    return {
        "views": [
            {"label": label, "count": None, "url": _url(code), "current": code == room}
            for code, label in ROOMS.items()
        ],
        "table": {
            "caption": "留痕",
            "heading": 3,
            "stacked": True,
            "columns": [
                {"label": "序号", "numeric": True},
                {"label": "时间"},
                {"label": "办了什么"},
                {"label": "对象"},
                {"label": "岗位"},
                {"label": "账号", "no_phone": True},
            ],
            "rows": [{"cells": _cells(row)} for row in found.rows],
            "empty": "没有这一类的留痕。",
        },
        "pager": {
            "summary": _summary(found),
            "pages": [],
            "previous": _url(room, after=found.newer) if found.newer is not None else "",
            "next": _url(room, before=found.older) if found.older is not None else "",
        },
        "is_first": found.newer is None,
        "newest_url": _url(room),
    }


def _url(room: str, **more: object) -> str:
    kept = {"room": room, **more} if room else more
    return f"/trace/acts/?{urlencode(kept)}" if kept else "/trace/acts/"


def _cells(row: ActRow) -> list[dict[str, Any]]:
    return [
        {"value": row.seq},
        {"value": moment(row.recorded_at)},
        {"value": word_of(row.verb)},
        {"value": row.subject, "verb": True},
        {"value": row.post},
        {"value": row.user},
    ]


def _summary(found: ActsPage) -> str:
    if not found.rows:
        return "没有留痕"
    return f"第 {found.rows[0].seq:,} 号至第 {found.rows[-1].seq:,} 号，新的在前"
