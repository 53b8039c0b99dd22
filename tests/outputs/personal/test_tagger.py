from outputs.personal.tagger import tokens


def test_the_words_of_a_text_are_the_text():
    text = "我是覃水生，\n家住Ａ区7栋。ABC？😀 二〇二一年\u3000完"
    (words,) = tokens([text])
    assert "".join(word.word for word in words) == text
    assert all(text[word.start : word.end] == word.word for word in words)


def test_a_text_without_a_character_has_no_words():
    assert tokens(["", "路灯坏了", ""])[::2] == [(), ()]


def test_a_text_without_a_mark_is_read_in_pieces():
    text = "路灯坏了没人管" * 200
    (words,) = tokens([text])
    assert "".join(word.word for word in words) == text


def test_a_person_and_a_place_are_told_apart():
    (words,) = tokens(["佟志远在东莞打工。"])
    assert [(word.word, word.tag) for word in words][:3] == [("佟志远", "PER"), ("在", "p"), ("东莞", "LOC")]


def test_neighbours_do_not_change_what_is_read():
    texts = ["佟志远在东莞打工。", "路灯坏了" * 40, "我叫海燕。"]
    assert tokens(texts) == [tokens([text])[0] for text in texts]
