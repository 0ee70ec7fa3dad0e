import type { Definitions } from '../definition.ts'

/** Files on the host that a mail report keeps an eye on. */
export const FILES = {
  file_changed: {
    sentence:
      'A file is new, gone or changed since the last report of these files, and no update of a package explains it.',
    words: 'file {file_change}: {path} ({file_aspect})',
    severity: 'medium',
    takeover: false,
    contexts: ['system'],
    services: [],
    fields: { path: 'always', file_change: 'always', file_aspect: 'maybe' },
  },
  files_changed: {
    sentence: 'More files changed since the last report of these files than are told one by one.',
    words: 'further files that changed: {files}',
    severity: 'medium',
    takeover: false,
    contexts: ['system'],
    services: [],
    fields: { files: 'always' },
  },
  files_updated: {
    sentence: 'Updates of packages brought new content of files since the last report of these files.',
    words: 'files that updates of packages brought: {files}, packages: {packages}',
    severity: 'info',
    takeover: false,
    contexts: ['system'],
    services: [],
    fields: { files: 'always', packages: 'always' },
  },
} as const satisfies Definitions
