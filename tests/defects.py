"""One defect, one finding: what the tests of defects share. All defects of a module are judged as one night."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.forms.model import Form
from pipeline.judge import Judgement
from pipeline.masters.load import Masters
from tests.conftest import SAMPLES
from tests.drafts import Draft, Found, found, judge_drafts
from validations.findings import address

Spoil = Callable[[Draft], list[Found]]
"""Spoils a draft and says what must be found."""

HALL, ELDERS = "付議事項_区民ホール受付システム.xlsx", "付議事項_後期高齢支援システム.xlsx"


class Defects(dict[str, tuple[str, Spoil]]):
    """Name of the defect → (sample, how it is spoilt)."""

    def __call__(self, sample: str) -> Callable[[Spoil], Spoil]:
        """Enter the decorated function as a defect of a sample."""

        def enter(spoil: Spoil) -> Spoil:
            assert spoil.__name__ not in self
            self[spoil.__name__] = (sample, spoil)
            return spoil

        return enter

    def judged(
        self, form: Form, masters: Masters, seen: Callable[[Judgement], list[Found]] = found
    ) -> dict[str, tuple[list[Found], list[Found]]]:
        """Defect → (what must be found, what was found)."""
        drafts = {name: Draft.of(SAMPLES / sample, form) for name, (sample, _) in self.items()}
        expected = {name: spoil(drafts[name]) for name, (_, spoil) in self.items()}
        judgements = judge_drafts(list(drafts.values()), masters)
        return {name: (expected[name], seen(judgement)) for name, judgement in zip(drafts, judgements, strict=True)}


def write(draft: Draft, name: str, value: object, code: str) -> list[Found]:
    """Write into an input and expect a finding there."""
    draft.write(name, value)
    return [(code, draft.area(name).sheet, draft.cell(name))]


def write_row(draft: Draft, table: str, key: str | int, heading: str, value: object, code: str) -> list[Found]:
    """Write into a table and expect a finding there."""
    return [(code, draft.area(table).sheet, draft.write_row(table, key, heading, value))]


def place_of(draft: Draft, table: str, key: str | int, heading: str) -> str:
    """The address of a cell of a table."""
    return address(*draft.place(table, key, heading))


def subcontract(draft: Draft, *, ticked: bool) -> list[Found]:
    """Fill in the 別紙 再委託 from that of the 業務委託."""
    if ticked:
        draft.write_row("表紙.区分", "再委託", "付議", "○")
        draft.write("事業の概要.付議内容_再委託", "運用保守の一部を再委託する。")
    for name in ("件名", "保有課", "登録業務の名称", "委託先", "個人の範囲", "記録項目", "記録媒体"):
        area = draft.area(f"業務委託.{name}")
        draft.write(f"再委託.{name}", draft.sheet("業務委託").at(area.top, area.left))
    draft.write("再委託.再委託先", "株式会社見本").write("再委託.再委託理由", "専門の技術が要るため")
    draft.write("再委託.再委託の内容", "運用保守")
    draft.write("再委託.開始時期", "令和７年４月").write("再委託.終了時期", "令和８年３月３１日")
    return []


def answer_for_subcontract(draft: Draft) -> None:
    """Answer the measures that are asked for only with a 再委託."""
    for sheet, prefix in (("業務委託_区", "委区"), ("業務委託_委託先", "委先")):
        for number in ("R1", "R2"):
            draft.write_row(f"{sheet}.表", f"{prefix}{number}", "可否", "○")
