// Before there is a round: what `maturity start` asks, on the desk's page. What is typed outlives a reload.
const setup = (() => {
  const make = room.element, $ = (id) => document.getElementById(id);
  const CHOICES = ["questionnaire", "kind"], TEXTS = ["name", "about", "reviewed", "label"];
  let post = null, told = null, offers = [], builtFor = "", asking = 0, waits = 0;

  function shown(id, is) { $(id).hidden = !is; }
  function begun(text) { return text.slice(0, 1).toUpperCase() + text.slice(1); }
  function own(name, words, attributes = {}) { return make(name, { dir: "auto", ...attributes }, words); }

  // ---- What is typed

  function chosen(name) { const found = document.querySelector(`#new input[name="${name}"]:checked`); return found ? found.value : ""; }
  function lines() { return [...document.querySelectorAll("#school-lines input")]; }
  function schools() { return told.isCluster ? told.schools : lines().map((one) => one.value.trim()).filter(Boolean); }
  function typed() {
    const values = { schools: lines().map((one) => one.value), rehearsal: $("rehearsal").checked };
    TEXTS.forEach((name) => { values[name] = $(`new-${name}`).value; });
    CHOICES.forEach((name) => { values[name] = chosen(name); });
    values.keep = [...document.querySelectorAll("#unfinished input:checked")].map((one) => one.value);
    return values;
  }
  function place() { return `maturity-setup ${told.folder}`; }
  function keep() { try { sessionStorage.setItem(place(), JSON.stringify(typed())); } catch (error) { /* this browser keeps nothing */ } }
  function kept() { try { return JSON.parse(sessionStorage.getItem(place())); } catch (error) { return null; } }
  function forget() { try { sessionStorage.removeItem(place()); } catch (error) { /* this browser keeps nothing */ } }

  // ---- Schools, a line each

  function numbered() {
    lines().forEach((input, n) => {
      input.previousElementSibling.textContent = `School ${n + 1}`;
      input.nextElementSibling.setAttribute("aria-label", `Remove school ${n + 1}`);
    });
  }
  function addLine(value = "", after = null) {
    const id = `school-${Date.now()}-${Math.random()}`;
    const remove = make("button", { type: "button" }, "Remove");
    const input = make("input", { id: id, type: "text", maxlength: 300, autocomplete: "off", value: value });
    const line = make("div", { class: "line" }, make("label", { for: id }), input, remove);
    if (after) { after.after(line); } else { $("school-lines").append(line); }
    numbered();
    remove.addEventListener("click", () => {
      const others = lines().filter((one) => one !== input), next = others[Math.max(0, lines().indexOf(input) - 1)];
      line.remove();
      numbered();
      if (next) { next.focus(); } else { addLine().focus(); }
      changed();
    });
    return input;
  }
  // Enter goes on to the next line, and a list that was copied fills as many as it has.
  function nextLine(event) {
    if (event.key !== "Enter" || !event.target.closest("#school-lines input")) { return; }
    event.preventDefault();
    const all = lines(), next = all[all.indexOf(event.target) + 1];
    (next || (event.target.value.trim() ? addLine() : $("add-school"))).focus();
  }
  function pasted(event) {
    const words = event.clipboardData.getData("text").split(/\r?\n/).map((one) => one.trim()).filter(Boolean);
    if (words.length < 2 || !event.target.closest("#school-lines input")) { return; }
    event.preventDefault();
    let input = event.target;
    input.value = words[0];
    words.slice(1).forEach((one) => { input = addLine(one, input.parentElement); });
    input.focus();
    changed();
  }

  // ---- What to ask, and who may see what

  function choice(name, value, isChecked, isOff, ...words) {
    return make("label", { class: "choice" }, make("input", { type: "radio", name: name, value: value, checked: isChecked, disabled: isOff }), make("span", {}, ...words));
  }
  function offered() {
    const before = offers.some((one) => one.id === chosen("questionnaire")) ? chosen("questionnaire") : told.asks || offers[0].id;
    $("offers").replaceChildren(...offers.map((one) => choice("questionnaire", one.id, one.id === before, false,
      own("b", one.title), one.id ? null : make("span", {}, ", as last time"), make("span", { class: "hint" }, `${one.size}. At the end you see ${one.reads}.`))));
  }
  function kinds() {
    const asked = offers.find((one) => one.id === chosen("questionnaire")) || offers[0], before = chosen("kind") || told.kind || "";
    $("kinds").replaceChildren(...asked.kinds.map((one) => choice("kind", one.kind, one.kind === before && !one.whyNot, Boolean(one.whyNot),
      make("b", {}, begun(one.kind)), `, ${one.used}${one.kind === "anonymous" && !one.whyNot ? "; suggested" : ""}`, make("span", { class: "hint" }, one.whyNot ? `Not here: ${one.whyNot}.` : one.told))));
  }
  function rated() {
    const asked = offers.find((one) => one.id === chosen("questionnaire")), subject = asked ? asked.subject : "cluster", before = $("new-about").value;
    const names = schools();
    $("new-about").replaceChildren(make("option", { value: "" }, "Choose"), ...names.map((one) => make("option", { value: one }, one)));
    $("new-about").value = names.includes(before) ? before : "";
    $("new-about").parentElement.hidden = subject === "cluster";
    $("new-reviewed").parentElement.hidden = subject !== "review";
  }
  // What can be chosen goes by how many schools there are.
  async function again() {
    const number = schools().length || 3, mine = asking += 1;
    const { status, said } = await post({ act: "offers", schools: number });
    if (status !== 200 || mine !== asking) { return; }
    offers = said.offers;
    within(kinds);
    await heal(mine);
    $("new").dataset.schools = String(number);
  }
  // What was refused and is right by now is not refused any more; what was never refused is left for the button.
  async function heal(mine) {
    const refused = [...document.querySelectorAll("#new [data-field]")].map((one) => one.dataset.field).filter((name) => !$(`wrong-${name}`).hidden);
    if (!refused.length) { return; }
    const { status, said } = await post({ act: "look", ...typed() });
    if (status === 200 && mine === asking) { marked(Object.fromEntries(refused.map((name) => [name, said.wrong[name] || ""]))); }
  }
  // A choice that is drawn anew keeps the focus.
  function within(draw) {
    const { name, value } = document.activeElement || {};
    draw();
    if (CHOICES.includes(name)) { const found = [...document.querySelectorAll(`#new input[name="${name}"]`)].find((one) => one.value === value); if (found) { found.focus(); } }
  }
  function changed() {
    rated();
    keep();
    clearTimeout(waits);
    waits = setTimeout(again, 300);
  }

  // ---- What is there already

  function opening(one, act, words, about) {
    const button = make("button", { type: "button" }, make("span", {}, ...words));
    button.addEventListener("click", () => send({ act: act, folder: one.folder }));
    return make("li", {}, button, about ? make("p", { class: "hint" }, about) : null);
  }
  function aboutRound(one) {
    if (one.isRehearsal) { return "To practise. What is answered there is thrown away when the next round is opened."; }
    if (one.isHeld && !one.isEnded) { return "Its workshop was held and has ended. Whoever goes on with it opens the room once more: people can join and change what they said; what was agreed is kept."; }
    if (one.isEnded) { return "Its results are out: the room can look at them, and nobody can answer any more."; }
    return one.isAnswered ? "Some have answered already." : "Nobody has answered yet.";
  }
  function known() {
    $("setup-problems").replaceChildren(...told.problems.map((one) => own("li", one)));
    $("rounds").replaceChildren(...told.rounds.map((one) => opening(one, "open", ["Go on with ", own("bdi", one.label), one.date ? ` of ${one.date}` : ""], aboutRound(one))));
    $("below").replaceChildren(...told.below.map((one) => opening(one, "choose", [own("bdi", one.name)], "")));
    shown("known-rounds", told.rounds.length);
    shown("known-below", told.below.length);
    shown("known-above", told.above);
  }

  // ---- What speaks against it, and what will be made

  function field(name) { return document.querySelector(`#new [data-field="${name}"]`); }
  function fieldInput(name) {
    const holder = field(name);
    return holder.querySelector("input:checked") || holder.querySelector("input:not(:disabled), select");
  }
  function marked(found) {
    document.querySelectorAll("#new [data-field]").forEach((holder) => {
      const { field: name } = holder.dataset, words = found[name] || "", line = $(`wrong-${name}`);
      const holds = holder.tagName === "FIELDSET" ? holder : holder.querySelector("input, select");
      line.textContent = words;
      line.hidden = !words;
      const hints = [name === "label" ? "label-hint" : "", words ? line.id : ""].filter(Boolean).join(" ");
      if (hints) { holds.setAttribute("aria-describedby", hints); } else { holds.removeAttribute("aria-describedby"); }
      if (holder.tagName !== "FIELDSET") { holds.setAttribute("aria-invalid", String(Boolean(words))); }
    });
  }
  function wrong(found) {
    marked(found);
    const first = [...document.querySelectorAll("#new [data-field]")].find((one) => found[one.dataset.field]);
    if (first) { fieldInput(first.dataset.field).focus(); }
  }
  function asks(is) { shown("new", is); shown("new-title", is); shown("known", is); shown("making-sure", !is); }
  async function look(event) {
    event.preventDefault();
    keep();
    const { status, said } = await post({ act: "look", ...typed() });
    if (status !== 200) { return; }
    wrong(said.wrong);
    if (Object.keys(said.wrong).length) { return; }
    $("will-be").replaceChildren(...said.made.flatMap(([head, words]) => [make("dt", {}, head), own("dd", words)]));
    $("will-remarks").replaceChildren(...said.remarks.map((one) => own("li", one)));
    asks(false);
    $("sure-title").focus();
  }
  async function send(body) {
    clearTimeout(waits);
    const { status } = await post(body);
    if (status === 200 && body.act === "start") { forget(); }
  }
  function change() { asks(true); (fieldInput(told.isCluster ? "questionnaire" : "name") || $("new-label")).focus(); }

  // ---- All of it

  function fill(values) {
    lines().forEach((one) => one.parentElement.remove());
    const names = values ? values.schools : ["", "", ""];
    (names.length ? names : [""]).forEach((one) => addLine(one));
    offered();
    if (values) { choose("questionnaire", values.questionnaire); }
    kinds();
    if (values) { choose("kind", values.kind); }
    TEXTS.filter((name) => name !== "about").forEach((name) => { $(`new-${name}`).value = values ? values[name] : name === "label" ? told.label : ""; });
    rated();
    if (values) { $("new-about").value = schools().includes(values.about) ? values.about : ""; }
    $("rehearsal").checked = Boolean(values && values.rehearsal);
    $("unfinished").replaceChildren(...told.unfinished.map((one) => make("label", { class: "check" },
      make("input", { type: "checkbox", value: one.id, checked: !values || values.keep.includes(one.id) }), own("span", one.title))));
  }
  function choose(name, value) {
    const found = [...document.querySelectorAll(`#new input[name="${name}"]`)].find((one) => one.value === value && !one.disabled);
    if (found) { found.checked = true; }
  }
  function practised() { shown("new-plan", told.unfinished.length && !$("rehearsal").checked); }
  // Drawn once for a folder: what is being typed is never replaced.
  function show(found, poster) {
    post = poster;
    const now = JSON.stringify(found);
    if (now === builtFor) { return; }
    const isOther = !told || told.folder !== found.folder;
    builtFor = now;
    told = found;
    known();
    if (!isOther) { return; }
    offers = told.offers;
    $("new-title").textContent = told.isCluster ? "A new round" : "A new partnership";
    field("name").hidden = told.isCluster;
    field("schools").hidden = told.isCluster;
    fill(kept());
    wrong({});
    practised();
    asks(true);
    again();
  }

  $("new").addEventListener("submit", look);
  $("new").addEventListener("input", (event) => {
    if (event.target.name === "questionnaire") { within(kinds); }
    practised();
    changed();
  });
  $("school-lines").addEventListener("keydown", nextLine);
  $("school-lines").addEventListener("paste", pasted);
  $("add-school").addEventListener("click", () => { addLine().focus(); });
  $("above").addEventListener("click", () => send({ act: "all" }));
  $("make").addEventListener("click", () => send({ act: "start", ...typed() }));
  $("change").addEventListener("click", change);
  return { show: show };
})();
