import pickle

from jiugai.domain.registry.ledger import Column, LedgerRow
from jiugai.domain.registry.values import RowCells, RowValues, in_column

PLACES = {Column.NAME: 0, Column.HOUSEHOLDS: 1}


class TestRowValues:
    def test_is_a_mapping_of_the_tables_columns(self) -> None:
        values = RowValues(PLACES, ("甲小区", None))
        assert dict(values) == {Column.NAME: "甲小区", Column.HOUSEHOLDS: None}
        assert values.get(Column.REMARK) is None
        assert pickle.loads(pickle.dumps(values)) == values

    def test_gives_one_column_of_many_rows(self) -> None:
        rows = [LedgerRow("", n, RowValues(PLACES, ("甲", n))) for n in range(3)]
        rows.append(LedgerRow("", 3, {Column.HOUSEHOLDS: 3}))
        assert in_column(rows, Column.HOUSEHOLDS) == [0, 1, 2, 3]
        assert in_column(rows, Column.REMARK) == [None] * 4
        assert in_column([], Column.NAME) == []


def test_row_cells_name_the_cell_of_each_column() -> None:
    cells = RowCells({Column.NAME: "B"}, 7)
    assert dict(cells) == {Column.NAME: "B7"}
    assert pickle.loads(pickle.dumps(cells)) == cells
