// The page's words: `t` gives a Vietnamese text in the page's language, filling its {gaps}.

const block = document.getElementById("words");
const words = block ? JSON.parse(block.textContent) : {};

export const language = document.documentElement.lang === "en" ? "en" : "vi";
export const locale = language === "en" ? "en-GB" : "vi-VN";

// Only literals: the server gathers them from the scripts.
export function t(text, gaps = {}) {
  return (words[text] ?? text).replace(/\{([a-z_]+)\}/g, (gap, name) => (name in gaps ? String(gaps[name]) : gap));
}
