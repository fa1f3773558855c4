import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { shortDay } from '../parts/format';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange, useNames } from '../parts/queries';
import { Refuse } from '../parts/Refuse';
import { post } from '../server';

type Leave = Schemas['LeaveAnswer'];
const LOOK = { pending: 'warn', approved: 'good', refused: 'bad', cancelled: '' } as const;

/** Requests for leave. leads: they can be decided here; otherwise one's own can be taken back. */
export function LeaveList({ requests, leads }: { requests: readonly Leave[]; leads: boolean }) {
  const { t } = useTranslation();
  const nameOf = useNames(leads ? requests.map((one) => one.person_id) : []);
  const [refusing, setRefusing] = useState<Leave | null>(null);
  const approve = useChange((one: Leave) => post(`leave/${one.id}/approval`), t('leave.approved'));
  const cancel = useChange(
    (one: Leave) => post(`leave/${one.id}/cancellation`),
    t('leave.cancelled'),
  );
  const open = (one: Leave) => one.state === 'pending' || one.state === 'approved';
  return (
    <>
      <ProblemBanner problem={approve.error ?? cancel.error} />
      <ul className="list">
        {requests.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <p>
                <span className={`tag ${LOOK[one.state]}`}>{t(`approval.${one.state}`)}</span>{' '}
                {leads && (
                  <Link to={`/app/people/${one.person_id}`}>
                    {nameOf(one.person_id) || t('common.person')}
                  </Link>
                )}{' '}
                <strong>{one.type_name}</strong>
              </p>
              <p className="hint">
                {shortDay(one.first)}
                {one.last !== one.first && ` – ${shortDay(one.last)}`}
                {one.portion !== 'whole' && ` (${t(`portion.${one.portion}`)})`}
                {one.reason && ` – “${one.reason}”`}
              </p>
            </div>
            <div className="actions">
              {open(one) && (
                <Button
                  size="xs"
                  variant="subtle"
                  loading={cancel.isPending}
                  onClick={() => cancel.mutate(one)}
                >
                  {t('leave.cancel')}
                </Button>
              )}
              {leads && one.state === 'pending' && (
                <>
                  <Button size="xs" variant="default" onClick={() => setRefusing(one)}>
                    {t('corrections.refuse')}
                  </Button>
                  <Button size="xs" loading={approve.isPending} onClick={() => approve.mutate(one)}>
                    {t('corrections.approve')}
                  </Button>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
      {refusing && (
        <Refuse
          path={`leave/${refusing.id}`}
          title={t('leave.refuse')}
          done={t('leave.refused')}
          hint={t('leave.reason_hint')}
          onClose={() => setRefusing(null)}
        />
      )}
    </>
  );
}
