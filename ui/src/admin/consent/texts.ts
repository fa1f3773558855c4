import type { Schemas } from '../../api/client';
import { useDocuments } from '../parts/queries';

export type Text = Pick<Schemas['ConsentTextDocument'], 'id' | 'revision' | 'body'>;

/** All versions of what people agree to. */
export const useTexts = () => useDocuments<Text['body']>('consent-texts');

/** The one that is in force. */
export const newest = <One extends Pick<Text, 'body'>>(
  texts: readonly One[] | undefined,
): One | undefined => [...(texts ?? [])].sort((a, b) => b.body.version - a.body.version)[0];
