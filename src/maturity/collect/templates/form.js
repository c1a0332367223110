"use strict";
(function () {
  var form = JSON.parse(document.getElementById("form").textContent);
  var words = form.words;
  var key = "maturity " + form.round.questionnaire.fingerprint + " " + form.round.cluster + " " + form.round.label;
  var page = document.getElementById("page");
  var status = document.getElementById("status");
  var state = load() || { respondent: code(), school: "", role: "", answers: {}, evidence: {}, portraits: {} };

  // Without those letters that are mistaken for one another.
  function code() {
    var letters = "abcdefghjkmnpqrstuvwxyz23456789", bytes = new Uint8Array(8), text = "";
    crypto.getRandomValues(bytes);
    bytes.forEach(function (byte) { text += letters[byte % letters.length]; });
    return text;
  }
  // A browser may refuse to keep anything; the form works without.
  function load() { try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; } }
  function keep() { try { localStorage.setItem(key, JSON.stringify(state)); } catch (error) { /* goes on in memory */ } }
  function drop() { try { localStorage.removeItem(key); } catch (error) { /* nothing was kept */ } }

  function element(name, attributes, children) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (attribute) { made.setAttribute(attribute, attributes[attribute]); });
    (children || []).forEach(function (child) {
      made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
    });
    return made;
  }

  function radios(id, legend, options, chosen, choose, hint) {
    var group = element("fieldset", { id: id }, [element("legend", {}, [legend])]);
    if (hint) { group.appendChild(element("p", { "class": "hint" }, [hint])); }
    options.forEach(function (option, place) {
      var input = element("input", { type: "radio", name: id, value: option.value, id: id + "-" + place });
      input.checked = chosen === option.value;
      input.addEventListener("change", function () { choose(option.value); keep(); count(); });
      group.appendChild(element("label", { "for": id + "-" + place }, [
        input, element("span", { "class": "mark", "aria-hidden": "true" }, [option.mark]), element("span", {}, [option.text])
      ]));
    });
    return group;
  }

  function shuffled(options, seed) {
    var list = options.slice(), number = 7;
    for (var i = 0; i < seed.length; i += 1) { number = (number * 31 + seed.charCodeAt(i)) % 2147483647; }
    for (var place = list.length - 1; place > 0; place -= 1) {
      number = (number * 48271) % 2147483647;
      var other = number % (place + 1), held = list[place];
      list[place] = list[other];
      list[other] = held;
    }
    return list;
  }

  function asked() {
    return form.items.filter(function (item) {
      return !item.roles.length || !state.role || item.roles.indexOf(state.role) >= 0;
    });
  }

  function count() {
    var done = asked().filter(function (item) { return item.id in state.answers; }).length;
    done += form.portraits.filter(function (item) { return item.id in state.portraits; }).length;
    status.textContent = words.progress.replace("{done}", done).replace("{of}", asked().length + form.portraits.length);
  }

  function example(item, group) {
    var level = state.answers[item.id], box = group.querySelector(".example");
    if (form.evidenceFrom === null || typeof level !== "number" || level < form.evidenceFrom) {
      if (box) { box.remove(); }
      delete state.evidence[item.id];
      return;
    }
    if (box) { return; }
    var name = "example-" + item.id;
    var input = element("input", { type: "text", id: name, maxlength: "500", autocomplete: "off" });
    input.value = state.evidence[item.id] || "";
    input.addEventListener("input", function () {
      if (input.value.trim()) { state.evidence[item.id] = input.value.trim(); } else { delete state.evidence[item.id]; }
      keep();
    });
    group.appendChild(element("div", { "class": "example" }, [element("label", { "for": name }, [form.evidencePrompt]), input]));
  }

  function rating(item) {
    var options = item.levels.map(function (level) { return { value: String(level.level), mark: String(level.level), text: level.text }; });
    options.push({ value: "DK", mark: "?", text: form.dontKnow });
    var given = state.answers[item.id];
    var group = radios(item.id, item.prompt, options, given === undefined ? "" : String(given), function (value) {
      state.answers[item.id] = value === "DK" ? "DK" : Number(value);
      example(item, group);
    });
    example(item, group);
    return group;
  }

  function portrait(item) {
    var options = shuffled(item.options, state.respondent + item.id).map(function (option) {
      return { value: option.id, mark: "", text: option.text };
    });
    return radios(item.id, item.prompt, options, state.portraits[item.id] || "", function (value) { state.portraits[item.id] = value; });
  }

  function draw() {
    page.textContent = "";
    page.appendChild(radios("school", words.school, form.schools.map(named), state.school, function (value) { state.school = value; }));
    if (form.roles.length) {
      page.appendChild(radios("role", words.role, form.roles.map(named), state.role, function (value) { state.role = value; questions(); }));
    }
    page.appendChild(element("div", { id: "questions" }, []));
    questions();
  }
  function named(one) { return { value: one.id, mark: "", text: one.label }; }

  function questions() {
    var place = document.getElementById("questions");
    place.textContent = "";
    if (form.roles.length && !state.role) {
      place.appendChild(element("p", { "class": "hint" }, [words.roleFirst]));
      count();
      return;
    }
    asked().forEach(function (item) { place.appendChild(rating(item)); });
    if (form.portraits.length) {
      place.appendChild(element("h2", {}, [words.portraits]));
      form.portraits.forEach(function (item) { place.appendChild(portrait(item)); });
    }
    count();
  }

  function reply() {
    var known = {}, response = { respondent: "web-" + state.respondent, school: state.school, submitted: new Date().toISOString() };
    if (state.role) { response.role = state.role; }
    asked().forEach(function (item) { known[item.id] = true; });
    ["answers", "evidence"].forEach(function (part) {
      response[part] = {};
      Object.keys(state[part]).forEach(function (id) { if (known[id]) { response[part][id] = state[part][id]; } });
    });
    response.portraits = state.portraits;
    return JSON.stringify({ format: "maturity-reply/1", round: form.round, response: response }, null, 1);
  }

  function ready() {
    if (state.school && (state.role || !form.roles.length)) { return true; }
    say(words.missing);
    var first = document.querySelector(state.school ? "#role input" : "#school input");
    first.focus();
    return false;
  }
  function say(text) { document.getElementById("said").textContent = text; }

  document.getElementById("save").addEventListener("click", function () {
    if (!ready()) { return; }
    var link = element("a", { download: "reply-" + state.school + "-" + state.respondent + ".json" }, []);
    link.href = URL.createObjectURL(new Blob([reply()], { type: "application/json" }));
    document.body.appendChild(link);
    link.click();
    link.remove();
    say(words.saved);
  });
  document.getElementById("copy").addEventListener("click", function () {
    if (!ready()) { return; }
    var text = document.getElementById("text");
    text.value = reply();
    text.hidden = false;
    text.select();
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(text.value).then(function () { say(words.copied); }, function () { say(words.copyYourself); });
    } else {
      say(document.execCommand("copy") ? words.copied : words.copyYourself);
    }
  });
  document.getElementById("next").addEventListener("click", function () {
    drop();
    state = { respondent: code(), school: "", role: "", answers: {}, evidence: {}, portraits: {} };
    document.getElementById("text").hidden = true;
    say(words.cleared);
    draw();
    document.querySelector("#school input").focus();
  });
  draw();
}());
