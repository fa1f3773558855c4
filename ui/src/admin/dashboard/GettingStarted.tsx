import { Button } from '@mantine/core';
import { Rocket } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../parts/Empty';
import { Card } from '../parts/Page';

/** The next step of a server without people. */
export function GettingStarted() {
  const { t } = useTranslation();
  return (
    <Card>
      <Empty
        icon={Rocket}
        title={t('dashboard.start')}
        hint={t('dashboard.start_hint')}
        action={
          <div className="actions">
            <Button component={Link} to="/app/welcome">
              {t('dashboard.wizard')}
            </Button>
            <Button component={Link} to="/app/people" variant="default">
              {t('people.add')}
            </Button>
          </div>
        }
      />
    </Card>
  );
}
