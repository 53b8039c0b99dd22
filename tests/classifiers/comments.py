"""Sixty-four invented comments, what a guide would say of them, and the model that learns from them alone."""

from __future__ import annotations

from classifiers.model import Tagger
from classifiers.training import train_alone
from corpus.comments import LabelledComment

SCHOOL = """
小学食堂的饭菜又贵又难吃
班主任让家长微信群里交补课费
学区划分不公平，孩子要走四里路上学
初中校服一套收三百八
幼儿园老师太少，一个班四十个孩子
高中晚自习到十点半，学生睡不够
学校操场的跑道起皮了
希望小学放学后多开兴趣班
乡村教师的周转房漏雨
课后托管费说涨就涨
中学宿舍没有热水洗澡
学校门卫不让家长送伞
"""
BUS = """
公交车等了四十分钟还不来
末班公交收得太早，下夜班只能走路
公交司机到站不停
出租车不打表乱喊价
村口的客运班车停了半年
公交站台没有雨棚
省道路面坑坑洼洼没人补
去县城的客车太少，节假日挤不上
公交卡充值点太难找
网约车半路加价
乡道太窄，两车会不过去
高速出口不通公交
"""
WAGES = """
工头拖欠工资半年不给
工地干完活老板跑了，工钱没着落
厂里不签劳动合同
加班没有加班费
公司辞退人不给补偿金
试用期干了八个月还不转正
招工中介收了钱不给找活
工伤认定拖了一年
劳动仲裁立不上案
饭店老板扣押工资当押金
希望多办几场招聘会
失业金申请总被退回
"""
STREET = """
夜市烧烤油烟熏得没法开窗
小区外垃圾桶三天没人清
流动摊贩把人行道占满了
路灯坏了一排，晚上漆黑
渣土车一路撒漏
公厕太脏，下不去脚
广告牌摇摇欲坠没人管
绿化带里堆满建筑垃圾
楼顶违章搭建三年没拆
早市散了满地烂菜叶
店铺门口音响从早放到晚
下水井盖丢了好几天
"""
CLINIC = """
医院挂号排了三个小时
医生态度冷淡，问一句嫌烦
急诊夜里找不到值班大夫
乡卫生院没有儿科
护士扎针扎了五次
住院押金退得太慢
希望社区卫生站能打疫苗
体检中心把报告弄错了
村医一个月才来一回
医院停车要转一个小时
开药开一大堆，用不完
产科床位要提前半年约
"""
NOTHING = """
没有意见
都挺好的
无
希望越来越好
"""
LABELS = {
    SCHOOL: ("教育", "教育文体", "教育"),
    BUS: ("交通运输", "交通运输", "交通"),
    WAGES: ("就业与劳动权益", "劳动和社会保障", "人社"),
    STREET: ("城市管理与市容", "城乡建设", "城管"),
    CLINIC: ("卫生健康", "卫生计生", "卫健"),
    NOTHING: ("无明确指向", "", "不明"),
}


def lines(block: str) -> list[str]:
    """The comments of a block, one a line."""
    return block.split("\n")[1:-1]


def labelled(block: str, domain: str, petition_class: str, function: str) -> list[LabelledComment]:
    """Its comments with these labels; nothing to say is 其他, all else 建设性."""
    kind, disposition = ("其他", "无明确指向") if function == "不明" else ("建设性", "立行立改")
    return [LabelledComment(text, domain, petition_class, (function,), kind, disposition) for text in lines(block)]


ROWS = tuple(row for block, labels in LABELS.items() for row in labelled(block, *labels))


def base_of(rows: tuple[LabelledComment, ...], *, meaning: bool = False) -> Tagger:
    """The model that would ship if these comments did."""
    return train_alone(rows, meaning=meaning)
