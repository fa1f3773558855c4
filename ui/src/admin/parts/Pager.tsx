import { Button } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * Pages of a list whose server names where each next page begins. scope: what the list is of;
 * another list begins at its first page.
 */
export function usePager<Key extends string | number>(scope = '') {
  const [kept, keep] = useState<{ scope: string; starts: Key[] }>({ scope, starts: [] });
  const starts = kept.scope === scope ? kept.starts : [];
  const setStarts = (next: Key[]) => keep({ scope, starts: next });
  return {
    after: starts.at(-1),
    number: starts.length + 1,
    // While a page is on its way the list still names that page: a second click asks for no more.
    forward: (next: Key) => starts.at(-1) !== next && setStarts([...starts, next]),
    backward: () => setStarts(starts.slice(0, -1)),
    reset: () => setStarts([]),
  };
}

type Props<Key extends string | number> = {
  pager: ReturnType<typeof usePager<Key>>;
  next: Key | null | undefined;
};

/** Backward and forward; nothing where there is only one page. */
export function Pager<Key extends string | number>({ pager, next }: Props<Key>) {
  const { t } = useTranslation();
  if (pager.number === 1 && next == null) return null;
  return (
    <nav className="pager" aria-label={t('common.pages')}>
      <Button
        variant="default"
        leftSection={<ChevronLeft size={16} aria-hidden />}
        disabled={pager.number === 1}
        onClick={pager.backward}
      >
        {t('common.previous')}
      </Button>
      <span>{t('common.page', { number: pager.number })}</span>
      <Button
        variant="default"
        rightSection={<ChevronRight size={16} aria-hidden />}
        disabled={next == null}
        onClick={() => next != null && pager.forward(next)}
      >
        {t('common.next')}
      </Button>
    </nav>
  );
}
