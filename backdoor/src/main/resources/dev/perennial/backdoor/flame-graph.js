
"use strict";
(() => {
  const ROW = 20;
  const NARROWEST = 1.5;
  const profile = JSON.parse(document.getElementById("profile").textContent);
  const graph = document.getElementById("graph");
  const details = document.getElementById("details");
  const matched = document.getElementById("matched");
  const search = document.getElementById("search");
  const hint = details.textContent;

  const nodes = read(profile.nodes);
  const root = nodes[0];
  let zoomed = root;

  // Each node is three numbers: method, depth, samples; a node stands behind its parent.
  function read(flat) {
    const all = [];
    const path = [];
    for (let i = 0; i < flat.length; i += 3) {
      const [name, origin] = profile.methods[flat[i]];
      const node = { name, origin, depth: flat[i + 1], samples: flat[i + 2], children: [], at: 0 };
      const parent = path[node.depth - 1];
      if (parent) {
        node.parent = parent;
        node.at = parent.at + parent.used;
        parent.used += node.samples;
        parent.children.push(node);
      }
      node.used = 0;
      path[node.depth] = node;
      all.push(node);
    }
    return all;
  }

  function ancestors(node) {
    const above = [];
    for (let n = node.parent; n; n = n.parent) {
      above.unshift(n);
    }
    return above;
  }

  function percent(samples) {
    return root.samples === 0 ? "0 %" : (100 * samples / root.samples).toFixed(1) + " %";
  }

  function text(node) {
    const ms = Math.round(node.samples * profile.periodMs);
    return `${node.name}: ${node.samples} samples, ${percent(node.samples)}, about ${ms} ms`;
  }

  function bar(node, left, width, isAbove) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "o" + node.origin;
    button.classList.toggle("above", isAbove);
    button.classList.toggle("match", matches(node));
    button.style.left = left + "px";
    button.style.width = Math.max(1, width) + "px";
    button.style.top = node.depth * ROW + "px";
    button.textContent = width > 24 ? shortName(node.name) : "";
    button.title = text(node);
    button.setAttribute("aria-label", text(node));
    button.dataset.name = node.name;
    button.dataset.samples = node.samples;
    button.addEventListener("click", () => zoom(node));
    button.addEventListener("focus", () => { details.textContent = text(node); });
    button.addEventListener("mouseenter", () => { details.textContent = text(node); });
    return button;
  }

  // The class and the method.
  function shortName(name) {
    return name.split(".").slice(-2).join(".");
  }

  function draw() {
    const width = graph.clientWidth;
    const bars = ancestors(zoomed).map((node) => bar(node, 0, width, true));
    const scale = zoomed.samples === 0 ? 0 : width / zoomed.samples;
    let deepest = zoomed.depth;
    const waiting = [zoomed];
    while (waiting.length > 0) {
      const node = waiting.pop();
      const w = node.samples * scale;
      if (w >= NARROWEST || node === zoomed) {
        bars.push(bar(node, (node.at - zoomed.at) * scale, w, false));
        deepest = Math.max(deepest, node.depth);
        waiting.push(...node.children);
      }
    }
    graph.style.height = (deepest + 1) * ROW + "px";
    graph.replaceChildren(...bars);
  }

  function zoom(node) {
    zoomed = node;
    draw();
  }

  function wanted() {
    return search.value.trim().toLowerCase();
  }

  function matches(node) {
    return wanted() !== "" && node.name.toLowerCase().includes(wanted());
  }

  // A match inside of a match has been counted with it.
  function countMatches() {
    let samples = 0;
    const waiting = [root];
    while (waiting.length > 0) {
      const node = waiting.pop();
      if (matches(node)) {
        samples += node.samples;
      } else {
        waiting.push(...node.children);
      }
    }
    return samples;
  }

  function find() {
    const samples = wanted() === "" ? 0 : countMatches();
    matched.textContent =
      wanted() === "" ? "" : `${samples} of ${root.samples} samples match, ${percent(samples)}`;
    draw();
  }

  function reset() {
    search.value = "";
    zoomed = root;
    details.textContent = hint;
    find();
  }

  search.addEventListener("input", find);
  document.getElementById("reset").addEventListener("click", reset);
  window.addEventListener("resize", draw);
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      reset();
    }
  });
  draw();
})();
