import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';

const GRADES: Partial<Record<Schemas['JobState'], string>> = {
  ready: 'warn',
  done: 'good',
  failed: 'bad',
};

/** How far an archive is. */
export function StateTag({ state }: { state: Schemas['JobState'] }) {
  const { t } = useTranslation();
  return <span className={`tag ${GRADES[state] ?? ''}`}>{t(`bulk.state.${state}`)}</span>;
}
