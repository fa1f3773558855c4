import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FilePenLine, Wand } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { FormDialog } from '../parts/Dialog';
import { Empty } from '../parts/Empty';
import { Field } from '../parts/fields';
import { addMonths, today } from '../parts/format';
import { Card, Page } from '../parts/Page';
import { Pager, usePager } from '../parts/Pager';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange } from '../parts/queries';
import { StateFilter } from '../parts/StateFilter';
import { get, post } from '../server';
import { useSession } from '../session';
import { CorrectionList } from './CorrectionList';

const STATES = ['pending', 'approved', 'refused'] as const;
type State = (typeof STATES)[number] | 'all';

/** What people want to have corrected; those that wait for a decision come first. */
export function Component() {
  const { t } = useTranslation();
  const office = useSession().session?.role !== 'manager';
  const [state, setState] = useState<State>('pending');
  const [forgotten, setForgotten] = useState(false);
  const pager = usePager<string>(state);
  const found = useQuery({
    queryKey: ['corrections', state, pager.after],
    queryFn: () =>
      get<Schemas['Page_CorrectionAnswer_']>('corrections', {
        approval: state === 'all' ? null : state,
        after: pager.after,
        limit: 50,
      }),
  });
  return (
    <Page
      title={t('nav.corrections')}
      intro={t('corrections.intro')}
      actions={
        office && (
          <Button
            variant="default"
            leftSection={<Wand size={16} aria-hidden />}
            onClick={() => setForgotten(true)}
          >
            {t('corrections.forgotten')}
          </Button>
        )
      }
    >
      <StateFilter states={STATES} value={state} onChange={setState} />
      <ProblemBanner problem={found.error} />
      {found.isPending && <Skeleton height={200} />}
      {found.data &&
        (found.data.items.length === 0 ? (
          <Empty
            icon={FilePenLine}
            title={t(state === 'pending' ? 'corrections.none_pending' : 'corrections.none')}
            hint={t('corrections.none_hint')}
          />
        ) : (
          <Card>
            <CorrectionList corrections={found.data.items} />
          </Card>
        ))}
      <Pager pager={pager} next={found.data?.next} />
      {forgotten && <Forgotten onClose={() => setForgotten(false)} />}
    </Page>
  );
}

/** Propose a check-out for every day on which somebody forgot it. */
function Forgotten({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [first, setFirst] = useState(addMonths(today(), 0));
  const [last, setLast] = useState(today());
  const propose = useChange(
    () => post('corrections/forgotten', { first, last }),
    t('corrections.proposed'),
  );
  return (
    <FormDialog
      title={t('corrections.forgotten')}
      submit={t('corrections.propose')}
      onClose={onClose}
      onSubmit={() => propose.mutateAsync(undefined)}
    >
      <p>{t('corrections.forgotten_how')}</p>
      <div className="row">
        <Field label={t('common.from')} type="date" value={first} onChange={setFirst} required />
        <Field label={t('common.to')} type="date" value={last} onChange={setLast} required />
      </div>
    </FormDialog>
  );
}
