import { Button, Modal } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBanner } from './ProblemBanner';

type Shell = {
  title: string;
  onClose: () => void;
  wide?: boolean;
  /** Close only by what the dialog itself offers, not by a slip of the hand. */
  firm?: boolean;
  children: ReactNode;
};

/** A dialog over the page. Scroll locking would write a <style>, which the policy forbids. */
export function Dialog({ title, onClose, wide = false, firm = false, children }: Shell) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={wide ? 'xl' : 'lg'}
      lockScroll={false}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
      withCloseButton={!firm}
      closeOnEscape={!firm}
      closeOnClickOutside={!firm}
      transitionProps={{ duration: 0 }}
    >
      {children}
    </Modal>
  );
}

type FormProps = Shell & {
  submit: string;
  /** What to do; the dialog closes afterwards unless the answer is STAY. */
  onSubmit: () => Promise<unknown>;
  danger?: boolean;
  /** Further buttons, left of the others. */
  extra?: ReactNode;
};

/** What a form answers whose dialog goes on to something else. */
export const STAY = Symbol('stay');

/** A dialog that sends something; it closes when that was accepted and says so when it was not. */
export function FormDialog({ submit, onSubmit, danger, extra, children, ...shell }: FormProps) {
  const { t } = useTranslation();
  const { busy, problem, send } = useSending(async () => {
    if ((await onSubmit()) !== STAY) shell.onClose();
  });
  return (
    <Dialog {...shell}>
      <form className="form" onSubmit={send}>
        {children}
        <ProblemBanner problem={problem} />
        <div className="actions end">
          {extra}
          <Button variant="default" onClick={shell.onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy} color={danger ? 'red' : 'teal'}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Run `work` when a form is sent: whether it runs, and what went wrong the last time. */
export function useSending(work: () => Promise<unknown>) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error | null>(null);
  const send = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    setBusy(true);
    setProblem(null);
    await work().catch((error: Error) => setProblem(error));
    setBusy(false);
  };
  return { busy, problem, send };
}
