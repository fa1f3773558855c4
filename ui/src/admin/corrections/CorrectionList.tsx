import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { clock, moment, shortDay } from '../parts/format';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange, useNames } from '../parts/queries';
import { Refuse } from '../parts/Refuse';
import { post } from '../server';
import { useSession } from '../session';

type Correction = Schemas['CorrectionAnswer'];
const LOOK = { pending: 'warn', approved: 'good', refused: 'bad' } as const;

/** Corrections with who wants them and why; those that wait can be decided by leaders. */
export function CorrectionList({ corrections }: { corrections: readonly Correction[] }) {
  const { t } = useTranslation();
  const leads = useSession().session?.role !== 'employee';
  const nameOf = useNames(
    corrections.flatMap((one) => [one.person_id, one.author, one.decided_by]),
  );
  const [refusing, setRefusing] = useState<Correction | null>(null);
  const approve = useChange(
    (one: Correction) => post(`corrections/${one.id}/approval`),
    t('corrections.approved'),
  );
  return (
    <>
      <ProblemBanner problem={approve.error} />
      <ul className="list">
        {corrections.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <p>
                <span className={`tag ${LOOK[one.approval]}`}>{t(`approval.${one.approval}`)}</span>{' '}
                <Who correction={one} name={nameOf(one.person_id)} leads={leads} />{' '}
                <strong>{t(`corrections.act.${one.act}`)}</strong> <What correction={one} />
              </p>
              <p className="hint">
                “{one.reason}” – {nameOf(one.author) || t('common.system')}, {moment(one.made_at)}
                {one.decided_by &&
                  `; ${t(`approval.${one.approval}`)}: ${nameOf(one.decided_by) || t('common.system')}`}
              </p>
            </div>
            {leads && one.approval === 'pending' && (
              <div className="actions">
                <Button size="xs" variant="default" onClick={() => setRefusing(one)}>
                  {t('corrections.refuse')}
                </Button>
                <Button size="xs" loading={approve.isPending} onClick={() => approve.mutate(one)}>
                  {t('corrections.approve')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {refusing && (
        <Refuse
          path={`corrections/${refusing.id}`}
          title={t('corrections.refuse')}
          done={t('corrections.refused')}
          onClose={() => setRefusing(null)}
        />
      )}
    </>
  );
}

function Who({
  correction,
  name,
  leads,
}: {
  correction: Correction;
  name: string;
  leads: boolean;
}) {
  const { t } = useTranslation();
  const day = correction.added?.local?.slice(0, 10);
  const page = day ? `days/${day}` : 'calendar';
  if (!leads) return null;
  return (
    <Link to={`/app/people/${correction.person_id}/${page}`}>{name || t('common.person')}</Link>
  );
}

function What({ correction: { added, direction } }: { correction: Correction }) {
  const { t } = useTranslation();
  const way = added?.declared ?? direction;
  return (
    <>
      {added?.local && `${shortDay(added.local.slice(0, 10))}, ${clock(added.local)} `}
      {way && t(`direction.${way}`)}
    </>
  );
}
