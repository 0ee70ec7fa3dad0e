import { naming } from './naming.ts'
import { numeral } from './numbers.ts'

/** The texts about hosts that could not tell whether something happened. */
export const DOUBT_WORDS = {
  none: (hosts: number) =>
    hosts === 1
      ? 'None was seen, but one host could not tell.'
      : `None was seen, but ${numeral(hosts)} hosts could not tell.`,
  noHost: 'None was seen, but nobody looks.',
  revoked: 'The host may not report any more: what happens there, nobody tells.',
  noHosts: 'No host has enrolled, so nothing can be told.',
  names: (names: readonly string[]) => naming(names, names.length),
  reasons: {
    silent: (count: number) => (count === 1 ? 'is silent.' : 'are silent.'),
    blind: () => 'cannot read every log.',
    late: (count: number) => (count === 1 ? 'is behind with its reports.' : 'are behind with their reports.'),
    gap: () => 'lost lines of a log.',
    unknown: (count: number) => (count === 1 ? 'does not say what it can tell.' : 'do not say what they can tell.'),
    never: (count: number) => `${count === 1 ? 'is' : 'are'} not set up to tell this.`,
    past: () => 'could not be seen for a part of this time.',
  },
}
