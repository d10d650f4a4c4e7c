"""Makes the demo city's workbooks from one seed number.

The city is 安康市 of 2019–2021, because a public speech gives its figures: 1,085 old communities, 21
projects of 2019, 69 applied and 45 approved in 2020, 2 of them started by 2020-11-03, 72 applied
for 2021. Divisions are real; every community, date, sum and paper beside those figures is invented.

Life flows one way: ``places`` › ``names`` › ``communities`` › ``story`` and ``cohorts`` › ``progress`` ›
the books (``ledger_*``, ``plan_books``, ``return_*``) › ``manifest`` and ``expected``. One seed makes the
same bytes.
"""
