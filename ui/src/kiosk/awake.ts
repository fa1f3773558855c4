/** Keeps the screen on while the kiosk is shown. */
export function stayAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  const ask = (): void => {
    if (document.visibilityState !== 'visible') return;
    navigator.wakeLock?.request('screen').then(
      (given) => {
        lock = given;
      },
      () => undefined, // low battery: the browser decides
    );
  };
  ask();
  document.addEventListener('visibilitychange', ask);
  return () => {
    document.removeEventListener('visibilitychange', ask);
    lock?.release().catch(() => undefined);
  };
}
