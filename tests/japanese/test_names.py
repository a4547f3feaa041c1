"""Names of departments as they stand in the published list and the submissions."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.names import Department, split_departments, split_division

# fmt: off
KNOWN = frozenset({
    "行政管理課", "情報システム課", "区政情報課", "戸籍住民課", "医療保険年金課", "子ども家庭支援課", "子ども家庭課",
    "保健予防課", "ごみ減量リサイクル課", "防災都市づくり課", "生涯学習スポーツ課", "消費生活就労支援課", "総務課",
    "税務課", "危機管理課", "生活福祉課", "保護担当課", "住宅課", "教育指導課", "学校運営課", "健康政策課",
    "健康づくり課", "牛込保健センター", "四谷保健センター", "東新宿保健センター", "落合保健センター", "交通対策課",
    "教育支援課", "人材育成等担当課", "保育課", "衛生課", "選挙管理委員会事務局", "教育調整課", "高齢者医療担当課",
    "地域コミュニティ課", "四谷特別出張所", "箪笥町特別出張所", "角筈特別出張所",
})
# fmt: on

AS_PRINTED = [
    ("区政情報課", "区政情報課", 0),
    ("行政管理課、情報システム課外４課", "行政管理課 情報システム課", 4),
    ("行政管理課、情報システム課外２課", "行政管理課 情報システム課", 2),
    ("健康政策課、健康づくり課外５課", "健康政策課 健康づくり課", 5),
    ("行政管理課、情報システム課、子ども家庭支援課", "行政管理課 情報システム課 子ども家庭支援課", 0),
    ("生活福祉課、保護担当課、情報システム課", "生活福祉課 保護担当課 情報システム課", 0),
    ("生活福祉課及び保護担当課、子ども家庭課", "生活福祉課 保護担当課 子ども家庭課", 0),
    ("人材育成等担当課", "人材育成等担当課", 0),
    ("選挙管理委員会事務局", "選挙管理委員会事務局", 0),
    ("四谷・箪笥町・角筈特別出張所", "四谷特別出張所 箪笥町特別出張所 角筈特別出張所", 0),
    ("（担当部課：健康部高齢者医療担当課）", "高齢者医療担当課", 0),
    (
        "（担当部課：地域振興部地域コミュニティ課、四谷特別出張所、\n箪笥町特別出張所、角筈特別出張所）",
        "地域コミュニティ課 四谷特別出張所 箪笥町特別出張所 角筈特別出張所",
        0,
    ),
    ("健康部医療保険年金課、地域振興部戸籍住民課及び各特別出張所", "医療保険年金課 戸籍住民課 各特別出張所", 0),
]

AS_TYPED = [
    ("総務課\n税務課", "総務課 税務課", 0),
    ("総務課／税務課，住宅課,保育課", "総務課 税務課 住宅課 保育課", 0),
    ("総務課並びに税務課", "総務課 税務課", 0),
    ("生活福祉課　保護担当課 外2課", "生活福祉課 保護担当課", 2),
    ("地域振興部 四谷･箪笥町 特別出張所", "四谷特別出張所 箪笥町特別出張所", 0),
    ("四谷・箪笥町・角筈の各特別出張所", "四谷特別出張所 箪笥町特別出張所 角筈特別出張所", 0),
    (
        "牛込・四谷・東新宿・落合保健センター",
        "牛込保健センター 四谷保健センター 東新宿保健センター 落合保健センター",
        0,
    ),
    ("健康づくり課・牛込保健センター", "健康づくり課 牛込保健センター", 0),
    ("①生活福祉課②子ども家庭課", "生活福祉課 子ども家庭課", 0),
    ("・総務課\n・税務課", "総務課 税務課", 0),
    ("保健予防課（ほか四課）", "保健予防課", 4),
    ("", "", 0),
]


@pytest.mark.parametrize("known", [(), KNOWN], ids=["text_alone", "known_names"])
@pytest.mark.parametrize(("raw", "names", "others"), AS_PRINTED + AS_TYPED)
def test_every_department_is_read(raw: str, names: str, others: int, known: frozenset[str]) -> None:
    read = split_departments(raw, known)
    assert ([one.name for one in read.names], read.others, read.notes) == (names.split(), others, ())


def test_the_role_belongs_to_all_names_that_share_an_ending() -> None:
    read = split_departments("四谷・箪笥町・角筈特別出張所（保有課）及び地域コミュニティ課")
    assert read.names == (
        Department("四谷特別出張所", "保有課"),
        Department("箪笥町特別出張所", "保有課"),
        Department("角筈特別出張所", "保有課"),
        Department("地域コミュニティ課"),
    )


def test_a_heading_before_the_names_gives_the_role() -> None:
    read = split_departments("保有課：総務課、税務課\n担当課：住宅課")
    assert [(one.name, one.role) for one in read.names] == [
        ("総務課", "保有課"),
        ("税務課", "保有課"),
        ("住宅課", "担当課"),
    ]


def test_remarks_are_kept_apart_from_names() -> None:
    read = split_departments(
        "生活福祉課及び保護担当課、総務課（人権担当、平和担当）\n※追加する事務の担当課 ①生活福祉課"
    )
    assert [one.name for one in read.names] == ["生活福祉課", "保護担当課", "総務課"]
    assert read.notes == ("※追加する事務の担当課 ①生活福祉課", "総務課（人権担当、平和担当）")


@pytest.mark.parametrize(
    ("raw", "known", "names"),
    [
        ("危機管理・防災課", (), ["危機管理課", "防災課"]),
        ("危機管理・防災課", ("危機管理・防災課", "危機管理課", "防災課"), ["危機管理・防災課"]),
        ("危機管理・防災課", ("総務課",), ["危機管理・防災課"]),
        ("総務・危機管理・防災課", ("総務課", "危機管理・防災課", "危機管理課"), ["総務課", "危機管理・防災課"]),
        ("危機管理部危機管理・防災課", ("危機管理・防災課",), ["危機管理・防災課"]),
        ("四谷、箪笥町及び角筈特別出張所", KNOWN, ["四谷特別出張所", "箪笥町特別出張所", "角筈特別出張所"]),
        ("四谷・箪笥町・淀橋特別出張所", KNOWN, ["四谷特別出張所", "箪笥町特別出張所", "淀橋特別出張所"]),
        ("総務部、健康部", KNOWN, ["総務部", "健康部"]),
        ("税務課・教育委員会事務局教育調整課", KNOWN, ["税務課", "教育調整課"]),
    ],
)
def test_known_names_decide_where_the_text_does_not(raw: str, known: tuple[str, ...], names: list[str]) -> None:
    assert [one.name for one in split_departments(raw, known).names] == names


@pytest.mark.parametrize(
    "raw",
    [
        "健康部税務課、住宅課",
        "健康部 税務課、住宅課",
        "健康部\n税務課\n住宅課",
        "健康部・税務課・住宅課",
        "健康部税務・住宅課",
    ],
)
def test_a_division_stands_with_the_name_after_it(raw: str) -> None:
    assert split_departments(raw).names == (Department("税務課", division="健康部"), Department("住宅課"))


@pytest.mark.parametrize(
    ("name", "division", "department"),
    [
        ("健康部高齢者医療担当課", "健康部", "高齢者医療担当課"),
        ("総合政策部区政情報課", "総合政策部", "区政情報課"),
        ("教育委員会事務局教育調整課", "教育委員会事務局", "教育調整課"),
        ("選挙管理委員会事務局", "", "選挙管理委員会事務局"),
        ("部活動支援課", "", "部活動支援課"),
        ("外部監査課", "", "外部監査課"),
        ("税務課", "", "税務課"),
    ],
)
def test_a_division_is_split_off(name: str, division: str, department: str) -> None:
    assert split_division(name) == (division, department)


@given(
    st.lists(st.sampled_from(sorted(KNOWN)), max_size=6),
    st.sampled_from(["、", "及び", "・", "\n", "／", "　", "、\n"]),
)
def test_names_joined_are_names_read(names: list[str], separator: str) -> None:
    assert [one.name for one in split_departments(separator.join(names), KNOWN).names] == names


# fmt: off
PARTS = [
    *sorted(KNOWN)[:9], "健康部", "教育委員会事務局", "四谷",
    "・", "、", "（", "）", "（保有課）", "外４課", "※", "\n", "　", "各",
]
# fmt: on


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join), st.sampled_from([frozenset[str](), KNOWN]))
def test_no_word_is_lost(raw: str, known: frozenset[str]) -> None:
    read = split_departments(raw, known)
    kept = "".join(one.division + one.name for one in read.names) + "".join(read.notes)
    words = re.split("保有課|外４課|[・、（）※各\\s]+", raw)
    assert [word for word in words if word not in kept] == []


@pytest.mark.parametrize(
    "raw", ["、" * 32767, "課 " * 16000, "()" * 16000, "外1" * 16000, "・" * 32767, "課・" * 16000]
)
def test_an_endless_text_is_read_at_once(raw: str) -> None:
    split_departments(raw, KNOWN)


@pytest.mark.parametrize(("text", "others"), [("税務課外十一課", 11), ("税務課外０課", 0), ("税務課（外十課）", 10)])
def test_the_others_are_counted(text: str, others: int) -> None:
    assert split_departments(text, KNOWN).others == others


@pytest.mark.parametrize(("text", "name"), [("税務課外十十課", "税務課外十十課"), ("税務課（外十十課）", "税務課")])
def test_what_only_looks_like_a_count_of_others_is_none(text: str, name: str) -> None:
    found = split_departments(text, KNOWN)
    assert ([one.name for one in found.names], found.others) == ([name], 0)
