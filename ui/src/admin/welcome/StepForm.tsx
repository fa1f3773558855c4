import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../parts/Dialog';
import { ProblemBanner } from '../parts/ProblemBanner';

/** The records that the wizard makes; running it again changes the same ones. */
export const FIRST = { site: 'main', team: 'everybody', shift: 'day', rotation: 'week' } as const;

type Props = { onSubmit: () => Promise<void>; onSkip: () => void; children: ReactNode };

/** One step: what it asks, and the ways on. */
export function StepForm({ onSubmit, onSkip, children }: Props) {
  const { t } = useTranslation();
  const { busy, problem, send } = useSending(onSubmit);
  return (
    <form className="form" onSubmit={send}>
      {children}
      <ProblemBanner problem={problem} />
      <div className="actions spread">
        <Button variant="subtle" onClick={onSkip}>
          {t('welcome.later')}
        </Button>
        <Button type="submit" loading={busy}>
          {t('welcome.next')}
        </Button>
      </div>
    </form>
  );
}
