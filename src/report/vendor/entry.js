// What the report uses of its vendored libraries; `vendor.sh` bundles exactly this into vendor.min.js.
export { default as cytoscape } from "cytoscape";
export { forceSimulation, forceManyBody, forceLink, forceCollide, forceX, forceY } from "d3-force";
// Charts are drawn by Plot alone; the scales, which Plot is built on, choose the days and numbers that axes name.
export { plot, areaY, lineY, dot, ruleX, ruleY, text, axisX, axisY, gridY } from "@observablehq/plot";
export { scaleLinear, scaleUtc } from "d3-scale";
