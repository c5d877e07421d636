// A line over time, as SVG.
import { element } from "./dom.js";

const WIDTH = 240;
const HEIGHT = 40;

function svg(name, attributes, ...children) {
  const created = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  created.append(...children);
  return created;
}

// `points` are pairs of a time and a value; `shown` makes a text of a value. No chart of less than two points.
export function chart(name, points, shown) {
  const known = points.filter(([, value]) => value !== null);
  if (known.length < 2) return null;
  const [from, to] = [known[0][0], known[known.length - 1][0]];
  const most = Math.max(...known.map(([, value]) => value), 1);
  const x = (at) => ((at - from) * WIDTH) / Math.max(to - from, 1);
  const y = (value) => HEIGHT - 2 - ((HEIGHT - 4) * value) / most;
  const line = known.map(([at, value]) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const text = `${name} over time: ${shown(known[known.length - 1][1])}, at most ${shown(most)}`;
  return element("figure", {},
    element("figcaption", {}, text),
    svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": text, class: "chart" },
      svg("polyline", { points: line, "vector-effect": "non-scaling-stroke" })));
}
