import { chosenAction } from '../../lib/command-line/chosen-action.ts'
import type { Command } from '../../lib/command-line/command.ts'
import { PROGRAM } from '../program.ts'
import type { FilesAction } from './files/action.ts'
import { checkFiles } from './files/check.ts'
import { diffLists } from './files/diff.ts'
import { listFiles } from './files/list.ts'

const ACTIONS: Readonly<Record<string, FilesAction>> = { list: listFiles, check: checkFiles, diff: diffLists }

/** Lists of files with their digests: made, and compared with a host or with each other. */
export const files: Command = {
  usage: 'files <action> [path...]',
  words: Object.keys(ACTIONS),
  actions: ACTIONS,
  summary: 'List files with their digests, and tell what is new, removed or changed since a list was made.',
  options: [
    {
      flags: '--exclude <pattern>...',
      text: 'list: leave out what a pattern names: /var/cache, *.log, /home/*/tmp, /srv/**/cache; may be given again.',
    },
    {
      flags: '--format <format>',
      text: 'list: sha256sum (the default) or maillog, which lists regular files alone.',
      values: ['sha256sum', 'maillog'],
    },
    {
      flags: '--state <file>',
      text: 'list: what is known is kept there, and unchanged files are not read again for a week.',
    },
    { flags: '--full', text: 'list: read every file, whatever is known.' },
    { flags: '--root <folder>', text: "check: the host's files are below this folder." },
    { flags: '--all', text: 'check: show each file that a package update explains.' },
  ],
  examples: [
    'files list /etc /usr --exclude /etc/mtab > list',
    'files list /etc /usr --state /var/lib/spoor-files',
    'files list /home --exclude "*.log" --exclude /home/*/tmp > list',
    'files list /etc --format maillog',
    'files check list',
    'files check - --root /mnt < list',
    'files diff yesterday today',
  ],
  run: async ([name = '', ...paths], options, io) =>
    chosenAction(PROGRAM.name, 'files', ACTIONS, name, options).run({ paths, options, io }),
}
