from extractors.clean import clean, matching, squeezed, visible


def test_the_single_spaces_of_recognition_between_characters_go():
    assert clean("以 高质量 发展为主线") == "以高质量发展为主线"


def test_spaces_at_latin_words_stay():
    assert clean("GDP 增长 5 个点") == "GDP 增长 5 个点"


def test_invisible_characters_and_converters_marks_go():
    assert clean("[bookmark: _GoBack]\ufeff通\u200b知[image: 图1]") == "通知"


def test_all_kinds_of_spaces_become_plain_ones():
    assert visible("a\u00a0\u2002\u3000b") == "a   b"


def test_squeezed_keeps_the_space_between_latin_words_only():
    assert squeezed("关 于 2019 年 Open Data 的 通 知") == "关于2019年Open Data的通知"


def test_punctuation_of_the_record_is_not_touched():
    assert clean("各乡(镇):,") == "各乡(镇):,"


def test_the_matching_form_is_as_long_as_the_text():
    text = "桂发[2018]3号(试行),<表>"
    assert matching(text) == "桂发〔2018〕3号（试行），〈表〉"
    assert len(matching(text)) == len(text)
