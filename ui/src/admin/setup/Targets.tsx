import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { Empty } from '../parts/Empty';
import { moment } from '../parts/format';
import { Pager, usePager } from '../parts/Pager';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange } from '../parts/queries';
import { Records, type Stored } from '../records/Records';
import { type KindSpec, NOTIFICATIONS, WEBHOOKS } from '../records/spec';
import { TabbedPage } from '../records/Tabs';
import { get, post } from '../server';

type Delivery = Schemas['DeliveryAnswer'];

/** Who is told when something happens: programs by webhook, people by mail and chat. */
export function Component() {
  const { t } = useTranslation();
  const tabs = [
    ...[WEBHOOKS, NOTIFICATIONS].map((kind) => ({
      key: kind.plural,
      title: `kinds.${kind.plural}.title`,
      content: <Tested key={kind.plural} kind={kind} />,
    })),
    { key: 'deliveries', title: 'deliveries.title', content: <Deliveries /> },
  ];
  return <TabbedPage base="targets" title={t('nav.targets')} tabs={tabs} />;
}

/** Records of targets, each with a button that sends something to it. */
function Tested({ kind }: { kind: KindSpec }) {
  const { t } = useTranslation();
  const test = useChange(
    ({ id }: Stored) => post(`${kind.plural}/${id}/test`),
    t('deliveries.tested'),
  );
  return (
    <>
      <ProblemBanner problem={test.error} />
      <Records
        kind={kind}
        more={(target) => (
          <Button size="xs" variant="default" onClick={() => test.mutate(target)}>
            {t('deliveries.test')}
          </Button>
        )}
      />
    </>
  );
}

function Deliveries() {
  const { t } = useTranslation();
  const pager = usePager<string>();
  const found = useQuery({
    queryKey: ['deliveries', pager.after],
    queryFn: () =>
      get<Schemas['Page_DeliveryAnswer_']>('deliveries', { after: pager.after, limit: 50 }),
    refetchInterval: 10_000,
  });
  const columns: Column<Delivery>[] = [
    { key: 'event', title: t('deliveries.event'), cell: (row) => t(`event.${row.event}`) },
    { key: 'state', title: t('common.status'), cell: (row) => t(`deliveries.${row.state}`) },
    { key: 'attempts', title: t('deliveries.attempts'), cell: (row) => row.attempts, end: true },
    { key: 'at', title: t('common.time'), cell: (row) => moment(row.created_at) },
    { key: 'error', title: t('common.reason'), cell: (row) => row.error },
  ];
  return (
    <>
      <ProblemBanner problem={found.error} />
      <DataTable
        label={t('deliveries.title')}
        columns={columns}
        rows={found.data?.items}
        rowKey={(row) => row.id}
        complete={false}
        empty={<Empty icon={Send} title={t('deliveries.none')} />}
      />
      <Pager pager={pager} next={found.data?.next} />
    </>
  );
}
