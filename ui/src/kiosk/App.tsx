import { useCallback, useState } from 'react';
import { Kiosk } from './Kiosk';
import type { Paired } from './messages';
import { Pairing } from './Pairing';

const KEPT = 'adsum.kiosk';

/** A tablet that is paired is a kiosk; one that is not asks for a code. */
export function App() {
  const [paired, setPaired] = useState(kept);
  const [lost, setLost] = useState(false);
  const keep = useCallback((given: Paired) => {
    localStorage.setItem(KEPT, JSON.stringify(given));
    setLost(false);
    setPaired(given);
  }, []);
  const forget = useCallback(() => {
    // What waits on this tablet stays, for the next pairing to deliver.
    localStorage.removeItem(KEPT);
    setLost(true);
    setPaired(null);
  }, []);
  return paired ? (
    <Kiosk paired={paired} onRejected={forget} />
  ) : (
    <Pairing lost={lost} onPaired={keep} />
  );
}

function kept(): Paired | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Paired | null;
  } catch {
    return null;
  }
}
