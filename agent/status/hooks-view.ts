import { type Warning, warning } from './warning.ts'

/** How the hooks stand with cPanel, where it is. */
export interface HooksStatus {
  /** `unknown`: cPanel does not say, or not to this user. */
  readonly state: 'registered' | 'incomplete' | 'unregistered' | 'unknown'
  /** For how many events of cPanel the hook is to be run, and for how many it is, if that is known. */
  readonly expected: number
  readonly registered?: number
  /** What is wrong, or why it is not known, in words. */
  readonly problem?: string
}

/** How they are, in a line. */
export function hooksLine({ state, expected, registered, problem }: HooksStatus): string {
  if (registered === undefined || state === 'unknown') return `cannot be known: ${problem ?? 'cPanel does not say'}`
  return `${registered} of ${expected} registered${problem === undefined ? '' : `: ${problem}`}`
}

const REGISTER = 'Have cPanel run the hook; type: spoor-agent cpanel register'

/** What is wrong with them. To register none may be meant; to register some is a fault. */
export function hooksWarnings({ state, expected, problem = '' }: HooksStatus): readonly Warning[] {
  const blind = 'forwards, filters, mailboxes and accounts that are changed in cPanel are noticed late, or not at all.'
  switch (state) {
    case 'incomplete':
      return [
        warning('warning', 'hooks_incomplete', `cPanel does not run the hook as it should: ${problem}.`, REGISTER),
      ]
    case 'unregistered':
      return [warning('notice', 'hooks_unregistered', `None of ${expected} hooks is registered: ${blind}`, REGISTER)]
    case 'registered':
    case 'unknown':
      return []
  }
}
