import { Button, SegmentedControl, Switch } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Schemas } from '../../api/client';
import { Dialog, FormDialog } from '../parts/Dialog';
import { Field } from '../parts/fields';
import { PersonPicker } from '../parts/PersonPicker';
import { useChange } from '../parts/queries';
import { post } from '../server';

type Answer = Schemas['AssignmentAnswer'];
type Props = { visitor: Schemas['VisitorWithVisits']; onClose: () => void };

/** Say who a visitor is: somebody known, or somebody new; then what came of it. */
export function Assign({ visitor, onClose }: Props) {
  const { t } = useTranslation();
  const [whom, setWhom] = useState<'known' | 'new'>('known');
  const [person, setPerson] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [enrol, setEnrol] = useState(true);
  const [propose, setPropose] = useState(true);
  const [answer, setAnswer] = useState<Answer | null>(null);
  // The form closes itself once it was accepted; here the outcome follows.
  const accepted = useRef(false);
  const isNew = whom === 'new';
  const assign = useChange(() =>
    post<Answer>(`visitors/${visitor.id}/assignment`, {
      ...(isNew ? { name } : { person_id: person }),
      enrol: isNew || enrol,
      propose,
    }),
  );
  if (answer) return <Outcome answer={answer} />;
  return (
    <FormDialog
      title={t('visitors.assign_title')}
      submit={t(isNew ? 'visitors.enrol' : 'visitors.assign_do')}
      onClose={() => accepted.current || onClose()}
      onSubmit={async () => {
        setAnswer(await assign.mutateAsync(undefined));
        accepted.current = true;
      }}
    >
      <SegmentedControl
        aria-label={t('visitors.assign_title')}
        value={whom}
        onChange={(value) => setWhom(value as 'known' | 'new')}
        data={[
          { value: 'known', label: t('visitors.known') },
          { value: 'new', label: t('visitors.new') },
        ]}
      />
      {isNew ? (
        <Field
          label={t('common.name')}
          description={t('people.name_hint')}
          value={name}
          onChange={setName}
          maxLength={120}
          required
        />
      ) : (
        <PersonPicker value={person} onChange={setPerson} required />
      )}
      {!isNew && (
        <Switch
          label={t('visitors.use_shots')}
          description={t('visitors.use_shots_hint')}
          checked={enrol}
          onChange={(event) => setEnrol(event.currentTarget.checked)}
        />
      )}
      <Switch
        label={t('visitors.propose', { count: visitor.visits })}
        description={t('visitors.propose_hint')}
        checked={propose}
        onChange={(event) => setPropose(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}

function Outcome({ answer }: { answer: Answer }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const enrolled = answer.shots.filter(({ status }) => status === 'enrolled').length;
  const reasons = [
    ...new Set([...answer.shots.map(({ reason }) => reason), ...Object.values(answer.not_offered)]),
  ].filter((reason): reason is string => !!reason);
  const leave = () => void navigate('/app/visitors');
  return (
    <Dialog title={t('visitors.assigned', { name: answer.person.name })} onClose={leave}>
      <div className="form">
        <div role="status">
          <ul className="list">
            <li>{t('visitors.shots', { count: enrolled })}</li>
            <li>
              {t('visitors.proposed', { count: answer.corrections.length })}
              {answer.corrections.length > 0 && (
                <Link to="/app/corrections">{t('visitors.decide')}</Link>
              )}
            </li>
          </ul>
        </div>
        {reasons.length > 0 && (
          <div className="note warn">
            <p>{t('visitors.left_out')}</p>
            <ul>
              {reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </div>
        )}
        <div className="actions end">
          <Button
            variant="default"
            onClick={() => void navigate(`/app/people/${answer.person.id}`)}
          >
            {t('visitors.profile')}
          </Button>
          <Button onClick={leave}>{t('common.done')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
