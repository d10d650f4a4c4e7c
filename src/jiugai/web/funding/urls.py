"""Addresses of funding."""

from django.urls import path

from jiugai.web.funding import allocation, batches, bonds, interest, matrix, mouths, plans, streams
from jiugai.web.funding.book_urls import BOOK

app_name = "funding"
urlpatterns = [
    path("funding/allocation/", allocation.allocation, name="allocation"),
    path("funding/allocation/export/", allocation.export, name="allocation-export"),
    path("funding/bonds/", bonds.bonds, name="bonds"),
    path("funding/flows/", streams.flows, name="flows"),
    path("funding/flows/behind/", streams.behind, name="flow-behind"),
    path("funding/sources/", matrix.matrix, name="matrix"),
    path("communities/<str:public_id>/mouths/", mouths.two_mouths, name="mouths"),
    path("plan/", plans.plans, name="plans"),
    path("plan/new/", plans.open_case, name="plan-open"),
    path("plan/<str:number>/", plans.plan, name="plan"),
    path("plan/<str:number>/compute/", plans.compute, name="plan-compute"),
    path("plan/<str:number>/pin/", plans.pin, name="plan-pin"),
    path("plan/<str:number>/stop/", plans.stop, name="plan-stop"),
    path("plan/<str:number>/propose/", plans.propose, name="plan-propose"),
    path("plan/<str:number>/decide/", plans.decide, name="plan-decide"),
    path("plan/<str:number>/communities/<str:public_id>/", plans.community, name="plan-community"),
    path("mouths/", mouths.mouths_list, name="mouths-list"),
    path("mouths/export/", mouths.mouths_export, name="mouths-export"),
    path("batches/", batches.batches, name="batches"),
    path("batches/new/", batches.new, name="batch-new"),
    path("batches/blank/", batches.blank, name="batch-blank"),
    path("batches/<int:batch_id>/", batches.batch, name="batch"),
    path("batches/<int:batch_id>/file/", batches.batch_file, name="batch-file"),
    path("batches/<int:batch_id>/confirm/", batches.confirm, name="confirm-batch"),
    path("batches/<int:batch_id>/correct/", batches.correct, name="correct-batch"),
    path("batches/<int:batch_id>/answer/", batches.answer, name="answer-batch"),
    path("interest/", interest.lists, name="interest"),
    path("interest/publish/", interest.publish, name="interest-publish"),
    path("interest/blank/", interest.blank, name="interest-blank"),
    path("interest/<int:list_id>/", interest.interest_list, name="interest-list"),
    path("interest/<int:list_id>/file/", interest.interest_file, name="interest-file"),
    path("interest/<int:list_id>/withdraw/", interest.withdraw, name="withdraw-interest"),
    path("interest/<int:list_id>/take/", interest.take, name="take-interest"),
    *BOOK,
]
