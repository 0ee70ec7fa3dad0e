import { LONGEST_LEAD_IN, type LogLine, logLine } from './lead-in.ts'
import { REST, shapeOf } from './line-shape.ts'

/** Bounds, whatever is written into a log. */
const MOST = {
  templates: 500,
  /** With one program and one number of words. */
  alike: 64,
  examples: 3,
  shapes: 4096,
  /** Characters of a shape that is remembered. */
  shape: 512,
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

/** The templates with one first word and number of words. */
interface Group {
  readonly templates: Growing[]
  /** How often one of them changed. */
  changes: number
}

/** Words that lines have in common once they are masked. */
interface Shape {
  readonly words: readonly string[]
  readonly group: Group
  count: number
  template: Growing | undefined
  /** How often the group had changed when such a line last changed nothing: until then, the next one does the same. */
  settledAt: number
}

/**
 * Groups lines by their shape (Drain, He et al. 2017): of the templates with the first word and the number of words of
 * a line, the one that shares the most words takes it, and where they differ `@word` stands from then on. Takes memory
 * for 500 templates, each with what six lines of 4,417 characters take at most, and for 4,096 shapes; and time linear
 * in the line.
 */
export class LineTemplates {
  readonly #groups = new Map<string, Group>()
  readonly #shapes = new Map<string, Shape>()
  #isForgetful = false
  #size = 0
  #others = 0

  /** All templates, those with the most lines first. */
  get templates(): readonly LineTemplate[] {
    return [...this.#groups.values()].flatMap(({ templates }) => templates).toSorted((a, b) => b.count - a.count)
  }

  /** How many lines have no template, as there are too many already. */
  get others(): number {
    return this.#others
  }

  /** How many lines have each shape; undefined if there were more shapes than are remembered. */
  get counts(): ReadonlyMap<string, number> | undefined {
    return this.#isForgetful ? undefined : new Map([...this.#shapes].map(([shape, { count }]) => [shape, count]))
  }

  /** Takes a line into a template. */
  add(whole: LogLine): void {
    const line = shortened(whole)
    const text = shapeOf(line)
    const shape = this.#shapes.get(text) ?? this.#remembered(text)
    shape.count += 1
    if (shape.settledAt !== shape.group.changes) this.#join(shape)
    const { template } = shape
    if (template === undefined) {
      this.#others += 1
      return
    }
    template.count += 1
    template.first ??= line.stamp
    template.last = line.stamp ?? template.last
    if (template.examples.length < MOST.examples) template.examples.push(line.text.slice(0, LONGEST_EXAMPLE))
  }

  /** The template that would take a line of this shape. */
  of(shape: string): LineTemplate | undefined {
    const words = shape.split(' ')
    return nearestOf(this.#groups.get(keyOf(words))?.templates ?? [], words)
  }

  #remembered(text: string): Shape {
    const words = text.split(' ')
    const group = this.#groups.get(keyOf(words)) ?? { templates: [], changes: 0 }
    const shape: Shape = { words, group, count: 0, template: undefined, settledAt: -1 }
    const isFull = this.#shapes.size === MOST.shapes
    if (isFull) this.#shapes.clear()
    if (isFull || text.length > MOST.shape) this.#isForgetful = true
    if (text.length <= MOST.shape) this.#shapes.set(text, shape)
    return shape
  }

  /** Finds the template of the next line of a shape, and makes it one that takes the line. */
  #join(shape: Shape): void {
    const { words, group } = shape
    const before = group.changes
    shape.template = nearestOf(group.templates, words) ?? this.#made(group, words)
    const known = shape.template?.words ?? []
    for (const [index, word] of words.entries()) {
      const one = known[index] ?? word
      const both = one === word ? word : merged(one, word)
      if (both === one) continue
      known[index] = both
      group.changes += 1
    }
    if (group.changes === before) shape.settledAt = before
  }

  #made(group: Group, words: readonly string[]): Growing | undefined {
    if (this.#size === MOST.templates || group.templates.length === MOST.alike) return undefined
    const made: Growing = { words: [...words], count: 0, first: undefined, last: undefined, examples: [] }
    group.templates.push(made)
    group.changes += 1
    this.#groups.set(keyOf(words), group)
    this.#size += 1
    return made
  }
}

/** The part of a line that is looked at, as a copy: V8 keeps all of a text as long as a piece of it is kept. */
function shortened(line: LogLine): LogLine {
  const most = LONGEST_LEAD_IN + LONGEST_EXAMPLE + 1
  return line.text.length > most ? logLine(Buffer.from(line.text.slice(0, most)).toString()) : line
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
