"use strict";
// What every page of a room shares: hearing what has changed, handing something in, and making elements of text.
const room = (() => {
  const QUIET = 25000, ASK = 2000, LONGEST_WAIT = 8000;

  // Text nodes only: nothing that anybody typed becomes markup.
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([attribute, value]) => {
      if (value === true) { made.setAttribute(attribute, ""); } else if (value !== false && value !== null && value !== undefined) { made.setAttribute(attribute, value); }
    });
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }
  function filled(text, values) { return text.replace(/\{(\w+)\}/g, (whole, name) => name in values ? values[name] : whole); }

  // One request; never throws: a phone without a network is told so by `status` 0.
  async function post(path, body, headers, seconds = 15) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), seconds * 1000);
    try {
      const answer = await fetch(path, {
        method: "POST", cache: "no-store", credentials: "omit", signal: stop.signal,
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
    let source = null, last = 0, failures = 0, timer = 0, version = -Infinity, tag = "", boot = null;
    function take(text) {
      let state;
      try { state = JSON.parse(text); } catch (error) { return; }
      if (state.boot !== boot) { boot = state.boot; version = -Infinity; }
      if (state.v < version) { return; }
      version = state.v;
      heard(state);
    }
    function alive() { last = Date.now(); failures = 0; reached(true); }
    function open() {
      close();
      last = Date.now();
      source = new EventSource("/events" + query);
      source.onmessage = (event) => { alive(); take(event.data); };
      source.onopen = alive;
      source.onerror = () => { failures += 1; reached(false); close(); later(); };
    }
    function close() { if (source) { source.onmessage = source.onopen = source.onerror = null; source.close(); source = null; } }
    // Not all at once after the laptop has slept.
    function later() {
      clearTimeout(timer);
      const wait = Math.min(LONGEST_WAIT, 500 * 2 ** Math.min(failures, 5)) * (0.5 + Math.random());
      timer = setTimeout(failures > 2 ? ask : open, failures > 2 ? ASK : wait);
    }
    // In reserve, where something on the way holds streams back.
    async function ask() {
      const stop = new AbortController();
      const slow = setTimeout(() => stop.abort(), 10000);
      try {
        const answer = await fetch("/state" + query, { cache: "no-store", credentials: "omit", signal: stop.signal, headers: tag ? { "If-None-Match": tag } : {} });
        if (answer.ok) { tag = answer.headers.get("etag") || ""; take(await answer.text()); }
        reached(answer.ok || answer.status === 304);
        if ((answer.ok || answer.status === 304) && failures > 2 && Math.random() < 0.1) { failures = 2; open(); return; }
      } catch (error) { reached(false); } finally { clearTimeout(slow); }
      timer = setTimeout(ask, ASK * (0.75 + Math.random() / 2));
    }
    function again() {
      if (document.visibilityState === "hidden") { return; }
      failures = 0;
      clearTimeout(timer);
      open();
    }
    document.addEventListener("visibilitychange", again);
    addEventListener("pageshow", (event) => { if (event.persisted) { again(); } });
    addEventListener("online", again);
    setInterval(() => { if (source && Date.now() - last > QUIET) { again(); } }, 5000);
    open();
    return again;
  }

  // Says something to who listens to the page: phases and reveals at once, counts not more often than every ten seconds.
  function speaker(line) {
    let spoken = "", at = 0, waiting = 0;
    return (text, isCount) => {
      clearTimeout(waiting);
      if (text === spoken) { return; }
      const wait = isCount ? Math.max(0, at + 10000 - Date.now()) : 0;
      waiting = setTimeout(() => { spoken = text; at = Date.now(); line.textContent = text; }, wait);
    };
  }

  return { element: element, filled: filled, post: post, listen: listen, speaker: speaker };
})();
