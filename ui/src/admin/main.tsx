import './styles';
import type { Texts } from '../i18n';
import { show } from '../shared/Root';
import { Admin } from './Admin';

void show(<Admin />, import.meta.glob<Texts>('../i18n/*.json', { import: 'default' }));
