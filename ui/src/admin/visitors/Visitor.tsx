import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { EyeOff, UserCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { usePlaceName } from '../attendance/Punches';
import { FormDialog } from '../parts/Dialog';
import { moment } from '../parts/format';
import { Card, Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange, useNames } from '../parts/queries';
import { Picture } from '../people/Photo';
import { get, remove } from '../server';
import { Assign } from './Assign';
import './visitors.css';

/** All visits of one unknown person, and what to do about them. */
export function Component() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [open, setOpen] = useState<'assign' | 'dismiss' | null>(null);
  const found = useQuery({
    queryKey: ['visitor', id],
    queryFn: () => get<Schemas['VisitorWithVisits']>(`visitors/${id}`),
    // Once assigned it is gone; the dialog still shows what came of it.
    placeholderData: (before) => before,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const back = { to: '/app/visitors', title: t('nav.visitors') };
  if (!found.data)
    return (
      <Page title={t('visitors.one')} back={back}>
        {found.error ? <ProblemBanner problem={found.error} /> : <Skeleton height={240} />}
      </Page>
    );
  const visitor = found.data;
  return (
    <Page
      title={t('visitors.one')}
      intro={t('visitors.between', {
        first: moment(visitor.first_at),
        last: moment(visitor.last_at),
      })}
      back={back}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<EyeOff size={16} aria-hidden />}
            onClick={() => setOpen('dismiss')}
          >
            {t('visitors.dismiss')}
          </Button>
          <Button
            leftSection={<UserCheck size={16} aria-hidden />}
            onClick={() => setOpen('assign')}
          >
            {t('visitors.assign')}
          </Button>
        </>
      }
    >
      <Visits visits={visitor.all_visits} />
      {open === 'assign' && <Assign visitor={visitor} onClose={() => setOpen(null)} />}
      {open === 'dismiss' && <Dismiss id={id} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function Visits({ visits }: { visits: readonly Schemas['VisitAnswer'][] }) {
  const { t } = useTranslation();
  const placeName = usePlaceName();
  const cameraName = useNames(visits.map(({ camera }) => camera));
  return (
    <Card title={t('visitors.count', { count: visits.length })}>
      <ul className="visitors">
        {[...visits].reverse().map((visit) => (
          <li key={visit.id}>
            <Picture
              path={`visits/${visit.id}/crop`}
              alt={t('visitors.visit_at', { time: moment(visit.first_at) })}
            />
            <strong>{moment(visit.first_at)}</strong>
            <span className="hint">
              {[placeName(visit.place), cameraName(visit.camera) || visit.camera]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Dismiss({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const dismiss = useChange(async () => {
    await remove(`visitors/${id}`);
    await navigate('/app/visitors');
  }, t('visitors.dismissed'));
  return (
    <FormDialog
      title={t('visitors.dismiss')}
      submit={t('visitors.dismiss')}
      onClose={onClose}
      onSubmit={() => dismiss.mutateAsync(undefined)}
      danger
    >
      <p>{t('visitors.dismiss_how')}</p>
    </FormDialog>
  );
}
