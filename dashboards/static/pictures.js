// A figure as a picture that says by itself what it is: title, drawing, notes, release. Light, whatever the page is.
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";
  var PADDING = 24, NARROW = 800, WIDE = 1100, SHARPER = 2, MOST_PIXELS = 16000;
  var ARABIC = /[\u0600-\u06ff]/;
  var STYLES = {
    title: { size: 19, weight: 650, color: "--ink", gap: 0 },
    subtitle: { size: 14, weight: 400, color: "--muted", gap: 6 },
    note: { size: 12.5, weight: 400, color: "--muted", gap: 8 },
    origin: { size: 12, weight: 400, color: "--muted", gap: 8 }
  };
  var canvas = document.createElement("canvas");

  function element(name, attributes, content) {
    var made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (content !== undefined) made.textContent = content;
    return made;
  }

  function measure(text, style, family) {
    var context = canvas.getContext("2d");
    context.font = style.weight + " " + style.size + "px " + family;
    return context.measureText(text).width;
  }

  // Text in lines that fit; a word that is longer than a line stands alone.
  function wrapped(text, style, look) {
    return text.trim().split(/\s+/).reduce(function (lines, word) {
      var longer = lines.length ? lines[lines.length - 1] + " " + word : word;
      if (lines.length && measure(longer, style, look.family) <= look.width - 2 * PADDING) lines[lines.length - 1] = longer;
      else lines.push(word);
      return lines;
    }, []);
  }

  // Writes a text below what is there already; `look.top` is where the next thing goes.
  function write(picture, text, kind, look) {
    var style = STYLES[kind], height = style.size * (look.isRtl ? 1.75 : 1.4);
    look.top += style.gap;
    wrapped(text, style, look).forEach(function (line) {
      picture.append(element("text", {
        x: look.isRtl ? look.width - PADDING : PADDING, y: look.top + height * 0.75, direction: look.isRtl ? "rtl" : "ltr",
        "text-anchor": "start", "font-family": look.family, "font-size": style.size, "font-weight": style.weight,
        fill: look.colors[style.color]
      }, line));
      look.top += height;
    });
  }

  // The list of colours above a drawing that has one, in one line or more.
  function legend(picture, entries, look) {
    if (!entries.length) return;
    var style = STYLES.note, at = PADDING, line = look.isRtl ? 24 : 20;
    look.top += 12;
    entries.forEach(function (entry) {
      var long = 18 + measure(entry.label, style, look.family);
      if (at > PADDING && at + long > look.width - PADDING) {
        at = PADDING;
        look.top += line;
      }
      var x = look.isRtl ? look.width - at : at, sign = look.isRtl ? x - 11 : x;
      picture.append(mark(entry, sign, look.top + 3), element("text", {
        x: look.isRtl ? x - 18 : x + 18, y: look.top + 13, direction: look.isRtl ? "rtl" : "ltr", "font-family": look.family,
        "font-size": style.size, fill: look.colors["--ink"]
      }, entry.label));
      at += long + 18;
    });
    look.top += line;
  }

  function mark(entry, x, y) {
    var made = element("rect", { x: x, y: y, width: 11, height: 11, fill: entry.color });
    if (entry.shape === "circle") made.setAttribute("rx", 5.5);
    if (entry.shape === "diamond") made.setAttribute("transform", "rotate(45 " + (x + 5.5) + " " + (y + 5.5) + ")");
    return made;
  }

  function texts(section, selector) {
    return Array.from(section.querySelectorAll(selector)).filter(function (one) {
      return !one.hidden && !one.closest(".actions");
    }).map(function (one) { return one.textContent.trim(); });
  }

  // Everything that is read from the page's styles is read in one go, while they are light (site.js).
  function read(section, about) {
    var place = section.querySelector(".plot");
    var isWide = section.classList.contains("wide") || parseInt(place.style.minWidth, 10) > NARROW;
    var light = window.takedownSite.light(place, function (styles) {
      return {
        colors: Object.fromEntries(["--ink", "--muted", "--page"].map(function (name) {
          return [name, styles.getPropertyValue(name).trim()];
        })),
        legend: Array.from(section.querySelectorAll(".legend li"), function (entry) {
          var sign = entry.querySelector("i");
          return { label: entry.textContent.trim(), shape: sign.className, color: getComputedStyle(sign).backgroundColor };
        })
      };
    });
    return {
      figure: light.figure, colors: light.read.colors, legend: light.read.legend, width: isWide ? WIDE : NARROW, top: PADDING,
      isRtl: about.isRtl, family: light.figure.layout.font.family.replace(/"/g, "'")
    };
  }

  function drawing(look) {
    var layout = Object.assign({}, look.figure.layout, { width: look.width - 2 * PADDING });
    return Plotly.toImage({ data: look.figure.data, layout: layout }, {
      format: "svg", width: layout.width, height: layout.height, imageDataOnly: true
    }).then(function (text) { return new DOMParser().parseFromString(text, "image/svg+xml").documentElement; });
  }

  // The fonts of the page stand in the picture itself: it is looked at where they are not.
  function fonts(text) {
    return (window.takedownFonts || []).filter(function (font) { return !font.isArabic || ARABIC.test(text); })
      .map(function (font) {
        return "@font-face{font-family:'" + font.family + "';font-weight:" + font.weight + ";src:url(data:font/woff2;base64," +
          font.data + ") format('woff2')}";
      }).join("");
  }

  function compose(section, about, look, drawn) {
    var picture = element("svg", { "xmlns": SVG, role: "img", lang: about.language });
    var ground = element("rect", { x: 0, y: 0, width: look.width, fill: look.colors["--page"] });
    picture.append(element("title", {}, about.title), element("desc", {}, about.origin.join(" ")), ground);
    write(picture, about.title, "title", look);
    texts(section, ".subtitle").forEach(function (text) { write(picture, text, "subtitle", look); });
    legend(picture, look.legend, look);
    look.top += 8;
    [["x", PADDING], ["y", look.top], ["width", look.width - 2 * PADDING], ["height", look.figure.layout.height]]
      .forEach(function (pair) { drawn.setAttribute(pair[0], pair[1]); });
    picture.append(document.importNode(drawn, true));
    look.top += look.figure.layout.height;
    texts(section, ".note").filter(Boolean).forEach(function (text) { write(picture, text, "note", look); });
    write(picture, about.origin.join(" "), "origin", look);
    var height = Math.ceil(look.top + PADDING);
    [["width", look.width], ["height", height], ["viewBox", "0 0 " + look.width + " " + height]].forEach(function (pair) {
      picture.setAttribute(pair[0], pair[1]);
    });
    ground.setAttribute("height", height);
    return { text: new XMLSerializer().serializeToString(picture), width: look.width, height: height };
  }

  function make(section, about) {
    var look = read(section, about);
    return drawing(look).then(function (drawn) {
      var made = compose(section, about, look, drawn);
      // Put in as text: as an element it would be a style of this page, which its policy refuses.
      made.text = made.text.replace(">", "><style>" + fonts(made.text) + "</style>");
      return made;
    });
  }

  function svg(section, about) {
    return make(section, about).then(function (made) {
      return new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n' + made.text], { type: "image/svg+xml" });
    });
  }

  function image(text) {
    return new Promise(function (resolve, reject) {
      var made = new Image();
      made.onload = function () { resolve(made); };
      made.onerror = function () { reject(new Error("the browser did not take the picture")); };
      made.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
    });
  }

  function png(section, about) {
    return make(section, about).then(function (made) {
      return image(made.text).then(function (drawn) {
        return drawn.decode().then(function () { return painted(drawn, made); });
      });
    });
  }

  function painted(drawn, made) {
    var scale = Math.min(SHARPER, MOST_PIXELS / made.height);
    var sheet = document.createElement("canvas");
    sheet.width = Math.round(made.width * scale);
    sheet.height = Math.round(made.height * scale);
    sheet.getContext("2d").drawImage(drawn, 0, 0, sheet.width, sheet.height);
    return new Promise(function (resolve, reject) {
      sheet.toBlob(function (blob) {
        if (blob) resolve(blob);
        else reject(new Error("the browser made no picture"));
      }, "image/png");
    });
  }

  window.takedownPictures = { svg: svg, png: png };
})();
