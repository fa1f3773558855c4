/**
 * The languages: one JSON file each in this folder. Dropping in a file adds a language. A page loads
 * the one that it shows; English only when a text is missing in that one.
 */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export type Texts = { language: string };
/** How the texts of each language are had, by path. */
export type TextFiles = Record<string, () => Promise<Texts>>;

let files: TextFiles = {};
const FALLBACK = 'en';
const KEPT = 'adsum.language';

/** BCP 47 tags of all languages, as the files are called. */
export const languages = Object.keys(ADSUM_LANGUAGES);

/** Load the language of the address, of the last visit or of the browser, in that order. */
export async function startLanguages(given: TextFiles): Promise<void> {
  files = given;
  await i18next.use(initReactI18next).init({
    lng: FALLBACK,
    fallbackLng: FALLBACK,
    interpolation: { escapeValue: false },
    resources: {},
    // A language may lack a text: English comes then, and what is shown already follows.
    saveMissing: true,
    react: { bindI18nStore: 'added' },
  });
  i18next.on('missingKey', () => void load(FALLBACK));
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(KEPT);
  const tag = best([asked ?? '', ...navigator.languages]);
  if (!(await chooseLanguage(tag))) await chooseLanguage(FALLBACK);
}

/** Switch to a language and keep it; false if its texts cannot be had, as without a network. */
export async function chooseLanguage(tag: string): Promise<boolean> {
  if (!(await load(tag))) return false;
  await i18next.changeLanguage(tag);
  document.documentElement.lang = tag;
  localStorage.setItem(KEPT, tag);
  return true;
}

/** The next language of the list, for a button that goes round. */
export function nextLanguage(tag: string): string {
  return languages[(languages.indexOf(tag) + 1) % languages.length] ?? FALLBACK;
}

async function load(tag: string): Promise<boolean> {
  if (i18next.hasResourceBundle(tag, 'translation')) return true;
  const path = Object.keys(files).find((one) => one.includes(`/${tag}.json`));
  const texts = path && (await files[path]?.().catch(() => undefined));
  if (texts) i18next.addResourceBundle(tag, 'translation', texts);
  return Boolean(texts);
}

/** The first wanted language that there is: exactly, or else the same language elsewhere. */
function best(wanted: readonly string[]): string {
  for (const tag of wanted) {
    const main = tag.split('-')[0]?.toLowerCase();
    const found =
      languages.find((known) => known.toLowerCase() === tag.toLowerCase()) ??
      languages.find((known) => main && known.split('-')[0]?.toLowerCase() === main);
    if (found) return found;
  }
  return FALLBACK;
}

/** What a language calls itself. */
export function nameOf(tag: string): string {
  return ADSUM_LANGUAGES[tag] ?? tag;
}
