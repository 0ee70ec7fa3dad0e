import { lasting } from './numbers.ts'

/** The texts of what is done with incidents. */
export const INCIDENT_WORDS = {
  deed: {
    undo: 'Undo',
    undone: 'Taken back.',
    notDone: (why: string) => `Not done. ${why}`,
    unknown: 'The hub did not answer. Look again whether it was done.',
    changed: 'Not done. It was changed meanwhile.',
    changedBy: (name: string, ago: number) => `Not done. ${name || 'The hub'} changed it ${lasting(ago)} ago.`,
  },
  claim: {
    take: 'Claim it',
    yours: 'Yours',
    yoursNow: 'Yours now',
    whose: (name: string) => `${name} has it`,
    nobody: 'nobody',
    nobodys: 'It is closed',
  },
}
