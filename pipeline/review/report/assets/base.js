"use strict";
const $ = (query, from = document) => from.querySelector(query);
const all = (query, from = document) => [...from.querySelectorAll(query)];
let silence;
const say = (words) => {
  $("#said").textContent = words;
  clearTimeout(silence);
  silence = setTimeout(() => { $("#said").textContent = ""; }, 5000);
};
