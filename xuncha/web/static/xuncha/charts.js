"use strict";
// Draws the charts of the page from the rows that stand in its tables.
(() => {
  const source = document.getElementById("charts");
  if (!source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const colours = { good: "#2f7d4f", bad: "#a40000", open: "#d9a400", plain: "#1a4d80", pale: "#9a9a9a" };
  const base = { animation: false, textStyle: { fontFamily: "inherit" }, grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true }, tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true } };
  const bars = (names, series, horizontal) => ({
    ...base,
    legend: { top: 0, type: "scroll" },
    [horizontal ? "yAxis" : "xAxis"]: { type: "category", data: names, inverse: horizontal, axisLabel: { interval: 0, width: 130, overflow: "truncate", rotate: !horizontal && names.length > 6 ? 40 : 0 } },
    [horizontal ? "xAxis" : "yAxis"]: { type: "value", minInterval: 1 },
    series: series.map(([name, values, color]) => ({ name, type: "bar", stack: "all", data: values, itemStyle: { color }, barMaxWidth: 26 })),
  });
  const outcomes = (rows) => {
    const names = [...new Set(rows.map((row) => row[1]))];
    const total = (name, place) => rows.filter((row) => row[1] === name).reduce((sum, row) => sum + row[place], 0);
    return bars(names, [
      ["合格", names.map((name) => total(name, 3)), colours.good],
      ["不合格", names.map((name) => total(name, 4)), colours.bad],
      ["未能判定", names.map((name) => total(name, 5)), colours.open],
    ], true);
  };
  const options = {
    region: outcomes,
    department: outcomes,
    problems: (rows) => bars(rows.map((row) => `${row[0]} ${row[1]}`), [
      ["确定", rows.map((row) => row[3]), colours.bad], ["待核", rows.map((row) => row[4]), colours.open],
    ], true),
    freshness: (rows) => ({
      ...base, tooltip: { trigger: "item", confine: true }, legend: { top: 0 },
      series: [{ type: "pie", radius: ["38%", "66%"], center: ["50%", "56%"], label: { formatter: "{b}\n{c} 个" }, data: rows.map((row, n) => ({ name: row[0], value: row[1], itemStyle: { color: [colours.good, colours.plain, colours.bad, colours.pale][n] } })) }],
    }),
  };
  for (const box of document.querySelectorAll("[data-chart]")) {
    const name = box.dataset.chart;
    const rows = data[name].rows;
    if (name !== "freshness") box.classList.add(`rows-${Math.min(4, Math.ceil(new Set(rows.map((row) => row[1])).size / 10))}`);
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption(options[name](rows));
    window.addEventListener("resize", () => chart.resize());
    window.addEventListener("beforeprint", () => chart.resize());
  }
})();
