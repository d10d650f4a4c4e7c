/* trend.js: the trend of a measure (components/trend.html), drawn with ECharts as SVG.

   Contract, the JSON in <script type="application/json" id="…-data">:
     months  ["2020-05", …]           labels of the horizontal axis
     series  [{name, values, tone}]   at most two; values in per cent, null where there is none;
                                      tone "3" (lighter) or "5" (darker)
     target  {name, values} or null   the line that would keep the promise
     unit    "%"                      stands in the heading, not at each figure
     top     100 or null              the upper end of the axis; it begins at 0
   Table: the <details> beside the box is the same data, folded once the chart is drawn.

   The drawing is made as text and its inline styles taken out: the site's policy allows none. */
"use strict";
(function () {
  document.addEventListener("jiugai:content", function (event) {
    event.detail.root.querySelectorAll("[data-island=trend]").forEach(draw);
  });
  var waiting;
  window.addEventListener("resize", function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () { document.querySelectorAll("[data-island=trend]").forEach(draw); }, 200);
  });

  function draw(island) {
    var box = island.querySelector(".trend-box");
    var source = document.getElementById(island.dataset.contract);
    if (!window.echarts || !box || !source) return;
    var data = JSON.parse(source.textContent);
    var width = island.clientWidth;
    if (!width || !data.months.length) return;
    var height = 160;
    var chart = window.echarts.init(null, null, { renderer: "svg", ssr: true, width: width, height: height });
    chart.setOption(option(data, width));
    var drawing = chart.renderToSVGString()
      .replace(/<style[\s\S]*?<\/style>/g, "").replace(/<!\[CDATA\[|\]\]>/g, "")
      .replace(/\sstyle="[^"]*"/g, "");
    chart.dispose();
    var svg = new DOMParser().parseFromString(drawing, "image/svg+xml").documentElement;
    if (svg.nodeName !== "svg") return;
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("viewBox", "0 0 " + width + " " + height);
    box.replaceChildren(document.importNode(svg, true));
  }

  function option(data, width) {
    var token = getComputedStyle(document.documentElement);
    var colour = function (name) { return token.getPropertyValue(name).trim(); };
    var top = data.top || Math.max(10, Math.ceil(highest(data) / 10) * 10);
    var every = Math.max(1, Math.ceil(data.months.length / Math.floor(width / 62)));
    var lines = data.series.map(function (one, index) {
      var ink = colour("--stage-" + (one.tone || "5"));
      return line(one, ink, { width: one.tone === "3" ? 2 : 2.5, color: ink }, index ? "rect" : "circle");
    });
    if (data.target) lines.push(line(data.target, colour("--bad"), { width: 1.5, type: "dashed", color: colour("--bad") }, "none"));
    apart(lines, top, Boolean(data.target));
    return {
      animation: false,
      textStyle: { fontSize: 12, color: colour("--ink-2") },
      grid: { left: 34, right: 92, top: 14, bottom: 24 },
      xAxis: {
        type: "category", data: data.months, boundaryGap: false, axisTick: { show: false },
        axisLine: { lineStyle: { color: colour("--line-strong") } },
        axisLabel: { color: colour("--ink-2"), fontSize: 12, interval: function (index) { return (data.months.length - 1 - index) % every === 0; } }
      },
      yAxis: {
        type: "value", min: 0, max: top, interval: top / 2,
        splitLine: { lineStyle: { color: colour("--line") } },
        axisLabel: { color: colour("--ink-2"), fontSize: 12 }
      },
      series: lines
    };
  }

  function line(one, ink, style, symbol) {
    return {
      name: one.name, type: "line", data: one.values, symbol: symbol, symbolSize: 5, lineStyle: style,
      itemStyle: { color: ink }, connectNulls: false,
      endLabel: { show: true, color: ink, fontSize: 12, distance: 6, formatter: one.name }
    };
  }

  /* Labels stand at the end of their lines, or above it where the target's line goes on; two that
     would touch are moved apart. */
  function apart(lines, top, above) {
    var ends = lines.map(function (one) {
      var known = one.data.filter(function (value) { return value !== null; });
      return { one: one, at: known.length ? (known[known.length - 1] / top) * 122 : 0 };
    }).sort(function (a, b) { return a.at - b.at; });
    var floor = -Infinity;
    ends.forEach(function (end) {
      var at = Math.max(end.at, floor + 15);
      floor = at;
      if (above && end.one.lineStyle.type !== "dashed") {
        end.one.endLabel.align = "right";
        end.one.endLabel.offset = [-6, end.at - at - 13];
      } else {
        end.one.endLabel.offset = [0, end.at - at];
      }
    });
  }

  function highest(data) {
    var all = data.series.concat(data.target ? [data.target] : []).map(function (one) {
      return Math.max.apply(null, one.values.map(function (value) { return value || 0; }));
    });
    return Math.max.apply(null, all);
  }
})();
