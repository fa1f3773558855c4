import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Trash2, UserRoundSearch } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { Empty } from '../parts/Empty';
import { moment } from '../parts/format';
import { Page } from '../parts/Page';
import { Pager, usePager } from '../parts/Pager';
import { ProblemBanner } from '../parts/ProblemBanner';
import { Picture } from '../people/Photo';
import { get } from '../server';
import { Purge } from './Purge';
import './visitors.css';

const PAGE = 48;

/** Who was seen and is not enrolled; visits of one face are one visitor. */
export function Component() {
  const { t } = useTranslation();
  const [purging, setPurging] = useState(false);
  const pager = usePager<string>();
  const found = useQuery({
    queryKey: ['visitors', pager.after],
    queryFn: () =>
      get<Schemas['Page_VisitorAnswer_']>('visitors', { after: pager.after, limit: PAGE }),
    refetchInterval: 30_000,
  });
  const visitors = found.data?.items;
  return (
    <Page
      title={t('nav.visitors')}
      intro={t('visitors.intro')}
      actions={
        visitors &&
        visitors.length > 0 && (
          <Button
            variant="default"
            leftSection={<Trash2 size={16} aria-hidden />}
            onClick={() => setPurging(true)}
          >
            {t('visitors.purge')}
          </Button>
        )
      }
    >
      <ProblemBanner problem={found.error} />
      {visitors?.length === 0 && (
        <Empty icon={UserRoundSearch} title={t('visitors.none')} hint={t('visitors.none_hint')} />
      )}
      <ul className="visitors" aria-busy={found.isPending}>
        {visitors?.map((visitor) => (
          <li key={visitor.id}>
            <Link className="card" to={`/app/visitors/${visitor.id}`}>
              <Picture
                path={`visits/${visitor.best_visit}/crop`}
                alt={t('visitors.seen_last', { time: moment(visitor.last_at) })}
              />
              <strong>{t('visitors.count', { count: visitor.visits })}</strong>
              <span className="hint">{moment(visitor.last_at)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <Pager pager={pager} next={found.data?.next} />
      {purging && <Purge onClose={() => setPurging(false)} />}
    </Page>
  );
}
