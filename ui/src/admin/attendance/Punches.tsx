import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import type { Draft } from '../corrections/Correct';
import { clock } from '../parts/format';
import { type Named, useDocuments } from '../parts/queries';

type Props = {
  punches: readonly Schemas['CountedPunch'][];
  onCorrect: (draft: Draft) => void;
};

/** The punches of a day and how each counts; each can be disputed. */
export function Punches({ punches, onCorrect }: Props) {
  const { t } = useTranslation();
  const placeName = usePlaceName();
  if (punches.length === 0) return <p className="hint">{t('day.no_punches')}</p>;
  return (
    <ul className="list">
      {punches.map((punch) => (
        <li key={punch.id}>
          <span>
            <strong className="tabular">{clock(punch.local)}</strong>{' '}
            {t(`direction.${punch.direction ?? 'uncounted'}`)}
            <span className="hint">
              {' '}
              · {t(`source.${punch.source}`)} · {placeName(punch.place)}
            </span>
          </span>
          <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
            <Menu.Target>
              <Button size="xs" variant="default">
                {t('corrections.correct')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => onCorrect({ act: 'ignore', target: punch.id })}>
                {t('corrections.act.ignore')}
              </Menu.Item>
              <Menu.Item onClick={() => onCorrect({ act: 'set_direction', target: punch.id })}>
                {t('corrections.act.set_direction')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </li>
      ))}
    </ul>
  );
}

/** The name of a place by its id; a place without a record is its own name. */
export function usePlaceName(): (id: string) => string {
  const places = useDocuments<Named>('places');
  return (id) => places.data?.find((one) => one.id === id)?.body.name ?? id;
}
