import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CalendarPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { CorrectionList } from '../corrections/CorrectionList';
import { AskLeave } from '../leave/AskLeave';
import { LeaveList } from '../leave/LeaveList';
import { Card, Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { Balances } from '../people/Balances';
import { get } from '../server';
import { Mine } from './Mine';

/** What one has asked for, and how it stands. */
export function Component() {
  const { t } = useTranslation();
  return <Mine title={t('nav.me_requests')}>{(id) => <Requests personId={id} />}</Mine>;
}

function Requests({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const leave = useQuery({
    queryKey: ['leave', 'mine'],
    queryFn: () => get<Schemas['Page_LeaveAnswer_']>('leave', { limit: 200 }),
  });
  const corrections = useQuery({
    queryKey: ['corrections', 'mine'],
    queryFn: () => get<Schemas['Page_CorrectionAnswer_']>('corrections', { limit: 200 }),
  });
  // Leaders see their people's requests, too; here only one's own count.
  const own = <Row extends { person_id: string }>(rows: readonly Row[] | undefined) =>
    (rows ?? []).filter((one) => one.person_id === personId);
  return (
    <Page
      title={t('nav.me_requests')}
      actions={
        <Button
          leftSection={<CalendarPlus size={16} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {t('leave.ask')}
        </Button>
      }
    >
      <ProblemBanner problem={leave.error ?? corrections.error} />
      <div className="wide-left">
        <div className="stack">
          <Card title={t('nav.leave')}>
            {own(leave.data?.items).length === 0 && <p className="hint">{t('leave.none')}</p>}
            <LeaveList requests={own(leave.data?.items)} leads={false} />
          </Card>
          <Card title={t('nav.corrections')}>
            {own(corrections.data?.items).length === 0 && (
              <p className="hint">
                {t('me.no_corrections')} <Link to="/app/me/days">{t('nav.me_days')}</Link>
              </p>
            )}
            <CorrectionList corrections={own(corrections.data?.items)} />
          </Card>
        </div>
        <Balances personId={personId} />
      </div>
      {asking && <AskLeave personId={personId} onClose={() => setAsking(false)} />}
    </Page>
  );
}
