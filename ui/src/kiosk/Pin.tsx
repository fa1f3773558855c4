import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { deliver, newId, type PinEntry } from './deliver';
import type { Direction, Greeting } from './messages';
import { keep } from './queue';

type Props = {
  token: string;
  online: boolean;
  onGreeting: (greeting: Greeting) => void;
  onKept: () => void;
  onClose: () => void;
};
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const LONGEST = 12;

/** Clock by name and PIN; without a connection it is kept and sent later, with the same rights. */
export function Pin({ token, online, onGreeting, onKept, onClose }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [person, setPerson] = useState('');
  const [pin, setPin] = useState('');
  const [direction, setDirection] = useState<Direction | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const entry: PinEntry = {
      kind: 'pin',
      id: newId(),
      at: Date.now(),
      direction,
      person: person.trim(),
      pin,
    };
    const outcome = await clock(token, online, entry);
    if (outcome === 'kept') onKept();
    else if (outcome instanceof Problem) {
      setError(`${outcome.message}. ${outcome.remedy}`);
      setPin('');
      setBusy(false);
      return;
    } else onGreeting(outcome);
    onClose();
  };
  const type = (digit: string): void => setPin((typed) => (typed + digit).slice(0, LONGEST));

  return (
    <dialog ref={dialog} className="pin" aria-labelledby="pin-title" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="pin-title">{t('pin.title')}</h2>
        <label>
          {t('pin.name')}
          <input
            value={person}
            onChange={(e) => setPerson(e.target.value)}
            autoComplete="off"
            required
            maxLength={120}
          />
        </label>
        <label>
          {t('pin.pin')}
          <input
            type="password"
            inputMode="numeric"
            value={pin}
            onChange={(e) => setPin(e.target.value.replace(/\D/g, '').slice(0, LONGEST))}
            autoComplete="off"
            required
          />
        </label>
        <div className="keys">
          {KEYS.map((digit) => (
            <button type="button" key={digit} onClick={() => type(digit)}>
              {digit}
            </button>
          ))}
          <button
            type="button"
            onClick={() => setPin((typed) => typed.slice(0, -1))}
            aria-label={t('pin.delete')}
          >
            ⌫
          </button>
          <button type="button" onClick={() => type('0')}>
            0
          </button>
          <span />
        </div>
        <fieldset className="way">
          <legend>{t('pin.direction')}</legend>
          {([null, 'in', 'out'] as const).map((way) => (
            <label key={way ?? 'auto'}>
              <input
                type="radio"
                name="way"
                checked={direction === way}
                onChange={() => setDirection(way)}
              />
              {t(`pin.${way ?? 'auto'}`)}
            </label>
          ))}
        </fieldset>
        <p className="wrong" role="alert">
          {error}
        </p>
        <div className="row">
          <button type="button" onClick={onClose}>
            {t('pin.back')}
          </button>
          <button
            type="submit"
            className="main"
            disabled={busy || !person.trim() || pin.length < 4}
          >
            {t('pin.submit')}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** Send it, or keep it when nobody answers; the id is the same either way, so it counts once. */
async function clock(
  token: string,
  online: boolean,
  entry: PinEntry,
): Promise<Greeting | Problem | 'kept'> {
  if (online) {
    try {
      const [greeting] = await deliver(token, entry);
      if (greeting) return greeting;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status !== 0 && problem.status < 500) return problem;
    }
  }
  await keep(entry);
  return 'kept';
}
