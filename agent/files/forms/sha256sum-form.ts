import type { ByteText } from '../byte-text.ts'
import type { FileType, ListHead, Listed } from '../listed.ts'
import { escaped, escapedName, unescaped } from './escapes.ts'

/** The first line says what this is, and the last one that nothing is missing. */
const TITLE = 'spoor-agent files 1'

/** The first lines of a list in the form of `sha256sum -c`, which skips every line that begins with `#`. */
export function sumHead({ made, before, trees, excluded }: ListHead): ByteText {
  return [
    [TITLE],
    ...(made === undefined ? [] : [['made', new Date(made * 1000).toISOString()]]),
    ...(before === undefined ? [] : [['before', before]]),
    ...trees.map((tree) => ['tree', escaped(tree)]),
    ...excluded.map((pattern) => ['exclude', escaped(pattern)]),
  ]
    .map((cells) => `#\t${cells.join('\t')}\n`)
    .join('')
}

/** A line that is skipped where a list is read: no TAB follows its first character. */
export function sumRemark(line: ByteText): ByteText {
  return `# ${line}\n`
}

/** The last line. */
export function sumEnd(count: number): ByteText {
  return `#\tend\t${count}\n`
}

/**
 * One or two lines: what `sha256sum` does not know stands in a line before, or in the only one. `stamp` follows the
 * size of a file where it matters.
 */
export function sumLine(listed: Listed, stamp?: string): ByteText {
  const { name, type, size, digest } = listed
  if (type !== 'f') return `#\t${type}\t${attributesOf(listed)}${escaped(name)}\n`
  const written = escapedName(name)
  const mark = written === name ? '' : '\\'
  const end = stamp === undefined ? '\n' : `\t${stamp}\n`
  return `#\tf\t${rightsOf(listed)}\t${size}${end}${mark}${digest?.hex}  ${written}\n`
}

/** What stands before the name of what is no file. */
function attributesOf(listed: Listed): ByteText {
  const { type, uid, gid, target = '', device, reason } = listed
  if (type === '?') return `${reason}\t`
  if (type === 'l') return `${uid}\t${gid}\t${escaped(target)}\t`
  return device === undefined ? `${rightsOf(listed)}\t` : `${rightsOf(listed)}\t${device}\t`
}

function rightsOf({ mode = 0, uid, gid }: Listed): ByteText {
  return `${mode.toString(8).padStart(4, '0')}\t${uid}\t${gid}`
}

/** What a line says. */
export type SumLine =
  | { readonly is: 'title' }
  | { readonly is: 'head'; readonly key: 'made' | 'before' | 'tree' | 'exclude'; readonly value: ByteText }
  | { readonly is: 'rights'; readonly of: Omit<Listed, 'name'>; readonly stamp: string }
  | { readonly is: 'entry'; readonly listed: Listed }
  | { readonly is: 'end'; readonly count: number }

/** Reads a line of that form; undefined if it is none. A line of `sha256sum` or `md5sum` alone is an entry, too. */
export function readSumLine(line: ByteText): SumLine | undefined {
  if (line.startsWith('#\t')) return readComment(line.slice(2).split('\t'))
  const [, mark = '', hex = '', written = ''] = /^(\\?)((?:[\da-f]{32}){1,2}) [ *](.+)$/s.exec(line) ?? []
  const name = mark === '' ? written : unescaped(written)
  if (hex === '' || name === undefined || name === '') return undefined
  const algorithm = hex.length === 64 ? 'sha256' : 'md5'
  return { is: 'entry', listed: { name, type: 'f', digest: { algorithm, hex } } }
}

function readComment([word = '', ...cells]: readonly string[]): SumLine | undefined {
  const [first = ''] = cells
  if (word === TITLE) return { is: 'title' }
  if (word === 'end') return NUMBER.test(first) ? { is: 'end', count: Number(first) } : undefined
  if (word === 'made' || word === 'before' || word === 'tree' || word === 'exclude') {
    const value = unescaped(first)
    return value === undefined ? undefined : { is: 'head', key: word, value }
  }
  return readAttributes(word, cells)
}

const NUMBER = /^\d{1,15}$/

function readAttributes(type: string, cells: readonly string[]): SumLine | undefined {
  if (type === 'f') return readFileRights(cells)
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined
  const name = unescaped(cells.at(-1) ?? '')
  const listed = read === undefined || name === undefined || name === '' ? undefined : read(cells)
  return listed && { is: 'entry', listed: { ...listed, name: name ?? '' } }
}

function readFileRights(cells: readonly string[]): SumLine | undefined {
  const [size = '', stamp = ''] = cells.slice(3)
  const rights = rightsIn(cells)
  if (rights === undefined || cells.length > 5 || !NUMBER.test(size)) return undefined
  return { is: 'rights', of: { type: 'f', ...rights, size: Number(size) }, stamp }
}

type Nameless = Omit<Listed, 'name'> | undefined

/** What reads the columns of each type. */
const READERS: Readonly<Record<string, (cells: readonly string[]) => Nameless>> = {
  '?': (cells) => (cells.length === 2 ? { type: '?', reason: cells[0] ?? '' } : undefined),
  l: readLink,
  d: (cells) => readPlain('d', cells),
  s: (cells) => readPlain('s', cells),
  p: (cells) => readPlain('p', cells),
  c: (cells) => readDevice('c', cells),
  b: (cells) => readDevice('b', cells),
}

function readLink(cells: readonly string[]): Nameless {
  const [uid = '', gid = '', written = ''] = cells
  const target = unescaped(written)
  if (cells.length !== 4 || target === undefined || !NUMBER.test(uid) || !NUMBER.test(gid)) return undefined
  return { type: 'l', uid: Number(uid), gid: Number(gid), target }
}

function readPlain(type: FileType, cells: readonly string[]): Nameless {
  const rights = rightsIn(cells)
  return rights && cells.length === 4 ? { type, ...rights } : undefined
}

function readDevice(type: FileType, cells: readonly string[]): Nameless {
  const [rights, device = ''] = [rightsIn(cells), cells[3]]
  const isDevice = cells.length === 5 && /^\d{1,10}:\d{1,10}$/.test(device)
  return rights && isDevice ? { type, ...rights, device } : undefined
}

function rightsIn([mode = '', uid = '', gid = '']: readonly string[]):
  | { readonly mode: number; readonly uid: number; readonly gid: number }
  | undefined {
  if (!/^[0-7]{4}$/.test(mode) || !NUMBER.test(uid) || !NUMBER.test(gid)) return undefined
  return { mode: Number.parseInt(mode, 8), uid: Number(uid), gid: Number(gid) }
}
