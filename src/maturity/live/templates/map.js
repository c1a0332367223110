// The map: four quadrants, where people see the cluster alone, where the room agreed that it is, and its schools.
const map = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const TINTS = ["#f4f2ee", "#e8f1f8", "#fbf1e6", "#e6f3ee"], MOST_NAMES = 7, MOST_MARKS = 24;

  function shape(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([attribute, value]) => made.setAttribute(attribute, value));
    if (text !== undefined) { made.textContent = text; }
    return made;
  }
  function apart(one, other) { return one.x + one.w <= other.x || other.x + other.w <= one.x || one.y + one.h <= other.y || other.y + other.h <= one.y; }
  function around(x, y, r) { return { x: x - r, y: y - r, w: 2 * r, h: 2 * r }; }

  // A text in lines no wider than there is room.
  function lines(text, room, width) {
    const found = [];
    text.split(" ").forEach((word) => {
      const last = found[found.length - 1];
      if (last !== undefined && width(`${last} ${word}`) <= room) { found[found.length - 1] = `${last} ${word}`; } else { found.push(word); }
    });
    return found;
  }

  // Farther away, all around; a line then leads there.
  function farther(mark, w, h, r) {
    return [1, 1.6, 2.4, 3.4, 4.6].flatMap((ring) => Array.from({ length: 16 }, (_, n) => {
      const turn = n * Math.PI / 8, x = mark.x + Math.cos(turn) * (r + ring * h + w / 2), y = mark.y + Math.sin(turn) * (r + ring * h);
      return { x: x - w / 2, y: y - h / 2, leads: true };
    }));
  }

  // Where a text fits beside a mark without touching anything; null where it fits nowhere.
  function spot(mark, w, h, r, taken, plot, must) {
    const far = r + h * .15;
    const places = [
      { x: mark.x + far, y: mark.y - h / 2 }, { x: mark.x - far - w, y: mark.y - h / 2 },
      { x: mark.x - w / 2, y: mark.y - far - h }, { x: mark.x - w / 2, y: mark.y + far },
      { x: mark.x + far * .7, y: mark.y - far - h * .8 }, { x: mark.x - far * .7 - w, y: mark.y - far - h * .8 },
      { x: mark.x + far * .7, y: mark.y + far * .6 }, { x: mark.x - far * .7 - w, y: mark.y + far * .6 },
      ...(must ? farther(mark, w, h, r) : []),
    ].map((one) => ({ ...one, w: w, h: h }));
    const inside = (one) => one.x >= plot.x && one.y >= plot.y && one.x + w <= plot.x + plot.w && one.y + h <= plot.y + plot.h;
    return places.find((one) => inside(one) && taken.every((other) => apart(one, other))) || null;
  }

  // Draws into `holder`; gives the names of schools that stand as numbers on it.
  function draw(holder, data, said) {
    const box = holder.getBoundingClientRect(), size = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const line = size * 1.2, svg = shape("svg", { role: "img", "aria-label": said, viewBox: `0 0 ${box.width} ${box.height}` });
    holder.replaceChildren(svg);
    const pen = document.createElement("canvas").getContext("2d");
    const width = (text, weight = 400) => { pen.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`; return pen.measureText(text).width * 1.03; };
    const text = (x, y, words, attributes = {}) => svg.append(shape("text", { x: x, y: y, ...attributes }, words));
    const [across, up] = data.axes;
    const left = line * 1.5, bottom = line * 1.5;
    const plot = { x: left, y: 2, w: Math.max(10, box.width - left - 2), h: Math.max(10, box.height - bottom - 2) };
    const x = (value) => plot.x + (value - across.from) / (across.to - across.from) * plot.w;
    const y = (value) => plot.y + plot.h - (value - up.from) / (up.to - up.from) * plot.h;
    const taken = [];

    data.quadrants.forEach((one) => {
      const x0 = one.right ? x(across.midpoint) : plot.x, x1 = one.right ? plot.x + plot.w : x(across.midpoint);
      const y0 = one.top ? plot.y : y(up.midpoint), y1 = one.top ? y(up.midpoint) : plot.y + plot.h;
      svg.append(shape("rect", { x: x0, y: y0, width: x1 - x0, height: y1 - y0, fill: TINTS[(one.right ? 1 : 0) + (one.top ? 2 : 0)] }));
      const found = lines(one.label, x1 - x0 - size, (words) => width(words, 700));
      const w = Math.max(...found.map((words) => width(words, 700))), top = one.top ? y0 + size * .3 : y1 - size * .3 - line * found.length;
      taken.push({ x: one.right ? x1 - size * .5 - w : x0 + size * .5, y: top, w: w, h: line * found.length });
      found.forEach((words, n) => text(one.right ? x1 - size * .5 : x0 + size * .5, top + line * n + size, words,
        { class: "corner-name", "text-anchor": one.right ? "end" : "start" }));
    });
    svg.append(shape("rect", { x: plot.x, y: plot.y, width: plot.w, height: plot.h, fill: "none", stroke: "#78838e", "stroke-width": 2 }));
    svg.append(shape("path", { d: `M${x(across.midpoint)} ${plot.y}V${plot.y + plot.h}M${plot.x} ${y(up.midpoint)}H${plot.x + plot.w}`, stroke: "#78838e", "stroke-width": 2, "stroke-dasharray": "8 6" }));
    axis(across, plot.w, (at, words, anchor, kind) => text(plot.x + at, box.height - line * .4, words, { "text-anchor": anchor, class: kind }), width);
    axis(up, plot.h, (at, words, anchor, kind) => text(0, 0, words, { "text-anchor": anchor, class: kind, transform: `translate(${size} ${plot.y + plot.h - at}) rotate(-90)` }), width);
    return marks({ svg: svg, text: text, width: width, taken: taken, plot: plot, size: size, line: line, x: x, y: y }, data);
  }

  // Its ends and its name, as far as they fit.
  function axis(one, length, text, width) {
    const ends = `${one.low}${one.high}`, name = `${one.label} →`;
    text(0, one.low, "start", "soft");
    text(length, one.high, "end", "soft");
    if (width(ends) + width(name, 700) + 40 <= length) { text((width(one.low) + length - width(one.high)) / 2, name, "middle", "corner-name"); }
  }

  function marks(page, data) {
    const { svg, size, line } = page, r = size * .6, dot = size * .3;
    const at = (place) => ({ x: page.x(place[0]), y: page.y(place[1]) });
    const schools = data.schools.map((one) => ({ name: one.name, ...at(one.at) }));
    const big = [["We, alone", data.alone, true], ["Together", data.agreed, false]].filter((one) => one[1]).map((one) => ({ name: one[0], full: one[2], ...at(one[1]) }));
    schools.forEach((one) => page.taken.push(around(one.x, one.y, dot)));
    big.forEach((one) => page.taken.push(around(one.x, one.y, r)));
    if (big.length === 2) { svg.append(shape("path", { d: `M${big[0].x} ${big[0].y}L${big[1].x} ${big[1].y}`, stroke: "#b34700", "stroke-width": size * .15 })); }
    schools.forEach((one) => svg.append(shape("circle", { cx: one.x, cy: one.y, r: dot, fill: "#0072b2", stroke: "#fff", "stroke-width": 2 })));
    big.forEach((one) => svg.append(shape("path", { d: `M${one.x} ${one.y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`, fill: one.full ? "#d55e00" : "#fff", stroke: "#b34700", "stroke-width": size * .15 })));
    const write = (one, words, weight, kind, must) => {
      const place = spot(one, page.width(words, weight), line, one.full === undefined ? dot : r, page.taken, page.plot, must);
      if (!place) { return false; }
      page.taken.push(place);
      if (place.leads) { svg.append(shape("path", { d: `M${one.x} ${one.y}L${place.x + place.w / 2} ${place.y + place.h / 2}`, stroke: "#52606d", "stroke-width": 2 })); }
      page.text(place.x, place.y + size, words, { class: `halo ${kind}` });
      return true;
    };
    big.forEach((one) => write(one, one.name, 700, "corner-name", true));
    if (schools.length > MOST_MARKS) { return []; }
    const before = page.taken.length, drawn = svg.childNodes.length;
    if (schools.length <= MOST_NAMES && schools.every((one) => write(one, one.name, 400, ""))) { return []; }
    // Not all names fit: then all are numbers, and a list says which is which.
    page.taken.length = before;
    while (svg.childNodes.length > drawn) { svg.lastChild.remove(); }
    schools.forEach((one, n) => write(one, String(n + 1), 400, "", true));
    return schools.map((one) => one.name);
  }

  return { draw: draw };
})();
