import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Card } from '../parts/Page';
import { get } from '../server';

/** How many days of leave are left of each kind. */
export function Balances({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['balances', personId],
    queryFn: () => get<Schemas['BalanceAnswer'][]>('leave/balances', { person_id: personId }),
  });
  return (
    <Card title={t('leave.balances')}>
      {found.data?.length === 0 && <p className="hint">{t('leave.no_entitlement')}</p>}
      <ul className="list">
        {(found.data ?? []).map((one) => (
          <li key={`${one.type}${one.first}`}>
            <span>{one.type_name}</span>
            <strong>{t('leave.left', { left: Number(one.left), of: Number(one.entitled) })}</strong>
          </li>
        ))}
      </ul>
    </Card>
  );
}
