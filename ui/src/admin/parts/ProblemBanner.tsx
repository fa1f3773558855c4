import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/client';
import { sentence } from './format';

/** What went wrong, what to do, and the code to tell support. */
export function ProblemBanner({ problem }: { problem: Error | null | undefined }) {
  const { t, i18n } = useTranslation();
  if (!problem) return null;
  const code = problem instanceof Problem ? problem.code : 'page';
  const translated = i18n.exists(`codes.${code}`, { fallbackLng: [] });
  return (
    <div className="problem" role="alert">
      <CircleAlert aria-hidden size={22} />
      <div>
        {translated && <p>{t(`codes.${code}`)}</p>}
        <p className={translated ? 'hint' : ''}>{wordsOf(problem, t('failed.network'))}</p>
        {problem instanceof Problem && problem.fields.length > 0 && (
          <ul>
            {problem.fields.map(({ where, message }) => (
              <li key={where}>
                {where}: {message}
              </li>
            ))}
          </ul>
        )}
        <p className="hint">
          {t('common.code')} <code>{code}</code>
        </p>
      </div>
    </div>
  );
}

function wordsOf(problem: Error, unreachable: string): string {
  if (!(problem instanceof Problem)) return problem.message;
  if (problem.status === 0) return unreachable;
  return [sentence(problem.message), problem.remedy].filter(Boolean).join(' ');
}
