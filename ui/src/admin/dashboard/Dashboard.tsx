import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { Chart } from '../parts/Chart';
import { seriesOption } from '../parts/charts';
import { longDay } from '../parts/format';
import { Card, Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { get } from '../server';
import { GettingStarted } from './GettingStarted';
import { LastPunches } from './LastPunches';
import { PeopleNow, type Presence } from './PeopleNow';
import { Teams } from './Teams';
import { Trend } from './Trend';

const LIVE_MS = 5000;
const TILES: readonly Presence[] = ['in', 'late', 'absent', 'expected', 'left', 'leave'];

/** The company right now; it keeps itself up to date. */
export function Component() {
  const { t } = useTranslation();
  const [presence, setPresence] = useState<Presence | null>(null);
  const found = useQuery({
    queryKey: ['dashboard'],
    queryFn: () => get<Schemas['OverviewAnswer']>('dashboard'),
    refetchInterval: LIVE_MS,
  });
  const now = found.data;
  if (!now)
    return (
      <Page title={t('nav.dashboard')}>
        {found.error ? <ProblemBanner problem={found.error} /> : <Skeleton height={300} />}
      </Page>
    );
  const nothingYet = now.people === 0;
  return (
    <Page title={t('nav.dashboard')} intro={longDay(now.date)}>
      {found.error && <ProblemBanner problem={found.error} />}
      {nothingYet && <GettingStarted />}
      <section className="tiles" aria-label={t('dashboard.now')}>
        {TILES.map((one) => (
          <button
            key={one}
            type="button"
            className="tile"
            data-presence={one}
            aria-pressed={presence === one}
            onClick={() => setPresence(presence === one ? null : one)}
          >
            <strong>{now.counts[one] ?? 0}</strong>
            <span>{t(`presence.${one}`)}</span>
          </button>
        ))}
        <Waiting to="/app/corrections" count={now.pending_corrections} name="corrections" />
        <Waiting to="/app/leave" count={now.pending_leave} name="leave" />
      </section>
      {presence && <PeopleNow presence={presence} />}
      <div className="wide-left">
        <div className="stack">
          <Hours hours={now.hours} />
          <Trend />
        </div>
        <div className="stack">
          <LastPunches punches={now.last_punches} />
          <Teams groups={now.by_team} />
        </div>
      </div>
    </Page>
  );
}

/** How much waits for a decision. */
function Waiting({ to, count, name }: { to: string; count: number; name: string }) {
  const { t } = useTranslation();
  return (
    <Link className="tile" to={to} data-waiting={count > 0}>
      <strong>{count >= 1000 ? '1000+' : count}</strong>
      <span>{t(`dashboard.waiting_${name}`)}</span>
    </Link>
  );
}

function Hours({ hours }: { hours: readonly Schemas['HourAnswer'][] }) {
  const { t } = useTranslation();
  const busy = hours.filter(({ came, went }) => came + went > 0);
  if (busy.length === 0) return null;
  const span = hours.filter(
    ({ hour }) => hour >= (busy[0]?.hour ?? 0) && hour <= (busy.at(-1)?.hour ?? 23),
  );
  const option = seriesOption(
    span.map(({ hour }) => `${hour}:00`),
    [
      { name: t('dashboard.came'), data: span.map(({ came }) => came) },
      { name: t('dashboard.went'), data: span.map(({ went }) => went) },
    ],
  );
  return (
    <Card title={t('dashboard.hours')}>
      <Chart
        label={t('dashboard.hours_label', {
          came: busy.reduce((sum, { came }) => sum + came, 0),
          went: busy.reduce((sum, { went }) => sum + went, 0),
        })}
        option={option}
      />
    </Card>
  );
}
