"""Addresses of the book (资金账)."""

from django.urls import path

from jiugai.web.funding import bank, book, book_papers, debt, vouchers

BOOK = [
    path("funding/book/", book.book, name="book"),
    path("funding/book/export/", book.book_export, name="book-export"),
    path("funding/book/<int:earmark_id>/<int:county_id>/", book.earmark, name="earmark"),
    path(
        "funding/book/<int:earmark_id>/<int:county_id>/<str:figure>/",
        book.figure,
        name="book-figure",
    ),
    path("funding/rates/", book.rates, name="rates"),
    path("funding/idle/", book.idle, name="idle"),
    path("funding/idle/export/", book.idle_export, name="idle-export"),
    path("funding/vouchers/", vouchers.vouchers, name="vouchers"),
    path("funding/vouchers/new/", vouchers.new, name="voucher-new"),
    path("funding/vouchers/<int:voucher_id>/", vouchers.voucher, name="voucher"),
    path("funding/vouchers/<int:voucher_id>/do/", vouchers.do, name="do-voucher"),
    path("funding/contracts/", book_papers.contracts, name="contracts"),
    path("funding/contracts/earmark/", book_papers.earmark_new, name="earmark-new"),
    path("funding/contracts/contract/", book_papers.contract_new, name="contract-new"),
    path("funding/months/", book_papers.months, name="months"),
    path("funding/months/close/", book_papers.close, name="close-period"),
    path("funding/debt/", debt.red_line, name="debt"),
    path("funding/debt/list/", debt.list_company, name="list-platform"),
    path("funding/debt/declare/", debt.declare, name="declare"),
    path("funding/debt/sign/", debt.sign, name="sign-declaration"),
    path("funding/bank/", bank.bank, name="bank"),
    path("funding/bank/new/", bank.account_new, name="bank-account-new"),
    path("funding/bank/<int:account_id>/", bank.account, name="bank-account"),
    path("funding/bank/<int:account_id>/take/", bank.take, name="take-statement"),
    path("funding/bank/<int:account_id>/confirm/", bank.confirm, name="confirm-matches"),
    path("funding/bank/<int:account_id>/undo/", bank.undo, name="undo-match"),
    path("funding/bank/<int:account_id>/months/<str:month>/", bank.sheet, name="balance-sheet"),
    path(
        "funding/bank/<int:account_id>/months/<str:month>/export/",
        bank.sheet_export,
        name="balance-sheet-export",
    ),
]
