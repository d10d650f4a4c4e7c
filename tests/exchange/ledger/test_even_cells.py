"""What passes without a search for oddities has none that the search would find."""

from hypothesis import given
from hypothesis import strategies as st

from jiugai.exchange.ledger import body_rows, cell_readers

LETTERS = "甲乙丙小区属家院街道办事处县市镇乡同上前和及与以&第合总计:：。；！ 12年０（(Xx一二、，某号楼新村宿舍\u3000\u200b\n⼀豈A"
TEXTS = st.one_of(st.text(LETTERS, max_size=9), st.text(max_size=9))


class TestEvenCells:
    @given(text=TEXTS)
    def test_of_names_are_never_odd(self, text: str) -> None:
        if cell_readers._EVEN_NAME.fullmatch(text):
            assert not cell_readers._ODD_NAME.search(text)

    @given(text=TEXTS)
    def test_of_labels_are_never_odd(self, text: str) -> None:
        if body_rows._EVEN.fullmatch(text):
            assert not body_rows._ODD.search(text)

    def test_are_most_names(self) -> None:
        names = (
            "金州家属院",
            "江北小区",
            "河街小区",
            "建设路12号小区",
            "水电局家属楼",
            "供销社宿舍楼",
        )
        assert all(map(cell_readers._EVEN_NAME.fullmatch, names))
        assert all(map(body_rows._EVEN.fullmatch, names))
