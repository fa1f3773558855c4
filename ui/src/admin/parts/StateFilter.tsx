import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';

type Props<State extends string> = {
  states: readonly State[];
  value: State | 'all';
  onChange: (state: State | 'all') => void;
};

/** Requests in one state, or in any. */
export function StateFilter<State extends string>({ states, value, onChange }: Props<State>) {
  const { t } = useTranslation();
  return (
    <div className="filters">
      <SegmentedControl
        aria-label={t('common.status')}
        value={value}
        onChange={(next) => onChange(next as State | 'all')}
        data={[...states, 'all'].map((one) => ({ value: one, label: t(`approval.${one}`) }))}
      />
    </div>
  );
}
