/** What each language calls itself, by its tag; see vite.config.mjs. */
declare const ADSUM_LANGUAGES: Readonly<Record<string, string>>;
