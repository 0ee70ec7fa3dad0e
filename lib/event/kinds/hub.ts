import type { HubDefinition } from '../definition.ts'

/** What the hub tells of a host that it does not see, or not right. */
export const HUB = {
  host_silent: {
    sentence: 'Neither a report nor a status came from a host for long: nothing that happens there is seen.',
    words: 'nothing was heard of the host for {seconds} s',
    severity: 'high',
    fields: { since: 'always', seconds: 'always' },
  },
  host_heard: {
    sentence: 'A host that was silent is heard again.',
    words: 'the host is heard again, after {seconds} s',
    severity: 'info',
    fields: { since: 'always', seconds: 'always' },
  },
  source_blind: {
    sentence: 'The agent runs, but has not been able to read a log, or any of them, for long.',
    words: 'the agent does not see {source}: {problem}',
    severity: 'high',
    fields: { source: 'maybe', log: 'maybe', problem: 'always', since: 'always', seconds: 'always' },
  },
  source_seen: {
    sentence: 'A log that the agent could not read is read again.',
    words: 'the agent sees {source} again, after {seconds} s',
    severity: 'info',
    fields: { source: 'maybe', log: 'maybe', since: 'always', seconds: 'always' },
  },
  foreign_host: {
    sentence: 'An agent reported events of a host for which it may not speak; told once an hour at most.',
    words: 'the agent spoke for another host: {named_host}',
    severity: 'high',
    fields: { named_host: 'always', since: 'always' },
  },
} as const satisfies Readonly<Record<string, HubDefinition>>
