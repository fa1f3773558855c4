import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { undo } from './messages';
import { clockOf, hoursOf } from './stage';
import type { Shown } from './useKiosk';

type Props = { greeting: Shown; token: string; onUndone: (done: boolean) => void };

/** The welcome of one person: name, in or out, time, today's hours, and "not me" while it shows. */
export function Card({ greeting, token, onUndone }: Props) {
  const { t, i18n } = useTranslation();
  const [busy, setBusy] = useState(false);
  const { name, direction, recorded, zone, worked } = greeting;
  const time = clockOf(greeting.at, zone, i18n.language);
  const said = recorded ? (direction ?? 'none') : 'again';
  const takeBack = async (): Promise<void> => {
    setBusy(true);
    await undo(token, greeting.punch_id).then(
      () => onUndone(true),
      () => onUndone(false),
    );
  };
  return (
    <article className="greeting" data-direction={direction ?? 'none'} data-recorded={recorded}>
      <div className="who">
        <strong>{name}</strong>
        <span>{t(`greeting.${said}`, { time })}</span>
        <span className="hours">{t('greeting.hours', { hours: t('hours', hoursOf(worked)) })}</span>
      </div>
      {recorded && (
        <button type="button" className="undo" disabled={busy} onClick={takeBack}>
          {t('greeting.undo')}
          <span className="left" aria-hidden="true" />
        </button>
      )}
    </article>
  );
}
