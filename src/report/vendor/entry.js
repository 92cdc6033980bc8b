// What the report uses of its vendored libraries; `vendor.sh` bundles exactly this into vendor.min.js.
export { default as cytoscape } from "cytoscape";
export { forceSimulation, forceManyBody, forceLink, forceCollide, forceX, forceY } from "d3-force";
export { scaleLinear, scaleUtc } from "d3-scale";
export { area, line, curveStepAfter } from "d3-shape";
