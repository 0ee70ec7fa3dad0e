import type { Fields } from '../field.ts'

/** Files on the host. */
export const FILE_FIELDS = {
  path: {
    type: 'text',
    longest: 4096,
    meaning: 'The path of the file; what is no UTF-8 in it is replaced, and a path that is longer is cut.',
    example: '/etc/ld.so.preload',
    // It names an account where homes are listed.
    privacy: 'personal',
  },
  file_change: {
    type: 'choice',
    values: { new: 'it was not there before', removed: 'it is gone', changed: 'it is another than before' },
    meaning: 'What happened to the file.',
    example: 'changed',
    privacy: 'operational',
  },
  file_aspect: {
    type: 'choice',
    values: {
      setuid: 'it runs as its owner or group (setuid, setgid), and did not before',
      type: 'whether it is a file, a folder, a link or something else',
      content: 'what is in it',
      device: 'which device it is',
      target: 'where the link leads',
      owner: 'whose it is',
      group: 'the group that it belongs to',
      mode: 'who may do what with it',
    },
    meaning: 'What is different about the file; of several, the first in this list.',
    example: 'content',
    privacy: 'operational',
    untold: 'the whole file',
  },
  files: {
    type: 'integer',
    unit: 'files',
    meaning: 'How many files.',
    example: 212,
    privacy: 'operational',
  },
  packages: {
    type: 'integer',
    unit: 'packages',
    meaning: 'From how many packages they came.',
    example: 9,
    privacy: 'operational',
  },
} as const satisfies Fields
