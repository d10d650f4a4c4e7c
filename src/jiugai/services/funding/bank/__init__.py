"""The bank's side of the book (银行对账): statements taken in, held against the book, confirmed by a person."""
