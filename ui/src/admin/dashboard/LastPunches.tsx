import { LogIn, LogOut, ScanFace } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { usePlaceName } from '../attendance/Punches';
import { clock } from '../parts/format';
import { Card } from '../parts/Page';

const ICONS = { in: LogIn, out: LogOut } as const;

/** The newest punches; they come in by themselves. */
export function LastPunches({ punches }: { punches: readonly Schemas['LastPunchAnswer'][] }) {
  const { t } = useTranslation();
  const placeName = usePlaceName();
  return (
    <Card title={t('dashboard.last_punches')}>
      {punches.length === 0 && <p className="hint">{t('dashboard.no_punches')}</p>}
      <ol className="list" aria-live="polite">
        {punches.map(({ id, person, local, place, direction }) => {
          const Icon = direction ? ICONS[direction] : ScanFace;
          return (
            <li key={id}>
              <span className="person">
                <Icon size={18} aria-label={t(`direction.${direction ?? 'none'}`)} />
                <Link to={`/app/people/${person.id}`}>{person.name}</Link>
              </span>
              <span className="hint tabular">
                {clock(local)} · {placeName(place)}
              </span>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
