import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { locale } from '../parts/format';
import { Card } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { get } from '../server';

type Recogniser = Schemas['RecognitionAnswer'];
type Calibration = Schemas['CalibrationAnswer'];

const MOST_PAIRS = 5;

/** Which recogniser is in use, and whether there is something to do about it. */
export function RecogniserCard() {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['recognition'],
    queryFn: () => get<Recogniser>('recognition'),
  });
  return (
    <Card title={t('recogniser.title')}>
      <ProblemBanner problem={found.error} />
      {found.isPending && <Skeleton height={120} />}
      {found.data && <Facts own={found.data} />}
    </Card>
  );
}

function Facts({ own }: { own: Recogniser }) {
  const { t } = useTranslation();
  return (
    <>
      <dl className="facts">
        <dt>{t('recogniser.in_use')}</dt>
        <dd>
          <strong>{own.name}</strong>
        </dd>
        <dt>{t('recogniser.model')}</dt>
        <dd>{own.model}</dd>
        <dt>{t('system.version')}</dt>
        <dd>{own.version}</dd>
        <dt>{t('recogniser.precision')}</dt>
        <dd>{t(`recogniser.precisions.${own.precision}`, { defaultValue: own.precision })}</dd>
        <dt>{t('recogniser.knows')}</dt>
        <dd>
          {t('recogniser.people', { count: own.people })},{' '}
          {t('recogniser.photos', { count: own.photos })}
        </dd>
      </dl>
      {own.lacking > 0 && (
        <p className="note">
          {t('recogniser.lacking', { count: own.lacking })}{' '}
          <code>adsum recogniser use {own.name}</code>
        </p>
      )}
      {own.candidate && (
        <p className="note">
          {t('recogniser.candidate', { name: own.candidate })}{' '}
          <code>adsum recogniser use {own.candidate}</code>
        </p>
      )}
      <p className="hint">
        {t('recogniser.change')} <code>adsum recogniser list</code>
        {own.former && (
          <>
            {' '}
            · {t('recogniser.back', { name: own.former })} <code>adsum recogniser back</code>
          </>
        )}
      </p>
    </>
  );
}

/** How often somebody may be taken for somebody else, in words, and what to do next. */
export function CalibrationCard() {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['recognition', 'calibration'],
    queryFn: () => get<Calibration>('recognition/calibration'),
    staleTime: 60_000,
  });
  const state = found.data;
  return (
    <Card title={t('calibration.title')}>
      <ProblemBanner problem={found.error} />
      {found.isPending && <Skeleton height={120} />}
      {state && (
        <>
          <p>
            <span className={`tag ${state.basis === 'promise' ? 'good' : 'warn'}`}>
              {t(`calibration.tag.${state.basis}`)}
            </span>
          </p>
          <Promised state={state} />
          <p className="hint">
            {t(`calibration.next.${state.basis}`, {
              least: state.least,
              per: number(state.per_1000),
            })}
          </p>
          <LookAlikes pairs={state.look_alikes} />
        </>
      )}
    </Card>
  );
}

function Promised({ state }: { state: Calibration }) {
  const { t } = useTranslation();
  const { found, basis, people, least } = state;
  const per = number(state.per_1000);
  if (!found) return <p>{t('calibration.too_few', { people, least })}</p>;
  return (
    <>
      <p>{t(basis === 'promise' ? 'calibration.promise' : 'calibration.would', { per, people })}</p>
      <ul className="sentences">
        <li>{t('calibration.interval', { low: number(found.low), high: number(found.high) })}</li>
        {found.missed !== null && (
          <li>{t('calibration.missed', { share: number(100 * found.missed) })}</li>
        )}
      </ul>
    </>
  );
}

function LookAlikes({ pairs }: { pairs: Calibration['look_alikes'] }) {
  const { t } = useTranslation();
  if (pairs.length === 0) return null;
  const rest = pairs.length - MOST_PAIRS;
  return (
    <section className="note" aria-label={t('calibration.look_alikes')}>
      <p>{t('calibration.alike')}</p>
      <ul>
        {pairs.slice(0, MOST_PAIRS).map(([first, second]) => (
          <li key={`${first} ${second}`}>{t('calibration.pair', { first, second })}</li>
        ))}
      </ul>
      {rest > 0 && <p>{t('calibration.more', { count: rest })}</p>}
    </section>
  );
}

const number = (value: number): string =>
  value.toLocaleString(locale(), { maximumSignificantDigits: 2 });
