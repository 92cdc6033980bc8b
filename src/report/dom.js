"use strict";
// Building elements. Data reaches the page through text nodes and attributes only, never as markup.
const capnet = {};

capnet.dom = (() => {
  const svg_ns = "http://www.w3.org/2000/svg";

  function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? "" : String(value));
    }
    append(node, children);
    return node;
  }

  function append(node, children) {
    for (const child of [children].flat(Infinity)) {
      if (child === null || child === undefined || child === false) continue;
      node.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
    return node;
  }

  const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, ...children) => fill(document.createElementNS(svg_ns, tag), attributes, children);
  const by_id = (id) => document.getElementById(id);
  const replace = (node, ...children) => { node.replaceChildren(); return append(node, children); };

  // An address of the data becomes a link only if it is a web address.
  function safe_url(text) {
    try {
      const url = new URL(String(text));
      return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
    } catch { return null; }
  }

  /// The id of the element that shows the `place`-th figure, source, ...
  const anchor = (group, place) => `${group}-${place}`;

  return { el, svg, by_id, replace, append, safe_url, anchor };
})();
