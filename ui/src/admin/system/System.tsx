import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Card, Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { askHealth } from '../shell/health';
import { CalibrationCard, RecogniserCard } from './Recognition';

/** Whether the server is well, and where its settings are. */
export function Component() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['health'], queryFn: askHealth, refetchInterval: 15_000 });
  return (
    <Page title={t('nav.system')}>
      <ProblemBanner problem={found.error} />
      <div className="columns">
        <Card title={t('system.health')}>
          {!found.data && <Skeleton height={120} />}
          {found.data && (
            <dl className="facts">
              <dt>{t('system.version')}</dt>
              <dd>{found.data.version}</dd>
              {Object.entries(found.data.parts).map(([part, state]) => (
                <Part key={part} name={t(`system.${part}`, { defaultValue: part })} state={state} />
              ))}
            </dl>
          )}
        </Card>
        <RecogniserCard />
        <CalibrationCard />
        <Card title={t('system.more')}>
          <ul className="list">
            <li>
              <a href="/api/docs">{t('keys.docs')}</a>
            </li>
            <li>
              <a href="/kiosk">{t('system.kiosk')}</a>
            </li>
          </ul>
          <p className="hint">{t('system.settings')}</p>
        </Card>
      </div>
    </Page>
  );
}

function Part({ name, state }: { name: string; state: string }) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <span className={`tag ${state === 'ready' ? 'good' : 'bad'}`}>
          {state === 'ready' ? t('system.ready') : state}
        </span>
      </dd>
    </>
  );
}
