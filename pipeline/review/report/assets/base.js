"use strict";
const $ = (query, from = document) => from.querySelector(query);
const all = (query, from = document) => [...from.querySelectorAll(query)];
const node = (name, values = {}, ...children) => {
  const made = Object.assign(document.createElement(name), values);
  made.append(...children);
  return made;
};
let silence;
const say = (words) => {
  $("#said").textContent = words;
  clearTimeout(silence);
  silence = setTimeout(() => { $("#said").textContent = ""; }, 5000);
};

// What is kept in the browser. It may be forbidden there: then it lasts as long as the page.
const memory = new Map();
const keep = {
  get(key) { try { return localStorage.getItem(key); } catch { return memory.get(key) ?? null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { memory.set(key, value); } },
  remove(key) { memory.delete(key); try { localStorage.removeItem(key); } catch { /* forbidden */ } },
  keys() { try { return Object.keys(localStorage); } catch { return [...memory.keys()]; } },
};

// Words: [English, Chinese] by key. What stands in the file is English; a switch puts the other in its place.
const WORDS = JSON.parse($("#words").textContent);
let chinese = (keep.get("jieban.language") ?? navigator.language).startsWith("zh");
function w(key, values = {}) {
  const found = WORDS[key]?.[chinese ? 1 : 0] ?? key.replace(/^\w\./, "").replaceAll("_", " ");
  return found.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
const code = (name) => w("c." + name);
const NAMED = ["title", "aria-label", "placeholder", "alt", "data-tag"];
const number = (value) => value.toLocaleString(chinese ? "zh" : "en");
function translate(from = document) {
  const values = (one) => (one.dataset.v ? JSON.parse(one.dataset.v) : undefined);
  all("[data-w]", from).forEach((one) => { one.textContent = w(one.dataset.w, values(one)); });
  NAMED.forEach((name) => all(`[data-w-${name}]`, from).forEach((one) => {
    one.setAttribute(name, w(one.getAttribute(`data-w-${name}`), values(one)));
  }));
}
function speak() {
  document.documentElement.lang = chinese ? "zh-Hans" : "en";
  translate();
  document.dispatchEvent(new Event("spoken"));
}
