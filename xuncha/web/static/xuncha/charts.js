"use strict";
// Draws the charts of the page from the rows that stand in its tables.
(() => {
  const source = document.getElementById("charts");
  if (!source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const phone = window.matchMedia("(max-width: 680px)").matches;
  const colours = { good: "#2f7d4f", bad: "#a40000", open: "#d9a400", plain: "#1a4d80", pale: "#9a9a9a" };
  const kinds = { "政府网站": "#1a4d80", "政务新媒体": "#c46a1b" };
  const lines = ["#a40000", "#1a4d80", "#c46a1b", "#2f7d4f", "#6a3d9a", "#00798c", "#8a6d00", "#b0487f"];
  const base = { animation: false, textStyle: { fontFamily: "inherit" }, grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true }, tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true } };
  const escaped = (text) => String(text).replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
  const bars = (names, series) => ({
    ...base,
    legend: { top: 0, type: "scroll" },
    yAxis: { type: "category", data: names, inverse: true, axisLabel: { interval: 0, width: phone ? 96 : 150, overflow: "truncate" } },
    xAxis: { type: "value", minInterval: 1 },
    series: series.map(([name, values, color]) => ({ name, type: "bar", stack: "all", data: values, itemStyle: { color }, barMaxWidth: 26 })),
  });
  // The places with the lowest rates, the lowest on top: a chart holds so many, the table holds all.
  const most = 20;
  const lowest = (rows) => {
    const rate = {};
    for (const row of rows) if (row[6] !== "—") rate[row[1]] = Math.min(rate[row[1]] ?? 101, Number(row[6]));
    return [...new Set(rows.map((row) => row[1]))].sort((a, b) => (rate[a] ?? 102) - (rate[b] ?? 102)).slice(0, most);
  };
  // Pass rates: what could not be judged is no part of a rate, and is told beside it.
  const rates = (rows) => {
    const names = lowest(rows);
    const row = (kind, name) => rows.find((one) => one[0] === kind && one[1] === name);
    const shown = Object.keys(kinds).filter((kind) => rows.some((one) => one[0] === kind));
    return {
      ...bars(names, []),
      xAxis: { type: "value", max: 100, axisLabel: { formatter: "{value}%" } },
      grid: { ...base.grid, right: 56 },
      tooltip: { ...base.tooltip, formatter: (points) => [escaped(points[0].name), ...points.map((point) => {
        const one = row(point.seriesName, point.name);
        return one ? `${point.seriesName}：${one[6]}${one[6] === "—" ? "" : "%"}，合格 ${one[3]}，不合格 ${one[4]}，未能判定 ${one[5]}` : "";
      }).filter(Boolean)].join("<br>") },
      series: shown.map((kind) => ({
        name: kind, type: "bar", barMaxWidth: 14, itemStyle: { color: kinds[kind] },
        data: names.map((name) => { const one = row(kind, name); return one && one[6] !== "—" ? Number(one[6]) : null; }),
        label: { show: true, position: "right", fontSize: 11, formatter: (point) => (point.value == null ? "" : `${row(kind, point.name)[6]}%`) },
      })),
    };
  };
  const at = (row) => `${row[1]} ${row[0]}`;
  // Every round has its place, also where it has nothing to show: the line is broken there.
  const over = (rows, series, unit) => {
    const names = [...new Set((data.trend ? data.trend.rows : rows).map(at))];
    return {
      ...base, legend: { top: 0, type: "scroll" },
      tooltip: { trigger: "axis", confine: true, valueFormatter: (value) => (value == null ? "—" : `${value}${unit}`) },
      grid: { ...base.grid, right: 34, left: 14 },
      xAxis: { type: "category", data: names, boundaryGap: false, axisLabel: { formatter: (name) => name.slice(0, 7), hideOverlap: true } },
      series: series(names),
    };
  };
  const calendar = (from, to, more) => ({
    range: [from, to], left: 26, right: 8, top: 22, bottom: 4, cellSize: ["auto", "auto"],
    splitLine: { lineStyle: { color: "#bbb" } }, itemStyle: { color: "#fff", borderColor: "#e6e3dd" },
    dayLabel: { nameMap: ["日", "一", "二", "三", "四", "五", "六"], firstDay: 1, fontSize: 10, color: "#555" },
    monthLabel: { nameMap: [...Array(12).keys()].map((n) => `${n + 1}月`), fontSize: 11, color: "#555" },
    yearLabel: { show: false }, ...more,
  });
  const today = (day, size) => ({ type: "scatter", coordinateSystem: "calendar", data: [[day, 1]], symbol: "rect", symbolSize: size || (phone ? 9 : 12), silent: true, itemStyle: { color: "transparent", borderColor: "#000", borderWidth: 2 } });
  const options = {
    region: rates,
    county: rates,
    department: rates,
    // One code can be of websites and of accounts: then its rows name the kind.
    problems: (rows) => bars(rows.map((row) => `${row[0]} ${rows.filter((one) => one[0] === row[0]).length > 1 ? row[5].slice(2) : ""}${row[1]}`), [
      ["确定", rows.map((row) => row[3]), colours.bad], ["待核", rows.map((row) => row[4]), colours.open],
    ]),
    trend: (rows) => ({ ...over(rows, (names) => Object.keys(kinds).map((kind) => ({
      name: kind, type: "line", symbolSize: 8, connectNulls: false, itemStyle: { color: kinds[kind] },
      data: names.map((name) => { const row = rows.find((one) => at(one) === name && one[3] === kind); return row && row[8] !== "—" ? Number(row[8]) : null; }),
      label: { show: !phone, formatter: (point) => { const row = rows.find((one) => at(one) === point.name && one[3] === kind); return row && row[8] !== "—" ? `${row[8]}%` : ""; }, fontSize: 11 },
    })), "%"), grid: { ...base.grid, top: 56, right: 34, left: 14 }, yAxis: { type: "value", scale: true, max: 100, axisLabel: { formatter: "{value}%" } } }),
    kinds: (rows) => {
      const sort = (row) => `${row[2]} ${row[6]}`;
      const total = (one) => rows.filter((row) => sort(row) === one).reduce((sum, row) => sum + row[4], 0);
      const sorts = [...new Set(rows.map(sort))].sort((a, b) => total(b) - total(a)).slice(0, 8);
      const kindsOf = (code) => new Set(rows.filter((row) => row[2] === code).map((row) => row[6])).size;
      const title = (one) => { const row = rows.find((each) => sort(each) === one); return `${row[2]} ${kindsOf(row[2]) > 1 ? row[6].slice(2) : ""}${row[3]}`; };
      return { ...over(rows, (names) => sorts.map((one, n) => ({
        name: title(one), type: "line", symbolSize: 7, itemStyle: { color: lines[n] },
        data: names.map((name) => { const row = rows.find((each) => at(each) === name && sort(each) === one); return row ? row[4] : null; }),
      })), " 个"), legend: { top: 0, type: "plain", itemGap: 6, textStyle: { fontSize: 11 } }, grid: { ...base.grid, top: phone ? 150 : 96, right: 34, left: 14 }, yAxis: { type: "value", minInterval: 1 } };
    },
    freshness: (rows) => ({
      ...base, tooltip: { trigger: "item", confine: true }, legend: { top: 0 },
      series: [{ type: "pie", radius: ["38%", "66%"], center: ["50%", "56%"], label: { formatter: "{b}\n{c} 个" }, data: rows.map((row, n) => ({ name: row[0], value: row[1], itemStyle: { color: [colours.good, colours.plain, colours.bad, colours.pale][n] } })) }],
    }),
    due: (rows, given, box) => ({
      ...base, tooltip: { confine: true, formatter: (point) => { const row = rows.find((one) => one[0] === point.value[0]); return row ? `${row[0]}<br>栏目 ${row[1]}，首页和账号 ${row[2]}` : ""; } },
      visualMap: { min: 0, max: Math.max(1, ...rows.map((row) => row[3])), calculable: false, orient: "horizontal", left: "center", bottom: 0, itemHeight: 90, itemWidth: 12, text: ["多", "少"], inRange: { color: ["#fff3d6", "#f2b84b", "#c74a1b", "#7f0000"] }, seriesIndex: 0 },
      calendar: calendar(given.from, given.to, { bottom: 34, ...(phone ? {} : { left: 30 }) }),
      series: [
        { type: "heatmap", coordinateSystem: "calendar", data: rows.map((row) => [row[0], row[3]]), label: { show: !phone, fontSize: 11, color: "#000", formatter: (point) => (point.value[1] > 9999 ? `${Math.round(point.value[1] / 1000)}千` : point.value[1]), textBorderColor: "#fff", textBorderWidth: 2 } },
        today(given.today, [(box.clientWidth - 38) / 18 - 4, phone ? 24 : 30]),
      ],
    }),
    column: (rows, given) => ({
      ...base, tooltip: { confine: true, formatter: (point) => { const [day, sort, n] = point.value; return `${day}<br>${["", `更新 ${n} 条`, "期限内", "到期日", "已逾期"][sort]}`; } },
      visualMap: { show: false, type: "piecewise", dimension: 1, seriesIndex: 0, pieces: [{ value: 1, color: colours.good }, { value: 2, color: "#fbe3a2" }, { value: 3, color: "#a40000" }, { value: 4, color: "#e9a3a3" }] },
      calendar: calendar(given.from, given.to, {}),
      series: [{ type: "heatmap", coordinateSystem: "calendar", data: rows }, today(given.today)],
    }),
    probes: (rows, given) => {
      const sorts = { "打开": ["circle", 5, colours.good], "打不开": ["diamond", 13, colours.bad], "未能看到": ["triangle", 10, colours.pale] };
      return {
        ...base, legend: { top: 0, right: 10, data: Object.keys(sorts) }, grid: { ...base.grid, top: 56, right: 28 },
        tooltip: { trigger: "item", confine: true, formatter: (point) => (point.componentType === "markArea" ? escaped(point.name) : `${point.value[0]}<br>${point.seriesName}${point.value[3] ? `，${point.value[3]} 秒` : ""}${point.value[2] ? `<br>${escaped(point.value[2])}` : ""}`) },
        xAxis: { type: "time", axisLabel: { hideOverlap: true, formatter: { month: "{M}月", day: "{M}-{d}", hour: "{HH}:{mm}" } } },
        yAxis: { type: "value", name: "用时（秒）", nameTextStyle: { align: "left" }, min: 0, max: (axis) => Math.ceil(Math.max(given.limit * 1.1, axis.max)) },
        dataZoom: [{ type: "inside" }],
        series: Object.entries(sorts).map(([name, [symbol, symbolSize, color]], n) => ({
          name, type: "scatter", symbol, symbolSize, itemStyle: { color }, data: given.points[name],
          ...(n ? {} : {
            markLine: { silent: true, symbol: "none", data: [{ yAxis: given.limit }], lineStyle: { color: colours.bad, type: "dashed" }, label: { formatter: `${given.limit} 秒`, position: "insideEndTop" } },
            markArea: { itemStyle: { color: "rgba(120,120,120,.22)" }, label: { show: false }, data: given.gaps.map(([from, to, why]) => [{ xAxis: from, name: `${from} 至 ${to}：${why}` }, { xAxis: to }]) },
          }),
        })),
      };
    },
  };
  const places = new Set(["region", "county", "department"]);
  for (const box of document.querySelectorAll("[data-chart]")) {
    const name = box.dataset.chart, given = data[name], rows = given.rows || [];
    const size = new Set(rows.map((row) => row[1])).size;
    if (places.has(name) && size > most) {
      const note = document.createElement("p");
      note.className = "small";
      note.textContent = `图中是合格率最低的 ${most} 个，全部 ${size} 个见数据表。`;
      box.after(note);
    }
    if (places.has(name) || name === "problems") box.classList.add(`rows-${Math.min(4, Math.ceil((name === "problems" ? size : Math.min(size, most)) / 10))}`);
    if (name === "kinds") box.classList.add("tall");
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption(options[given.draw || name](rows, given, box));
    if (name === "due") chart.on("click", (point) => { if (point.value && point.value[1]) window.location.assign(`/warnings?on=${point.value[0]}`); });
    window.addEventListener("resize", () => chart.resize());
  }
})();
