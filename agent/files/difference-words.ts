import { counted } from '../../lib/terminal/count.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { shownBytes } from './byte-text.ts'
import type { Aspect, ChangedFile, Difference } from './comparison.ts'
import type { FileType, Listed } from './listed.ts'

/** What there is, in a word. */
const TYPES: Readonly<Record<FileType, string>> = {
  f: 'file',
  d: 'folder',
  l: 'link',
  s: 'socket',
  p: 'pipe',
  c: 'character device',
  b: 'block device',
  '?': 'unknown',
}

/** A difference as one line, harmless for a terminal. */
export function differenceLine(difference: Difference, by?: string): string {
  const packaged = by === undefined ? '' : `; by package ${plainText(by)}`
  switch (difference.is) {
    case 'new':
      return `new      ${shownBytes(difference.after.name)}: ${describe(difference.after)}${packaged}\n`
    case 'removed':
      return `removed  ${shownBytes(difference.before.name)}: ${describe(difference.before)}\n`
    case 'changed':
      return `changed  ${shownBytes(difference.after.name)}: ${changesOf(difference)}${packaged}\n`
    case 'unknown':
      return `unknown  ${shownBytes(difference.name)}: ${shownBytes(difference.reason)}\n`
    default:
      return difference satisfies never
  }
}

/** Names of packages that are shown. */
const MOST_NAMES = 20

/** What updates explain, in a line without its end; `packages` are their names, in any order and often. */
export function packagesLine(files: number, packages: Iterable<string>): string {
  const all = [...new Set(packages)].sort()
  const names = all.slice(0, MOST_NAMES).map(plainText).join(', ')
  const more = all.length > MOST_NAMES ? ', …' : ''
  return `${counted(files, 'file')} by ${counted(all.length, 'package update')}: ${names}${more}`
}

/** How many differences there are of each sort. */
export type DifferenceCounts = Readonly<Record<Difference['is'], number>>

/** These numbers as a sentence. */
export function sumsSentence({ new: added, removed, changed, unknown }: DifferenceCounts): string {
  return `New: ${added}, removed: ${removed}, changed: ${changed}, unknown: ${unknown}.`
}

function describe({ type, mode, uid, size, target, device }: Listed): string {
  return [
    TYPES[type],
    ...(size === undefined ? [] : [counted(size, 'byte')]),
    ...(mode === undefined ? [] : [`mode ${octal(mode)}`]),
    ...(uid === undefined ? [] : [`owner ${uid}`]),
    ...(target === undefined ? [] : [`target ${shownBytes(target)}`]),
    ...(device === undefined ? [] : [`device ${plainText(device)}`]),
  ].join(', ')
}

function changesOf({ before, after, aspects }: ChangedFile): string {
  return aspects.map((aspect) => `${aspect}${values(VALUES[aspect](before), VALUES[aspect](after))}`).join(', ')
}

function values(before: string, after: string): string {
  return before === '' ? '' : ` ${before} -> ${after}`
}

/** What is shown of each aspect; a digest tells nobody anything. */
const VALUES: Readonly<Record<Aspect, (listed: Listed) => string>> = {
  type: ({ type }) => TYPES[type],
  content: () => '',
  size: ({ size }) => String(size),
  mode: ({ mode = 0 }) => octal(mode),
  owner: ({ uid }) => String(uid),
  group: ({ gid }) => String(gid),
  target: ({ target = '' }) => shownBytes(target),
  device: ({ device = '' }) => plainText(device),
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}
