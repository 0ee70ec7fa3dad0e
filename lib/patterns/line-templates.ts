import { LONGEST_LEAD_IN, type LogLine, logLine } from './lead-in.ts'
import { masked } from './mask.ts'

/** Bounds, whatever is written into a log. */
const MOST = {
  templates: 500,
  /** With one program and one number of words. */
  alike: 64,
  words: 64,
  examples: 3,
} as const

/** An example has so many characters at most, and so much of a line is looked at. */
export const LONGEST_EXAMPLE = 4096

/** So much of a template's words must be those of a line that joins it. */
const SIMILAR = 0.5

/** Lines of one shape. */
export interface LineTemplate {
  /** The words as a typed template, apart from the lead-in. */
  readonly words: readonly string[]
  readonly count: number
  /** Times as the lines tell them, undefined if they have no lead-in. */
  readonly first: string | undefined
  readonly last: string | undefined
  /** The first lines, at most three, cut to 4,096 characters. */
  readonly examples: readonly string[]
}

type Growing = {
  -readonly [K in keyof LineTemplate]: LineTemplate[K] extends readonly string[] ? string[] : LineTemplate[K]
}

/**
 * Groups lines by their shape (Drain, He et al. 2017): of the templates with the first word and the number of words of
 * a line, the one that shares the most words takes it, and where they differ `@word` stands from then on. Takes memory
 * for 500 templates, each with what six lines of 4,417 characters take at most, and time linear in the line.
 */
export class LineTemplates {
  readonly #byKey = new Map<string, Growing[]>()
  #size = 0
  #others = 0

  /** All templates, those with the most lines first. */
  get templates(): readonly LineTemplate[] {
    return [...this.#byKey.values()].flat().toSorted((a, b) => b.count - a.count)
  }

  /** How many lines have no template, as there are too many already. */
  get others(): number {
    return this.#others
  }

  /** Takes a line into a template. */
  add(whole: LogLine): void {
    const line = shortened(whole)
    const words = wordsOf(line)
    const alike = this.#byKey.get(keyOf(words)) ?? []
    const template = nearestOf(alike, words) ?? this.#made(alike, words)
    if (template === undefined) {
      this.#others += 1
      return
    }
    template.count += 1
    template.first ??= line.stamp
    template.last = line.stamp ?? template.last
    if (template.examples.length < MOST.examples) template.examples.push(line.text.slice(0, LONGEST_EXAMPLE))
    for (const [index, word] of words.entries()) {
      const known = template.words[index] ?? ''
      if (known !== word) template.words[index] = merged(known, word)
    }
  }

  /** The template that would take the line. */
  of(line: LogLine): LineTemplate | undefined {
    const words = wordsOf(line)
    return nearestOf(this.#byKey.get(keyOf(words)) ?? [], words)
  }

  #made(alike: Growing[], words: readonly string[]): Growing | undefined {
    if (this.#size === MOST.templates || alike.length === MOST.alike) return undefined
    const made: Growing = { words: [...words], count: 0, first: undefined, last: undefined, examples: [] }
    alike.push(made)
    this.#byKey.set(keyOf(words), alike)
    this.#size += 1
    return made
  }
}

const REST = '@rest'

/** The part of a line that is looked at, as a copy: V8 keeps all of a text as long as a piece of it is kept. */
function shortened(line: LogLine): LogLine {
  const most = LONGEST_LEAD_IN + LONGEST_EXAMPLE + 1
  return line.text.length > most ? logLine(Buffer.from(line.text.slice(0, most)).toString()) : line
}

/** The words of a line, masked; of a long one the first, and `@rest`. */
function wordsOf({ message }: LogLine): readonly string[] {
  const words = message.slice(0, LONGEST_EXAMPLE).split(' ', MOST.words + 1)
  const isCut = words.length > MOST.words || message.length > LONGEST_EXAMPLE
  const all = words.map(masked)
  return isCut ? [...all.slice(0, Math.max(1, Math.min(all.length, MOST.words) - 1)), REST] : all
}

function keyOf(words: readonly string[]): string {
  return `${words.length} ${words[0] ?? ''}`
}

function nearestOf(templates: readonly Growing[], words: readonly string[]): Growing | undefined {
  let [nearest, most]: [Growing | undefined, number] = [undefined, words.length * SIMILAR]
  for (const template of templates) {
    let equal = 0
    for (let at = 0; at < words.length; at += 1) if (template.words[at] === words[at]) equal += 1
    if (equal < most || (equal === most && nearest !== undefined)) continue
    nearest = template
    most = equal
  }
  return nearest
}

/** What two words share at their ends, up to what stands around values, and `@word` between: `user=@word,`. */
function merged(one: string, other: string): string {
  if (one === '' || other === '') return '@word'
  if (one === REST || other === REST) return REST
  const most = Math.min(one.length, other.length)
  let [start, end] = [0, 0]
  while (start < most && one[start] === other[start]) start += 1
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end += 1
  const head = upTo(one, start, -1)
  const tail = upTo(one, one.length - 1 - end, 1)
  const isBetween = head.length + tail.length < most
  return isBetween ? `${head}@word${tail}` : '@word'
}

/** The part of a word before an index (-1) or behind it (1), without what does not stand around values. */
function upTo(word: string, index: number, step: -1 | 1): string {
  let at = step === -1 ? index - 1 : index + 1
  while (at >= 0 && at < word.length && !AROUND.includes(word.charAt(at))) at += step
  return step === -1 ? word.slice(0, at + 1) : word.slice(at)
}

/** What stands around values. */
const AROUND = '=:,;<>()[]{}"\'|'
