<!DOCTYPE html>
<html>
<head><meta charset="utf-8"><title>服务指南-澄湖区政府网</title>
</head>
<body>
<table class="hd" width="100%"><tr><td>澄湖区政府网</td></tr></table>
<p class="dh"><a href="index.html">首页</a> <a href="list.jsp?cid=101">澄湖要闻</a> <a href="list.jsp?cid=102">部门信息</a> <a href="list.jsp?cid=103">基层信息</a> <a href="list.jsp?cid=104">通知公告</a> <a href="list.jsp?cid=105">规范性文件</a> <a href="list.jsp?cid=106">区政府文件</a> <a href="list.jsp?cid=107">人事信息</a> <a href="fw.jsp">服务指南</a></p>
<h2>服务指南</h2><ul class="sxlb"><li><a href="fwx.jsp?id=1">取水许可核发</a></li>
<li><a href="fwx.jsp?id=2">临时占道审批</a></li>
<li><a href="fwx.jsp?id=3">老年人优待证办理</a></li>
<li><a href="fwx.jsp?id=4">食品小作坊登记</a></li>
<li><a href="fwx.jsp?id=5">户外广告设置审批</a></li>
<li><a href="fwx.jsp?id=6">残疾人证换发</a></li>
</ul>
<hr><p class="bq">澄湖区人民政府办公室　标识码：9905050009　<a href="#top">TOP</a></p>
</body>
</html>
