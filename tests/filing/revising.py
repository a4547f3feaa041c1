"""The published assessment and the edition after it, as a department would revise it: both as workbooks."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path

from pipeline.forms.blank import build_form
from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.papers.content import Content, read_content
from pipeline.samples import Data, content_of, read_data
from tests.conftest import SAMPLES

WHOLE = "国民健康保険情報ファイル（平成31年1月まで）"
LEVIES = "（１）国保賦課ファイル（平成31年2月から）"
ARREARS = "（４）国保収滞納ファイル（平成31年2月から）"
CALL_CENTRE = "電話催告センター電話催告業務"
NEW_CONTRACT = {
    "ファイル名": ARREARS,
    "番号": 2,
    "委託事項": "納付案内業務",
    "委託内容": "納付に関する電話での案内",
    "委託する範囲": "２）特定個人情報ファイルの一部",
    "委託先名": "株式会社見本サービス",
    "再委託の有無": "２）再委託しない",
}
AUDIT, NEW_AUDIT = "適宜、外部監査を行うものとしている。", "毎年、外部監査を行うものとしている。"
STATISTICS, NEW_STATISTICS = "統計分析は行わない。", "統計分析は、一切行わない。"


def published() -> Data:
    return read_data(SAMPLES / "data" / "全項目評価書_国民健康保険.json")


def revised() -> Data:
    """A choice, a date, two sentences and a tick changed; of the 委託 the third is gone and a new one is there."""
    data = without(copy.deepcopy(published()), "委託事項 (3)")
    inputs, tables = data["項目"], data["表"]
    inputs["基本情報.対象人数"] = "５）30万人以上"
    inputs["その他の対策.監査の内容"] = inputs["その他の対策.監査の内容"].replace(AUDIT, NEW_AUDIT)
    inputs["ファイル.情報の統計分析"] = inputs["ファイル.情報の統計分析"].replace(STATISTICS, NEW_STATISTICS)
    inputs["評価実施手続.基礎項目評価の実施日"] = "令和７年６月１日"
    inputs["表紙.提出日"] = "令和７年６月２０日"
    inputs["ファイル.委託の件数"], inputs["ファイル (5).委託の件数"] = 6, 2
    tables["ファイル (2).主な記録項目"].append({"主な記録項目": "年金関係情報", "該当": "○", "内容": None})
    for number in (4, 5, 6, 7):
        inputs[f"委託事項 ({number}).番号"] = number - 1
    inputs |= {f"委託事項 (14).{name}": value for name, value in NEW_CONTRACT.items()}
    return data


def without(data: Data, sheet: str) -> Data:
    """The data without a sheet."""
    left = {
        part: {name: value for name, value in data[part].items() if name.partition(".")[0] != sheet}
        for part in ("項目", "表")
    }
    return {**data, **left}


def written(data: Data, form: Form, path: Path, rows: Sequence[Sequence[str]] = ()) -> Path:
    """A workbook; `rows`: what its 別添３ says."""
    (table,) = form.by_name["変更箇所一覧"].fields
    told = [dict(zip(table.headings, row, strict=False)) for row in rows]
    build_form(form, path, {**content_of(data, form), "変更箇所一覧.表": told})
    return path


def read(path: Path, masters: Masters) -> Content:
    content = read_content(path.read_bytes(), path.name, masters.forms["全項目評価書"], masters.mark_readings)
    assert content is not None
    return content
