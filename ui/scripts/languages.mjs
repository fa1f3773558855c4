/** The languages as the build sees them: their names, and the part of their texts for the kiosk. */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../src/i18n/', import.meta.url);

/** What each language calls itself, by its tag. */
export function languageNames() {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files
      .sort()
      .map((name) => [
        name.slice(0, -'.json'.length),
        JSON.parse(readFileSync(new URL(name, folder), 'utf8')).language,
      ]),
  );
}

/** The groups of texts that the kiosk uses; the administration has ten times as many. */
export const KIOSK_TEXTS = [
  'language',
  'app',
  'pair',
  'stage',
  'problem',
  'greeting',
  'choice',
  'pin',
  'picture',
  'waiting',
  'refused',
  'seen',
  'voice',
  'theme',
  'hours',
  'failed',
];

/** `LANGUAGE.json?kiosk`: only the kiosk's texts of a language. */
export function kioskTexts() {
  return {
    name: 'adsum-kiosk-texts',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('.json?kiosk')) return null;
      const texts = JSON.parse(readFileSync(id.slice(0, -'?kiosk'.length), 'utf8'));
      // A text with a plural is several: waiting_one, waiting_other.
      const own = ([name]) =>
        KIOSK_TEXTS.includes(name.replace(/_(zero|one|two|few|many|other)$/, ''));
      const kept = Object.fromEntries(Object.entries(texts).filter(own));
      return { code: `export default ${JSON.stringify(kept)}`, moduleType: 'js' };
    },
  };
}
