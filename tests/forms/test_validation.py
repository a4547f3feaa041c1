from pipeline.forms.validation import clip


def test_a_text_within_the_limit_is_left_alone() -> None:
    assert clip("あ" * 32, 32) == "あ" * 32


def test_a_longer_text_ends_in_an_ellipsis() -> None:
    assert clip("あ" * 33, 32) == "あ" * 31 + "…"


def test_characters_outside_the_first_plane_count_twice_as_in_excel() -> None:
    assert clip("𠮷" * 17, 32) == "𠮷" * 15 + "…"
