import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { ProblemBanner } from '../parts/ProblemBanner';

/** A page that could not be shown, for example because the server has been updated meanwhile. */
export function Broken() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <div className="broken">
      <h1>{t('broken.title')}</h1>
      <ProblemBanner problem={error instanceof Error ? error : new Error(t('broken.unknown'))} />
      <Button onClick={() => location.reload()}>{t('broken.reload')}</Button>
    </div>
  );
}
