// Who may read files that others can replace by a link, a pipe or something endless.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { programs } from './support/repository-files.ts'

/** Who may open files and folders by himself; everybody else asks one of the first two. */
const READERS: readonly (readonly [path: RegExp, why: string])[] = [
  [
    /^lib\/system\/files\/(?:regular-file|folder-entries|held-folder)\.ts$/,
    'bounded, no link followed, nothing waited for',
  ],
  [/^lib\/settings\/private-file\.ts$/, 'likewise, but for links: the file is named by an administrator'],
  [/^agent\/follow\//, 'logs, by rules of their own'],
  [
    /^(?:agent\/spool\/reports\/link|lib\/system\/terminal-input|lib\/settings\/insecure-part)\.ts$/,
    'only what a link says, never what it leads to',
  ],
  [/^agent\/files\/(?:walk|content|listing)\.ts$/, 'in a folder that is held open, or a file without waiting; no link'],
  [
    /^agent\/files\/state\/(?:saved-pass|pass-writer)\.ts$/,
    'bounded, no link followed, and only what nobody else can write to',
  ],
  [
    /^agent\/(?:mail-reports\/outbox\/delivery|commands\/send-mail)\.ts$/,
    'a mail in a folder that is closed to others, and its descriptor',
  ],
  [/^agent\/inbox\/(?:writer|given-up)\.ts$/, 'to write, in a folder that is held open'],
  [
    /^agent\/receivers\/json-lines\/line-file\.ts$/,
    'to append, without waiting and without following a link; of what is there only the end, bounded',
  ],
  [/^agent\/commands\/named-file\.ts$/, 'a file or a pipe that a person named'],
  [
    /^agent\/commands\/mail\/queued-message\.ts$/,
    'the bounded beginning of a file, no link followed, nothing waited for',
  ],
  [/^agent\/sources\/named-pipe\.ts$/, 'a pipe, opened without waiting and without following a link'],
  [
    /^(?:lib\/system\/(?:watching\/folder-watches|processes\/(?:descriptors|memory|process-identity)|files\/mounts)|agent\/watch\/found\/listening-ports|agent\/doctor\/inotify-use)\.ts$/,
    '/proc',
  ],
  [/^(?:lib\/system\/files\/atomic-file|agent\/spool\/upkeep\/change-log)\.ts$/, 'to write, and to sync folders'],
]

test('only code that expects the worst reads folders that others can write to', () => {
  const reads =
    /\b(?:createReadStream|FileHandle|open(?:Sync|AsBlob|dir|dirSync)?|read\w*|glob\w*|cp\w*|copyFile\w*)\b/g
  const direct = [...programs].flatMap(([path, text]) =>
    [...text.matchAll(/^import (?!type )\{([^}]*)\} from 'node:fs(?:\/promises)?'$/gm)]
      .flatMap(([, names = '']) => names.match(reads) ?? [])
      .map((name) => ({ path, name })),
  )
  const strays = direct.filter(({ path }) => !READERS.some(([reader]) => reader.test(path)))
  assert.deepEqual(strays, [])
  for (const [reader] of READERS)
    assert.ok(
      direct.some(({ path }) => reader.test(path)),
      String(reader),
    )
  const whole = [...programs].filter(([, text]) =>
    /from 'node:fs(?:\/promises)?'/.test(text.replaceAll(/^import (?:type )?\{[^}]*\} from .*$/gm, '')),
  )
  assert.deepEqual(
    whole.map(([path]) => path),
    [],
  )
})
