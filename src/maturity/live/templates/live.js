"use strict";
// What every page of a room shares: hearing what has changed, handing something in, and making elements of text.
const room = (() => {
  const QUIET = 25000, NEVER_OPENED = 10000, ASK = 2000, LONGEST_WAIT = 8000;

  // Text nodes only: nothing that anybody typed becomes markup.
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([attribute, value]) => {
      if (value === true) { made.setAttribute(attribute, ""); } else if (value !== false && value !== null && value !== undefined) { made.setAttribute(attribute, value); }
    });
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }
  // A level as it is read: a hyphen before it might end a line.
  function level(number) { return String(number).replace("-", "\u2212"); }
  function filled(text, values) { return text.replace(/\{(\w+)\}/g, (whole, name) => name in values ? values[name] : whole); }

  // One request; never throws: a phone without a network is told so by `status` 0.
  async function post(path, body, headers, seconds = 15) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), seconds * 1000);
    try {
      const answer = await fetch(path, {
        method: "POST", cache: "no-store", credentials: "omit", signal: stop.signal, keepalive: document.visibilityState === "hidden",
        headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body),
      });
      let said = {};
      try { said = await answer.json(); } catch (error) { /* an empty answer */ }
      return { status: answer.status, said: said };
    } catch (error) {
      return { status: 0, said: { said: "The laptop cannot be reached just now." } };
    } finally { clearTimeout(timer); }
  }

  // Hears the whole state each time that it changes, and never gives up. A hidden phone's stream may die without an
  // error, so it is opened anew when the page is seen again, or when nothing was heard for a while.
  function listen(query, heard, reached = () => {}) {
    let source = null, last = 0, isOpen = false, failures = 0, timer = 0, turn = 0, version = -Infinity, tag = "", boot = null, wasAway = true;
    function take(text) {
      let state;
      try { state = JSON.parse(text); } catch (error) { return; }
      if (state.boot !== boot) { boot = state.boot; version = -Infinity; }
      if (state.v < version) { return; }
      version = state.v;
      heard(state);
    }
    function alive() { last = Date.now(); isOpen = true; failures = 0; wasAway = true; reached(true, ""); }
    function open() {
      close();
      turn += 1;
      last = Date.now();
      isOpen = false;
      source = new EventSource("/events" + query);
      source.onmessage = (event) => { alive(); take(event.data); };
      source.addEventListener("here", alive);
      source.onopen = alive;
      source.onerror = () => { failures += 1; reached(false, ""); close(); later(); };
    }
    function close() { if (source) { source.onmessage = source.onopen = source.onerror = null; source.close(); source = null; } }
    // Not all at once after the laptop has slept.
    function later() {
      clearTimeout(timer);
      const wait = Math.min(LONGEST_WAIT, 500 * 2 ** Math.min(failures, 5)) * (0.5 + Math.random());
      timer = setTimeout(failures > 2 ? ask : open, failures > 2 ? ASK : wait);
    }
    // In reserve, where something on the way holds streams back; a laptop that was away is given a stream at once.
    async function ask() {
      const stop = new AbortController(), asked = turn;
      const slow = setTimeout(() => stop.abort(), 10000);
      let isThere = false, why = "";
      try {
        const answer = await fetch("/state" + query, { cache: "no-store", credentials: "omit", signal: stop.signal, headers: tag ? { "If-None-Match": tag } : {} });
        isThere = answer.ok || answer.status === 304;
        const text = await answer.text();
        if (asked !== turn) { return; }
        if (answer.ok) { tag = answer.headers.get("etag") || ""; take(text); }
        if (answer.status === 403) { why = JSON.parse(text).said; }
      } catch (error) { isThere = false; } finally { clearTimeout(slow); }
      if (asked !== turn) { return; }
      reached(isThere, why);
      if (isThere && (wasAway || Math.random() < 0.1)) { wasAway = false; failures = 2; open(); return; }
      wasAway = wasAway || !isThere;
      timer = setTimeout(ask, ASK * (0.75 + Math.random() / 2));
    }
    function again() {
      if (document.visibilityState === "hidden") { return; }
      failures = 0;
      clearTimeout(timer);
      open();
    }
    function watch() {
      const silent = source ? Date.now() - last : 0;
      if (isOpen && silent > QUIET) { again(); }
      if (!isOpen && silent > NEVER_OPENED) { failures = 3; close(); ask(); }
    }
    document.addEventListener("visibilitychange", again);
    addEventListener("pageshow", (event) => { if (event.persisted) { again(); } });
    addEventListener("online", again);
    addEventListener("offline", () => reached(false, ""));
    setInterval(watch, 5000);
    open();
    return again;
  }

  // Says something to who listens to the page: phases and reveals at once, counts not more often than every ten seconds.
  function speaker(line) {
    let spoken = "", at = -Infinity, waiting = 0;
    return (text, isCount) => {
      clearTimeout(waiting);
      if (text === spoken) { return; }
      const say = () => { spoken = text; at = Date.now(); line.textContent = text; };
      const wait = isCount ? at + 10000 - Date.now() : 0;
      if (wait > 0) { waiting = setTimeout(say, Math.min(wait, 10000)); } else { say(); }
    };
  }

  return { element: element, filled: filled, level: level, post: post, listen: listen, speaker: speaker };
})();
