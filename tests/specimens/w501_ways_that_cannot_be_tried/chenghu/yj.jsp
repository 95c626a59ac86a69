<!DOCTYPE html>
<html>
<head><meta charset="utf-8"><title>意见征集-澄湖区政府网</title>
</head>
<body>
<table class="hd" width="100%"><tr><td>澄湖区政府网</td></tr></table>
<p class="dh"><a href="index.html">首页</a> <a href="list.jsp?cid=101">澄湖要闻</a> <a href="list.jsp?cid=102">部门信息</a> <a href="list.jsp?cid=103">基层信息</a> <a href="list.jsp?cid=104">通知公告</a> <a href="list.jsp?cid=105">规范性文件</a> <a href="list.jsp?cid=106">区政府文件</a> <a href="list.jsp?cid=107">人事信息</a> <a href="yj.jsp">意见征集</a></p>
<p><b>意见征集</b></p><p>《澄湖区停车管理办法（征求意见稿）》征求意见：请于2025年7月10日前将意见寄送区司法局，地址澄湖路1号。</p>
<hr><p class="bq">澄湖区人民政府办公室　标识码：9905050009　<a href="#top">TOP</a></p>
</body>
</html>
