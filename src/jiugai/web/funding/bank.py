"""Bank and book side by side on screen (银行对账): statements dropped in, pairs confirmed, months closed up."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.calendar import Month
from jiugai.services.accounts import AlreadyDone, KeyReused
from jiugai.services.actor import Power
from jiugai.services.funding.bank import comparing, taking
from jiugai.services.funding.bank.comparing import BalanceSheet, Comparison
from jiugai.services.funding.bank.refusals import NoSuchAccount
from jiugai.services.funding.book.names import Names
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import bank_words
from jiugai.web.funding.bank_forms import AccountForm, StatementForm, UndoForm, pairs_of
from jiugai.web.registry.forms import Keyed
from jiugai.web.registry.views import workbook

_TWICE = "这一步刚才已经办过了，没有再办一次。"


@access("funding.bank", Power.SEE)
def bank(request: HttpRequest) -> HttpResponse:
    """Show the special accounts and how far each is compared (银行对账)."""
    return _accounts(request)


def _accounts(
    request: HttpRequest, refused: AccountForm | None = None, status: int = 200
) -> HttpResponse:
    actor, today = desk.actor_of(request), desk.default_as_of()
    found = comparing.special_accounts(actor=actor, today=today)
    form = None
    if Power.KEEP_BOOK in actor.powers:
        form = refused or _account_form(request)
    context = bank_words.accounts_context(found, form) | {"open": refused is not None}
    return render(request, "funding/bank.html", context, status=status)


def _account_form(request: HttpRequest, typed: Any = None) -> AccountForm:
    counties = Names(desk.default_as_of()).counties_of(desk.actor_of(request).scope)
    return AccountForm(typed, counties=list(counties.items()))


@access("funding.open_bank_account", Power.KEEP_BOOK, writes=True)
def account_new(request: HttpRequest) -> HttpResponse:
    """Enter a county's special account (登记专户)."""
    form = _account_form(request, request.POST)
    if not form.is_valid():
        return _accounts(request, form, 422)
    said = form.cleaned_data
    try:
        done = taking.open_account(
            said["county"],
            said["bank"],
            said["number"],
            actor=desk.actor_of(request),
            key=said["key"],
        )
    except (AlreadyDone, KeyReused):
        desk.say(request, _TWICE, kind="info")
        return redirect("funding:bank")
    if done.findings:
        form.refuse(done.findings)
        return _accounts(request, form, 422)
    desk.say(request, f"专户 {said['number']} 已登记，可以导入对账单了。")
    return redirect("funding:bank")


def load_account(request: HttpRequest, account_id: int) -> Comparison:
    """Load a special account within the officer's reach."""
    return comparing.comparison(
        account_id, actor=desk.actor_of(request), today=desk.default_as_of()
    )


@access("funding.bank_account", Power.SEE, load=load_account)
def account(request: HttpRequest, found: Comparison) -> HttpResponse:
    """Show a special account: what may be confirmed, what is asked, what is open (专户对账)."""
    return _account(request, found)


def _account(
    request: HttpRequest, found: Comparison, problems: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    powers = desk.actor_of(request).powers
    context = bank_words.comparison_context(
        found, may_take=Power.KEEP_BOOK in powers, may_confirm=Power.CHECK_BOOK in powers
    )
    context |= {"form": StatementForm(), "keyed": Keyed(), "problems": problems}
    return render(request, "funding/bank_account.html", context, status=status)


@access("funding.import_statement", Power.KEEP_BOOK, writes=True, load=load_account)
def take(request: HttpRequest, found: Comparison) -> HttpResponse:
    """Take a statement in (导入对账单)."""
    form = StatementForm(request.POST, request.FILES)
    if not form.is_valid():
        return _account(request, found, _said(form), 422)
    sent = form.cleaned_data["file"]
    done = taking.take_statement(
        found.row.id,
        sent.read(),
        document=sent.name,
        actor=desk.actor_of(request),
        today=desk.default_as_of(),
    )
    if done.findings:
        told = tuple(
            f"{one.place.cell}：{one.message}" if one.place.cell else one.message
            for one in done.findings
        )
        return _account(request, found, told, 422)
    desk.say(request, f"导入 {done.count} 行，请看哪些可以确认。")
    return redirect("funding:bank-account", account_id=found.row.id)


@access("funding.match_lines", Power.CHECK_BOOK, writes=True, load=load_account)
def confirm(request: HttpRequest, found: Comparison) -> HttpResponse:
    """Confirm that lines of the bank and postings are the same (确认对上)."""
    form, pairs = Keyed(request.POST), pairs_of(request.POST.getlist("pair"))
    if not form.is_valid() or pairs is None:
        return _account(request, found, ("没有读懂要确认的是哪几笔，没有写入任何数据。请刷新后重试。",), 422)  # fmt: skip
    try:
        done = comparing.confirm(
            found.row.id, pairs, actor=desk.actor_of(request), key=form.cleaned_data["key"]
        )
    except (AlreadyDone, KeyReused):
        desk.say(request, _TWICE, kind="info")
        return redirect("funding:bank-account", account_id=found.row.id)
    if done.findings:
        return _account(request, found, tuple(one.message for one in done.findings), 422)
    desk.say(request, f"确认对上 {done.count} 笔。")
    return redirect("funding:bank-account", account_id=found.row.id)


@access("funding.undo_match", Power.CHECK_BOOK, writes=True, load=load_account)
def undo(request: HttpRequest, found: Comparison) -> HttpResponse:
    """Take back that a line and a posting are the same, with the reason (取消对上)."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _account(request, found, _said(form), 422)
    said = form.cleaned_data
    try:
        done = comparing.take_back(
            found.row.id,
            said["match"],
            said["words"],
            actor=desk.actor_of(request),
            key=said["key"],
        )
    except (AlreadyDone, KeyReused):
        desk.say(request, _TWICE, kind="info")
        return redirect("funding:bank-account", account_id=found.row.id)
    if done.findings:
        return _account(request, found, tuple(one.message for one in done.findings), 422)
    desk.say(request, "已取消这一对，两边都回到未达。")
    return redirect("funding:bank-account", account_id=found.row.id)


def _said(form: Any) -> tuple[str, ...]:
    return tuple(str(error) for errors in form.errors.values() for error in errors)


def load_sheet(request: HttpRequest, account_id: int, month: str) -> BalanceSheet:
    """Load how bank and book stand at the end of a month.

    :raises LookupError: if it is no month.
    """
    try:
        asked = Month.parse(month)
    except ValueError:
        raise NoSuchAccount(month) from None
    return comparing.balance_sheet(
        account_id, asked, actor=desk.actor_of(request), today=desk.default_as_of()
    )


@access("funding.balance_sheet", Power.SEE, load=load_sheet)
def sheet(request: HttpRequest, found: BalanceSheet) -> HttpResponse:
    """Show how bank and book stand at the end of a month, and why they differ (余额调节表)."""
    return render(request, "funding/balance_sheet.html", bank_words.sheet_context(found))


@access("funding.balance_sheet_export", Power.SEE, load=load_sheet)
def sheet_export(request: HttpRequest, found: BalanceSheet) -> HttpResponse:
    """Download how bank and book stand at the end of a month as a workbook."""
    content = comparing.balance_workbook(found, actor=desk.actor_of(request))
    return workbook(content, f"余额调节表{found.county}{found.month}.xlsx")
