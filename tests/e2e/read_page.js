// What a reader meets on the open page: read once for each language, theme and size.
() => {
  "use strict";
  const EDGE = 2;
  const shorten = element => `${element.tagName.toLowerCase()} “${element.textContent.trim().replace(/\s+/g, " ").slice(0, 60)}”`;

  // The nearest box that cuts off what is outside it; a box that scrolls shows it.
  function cutter(element) {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      const overflow = getComputedStyle(box).overflowX;
      if (overflow === "hidden" || overflow === "clip") return box;
      if (overflow !== "visible") return null;
    }
    return document.documentElement;
  }

  function textRects(element) {
    const range = document.createRange();
    return Array.from(element.childNodes)
      .filter(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim())
      .flatMap(node => { range.selectNodeContents(node); return Array.from(range.getClientRects()); });
  }

  function isCut(element) {
    if (element.closest(".unseen, .skip, option, script, style, noscript, svg") || !element.checkVisibility()) return false;
    const box = cutter(element);
    if (!box) return false;
    const frame = box === document.documentElement ? { left: 0, right: innerWidth } : box.getBoundingClientRect();
    return textRects(element).some(rect => rect.width && (rect.right > frame.right + EDGE || rect.left < frame.left - EDGE));
  }

  // A drawing cuts at its own edge.
  function isCutInDrawing(text) {
    const [rect, frame] = [text.getBoundingClientRect(), text.closest(".js-plotly-plot").getBoundingClientRect()];
    const isOutside = rect.right > frame.right + EDGE || rect.left < frame.left - EDGE
      || rect.bottom > frame.bottom + EDGE || rect.top < frame.top - EDGE;
    return rect.width > 0 && text.textContent.trim() !== "" && isOutside;
  }

  const places = Array.from(document.querySelectorAll("[data-figure]"));
  const texts = Array.from(document.querySelectorAll("body *:not(svg *)")).filter(isCut);
  const drawn = Array.from(document.querySelectorAll(".js-plotly-plot .main-svg text")).filter(isCutInDrawing);
  return {
    text: document.body.innerText.replace(/\s+/g, " "),
    quality: (document.querySelector(".quality strong") || document.body).innerText,
    heading: document.querySelector("h1").innerText,
    lead: document.querySelector(".lead").innerText,
    links: Array.from(document.querySelectorAll("nav .pages a"), link => link.getAttribute("href")),
    figures: places.length,
    undrawn: places.filter(place => !place.querySelector(".main-svg .plot path, .main-svg .plot image, .main-svg .annotation text, .main-svg .xtick")).map(place => place.id),
    sideways: document.documentElement.scrollWidth - innerWidth,
    cut: texts.map(shorten).concat(drawn.map(text => `${text.closest("[data-figure]").id}: ${shorten(text)}`)),
    background: getComputedStyle(document.documentElement).backgroundColor,
    positive: document.querySelectorAll("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").length,
  };
}
