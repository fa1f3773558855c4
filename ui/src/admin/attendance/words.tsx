/** Statuses and flags of a work day as small tags. */
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { duration } from '../parts/format';

export type Status = Schemas['FiguresAnswer']['status'];
export type Flag = Schemas['Flag'];
export type Summary = Schemas['SummaryAnswer'];

const LOOK: Partial<Record<Status, string>> = {
  present: 'good',
  open: 'info',
  absent: 'bad',
  leave: 'info',
  holiday: 'info',
};
const TROUBLE: readonly Flag[] = ['missing_in', 'missing_out', 'missed_shift'];

export function StatusTag({ status }: { status: Status }) {
  const { t } = useTranslation();
  return <span className={`tag ${LOOK[status] ?? ''}`}>{t(`status.${status}`)}</span>;
}

export function FlagTags({ flags }: { flags: readonly Flag[] }) {
  const { t } = useTranslation();
  return (
    <span className="tags">
      {flags.map((flag) => (
        <span key={flag} className={`tag ${TROUBLE.includes(flag) ? 'warn' : 'info'}`}>
          {t(`flags.${flag}`)}
        </span>
      ))}
    </span>
  );
}

export function LateTag({ seconds }: { seconds: number }) {
  if (!seconds) return null;
  return <span className="tag warn">{duration(seconds)}</span>;
}

/** The status that one day's sum stands for. */
export function statusOf(summary: Summary): Status {
  const found = Object.entries(summary.statuses).find(([, days]) => days > 0);
  return (found?.[0] ?? 'unplanned') as Status;
}

/** Overtime of all multipliers, in seconds. */
export const overtimeOf = (summary: Summary): number =>
  Object.values(summary.overtime).reduce((sum, seconds) => sum + seconds, 0);
