import { ActionIcon } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';

type Props = { title: string; onBack: () => void; onForward: () => void };

/** One step back or forward in time. */
export function Stepper({ title, onBack, onForward }: Props) {
  const { t } = useTranslation();
  return (
    <div className="stepper">
      <ActionIcon variant="default" size={36} aria-label={t('common.earlier')} onClick={onBack}>
        <ChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <strong aria-live="polite">{title}</strong>
      <ActionIcon variant="default" size={36} aria-label={t('common.later')} onClick={onForward}>
        <ChevronRight size={18} aria-hidden />
      </ActionIcon>
    </div>
  );
}
