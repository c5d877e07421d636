//! Whether everybody can read the page: contrast, names, whole words, width. The limits are those of WCAG 2.2, level AA.

use serde_json::Value as Json;

use crate::BrowserError;
use crate::tab::{Tab, Window};

/// Texts whose contrast with their background is below 4.5 (3 for large texts), with that contrast.
const CONTRAST: &str = r"(() => {
  const channel = (value) => (value /= 255, value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const numbers = (color) => color.match(/[\d.]+/g).map(Number);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = numbers(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || ['SCRIPT', 'NOSCRIPT'].includes(element.nodeName)) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(numbers(style.color)), light(ground(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (isLarge ? 3 : 4.5)) found.add(`${walker.currentNode.data.trim().slice(0, 40)}: ${contrast.toFixed(2)}`);
  }
  return [...found];
})()";

/// Controls and pictures without a name.
const UNNAMED: &str = r"[...document.querySelectorAll('button, input, progress, summary, [role=img], [role=group], a')]
  .filter((element) => element.checkVisibility() && !(element.getAttribute('aria-label') || element.textContent.trim()))
  .map((element) => element.outerHTML.slice(0, 80))";

/// Words that are broken in the middle: their letters are on several lines.
const BROKEN: &str = r"(() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const found = new Set();
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.checkVisibility()) continue;
    for (const word of node.data.matchAll(/[A-Za-z0-9]{2,40}/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top)));
      if (tops.size > 1) found.add(word[0]);
    }
  }
  return [...found];
})()";

/// Pixels by which the page is wider than the window.
const OVERFLOW: &str = "document.documentElement.scrollWidth - innerWidth";

/// Checks the page as it is shown.
pub(crate) async fn check(tab: &mut Tab, window: Window) -> Result<(), BrowserError> {
    for (what, expression) in
        [("a text has too little contrast", CONTRAST), ("a control has no name", UNNAMED), ("a word is broken", BROKEN)]
    {
        let found = tab.value(expression).await?;
        if found.as_array().is_none_or(|found| !found.is_empty()) {
            return Err(BrowserError::Unexpected { what, found: format!("{found} in {window:?}") });
        }
    }
    let overflow = tab.value(OVERFLOW).await?;
    if overflow.as_i64() > Some(0) || overflow == Json::Null {
        return Err(BrowserError::Unexpected {
            what: "the page is wider than the window",
            found: format!("{overflow} in {window:?}"),
        });
    }
    Ok(())
}
