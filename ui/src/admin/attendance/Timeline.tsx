import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { clock } from '../parts/format';
import { Card } from '../parts/Page';

type Punch = Schemas['CountedPunch'];
type Stay = { from: Punch; to: Punch | null };

const HOUR = 3_600_000;

/** When somebody was there, on a line from the hour before the first punch to the one after. */
export function Timeline({ explained }: { explained: Schemas['ExplainedDay'] }) {
  const { t } = useTranslation();
  const stays = staysOf(explained.punches);
  const stillIn = explained.day.flags.includes('in_progress');
  const first = explained.punches[0];
  const last = explained.punches.at(-1);
  if (!first || !last) return null;
  const offset = offsetOf(first);
  const start = Math.floor((time(first) + offset) / HOUR - 0.5) * HOUR;
  const end = Math.max(Math.ceil((time(last) + offset) / HOUR + 0.5) * HOUR, start + 10 * HOUR);
  const share = (at: number) => `${(100 * (at + offset - start)) / (end - start)}%`;
  const hours = Array.from({ length: (end - start) / HOUR + 1 }, (_, at) => start + at * HOUR);
  return (
    <Card title={t('day.timeline')}>
      <div className="timeline" role="img" aria-label={wordsOf(stays, t('day.still_in'))}>
        <div className="bar">
          {stays.map(({ from, to }) => {
            const until = to ? time(to) : stillIn ? Date.now() : time(from) + HOUR / 4;
            return (
              <span
                key={from.id}
                className="stay"
                data-open={!to}
                style={{
                  left: share(time(from)),
                  width: `${(100 * (until - time(from))) / (end - start)}%`,
                }}
              >
                {clock(from.local)}–{to ? clock(to.local) : '…'}
              </span>
            );
          })}
        </div>
        <div className="scale" aria-hidden>
          {hours.map((at) => (
            <span key={at} style={{ left: `${(100 * (at - start)) / (end - start)}%` }}>
              {new Date(at).getUTCHours()}
            </span>
          ))}
        </div>
      </div>
    </Card>
  );
}

const time = (punch: Punch): number => Date.parse(punch.at);

/** How far the punch's own wall clock is ahead of UTC, in milliseconds. */
function offsetOf(punch: Punch): number {
  const wall = punch.local ? Date.parse(`${punch.local.slice(0, 19)}Z`) : time(punch);
  return Math.round((wall - time(punch)) / 60_000) * 60_000;
}

/** An arrival and the next departure are a stay; an arrival without one is still going on. */
function staysOf(punches: readonly Punch[]): Stay[] {
  const stays: Stay[] = [];
  for (const punch of punches) {
    const open = stays.at(-1);
    if (punch.direction === 'in') stays.push({ from: punch, to: null });
    else if (punch.direction === 'out' && open && !open.to) open.to = punch;
  }
  return stays;
}

const wordsOf = (stays: readonly Stay[], still: string): string =>
  stays.map(({ from, to }) => `${clock(from.local)} – ${to ? clock(to.local) : still}`).join('; ');
