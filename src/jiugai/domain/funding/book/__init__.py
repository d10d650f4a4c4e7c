"""The book (资金账): every yuan of an earmark, from the paper that grants it to the firm it pays."""
