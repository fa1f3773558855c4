import './styles';
import { show } from '../shared/Root';
import { Admin } from './Admin';

void show(<Admin />);
