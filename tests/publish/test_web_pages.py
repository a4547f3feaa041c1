"""The pages of the web site as a program sees them: structure, links, and what is not on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

import pandas as pd
import pytest

from pipeline.publication import public_years
from pipeline.publish.heading import ListHeading
from pipeline.publish.open_data import Publisher
from pipeline.publish.public_cases import concerns, public_cases
from pipeline.publish.web_pages import PublicYear
from pipeline.publish.web_pages import web_pages as pages_of
from pipeline.secretariat import Secretariat
from tests.publish.test_case_list import CASE, HEADING

PAGE, DATA = "shingi_anken_2023.html", "131041_shingi_anken_2023.csv"


def web_pages(years: Sequence[PublicYear]) -> dict[str, bytes]:
    return pages_of(years, Publisher("131041", "新宿区"))


def _rows(*cases: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([CASE | case for case in cases]).astype({"№": "Int64"})


def _year(*cases: dict[str, object], label: str = "令和5年度", heading: ListHeading = HEADING) -> PublicYear:
    return PublicYear(label, heading, tuple(public_cases(_rows(*cases))))


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    inside: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, *tags: str) -> list[Element]:
        found = [self] if not tags or self.tag in tags else []
        return found + [deeper for element in self.inside for deeper in element.all(*tags)]

    @property
    def whole_text(self) -> str:
        return self.text + "".join(element.whole_text for element in self.inside)


class Reader(HTMLParser):
    """A page as a tree; an element that is not closed as it should be is a fault."""

    VOID = ("meta", "br", "link")

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]
        self.feed(page.decode())
        self.close()
        assert self.open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in self.VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].text += data


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    other = {"№": 2, "案件ID": "R05-0002", "件名": "二つ目", "その他の見出し": "評価書の概要", "その他の内容": "別紙"}
    return web_pages([_year({}, other), _year({"付議日": "2022-07-28", "案件ID": "R04-0001"}, label="令和4年度")])


@pytest.fixture(params=[PAGE, "index.html"])
def page(files: dict[str, bytes], request: pytest.FixtureRequest) -> Element:
    return Reader(files[request.param]).root


def test_a_year_has_a_page_and_data_and_the_index_leads_to_them_the_latest_first(files: dict[str, bytes]) -> None:
    assert set(files) == {
        "index.html", PAGE, DATA, "shingi_anken_2022.html", "131041_shingi_anken_2022.csv",
    }  # fmt: skip
    links = [link.attributes["href"] for link in Reader(files["index.html"]).root.all("a")]
    assert links == ["#main", PAGE, DATA, "shingi_anken_2022.html", "131041_shingi_anken_2022.csv"]


def test_the_language_is_japanese_and_the_page_has_a_title(page: Element) -> None:
    (root,) = page.all("html")
    assert root.attributes["lang"] == "ja"
    assert page.all("title")[0].whole_text.endswith("｜新宿区")


def test_nothing_is_loaded_and_nothing_runs(page: Element) -> None:
    assert page.all("script", "img", "link", "iframe", "object", "form") == []
    for element in page.all():
        assert not [name for name in element.attributes if name.startswith("on") or name in ("src", "style")]
        assert "//" not in element.attributes.get("href", "")
    (policy,) = [e for e in page.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy.attributes["content"].startswith("default-src 'none'")


def test_headings_go_down_one_by_one(page: Element) -> None:
    levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_link_within_a_page_and_every_label_has_its_target(page: Element) -> None:
    names = Counter(element.attributes["id"] for element in page.all() if "id" in element.attributes)
    assert set(names.values()) == {1}
    for element in page.all():
        href = element.attributes.get("href", "")
        assert not href.startswith("#") or href[1:] in names
        assert element.attributes.get("aria-labelledby", next(iter(names))) in names


def test_the_first_link_skips_to_the_text(page: Element) -> None:
    assert page.all("a")[0].attributes["href"] == "#main"
    (main,) = page.all("main")
    assert main.attributes["id"] == "main"


def test_links_of_one_name_lead_to_one_place(page: Element) -> None:
    places: dict[str, set[str]] = {}
    for link in page.all("a"):
        places.setdefault(link.whole_text.strip(), set()).add(link.attributes["href"])
    assert all(name and len(targets) == 1 for name, targets in places.items())


def test_tables_have_names_and_real_headers(files: dict[str, bytes]) -> None:
    tables = Reader(files[PAGE]).root.all("table")
    assert len(tables) == 3
    for table in tables:
        assert table.all("caption") or "aria-labelledby" in table.attributes
        assert all(header.attributes["scope"] in ("col", "row") for header in table.all("th"))
        assert all(row.all("th") for row in table.all("tr"))
    assert [header.whole_text for header in tables[0].all("thead")[0].all("th")] == [
        "番号", "事業名", "担当課", "区分", "付議日", "審議結果",
    ]  # fmt: skip


def test_the_page_shows_what_the_list_and_the_summaries_show(files: dict[str, bytes]) -> None:
    first, second = Reader(files[PAGE]).root.all("section")
    rows = {row.all("th")[0].whole_text: row.all("td")[0].whole_text for row in first.all("tr")}
    assert rows == {
        "事業名": "手続のオンライン化",
        "担当課": "行政管理課、情報システム課",
        "区分": "外部結合、業務委託",
        "目的": "区民の利便性を高める。",
        "対象者": "申請者",
        "事業内容": "１ 概要手続を追加する。",
        "個人情報の流れ及び情報保護対策": "別紙のとおり",
    }
    assert "評価書の概要" in second.whole_text
    (table,) = [table for table in Reader(files[PAGE]).root.all("table") if table.attributes.get("class") == "list"]
    cells = [cell.whole_text for cell in table.all("tr")[1].all("td", "th")]
    assert cells == ["1", CASE["件名"], CASE["担当課"], CASE["区分"], "7月28日", "承認"]
    assert table.all("time")[0].attributes["datetime"] == "2023-07-28"


def test_what_people_typed_is_never_markup() -> None:
    nasty = "<script>alert(1)</script>\"'&lt;{{ 1 }}</td>"
    files = web_pages(
        [
            _year(
                {
                    "件名": nasty,
                    "案件ID": '"><b>',
                    "事業内容": nasty,
                    "担当課": nasty,
                    "その他の見出し": nasty,
                    "その他の内容": nasty,
                }
            )
        ]
    )
    root = Reader(files[PAGE]).root
    assert root.all("script", "b") == []
    assert root.whole_text.count(nasty) >= 5


def test_two_cases_of_one_id_have_two_places() -> None:
    root = Reader(web_pages([_year({}, {"№": 2})])[PAGE]).root
    assert len({section.attributes["id"] for section in root.all("section")}) == 2


def test_the_same_cases_in_any_order_give_the_same_bytes() -> None:
    rows = _rows({}, {"№": 2, "案件ID": "R05-0002"})
    years = [PublicYear("令和5年度", HEADING, tuple(public_cases(frame))) for frame in (rows, rows.iloc[::-1])]
    assert web_pages([years[0]]) == web_pages([years[1]])


@pytest.mark.parametrize("change", [{"審議結果": None}, {"審議結果": "継続審議"}, {"付議日": None}])
def test_a_case_that_is_not_decided_is_not_published(change: dict[str, object]) -> None:
    hidden = {"№": 2, "案件ID": "R05-0002", "件名": "まだ決まらない案件"} | change
    files = web_pages([_year({}, hidden)])
    assert all("まだ決まらない案件" not in data.decode() for data in files.values())
    assert list(web_pages([_year(hidden)])) == ["index.html"]


def test_other_columns_of_a_case_cannot_get_out() -> None:
    secret = dict.fromkeys(
        ("備考", "条件・意見", "担当者メール", "電話", "ブック", "受付ID", "回", "資料番号"), "ひみつ"
    )
    files = web_pages([_year(secret)])
    assert all("ひみつ" not in data.decode() for data in files.values())


def test_an_individual_number_is_made_unreadable() -> None:
    files = web_pages([_year({"事業内容": "番号は123456789018です。", "件名": "１２３４５６７８９０１８"})])
    for data in files.values():
        assert "123456789018" not in data.decode()
        assert "１２３４５６７８９０１８" not in data.decode()


def test_contact_data_in_a_text_is_named_but_not_repeated() -> None:
    cases = public_cases(
        _rows({"事業内容": "電話 03-1234-5678 まで"}, {"№": 2, "案件ID": "R05-0002", "目的": "a@example.jp"})
    )
    assert [(doubt.case_id, doubt.label, doubt.what) for doubt in concerns(cases)] == [
        ("R05-0001", "事業内容", "電話番号"),
        ("R05-0002", "目的", "メールアドレス"),
    ]


def test_the_preamble_tells_the_months_of_the_cases_that_are_published() -> None:
    books = Secretariat(pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), {}, (), ())
    rows = _rows({}, {"№": 2, "案件ID": "R05-0002", "付議日": "2024-01-15", "審議結果": None})
    (year,), _ = public_years({"令和5年度": rows}, books)
    assert "令和5年7月に審議した" in year.heading.preamble


def test_without_a_case_the_index_says_so() -> None:
    files = web_pages([])
    assert list(files) == ["index.html"]
    assert "公開している案件は、まだありません" in files["index.html"].decode()
