import { Skeleton } from '@mantine/core';
import { UserX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/Empty';
import { Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useMe } from './useMe';

type Props = { title: string; children: (personId: string) => ReactNode };

/** A page about oneself; an account that belongs to nobody is told so. */
export function Mine({ title, children }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  if (me.data?.person) return children(me.data.person.id);
  return (
    <Page title={title}>
      <ProblemBanner problem={me.error} />
      {me.isPending && <Skeleton height={240} />}
      {me.data && <Empty icon={UserX} title={t('me.nobody')} hint={t('me.nobody_hint')} />}
    </Page>
  );
}
