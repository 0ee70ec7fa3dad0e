import type { AssessmentWord } from '../../contract/event-contract.ts'
import type { IncidentKindWord, IncidentStateWord } from '../../contract/incident-contract.ts'
import { counting, lasting } from './numbers.ts'

/** The texts of what is done with incidents, wherever that is. */
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
  kinds: {
    compromise: 'Takeover',
    attack: 'Attack',
    blind_spot: 'Blind spot',
    misuse: 'Misuse',
    overload: 'Overload',
    outage: 'Outage',
    expiry: 'Certificate ends',
  } satisfies Record<IncidentKindWord, string>,
  states: {
    open: 'Open',
    contained: 'Contained',
    resolved: 'Resolved',
    dismissed: 'Dismissed',
  } satisfies Record<IncidentStateWord, string>,
  assessments: {
    confirmed_benign: 'confirmed benign',
    probably_benign: 'likely benign',
    unknown: 'unknown',
    probably_malicious: 'likely malicious',
    confirmed_malicious: 'confirmed malicious',
  } satisfies Record<AssessmentWord | 'unknown', string>,
  /** What ends an incident, or takes its end back. */
  moves: {
    open: 'Reopen',
    contained: 'Contain',
    resolved: 'Resolve',
    dismissed: 'Dismiss',
  } satisfies Record<IncidentStateWord, string>,
  moved: {
    open: 'Open again.',
    contained: 'Contained.',
    resolved: 'Resolved.',
    dismissed: 'Dismissed.',
  } satisfies Record<IncidentStateWord, string>,
  end: {
    meaning: {
      open: 'It goes on, as far as anybody knows.',
      contained: 'Somebody stopped it, and looks after what it left.',
      resolved: 'It is over.',
      dismissed: 'It was no incident. Say why, and what it was instead: other incidents are compared with that.',
    } satisfies Record<IncidentStateWord, string>,
    reason: 'Reason',
    optional: 'if you like',
    assessment: 'Assessment',
  },
  hosts: (count: number) => counting(count, 'host', 'hosts'),
  steps: (count: number) => counting(count, 'step', 'steps'),
  number: (id: string) => `Incident ${id}`,
}
