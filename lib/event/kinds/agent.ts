import type { Definitions } from '../definition.ts'

const OF_AGENT = { takeover: false, contexts: ['system'], services: [] } as const

/** A log, by its source and its path. */
const OF_LOG = { source: 'always', log: 'always' } as const

/** What the agent tells of itself: that it works, and what it cannot see. */
export const AGENT = {
  agent_started: {
    sentence: 'The collector of the agent started; after a crash it says so, and for how long nothing was read.',
    words: 'agent {agent_version} started; previous run: {previous_run}, not read for: {unread}',
    severity: 'low',
    ...OF_AGENT,
    fields: { agent_version: 'always', previous_run: 'maybe', unread: 'maybe', starts: 'always' },
  },
  agent_stopped: {
    sentence: 'The collector of the agent was stopped; until it is started again, nothing is read.',
    words: 'agent {agent_version} stopped after {ran}',
    severity: 'low',
    ...OF_AGENT,
    fields: { agent_version: 'always', ran: 'always' },
  },
  agent_alive: {
    sentence:
      'The collector of the agent works; told once an hour, at a minute that follows from the name of the host.',
    words: 'agent {agent_version} has worked for {ran}',
    severity: 'info',
    ...OF_AGENT,
    fields: { agent_version: 'always', ran: 'always' },
  },
  source_missing: {
    sentence: 'A log that the agent follows has not been there, or could not be read, for some minutes.',
    words: 'log {log} of {source} {problem}',
    severity: 'low',
    ...OF_AGENT,
    fields: { ...OF_LOG, problem: 'always' },
  },
  source_stalled: {
    sentence: 'A log has no new line at hours at which it always had some, while other logs go on.',
    words: 'no new line in {log} of {source} for {lasted}',
    severity: 'low',
    ...OF_AGENT,
    fields: { ...OF_LOG, lasted: 'always' },
  },
  format_drift: {
    sentence:
      'Most of the last lines of a log that the agent looks at closely are not understood: its format may have changed.',
    words: 'lines of {log} of {source} not understood: {unrecognised} of {examined}',
    severity: 'low',
    ...OF_AGENT,
    fields: { ...OF_LOG, examined: 'always', unrecognised: 'always' },
  },
  source_recovered: {
    sentence: 'A log that was missing or stalled, or was not understood, is as it should be.',
    words: 'log {log} of {source} is well again after {lasted} ({log_fault})',
    severity: 'info',
    ...OF_AGENT,
    fields: { ...OF_LOG, log_fault: 'always', lasted: 'always' },
  },
  hooks_missing: {
    sentence: "Hooks of the agent are not in cPanel's registry (any more): changes that only they see go unseen.",
    words: "hooks missing in cPanel's registry: {hooks} of {hooks_wanted}",
    severity: 'low',
    ...OF_AGENT,
    fields: { hooks: 'always', hooks_wanted: 'always' },
  },
  hooks_registered: {
    sentence: "Hooks of the agent that were missing in cPanel's registry are there.",
    words: "all hooks are in cPanel's registry again after {lasted}",
    severity: 'info',
    ...OF_AGENT,
    fields: { hooks_wanted: 'always', lasted: 'always' },
  },
} as const satisfies Definitions
