import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { get } from '../server';
import { useNames } from './queries';

type Props = {
  value: string | null;
  onChange: (id: string | null) => void;
  label?: string;
  required?: boolean;
  clearable?: boolean;
  placeholder?: string;
};

/** A choice among any number of people: the server searches while one types. */
export function PersonPicker({ value, onChange, label, ...rest }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  const nameOf = useNames([value]);
  const found = useQuery({
    queryKey: ['people', 'pick', search],
    queryFn: () => get<Schemas['PeoplePage']>('people', { search, limit: 30 }),
    placeholderData: (before) => before,
  });
  const options = (found.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }));
  if (value && !options.some((one) => one.value === value))
    options.unshift({ value, label: nameOf(value) || value });
  return (
    <Select
      label={label ?? t('common.person')}
      data={options}
      value={value}
      onChange={onChange}
      searchable
      onSearchChange={setTyped}
      filter={({ options: all }) => all}
      nothingFoundMessage={t('people.nobody_found')}
      placeholder={t('people.choose')}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      {...rest}
    />
  );
}
