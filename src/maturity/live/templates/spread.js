// What the desk and the screen say alike: how many chose each level, the number of people, and a page's title.
const spread = (() => {
  const make = room.element;
  const many = (n, one, other) => `${n} ${n === 1 ? one : other}`;

  const TITLES = {
    setup: "Setting up", lobby: "Join", open: "Answering", closed: "Answers are closed", quadrant: "Where we stand",
    priorities: "What shall we work on?", outputs: "Thank you", ended: "Thank you",
  };
  function title(state) {
    if (state.blank) { return "Blank"; }
    if (!state.item) { return TITLES[state.phase]; }
    return `Question ${state.item.number}: ${state.phase === "agree" ? "what we say together" : state.revealed ? "how we answered" : state.item.short}`;
  }

  const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
  function way(text) { return FROM_RIGHT.test(text) ? "rtl" : "ltr"; }
  function begun(text) { return text.slice(0, 1).toUpperCase() + text.slice(1); }

  // Text that somebody wrote, in whichever direction its letters run.
  function own(name, text, attributes = {}) { return make(name, { dir: "auto", ...attributes }, text); }

  function bar(n, most) {
    const length = make("span");
    // The number has its room beside every bar, so that lengths stay in proportion.
    length.style.width = `calc((100% - 2.6em) * ${most ? n / most : 0})`;
    return make("div", { class: n ? "bar" : "bar none" }, n ? length : null, make("b", {}, String(n)));
  }
  function row(level, text, n, most, attributes) {
    return make("tr", attributes, make("th", { scope: "row", class: "level" }, level), own("td", text),
      n === null ? null : make("td", { class: "people" }, bar(n, most)));
  }

  // The levels of a question; with bars as soon as they are shown as such.
  function table(item, shown, agreed) {
    const bars = shown ? shown.bars : null;
    const most = bars ? Math.max(...bars, shown.unsure || 0) : 0;
    const rows = item.levels.map((one, n) => row(room.level(one.level), one.text, bars ? bars[n] : null, most,
      { class: agreed && agreed.level === one.level ? "agreed-on" : false }));
    if (bars && shown.unsure !== null) { rows.push(row("?", item.dontKnow, shown.unsure, most, { class: "unsure" })); }
    const heads = ["Level", "What it says", ...(bars ? ["People"] : [])].map((text) => make("th", { scope: "col" }, text));
    return make("table", { class: "spread", dir: way(item.levels.map((one) => one.text).join("")) }, make("caption", { class: "unseen" }, bars ? "How many chose each level" : "The levels"),
      make("thead", { class: "unseen" }, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
  }

  // The same by school, where schools are named: a row a school.
  function bySchool(item, shown) {
    const rows = [{ name: "All", bars: shown.bars }, ...shown.schools].map((one) => make("tr", {}, own("th", one.name, { scope: "row" }),
      ...one.bars.map((n) => make("td", { class: n ? "some" : "soft" }, String(n)))));
    const heads = item.levels.map((one) => make("th", { scope: "col", class: "level" }, room.level(one.level)));
    return make("table", { class: "spread schools" }, make("caption", { class: "unseen" }, "How many chose each level, by school"),
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "People at level"), ...heads)), make("tbody", {}, ...rows));
  }

  // For whoever styles or drives a page: where it is, and which version of the state it shows.
  function mark(state) { Object.assign(document.documentElement.dataset, { phase: state.phase, v: state.v }); }
  function wanted(n) { return `${many(n, "person", "people")} would work on this`; }
  function picture(key, of, link) { return `/qr.svg?k=${encodeURIComponent(key)}&of=${of}&at=${encodeURIComponent(link)}`; }

  return { many: many, title: title, own: own, begun: begun, table: table, bySchool: bySchool, wanted: wanted, picture: picture, mark: mark };
})();
