/** The languages: one JSON file each in this folder. Dropping in a file adds a language. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

type Texts = { language: string };

const files = import.meta.glob<Texts>('./*.json', { import: 'default' });
const names = import.meta.glob<string>('./*.json', { import: 'language', eager: true });
const FALLBACK = 'en';
const KEPT = 'adsum.language';

/** BCP 47 tags of all languages, as the files are called. */
export const languages = Object.keys(files).map((path) => path.slice(2, -'.json'.length));

/** Load the language of the address, of the last visit or of the browser, in that order. */
export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: FALLBACK,
    fallbackLng: FALLBACK,
    interpolation: { escapeValue: false },
    resources: {},
  });
  await load(FALLBACK);
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(KEPT);
  await chooseLanguage(best([asked ?? '', ...navigator.languages]));
}

/** Switch to a language and keep it. */
export async function chooseLanguage(tag: string): Promise<void> {
  await load(tag);
  await i18next.changeLanguage(tag);
  document.documentElement.lang = tag;
  localStorage.setItem(KEPT, tag);
}

/** The next language of the list, for a button that goes round. */
export function nextLanguage(tag: string): string {
  return languages[(languages.indexOf(tag) + 1) % languages.length] ?? FALLBACK;
}

async function load(tag: string): Promise<void> {
  const file = files[`./${tag}.json`];
  if (file && !i18next.hasResourceBundle(tag, 'translation')) {
    i18next.addResourceBundle(tag, 'translation', await file());
  }
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
  return names[`./${tag}.json`] ?? tag;
}
