"""03 and 04: a page of a portal (GB18030), and a result notice as it comes out of a Word converter (UTF-8 with BOM)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

PORTAL = """首页
无障碍阅读
长者模式
您现在的位置：首页 > 政务公开 > 公示公告

澜江市2024年度社会评价意见建议整改结果公示

发布时间：2026-02-10 09:30    来源：澜江市绩效管理领导小组办公室    浏览量：318
字号：[大] [中] [小]    打印    收藏
分享到：

根据《省绩效管理委员会办公室关于做好2024年度社会评价意见建议办理工作的通知》（省绩办发〔2025〕6号），省反馈我市2024年度社会评价意见建议共198条，其中经济发展21条、教育医疗47条、城建交通63条、生态环境29条、社会保障38条。合并内容相同的意见建议后为183条，其中截至2025年12月31日已办结171条、转入常态化推进12条。现将整改结果公示如下。

一、教育医疗方面

针对乡镇学校英语教师不足的意见，全年新招聘乡镇教师64人，安排走教教师38人，9所村小开齐了英语课。针对县级医院候诊时间长的意见，4家医院实行分时段预约，平均候诊时间由52分钟缩短到23分钟。

二、城建交通方面

改造背街小巷27条，更换路灯1140盏，新增公共停车泊位860个。松坪区锦埠街道、梧岗街道的3处易涝点完成管网改造，去年汛期没有再出现积水。望川区至禾墩县的旧路改建工程完成路基施工，路面工程列入下一步建设计划。

三、生态环境方面

关停手续不全的洗砂场2处，督促6家企业更换废气处理设备，蓼湾镇、霁桥镇建成污水处理站并投入运行。

四、社会保障方面

帮助523名务工人员追回工资916万元，为1307名行动不便的老人上门办理养老待遇资格认证。

附件：澜江市2024年度社会评价意见建议整改结果一览表

澜江市绩效管理领导小组办公室
2026年2月10日

上一篇：关于市政务服务大厅调整服务时间的公告
下一篇：没有了
关闭窗口
主办单位：澜江市人民政府办公室    网站地图    联系我们
"""

COUNTIES: tuple[Sequence[str], ...] = (
    ("1", "松坪区", "93.42", "优秀", ""),
    ("2", "禾墩县", "91.07", "良好", ""),
    ("3", "望川区", "90.85", "良好", "工业园异味问题被省点名，\n扣0.5分"),
    ("4", "云岭县", "88.60", "良好", "2件已销号问题反弹，\n扣1.5分"),
)
OFFICES: tuple[Sequence[str], ...] = (
    ("1", "市教育局", "95.18", "优秀", ""),
    ("2", "市财政局", "94.90", "优秀", ""),
    ("3", "市数据和政务服务局（原市行政审批局）", "94.33", "优秀", ""),
    ("4", "市水利局", "93.76", "优秀", ""),
    ("5", "市民政局", "92.51", "良好", ""),
    ("6", "市交通运输局", "92.04", "良好", ""),
    ("7", "市人力资源和社会保障局", "91.88", "良好", ""),
    ("8", "市自然资源局", "90.29", "良好", ""),
    ("9", "市住房和城乡建设局", "89.95", "良好", ""),
    ("10", "市生态环境局", "89.40", "良好", ""),
    ("11", "市卫生健康委员会", "88.73", "良好", ""),
    ("12", "市城市管理局", "84.16", "合格", "热线工单超期\n7件"),
)
HEADER = ("名次", "单位", "得分", "等次", "备注")
PAGE_ROWS = 7
"""Rows of the second table before its page ends and the converter repeats the header."""

RESULTS = """澜江市绩效管理领导小组办公室文件

澜绩办发〔2026〕6号


澜江市绩效管理领导小组办公室关于2025年度
绩效考评结果的通报

各县（区）党委和人民政府，市直各部门：
2025年度绩效考评工作已经结束，考评结果经市绩效管理领导小组审定，现予通报。
一、考评结果
参加考评的县（区）共4个，其中优秀1个、良好3个；参加考评的市直单位共12个，其中优秀4个、良好7个、合格1个。
2025年度县（区）绩效考评结果
{counties}
2025年度市直单位绩效考评结果
{offices}
二、结果运用
（一）对考评结果有异议的，自收到本通报之日起7个工作日内向市绩效办书面申请复核。
（二）考评结果为合格的单位，于2026年4月20日前将原因分析和改进措施报市绩效办。


澜江市绩效管理领导小组办公室
[bookmark: _GoBack]                    2026年3月27日
（公开方式：主动公开）
"""


def tab_grammar(rows: Sequence[Sequence[str]]) -> str:
    """A table as a Word converter leaves it: each cell begins with a TAB, an empty line ends the row."""
    return "\n".join("".join(f"\t{cell}\n" for cell in row) for row in rows)


def portal(path: Path) -> None:
    """The portal's page in GB18030, lines ended as Windows does."""
    path.write_bytes(PORTAL.replace("\n", "\r\n").encode("gb18030"))


def results(path: Path) -> None:
    """The result notice in UTF-8 with BOM; the header of its second table comes twice, as on two pages."""
    text = RESULTS.format(
        counties=tab_grammar((HEADER, *COUNTIES)),
        offices=tab_grammar((HEADER, *OFFICES[:PAGE_ROWS], HEADER, *OFFICES[PAGE_ROWS:])),
    )
    path.write_bytes(text.encode("utf-8-sig"))
