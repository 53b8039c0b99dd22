from corpus.records import Citation
from extractors.citations import citations


def test_a_number_in_brackets_takes_the_title_before_it():
    found = citations(["根据《关于做好年度考评的通知》（青绩发〔2021〕7号）要求"], None)
    assert found == (Citation("青绩发〔2021〕7号", "关于做好年度考评的通知"),)


def test_angle_brackets_inside_the_title_stay():
    found = citations(["按《关于填报<任务分解表>的通知》（青绩办函〔2021〕8号）要求"], None)
    assert found[0].title == "关于填报<任务分解表>的通知"


def test_a_title_inside_a_title_does_not_cut_it():
    found = citations(["见《关于印发《考评办法》的通知》（青绩发〔2021〕9号）"], None)
    assert found[0].title == "关于印发《考评办法》的通知"


def test_a_number_before_the_title_takes_it_too():
    found = citations(["青政发〔2020〕1号《关于优化服务的意见》规定"], None)
    assert found == (Citation("青政发〔2020〕1号", "关于优化服务的意见"),)


def test_each_of_two_titles_keeps_its_own_number():
    found = citations(["《甲办法》（青发〔2020〕1号）、《乙办法》（青发〔2020〕2号，以下简称《办法》）"], None)
    assert found == (Citation("青发〔2020〕1号", "甲办法"), Citation("青发〔2020〕2号", "乙办法"))


def test_a_title_of_another_sentence_is_not_tied():
    found = citations(["填报《情况说明表》。有关要求见青发〔2020〕1号。"], None)
    assert found == (Citation("青发〔2020〕1号", None),)


def test_the_documents_own_number_is_not_cited():
    assert citations(["青发〔2020〕1号"], "青发〔2020〕1号") == ()


def test_a_number_named_twice_is_cited_once_with_the_title_of_either_mention():
    found = citations(["按青发〔2020〕1号执行。", "《甲办法》（青发[2020]1号）"], None)
    assert found == (Citation("青发〔2020〕1号", "甲办法"),)


def test_a_title_broken_over_lines_is_joined():
    found = citations(["《关于做好年度\n考评的通知》\n（青绩发〔2021〕7号）"], None)
    assert found[0].title == "关于做好年度考评的通知"
