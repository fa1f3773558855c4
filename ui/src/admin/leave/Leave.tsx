import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CalendarPlus, CalendarX2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Empty } from '../parts/Empty';
import { Card, Page } from '../parts/Page';
import { Pager, usePager } from '../parts/Pager';
import { ProblemBanner } from '../parts/ProblemBanner';
import { StateFilter } from '../parts/StateFilter';
import { get } from '../server';
import { AskLeave } from './AskLeave';
import { LeaveList } from './LeaveList';

const STATES = ['pending', 'approved', 'refused', 'cancelled'] as const;
type State = (typeof STATES)[number] | 'all';

/** Leave of everybody in one's scope. */
export function Component() {
  const { t } = useTranslation();
  const [state, setState] = useState<State>('pending');
  const [asking, setAsking] = useState(false);
  const pager = usePager<string>(state);
  const found = useQuery({
    queryKey: ['leave', state, pager.after],
    queryFn: () =>
      get<Schemas['Page_LeaveAnswer_']>('leave', {
        state: state === 'all' ? null : state,
        after: pager.after,
        limit: 50,
      }),
  });
  return (
    <Page
      title={t('nav.leave')}
      intro={t('leave.intro')}
      actions={
        <Button
          leftSection={<CalendarPlus size={16} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {t('leave.ask')}
        </Button>
      }
    >
      <StateFilter states={STATES} value={state} onChange={setState} />
      <ProblemBanner problem={found.error} />
      {found.isPending && <Skeleton height={200} />}
      {found.data &&
        (found.data.items.length === 0 ? (
          <Empty
            icon={CalendarX2}
            title={t(state === 'pending' ? 'leave.none_pending' : 'leave.none')}
          />
        ) : (
          <Card>
            <LeaveList requests={found.data.items} leads />
          </Card>
        ))}
      <Pager pager={pager} next={found.data?.next} />
      {asking && <AskLeave personId={null} onClose={() => setAsking(false)} />}
    </Page>
  );
}
