// The page of an emulator without jobs: the lines that point a shell at it.
import { byId, element } from "./dom.js";

const SHELLS = {
  "bash, zsh": (name, value) => `export ${name}='${value}'`,
  fish: (name, value) => `set -gx ${name} '${value}'`,
  PowerShell: (name, value) => `$env:${name} = '${value}'`,
};

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Select the line and copy it";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
}

function line(shell, text) {
  const button = element("button", { type: "button", "aria-label": `Copy the line for ${shell}` }, "Copy");
  button.addEventListener("click", () => copy(button, text));
  return element("div", { class: "line" }, element("span", { class: "dim" }, shell), element("code", {}, text), button);
}

export function drawEmpty() {
  const lines = Object.entries(SHELLS).map(([shell, of]) => line(shell, of("DTS_ENDPOINT_URL", location.origin)));
  byId("lines").replaceChildren(...lines);
}
