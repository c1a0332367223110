"use strict";
(() => {
  const form = JSON.parse(document.getElementById("form").textContent);
  const words = form.words;
  const key = ["maturity", form.round.cluster, form.round.label, form.round.questionnaire.fingerprint].join(" ");
  const page = document.getElementById("page");
  const PARTS = ["answers", "evidence", "portraits", "looking_back"];
  // Without those letters that are mistaken for one another.
  const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  let state = load() || fresh();
  let entries = [];
  let sure = false;

  function fresh() {
    return { code: code(), school: "", role: "", saved: false, handed: "", answers: {}, evidence: {}, portraits: {}, looking_back: {} };
  }
  function code() {
    return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => LETTERS[byte % LETTERS.length]).join("");
  }
  // A browser may refuse to keep anything; the form works without.
  function load() {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      const whole = kept && /^[a-hjkmnp-z2-9]{8}$/.test(kept.code) && PARTS.every((part) => kept[part] && typeof kept[part] === "object");
      if (!whole) { return null; }
      if (!form.schools.some((school) => school.id === kept.school)) { kept.school = ""; }
      if (!form.roles.some((role) => role.id === kept.role)) { kept.role = ""; }
      return kept;
    } catch (error) { return null; }
  }
  function keep() {
    try { localStorage.setItem(key, JSON.stringify(state)); } catch (error) {
      document.getElementById("kept").textContent = words.notKept;
    }
  }
  function forget() { try { localStorage.removeItem(key); } catch (error) { /* nothing was kept */ } }

  // Texts of the questionnaire are in its language; the words of the page are in the page's.
  const own = { ...(form.language ? { lang: form.language } : {}), ...(form.dir ? { dir: form.dir } : {}) };

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([attribute, value]) => made.setAttribute(attribute, value));
    made.append(...children);
    return made;
  }
  function filled(text, values) { return text.replace(/\{(\w+)\}/g, (whole, name) => name in values ? values[name] : whole); }

  function changed() {
    state.saved = false;
    sure = false;
    say("");
    keep();
    count();
    spell();
    handIn.changed();
  }
  // Whoever has handed something in may not know that it is no longer what stands here.
  function remind() {
    const line = document.getElementById("again");
    const text = state.saved || !state.handed ? "" : words[state.handed + "Before"] || "";
    if (line.textContent !== text) { line.textContent = text; }
  }

  // One question: a group of radio buttons, and a way to take a choice back.
  function group(question) {
    const choices = element("div", { "class": "choices", ...own });
    const legend = element("legend", {}, element("h3", {}, ...(question.number
      ? [element("span", { "class": "number" }, String(question.number)), element("span", own, question.prompt)]
      : [element("span", {}, question.prompt)])));
    const clear = element("button", { type: "button", "class": "quiet", "aria-label": filled(words.clearOf, { question: question.prompt }) }, words.clear);
    const whole = element("fieldset", { id: question.place }, legend);
    const beside = [];
    if (question.hint) { beside.push(element("p", { "class": "hint", id: question.place + "-hint" }, question.hint)); }
    if (question.check) { beside.push(question.check); }
    if (beside.length) {
      whole.append(...beside);
      whole.setAttribute("aria-describedby", beside.map((one) => one.id).join(" "));
    }
    whole.append(choices);
    question.options.forEach((option, place) => {
      const id = question.place + "-" + place;
      const input = element("input", { type: "radio", name: question.name, value: option.value, id: id });
      input.checked = question.given() === option.value;
      input.addEventListener("change", () => { question.choose(option.value); show(); changed(); });
      const label = element("label", { "for": id }, input);
      if (option.mark) { label.append(element("span", { "class": "mark" }, option.mark)); }
      if (option.unsure) { label.className = "unsure"; }
      label.append(element("span", { "class": "text", dir: "auto" }, option.text));
      choices.append(label);
    });
    const after = element("div", { "class": "after" }, clear);
    if (question.more) { whole.append(question.more); }
    whole.append(after);
    clear.addEventListener("click", () => {
      whole.querySelectorAll("input[type=radio]").forEach((input) => { input.checked = false; });
      question.choose("");
      show();
      changed();
      whole.querySelector("input").focus();
    });
    function show() {
      clear.hidden = !question.given();
      if (question.shown) { question.shown(); }
      const error = whole.querySelector(".error");
      if (error) { error.remove(); }
    }
    show();
    return whole;
  }

  // The same order for the same person, another for the next.
  function shuffled(options, seed) {
    const list = options.slice();
    let number = 7;
    for (const letter of seed) { number = (number * 31 + letter.charCodeAt(0)) % 2147483647; }
    for (let place = list.length - 1; place > 0; place -= 1) {
      number = (number * 48271) % 2147483647;
      const other = number % (place + 1);
      [list[place], list[other]] = [list[other], list[place]];
    }
    return list;
  }

  function isAsked(item) { return !item.roles.length || !state.role || item.roles.includes(state.role); }

  function set(part, id, value) { if (value === "") { delete state[part][id]; } else { state[part][id] = value; } }

  // How to answer, where that is not what was said above the question before.
  function how(items, place) {
    const said = (at) => at < 0 ? "" : form.scales[items[at].scale].instruction;
    return said(place) === said(place - 1) ? "" : said(place);
  }

  function checks(item, place) {
    return element("div", { "class": "check", id: place + "-check" }, element("p", {}, words.check),
      element("ul", own, ...item.check.map((line) => element("li", {}, line))));
  }

  function rating(item, number, part, back) {
    const scale = form.scales[item.scale];
    const options = item.levels.map((level) => ({ value: String(level.level), mark: String(level.level).replace("-", "\u2212"), text: level.text }));
    options.push({ value: "DK", mark: "?", text: scale.dontKnow, unsure: true });
    const question = {
      number: number, prompt: item.prompt, options: options, hint: back ? filled(words.then, { label: form.lookingBack }) : item.hint,
      name: (back ? "back:" : "item:") + item.id, place: "q" + number,
      given: () => item.id in state[part] ? String(state[part][item.id]) : "",
      choose: (value) => set(part, item.id, value === "" || value === "DK" ? value : Number(value)),
    };
    if (item.check.length) { question.check = checks(item, question.place); }
    if (!back && scale.evidenceFrom !== null) {
      question.more = example(item, number);
      question.shown = () => { question.more.hidden = !deservesExample(item); };
    }
    return group(question);
  }

  function deservesExample(item) {
    const given = state.answers[item.id], from = form.scales[item.scale].evidenceFrom;
    return from !== null && typeof given === "number" && given >= from;
  }

  // Every question with what stands above it.
  function ratings(items, numbered, part, back) {
    return items.flatMap((item, place) => {
      const said = how(items, place);
      const question = rating(item, numbered(part, item.id), part, back);
      return said ? [element("p", { "class": "how", ...own }, said), question] : [question];
    });
  }

  // Kept when the level goes down and comes back; handed in only with a level that asks for it.
  function example(item, number) {
    const input = element("input", { type: "text", dir: "auto", id: "example-" + number, maxlength: "500", autocomplete: "off" });
    input.value = state.evidence[item.id] || "";
    input.addEventListener("input", () => { set("evidence", item.id, input.value.trim()); changed(); });
    return element("div", { "class": "example" }, element("label", { "for": input.id }, element("span", own, form.scales[item.scale].evidencePrompt), " " + words.optional), input);
  }

  function portrait(item, number) {
    const options = shuffled(item.options, state.code + item.id).map((option) => ({ value: option.id, text: option.text }));
    return group({
      number: number, prompt: item.prompt, options: options, name: "portrait:" + item.id, place: "q" + number,
      given: () => state.portraits[item.id] || "", choose: (value) => set("portraits", item.id, value),
    });
  }

  function about(name, prompt, options) {
    return group({
      prompt: prompt, name: name, place: name, options: options.map((one) => ({ value: one.id, text: one.label })),
      given: () => state[name],
      choose: (value) => { state[name] = value; if (name === "role") { questions(); } },
    });
  }

  function section(title, hint, children) {
    const id = "section-" + page.querySelectorAll("section").length;
    const made = element("section", { "aria-labelledby": id }, element("h2", { id: id }, title));
    if (hint) { made.append(element("p", { "class": "hint" }, hint)); }
    made.append(...children);
    return made;
  }

  function draw() {
    page.textContent = "";
    const you = [about("school", words.school, form.schools)];
    if (form.roles.length) { you.push(about("role", words.role, form.roles)); }
    page.append(section(words.about, "", you));
    questions();
  }

  // Everything that is put to the role; drawn anew when the role changes.
  function questions() {
    page.querySelectorAll("section ~ section, #role-first").forEach((old) => old.remove());
    entries = [];
    const waits = form.roles.length > 0 && !state.role;
    document.getElementById("end").hidden = waits;
    document.getElementById("progress").hidden = waits;
    if (waits) {
      page.append(element("p", { "class": "hint", id: "role-first" }, words.roleFirst));
      return;
    }
    const next = (part, id) => entries.push({ part: part, id: id });
    const asked = form.items.filter(isAsked);
    page.append(section(words.items, "", ratings(asked, next, "answers", false)));
    if (form.portraits.length) {
      page.append(section(words.portraits, "", form.portraits.map((item) => portrait(item, next("portraits", item.id)))));
    }
    if (form.lookingBack !== null) {
      page.append(section(filled(words.back, { label: form.lookingBack }), filled(words.backHint, { label: form.lookingBack }),
        ratings(asked, next, "looking_back", true)));
    }
    count();
  }

  function count() {
    const open = entries.map((entry, place) => ({ entry: entry, number: place + 1 })).filter((one) => !(one.entry.id in state[one.entry.part]));
    const done = entries.length - open.length;
    document.getElementById("count").textContent = filled(words.progress, { done: done, of: entries.length });
    const bar = document.getElementById("bar");
    bar.max = entries.length;
    bar.value = done;
    const line = document.getElementById("open");
    line.textContent = "";
    if (!open.length) { line.append(words.complete); return; }
    line.append(words.open + " ");
    open.forEach((one, place) => {
      line.append(element("span", {}, place ? ", " : ""), element("a", { href: "#q" + one.number }, String(one.number)));
    });
    line.append(". " + words.openHint);
  }

  function response() {
    const asked = new Set(form.items.filter(isAsked).map((item) => item.id));
    const pick = (part, wanted) => Object.fromEntries(Object.entries(state[part]).filter(([id]) => wanted(id)));
    const said = { respondent: "web-" + state.code, school: state.school };
    if (state.role) { said.role = state.role; }
    said.submitted = new Date().toISOString();
    said.answers = pick("answers", (id) => asked.has(id));
    said.portraits = pick("portraits", (id) => form.portraits.some((item) => item.id === id));
    said.evidence = pick("evidence", (id) => asked.has(id) && deservesExample(form.items.find((item) => item.id === id)));
    if (form.lookingBack !== null) { said.looking_back = pick("looking_back", (id) => asked.has(id)); }
    return said;
  }
  function reply() {
    return JSON.stringify({ format: "maturity-reply/1", round: form.round, response: response() }, null, 1) + "\n";
  }

  // Digits, each with the number that it is smaller than, as letters: as many as the largest digits would need.
  function packed(digits) {
    const turned = (of) => {
      const letters = [];
      digits.forEach((digit) => {
        let rest = of(digit);
        for (let place = 0; place < letters.length; place += 1) {
          rest += letters[place] * digit[1];
          letters[place] = rest % LETTERS.length;
          rest = Math.floor(rest / LETTERS.length);
        }
        for (; rest; rest = Math.floor(rest / LETTERS.length)) { letters.push(rest % LETTERS.length); }
      });
      return letters;
    };
    const number = turned((digit) => digit[0]);
    return turned((digit) => digit[1] - 1).map((most, place) => LETTERS[number[place] || 0]).reverse().join("");
  }
  // Any two wrong letters, and any two neighbours exchanged, are found.
  function withCheck(text) {
    const at = (root) => Array.from(text).reduce((value, letter) => (value * root + LETTERS.indexOf(letter)) % LETTERS.length, 1);
    const positive = (number) => ((number % LETTERS.length) + LETTERS.length) % LETTERS.length;
    const one = at(1), before = positive((one - 9 * at(3)) * 16);
    return text + LETTERS[before] + LETTERS[positive(-one - before)];
  }
  // The same places for everybody, whoever is asked what.
  function spoken() {
    const said = response();
    const choice = (list, id) => [list.findIndex((one) => one.id === id) + 1, list.length + 1];
    const levels = (part) => form.items.map((item) => {
      const given = part[item.id], place = item.levels.findIndex((level) => level.level === given);
      return [given === "DK" ? 1 : place < 0 ? 0 : place + 2, item.levels.length + 2];
    });
    const now = [[form.schools.findIndex((one) => one.id === said.school), form.schools.length], choice(form.roles, said.role),
      ...levels(said.answers), ...form.portraits.map((item) => choice(item.options, said.portraits[item.id]))];
    const back = form.lookingBack === null ? "" : packed(levels(said.looking_back));
    return withCheck(form.letters + state.code + packed(now) + back);
  }
  // Once the code is in sight it follows the answers; it goes while there is nothing to read out.
  function spell() {
    const place = document.getElementById("code"), whole = document.getElementById("spoken");
    place.textContent = "";
    if (!whole.hidden && !isWhole()) { whole.hidden = true; }
    if (whole.hidden) { return; }
    const groups = spoken().match(/.{1,4}/g);
    groups.forEach((group, at) => place.append(element("span", {}, group + (at < groups.length - 1 ? "-" : ""))));
  }
  function isWhole() {
    return state.school && (state.role || !form.roles.length) && entries.some((entry) => entry.id in state[entry.part]);
  }

  // Mail programs change letters, and break long lines at blanks: neither is left to them.
  function mailable(text) {
    const ascii = text.replace(/[^\n -~]|[<>&]/g, (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"));
    return ascii.split("\n").map((line) => {
      const found = /^( *(?:"[^"]*": )?)(".*",?)$/.exec(line);
      return found && line.length > 60 ? found[1] + found[2].replace(/ /g, "\\u0020") : line;
    }).join("\n");
  }

  function isReady() {
    const missing = ["school", "role"].find((name) => !state[name] && document.getElementById(name));
    if (missing) {
      const whole = document.getElementById(missing);
      if (!whole.querySelector(".error")) {
        whole.querySelector("legend").after(element("p", { "class": "error", id: missing + "-error" }, words.needed));
        whole.setAttribute("aria-describedby", missing + "-error");
      }
      say(words.missing);
      whole.querySelector("input").focus();
      return false;
    }
    if (!entries.some((entry) => entry.id in state[entry.part])) { say(words.empty); return false; }
    return true;
  }
  function say(text) {
    document.getElementById("said").textContent = text;
    if (text && handIn.heard) { handIn.heard(text); }
  }
  function handedOver(how, text) {
    state.saved = true;
    state.handed = how;
    document.getElementById("spoken").hidden = false;
    keep();
    say(text);
    remind();
    spell();
  }

  // How answers get from here to whoever runs the round: as a file, a text or a code, or to the laptop of the room.
  function asFile() {
    document.getElementById("save").addEventListener("click", () => {
      if (!isReady()) { return; }
      const name = "reply-" + state.school + "-" + state.code + ".json";
      const link = element("a", { download: name, href: URL.createObjectURL(new Blob([reply()], { type: "application/json" })) });
      document.body.append(link);
      link.click();
      link.remove();
      handedOver("saved", filled(words.saved, { file: name }));
    });
    document.getElementById("copy").addEventListener("click", () => {
      if (!isReady()) { return; }
      const text = document.getElementById("text");
      text.value = mailable(reply());
      document.getElementById("copied").hidden = false;
      text.focus();
      text.select();
      const byHand = () => handedOver("copied", document.execCommand("copy") ? words.copied : words.copyYourself);
      if (navigator.clipboard && navigator.clipboard.writeText) {
        navigator.clipboard.writeText(text.value).then(() => handedOver("copied", words.copied), byHand);
      } else { byHand(); }
    });
    document.getElementById("spell").addEventListener("click", () => {
      if (isReady()) { handedOver("spoken", words.spoken); }
    });
    // A second press is asked for while something would be lost.
    document.getElementById("next").addEventListener("click", () => {
      if (!state.saved && !sure && PARTS.some((part) => Object.keys(state[part]).length)) {
        sure = true;
        say(words.sure);
        return;
      }
      forget();
      state = fresh();
      sure = false;
      document.getElementById("copied").hidden = true;
      document.getElementById("text").value = "";
      document.getElementById("spoken").hidden = true;
      spell();
      draw();
      remind();
      say(words.cleared);
      page.querySelector("input").focus();
    });
    remind();
    return { changed: () => { document.getElementById("copied").hidden = true; remind(); } };
  }
  const hooks = {
    form: form, words: words, key: key, marks: own, title: document.title,
    state: () => state, fresh: fresh, keep: keep, say: say, isReady: isReady,
    reply: () => JSON.parse(reply()),
    spell: () => { document.getElementById("spoken").hidden = false; spell(); },
    become: (other) => { state = other; keep(); draw(); spell(); },
    reload: () => { state = load() || state; draw(); spell(); },
  };
  document.getElementById("scriptless").remove();
  draw();
  const handIn = form.live ? room.phone(hooks) : asFile();
  keep();
})();
