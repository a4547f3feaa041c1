"""Flows for the tests: the samples, made-up ones, and those that hypothesis makes."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from pipeline.extract import extract_file
from pipeline.flow.steps import Step, shown_number, steps_of
from pipeline.masters.load import Masters
from pipeline.papers.content import Content, content_of
from pipeline.workspace import FORM

PARTIES = (
    "申請者",
    "新宿区（情報システム課）　イントラＰＣ（情報システム課管理）",
    "新宿区（情報システム課）",
    "委託事業者（株式会社サンプル情報サービス）",
    "クラウドサービス　データセンター（国内）",
    "＜国保連合会＞＆東京都国民健康保険団体連合会、その他の関係する医療機関、薬局及び介護サービス事業者（区外を含む）",
    "髙﨑😀葛\U000e0100飾か\u3099",
    "x" * 60,
)
TEXTS = (
    "",
    "申請・納付",
    "利用者情報\n【ケース１】自宅ＰＣ等で、空き施設の予約申込・取消等",
    "各種後期高齢者情報の異動・入力（賦課・収納・還付・滞納など）（入院時負担軽減支援金等の入力）" * 3,
    "https://www.example.jp/" + "long" * 40,
    "<b>&\"'😀\u200b",
)
MEDIA = ("", "郵送", "ガバメントクラウド接続サービス（専用回線）", "ＶＰＮ")
MEASURES = (
    "",
    "施錠",
    "通信暗号化",
    "①と同じ",
    "通信暗号化\n・特定相手以外との通信不可\n・ウィルス対策",
    "・" + "とても長い対策" * 9 + "\n・別の対策",
)


def content_of_file(data: bytes, masters: Masters) -> Content:
    """What a workbook says."""
    extract = extract_file(data, "a.xlsx", dict(masters.forms), FORM)
    return content_of(extract, masters.forms[FORM], masters.mark_readings)


def steps_of_file(path: Path, masters: Masters) -> tuple[Step, ...]:
    """The steps of a workbook."""
    (leaf,) = content_of_file(path.read_bytes(), masters).of("情報の流れ")
    return steps_of(leaf)


def step(
    number: int, sender: str, receiver: str, information: str = "情報", medium: str = "", protection: str = ""
) -> Step:
    """A step with its number in a circle."""
    return Step(shown_number(number), sender, receiver, information, medium, protection)


@st.composite
def flows(draw: st.DrawFn, most_steps: int = 20, most_parties: int = 8) -> tuple[Step, ...]:
    """Steps between a few parties, in any direction, also from a party to itself."""
    parties = st.sampled_from(PARTIES[: draw(st.integers(1, most_parties))])
    count = draw(st.integers(1, most_steps))
    texts = (parties, parties, st.sampled_from(TEXTS), st.sampled_from(MEDIA), st.sampled_from(MEASURES))
    return tuple(step(number + 1, *map(draw, texts)) for number in range(count))
