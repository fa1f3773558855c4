import { Button, Skeleton, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Problem, type Schemas } from '../../api/client';
import { Card, Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange } from '../parts/queries';
import { get, post } from '../server';
import { Rows } from './Rows';
import { StateTag } from './StateTag';
import './bulk.css';

type Job = Schemas['ProgressAnswer'];
const AT_WORK: readonly string[] = ['waiting', 'checking', 'running'];
const AGAIN: readonly string[] = ['waiting', 'cancelled', 'failed'];
const OPEN: readonly string[] = [...AT_WORK, 'ready'];

/** One archive: what would come of each photo, the confirmation, and what came of it. */
export function Component() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const found = useQuery({
    queryKey: ['job', id],
    queryFn: () => get<Job>(`enrolment-jobs/${id}`),
    refetchInterval: ({ state }) => (AT_WORK.includes(state.data?.state ?? '') ? 1000 : false),
  });
  const job = found.data;
  return (
    <Page
      title={job?.file_name || t('bulk.title')}
      back={{ to: '/app/people/enrol', title: t('bulk.title') }}
    >
      <ProblemBanner problem={found.error} />
      {!job && !found.error && <Skeleton height={200} />}
      {job && <Progress job={job} />}
      {job && job.total > 0 && <Rows job={job} />}
    </Page>
  );
}

function Progress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const [allowed, setAllowed] = useState(false);
  const confirm = useChange(() =>
    post(`enrolment-jobs/${job.id}/confirmation`, { allow_lookalikes: allowed }),
  );
  const cancel = useChange(() => post(`enrolment-jobs/${job.id}/cancellation`));
  const counts = job.state === 'running' || job.state === 'done' ? job.results : job.previews;
  const looked = Object.values(counts).reduce((sum, one) => sum + one, 0);
  return (
    <Card
      title={
        <>
          {t(`bulk.step.${job.state}`)} <StateTag state={job.state} />
        </>
      }
    >
      <div role="status" className="form">
        {job.total > 0 && (
          <>
            <progress
              className="bulk-progress"
              max={job.total}
              value={looked}
              aria-label={t('bulk.progress')}
            />
            <p className="hint">{t('bulk.looked', { looked, count: job.total })}</p>
          </>
        )}
      </div>
      {job.fault && (
        <ProblemBanner
          problem={new Problem(422, job.fault.code, job.fault.message, job.fault.remedy)}
        />
      )}
      <ProblemBanner problem={confirm.error ?? cancel.error} />
      {job.state === 'ready' && (
        <Switch
          label={t('enrol.anyway')}
          description={t('enrol.anyway_hint')}
          checked={allowed}
          onChange={(event) => setAllowed(event.currentTarget.checked)}
        />
      )}
      <div className="actions">
        {job.state === 'ready' && (
          <Button
            loading={confirm.isPending}
            disabled={!allowed && job.previews.enrolled === 0}
            onClick={() => confirm.mutate(undefined)}
          >
            {t('bulk.confirm', { count: job.previews.enrolled })}
          </Button>
        )}
        {OPEN.includes(job.state) && (
          <Button
            variant="default"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(undefined)}
          >
            {t('bulk.cancel')}
          </Button>
        )}
        {AGAIN.includes(job.state) && <Link to="/app/people/enrol">{t('bulk.again')}</Link>}
        {job.state === 'done' && <Link to="/app/people">{t('bulk.to_people')}</Link>}
      </div>
    </Card>
  );
}
