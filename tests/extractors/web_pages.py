"""Invented pages in the layouts that are met: a portal in tables, one in divs, a mobile one, one saved by Word."""

from __future__ import annotations

ARTICLE = """
<p style="text-align:center">青政办函〔2031〕17号</p>
<p>各区人民政府，市政府各部门：</p>
<p>　　为做好汛期排水工作，现就排查整治有关事项通知如下。</p>
<p>　　一、排查范围。建成区全部雨污水管网，详见<a href="/zw/other.html">工作细则</a>。</p>
<p>　　二、时间安排。2031年6月30日前完成排查，7月底前报送情况。</p>
<table border="1"><tr><td rowspan="2">片区</td><td colspan="2">长度（公里）</td></tr><tr><td>雨水</td><td>污水</td>
</tr>
<tr><td>东城</td><td>31.5</td><td>28</td></tr></table>
<p style="text-align:right">青柏市人民政府办公室</p><p style="text-align:right">2031年4月28日</p>
<p>附件：<a href="/att/1.docx">排水管网排查表.docx</a></p>
<p><a href="/att/2.pdf">整治任务分工.pdf</a></p>
"""
LINES = [
    "青政办函〔2031〕17号",
    "各区人民政府，市政府各部门：",
    "为做好汛期排水工作，现就排查整治有关事项通知如下。",
    "一、排查范围。建成区全部雨污水管网，详见工作细则。",
    "二、时间安排。2031年6月30日前完成排查，7月底前报送情况。",
    "青柏市人民政府办公室",
    "2031年4月28日",
    "附件：排水管网排查表.docx",
    "整治任务分工.pdf",
]
"""The paragraphs of ARTICLE."""
CELLS = (("片区", "长度（公里）", "长度（公里）"), ("片区", "雨水", "污水"), ("东城", "31.5", "28"))
TITLE = "关于开展城区排水管网排查整治的通知"

NEW_PORTAL = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{TITLE}_青柏市人民政府</title>
<script>var a = "<p>不是正文</p>";</script><style>.x {{ color: red }}</style></head><body>
<div class="header"><div class="top-bar"><span>今天是2031年5月6日 星期二</span><a href="/wza">无障碍浏览</a>
<a href="/login">登录</a></div><h1 class="logo"><a href="/">青柏市人民政府</a></h1>
<ul class="main-nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li><li><a href="/fw">政务服务</a>
</li></ul></div>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 正文</div>
<div class="left-side"><ul><li><a href="/1">机构职能</a></li><li><a href="/2">领导信息</a></li><li>
<a href="/3">规划计划</a></li>
<li><a href="/4">财政信息</a></li></ul></div>
<div class="detail"><div class="xxgk-head"><ul><li><b>索 引 号：</b>QB001/2031-00017</li>
<li><b>主题分类：</b><a href="/zt/1">城乡建设</a></li><li><b>发文机关：</b>青柏市人民政府办公室</li>
<li><b>发布日期：</b>2031年05月06日</li></ul></div>
<h2 class="title">{TITLE}</h2>
<div class="info"><span>发布日期：2031-05-06 09:12</span> <span>来源：市政府办公室</span>
<span class="font-size">字体：[<a href="javascript:f(1)">大</a>
<a href="javascript:f(2)">中</a> <a href="javascript:f(3)">小</a>]</span>
<a href="javascript:print()">打印</a></div>
<div class="bdsharebuttonbox">分享到：<a href="#">微信</a><a href="#">微博</a><a href="#">QQ空间</a></div>
<div class="body-text">{ARTICLE}</div>
<div class="related"><h3>相关解读</h3><ul><li><a href="/jd/1">一图读懂</a></li><li><a href="/jd/2">专家解读</a></li>
</ul></div>
<p>上一篇：<a href="/p">关于做好防汛值班的通知</a></p><p>下一篇：没有了</p>
<div><a href="javascript:window.print()">【打印本页】</a> <a href="javascript:close()">【关闭窗口】</a></div></div>
<div class="footer"><p><a href="/map">网站地图</a> | <a href="/about">关于我们</a></p>
<p>主办单位：青柏市人民政府　承办单位：青柏市人民政府办公室</p>
<p>网站标识码：9900000001　某ICP备00000001号</p><p>联系电话：0000-1234567</p></div></body></html>"""

OLD_PORTAL = f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312">
<TITLE>柳溪县教育信息网</TITLE></HEAD><BODY bgcolor=#ffffff><center>
<TABLE width=1002 border=0 align=center><TR><TD><img src=top.jpg></TD></TR><TR><TD>
<TABLE border=0><TR><TD><A href="index.asp">首页</A></TD><TD><A href="a.asp">教育新闻</A></TD><TD>
<A href="b.asp">通知公告</A></TD>
<TD><A href="c.asp">政策法规</A></TD></TR></TABLE></TD></TR></TABLE>
<TABLE width=1002 border=0 align=center><TR><TD width=200 vAlign=top>
<TABLE border=0><TR><TD>热点新闻</TD></TR><TR><TD>·<A href="n.asp?id=1">运动会闭幕</A></TD></TR><TR>
<TD>·<A href="n.asp?id=2">校车检查启动</A>
</TD></TR></TABLE></TD><TD vAlign=top>
<TABLE width=790 border=0><TR>
<TD>您现在的位置：<A href="index.asp">首页</A>&gt;&gt;<A href="b.asp">通知公告</A>&gt;&gt;正文</TD></TR>
<TR><TD align=center><FONT size=5><B>{TITLE}</B></FONT></TD></TR>
<TR>
<TD align=center>作者：办公室　来源：本站　发布时间：2031-5-4　【字体：
<A href="javascript:a()">大</A> <A href="javascript:a()">中</A>
<A href="javascript:a()">小</A>】</TD></TR>
<TR><TD>{ARTICLE}</TD></TR>
<TR><TD align=right>【<A href="#">打印此文】</A>【<A href="javascript:window.close()">关闭窗口</A>】</TD></TR>
</TABLE></TD></TR></TABLE>
<TABLE width=1002 border=0 align=center><TR>
<TD align=center>柳溪县教育局版权所有　Copyright 2029 All Rights Reserved<BR>
地址：柳溪县文昌路1号　邮编：000000　技术支持：某网络公司</TD></TR></TABLE></center></BODY></HTML>"""

MOBILE = f"""<!doctype html><html><head><meta charset="utf-8"><title>政务公开</title></head><body>
<header class="m-header"><a href="javascript:history.back()">返回</a><span>政务公开</span>
<a href="/m/search">搜索</a></header>
<main><article><header><h1>{TITLE}</h1><time>2031-05-06</time></header><section>{ARTICLE}</section></article></main>
<nav class="tabbar"><a href="/m">首页</a><a href="/m/zw">公开</a><a href="/m/me">我的</a></nav>
<footer><p>主办：临泽区人民政府</p><p>某ICP备00000002号-1</p></footer></body></html>"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta http-equiv=Content-Type content="text/html; charset=unicode">
<meta name=Generator content="Microsoft Word 15">
<title>某通知</title><!--[if gte mso 9]><xml><o:Author>某人</o:Author></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=ZH-CN><div class=WordSection1>
<p class=MsoNormal align=center style='text-align:center'><b><span
style='font-size:22.0pt'>云岭区关于做好
河道保洁的通知<o:p></o:p></span></b></p>
<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;
</span></span><![endif]><span>各街道每周巡查一次。</span></p>
<p class=MsoNormal><span style='display:none;mso-hide:all'>隐藏的批注</span>联系人见附表。</p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;border:none'>
 <tr style='mso-yfti-irow:0'><td width=100><p class=MsoNormal>街道<o:p></o:p></p></td><td>
<p class=MsoNormal>任务</p></td></tr>
 <tr><td><p class=MsoNormal>河东街道</p></td><td><p class=MsoNormal>清淤</p><p class=MsoNormal>打捞</p></td></tr>
</table><p class=MsoNormal><o:p>&nbsp;</o:p></p></div></body></html>"""
