"""An import, a form with a slip in it, what stands where there is nothing."""

from typing import Any

from django import forms

from jiugai.services.registry import reading_only

Record = dict[str, Any]


def steppers() -> list[Record]:
    words = ("选文件", "读取", "看方案", "写入")

    def at(current: int) -> Record:
        states = ["done"] * current + ["current"] + ["next"] * (3 - current)
        return {
            "label": "导入步骤",
            "steps": [
                {"label": word, "state": state} for word, state in zip(words, states, strict=True)
            ],
        }

    return [at(0), at(2)]


def progresses() -> list[Record]:
    return [
        {"label": "宁陕县老旧小区情况统计表.xlsx", "done": 52, "total": 81},
        {"label": "石泉县_2020年旧改摸底表.xls", "done": 88, "total": 88, "kind": "ok", "shown": "88 行"},
        {"label": "新建 Microsoft Excel 工作表.xlsx", "done": 1, "total": 1, "kind": "bad", "shown": "—"},
        {"label": "旬阳县台账汇总（含分表）10月.xlsx", "done": 1204, "total": None},
    ]  # fmt: skip


def drop() -> Record:
    most_bytes, most_words = reading_only.largest_file()
    return {
        "action": "#",
        "title": "把各县区的工作簿拖到这里",
        "text": f".xlsx、.xls、.ods、.csv，可一次多个，单个不超过 {most_words}。原样发来的就行。",
        "accept": ".xlsx,.xls,.ods,.csv",
        "max_bytes": most_bytes,
        "verb": "读取",
    }


def counts() -> Record:
    rows: tuple[tuple[str, int, str, str], ...] = (
        ("新增", 118, "行", ""), ("改动", 6, "行，逐格可比", ""), ("不变", 183, "行", ""),
        ("已修正", 57, "处，可撤回", ""), ("待定", 4, "存疑 2 · 重复 1 · 合计 1", "doubt"),
        ("拒收", 2, "行，带批注退回", "bad"),
    )  # fmt: skip
    return {
        "label": "方案",
        "items": [
            {"label": a, "count": b, "note": c, "status": d, "url": "#", "current": a == "待定"}
            for a, b, c, d in rows
        ],
    }


def sheet() -> Record:
    def row(number: int, *cells: str | Record, kind: str = "") -> Record:
        plain: list[Record] = [{"text": cell} if isinstance(cell, str) else cell for cell in cells]
        for cell in plain[3:]:
            cell["numeric"] = True
        return {"number": number, "kind": kind, "cells": plain}

    def repaired(text: str, now: str) -> Record:
        return {"text": text, "now": now, "kind": "repaired"}

    def marked(text: str, kind: str, pin: str) -> Record:
        return {"text": text, "kind": kind, "pin": pin}

    head = [{"text": word, "kind": "heading"} for word in
            ("序号", "小区名称", "街道", "建成年份", "楼栋", "户数", "面积 ㎡")]  # fmt: skip
    title = {"text": "汉滨区老旧小区摸底台账", "kind": "heading", "colspan": 7}
    note = {"text": "填报单位：样例   单位：栋、户、平方米", "kind": "note", "colspan": 7}
    return {
        "name": "汉滨区",
        "shown": "第 1–13 行，共 318 行",
        "columns": list("ABCDEFG"),
        "rows": [
            {"number": 1, "cells": [title]},
            {"number": 2, "cells": [note]},
            {"number": 3, "cells": head},
            row(5, "1", "甲字街12号院", "老城街道", "1994", repaired("１２", "12"), "146", "11,830"),
            row(6, "2", "乙字巷家属院", "老城街道", repaired("1987年", "1987"),
                repaired("3栋", "3"), repaired("105户", "105"), "8,420"),
            row(7, "3", "丙字坝小区", "江北街道", marked("九八年", "doubt", "1"), "6", "240", "19,600"),
            row(8, "4", "丁字路8号院", "新城街道", "1996", "4", marked("约180", "doubt", "2"), "14,150"),
            row(10, "6", "庚字桥宿舍", "江北街道", repaired("1985.0", "1985"), "2", "72",
                marked("76470万", "refused", "A")),
            row(11, "7", "辛字苑", "建民街道", marked("2009", "refused", "B"), "9", "396", "38,200"),
            row(12, "", "（本行隐藏，未读取）", "", "", "", "", "", kind="unread"),
            row(13, "", "小计", "", "", "53", marked("1,479", "doubt", "3"), "—", kind="total"),
        ],
    }  # fmt: skip


def findings() -> list[Record]:
    return [
        {"pin": "1", "kind": "doubt", "title": "D7 建成年份“九八年”",
         "message": "可读作 1998，没有第二种合理读法，但原文不是数字。",
         "actions": [{"label": "按 1998 记", "action": "#", "name": "take", "value": "1998"},
                     {"label": "退回县区", "action": "#", "bare": True}]},
        {"pin": "2", "kind": "doubt", "title": "F8 户数“约180”", "settled": "沿用 2019 年所记的 178",
         "message": "概数不能进统计。同一小区 2019 年记为 178 户。"},
        {"pin": "3", "kind": "doubt", "title": "F13 小计与逐行相加不符",
         "message": "表上 1,479，逐行合计 1,449，差 30 户。小计不写入，请县区核对。",
         "actions": [{"label": "已知，继续", "action": "#"},
                     {"label": "看相加过程", "url": "#", "bare": True}]},
        {"pin": "A", "kind": "refused", "title": "G10 拒收：“76470万”平方米",
         "message": "表头单位为平方米，格内又写“万”。两种读法相差一万倍，不猜。",
         "after": "随退回行带批注返回"},
        {"pin": "B", "kind": "refused", "title": "D11 拒收：2009 年建成",
         "message": "晚于 2000-12-31，不属改造对象（国办发〔2020〕23 号；本市未延伸到 2005 年）。",
         "after": "随退回行带批注返回"},
    ]  # fmt: skip


class TenderForm(forms.Form):
    """A form with a slip of the unit in it, as people make them."""

    price = forms.DecimalField(label="中标价（万元）")
    tendered_on = forms.DateField(
        label="定标日期",
        help_text="中标通知书上的日期。",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    stage = forms.ChoiceField(label="阶段", choices=[("", "请选择"), ("tender", "招标")])
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea)

    def clean_price(self) -> None:
        raise forms.ValidationError(
            "读到 3,986,000 万元（约 399 亿）。此栏单位是万元，例如 398.6。还没有写入。"
        )


def form() -> TenderForm:
    return TenderForm(
        {"price": "3986000", "tendered_on": "2020-10-12", "stage": "tender", "note": ""}
    )


class DeedForm(forms.Form):
    """One thing to do, with the words that belong to it."""

    key = forms.CharField(widget=forms.HiddenInput)
    kind = forms.CharField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(label="原因或依据", widget=forms.Textarea(attrs={"rows": 2}))


def doing() -> list[Record]:
    """Return what may be done: two things, the first open; and nothing, with the reason."""

    def deed(word: str, kind: str, *, first: bool) -> Record:
        form = DeedForm(initial={"key": kind, "kind": kind, "seen": 0}, auto_id=f"id_{kind}_%s")
        return {"word": word, "form": form, "open": first, "first": first}

    return [
        {"forms": [deed("反馈", "answer", first=True), deed("申请延期", "extend", first=False)]},
        {"forms": [], "otherwise": "这一步不由您办，现在是“待核查”。"},
    ]


def dialogs() -> list[Record]:
    asked = {
        "id": "gallery-issue",
        "title": "发出 10 月通报？",
        "text": "将送 12 个县区、23 个部门。发出后只能另发更正，不能收回。",
        "action": "#",
        "verb": "发出通报",
    }
    return [asked, {**asked, "id": "gallery-issue-still", "still": True, "cancel_url": "#"}]


def empties() -> list[Record]:
    return [
        {"title": "还没有台账", "text": "把各县区发来的 Excel 直接拖进来，系统先给方案，看过再写入。",
         "actions": [{"label": "导入台账", "url": "#", "first": True, "icon": "import"}]},
        {"title": "没有同时满足这 3 个条件的小区",
         "text": "去掉“建成 1978 年前”有 12 个，去掉“资金低于 20%”有 4 个。",
         "actions": [{"label": "去掉“建成 1978 年前”", "url": "#"}]},
    ]  # fmt: skip
