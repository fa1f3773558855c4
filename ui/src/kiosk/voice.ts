/** Says it aloud with a voice of the tablet itself; without one, a recording; muted, nothing. */
import enBye from './voices/en-goodbye.mp3';
import enHello from './voices/en-welcome.mp3';
import zhBye from './voices/zh-goodbye.mp3';
import zhHello from './voices/zh-welcome.mp3';

const KEPT = 'adsum.muted';
const RECORDED: Record<string, Record<Spoken, string>> = {
  en: { welcome: enHello, goodbye: enBye },
  zh: { welcome: zhHello, goodbye: zhBye },
};
// A queue of greetings nobody waits for is worse than silence.
const player = new Audio();

export type Spoken = 'welcome' | 'goodbye';

export function muted(): boolean {
  return localStorage.getItem(KEPT) === '1';
}

export function mute(on: boolean): void {
  localStorage.setItem(KEPT, on ? '1' : '0');
  if (on) {
    window.speechSynthesis?.cancel();
    player.pause();
  }
}

export function speak(what: Spoken, text: string, language: string): void {
  if (muted()) return;
  const voice = localVoice(language);
  if (!voice) {
    play(what, language);
    return;
  }
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice;
  said.lang = voice.lang;
  speechSynthesis.cancel();
  speechSynthesis.speak(said);
}

/** A voice that needs no network: names of people are nobody else's business. */
function localVoice(language: string): SpeechSynthesisVoice | undefined {
  const main = language.split('-')[0];
  const own = (window.speechSynthesis?.getVoices() ?? []).filter((voice) => voice.localService);
  return (
    own.find((voice) => voice.lang === language) ??
    own.find((voice) => voice.lang.split(/[-_]/)[0] === main)
  );
}

function play(what: Spoken, language: string): void {
  const recording = (RECORDED[language.split('-')[0] ?? ''] ?? RECORDED.en)?.[what];
  if (!recording) return;
  player.src = recording;
  // Browsers are silent until the page was touched once; the written welcome is always there.
  player.play().catch(() => undefined);
}
