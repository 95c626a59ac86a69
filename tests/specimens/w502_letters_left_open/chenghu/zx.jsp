<!DOCTYPE html>
<html>
<head><meta charset="utf-8"><title>网上咨询-澄湖区政府网</title>
</head>
<body>
<table class="hd" width="100%"><tr><td>澄湖区政府网</td></tr></table>
<p class="dh"><a href="index.html">首页</a> <a href="list.jsp?cid=101">澄湖要闻</a> <a href="list.jsp?cid=102">部门信息</a> <a href="list.jsp?cid=103">基层信息</a> <a href="list.jsp?cid=104">通知公告</a> <a href="list.jsp?cid=105">规范性文件</a> <a href="list.jsp?cid=106">区政府文件</a> <a href="list.jsp?cid=107">人事信息</a> <a href="zx.jsp">网上咨询</a></p>
<p><b>网上咨询</b></p><div class="lybox"><div class="ly"><h4><a href="zxx.jsp?id=77">公租房申请需要哪些材料</a></h4><p>留言时间：2025-06-03　状态：已回复</p><div class="hf"><b>答复内容：</b>您好，来信收悉。经现场核实，有关问题已经安排处理完毕，感谢您对工作的关注和支持。<p>答复单位：区政府办公室　答复时间：2025-06-05</p></div></div>
<div class="ly"><h4><a href="zxx.jsp?id=70">湖滨小区二次供水水压不足</a></h4><p>留言时间：2025-01-07　状态：待回复</p></div>
<div class="ly"><h4><a href="zxx.jsp?id=66">养老金资格认证在哪里办理</a></h4><p>留言时间：2024-12-02　状态：已回复</p><div class="hf"><b>答复内容：</b>您好，来信收悉。经现场核实，有关问题已经安排处理完毕，感谢您对工作的关注和支持。<p>答复单位：区政府办公室　答复时间：2024-12-03</p></div></div>
</div><div class="xx"><h3>我要写信</h3><form action="/tjxj" method="post"><p>姓名 <input name="xm"></p><p>标题 <input name="bt"></p><p>内容 <textarea name="nr" rows="8"></textarea></p><button type="submit">提交信件</button></form></div>
<hr><p class="bq">澄湖区人民政府办公室　标识码：9905050009　<a href="#top">TOP</a></p>
</body>
</html>
