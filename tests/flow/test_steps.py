"""The steps of the table: their numbers, their parties, and the words that stand on their arrows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flow.font import drawn, width, wrapped
from pipeline.flow.labels import Level, caption_of, label_of
from pipeline.flow.steps import Party, Step, flow_of, number_of, shown_number, steps_of
from pipeline.flow.words import is_encrypted, words_of
from pipeline.masters.load import Masters
from tests.conftest import SAMPLES
from tests.flow.builders import content_of_file, step, steps_of_file

ELDERS = SAMPLES / "付議事項_後期高齢支援システム.xlsx"


def test_a_step_without_a_number_gets_the_next_one(masters: Masters) -> None:
    assert [step.number for step in steps_of_file(ELDERS, masters)] == ["①", "②", "③", "④", "⑤", "⑥"]


def test_columns_are_found_by_their_headings(masters: Masters) -> None:
    (leaf,) = content_of_file(ELDERS.read_bytes(), masters).of("情報の流れ")
    first = leaf.tables["表"][0]
    turned = replace(first, cells=tuple(reversed(first.cells)))
    table = next(field for field in leaf.spec.fields if field.name == "表")
    columns = replace(table, columns=tuple(reversed(table.columns)))
    other = replace(leaf, spec=replace(leaf.spec, fields=(columns,)), tables={"表": (turned,)})
    assert steps_of(other) == steps_of(replace(leaf, tables={"表": (first,)}))


@pytest.mark.parametrize(
    ("typed", "number"),
    [("①", 1), ("⑳", 20), ("㉑", 21), ("㊿", 50), ("1", 1), ("１２", 12), ("(3)", 3), ("4.", 4), ("①－２", None), ("ア", None), ("", None), ("½", None)],
)  # fmt: skip
def test_numbers_as_people_type_them(typed: str, number: int | None) -> None:
    assert number_of(typed) == number


def test_numbers_as_they_are_shown() -> None:
    assert [shown_number(n) for n in (1, 20, 21, 35, 36, 50, 51)] == ["①", "⑳", "㉑", "㉟", "㊱", "㊿", "51"]


def test_a_party_is_one_however_its_name_was_typed() -> None:
    flow = flow_of([step(1, "委託先（ＡＢＣ株式会社）", "区"), step(2, "区", "委託先(ABC株式会社)"), step(3, "", "区")])
    assert flow.parties == (Party("委託先（ＡＢＣ株式会社）", ""), Party("区", ""), Party("（記入なし）", ""))
    assert flow.ends == ((0, 1), (1, 0), (2, 1))


def test_a_place_behind_a_space_is_told_apart() -> None:
    flow = flow_of([step(1, "新宿区（特別出張所）　イントラＰＣ（情報システム課管理）", "システム\nクラウド 国内")])
    assert flow.parties == (
        Party("新宿区（特別出張所）", "イントラＰＣ（情報システム課管理）"),
        Party("システム", "クラウド 国内"),
    )


@pytest.mark.parametrize(
    ("text", "encrypted"),
    [("通信暗号化", True), ("ＶＰＮ回線", True), ("SSL/TLS", True), ("暗号化しない", False), ("平文のまま暗号化なし", False), ("施錠した鞄で運搬", False)],
)  # fmt: skip
def test_what_counts_as_an_encryption(text: str, encrypted: bool) -> None:
    assert is_encrypted(text) is encrypted


def test_the_same_as_another_step_has_its_lock() -> None:
    steps = [
        step(1, "ア", "イ", protection="通信暗号化"),
        step(2, "ア", "イ", protection="施錠"),
        step(3, "イ", "ア", protection="①と同じ\n・接続元の制限"),
        step(4, "イ", "ア", protection="②と同じ"),
    ]
    assert [words.encrypted for words in words_of(steps)] == [True, False, True, False]


def test_lines_are_joined_and_measures_counted() -> None:
    (words,) = words_of([step(1, "ア", "イ", "利用者情報\n貸出業務の\nうち予約", "窓口", "・暗号化\n・施錠\n\n・記録")])
    assert (words.information, words.protection, words.more) == ("利用者情報　貸出業務のうち予約", "暗号化", 2)


def test_a_line_ends_neither_before_a_full_stop_nor_within_a_word() -> None:
    assert wrapped("あいう。えお", 3.2, 9) == ("あい", "う。え", "お")
    assert wrapped("自宅ＰＣ等", 3.0, 9) == ("自宅", "ＰＣ等")
    assert wrapped("x" * 30, 5.0, 2)[1].endswith("…")
    assert all(width(line) <= 5.0 for line in wrapped("x" * 30, 5.0, 9))


def test_what_the_font_does_not_have() -> None:
    assert [drawn(character) for character in "髙﨑𠮟😀\u200b　"] == ["髙", "﨑", "𠮟", "〓", "", "　"]


def test_brackets_begin_a_line_of_a_box() -> None:
    assert caption_of(Party("新宿区（高齢者医療担当課）", ""), 31).title == ("新宿区", "（高齢者医療担当課）")
    assert caption_of(Party("区（総務課）", ""), 31).title == ("区（総務課）",)


def test_the_count_of_measures_is_never_cut_off() -> None:
    (words,) = words_of([step(1, "ア", "イ", protection="長い名前の対策の一つめ\n・施錠\n・記録")])
    assert label_of(words, 30, Level(1, 1, 1)).protection == ("長い名前の対… ほか2件",)
    assert label_of(words, 14, Level(1, 1, 1)).protection == ("対策3件",)
    assert label_of(words, 80, Level(1, 1, 0)).medium == ("長い名前の対策の一つめ ほか2件",)


def test_nothing_is_said_to_be_cut_that_is_shown() -> None:
    whole = Step("①", "ア", "イ", "申請…", "郵送", "簡易書留")
    assert not label_of(words_of([whole])[0], 60, Level(2, 1, 1)).shortened
    assert label_of(words_of([replace(whole, information="申請" * 30)])[0], 60, Level(2, 1, 1)).shortened
