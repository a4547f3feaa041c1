"""Pages: no row torn, no heading alone at the foot, and every page says what goes on there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.papers.boxes import TEXT
from pipeline.papers.page import LABEL_ABOVE, PLAIN, Cell, Row, paginate
from pipeline.papers.words import EMPTY, Words


def _row(text: str, height: float = 100, **how: object) -> Row:
    return Row((Cell(Words(text), PLAIN, 0, 0),), height, **how)  # type: ignore[arg-type]


def _boxed(label: str, text: str, height: float = 100) -> Row:
    own = Cell(Words(label), LABEL_ABOVE, 0, 0, joined=not label)
    return Row((own, Cell(Words(text), TEXT, 1, 1, joined=not label)), height)


def _texts(pages: list[list[Row]]) -> list[list[str]]:
    return [[cell.words.text for row in page for cell in row.cells] for page in pages]


def test_a_page_takes_what_fits() -> None:
    assert _texts(paginate([_row("一"), _row("二"), _row("三")], room=250)) == [["一", "二"], ["三"]]


def test_a_heading_goes_with_what_follows() -> None:
    rows = [_row("一"), _row("見出し", keep=True), _row("二")]
    assert _texts(paginate(rows, room=250)) == [["一"], ["見出し", "二"]]


def test_headings_of_a_table_are_printed_again() -> None:
    head = _row("列名", 20, keep=True)
    rows = [head, _row("一", again=(head,)), _row("二", again=(head,))]
    assert _texts(paginate(rows, room=150)) == [["列名", "一"], ["列名", "二"]]


def test_a_box_says_that_it_goes_on() -> None:
    rows = [_boxed("事業内容", "一"), _boxed("", "二"), _boxed("", "三")]
    assert _texts(paginate(rows, room=250)) == [["事業内容", "一", "", "二"], ["事業内容\n（続き）", "三"]]


def test_a_label_that_has_no_room_again_is_left_out() -> None:
    rows = [_boxed("とても長い見出しでここには入らない", "一", 200), _boxed("", "二", 20)]
    assert _texts(paginate(rows, room=210))[1] == ["（続き）", "二"]


@given(st.lists(st.builds(_row, st.just("行"), st.floats(10, 300), keep=st.booleans()), max_size=30))
def test_nothing_is_lost_and_no_page_is_too_long(rows: list[Row]) -> None:
    pages = paginate(rows, room=320)
    assert [row for page in pages for row in page] == rows
    assert all(sum(row.height for row in page) <= 320 or len(page) == 1 or _kept(page) for page in pages)


def _kept(page: list[Row]) -> bool:
    """Whether all of a page but its last row belongs to what follows, which no break could mend."""
    return all(row.keep for row in page[:-1])


def test_an_empty_paper_has_one_page() -> None:
    assert paginate([]) == [[]]
    assert EMPTY.text == ""
