import { ActionIcon, Button, Menu } from '@mantine/core';
import { Download, EllipsisVertical, FolderOpen, Pencil, Plus, Trash2, Upload } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../parts/DataTable';
import { FormDialog } from '../parts/Dialog';
import { Empty } from '../parts/Empty';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange, useDocuments } from '../parts/queries';
import { download, remove } from '../server';
import { useSession } from '../session';
import { EditRecord } from './EditRecord';
import { ImportRecords } from './ImportRecords';
import type { Json, KindSpec } from './spec';
import { useWords } from './useWords';

export type Stored = { id: string; revision: number; body: Json };
type Props = {
  kind: KindSpec;
  /** More to do with a record, besides editing it. */
  more?: (record: Stored) => ReactNode;
};

/** All records of a kind, to be set up, changed and removed. */
export function Records({ kind, more }: Props) {
  const { t } = useTranslation();
  const writes = useSession().session?.role !== 'manager';
  const [editing, setEditing] = useState<Stored | 'new' | null>(null);
  const [removing, setRemoving] = useState<Stored | null>(null);
  const [importing, setImporting] = useState(false);
  const found = useDocuments<Json>(kind.plural);
  const columns = useColumns(kind, found.data);
  const [problem, setProblem] = useState<Error | null>(null);
  const save = () =>
    download(`export/${kind.plural}`, { format: 'csv' }, `${kind.plural}.csv`).catch(setProblem);
  const add = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEditing('new')}>
      {t(`kinds.${kind.plural}.add`)}
    </Button>
  );
  const actions: Column<Stored> = {
    key: 'actions',
    title: t('common.actions'),
    end: true,
    cell: (row) => (
      <span className="actions">
        {more?.(row)}
        <ActionIcon
          variant="default"
          size={32}
          aria-label={t('common.edit_of', { name: nameOf(row) })}
          onClick={() => setEditing(row)}
        >
          <Pencil size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={32}
          aria-label={t('common.remove_named', { name: nameOf(row) })}
          onClick={() => setRemoving(row)}
        >
          <Trash2 size={15} aria-hidden />
        </ActionIcon>
      </span>
    ),
  };
  return (
    <div className="stack">
      <div className="actions spread">
        <p className="hint">{t(`kinds.${kind.plural}.what`)}</p>
        {writes && (
          <span className="actions">
            <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
              <Menu.Target>
                <ActionIcon variant="default" size={36} aria-label={t('common.more')}>
                  <EllipsisVertical size={16} aria-hidden />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  leftSection={<Download size={16} aria-hidden />}
                  onClick={() => void save()}
                >
                  {t('records.export')}
                </Menu.Item>
                <Menu.Item
                  leftSection={<Upload size={16} aria-hidden />}
                  onClick={() => setImporting(true)}
                >
                  {t('records.import')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
            {add}
          </span>
        )}
      </div>
      <ProblemBanner problem={problem ?? found.error} />
      {!found.error && (
        <DataTable
          label={t(`kinds.${kind.plural}.title`)}
          columns={writes ? [...columns, actions] : columns}
          rows={found.data}
          rowKey={(row) => row.id}
          empty={
            <Empty
              icon={FolderOpen}
              title={t('records.none')}
              hint={t(`kinds.${kind.plural}.what`)}
              action={writes && add}
            />
          }
        />
      )}
      {editing && (
        <EditRecord
          kind={kind}
          record={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {removing && <RemoveRecord kind={kind} record={removing} onClose={() => setRemoving(null)} />}
      {importing && <ImportRecords kind={kind} onClose={() => setImporting(false)} />}
    </div>
  );
}

type RemoveProps = { kind: KindSpec; record: Stored; onClose: () => void };

function RemoveRecord({ kind, record, onClose }: RemoveProps) {
  const { t } = useTranslation();
  const take = useChange(
    () => remove(`${kind.plural}/${record.id}`, record.revision),
    t('common.removed'),
  );
  return (
    <FormDialog
      title={t('common.remove_named', { name: nameOf(record) })}
      submit={t('common.remove')}
      onClose={onClose}
      onSubmit={() => take.mutateAsync(undefined)}
      danger
    >
      <p>{t('records.remove_how')}</p>
    </FormDialog>
  );
}

const nameOf = ({ id, body }: Stored): string =>
  typeof body.name === 'string' ? body.name : typeof body.policy === 'string' ? body.policy : id;

function useColumns(kind: KindSpec, rows: readonly Stored[] | undefined): Column<Stored>[] {
  const { t } = useTranslation();
  const words = useWords(kind, rows);
  return useMemo(
    () =>
      kind.columns.map((path) => ({
        key: path,
        title: t(`fields.${path.split('.').at(-1)}`),
        value: (row) => words(row.body, path),
        cell: (row) => words(row.body, path),
      })),
    [kind, t, words],
  );
}
