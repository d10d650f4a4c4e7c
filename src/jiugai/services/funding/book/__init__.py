"""The book (资金账): written down by one, checked and posted by another, closed by the month."""
