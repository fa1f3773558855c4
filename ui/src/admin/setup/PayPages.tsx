import { Button } from '@mantine/core';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../parts/Dialog';
import { Choice, Field } from '../parts/fields';
import { addMonths, monthOf, today } from '../parts/format';
import { Records, type Stored } from '../records/Records';
import { MAPPINGS, PAY } from '../records/spec';
import { TabbedPage } from '../records/Tabs';
import { download } from '../server';

/** What people earn, and the files for payroll programs. */
export function Component() {
  const { t } = useTranslation();
  const [exporting, setExporting] = useState<Stored | null>(null);
  const tabs = [
    { key: 'pay', title: 'kinds.pay.title', content: <Records key="pay" kind={PAY} /> },
    {
      key: 'payroll-mappings',
      title: 'kinds.payroll-mappings.title',
      content: (
        <Records
          key="payroll-mappings"
          kind={MAPPINGS}
          more={(mapping) => (
            <Button
              size="xs"
              variant="default"
              leftSection={<Download size={14} aria-hidden />}
              onClick={() => setExporting(mapping)}
            >
              {t('reports.export')}
            </Button>
          )}
        />
      ),
    },
  ];
  return (
    <>
      <TabbedPage base="pay" title={t('nav.pay')} tabs={tabs} />
      {exporting && <ExportPayroll mapping={exporting} onClose={() => setExporting(null)} />}
    </>
  );
}

function ExportPayroll({ mapping, onClose }: { mapping: Stored; onClose: () => void }) {
  const { t } = useTranslation();
  const month = monthOf(addMonths(today(), -1));
  const [first, setFirst] = useState(month.first);
  const [last, setLast] = useState(month.last);
  const [format, setFormat] = useState<string>('csv');
  const fetchFile = () =>
    download(`payroll/export/${mapping.id}`, { first, last, format }, `payroll-${first}.${format}`);
  return (
    <FormDialog
      title={t('payroll_export.title')}
      submit={t('reports.export')}
      onClose={onClose}
      onSubmit={fetchFile}
    >
      <div className="row">
        <Field label={t('common.from')} type="date" value={first} onChange={setFirst} required />
        <Field label={t('common.to')} type="date" value={last} onChange={setLast} required />
      </div>
      <Choice
        label={t('payroll_export.format')}
        value={format}
        onChange={(value) => setFormat(value ?? 'csv')}
        options={['csv', 'xlsx'].map((value) => ({ value, label: t(`files.${value}`) }))}
      />
    </FormDialog>
  );
}
