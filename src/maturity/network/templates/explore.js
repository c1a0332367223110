"use strict";
(() => {
  const ROWS = 50, DOTS = 600, BINS = 56;
  const by = (id) => document.getElementById(id);
  const all = JSON.parse(by("data").textContent);
  if (!all.length) return;
  const shown = { data: all[0], rows: [], page: 0, order: "name", down: false, chosen: -1 };
  const collator = new Intl.Collator(undefined, { numeric: true });

  const make = (name, text, more) => Object.assign(document.createElement(name), { textContent: text ?? "" }, more);
  const options = (select, pairs) => select.replaceChildren(...pairs.map(([value, text]) => make("option", text, { value })));
  const titled = (name) => name.charAt(0).toUpperCase() + name.slice(1);
  // What comes is rounded; what is worked out here has halves away from zero, and no noise of last digits, as everywhere.
  const hundredths = (value) => Math.floor(Number((Math.abs(value) * 100).toFixed(6)) + 0.5) / 100;
  const number = (value) => (value === null ? "" : (Math.sign(value) * hundredths(value)).toFixed(2).replace("-", "\u2212"));
  const placeName = (id) => (shown.data.places.find(([place]) => place === id) ?? ["", ""])[1];
  const part = () => shown.data.parts.find((one) => one.id === by("column").value) ?? shown.data.parts[0];

  function choose(index) {
    const data = shown.data = all[index];
    by("groups").replaceChildren(...data.groups.map(([name, values], n) => {
      const id = `group-${n}`, select = make("select", "", { id });
      const known = [...new Set(values.filter((one) => one !== null))].sort(collator.compare);
      options(select, [["", "All"], ...known.map((one) => [one, one])]);
      const label = make("label", titled(name), { htmlFor: id });
      const line = make("p");
      line.append(label, select);
      return line;
    }));
    options(by("place"), [["", "All"], ...data.places]);
    options(by("column"), data.parts.map((one) => [one.id, one.label]));
    by("column").parentElement.hidden = data.parts.length === 0;
    by("sure").parentElement.hidden = !data.sure;
    Object.assign(shown, { order: "name", down: false, chosen: -1 });
    filter();
  }

  function filter() {
    const data = shown.data, text = by("search").value.trim().toLocaleLowerCase(), place = by("place").value;
    const sure = data.sure && by("sure").checked;
    const groups = data.groups.map(([, values], n) => [values, by(`group-${n}`).value]).filter(([, value]) => value);
    shown.rows = [];
    for (let n = 0; n < data.names.length; n += 1) {
      if (text && !data.names[n].toLocaleLowerCase().includes(text)) continue;
      if (place && data.place[n] !== place) continue;
      if (sure && !data.settled[n]) continue;
      if (groups.every(([values, value]) => values[n] === value)) shown.rows.push(n);
    }
    shown.page = 0;
    sort();
  }

  function sort() {
    const data = shown.data, sign = shown.down ? -1 : 1;
    const value = { people: data.people, score: part()?.score, change: part()?.change }[shown.order];
    const byName = (a, b) => collator.compare(data.names[a], data.names[b]);
    shown.rows.sort(value
      ? (a, b) => (value[a] === null) - (value[b] === null) || sign * (value[a] - value[b]) || byName(a, b)
      : (a, b) => sign * byName(a, b));
    draw();
  }

  function draw() {
    const data = shown.data, told = shown.rows.filter((n) => data.told[n]).length;
    by("count").textContent = `${shown.rows.length} of ${data.names.length} clusters` +
      (told < shown.rows.length ? `; of ${shown.rows.length - told} nothing is published` : "");
    table();
    picture();
  }

  function heads() {
    const data = shown.data, groups = data.groups.map(([name]) => [titled(name), ""]);
    const label = part()?.label;
    return [["Cluster", "name"], ["Round", ""], ...groups, ["People", data.ranked ? "people" : ""], [data.sure ? "Place" : "Place by points alone", ""],
      ...(label ? [[label, data.ranked ? "score" : ""], ["Change", data.ranked ? "change" : ""]] : [])];
  }

  function table() {
    const data = shown.data, one = part(), last = Math.max(0, Math.ceil(shown.rows.length / ROWS) - 1);
    const line = make("tr");
    for (const [text, order] of heads()) {
      const cell = make("th", order ? "" : text, { scope: "col" });
      if (order) {
        const button = make("button", text, { type: "button" });
        button.dataset.order = order;
        cell.append(button);
        if (shown.order === order) cell.setAttribute("aria-sort", shown.down ? "descending" : "ascending");
      }
      line.append(cell);
    }
    by("clusters").tHead.replaceChildren(line);
    const some = shown.rows.slice(shown.page * ROWS, (shown.page + 1) * ROWS);
    by("clusters").tBodies[0].replaceChildren(...some.map((n) => {
      const row = make("tr"), name = make("th", "", { scope: "row" });
      const button = make("button", data.names[n], { type: "button", title: "Show in the picture" });
      button.dataset.cluster = n;
      button.setAttribute("aria-pressed", String(n === shown.chosen));
      name.append(button);
      const place = !data.told[n] ? "nothing is published"
        : !data.sure ? placeName(data.place[n]) : data.settled[n] ? placeName(data.place[n]) || "sure" : "not sure";
      row.append(name, make("td", data.rounds[n]), ...data.groups.map(([, values]) => make("td", values[n])),
        make("td", data.people[n], { className: "number" }), make("td", place));
      if (one) row.append(make("td", number(one.score[n]), { className: "number" }), make("td", number(one.change[n]), { className: "number" }));
      return row;
    }));
    by("page").textContent = `Page ${shown.page + 1} of ${last + 1}`;
    by("before").disabled = shown.page === 0;
    by("after").disabled = shown.page >= last;
  }

  function picture() {
    const canvas = by("canvas"), width = Math.max(280, canvas.parentElement.clientWidth), scale = window.devicePixelRatio || 1;
    const height = Math.min(640, Math.max(280, Math.round(width * 0.7)));
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext("2d"), style = getComputedStyle(document.documentElement);
    pen.scale(scale, scale);
    pen.font = "14px system-ui, sans-serif";
    const colour = (name) => style.getPropertyValue(name).trim();
    const box = { left: 48, top: 12, right: width - 12, bottom: height - 44 };
    const said = shown.data.map ? map(pen, box, colour) : spread(pen, box, colour);
    by("told").textContent = said;
    canvas.setAttribute("aria-label", said);
  }

  function map(pen, box, colour) {
    const { axes, range, quadrants } = shown.data.map, [low, high] = range;
    const [first, second] = axes.map(([id]) => shown.data.parts.find((one) => one.id === id).score);
    const x = (value) => box.left + (value - low) / (high - low) * (box.right - box.left);
    const y = (value) => box.bottom - (value - low) / (high - low) * (box.bottom - box.top);
    const there = shown.rows.filter((n) => first[n] !== null && second[n] !== null);
    if (there.length > DOTS) density(pen, box, colour, there.map((n) => [x(first[n]), y(second[n])]));
    else dots(pen, colour, there, (n) => [x(first[n]), y(second[n])]);
    frame(pen, box, colour, low, high, x);
    pen.strokeStyle = colour("--soft");
    pen.setLineDash([5, 4]);
    line(pen, x(axes[0][2]), box.top, x(axes[0][2]), box.bottom);
    line(pen, box.left, y(axes[1][2]), box.right, y(axes[1][2]));
    pen.setLineDash([]);
    pen.fillStyle = colour("--ink");
    for (const [, label, right, up] of quadrants) {
      pen.textAlign = right ? "right" : "left";
      pen.fillText(label, right ? box.right - 8 : box.left + 8, up ? box.top + 20 : box.bottom - 10);
    }
    pen.textAlign = "center";
    pen.fillText(axes[0][1], (box.left + box.right) / 2, box.bottom + 38);
    for (let n = Math.ceil(low); n <= high; n += 1) pen.fillText(String(n), box.left - 14, y(n) + 5);
    pen.save();
    pen.translate(16, (box.top + box.bottom) / 2);
    pen.rotate(-Math.PI / 2);
    pen.fillText(axes[1][1], 0, 0);
    pen.restore();
    mark(pen, colour, there, (n) => [x(first[n]), y(second[n])]);
    const at = (id) => there.filter((n) => shown.data.position[n] === id).length;
    const counts = quadrants.map(([id, label]) => `${label} ${at(id)}`);
    if (at(null)) counts.push(`on a midpoint ${at(null)}`);
    const how = there.length > DOTS ? ", darker where more of them lie" : shown.data.sure ? ", filled where the place is sure" : "";
    return `${there.length} clusters on the map${how}. By their point alone: ${counts.join(", ")}.`;
  }

  function density(pen, box, colour, points) {
    const size = [(box.right - box.left) / BINS, (box.bottom - box.top) / BINS], count = new Map();
    let most = 0;
    for (const [x, y] of points) {
      const key = Math.min(BINS - 1, Math.floor((x - box.left) / size[0])) + BINS * Math.min(BINS - 1, Math.floor((y - box.top) / size[1]));
      count.set(key, (count.get(key) ?? 0) + 1);
      most = Math.max(most, count.get(key));
    }
    pen.fillStyle = colour("--accent");
    for (const [key, n] of count) {
      pen.globalAlpha = 0.15 + 0.85 * Math.sqrt(n / most);
      const [left, top] = [key % BINS, Math.floor(key / BINS)];
      const edge = (from, place, n) => Math.round(from + place * size[n]);
      const [x, y] = [edge(box.left, left, 0), edge(box.top, top, 1)];
      // Whole pixels, so that neighbours leave no seam.
      pen.fillRect(x, y, edge(box.left, left + 1, 0) - x, edge(box.top, top + 1, 1) - y);
    }
    pen.globalAlpha = 1;
  }

  function dots(pen, colour, rows, at) {
    pen.fillStyle = pen.strokeStyle = colour("--accent");
    for (const n of rows) {
      pen.beginPath();
      pen.arc(...at(n), 4, 0, 7);
      if (shown.data.settled[n]) pen.fill();
      else pen.stroke();
    }
  }

  function mark(pen, colour, rows, at) {
    if (!rows.includes(shown.chosen)) return;
    const [x, y] = at(shown.chosen);
    pen.strokeStyle = colour("--ink");
    pen.lineWidth = 3;
    pen.beginPath();
    pen.arc(x, y, 9, 0, 7);
    pen.stroke();
    pen.lineWidth = 1;
    pen.textAlign = x > pen.canvas.width / (2 * (window.devicePixelRatio || 1)) ? "right" : "left";
    pen.lineWidth = 4;
    pen.strokeStyle = colour("--paper");
    const place = [shown.data.names[shown.chosen], x + (pen.textAlign === "right" ? -14 : 14), y + 5];
    pen.strokeText(...place);
    pen.fillText(...place);
    pen.lineWidth = 1;
  }

  function spread(pen, box, colour) {
    const one = part();
    if (!one) return "";
    const [low, high] = one.range, there = shown.rows.filter((n) => one.score[n] !== null), bins = new Array(24).fill(0);
    const bin = (value) => Math.min(bins.length - 1, Math.floor((value - low) / (high - low) * bins.length));
    for (const n of there) bins[bin(one.score[n])] += 1;
    const most = Math.max(1, ...bins), width = (box.right - box.left) / bins.length;
    pen.fillStyle = colour("--accent");
    bins.forEach((n, place) => {
      const tall = (box.bottom - box.top - 20) * n / most;
      pen.fillRect(box.left + place * width + 1, box.bottom - tall, width - 2, tall);
    });
    frame(pen, box, colour, low, high, (value) => box.left + (value - low) / (high - low) * (box.right - box.left));
    pen.fillText(one.label, (box.left + box.right) / 2, box.bottom + 38);
    const sorted = there.map((n) => one.score[n]).sort((a, b) => a - b);
    const middle = (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
    return there.length ? `${one.label} of ${there.length} clusters, from ${number(sorted[0])} to ${number(sorted.at(-1))}; the middle is ${number(middle)}.` : "No cluster here has a score.";
  }

  function frame(pen, box, colour, low, high, x) {
    pen.strokeStyle = colour("--line");
    pen.strokeRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    pen.fillStyle = colour("--ink");
    pen.textAlign = "center";
    const step = Math.max(1, Math.round((high - low) / 8));
    for (let n = Math.ceil(low); n <= high; n += step) pen.fillText(String(n), x(n), box.bottom + 18);
  }

  function line(pen, ...ends) {
    pen.beginPath();
    pen.moveTo(ends[0], ends[1]);
    pen.lineTo(ends[2], ends[3]);
    pen.stroke();
  }

  let waiting = 0;
  const soon = (work) => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(work);
  };
  by("filters").addEventListener("input", (event) => {
    if (event.target.id === "asked") choose(Number(event.target.value));
    else if (event.target.id === "column") sort();
    else soon(filter);
  });
  by("filters").addEventListener("submit", (event) => event.preventDefault());
  by("filters").addEventListener("reset", () => setTimeout(() => choose(all.indexOf(shown.data))));
  by("clusters").addEventListener("click", (event) => {
    const { order, cluster } = event.target.dataset;
    if (order) {
      shown.down = shown.order === order && !shown.down;
      shown.order = order;
      sort();
      by("clusters").querySelector(`[data-order="${order}"]`).focus();
    } else if (cluster !== undefined) {
      shown.chosen = shown.chosen === Number(cluster) ? -1 : Number(cluster);
      draw();
      by("clusters").querySelector(`[data-cluster="${cluster}"]`).focus();
    }
  });
  const turn = (step) => {
    shown.page += step;
    table();
  };
  by("before").addEventListener("click", () => turn(-1));
  by("after").addEventListener("click", () => turn(1));
  addEventListener("resize", () => soon(picture));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", picture);
  options(by("asked"), all.map((one, n) => [n, one.title]));
  by("which").hidden = all.length < 2;
  by("explore").hidden = false;
  choose(0);
})();
