import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { YAMLMap } from 'yaml'
import { nearest } from '../text/nearest.ts'
import { plainText } from '../text/plain-text.ts'
import { type Option, freeOption } from './option.ts'
import { syntaxFault } from './syntax.ts'

/** A place in a file; lines and columns count from 1. */
export interface FilePlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** What is wrong with an option and, after a semicolon, what to write instead. */
export interface Problem {
  readonly path: Path
  readonly place: FilePlace
  readonly text: string
}

/** One or more configuration files, parsed and merged, before any value is checked. */
export interface Tree {
  /** In the order they are applied. */
  readonly files: readonly string[]
  /** Sections as objects, lists as arrays, null where there is a problem, all else as written: `007` stays `007`. */
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** The keys of App::Spoor in each file that has some, each key once. */
  readonly retired: readonly { readonly file: string; readonly keys: readonly string[] }[]
  /** Where the option is written: the value, or the key of a section; undefined if it is not. */
  find(path: Path): FilePlace | undefined
}

/** The keys that lead to an option. */
export type Path = readonly string[]

interface Reading {
  readonly file: string
  readonly lines: LineCounter
  readonly places: Map<string, FilePlace>
  readonly problems: Problem[]
  readonly retired: Set<string>
}

/**
 * Parses a configuration file that may hold these options, and finds what is wrong apart from its values: syntax,
 * sections, unknown and repeated keys.
 */
export function readTree(file: string, text: string, options: Option): Tree {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  })
  const reading: Reading = { file, lines, places: new Map(), problems: [], retired: new Set() }
  const faults = [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    code,
    place: placeAt(reading, pos[0]),
  }))
  for (const { code, place } of faults) {
    // One for each line: most others follow from the first.
    if (reading.problems.some((known) => known.place.line === place.line)) continue
    reading.problems.push({ path: [], place, text: syntaxFault(code) })
  }
  return {
    files: [file],
    value: faults.length > 0 ? null : valueOf(document.contents, options, [], reading),
    problems: reading.problems,
    retired: reading.retired.size === 0 ? [] : [{ file, keys: [...reading.retired] }],
    find: (path) => reading.places.get(optionName(path)),
  }
}

/** The name of an option: `transmission.host`. */
export function optionName(path: Path): string {
  return path.join('.')
}

function valueOf(node: unknown, option: Option | undefined, path: Path, reading: Reading): unknown {
  // Aliases could make a small file expand without bound.
  if (isAlias(node)) return fault(reading, path, placeOfNode(node, reading), 'is an alias; write the value itself')
  if (option?.below !== undefined) return sectionOf(node, option.below, path, reading, option.isOpen)
  if (option?.item !== undefined) return listOf(node, option.item, path, reading)
  if (option?.isFree === true) return freeOf(node, option.each, path, reading)
  if (option?.isPlain === true) return plainOf(node, path, reading)
  reading.places.set(optionName(path), placeOfNode(node, reading))
  if (isSeq(node)) return node.items.map((item, index) => valueOf(item, undefined, [...path, String(index)], reading))
  return isMap(node) ? {} : textOf(node)
}

/** Data within data; more is a mistake. */
const DEEPEST = 16

/** Data of any shape, with a place for each of its parts. */
function plainOf(node: unknown, path: Path, reading: Reading, depth = 0): unknown {
  const place = placeOfNode(node, reading)
  reading.places.set(optionName(path), place)
  if (isAlias(node)) return fault(reading, path, place, 'is an alias; write the value itself')
  if (depth === DEEPEST) return fault(reading, path, place, `holds more than ${DEEPEST} sections within each other`)
  const below = (value: unknown, key: string): unknown => plainOf(value, [...path, key], reading, depth + 1)
  if (isSeq(node)) return node.items.map((item, index) => below(item, String(index)))
  if (!isMap(node)) return textOf(node)
  const keys = node.items.map(({ key }) => textOf(key) ?? '?')
  const twice = keys.find((key, index) => keys.indexOf(key) < index)
  if (twice !== undefined) return fault(reading, path, place, `has ${plainText(twice)} twice; write it once`)
  return Object.fromEntries(node.items.map(({ value }, index) => [keys[index], below(value, keys[index] ?? '?')]))
}

function sectionOf(node: unknown, below: readonly Option[], path: Path, reading: Reading, isOpen = false): unknown {
  if (!isMap(node) && textOf(node) !== '') {
    return fault(
      reading,
      path,
      placeOfNode(node, reading),
      `is not a section; write lines ${below.length === 0 ? 'of the form "key: value"' : `with its keys: ${keysOf(below).join(', ')}`}`,
    )
  }
  const given = isMap(node) ? entriesOf(node, below, path, reading, isOpen) : {}
  const missing = below.filter(({ key, required }) => required && !Object.hasOwn(given, key))
  const empty = missing.filter((child) => child.below !== undefined)
  return {
    ...given,
    ...Object.fromEntries(empty.map((child) => [child.key, valueOf(undefined, child, [...path, child.key], reading)])),
  }
}

/** A list of sections; an empty value is an empty list. */
function listOf(node: unknown, item: Option, path: Path, reading: Reading): unknown {
  if (!isSeq(node)) {
    const [{ key, example } = item] = item.below ?? []
    const isEmpty = !isMap(node) && textOf(node) === ''
    const text = `is not a list; begin each of its items with "- ${key}: ${example}"`
    return isEmpty ? [] : fault(reading, path, placeOfNode(node, reading), text)
  }
  return node.items.map((each, index) => {
    const here = [...path, String(index)]
    reading.places.set(optionName(here), placeOfNode(each, reading))
    return valueOf(each, item, here, reading)
  })
}

/** A section whose keys the operator chooses, except for names that every object has. */
function freeOf(node: unknown, each: Option | undefined, path: Path, reading: Reading): unknown {
  const keys = isMap(node) ? node.items.map(({ key, value }) => (value === null ? undefined : textOf(key)) ?? '?') : []
  const below = [...new Set(keys)].filter((key) => !(key in {})).map((key) => freeOption(key, each))
  return sectionOf(node, below, path, reading)
}

function entriesOf(
  map: YAMLMap,
  below: readonly Option[],
  path: Path,
  reading: Reading,
  isOpen: boolean,
): Record<string, unknown> {
  const lineOf = new Map<string, number>()
  const entries: [string, unknown][] = []
  for (const pair of map.items) {
    const place = placeOfNode(pair.key, reading)
    // Without a colon (`{api_secret:abc}`) the key may hold the secret, so it is not named.
    const key = (pair.value === null ? undefined : textOf(pair.key)) ?? '?'
    const here = [...path, key]
    const option = below.find((child) => child.key === key)
    const before = lineOf.get(key)
    lineOf.set(key, place.line)
    if (option === undefined && !isOpen) {
      fault(reading, here, place, `is no option; write ${nearest(key, keysOf(below)) ?? oneOf(keysOf(below))}`)
    } else if (before !== undefined) {
      fault(reading, here, place, `stands in line ${before} already; write it once`)
    } else if (option === undefined) {
      entries.push([key, plainOf(pair.value, here, reading)])
    } else if (option.retired) {
      reading.retired.add(key)
    } else {
      reading.places.set(optionName(here), place)
      entries.push([key, valueOf(pair.value, option, here, reading)])
    }
  }
  return Object.fromEntries(entries)
}

function oneOf(keys: readonly string[]): string {
  return keys.length === 1 ? keys.join() : `one of ${keys.join(', ')}`
}

function keysOf(options: readonly Option[]): string[] {
  return options.filter((option) => !option.retired).map((option) => option.key)
}

/** The text of a scalar; a plain `~` is empty, as it is for App::Spoor. Undefined for anything else. */
function textOf(node: unknown): string | undefined {
  if (!isScalar(node)) return node === undefined || node === null ? '' : undefined
  return node.type === 'PLAIN' && node.source === '~' ? '' : String(node.value)
}

function placeOfNode(node: unknown, reading: Reading): FilePlace {
  return placeAt(reading, (isNode(node) && node.range?.[0]) || 0)
}

function placeAt({ file, lines }: Reading, offset: number): FilePlace {
  const { line, col } = lines.linePos(offset)
  return { file, line, column: col }
}

function fault(reading: Reading, path: Path, place: FilePlace, text: string): null {
  reading.problems.push({ path, place, text })
  return null
}
