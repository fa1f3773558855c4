import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CalendarPlus, CalendarX2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Empty } from '../parts/Empty';
import { Card, Page } from '../parts/Page';
import { Pager, usePager } from '../parts/Pager';
import { ProblemBanner } from '../parts/ProblemBanner';
import { get } from '../server';
import { AskLeave } from './AskLeave';
import { LeaveList } from './LeaveList';

const STATES = ['pending', 'approved', 'refused', 'cancelled', 'all'] as const;
type State = (typeof STATES)[number];

/** Leave of everybody in one's scope. */
export function Component() {
  const { t } = useTranslation();
  const [state, setState] = useState<State>('pending');
  const [asking, setAsking] = useState(false);
  const pager = usePager<string>();
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
      <div className="filters">
        <SegmentedControl
          aria-label={t('common.status')}
          value={state}
          onChange={(value) => {
            setState(value as State);
            pager.reset();
          }}
          data={STATES.map((value) => ({ value, label: t(`approval.${value}`) }))}
        />
      </div>
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
