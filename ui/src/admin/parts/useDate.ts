import { useSearchParams } from 'react-router';
import { today } from './format';

/** The date of the page, kept in its address so that going back finds it again. */
export function useDate(): [string, (date: string) => void] {
  const [params, setParams] = useSearchParams();
  const given = params.get('date') ?? '';
  const date = /^\d{4}-\d\d-\d\d$/.test(given) ? given : today();
  return [date, (next) => next && setParams({ date: next }, { replace: true })];
}
