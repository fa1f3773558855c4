/** Prints what each page loads first, gzipped, and fails if the kiosk is over its budget. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { languageNames } from './languages.mjs';

const out = new URL(
  `${process.env.ADSUM_UI_OUT ?? '../../src/adsum/web/static/ui'}/`,
  import.meta.url,
);
const BUDGET = 130_000;
let over = false;

const tags = Object.keys(languageNames());

/** The texts of each language that these scripts ask for by name. */
function texts(scripts) {
  const code = scripts.map((name) => readFileSync(new URL(`assets/${name}`, out), 'utf8')).join('');
  return readdirSync(new URL('assets/', out)).filter(
    (name) =>
      tags.some((tag) => name.startsWith(`${tag}-`)) && name.endsWith('.js') && code.includes(name),
  );
}

function loaded(html) {
  const scripts = new Set();
  const visit = (text) => {
    for (const [, name] of text.matchAll(
      /(?:from|import)\s*["']\.\/([\w.-]+\.js)["']|assets\/([\w.-]+\.js)/g,
    )) {
      if (name && !scripts.has(name)) follow(name);
    }
  };
  const follow = (name) => {
    scripts.add(name);
    const code = readFileSync(new URL(`assets/${name}`, out), 'utf8');
    for (const [, next] of code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) {
      if (!scripts.has(next)) follow(next);
    }
  };
  for (const [, name] of html.matchAll(/assets\/([\w.-]+\.js)/g))
    if (!scripts.has(name)) follow(name);
  visit('');
  return [...scripts];
}

for (const page of readdirSync(out).filter((name) => name.endsWith('.html'))) {
  const html = readFileSync(new URL(page, out), 'utf8');
  const js = loaded(html);
  const css = [...html.matchAll(/assets\/([\w.-]+\.css)/g)].map((match) => match[1]);
  const size = (names) =>
    names.reduce(
      (sum, name) => sum + gzipSync(readFileSync(new URL(`assets/${name}`, out))).length,
      0,
    );
  // A page loads the texts of one language: here the longest.
  const scripts = size(js) + Math.max(...texts(js).map((name) => size([name])));
  console.log(
    `${page}: ${(scripts / 1000).toFixed(1)} KB of JavaScript, ${(size(css) / 1000).toFixed(1)} KB of CSS, gzipped`,
  );
  if (page === 'kiosk.html' && scripts > BUDGET) over = true;
}

// The worker is plain JavaScript; only its list of files is written in.
const worker = new URL('kiosk-sw.js', out);
const list = readFileSync(new URL('kiosk-sw.js.files.json', out), 'utf8');
writeFileSync(worker, readFileSync(worker, 'utf8').replace('self.ADSUM_FILES', list));
if (over) {
  console.error(`The kiosk loads more than ${BUDGET / 1000} KB of JavaScript.`);
  process.exit(1);
}
