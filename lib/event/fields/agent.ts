import type { Fields } from '../field.ts'

/** What the agent tells of itself. */
export const AGENT_FIELDS = {
  agent_version: {
    type: 'text',
    longest: 64,
    meaning: 'The version of the agent.',
    example: '0.2.0',
    privacy: 'operational',
  },
  previous_run: {
    type: 'choice',
    values: {
      stopped: 'it was stopped',
      crashed: 'it did not stop by itself: it was killed or failed, or the host went down',
    },
    meaning: 'How the run before ended; null where none is known.',
    example: 'crashed',
    privacy: 'operational',
    untold: 'none',
  },
  unread: {
    type: 'integer',
    unit: 'seconds',
    meaning: 'For how long nothing was read before, to within a minute; null where that is unknown.',
    example: 40,
    privacy: 'operational',
  },
  starts: {
    type: 'integer',
    unit: 'starts',
    meaning: 'How many starts this tells of: more than one where not each was told, as there were many within an hour.',
    example: 1,
    privacy: 'operational',
  },
  ran: {
    type: 'integer',
    unit: 'seconds',
    meaning: 'For how long the process has run.',
    example: 86_400,
    privacy: 'operational',
  },
  source: {
    type: 'text',
    longest: 64,
    meaning: 'The name of the source; null for all of the host.',
    example: 'dovecot',
    privacy: 'operational',
    untold: 'any log',
  },
  problem: {
    type: 'text',
    longest: 500,
    meaning: 'What the agent says is wrong.',
    example: 'cannot be read: EACCES',
    privacy: 'operational',
  },
  examined: {
    type: 'integer',
    unit: 'lines',
    meaning: 'How many of the last lines the agent looked at closely.',
    example: 200,
    privacy: 'operational',
  },
  unrecognised: {
    type: 'integer',
    unit: 'lines',
    meaning: 'How many of these it did not understand.',
    example: 180,
    privacy: 'operational',
  },
  log_fault: {
    type: 'choice',
    values: {
      missing: 'it was not there, or could not be read',
      stalled: 'it had no new lines',
      drift: 'its lines were not understood',
    },
    meaning: 'What was wrong with the log.',
    example: 'missing',
    privacy: 'operational',
  },
  hooks: {
    type: 'integer',
    unit: 'hooks',
    meaning: "How many of the agent's hooks are missing.",
    example: 3,
    privacy: 'operational',
  },
  hooks_wanted: {
    type: 'integer',
    unit: 'hooks',
    meaning: 'How many the agent needs.',
    example: 30,
    privacy: 'operational',
  },
} as const satisfies Fields
