import type { Definitions } from '../definition.ts'

/** Events about the logs themselves. */
export const LOGS = {
  log_gap: {
    sentence: 'Bytes of a log could not be read and are lost: lines may be missing.',
    words: 'gap in {log} from byte {offset}, bytes: {bytes}',
    severity: 'medium',
    takeover: true,
    contexts: ['system'],
    services: [],
    fields: { log: 'always', offset: 'always', bytes: 'maybe', cause: 'always' },
  },
} as const satisfies Definitions
